// The interview of add and edit on a real pty: every question and every way on from it (interview-ways.test.ts reads
// the steps below), against a DNS server and mail servers on loopback.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { a, type DnsServer, mx, startDns } from '../support/dns-server.ts';
import { type InterviewStep, key, lineShown, start, stored, take } from '../support/interview.ts';
import { startScripted } from '../support/scripted-server.ts';
import { startTestServers, type TestServers } from '../support/servers.ts';
import { inFolder, runProgram, splitWords } from '../support/session.ts';

const { enter, down, up, back, space, clear, interrupt } = key;

let dns: DnsServer;
let servers: TestServers;
let env: Record<string, string>;
const none = { answers: [] };

beforeAll(async () => {
  servers = await startTestServers();
  const local = ['good', 'wrongname', 'other', 'selfsigned', 'plain'].map((name) => `${name}.example.com`);
  const elsewhere = ['mx1', 'mx2', 'mx3', 'mx9'].map((name) => `${name}.example.com`);
  const hosts = [
    ...local.map((name) => [name, '127.0.0.1'] as const),
    ...elsewhere.map((name) => [name, '192.0.2.1'] as const),
  ];
  dns = await startDns({
    ...Object.fromEntries(
      hosts.flatMap(([name, address]) => [
        [name, none],
        [`A ${name}`, { answers: [a(name, address)] }],
      ]),
    ),
    'example.org': none,
    'MX example.org': { answers: [mx('example.org', 10, 'good.example.com')] },
    'hand.example.org': none,
    'quiet.example.org': { silent: true },
  });
  env = { ROUTES_RESOLVER: `127.0.0.1:${dns.port}`, ROUTES_TRUST: servers.places.ca! };
});
afterAll(async () => {
  await dns.stop();
  await servers.stop();
});

const add = (line: string, folder: string) =>
  runProgram(['add', ...line.split(' ')], folder, { ROUTES_RESOLVER: env.ROUTES_RESOLVER! });

/** The line shown at the end does the same in another folder. */
async function expectSameByFlags(
  line: string,
  folder: string,
  before: readonly string[] = [],
): Promise<void> {
  await inFolder(async (other) => {
    for (const first of before) expect((await add(first, other)).exitCode).toBe(0);
    const { exitCode, stderr } = await runProgram(splitWords(line), other, env);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const known = ({ createdAt: _, updatedAt: __, ...route }: Record<string, unknown>) => route;
    expect(stored(other).map(known)).toEqual(stored(folder).map(known));
  });
}

