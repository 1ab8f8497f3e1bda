// Every finding that can be made has its words, and no words wait for a finding that nobody makes. What the words take
// from a finding's data is there: whole servers hold that in test/cli/hostile-*.test.ts, the rest is held here.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findingReport } from '../../src/report/report.ts';
import { type Finding, type FindingCode, reasons } from '../../src/verdict/finding.ts';
import { findings } from '../../src/words/en/findings.ts';
import { report } from '../../src/words/en/report.ts';

const words = { findings, report };
const all = Object.entries(reasons).flatMap(([code, list]) => list.map((reason) => `${code}/${reason}`));

test('every reason has words', () => {
  expect(all.filter((one) => !findings.known.includes(one))).toEqual([]);
});

test('all words have a reason', () => {
  expect(findings.known.filter((one) => !all.includes(one))).toEqual([]);
});

test('every reason is made somewhere in verdict/', () => {
  const folder = join(import.meta.dirname, '../../src/verdict');
  const source = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'finding.ts' && !name.startsWith('public-suffix'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const evidence = readFileSync(join(folder, '../probe/evidence.ts'), 'utf8');
  // Remarks on SMTP are the probe's own liberties, by the same names.
  const isMade = (one: string): boolean => {
    const reason = one.split('/')[1]!;
    return (
      source.includes(`'${reason}'`) || (one.startsWith('smtp-remark/') && evidence.includes(`'${reason}'`))
    );
  };
  expect(all.filter((one) => !isMade(one))).toEqual([]);
});

const make = (
  code: FindingCode,
  reason: string,
  data: Finding['data'],
  severity: Finding['severity'] = 'fail',
) => findingReport({ code, reason, severity, rootCause: true, data }, words);

describe('sentences', () => {
  test.each<[FindingCode, string, Finding['data'], RegExp]>([
    [
      'certificate-host-mismatch',
      'other-names',
      { reference: 'mx.a', names: ['DNS:b.example'], usableNames: ['b.example'] },
      /^the certificate is not for mx\.a; it names DNS:b\.example$/,
    ],
    [
      'certificate-host-mismatch',
      'other-names',
      { reference: 'mx.a', names: ['DNS:a'], usableNames: [], mx: true, others: ['a'] },
      /it is for a, the domain typed.*\(assumption/,
    ],
    [
      'smtp-failure',
      'bad-reply',
      { stage: 'greeting', protocol: 'unknown', sample: 'hello' },
      /^not SMTP: the server says "hello"$/,
    ],
    [
      'smtp-failure',
      'greeting-timed-out',
      { stage: 'greeting', milliseconds: 40_000, limit: 'stage' },
      /no greeting within 40 s$/,
    ],
    [
      'smtp-failure',
      'greeting-timed-out',
      { stage: 'greeting', milliseconds: 500, limit: 'stage', protocol: 'http' },
      /within 500 ms; spoken to, it answers as an HTTP server$/,
    ],
    [
      'weak-protocol',
      'tls-1.0',
      { protocol: 'TLSv1', cipher: null },
      /nothing newer than TLS 1\.0;.*Google says/,
    ],
    ['weak-protocol', 'ssl-3', { protocol: 'SSLv3', cipher: null }, /nothing newer than SSL 3/],
    [
      'connection-failure',
      'closed',
      { stage: 'greeting', how: 'end' },
      /closed the connection before the greeting$/,
    ],
    ['dns-failure', 'no-address', { server: 'mx.a', mx: true }, /though an MX record names it$/],
    ['dns-failure', 'null-mx', { host: 'a', beside: 0 }, /takes no mail at all \(null MX, RFC 7505\)$/],
    ['dns-failure', 'null-mx', { host: 'a', beside: 2 }, /beside 2 other MX/],
  ])('%s/%s %j', (code, reason, data, expected) => {
    expect(make(code, reason, data).message).toMatch(expected);
  });

  test('no remedy where a box that is off hides it', () => {
    const data = { subject: 'CN=a', boxOff: true, wouldBe: 'fail' };
    const told = make('certificate-not-trusted', 'self-signed', data, 'note');
    expect(told.message).toMatch(/^would fail if the box were on: /);
    expect(told.remedy).toBeNull();
  });

  test('what would only have warned is not said to fail', () => {
    const data = {
      subject: 'CN=a',
      notAfter: '2026-01-01',
      daysLeft: 1,
      percentLeft: 1,
      boxOff: true,
      wouldBe: 'warn',
    };
    expect(make('expires-soon', 'leaf', data, 'note').message).toMatch(
      /^would be a warning if the box were on: /,
    );
  });

  test('R15: remedies fit the cause, and turning a box off comes last, with its warning', () => {
    const boxes = {
      'certificate-host-mismatch/other-names': '--no-verify-hostname',
      'certificate-expired/leaf': '--no-require-ca',
      'certificate-not-trusted/missing-intermediate': '--no-require-ca',
      'starttls-not-supported/not-offered': '--no-require-tls',
    };
    for (const [one, flag] of Object.entries(boxes)) {
      const [code, reason] = one.split('/');
      const remedies = make(code as FindingCode, reason!, { names: [], usableNames: [] }).remedy!.split('\n');
      expect(remedies.at(-1)).toContain(flag);
      expect(remedies.at(-1)).toContain('leave the box on where possible');
      expect(remedies.slice(0, -1).join()).not.toContain('--no-');
    }
  });

  test('hostile data is harmless in a sentence, and stays what it was as data', () => {
    const subject = 'CN=\u001b[31m\n✓ forged\u202e';
    const told = make('certificate-not-trusted', 'self-signed', { subject });
    expect(told.message).toContain('"CN=\\x1b[31m\\n✓ forged\\u202e"');
    expect(told.data.subject).toBe(subject);
  });
});

test('a name that could pass for several is in quotes', () => {
  const names = ['DNS:a.example, DNS:mx.a', 'DNS:b "c"', 'DNS:d.example'];
  const { message } = make('certificate-host-mismatch', 'other-names', { reference: 'mx.a', names });
  expect(message).toBe(
    'the certificate is not for mx.a; it names "DNS:a.example, DNS:mx.a", "DNS:b \\"c\\"", DNS:d.example',
  );
});
