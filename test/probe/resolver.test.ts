// Names to addresses: each kind of answer that the DNS can give, and what a route's host becomes by it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createResolver, lookupName, parseServer, type ResolverOptions } from '../../src/probe/resolver.ts';
import { type Resolved, resolveHost } from '../../src/probe/targets.ts';
import { a, aaaa, cname, type DnsServer, mx, ns, startDns } from '../support/dns-server.ts';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDns({
    'A both.example': {
      answers: [a('both.example', '192.0.2.1', 60), a('both.example', '192.0.2.2', 90)],
      authenticated: true,
    },
    'AAAA both.example': { answers: [aaaa('both.example', '2001:db8::1', 30)], authenticated: true },
    'A four.example': { answers: [a('four.example', '192.0.2.4')] },
    'AAAA four.example': {},
    'nothing.example': {},
    'servfail.example': { rcode: 2 },
    'refused.example': { rcode: 5 },
    'silent.example': { silent: true },
    'A half.example': { answers: [a('half.example', '192.0.2.5')] },
    'AAAA half.example': { rcode: 2 },
    'A long.example': {
      answers: Array.from({ length: 200 }, (_, count) => a('long.example', `192.0.2.${count}`)),
      truncated: true,
    },
    'AAAA long.example': {},
    'A alias.example': {
      answers: [cname('alias.example', 'Target.example', 5), a('target.example', '192.0.2.6')],
    },
    'AAAA alias.example': { answers: [cname('alias.example', 'target.example')] },
    'AAAA target.example': {},
    'A lazy.example': { answers: [cname('lazy.example', 'both.example')] },
    'AAAA lazy.example': { answers: [cname('lazy.example', 'both.example')] },
    'loop.example': {
      answers: [cname('loop.example', 'pool.example'), cname('pool.example', 'loop.example')],
    },
    'dangling.example': { answers: [cname('dangling.example', 'gone.example')], rcode: 3 },
    'stranger.example': { answers: [a('other.example', '192.0.2.66')] },
    'A forged.example': { answers: [a('forged.example', '192.0.2.7')], forged: 'question' },
    'AAAA forged.example': { forged: 'id' },
    'garbage.example': { garbage: Buffer.from('8180000100ff00000000ff', 'hex') },
    'A old.example': { answers: [a('old.example', '192.0.2.8')], withoutEdns: true },
    'AAAA old.example': { withoutEdns: true },
    'A version.example': { answers: [a('version.example', '192.0.2.8')], extendedCode: 1 },
    'AAAA version.example': { extendedCode: 1 },
    'cookie.example': { extendedCode: 1, rcode: 7 },
    'referral.example': { authorities: [ns('example', 'ns1.example')] },
    'A chaos.example': { answers: [{ ...a('chaos.example', '192.0.2.66'), class: 'CH' }] },
    'AAAA chaos.example': {},
    'MX referral-mx.example': { authorities: [ns('example', 'ns1.example')] },
    'A referral-mx.example': { answers: [a('referral-mx.example', '192.0.2.8')] },
    'AAAA referral-mx.example': {},
    'MX mail.example': {
      answers: [mx('mail.example', 20, 'four.example'), mx('mail.example', 10, 'BOTH.example')],
      authenticated: true,
    },
    'MX null.example': { answers: [mx('null.example', 0, '.')] },
    'MX mixed.example': { answers: [mx('mixed.example', 0, '.'), mx('mixed.example', 10, 'four.example')] },
    'MX address.example': { answers: [mx('address.example', 10, '192.0.2.9')] },
    'MX alias-mx.example': { answers: [mx('alias-mx.example', 10, 'alias.example')] },
    'MX nowhere.example': { answers: [mx('nowhere.example', 10, 'gone.example')] },
    'A nowhere.example': { answers: [a('nowhere.example', '192.0.2.10')] },
    'MX many.example': {
      answers: Array.from({ length: 300 }, (_, count) =>
        mx('many.example', 300 - count, `mx${count}.example`),
      ),
      truncated: true,
    },
    'MX equal.example': {
      answers: [
        mx('equal.example', 10, 'half.example'),
        mx('equal.example', 10, 'four.example'),
        mx('equal.example', 10, 'FOUR.example.'),
      ],
    },
    'MX evil.example': {
      answers: [
        mx('evil.example', 10, '-oProxy.example'),
        mx('evil.example', 20, 'a b.example'),
        mx('evil.example', 30, '\x1b[31m.example'),
      ],
    },
    'MX four.example': {},
    'MX servfail.example': { rcode: 2 },
  });
});