describe('routes add, asked field by field', () => {
  test('a single host: each wrong answer is told as it is given, and it goes on', async () => {
    await inFolder(async (folder) => {
      await add('taken --host mx9.example.com', folder);
      const terminal = start('add', folder, env);
      await take(terminal, [
        ['name', 'missing', enter, 'a route needs a name'],
        // Not entered: it is told while it is typed.
        ['name', 'taken', 'TAKEN', 'a route named "TAKEN" exists already'],
        ['name', 'given', `${clear}inbound${enter}`],
        ['kind', 'single', enter],
        ['host', 'refused', `https://mx1.example.com${enter}`, 'is a URL'],
        ['host', 'given', `${clear}mx1.example.com${enter}`],
        ['port', 'port-465', `${clear}465`, 'port 465 is not supported: it speaks implicit TLS'],
        ['port', 'not-allowed', `${clear}80${enter}`, 'port 80 is not allowed'],
        ['port', 'given', `${clear}587${enter}`],
        ['boxes', 'given', enter, 'Single host', 'mx1.example.com:587', '[x] require CA-signed certificate'],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[1]).toMatchObject({
        name: 'inbound',
        hosts: { type: 'single', host: 'mx1.example.com', port: 587 },
        options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
      });
      expect(lineShown(terminal)).toBe('add inbound --host mx1.example.com:587');
      const text = terminal.text();
      for (const line of [
        'Hosts > Add Route',
        'Specify email server',
        'routes test-tls inbound',
        'routes console inbound --done',
      ])
        expect(text).toContain(line);
      await expectSameByFlags(lineShown(terminal), folder, ['taken --host mx9.example.com']);
    });
  });

  test('what flags have said is not asked', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add --host mx1.example.com --no-verify-hostname --note mine', folder, env);
      await take(terminal, [
        ['name', 'given', `-x y${enter}`],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(terminal.text()).not.toContain('? Host options');
      await expectSameByFlags(lineShown(terminal), folder);
    });
  });

  test('tables: the sum runs along, the loads are shared out by one key, rows come, change and go', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add balanced', folder, env);
      await take(terminal, [
        ['kind', 'multiple', `${down}${enter}`],
        ['host', 'with-port', `mx1.example.com:2525${enter}`],
        ['port', 'given', enter, 'add up to 100%'],
        ['table', 'add', 'a'],
        ['host', 'given', `mx2.example.com${enter}`],
        ['port', 'given', enter, 'mx1.example.com:2525  50%'],
        ['table', 'add', 'a'],
        ['host', 'given', `mx1.example.com${enter}`],
        ['port', 'twice', `${clear}2525${enter}`, 'mx1.example.com:2525 is in this table already'],
        ['port', 'given', `${clear}25${enter}`, 'mx1.example.com:2525  34%'],
        ['table', 'row', `${up}${up}${up}${up}${enter}`],
        ['row', 'load', enter],
        ['load', 'refused', `${clear}0${enter}`, 'a whole number from 1 to 100'],
        ['load', 'given', `${clear}70${enter}`, 'add up to 136%, 36% too much'],
        ['table', 'refused', 'd', 'add up to 136, not 100'],
        ['table', 'even', 'e', 'mx1.example.com:2525  34%'],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'server', 'h'],
        ['host', 'given', `${clear}mx3.example.com${enter}`],
        ['port', 'given', enter, 'mx3.example.com:25'],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'remove', 'r', 'mx2.example.com:25    50%'],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'load', 'l'],
        ['load', 'given', `${clear}30${enter}`, '80%, 20% missing'],
        ['table', 'row', `${up}${up}${up}${enter}`],
        ['row', 'load', 'l'],
        ['load', 'given', `${clear}70%${enter}`, 'add up to 100%'],
        ['table', 'done', 'd'],
        ['wantSecondary', 'yes', `y${enter}`],
        ['host', 'given', `mx9.example.com${enter}`],
        ['port', 'given', enter],
        ['table', 'done', enter],
        ['boxes', 'given', enter],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0].hosts).toEqual({
        type: 'multiple',
        primary: [
          { host: 'mx1.example.com', port: 2525, load: 70 },
          { host: 'mx2.example.com', port: 25, load: 30 },
        ],
        secondary: [{ host: 'mx9.example.com', port: 25, load: 100 }],
      });
      await expectSameByFlags(lineShown(terminal), folder);
    });
  });

  test('an address and a private one are advised against as they are typed', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add inbound', folder, env);
      await take(terminal, [
        ['kind', 'single', enter],
        ['host', 'private', '10.0.0.1', '10.0.0.1 is a private address; Google cannot reach it'],
        ['host', 'address', `${clear}8.8.8.8`, '8.8.8.8 is an IP address; a host name is recommended'],
        ['host', 'given', enter],
        ['port', 'given', enter],
        ['boxes', 'refused', `${space}${enter}`, 'MX lookup is for a domain, and "8.8.8.8" is an IP address'],
        ['boxes', 'given', `${space}${enter}`, 'a host name is recommended'],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0]).toMatchObject({ hosts: { host: '8.8.8.8' }, options: { lookupMx: false } });
    });
  });

  test('a box without TLS is refused; turning TLS off turns off what needs it', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add inbound', folder, env);
      await take(terminal, [
        ['kind', 'single', enter],
        ['host', 'given', `mx1.example.com${enter}`],
        ['port', 'given', enter],
        ['boxes', 'refused', `${down}${space}${down}${space}${enter}`, 'cannot be required while TLS is not'],
        ['boxes', 'given', `${space}${enter}`, 'TLS is not required: mail may travel in clear text'],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0].options).toEqual({
        lookupMx: false,
        requireTls: false,
        requireCa: false,
        verifyHostname: false,
      });
      expect(lineShown(terminal)).toBe('add inbound --host mx1.example.com --no-require-tls');
    });
  });
});

