// How verdicts add up, from addresses to hosts, tables and routes: the worst counts, and what this machine cannot reach
// stays out. PRODUCT.md section 4. The DNS as whole answers is in test/cli/hostile-dns.test.ts.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProbeEvidence } from '../../src/probe/evidence.ts';
import type { Options, TableName } from '../../src/route/route.ts';
import type { AddressJudgement } from '../../src/verdict/judge.ts';
import { type HostJudgement, judgeHost } from '../../src/verdict/roll-up.ts';
import { judgeRoute } from '../../src/verdict/route-verdict.ts';
import { at, ca, makeLeaf, selfSigned } from '../certs/chains.ts';
import {
  allOn,
  evidenceOf,
  found,
  judge,
  resolvedTo,
  serverOf,
  stoppedAt,
  tlsOf,
} from '../support/evidence.ts';

const day = 24 * 3600 * 1000;

type Kind = 'good' | 'warned' | 'failed' | 'misnamed' | 'unknown' | 'plain' | 'no-route';
const chains = {
  good: [makeLeaf(), ca],
  warned: [makeLeaf({ notAfter: new Date(at.getTime() + day) }), ca],
  failed: [selfSigned()],
  misnamed: [makeLeaf({ subject: 'other.example', names: ['other.example'] }), ca],
};
const refused = stoppedAt('connect', { kind: 'refused' });
const plain = stoppedAt('ehlo', { kind: 'starttls-not-offered', masked: null });
const noRoute = stoppedAt('connect', { kind: 'unreachable', errno: 'ENETUNREACH' });

function evidence(kind: Kind): ProbeEvidence {
  if (kind === 'unknown') return refused;
  if (kind === 'plain') return plain;
  return kind === 'no-route' ? noRoute : evidenceOf({ chain: chains[kind] });
}

function address(kind: Kind, number: number, options: Options): AddressJudgement {
  const family = kind === 'no-route' ? 6 : 4;
  const where = family === 6 ? `2001:db8::${number}` : `192.0.2.${number}`;
  const base = evidence(kind);
  return judge(
    { ...base, target: { ...base.target, server: 'mx.example.com', address: where, family } },
    { options },
  );
}

function host(
  kinds: readonly Kind[],
  load = 100,
  table: TableName = 'primary',
  options = allOn,
): HostJudgement {
  const judged = kinds.map((kind, index) => address(kind, index + 1, options));
  const resolved = resolvedTo([
    serverOf(
      'mx.example.com',
      judged.map(({ target }) => target.address),
    ),
  ]);
  return judgeHost(table, { host: 'mx.example.com', port: 25, load }, options, resolved, judged);
}

describe('a host takes the worst of its addresses', () => {
  test.each<[Kind[], string, string]>([
    [['good'], 'pass', 'deliver'],
    [['good', 'warned'], 'warn', 'deliver'],
    [['good', 'unknown'], 'inconclusive', 'unknown'],
    [['warned', 'unknown'], 'inconclusive', 'unknown'],
    [['good', 'failed'], 'fail', 'return'],
    [['unknown', 'failed'], 'fail', 'return'],
    [['good', 'warned', 'unknown', 'failed'], 'fail', 'return'],
  ])('%j', (kinds, verdict, delivery) => {
    expect(host(kinds)).toMatchObject({ verdict, delivery });
    expect(host(kinds.toReversed())).toMatchObject({ verdict, delivery });
  });

  test('lines too', () => {
    expect(host(['good', 'misnamed', 'unknown']).lines).toEqual({
      mx: 'off',
      tls: 'inconclusive',
      ca: 'inconclusive',
      hostname: 'fail',
    });
  });
});

