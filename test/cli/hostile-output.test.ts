// What a server says may be hostile: in banner, EHLO lines, refusals, subject, names. None of it reaches a terminal raw, in
// text, JSON or transcript; none of it can forge a line of ours; JSON parses back to what was said. CWE-150, CWE-117.
// And what the report says of itself: provenance (`run`), --transcript, --redact.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import { forge, name } from '../certs/forge.ts';
import { expectClean, reportOf, useFolder } from '../support/program-table.ts';
import { answerAfterTls, greetToStarttls, type Script, startScripted } from '../support/scripted-server.ts';
import { type Ran, runProgram } from '../support/session.ts';

const day = 24 * 3600 * 1000;
/** One of each kind: ESC, OSC title and link, C1, BEL, BS, CR, NUL, bidi, line separators, tags, zero width, a lone surrogate's bytes. */
const hostile =
  '\u001b[2J\u001b[31m \u001b]0;owned\u0007 \u001b]8;;http://evil.example\u001b\\x \u009b31m \b\b\r\u0000 \u202egnp.exe\u2066 \u2028\u2029\u200b\ufeff \udb40\udc41 \u0085';
const forged = '✓ forged.example.com:25  pass';

let root: Issued;
let hostileContext: SecureContext;
let goodContext: SecureContext;

const place = useFolder(async () => {
  root = await issue({ subject: 'Test Root', ca: true });
  const intermediate = await issue({ subject: 'Test Issuer', ca: true, issuer: root });
  const leaf = await issue({
    subject: 'C=DE,O=Acme GmbH,CN=mx.acme.example',
    names: ['mx.acme.example', '*.acme.example', 'IP:10.1.2.3', 'IP:2001:db8:7::9'],
    issuer: intermediate,
  });
  goodContext = createSecureContext({ ca: [], cert: leaf.pem + intermediate.pem, key: leaf.keyPem });
  return root.pem;
});