describe('a domain typed where a server belongs', () => {
  test('is noticed, and the MX box is ticked', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add inbound', folder, env);
      await take(terminal, [
        ['kind', 'single', enter],
        ['host', 'given', `example.org${enter}`],
        ['port', 'given', enter],
        ['domain', 'back', back],
        ['port', 'given', enter],
        ['domain', 'again', `${down}${enter}`],
        ['host', 'given', enter],
        ['port', 'given', enter],
        ['domain', 'tick', enter],
        ['boxes', 'given', enter, '[x] perform MX lookup on host'],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0]).toMatchObject({
        hosts: { host: 'example.org' },
        options: { lookupMx: true },
      });
    });
  });

  test('may be kept, with a warning in the summary; and a server with the MX box on has one too', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add inbound', folder, env);
      await take(terminal, [
        ['kind', 'single', enter],
        ['host', 'given', `example.org${enter}`],
        ['port', 'given', enter],
        ['domain', 'keep', `${up}${enter}`],
        ['boxes', 'given', enter, 'example.org has MX records but no address', 'turn MX lookup on'],
        ['next', 'change', `${up}${up}${enter}`],
        ['change', 'host', `${down}${down}${enter}`],
        ['host', 'given', `${clear}mx1.example.com${enter}`],
        ['port', 'given', enter],
        ['next', 'change', `${up}${up}${enter}`],
        ['change', 'boxes', `${up}${enter}`],
        ['boxes', 'given', `${space}${enter}`, 'MX lookup is on, but mx1.example.com has no MX record'],
        ['next', 'leave', `${up}${enter}`, 'nothing was saved'],
      ]);
      expect(await terminal.exit).toBe(130);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    });
  });

  test('answers given by hand count; a DNS that is silent is not waited for, and not spoken of', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add inbound --mx hand.example.org=mx1.example.com', folder, env);
      await take(terminal, [
        ['kind', 'single', enter],
        ['host', 'given', `hand.example.org${enter}`],
        ['port', 'given', enter],
        ['domain', 'again', `${down}${enter}`],
        ['host', 'given', `${clear}quiet.example.org${enter}`],
        ['port', 'given', enter],
        ['boxes', 'given', enter],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(terminal.text()).not.toContain('warning');
    });
  });
});

