// The path drawn, from reports made by hand: bounds, hostile text, servers that show the same.

import { describe, expect, test } from '@jest/globals';
import { explainReport } from '../../src/report/explain.ts';
import type { AddressReport, Explanation, Report } from '../../src/report/schema.ts';
import type { TextSettings } from '../../src/report/text.ts';
import { rehearse } from '../../src/words/en/rehearse.ts';

const same = (text: string) => text;
const settings: TextSettings = {
  paint: { pass: same, warn: same, fail: same, inconclusive: same, strong: same, faint: same },
  wrap: (text, first) => first + text,
  isVerbose: false,
};
const timeout = 5000;

const step = (subject: string, position: number | null) => ({
  subject,
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  fingerprint256: subject,
  position,
});
const certificate = (subject: string, issuer: string) => ({
  ...step(subject, 0),
  issuer,
  serialNumber: '01',
  names: [],
});
const refusal = (message: string, subject: string | null = null) => ({
  code: 'certificate-expired',
  reason: 'leaf',
  subject,
  fingerprint256: subject,
  rule: 'RFC 5280 6.1.3',
  message,
});
const explanation = (more: Partial<Explanation> = {}): Explanation => ({
  trust: 'mozilla',
  verified: true,
  reachesAnchor: true,
  path: [step('CN=leaf', 0), step('CN=issuer', 1), step('CN=root', null)],
  refusals: [],
  tried: [],
  ...more,
});

function addressOf(address: string, more: Partial<AddressReport> = {}): AddressReport {
  return {
    address,
    server: 'mx.example.com',
    openssl: null,
    presentedChain: [certificate('CN=leaf', 'CN=issuer'), certificate('CN=issuer', 'CN=root')],
    explanation: [explanation()],
    ...more,
  } as AddressReport;
}

function drawn(...addresses: AddressReport[]): string {
  const report = { routes: [{ hosts: [{ host: 'mx.example.com', port: 25, addresses }] }] };
  return explainReport(report as unknown as Report, rehearse.explain, settings);
}

describe('the usual case', () => {
  test(
    'is one screen',
    () => {
      const text = drawn(addressOf('192.0.2.1', { openssl: { trust: 'mozilla', error: null } }));
      expect(text).toBe(`the path: mx.example.com:25 at 192.0.2.1
  presented, in the server's order
    0  CN=leaf  by CN=issuer, until 2027-01-01
    1  CN=issuer  by CN=root, until 2027-01-01
  path by mozilla
    CN=leaf  (0)
    └ signed by CN=issuer  (1)
      └ signed by CN=root  trust anchor, until 2027-01-01
  what each says
    ✓ mozilla: trusted, by CN=root
    ✓ OpenSSL, by mozilla: accepts
`);
    },
    timeout,
  );

  test(
    'servers that show the same are drawn once, others apart',
    () => {
      const other = addressOf('192.0.2.9', { explanation: [explanation({ trust: 'system' })] });
      const text = drawn(addressOf('192.0.2.1'), addressOf('192.0.2.2'), other);
      expect(text.match(/^the path: .*/gm)).toEqual([
        'the path: mx.example.com:25 at 192.0.2.1, mx.example.com:25 at 192.0.2.2',
        'the path: mx.example.com:25 at 192.0.2.9',
      ]);
    },
    timeout,
  );

  test(
    'many servers are counted',
    () => {
      const text = drawn(...Array.from({ length: 9 }, (_, index) => addressOf(`192.0.2.${index}`)));
      expect(text.split('\n')[0]).toMatch(/192\.0\.2\.3 and 5 more$/);
    },
    timeout,
  );
});

describe('what breaks', () => {
  test(
    'stands below the certificate that it concerns',
    () => {
      const broken = explanation({ verified: false, refusals: [refusal('it has expired', 'CN=issuer')] });
      expect(drawn(addressOf('192.0.2.1', { explanation: [broken] }))).toContain(
        '    └ signed by CN=issuer  (1)\n      ✗ it has expired\n      └ signed by CN=root',
      );
    },
    timeout,
  );

  test.each([
    ['a path that reaches an anchor', true, 'no valid path by mozilla; this one comes nearest'],
    ['a path that reaches none', false, 'no path by mozilla; this is how far signatures lead'],
  ])(
    '%s',
    (_title, reachesAnchor, heading) => {
      const broken = explanation({ verified: false, reachesAnchor, refusals: [refusal('no')] });
      expect(drawn(addressOf('192.0.2.1', { explanation: [broken] }))).toContain(heading);
    },
    timeout,
  );

  test(
    'of many tried paths a few are drawn',
    () => {
      const tried = Array.from({ length: 50 }, () => ({
        path: [step('CN=leaf', 0), step('CN=old', null)],
        refusal: refusal('no'),
      }));
      const text = drawn(addressOf('192.0.2.1', { explanation: [explanation({ tried })] }));
      expect(text.match(/0 → CN=old: no/g)).toHaveLength(6);
      expect(text).toContain('and 44 more');
    },
    timeout,
  );

  test(
    'of a chain that does not end twenty are drawn',
    () => {
      const presentedChain = Array.from({ length: 3000 }, () => certificate('CN=x', 'CN=x'));
      expect(drawn(addressOf('192.0.2.1', { presentedChain })).split('\n').length).toBeLessThan(40);
    },
    timeout,
  );

  test(
    'nothing seen, nothing drawn',
    () => {
      expect(drawn(addressOf('192.0.2.1', { presentedChain: [], explanation: [] }))).toContain(
        rehearse.explain.nothing,
      );
    },
    timeout,
  );
});

test(
  'hostile text moves no cursor and forges no line',
  () => {
    const evil = 'CN=\u001b[2J\n    ✓ mozilla: trusted\u202e';
    const text = drawn(
      addressOf('192.0.2.1', {
        presentedChain: [certificate(evil, evil)],
        explanation: [
          explanation({
            path: [step(evil, 0)],
            trust: evil,
            tried: [{ path: [step(evil, null)], refusal: refusal('no') }],
          }),
        ],
        openssl: { trust: evil, error: evil },
        repair: {
          chain: [{ subject: evil, fingerprint256: '', source: 'address', where: evil }],
          missing: [],
          surplus: [],
          reordered: false,
        },
      }),
    );
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).not.toMatch(/^ {4}✓ mozilla: trusted/m);
  },
  timeout,
);