describe('an address family that this machine cannot reach', () => {
  test('stays out while another address was judged', () => {
    const judged = host(['good', 'no-route']);
    expect(judged).toMatchObject({ verdict: 'pass', delivery: 'deliver' });
    expect(judged.addresses[1]!.verdict).toBe('inconclusive');
    expect(judged.leftOut).toHaveLength(1);
  });

  test('counts when nothing else was judged', () => {
    const judged = host(['no-route']);
    expect(judged).toMatchObject({ verdict: 'inconclusive', delivery: 'unknown' });
    expect(judged.leftOut).toHaveLength(0);
  });

  test('hides no failure of the other', () => {
    expect(host(['failed', 'no-route'])).toMatchObject({ verdict: 'fail', delivery: 'return' });
    expect(host(['unknown', 'no-route'])).toMatchObject({ verdict: 'inconclusive', delivery: 'unknown' });
  });
});

describe('routes', () => {
  test.each<[string, HostJudgement[], string, string, object]>([
    ['a good one', [host(['good'])], 'pass', 'deliver', { deliver: 100, return: 0, unknown: 0 }],
    [
      'a bad host of 25%',
      [host(['good'], 75), host(['failed'], 25)],
      'fail',
      'return',
      { deliver: 75, return: 25, unknown: 0 },
    ],
    [
      'one that cannot be told',
      [host(['good'], 75), host(['unknown'], 25)],
      'inconclusive',
      'unknown',
      { deliver: 75, return: 0, unknown: 25 },
    ],
    [
      'delivery follows the primary table, the verdict both',
      [host(['good']), host(['failed'], 100, 'secondary')],
      'fail',
      'deliver',
      { deliver: 100, return: 0, unknown: 0 },
    ],
    [
      'a good secondary table mends no primary one',
      [host(['failed']), host(['good'], 100, 'secondary')],
      'fail',
      'return',
      { deliver: 0, return: 100, unknown: 0 },
    ],
  ])('%s', (_, hosts, verdict, delivery, primary) => {
    const route = judgeRoute(hosts);
    expect(route).toMatchObject({ verdict, delivery, share: { primary } });
    expect(route.tables.secondary === null).toBe(hosts.every(({ table }) => table === 'primary'));
  });
});

describe('the strictest boxes that would pass on every host', () => {
  const none = { requireTls: false, requireCa: false, verifyHostname: false };
  const boxes = (requireCa: boolean, verifyHostname: boolean) => ({
    requireTls: true,
    requireCa,
    verifyHostname,
  });
  test.each<[Kind[][], object | null]>([
    [[['good']], boxes(true, true)],
    [[['warned']], boxes(true, true)],
    [[['failed']], boxes(false, true)],
    [[['misnamed']], boxes(true, false)],
    [[['good'], ['failed'], ['misnamed']], boxes(false, false)],
    [[['plain']], none],
    [[['good'], ['plain']], none],
    // One that could not be told is not delivered in clear, whatever its neighbour does.
    [[['plain', 'unknown']], null],
    [[['plain', 'good', 'unknown']], null],
    [[['plain', 'failed']], none],
    [[['unknown']], null],
    [[['good'], ['unknown']], null],
    [[['good', 'no-route']], boxes(true, true)],
  ])('%j', (kinds, expected) => {
    expect(judgeRoute(kinds.map((one) => host(one, 50))).strictestPassing).toEqual(expected);
  });

  test('are the same whatever the boxes are today', () => {
    const off = { ...allOn, requireTls: false, requireCa: false, verifyHostname: false };
    expect(judgeRoute([host(['misnamed'], 100, 'primary', off)]).strictestPassing).toEqual(
      boxes(true, false),
    );
  });

  test('a handshake that breaks is no delivery in clear', () => {
    const cause = { kind: 'closed', how: 'end' } as const;
    const broken = evidenceOf({
      stage: 'handshake',
      outcome: { kind: 'stopped', stage: 'handshake', cause },
      tls: tlsOf([], { established: false, openssl: null, afterHandshake: null }),
    });
    const row = { host: 'mx.example.com', port: 25, load: 100 };
    const judged = judgeHost('primary', row, allOn, resolvedTo([serverOf('mx.example.com', ['192.0.2.1'])]), [
      judge(broken),
    ]);
    expect(judgeRoute([judged]).strictestPassing).toBeNull();
  });
});