afterAll(() => dns.stop());

function resolve(host: string, lookupMx = false, options: ResolverOptions = {}): Promise<Resolved> {
  return resolveHost({ host, port: 25 }, lookupMx, createResolver({ server: dns, timeout: 300, ...options }));
}

const addressesOf = ({ targets }: Resolved): string[] => targets.map(({ address }) => address);
const lookupOf = ({ evidence }: Resolved) => evidence.servers[0]!.lookup;

describe('A and AAAA', () => {
  test.each([
    [
      'both.example',
      { kind: 'records', ttl: 30, authenticated: true, aliases: [] },
      ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    ],
    ['BOTH.Example.', { kind: 'records' }, ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
    ['four.example', { kind: 'records', authenticated: false }, ['192.0.2.4']],
    ['nothing.example', { kind: 'no-records' }, []],
    ['missing.example', { kind: 'no-such-name' }, []],
    ['servfail.example', { kind: 'server-failure', code: 'SERVFAIL' }, []],
    ['refused.example', { kind: 'server-failure', code: 'REFUSED' }, []],
    ['silent.example', { kind: 'timed-out', milliseconds: 300 }, []],
    ['alias.example', { kind: 'records', ttl: 5, aliases: ['target.example'] }, ['192.0.2.6']],
    [
      'lazy.example',
      { kind: 'records', aliases: ['both.example'] },
      ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    ],
    ['loop.example', { kind: 'server-failure', code: 'ALIAS-LOOP' }, []],
    ['dangling.example', { kind: 'no-such-name' }, []],
    ['stranger.example', { kind: 'no-records' }, []],
    ['forged.example', { kind: 'records' }, ['192.0.2.7']],
    ['garbage.example', { kind: 'server-failure', code: 'MALFORMED' }, []],
    ['old.example', { kind: 'records' }, ['192.0.2.8']],
    ['version.example', { kind: 'records' }, ['192.0.2.8']],
    ['cookie.example', { kind: 'server-failure', code: 'RCODE-23' }, []],
    ['referral.example', { kind: 'server-failure', code: 'REFERRAL' }, []],
    ['chaos.example', { kind: 'no-records' }, []],
  ])('%s', async (name, lookup, addresses) => {
    const resolved = await resolve(name);
    expect(lookupOf(resolved)).toMatchObject(lookup);
    expect(addressesOf(resolved)).toEqual(addresses);
    expect(resolved.evidence.servers[0]).toMatchObject({ server: name, source: 'dns', preference: null });
  });

  test('one family fails, the other is used and both are told', async () => {
    const { evidence } = await resolve('half.example');
    expect(evidence.servers[0]).toMatchObject({
      lookup: { kind: 'records' },
      partial: { family: 6, lookup: { kind: 'server-failure' } },
    });
  });

  test('a truncated answer is asked again over TCP', async () => {
    expect(addressesOf(await resolve('long.example'))).toHaveLength(200);
    expect(dns.questions).toContain('A long.example tcp');
  });

  test.each([
    [4, ['192.0.2.1', '192.0.2.2']],
    [6, ['2001:db8::1']],
  ] as const)('only family %i is asked for', async (family, addresses) => {
    expect(addressesOf(await resolve('both.example', false, { families: [family] }))).toEqual(addresses);
  });

  test('nobody listens: the code says so, at once', async () => {
    const lookup = lookupOf(await resolve('a.example', false, { server: { address: '127.0.0.1', port: 1 } }));
    expect(lookup).toEqual({ kind: 'server-failure', code: 'ECONNREFUSED' });
  });

  test('the server cannot be reached: the code says so', async () => {
    const lookup = lookupOf(await resolve('a.example', false, { server: { address: 'fe80::1', port: 53 } }));
    expect(lookup).toMatchObject({ kind: 'server-failure', code: expect.stringMatching(/^E[A-Z]+$/) });
  });

  test('the time is for all questions about a name', async () => {
    const startedAt = performance.now();
    await resolve('silent.example', true);
    expect(performance.now() - startedAt).toBeLessThan(700);
  });

  test('cancelled, look-ups end at once', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 10);
    const startedAt = performance.now();
    await resolve('silent.example', true, { timeout: 5000, signal: controller.signal });
    expect(performance.now() - startedAt).toBeLessThan(300);
  });

  test('a thousand names at once', async () => {
    const resolver = createResolver({ server: dns });
    const names = Array.from({ length: 1000 }, (_, count) => `name${count}.example`);
    const answers = await Promise.all(names.map((name) => resolver.addresses(name)));
    expect(new Set(answers.map(({ lookup }) => lookup.kind))).toEqual(new Set(['no-such-name']));
  });

  test('a name is asked once', async () => {
    const resolver = createResolver({ server: dns });
    const before = dns.questions.length;
    await Promise.all([resolver.addresses('four.example'), resolver.addresses('FOUR.example.')]);
    expect(dns.questions.length - before).toBe(2);
  });
});