describe('going back loses nothing', () => {
  test('Esc goes back one question at a time, and what was typed is still there', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add', folder, env);
      await take(terminal, [
        ['name', 'given', `inbound${enter}`],
        ['kind', 'back', back],
        ['name', 'given', enter],
        ['kind', 'single', enter],
        ['host', 'back', `mx1.example.com${back}`],
        ['kind', 'single', enter],
        ['host', 'given', enter],
        ['port', 'back', `${clear}587${back}`],
        ['host', 'given', enter],
        ['port', 'given', enter],
        ['boxes', 'back', back],
        ['host', 'given', enter],
        ['port', 'given', enter],
        ['boxes', 'given', enter, 'mx1.example.com:587'],
        ['next', 'back', back],
        ['boxes', 'given', enter],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0]).toMatchObject({
        name: 'inbound',
        hosts: { host: 'mx1.example.com', port: 587 },
      });
    });
  });

  test('in the tables too', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add inbound', folder, env);
      await take(terminal, [
        ['kind', 'multiple', `${down}${enter}`],
        ['host', 'given', `mx1.example.com${enter}`],
        ['port', 'back', back],
        ['host', 'back', back],
        ['kind', 'multiple', enter],
        ['host', 'given', enter],
        ['port', 'given', enter],
        ['table', 'add', 'a'],
        ['host', 'given', `mx2.example.com${enter}`],
        ['port', 'given', enter],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'back', back],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'load', 'l'],
        ['load', 'back', `${clear}90${back}`, 'mx2.example.com:25  50%'],
        ['table', 'back', back],
        ['kind', 'multiple', enter],
        ['table', 'done', enter],
        ['wantSecondary', 'back', back],
        ['table', 'done', enter],
        ['wantSecondary', 'yes', `y${enter}`],
        ['host', 'back', `mx9.example.com${back}`],
        ['wantSecondary', 'yes', enter],
        ['host', 'given', enter],
        ['port', 'given', enter],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'remove', 'r'],
        ['wantSecondary', 'no', enter],
        ['boxes', 'given', enter],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0].hosts).toMatchObject({ primary: [{ load: 50 }, { load: 50 }], secondary: [] });
    });
  });

  test('any one answer can be changed, or left as it is; the other kind of hosts is remembered', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add --host mx1.example.com', folder, env);
      const change = `${up}${up}${enter}`;
      await take(terminal, [
        ['name', 'given', `inbound${enter}`],
        ['next', 'change', change],
        ['change', 'back', back],
        ['next', 'change', change],
        ['change', 'name', enter],
        ['name', 'back', `more${back}`, 'Name         inbound'],
        ['next', 'change', change],
        ['change', 'name', enter],
        ['name', 'given', ` two${enter}`, 'inbound two'],
        ['next', 'change', change],
        ['change', 'port', `${down}${down}${down}${enter}`],
        ['port', 'back', `${clear}1${back}`],
        ['next', 'change', change],
        ['change', 'port', `${down}${down}${down}${enter}`],
        ['port', 'given', `${clear}587${enter}`, 'mx1.example.com:587'],
        ['next', 'change', change],
        ['change', 'kind', `${down}${enter}`],
        ['kind', 'multiple', `${down}${enter}`],
        ['table', 'done', 'd'],
        ['wantSecondary', 'no', enter],
        ['next', 'change', change],
        ['change', 'primary', `${down}${down}${enter}`],
        ['table', 'add', 'a'],
        ['host', 'given', `mx2.example.com${enter}`],
        ['port', 'given', enter],
        ['table', 'done', 'd'],
        ['next', 'change', change],
        ['change', 'secondary', `${up}${up}${enter}`],
        ['wantSecondary', 'yes', `y${enter}`],
        ['host', 'given', `mx3.example.com${enter}`],
        ['port', 'given', enter],
        ['table', 'done', 'd'],
        ['next', 'change', change],
        ['change', 'kind', `${down}${enter}`],
        ['kind', 'single', `${up}${enter}`, 'mx1.example.com:587'],
        ['next', 'change', change],
        ['change', 'kind', `${down}${enter}`],
        ['kind', 'multiple', `${down}${enter}`, 'mx3.example.com:25'],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0]).toMatchObject({
        name: 'inbound two',
        hosts: {
          primary: [{ host: 'mx1.example.com', port: 587 }, { host: 'mx2.example.com' }],
          secondary: [{ host: 'mx3.example.com' }],
        },
      });
    });
  });
});