test('a name without address is observed as if every box were on', () => {
  const off = { ...allOn, requireTls: false, requireCa: false, verifyHostname: false };
  const row = { host: 'gone.example.com', port: 25, load: 100 };
  const gone = serverOf('gone.example.com', [], { lookup: { kind: 'no-such-name' } });
  const judged = judgeHost('primary', row, off, resolvedTo([gone]), []);
  const untold = { mx: 'off', tls: 'inconclusive', ca: 'inconclusive', hostname: 'inconclusive' };
  expect(judged.lines).toEqual({ mx: 'off', tls: 'off', ca: 'off', hostname: 'off' });
  expect(judged.observed).toEqual(untold);
  expect(judged.unresolved[0]!.observed).toEqual(untold);
});

describe('names', () => {
  const row = { host: 'example.com', port: 25, load: 100 };
  const lookup = { ...allOn, lookupMx: true };
  const mx = (records: [number, string][]) =>
    ({
      kind: 'records',
      records: records.map(([preference, exchange]) => ({ preference, exchange })),
      ttl: 1,
      authenticated: false,
      aliases: [],
    }) as const;

  test('the best MX host is gone: its share is returned', () => {
    const servers = [
      serverOf('gone.example.com', [], { preference: 10, lookup: { kind: 'no-such-name' } }),
      serverOf('mx.example.com', ['192.0.2.1'], { preference: 20 }),
    ];
    const resolved = resolvedTo(servers, {
      mx: mx([
        [10, 'gone.example.com'],
        [20, 'mx.example.com'],
      ]),
    });
    const judged = judgeHost('primary', row, lookup, resolved, [
      judge(evidenceOf(), { options: lookup }, 20),
    ]);
    expect(judged).toMatchObject({ verdict: 'fail', delivery: 'return', lines: { mx: 'fail' } });
    expect(found(judged)).toEqual(['dns-failure/no-such-name fail*', 'mx-names/mx-host-checked note']);
  });

  test('a null MX beside others: whatever stands behind them, it fails', () => {
    const resolved = resolvedTo([serverOf('mx.example.com', ['192.0.2.1'], { preference: 10 })], {
      mx: mx([
        [0, ''],
        [10, 'mx.example.com'],
      ]),
    });
    const judged = judgeHost('primary', row, lookup, resolved, [
      judge(evidenceOf(), { options: lookup }, 10),
    ]);
    expect(judged).toMatchObject({ verdict: 'fail', delivery: 'return', lines: { mx: 'fail', tls: 'pass' } });
    expect(judged.addresses[0]).toMatchObject({ verdict: 'fail', lines: { mx: 'fail' } });
  });

  test('one family could not be looked up: it weighs as unknown', () => {
    const partial = { family: 6, lookup: { kind: 'server-failure', code: 'SERVFAIL' } } as const;
    const resolved = resolvedTo([serverOf('mx.example.com', ['192.0.2.1'], { partial })]);
    const judged = judgeHost('primary', { ...row, host: 'mx.example.com' }, allOn, resolved, [
      judge(evidenceOf()),
    ]);
    expect(judged).toMatchObject({ verdict: 'inconclusive', delivery: 'unknown' });
  });
});

test('the order of addresses and hosts changes no verdict', () => {
  const kind = fc.constantFrom<Kind>('good', 'warned', 'failed', 'misnamed', 'unknown', 'plain', 'no-route');
  fc.assert(
    fc.property(
      fc.array(fc.array(kind, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      (hosts) => {
        const one = judgeRoute(hosts.map((kinds) => host(kinds, 25)));
        const other = judgeRoute(hosts.toReversed().map((kinds) => host(kinds.toReversed(), 25)));
        expect(other).toMatchObject({
          verdict: one.verdict,
          delivery: one.delivery,
          share: one.share,
          strictestPassing: one.strictestPassing,
        });
      },
    ),
    { numRuns: 60 },
  );
});