describe('MX', () => {
  test('by preference, then as answered; the name is the MX host', async () => {
    const { targets, evidence } = await resolve('mail.example', true);
    expect(targets.map(({ server, sni, address }) => [server, sni, address])).toEqual([
      ['BOTH.example', 'both.example', '192.0.2.1'],
      ['BOTH.example', 'both.example', '192.0.2.2'],
      ['BOTH.example', 'both.example', '2001:db8::1'],
      ['four.example', 'four.example', '192.0.2.4'],
    ]);
    expect(evidence.mx).toMatchObject({ kind: 'records', authenticated: true, ttl: 300 });
  });

  test('equal preferences, and a host named twice', async () => {
    expect(addressesOf(await resolve('equal.example', true))).toEqual(['192.0.2.5', '192.0.2.4']);
  });

  test('null MX: nothing is looked up', async () => {
    const { evidence, targets } = await resolve('null.example', true);
    expect(evidence.mx).toMatchObject({ records: [{ preference: 0, exchange: '' }] });
    expect([evidence.servers, targets]).toEqual([[], []]);
  });

  test('null MX beside others', async () => {
    const { evidence, targets } = await resolve('mixed.example', true);
    expect(evidence.mx).toMatchObject({ records: [{ exchange: '' }, { exchange: 'four.example' }] });
    expect(targets).toHaveLength(1);
  });

  test('no MX: the domain itself', async () => {
    const { evidence, targets } = await resolve('four.example', true);
    expect(evidence).toMatchObject({
      mx: { kind: 'no-records' },
      servers: [{ server: 'four.example', preference: null }],
    });
    expect(targets).toHaveLength(1);
  });

  test('an address in place of a host', async () => {
    const { evidence, targets } = await resolve('address.example', true);
    expect(evidence.servers).toMatchObject([{ server: '192.0.2.9', isAddress: true }]);
    expect(targets).toEqual([]);
  });

  test('a host that is an alias is followed, and told', async () => {
    const { evidence, targets } = await resolve('alias-mx.example', true);
    expect(evidence.servers[0]!.lookup).toMatchObject({ aliases: ['target.example'] });
    expect(targets).toMatchObject([{ server: 'alias.example', sni: 'alias.example', address: '192.0.2.6' }]);
  });

  test('MX to nowhere does not fall back to the domain', async () => {
    const { evidence, targets } = await resolve('nowhere.example', true);
    expect(evidence.servers).toMatchObject([{ server: 'gone.example', lookup: { kind: 'no-such-name' } }]);
    expect(targets).toEqual([]);
  });

  test('hundreds of MX: the best 100, and which were left out', async () => {
    const { evidence } = await resolve('many.example', true);
    expect(evidence.leftOut.map(({ preference }) => preference)).toEqual(
      Array.from({ length: 200 }, (_, count) => count + 101),
    );
    expect(evidence.servers.map(({ preference }) => preference)).toEqual(
      Array.from({ length: 100 }, (_, count) => count + 1),
    );
  });

  test('a resolver that only says whom to ask has not said "no MX"', async () => {
    const { evidence, targets } = await resolve('referral-mx.example', true);
    expect(evidence.mx).toMatchObject({ kind: 'server-failure', code: 'REFERRAL' });
    expect(targets).toEqual([]);
  });

  test('a failure is not "no MX"', async () => {
    const { evidence, targets } = await resolve('servfail.example', true);
    expect(evidence).toMatchObject({ mx: { kind: 'server-failure' }, servers: [] });
    expect(targets).toEqual([]);
  });

  test('hosts that no look-up should see are not looked up', async () => {
    const before = dns.questions.length;
    const { evidence } = await resolve('evil.example', true);
    expect(evidence.servers.map(({ lookup }) => lookup)).toEqual([
      { kind: 'refused-to-look-up', problem: 'leading-hyphen' },
      { kind: 'refused-to-look-up', problem: 'bad-character' },
      { kind: 'refused-to-look-up', problem: 'bad-character' },
    ]);
    expect(dns.questions.length - before).toBe(1);
  });
});