beforeAll(() => {
  const leaf = forge({
    subject: name(['CN', `${hostile}\n${forged}`], ['O', 'x'.repeat(20_000)]),
    names: [`a\n${forged}`, `\u001b]0;owned\u0007.example.com`, 'x'.repeat(5000)],
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 60 * day),
  });
  const base64 = Buffer.from(leaf.der)
    .toString('base64')
    .match(/.{1,64}/g)!;
  hostileContext = createSecureContext({
    ca: [],
    cert: `-----BEGIN CERTIFICATE-----\n${base64.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: leaf.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  });
});

async function against(script: Script, ...flags: string[]): Promise<Ran> {
  const server = await startScripted(script);
  const argv = [
    'test-tls',
    '--host',
    `mx.acme.example:${server.port}`,
    '--resolve',
    'mx.acme.example=127.0.0.1',
  ];
  try {
    return await runProgram(
      [...argv, '--trust', place().trust, '--greeting-timeout=2s', '--command-timeout=1s', ...flags],
      place().folder,
    );
  } finally {
    await server.stop();
  }
}

const oneLine = hostile.replaceAll('\n', '');
const scripts: [string, Script][] = [
  [
    'in banner, EHLO lines and certificate',
    async (peer) => {
      peer.send(`220-${oneLine}\r\n220 ${forged}\r\n`);
      await peer.line();
      peer.send(`250-${oneLine}\r\n250-${forged}${'x'.repeat(3000)}\r\n250 STARTTLS\r\n`);
      await peer.line();
      peer.send(`220 ${oneLine}\r\n`);
      await peer.secure(hostileContext);
      await answerAfterTls(peer, `250-${oneLine}\r\n250 ${forged}\r\n`);
    },
  ],
  ['in a refusal', (peer) => void peer.send(`554 ${oneLine}\r\n`)],
  [
    'in a refusal of STARTTLS',
    async (peer) => {
      await greetToStarttls(peer, `502-${oneLine}\r\n502 ${forged}\r\n`);
      await peer.gone;
    },
  ],
  ['in place of SMTP', (peer) => void peer.send(`${oneLine}\n${forged}\r\n`)],
  [
    'in place of TLS',
    async (peer) => {
      await greetToStarttls(peer);
      await peer.hello();
      peer.send(`${forged}\r\n${forged}\r\n`);
      peer.end();
    },
  ],
  [
    'as injected bytes',
    async (peer) => {
      await greetToStarttls(peer, `220 go\r\n${forged}\r\n${oneLine}`);
      await peer.secure(goodContext);
      await answerAfterTls(peer);
    },
  ],
  [
    'in a masked word',
    async (peer) => {
      peer.send('220 mx\r\n');
      await peer.line();
      peer.send(`250-mx\r\n250-${'\u001b'.repeat(8)}\r\n250 SIZE\r\n`);
      await peer.gone;
    },
  ],
  [
    'as octets that are no UTF-8',
    (peer) => void peer.send(Buffer.from('220 \xff\xfe\xed\xa0\x80\xc0\xaf\x9b31m\r\n', 'latin1')),
  ],
];

describe.each(scripts)('hostile text %s', (_, script) => {
  test.each([[], ['--verbose'], ['--transcript', '--verbose'], ['--transcript', '--redact']])(
    'as text %j',
    async (...flags) => {
      const { stdout, stderr } = await against(script, ...flags);
      expectClean(stdout);
      expectClean(stderr);
      // Nothing of theirs begins a line: every line is ours, and short.
      for (const line of stdout.split('\n')) {
        expect(line.trimStart()).not.toMatch(/^✓ forged/);
        expect(line.length).toBeLessThan(2500);
      }
    },
  );

  test('as JSON, which parses back to what was said', async () => {
    const ran = await against(script, '--json', '--transcript');
    const report = reportOf(ran);
    const [address] = report.routes[0]!.hosts[0]!.addresses;
    expect(address!.replies.flatMap(({ lines }) => lines)).toEqual(
      address!.dialogue!.filter(({ from }) => from === 'server').map(({ text }) => text.slice(4)),
    );
  });
});

test('what a server said is in the JSON as it came', async () => {
  const { replies } = reportOf(await against(scripts[0]![1], '--json')).routes[0]!.hosts[0]!.addresses[0]!;
  expect(replies[0]!.lines).toEqual([oneLine, forged]);
});

describe('--transcript', () => {
  const chatty: Script = async (peer) => {
    peer.send('220 mx.acme.example ESMTP postmaster@acme.example [10.1.2.3]\r\n');
    await peer.line();
    peer.send('250-mx.acme.example greets build-7 [IPv6:2001:db8:7::9]\r\n250 STARTTLS\r\n');
    await peer.line();
    peer.send('220 go\r\n');
    await peer.secure(goodContext);
    await answerAfterTls(peer, '250-mx.acme.example\r\n250 8BITMIME\r\n');
  };
  const lines = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => / ms [<>*] |^ +=/.test(line))
      .map((line) => line.trim().replace(/^[\d.]+ ms /, ''));

  test('is the dialogue with times, and what TLS negotiated', async () => {
    const { stdout } = await against(chatty, '--transcript', '--ehlo-name', 'build-7');
    expect(stdout).toMatch(
      /transcript: mx\.acme\.example \(127\.0\.0\.1:\d+\), \d{4}-\d\d-\d\dT[\d:.]+Z, mail-routes/,
    );
    expect(lines(stdout)).toEqual([
      '* connected',
      '< 220 mx.acme.example ESMTP postmaster@acme.example [10.1.2.3]',
      '> EHLO build-7',
      '< 250-mx.acme.example greets build-7 [IPv6:2001:db8:7::9]',
      '< 250 STARTTLS',
      '> STARTTLS',
      '< 220 go',
      expect.stringMatching(
        /^\* TLS is up: TLSv1\.3, TLS_AES_256_GCM_SHA384, X25519\w*; SNI mx\.acme\.example; 2 certificates, the first CN=mx\.acme\.example,O=Acme GmbH,C=DE, sha-256 [0-9A-F:]{95}$/,
      ),
      '> EHLO build-7',
      '< 250-mx.acme.example',
      '< 250 8BITMIME',
      '> QUIT',
      '= pass',
    ]);
  });

  test('ends with the cause', async () => {
    const { stdout } = await against((peer) => void peer.send('421 4.3.2 later\r\n'), '--transcript');
    expect(lines(stdout)).toEqual([
      '* connected',
      '< 421 4.3.2 later',
      '> QUIT',
      '* the dialogue ends here (unexpected-reply)',
      '= inconclusive: the server asks to try later in its greeting: 421 4.3.2 later',
    ]);
  });

  test('--redact has one placeholder for one thing, and no name or address is left', async () => {
    const { stdout } = await against(
      chatty,
      '--transcript',
      '--redact',
      '--verbose',
      '--ehlo-name',
      'build-7',
    );
    expect(stdout).not.toMatch(
      /acme|127\.0|10\.1\.2|db8:7|build-7|postmaster|routes-table|(?:[0-9A-F]{2}:){8}/i,
    );
    expect(lines(stdout)).toEqual([
      '* connected',
      '< 220 host-1 ESMTP mailbox-1@host-3 [192.0.2.2]',
      '> EHLO host-2',
      '< 250-host-1 greets host-2 [IPv6:2001:db8::1]',
      '< 250 STARTTLS',
      '> STARTTLS',
      '< 220 go',
      expect.stringMatching(
        /SNI host-1; 2 certificates, the first CN=host-1,O=name-\d,C=DE, sha-256 certificate-1$/,
      ),
      '> EHLO host-2',
      '< 250-host-1',
      '< 250 8BITMIME',
      '> QUIT',
      '= pass',
    ]);
  });

  test('--redact in JSON: the same contract, the same placeholders', async () => {
    writeFileSync(join(place().folder, 'secret.pem'), root.pem);
    const report = reportOf(
      await against(chatty, '--json', '--transcript', '--redact', '--trust', 'secret.pem'),
    );
    const text = JSON.stringify(report);
    expect(text).not.toMatch(
      /acme|127\.0|10\.1\.2|db8:7|postmaster|routes-table|secret|(?:[0-9A-F]{2}:){8}/i,
    );
    const host = report.routes[0]!.hosts[0]!;
    const [address] = host.addresses;
    expect(host.host).toBe('host-1');
    expect(address!.tls!.sni).toBe('host-1');
    expect(address!.presentedChain[0]!.names).toEqual([
      'DNS:host-1',
      expect.stringMatching(/^DNS:\*\.host-\d$/),
      'IP:192.0.2.2',
      'IP:2001:db8::1',
    ]);
    expect(address!.address).toBe('192.0.2.1');
    expect(address!.path!.certificates[0]).toBe(address!.presentedChain[0]!.fingerprint256);
    expect(report.run.arguments.slice(0, 3)).toEqual([
      'test-tls',
      '--host',
      expect.stringMatching(/^host-1:\d+$/),
    ]);
    expect(report.run.trust[0]!.name).toBe('file-1');
  });
});

test('provenance: with what the report was made', async () => {
  const { run, generatedAt, at } = reportOf(
    await against(
      (peer) => peer.end(),
      '--json',
      '--trust',
      'mozilla',
      '--ehlo-name',
      'probe.example.net',
      '--at',
      '2026-12-24',
    ),
  );
  expect(run).toMatchObject({
    tool: expect.stringMatching(/^mail-routes \d/),
    node: process.version,
    openssl: process.versions.openssl,
    resolver: 'system',
    ehloName: 'probe.example.net',
    trust: [
      { name: place().trust, count: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { name: 'mozilla', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
  });
  expect(run.trust[1]!.count).toBeGreaterThan(100);
  expect(run.arguments[0]).toBe('test-tls');
  expect(run.arguments).toContain('2026-12-24');
  expect(at).toBe('2026-12-24T00:00:00.000Z');
  expect(Math.abs(Date.parse(generatedAt) - Date.now())).toBeLessThan(60_000);
});

test('NODE_EXTRA_CA_CERTS joins no trust store', async () => {
  const server = await startScripted(async (peer) => {
    await greetToStarttls(peer);
    await peer.secure(goodContext);
    await answerAfterTls(peer);
  });
  const argv = [
    'test-tls',
    '--json',
    '--host',
    `mx.acme.example:${server.port}`,
    '--resolve',
    'mx.acme.example=127.0.0.1',
  ];
  const ran = await runProgram(argv, place().folder, { NODE_EXTRA_CA_CERTS: place().trust });
  await server.stop();
  const report = JSON.parse(ran.stdout);
  expect(report.routes[0].hosts[0].lines.ca).toBe('fail');
  expect(report.run.trust[0].name).toBe('mozilla');
});