describe('testing from inside', () => {
  const at = (name: string) => servers.places[name]!;

  test('a pass: progress, the verdict, and save is what is offered', async () => {
    await inFolder(async (folder) => {
      const terminal = start(`add --host ${at('good')}`, folder, env);
      await take(terminal, [
        ['name', 'given', `inbound${enter}`],
        ['next', 'test', enter, 'inbound: pass', 'Gmail would deliver mail'],
        ['next', 'save', enter],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(terminal.text()).not.toContain('routes test-tls inbound');
    });
  });

  test('each address is seen while it is tested; Ctrl-C then leaves, and nothing is saved', async () => {
    const server = await startScripted((peer) => peer.gone);
    await inFolder(async (folder) => {
      const terminal = start(`add --host good.example.com:${server.port}`, folder, env);
      await take(terminal, [
        ['name', 'given', `inbound${enter}`],
        ['next', 'test', enter, 'tested 0 of 1', `testing good.example.com (127.0.0.1:${server.port})`],
      ]);
      terminal.type(interrupt);
      await terminal.see('interrupted; nothing was saved');
      expect(await terminal.exit).toBe(130);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    });
    await server.stop();
  });

  test('a wrong name: one from the certificate is chosen from a list, and the test passes', async () => {
    await inFolder(async (folder) => {
      const terminal = start(`add --host ${at('wrongname')}`, folder, env);
      await take(terminal, [
        ['name', 'given', `inbound${enter}`],
        ['next', 'test', enter, 'inbound: fail', 'Save anyway: mail sent over it would be returned'],
        ['next', 'useName', enter],
        ['useName', 'back', back],
        ['next', 'useName', enter],
        ['useName', 'pick', enter, 'other.example.com:'],
        ['next', 'test', enter, 'inbound: pass'],
        ['next', 'save', enter],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0].hosts.host).toBe('other.example.com');
    });
  });

  const untick = `${up}${up}${up}${enter}`;
  test.each<[string, string, InterviewStep[]]>([
    [
      'verifyHostname',
      'wrongname',
      [
        [
          'next',
          'untick',
          untick,
          'should stay on where possible',
          'any certificate of a trusted CA then passes',
        ],
        ['untick', 'back', back],
        ['next', 'untick', untick],
        ['untick', 'verifyHostname', enter, '"validate certificate hostname" is off'],
      ],
    ],
    [
      'requireCa',
      'selfsigned',
      [
        ['next', 'untick', untick, 'should stay on where possible', 'anybody in between can then pose'],
        ['untick', 'requireCa', enter, '"require CA-signed certificate" is off'],
      ],
    ],
    [
      'requireTls',
      'plain',
      [
        ['next', 'untick', untick, 'should stay on where possible', 'mail may then travel in clear text'],
        ['untick', 'requireTls', enter, 'TLS is not required'],
      ],
    ],
  ])('a box is turned off last, with the warning: %s', async (box, server, steps) => {
    await inFolder(async (folder) => {
      const terminal = start(`add --host ${at(server)}`, folder, env);
      await take(terminal, [
        ['name', 'given', `inbound${enter}`],
        ['next', 'test', enter, 'inbound: fail'],
      ]);
      await take(terminal, steps);
      await take(terminal, [['next', 'save', `${down}${enter}`]]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0].options[box]).toBe(false);
    });
  });

  test('saved anyway: it says that mail would be returned, and exits with 1', async () => {
    await inFolder(async (folder) => {
      const terminal = start(`add --test --host ${at('wrongname')}`, folder, env);
      await take(terminal, [
        ['name', 'given', `inbound${enter}`, 'inbound: fail'],
        ['next', 'save', `${up}${up}${enter}`],
      ]);
      expect(await terminal.exit).toBe(1);
      expect(stored(folder)).toHaveLength(1);
      await terminal.see('saved "inbound" although its test failed: mail sent over it would be returned');
    });
  });
});

describe('routes edit', () => {
  test('starts from the values of today, and shows only the flags that differ', async () => {
    const before = 'inbound --host mx1.example.com --no-verify-hostname --label old';
    await inFolder(async (folder) => {
      await add(before, folder);
      const terminal = start('edit inbound', folder, env);
      await take(terminal, [
        ['name', 'given', enter],
        ['kind', 'single', enter],
        ['host', 'given', `${clear}mx9.example.com${enter}`],
        ['port', 'given', enter],
        ['boxes', 'given', enter],
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0]).toMatchObject({
        hosts: { host: 'mx9.example.com' },
        options: { verifyHostname: false },
        labels: ['old'],
      });
      expect(lineShown(terminal)).toBe('edit inbound --host mx9.example.com');
      await expectSameByFlags(lineShown(terminal), folder, [before]);
    });
  });

  const tables = '--primary mx1.example.com --secondary mx2.example.com';
  test.each<[string, string, InterviewStep[], string]>([
    [
      'a secondary table taken away',
      tables,
      [
        ['change', 'secondary', `${up}${up}${enter}`],
        ['table', 'row', `${up}${up}${enter}`],
        ['row', 'remove', 'r'],
        ['wantSecondary', 'no', enter],
      ],
      'edit inbound --no-secondary',
    ],
    [
      'TLS turned off',
      tables,
      [
        ['change', 'boxes', `${up}${enter}`],
        ['boxes', 'given', `${down}${space}${enter}`],
      ],
      'edit inbound --no-require-tls',
    ],
    [
      'TLS turned on again',
      `${tables} --no-require-tls`,
      [
        ['change', 'boxes', `${up}${enter}`],
        ['boxes', 'given', `${down}${space}${down}${space}${enter}`],
      ],
      'edit inbound --require-tls --require-ca',
    ],
  ])('only the flags that differ: %s', async (_, flags, steps, line) => {
    await inFolder(async (folder) => {
      await add(`inbound ${flags}`, folder);
      const terminal = start('edit inbound', folder, env);
      await take(terminal, [
        ['name', 'given', enter],
        ['kind', 'multiple', enter],
        ['table', 'done', enter],
        ['table', 'done', enter],
        ['boxes', 'given', enter],
        ['next', 'change', `${up}${up}${enter}`],
        ...steps,
        ['next', 'save', `${down}${enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(lineShown(terminal)).toBe(line);
      await expectSameByFlags(line, folder, [`inbound ${flags}`]);
    });
  });

  test('what somebody else has changed meanwhile is shown before it is written over', async () => {
    await inFolder(async (folder) => {
      await add('inbound --host mx1.example.com', folder);
      const terminal = start('edit inbound', folder, env);
      await take(terminal, [
        ['name', 'given', enter],
        ['kind', 'single', enter],
        ['host', 'given', enter],
        ['port', 'given', `${clear}587${enter}`],
        ['boxes', 'given', enter],
      ]);
      await terminal.see('? What now');
      expect((await runProgram(['edit', 'inbound', '--no-verify-hostname'], folder)).exitCode).toBe(0);
      terminal.type(`${down}${enter}`);
      await terminal.see('somebody else has changed this route');
      await terminal.see('on -> off');
      expect(stored(folder)[0]).toMatchObject({ hosts: { port: 25 }, options: { verifyHostname: false } });
      await take(terminal, [['next', 'save', `${down}${enter}`]]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0]).toMatchObject({ hosts: { port: 587 }, options: { verifyHostname: true } });
    });
  });
});

test('answers that cannot be saved are left as a command line', async () => {
  await inFolder(async (folder) => {
    await add('other --host mx9.example.com', folder);
    const terminal = start('add --host mx1.example.com', folder, env);
    await take(terminal, [['name', 'given', `inbound${enter}`]]);
    await terminal.see('? What now');
    writeFileSync(join(folder, 'data/routes/routes.json'), '{ broken');
    terminal.type(`${down}${enter}`);
    await terminal.see('your answers, to try again later:');
    await terminal.see('routes add inbound --host mx1.example.com');
    expect(await terminal.exit).toBe(2);
  });
});

test('a name that is taken while the questions are answered is asked for again, and nothing else', async () => {
  await inFolder(async (folder) => {
    const terminal = start('add --host mx1.example.com', folder, env);
    await take(terminal, [['name', 'given', `inbound${enter}`]]);
    await terminal.see('? What now');
    await add('Inbound --host mx2.example.com', folder);
    terminal.type(`${down}${enter}`);
    await terminal.see('exists already');
    await take(terminal, [
      ['name', 'given', ` two${enter}`],
      ['next', 'save', `${down}${enter}`],
    ]);
    expect(await terminal.exit).toBe(0);
    expect(stored(folder).map(({ name }: { name: string }) => name)).toEqual(['Inbound', 'inbound two']);
  });
});

describe('leaving', () => {
  const toTable: InterviewStep[] = [
    ['kind', 'multiple', `${down}${enter}`],
    ['host', 'given', `mx1.example.com${enter}`],
    ['port', 'given', enter],
  ];
  const toRow: InterviewStep[] = [
    ...toTable,
    ['table', 'add', 'a'],
    ['host', 'given', `mx2.example.com${enter}`],
    ['port', 'given', enter],
    ['table', 'row', `${up}${up}${enter}`],
  ];
  const toFailure: InterviewStep[] = [
    ['name', 'given', `inbound${enter}`],
    ['next', 'test', enter, 'inbound: fail'],
  ];
  const named = 'add --host mx1.example.com';
  const wrong = 'add --host {wrongname}';
  const toSecondary: InterviewStep[] = [...toTable, ['table', 'done', 'd']];
  const toNext: InterviewStep[] = [['name', 'given', `x${enter}`]];
  const toDomain: InterviewStep[] = [
    ['kind', 'single', enter],
    ['host', 'given', `example.org${enter}`],
    ['port', 'given', enter],
  ];
  test.each<[string, InterviewStep[], InterviewStep]>([
    ['add', [], ['name', 'interrupt', interrupt]],
    ['add x', [], ['kind', 'interrupt', interrupt]],
    ['add x', [['kind', 'single', enter]], ['host', 'interrupt', interrupt]],
    ['add x', toTable.slice(0, 2), ['port', 'interrupt', interrupt]],
    ['add x', toDomain, ['domain', 'interrupt', interrupt]],
    ['add x', toTable, ['table', 'interrupt', interrupt]],
    ['add x', toRow, ['row', 'interrupt', interrupt]],
    ['add x', [...toRow, ['row', 'load', 'l']], ['load', 'interrupt', interrupt]],
    ['add x', toSecondary, ['wantSecondary', 'interrupt', interrupt]],
    ['add x', [...toSecondary, ['wantSecondary', 'no', enter]], ['boxes', 'interrupt', interrupt]],
    [named, toNext, ['next', 'interrupt', interrupt]],
    [named, [...toNext, ['next', 'change', `${up}${up}${enter}`]], ['change', 'interrupt', interrupt]],
    [wrong, [...toFailure, ['next', 'useName', enter]], ['useName', 'interrupt', interrupt]],
    [
      wrong,
      [...toFailure, ['next', 'untick', `${up}${up}${up}${enter}`]],
      ['untick', 'interrupt', interrupt],
    ],
  ])('Ctrl-C at every question ends with 130, and nothing is there: %s %#', async (line, steps, last) => {
    await inFolder(async (folder) => {
      const terminal = start(line.replace('{wrongname}', servers.places.wrongname!), folder, env);
      await take(terminal, [...steps, last]);
      await terminal.see('interrupted; nothing was saved');
      expect(await terminal.exit).toBe(130);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    });
  });

  test.each([
    ['a text', [], '? Name'],
    ['a list', [['name', 'given', `x${enter}`] as InterviewStep], '? Host options'],
  ])('Ctrl-D at %s does the same', async (_, steps, question) => {
    await inFolder(async (folder) => {
      const terminal = start('add', folder, env);
      await take(terminal, steps as InterviewStep[]);
      await terminal.see(question as string);
      terminal.type(key.endOfInput);
      expect(await terminal.exit).toBe(130);
      await terminal.see('nothing was saved');
      expect(existsSync(join(folder, 'data'))).toBe(false);
    });
  });

  test('a terminal that is closed ends it, and nothing is saved', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add x', folder, env);
      await take(terminal, toTable);
      await terminal.see('add up to 100%');
      terminal.hangUp();
      expect(await terminal.exit).toBe(129);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    });
  });
});

describe('every terminal', () => {
  const steps: InterviewStep[] = [
    ['name', 'given', `入口${enter}`],
    ['kind', 'multiple', `${down}${enter}`],
    ['host', 'given', `mx1.example.com${enter}`],
    ['port', 'given', enter],
    ['table', 'done', 'd'],
    ['wantSecondary', 'no', enter],
    ['boxes', 'given', `${down}${enter}`],
    ['next', 'save', `${down}${enter}`],
  ];

  test('40 columns: lines are broken between words', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add', folder, env, { cols: 40, rows: 24 });
      await take(terminal, steps);
      expect(await terminal.exit).toBe(0);
      expect(terminal.text()).toContain('mail between the two servers');
      expect(stored(folder)[0].name).toBe('入口');
    });
  });

  test('a window that changes in the middle of a question', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add', folder, env, { cols: 120, rows: 40 });
      await take(terminal, steps.slice(0, 1));
      await terminal.see('? Host options');
      terminal.resize(40, 20);
      await terminal.see('? Host options');
      await terminal.see('whose MX');
      terminal.resize(100, 30);
      await take(terminal, steps.slice(1));
      expect(await terminal.exit).toBe(0);
    });
  });

  test('TERM=dumb: plain lines, numbered lists, no cursor is moved and nothing drawn over', async () => {
    await inFolder(async (folder) => {
      await add('taken --host mx9.example.com', folder);
      const terminal = start(`add --test`, folder, { ...env, TERM: 'dumb' });
      const lines: [string, string][] = [
        ['? Name:', 'taken'],
        ['exists already', '< '],
        ['? Name:', 'inbound'],
        ['2. Multiple hosts', '<'],
        ['? Name [inbound]:', ''],
        ['Number [1]:', '7'],
        ['a number from 1 to 2', '2'],
        ['? Primary host 1', `good.example.com:${/\d+$/.exec(servers.places.good!)![0]}`],
        ['? Port', ''],
        ['3. Done with this table', 'd'],
        ['? Secondary hosts', 'maybe'],
        ['yes or no', 'n'],
        ['1. [ ] perform MX', '2'],
        ['2. [ ] require secure transport', '2'],
        ['2. [x] require secure transport', '3'],
        ['3. [x] require CA', ''],
        ['tested 1 of 1', ''],
      ];
      for (const [question, line] of lines) {
        await terminal.see(question);
        if (line !== '' || question !== 'tested 1 of 1') terminal.type(`${line}\r`);
      }
      await terminal.see('inbound: pass');
      await terminal.see('Number [2]:');
      terminal.type('\r');
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[1]).toMatchObject({
        name: 'inbound',
        options: { requireCa: true, verifyHostname: false },
      });
      expect(terminal.raw()).not.toContain('\u001b');
    });
  });

  test.each([
    ['Ctrl-C', interrupt],
    ['Ctrl-D', key.endOfInput],
  ])('TERM=dumb: %s leaves with 130', async (_, keys) => {
    await inFolder(async (folder) => {
      const terminal = start('add', folder, { ...env, TERM: 'dumb' });
      await terminal.see('? Name:');
      terminal.type(keys);
      await terminal.see('nothing was saved');
      expect(await terminal.exit).toBe(130);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('NO_COLOR: no colour in any question', async () => {
    await inFolder(async (folder) => {
      const terminal = start('add', folder, { ...env, NO_COLOR: '1' });
      await take(terminal, steps);
      expect(await terminal.exit).toBe(0);
      // biome-ignore lint/complexity/useRegexLiterals: an escape in a literal is a control character
      expect(terminal.raw()).not.toMatch(new RegExp('\u001b\\[[0-9;]*m'));
    });
  });
});

test('routes remove shows what would go, and asks', async () => {
  await inFolder(async (folder) => {
    await add('inbound --host mx1.example.com', folder);
    const no = start('remove inbound', folder);
    await no.see('Remove this route?');
    no.type(enter);
    expect(await no.exit).toBe(2);
    expect(stored(folder)).toHaveLength(1);
    const yes = start('remove inbound', folder);
    await yes.see('Remove this route?');
    yes.type(`y${enter}`);
    expect(await yes.exit).toBe(0);
    expect(stored(folder)).toHaveLength(0);
  });
});

test('--no-input never asks, also on a terminal', async () => {
  await inFolder(async (folder) => {
    const terminal = start('add --no-input', folder);
    expect(await terminal.exit).toBe(2);
    expect(terminal.text()).toContain('a route needs a name');
  });
});