describe('by hand', () => {
  const addresses = [{ name: 'MX1.Bücher.example.', values: ['192.0.2.20', '2001:db8::20'] }];

  test.each(['mx1.bücher.example', 'mx1.xn--bcher-kva.example', 'MX1.BÜCHER.EXAMPLE.'])(
    '%s',
    async (name) => {
      const resolved = await resolve(name, false, { addresses, server: { address: '127.0.0.1', port: 1 } });
      expect(addressesOf(resolved)).toEqual(['192.0.2.20', '2001:db8::20']);
      expect(resolved.evidence.servers[0]!.source).toBe('by-hand');
      expect(resolved.targets[0]).toMatchObject({ server: name, sni: 'mx1.xn--bcher-kva.example' });
    },
  );

  test('MX hosts, and no question asked', async () => {
    const before = dns.questions.length;
    const resolved = await resolve('new.example', true, {
      mx: [{ name: 'new.example', values: ['mx1.new.example', 'mx2.new.example'] }],
      addresses: [
        { name: 'mx1.new.example', values: ['192.0.2.21'] },
        { name: 'mx2.new.example', values: ['192.0.2.22'] },
      ],
    });
    expect(resolved.evidence.mxSource).toBe('by-hand');
    expect(addressesOf(resolved)).toEqual(['192.0.2.21', '192.0.2.22']);
    expect(dns.questions.length).toBe(before);
  });
});

describe('without the DNS', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1', 4],
    ['2001:DB8::1', '2001:db8::1', 6],
  ])('%s is its own answer', async (host, address, family) => {
    const { evidence, targets } = await resolve(host);
    expect(evidence.servers).toMatchObject([{ source: 'literal' }]);
    expect(targets).toEqual([{ server: host, address, family, port: 25, sni: null }]);
  });

  test('the hosts file comes before the DNS, and is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hosts-'));
    try {
      const hostsFile = join(folder, 'hosts');
      writeFileSync(
        hostsFile,
        '# none\n192.0.2.30\tMail.Example.test mail # new\n2001:db8::30 mail.example.test\nnonsense x\n',
      );
      const resolver = createResolver({ hostsFile });
      const found = await resolveHost({ host: 'mail.example.test', port: 25 }, false, resolver);
      expect(addressesOf(found)).toEqual(['192.0.2.30', '2001:db8::30']);
      expect(found.evidence.servers[0]!.source).toBe('hosts-file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a name that never reaches a look-up', () => {
  test.each([
    ['-oProxyCommand', 'leading-hyphen'],
    ['a b.example', 'bad-character'],
    ['a\r\nb.example', 'bad-character'],
    ['a\x1b[31m.example', 'bad-character'],
    [`${'a'.repeat(64)}.example`, 'too-long'],
    [`${'a.'.repeat(130)}example`, 'too-long'],
    ['a..example', 'not-a-host-name'],
    ['', 'not-a-host-name'],
    ['0x7f.1', 'not-a-host-name'],
    ['a/b.example', 'not-a-host-name'],
  ])('%j', (name, problem) => {
    expect(lookupName(name)).toEqual({ kind: 'refused-to-look-up', problem });
  });

  test.each([
    ['MX.Example.', 'mx.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['_mx.a_b.example', '_mx.a_b.example'],
    ['localhost', 'localhost'],
  ])('but %j does, as %s', (name, plain) => {
    expect(lookupName(name)).toBe(plain);
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1', 53],
  ['192.0.2.1:5353', '192.0.2.1', 5353],
  ['[2001:db8::1]', '2001:db8::1', 53],
  ['[2001:db8::1]:5353', '2001:db8::1', 5353],
  ['2001:db8::1', '2001:db8::1', 53],
])('a server written %s', (text, address, port) => {
  expect(parseServer(text)).toEqual({ address, port });
});

test.each(['', 'dns.example', '192.0.2.1:', '192.0.2.1:0', '192.0.2.1:65536', '[192.0.2.1', '::1:53:x'])(
  'no server: %j',
  (text) => {
    expect(() => parseServer(text)).toThrow(RangeError);
  },
);
