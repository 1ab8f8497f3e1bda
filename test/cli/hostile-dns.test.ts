// What names lead to, judged: DNS answers that are missing, broken, hostile or odd. PRODUCT.md section 4, FACTS.md
// section 6; reads as a manual. MX records are in hostile-mx.test.ts.

import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { a, aaaa, cname, mx, startDns } from '../support/dns-server.ts';
import {
  deaf,
  dnsTable,
  expired,
  good,
  mx1,
  mxOf,
  noEvidence,
  type Row,
  returned,
  unknown,
  works,
} from '../support/dns-table.ts';
import { expectClean } from '../support/program-table.ts';
import { runProgram } from '../support/session.ts';

const rows: Row[] = [
  {
    does: 'a name with one address',
    host: 'mx1.example.com',
    zone: mx1,
    ...works,
    lines: 'off pass pass pass',
  },
  {
    does: 'a name that does not exist',
    zone: {},
    cause: 'dns-failure/no-such-name fail',
    lines: `off ${noEvidence}`,
    ...returned,
  },
  {
    does: 'a name without address',
    zone: { 'example.com': { answers: [] } },
    cause: 'dns-failure/no-address fail',
    lines: `off ${noEvidence}`,
    ...returned,
  },
  {
    does: 'a domain typed with MX lookup off: the warning says so',
    zone: {
      ...mxOf([10, 'mx1.example.com']),
      'A example.com': { answers: [] },
      'AAAA example.com': { answers: [] },
      ...mx1,
    },
    cause: 'dns-failure/no-address fail',
    lines: `off ${noEvidence}`,
    ...returned,
    check: (_, report) =>
      expect(report.routes[0]!.warnings.map(({ code }) => code)).toContain('domain-not-server'),
  },
  {
    does: 'SERVFAIL',
    zone: { 'example.com': { rcode: 2 } },
    cause: 'dns-failure/server-failure inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'REFUSED',
    zone: { 'example.com': { rcode: 5 } },
    cause: 'dns-failure/server-failure inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'silence',
    zone: { 'example.com': { silent: true } },
    cause: 'dns-failure/timed-out inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'packets that are none',
    zone: { 'example.com': { garbage: Buffer.from('ffffff', 'hex') } },
    cause: 'dns-failure/timed-out inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'one family fails: what was not tested cannot be told',
    host: 'mx1.example.com',
    zone: { ...mx1, 'AAAA mx1.example.com': { rcode: 2 } },
    cause: 'dns-failure/one-family inconclusive',
    lines: 'off pass pass pass',
    ends: 'inconclusive unknown 3',
    share: '50 0 50',
  },
  {
    does: 'one family fails, the other was asked for',
    host: 'mx1.example.com',
    zone: { ...mx1, 'AAAA mx1.example.com': { rcode: 2 } },
    flags: ['--ipv4'],
    ...works,
    lines: 'off pass pass pass',
  },
  {
    does: 'every address is of the family that was left out: not missing, but not tested',
    host: 'mx1.example.com',
    zone: { ...mx1, 'AAAA mx1.example.com': { answers: [] } },
    flags: ['--ipv6'],
    cause: 'dns-failure/family-left-out inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'the same for an address that was typed',
    host: good,
    zone: {},
    flags: ['--ipv6'],
    cause: 'dns-failure/family-left-out inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'the best MX host is left out, and no other makes up for it',
    host: 'example.com',
    zone: {
      ...mxOf([10, 'mx2.example.com'], [20, 'mx1.example.com']),
      'A mx2.example.com': { answers: [] },
      'AAAA mx2.example.com': { answers: [aaaa('mx2.example.com', '::1')] },
      ...mx1,
    },
    flags: ['--lookup-mx', '--ipv4'],
    cause: 'dns-failure/family-left-out inconclusive',
    lines: `inconclusive ${noEvidence}`,
    ends: 'inconclusive unknown 3',
    share: '0 0 100',
  },
  {
    does: 'no address of the family that was asked for, and nobody can tell of the other',
    host: 'mx1.example.com',
    zone: { 'A mx1.example.com': { answers: [] }, 'AAAA mx1.example.com': { rcode: 2 } },
    flags: ['--ipv4'],
    cause: 'dns-failure/server-failure inconclusive',
    lines: `off ${noEvidence}`,
    ...unknown,
  },
  {
    does: 'no address of either family',
    host: 'mx1.example.com',
    zone: { 'mx1.example.com': { answers: [] } },
    flags: ['--ipv4'],
    cause: 'dns-failure/no-address fail',
    lines: `off ${noEvidence}`,
    ...returned,
  },
  {
    does: 'an alias: name and SNI are as typed',
    host: 'mail.example.com',
    zone: {
      ...mx1,
      'A mail.example.com': {
        answers: [cname('mail.example.com', 'mx1.example.com'), a('mx1.example.com', good)],
      },
      'AAAA mail.example.com': { answers: [] },
    },
    ...works,
    lines: 'off pass pass pass',
    check: ({ addresses }) => expect(addresses[0]!.tls!.sni).toBe('mail.example.com'),
  },
  {
    does: 'two addresses, one with an expired certificate: each is named',
    host: 'mx1.example.com',
    zone: {
      'A mx1.example.com': { answers: [a('mx1.example.com', good), a('mx1.example.com', expired)] },
      'AAAA mx1.example.com': { answers: [] },
    },
    cause: 'certificate-expired/leaf fail',
    lines: 'off pass fail pass',
    ends: 'fail return 1',
    share: '50 50 0',
    check: ({ addresses, consistency }) => {
      expect(addresses.map(({ address, verdict }) => `${address} ${verdict}`)).toEqual([
        `${good} pass`,
        `${expired} fail`,
      ]);
      expect(consistency.map((group) => group.addresses)).toEqual([[good], [expired]]);
    },
  },
  {
    does: 'two addresses, one where nobody listens',
    host: 'mx1.example.com',
    zone: {
      'A mx1.example.com': { answers: [a('mx1.example.com', good), a('mx1.example.com', deaf)] },
      'AAAA mx1.example.com': { answers: [] },
    },
    cause: 'connection-failure/refused inconclusive',
    lines: 'off inconclusive inconclusive inconclusive',
    ends: 'inconclusive unknown 3',
    share: '50 0 50',
  },
  {
    does: 'the answer is forged for another name first',
    host: 'mx1.example.com',
    zone: { ...mx1, 'A mx1.example.com': { answers: [a('mx1.example.com', good)], forged: 'question' } },
    ...works,
    lines: 'off pass pass pass',
  },
  {
    does: 'the answer was cut and is asked for over TCP',
    host: 'mx1.example.com',
    zone: { ...mx1, 'A mx1.example.com': { answers: [a('mx1.example.com', good)], truncated: true } },
    ...works,
    lines: 'off pass pass pass',
  },
];

const { place, port } = dnsTable(rows);

test('hostile names in DNS answers never reach a terminal raw', async () => {
  const answers = [
    mx('example.com', 10, 'a\u001b[2J\r\n\u202e\u0000.example.com'),
    mx('example.com', 20, `${'x'.repeat(60)}.example.com`),
  ];
  const server = await startDns({ 'MX example.com': { answers } });
  const argv = [
    'test-tls',
    '--host',
    `example.com:${port()}`,
    '--lookup-mx',
    '--resolver',
    `127.0.0.1:${server.port}`,
    '--verbose',
    '--transcript',
  ];
  const ran = await runProgram(argv, place().folder);
  await server.stop();
  expect(ran.exitCode).toBe(1);
  expectClean(ran.stdout);
  expectClean(ran.stderr);
});

test.each([
  '-oProxyCommand=x',
  'a b.example',
  'a\u001b[31m.example',
  `${'x'.repeat(64)}.example`,
  'http://a.example',
  'a.example:465',
])('a host %j is refused before any look-up, and printed harmlessly', async (host) => {
  let asked = 0;
  const server = createServer(() => {
    asked += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: silent } = server.address() as { port: number };
  const ran = await runProgram(
    ['test-tls', `--host=${host}`, '--resolver', `127.0.0.1:${silent}`],
    place().folder,
  );
  await new Promise((resolve) => server.close(resolve));
  expect(ran.exitCode).toBe(2);
  expect(asked).toBe(0);
  expectClean(ran.stdout + ran.stderr);
});
