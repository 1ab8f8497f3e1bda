// The judgement of one address from evidence written by hand: boxes on and off, two judges, policies, expiry, what was
// expected. What whole servers lead to is in test/cli/hostile-*.test.ts.

import { describe, expect, test } from '@jest/globals';
import { type Finding, reasons } from '../../src/verdict/finding.ts';
import { indexAnchors } from '../../src/verdict/path.ts';
import { at, ca, host, leafWith, makeCa, makeLeaf, makeRoot, root, selfSigned } from '../certs/chains.ts';
import { element, extensionOids, type Forged, oid, sequence, type Wish } from '../certs/forge.ts';
import {
  type Asked,
  allOn,
  evidenceOf,
  found,
  judge,
  linesOf,
  stoppedAt,
  tlsOf,
} from '../support/evidence.ts';

const day = 24 * 3600 * 1000;
const boxes = (tls: boolean, chain: boolean, hostname: boolean): Asked => ({
  options: { lookupMx: false, requireTls: tls, requireCa: chain, verifyHostname: hostname },
});
const on = boxes(true, true, true);

describe('boxes: every line is observed, those that are on count', () => {
  const bad = evidenceOf({
    chain: [makeLeaf({ names: ['other.example'], notAfter: new Date(at.getTime() - day) }), ca],
  });
  const plain = stoppedAt('ehlo', { kind: 'starttls-not-offered', masked: null });
  test.each<[string, Asked, string, string, string]>([
    ['all on', on, 'pass fail fail', 'fail', 'return'],
    ['no CA', boxes(true, false, true), 'pass off fail', 'fail', 'return'],
    ['no name', boxes(true, true, false), 'pass fail off', 'fail', 'return'],
    ['neither', boxes(true, false, false), 'pass off off', 'pass', 'deliver'],
    ['no TLS', boxes(false, false, false), 'off off off', 'pass', 'deliver'],
  ])('expired and for another name: %s', (_, asked, lines, verdict, delivery) => {
    const judged = judge(bad, asked);
    expect(linesOf(judged)).toBe(lines);
    expect(judged.observed).toMatchObject({ tls: 'pass', ca: 'fail', hostname: 'fail' });
    expect(judged).toMatchObject({ verdict, delivery });
    expect(judged.findings.filter(({ rootCause }) => rootCause)).toHaveLength(verdict === 'pass' ? 0 : 1);
  });

  test.each<[string, Asked, string, string]>([
    ['all on', on, 'fail', 'return'],
    ['no TLS', boxes(false, false, false), 'warn', 'deliver'],
  ])('no STARTTLS: %s', (_, asked, verdict, delivery) => {
    const judged = judge(plain, asked);
    expect(judged).toMatchObject({ verdict, delivery });
    expect(judged.observed).toMatchObject({ tls: 'fail', ca: 'inconclusive', hostname: 'inconclusive' });
  });

  test('what a box that is off hides is a note that says what it would be', () => {
    const [finding] = judge(evidenceOf({ chain: [selfSigned()] }), boxes(true, false, true)).findings;
    expect(finding).toMatchObject({
      severity: 'note',
      rootCause: false,
      data: { boxOff: true, wouldBe: 'fail' },
    });
  });

  test('under MX lookup an address has its mx line', () => {
    expect(judge(evidenceOf(), { options: { ...allOn, lookupMx: true } }).lines.mx).toBe('pass');
    expect(judge(evidenceOf()).lines.mx).toBe('off');
  });
});

describe('keyUsage and the handshake', () => {
  const onlyEnciphers = {
    key: 2048 as const,
    extensions: { [extensionOids.keyUsage]: { critical: true, value: Uint8Array.of(3, 2, 5, 0x20) } },
  };
  test.each([
    ['X25519', ['validation-failure/not-a-server-certificate fail*'], 'fail'],
    [null, ['validation-failure/not-a-server-certificate fail*'], 'fail'],
    ['RSA', [], 'pass'],
  ])('an RSA key that may not sign, key exchange %s', (keyExchange, findings, line) => {
    const judged = judge(evidenceOf({ tls: tlsOf([makeLeaf(onlyEnciphers), ca], { keyExchange }) }));
    expect(found(judged).filter((one) => !one.includes('note'))).toEqual(findings);
    expect(judged.lines.ca).toBe(line);
  });
});

test('a key that no handshake has used must be one', () => {
  const offCurve = sequence(
    sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
    element(3, [0, 4, ...Array.from({ length: 64 }, () => 1)]),
  );
  const chain = [makeLeaf({ publicKeyInfo: offCurve }), ca];
  const tls = tlsOf(chain, { established: false, openssl: null, afterHandshake: null });
  const judged = judge(evidenceOf({ tls }));
  expect(judged.observed.ca).toBe('fail');
  expect(found(judged)).toContain('validation-failure/malformed fail*');
});

describe('two judges', () => {
  // A root that leads nowhere is sent too: there OpenSSL may have gone.
  const elsewhere = makeRoot({ subject: 'Elsewhere' });
  const says = (error: string | null, ...more: Forged[]) =>
    evidenceOf({ tls: tlsOf([makeLeaf(), ca, ...more], { openssl: { trust: 'test', error } }) });
  test.each([
    // What another path explains: a warning.
    ['UNABLE_TO_GET_ISSUER_CERT', 'openssl-refuses-other-path warn', 'warn'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'openssl-refuses-other-path warn', 'warn'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'openssl-refuses-other-path warn', 'warn'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'openssl-refuses-other-path warn', 'warn'],
    ['CERT_HAS_EXPIRED', 'openssl-refuses-other-path warn', 'warn'],
    // What is said of the leaf, which is on every path, or of rules that we do not know: a failure.
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'openssl-refuses fail', 'fail'],
    ['CERT_NOT_YET_VALID', 'openssl-refuses fail', 'fail'],
    ['CERT_SIGNATURE_FAILURE', 'openssl-refuses fail', 'fail'],
    ['CERT_REVOKED', 'openssl-refuses fail', 'fail'],
    ['INVALID_CA', 'openssl-refuses fail', 'fail'],
    ['INVALID_PURPOSE', 'openssl-refuses fail', 'fail'],
    ['PATH_LENGTH_EXCEEDED', 'openssl-refuses fail', 'fail'],
    ['CERT_UNTRUSTED', 'openssl-refuses fail', 'fail'],
    ['CERT_CHAIN_TOO_LONG', 'openssl-refuses fail', 'fail'],
    ['UNSPECIFIED', 'openssl-refuses fail', 'fail'],
    ['SOMETHING_NEW', 'openssl-refuses fail', 'fail'],
  ])('we accept, OpenSSL says %s', (error, reason, verdict) => {
    const judged = judge(says(error, elsewhere));
    expect(found(judged)).toEqual([`judges-disagree/${reason}*`, 'chain-remark/extra-certificate note']);
    expect(judged).toMatchObject({ verdict, lines: { ca: verdict === 'fail' ? 'fail' : 'pass' } });
    expect(judged.delivery).toBe(verdict === 'fail' ? 'return' : 'deliver');
  });

  test.each([
    ['UNABLE_TO_GET_ISSUER_CERT'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['SELF_SIGNED_CERT_IN_CHAIN'],
    ['CERT_HAS_EXPIRED'],
  ])('another path explains nothing where there is no other: %s', (error) => {
    const judged = judge(says(error));
    expect(judged.lines.ca).toBe('fail');
    expect(judged.findings[0]).toMatchObject({ reason: 'openssl-refuses', data: { error, onlyPath: true } });
  });

  test('both accept: nothing is said', () => expect(found(judge(says(null)))).toEqual([]));

  test('both refuse: the reason is ours', () => {
    const tls = tlsOf([selfSigned()], { openssl: { trust: 'test', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(found(judge(evidenceOf({ tls })))).toEqual(['certificate-not-trusted/self-signed fail*']);
  });

  test('we refuse what OpenSSL accepts: it fails, and that is said', () => {
    const judged = judge(evidenceOf({ chain: [selfSigned()] }));
    expect(judged.lines.ca).toBe('fail');
    expect(found(judged)).toEqual([
      'certificate-not-trusted/self-signed fail*',
      'judges-disagree/openssl-accepts note',
    ]);
  });

  test('on another day OpenSSL is no judge', () => {
    const judged = judge(says('CERT_HAS_EXPIRED'), { isToday: false });
    expect(judged.verdict).toBe('pass');
    expect(found(judged)).toEqual(['one-judge/another-day note']);
  });

  test('what it would say of key identifiers that disagree is told then', () => {
    const aki = { value: sequence(element(0x80, Uint8Array.of(1, 2, 3))) };
    const chain = [makeLeaf({ extensions: { [extensionOids.aki]: aki } }), ca];
    const judged = judge(evidenceOf({ chain }), { isToday: false });
    expect(judged.verdict).toBe('warn');
    expect(found(judged)).toEqual(['chain-remark/key-identifiers warn*', 'one-judge/another-day note']);
    expect(found(judge(evidenceOf({ chain })))).toEqual([]);
  });

  test('a certificate beside the path that it may have taken is named', () => {
    const rival = makeCa({ keys: ca.keys, signature: 'ecdsa-sha1' });
    const refuses = (chain: Forged[]) => {
      const tls = tlsOf(chain, { openssl: { trust: 'test', error: 'UNSPECIFIED' } });
      return judge(evidenceOf({ tls })).findings[0]!.data.rivals;
    };
    expect(refuses([makeLeaf(), rival, ca])).toEqual(['CN=CA (1)']);
    expect(refuses([makeLeaf(), ca, makeRoot({ subject: 'Elsewhere' })])).toBeUndefined();
  });

  test('nor where there was no handshake', () => {
    const tls = tlsOf([makeLeaf(), ca], { established: false, openssl: null, afterHandshake: null });
    const cause = { kind: 'closed', how: 'end' } as const;
    const judged = judge(
      evidenceOf({ stage: 'handshake', outcome: { kind: 'stopped', stage: 'handshake', cause }, tls }),
    );
    expect(linesOf(judged)).toBe('fail pass pass');
    expect(found(judged)).toEqual(['validation-failure/tls-handshake fail*', 'one-judge/no-handshake note']);
  });
});

describe('weak keys and signatures fail under every trust; what binds public CAs only does not', () => {
  const short = makeCa({ key: 1024 });
  test.each<[string, readonly Forged[], string]>([
    ['RSA of 1024 bits', leafWith({ key: 1024 }).presented, 'validation-failure/weak-key fail*'],
    ['a CA of 1024 bits', [makeLeaf({ issuer: short }), short], 'validation-failure/weak-key fail*'],
    [
      'ECDSA with SHA-1',
      leafWith({ signature: 'ecdsa-sha1' }).presented,
      'validation-failure/weak-signature fail*',
    ],
    ['P-192', leafWith({ key: 'prime192v1' }).presented, 'validation-failure/weak-key fail*'],
  ])('%s', (_, chain, expected) => {
    for (const policy of ['web-pki', 'private'] as const) {
      const judged = judge(evidenceOf({ chain }), { policy });
      expect(found(judged)).toContain(expected);
      expect(judged.lines.ca).toBe('fail');
    }
  });

  test.each<[string, Partial<Wish>, string, string]>([
    ['Ed25519: the web PKI’s rule', { key: 'ed25519' }, 'validation-failure/web-pki-policy warn*', 'warn'],
    [
      'no authority key identifier: asked of issuers',
      { extensions: { [extensionOids.aki]: null } },
      'validation-failure/malformed note',
      'pass',
    ],
  ])('%s', (_, wish, remark, verdict) => {
    const chain = leafWith(wish).presented;
    expect(judge(evidenceOf({ chain })).verdict).toBe('fail');
    const own = judge(evidenceOf({ chain }), { policy: 'private' });
    expect(own.verdict).toBe(verdict);
    expect(own.lines.ca).toBe('pass');
    expect(found(own)).toContain(remark);
  });

  test("an anchor's own signature proves nothing", () => {
    const old = makeRoot({ signature: 'ecdsa-sha1' });
    const chain = [makeLeaf({ issuer: old })];
    expect(judge(evidenceOf({ chain }), { anchors: [old] }).verdict).toBe('pass');
  });
});

describe('expiry', () => {
  const lives = (before: number, after: number): Forged[] => [
    makeLeaf({
      notBefore: new Date(at.getTime() - before * day),
      notAfter: new Date(at.getTime() + after * day),
    }),
    ca,
  ];
  const soon = 'expires-soon/leaf warn*';
  test.each<[string, Forged[], Asked, string[]]>([
    ['13 of 90 days', lives(77, 13), {}, [soon]],
    ['14 of 90 days', lives(76, 14), {}, []],
    ['the last second', lives(90, 0), {}, [soon]],
    ['the end of the last second', lives(90, 0), { at: at.getTime() + 999 }, [soon]],
    ['13 of 41 days: a third is less', lives(28, 13), {}, [soon]],
    ['14 of 41 days: more than a third', lives(27, 14), {}, []],
    ['13 of 42 days: the fourteen count', lives(29, 13), {}, [soon]],
    ['2 of 6 days is a third', lives(4, 2), {}, []],
    ['1 of 6 days', lives(5, 1), {}, [soon]],
    ['--min-days 30: 29 left', lives(61, 29), { limits: { minDays: 30, minLifetime: null } }, [soon]],
    ['--min-days 30: 30 left', lives(60, 30), { limits: { minDays: 30, minLifetime: null } }, []],
    ['--min-days 0', lives(89, 1), { limits: { minDays: 0, minLifetime: null } }, []],
    ['--min-lifetime 33: 29 of 90', lives(61, 29), { limits: { minDays: null, minLifetime: 33 } }, [soon]],
    ['--min-lifetime 33: 30 of 90', lives(60, 30), { limits: { minDays: null, minLifetime: 33 } }, []],
    ['both: either warns', lives(61, 29), { limits: { minDays: 5, minLifetime: 33 } }, [soon]],
  ])('%s', (_, chain, asked, expected) => {
    const judged = judge(evidenceOf({ chain }), asked);
    expect(found(judged)).toEqual(expected);
    expect(judged.delivery).toBe('deliver');
  });

  test('the certificate of the path that ends first is named', () => {
    const short = makeCa({ notAfter: new Date(at.getTime() + 5 * day) });
    const judged = judge(evidenceOf({ chain: [makeLeaf({ issuer: short }), short] }));
    expect(found(judged)).toEqual(['expires-soon/intermediate warn*']);
    expect(judged.findings[0]!.data).toMatchObject({ subject: 'CN=CA', daysLeft: 5 });
  });

  test('--min-lifetime looks at the certificate that ends first, not at an old root', () => {
    const old = makeRoot({ notBefore: new Date(0), notAfter: new Date(at.getTime() + 300 * day) });
    const chain = [makeLeaf({ issuer: old, notBefore: at, notAfter: new Date(at.getTime() + 90 * day) })];
    const limits = { minDays: null, minLifetime: 50 };
    expect(found(judge(evidenceOf({ chain }), { anchors: [old], limits }))).toEqual([]);
  });
});

describe('--at and --expect', () => {
  test('--at decides', () => {
    const later = at.getTime() + 400 * day;
    const judged = judge(evidenceOf(), { at: later, isToday: false });
    expect(found(judged)[0]).toBe('certificate-expired/leaf fail*');
    const earlier = judge(evidenceOf(), { at: Date.parse('2020-01-01'), isToday: false });
    expect(found(earlier)[0]).toBe('certificate-expired/not-yet-valid fail*');
  });

  const leaf = makeLeaf();
  const { fingerprint256 } = leaf.certificate;
  test('the expected leaf', () => {
    expect(judge(evidenceOf({ chain: [leaf, ca] }), { expect: fingerprint256 }).verdict).toBe('pass');
  });

  test('another one fails, and mail is delivered all the same', () => {
    const judged = judge(evidenceOf(), { expect: fingerprint256 });
    expect(found(judged)).toEqual(['expectation-mismatch/other-leaf fail*']);
    expect(judged).toMatchObject({ verdict: 'fail', delivery: 'deliver' });
    expect(linesOf(judged)).toBe('pass pass pass');
  });

  test.each<[string, Parameters<typeof stoppedAt>, string, string]>([
    [
      'no STARTTLS',
      ['ehlo', { kind: 'starttls-not-offered', masked: null }],
      'expectation-mismatch/nothing-served fail*',
      'deliver',
    ],
    [
      'nobody listens',
      ['connect', { kind: 'refused' }],
      'connection-failure/refused inconclusive*',
      'unknown',
    ],
  ])('nothing served where TLS is not required: %s', (_, stopped, cause, delivery) => {
    const judged = judge(stoppedAt(...stopped), { ...boxes(false, false, false), expect: fingerprint256 });
    expect(found(judged)[0]).toBe(cause);
    expect(judged.verdict).not.toBe('warn');
    expect(judged.delivery).toBe(delivery);
  });
});

describe('a line without evidence is never a pass', () => {
  test('a finished handshake whose chain was not seen', () => {
    const tls = tlsOf([], {
      presentedChain: { certificates: [], whole: false, problem: 'not-seen', octets: null },
    });
    expect(linesOf(judge(evidenceOf({ tls })))).toBe('pass inconclusive inconclusive');
  });

  test('an anonymous suite', () => {
    const judged = judge(evidenceOf({ tls: tlsOf([]) }));
    expect(linesOf(judged)).toBe('pass fail fail');
    expect(found(judged)).toEqual(['validation-failure/no-certificate fail*']);
  });

  test('a chain that was cut may have held the missing certificate', () => {
    const presentedChain = {
      certificates: [makeLeaf().der],
      whole: false,
      problem: 'cut-short',
      octets: 9999,
    } as const;
    const judged = judge(evidenceOf({ tls: tlsOf([], { presentedChain }) }));
    expect(judged.lines.ca).toBe('inconclusive');
    expect(found(judged)[0]).toBe('certificate-not-trusted/missing-intermediate inconclusive*');
  });
});

test('several trust stores: the first decides, the others are told', () => {
  const other = makeRoot({ subject: 'Other' });
  const [own] = [root].map((one) => judge(evidenceOf(), { anchors: [one] }));
  expect(own!.verdict).toBe('pass');
  const question = { anchors: [other] };
  expect(judge(evidenceOf(), question).verdict).toBe('fail');
});

test('every finding that is made is a known code with a known reason', () => {
  const made: Finding[] = [
    ...judge(evidenceOf({ chain: [selfSigned()] })).findings,
    ...judge(
      evidenceOf({ chain: [makeLeaf({ names: ['other.example'] })], liberties: ['bare-lf', 'many-lines'] }),
    ).findings,
    ...judge(stoppedAt('greeting', { kind: 'closed', how: 'end' })).findings,
  ];
  for (const { code, reason } of made) expect(reasons[code] as readonly (string | null)[]).toContain(reason);
  expect(made.length).toBeGreaterThan(5);
});

test('the name of the domain typed is told beside the MX host that is checked', () => {
  const asked = { options: { ...allOn, lookupMx: true }, referenceIdentifiers: ['mx9.example.net', host] };
  const [finding] = judge(evidenceOf(), asked, 10).findings;
  expect(finding).toMatchObject({
    reason: 'other-names',
    data: { reference: 'mx9.example.net', others: [host], mx: true },
  });
});

describe('several trust stores', () => {
  const elsewhere = makeRoot({ subject: 'Elsewhere' });
  const cross = makeCa({ subject: root.subjectName, keys: root.keys, issuer: elsewhere });
  const trusting = (...anchors: Forged[]) => ({
    trusts: anchors.map((anchor) => ({
      name: anchor.certificate.subject,
      anchors: indexAnchors([anchor.der], 'judged'),
      policy: 'private' as const,
    })),
  });
  test('what one of them needs is sent for a reason', () => {
    const evidence = evidenceOf({ chain: [makeLeaf(), ca, cross] });
    expect(found(judge(evidence, trusting(root)))).toEqual(['chain-remark/extra-certificate note']);
    const judged = judge(evidence, trusting(root, elsewhere));
    expect(judged.otherTrust).toMatchObject([{ verified: true }]);
    expect(found(judged)).toEqual([]);
  });
  test('a root that one of them has is no intermediate to install', () => {
    const evidence = evidenceOf({ chain: [makeLeaf(), ca] });
    const cause = (asked: Asked) => judge(evidence, asked).findings[0];
    expect(cause(trusting(elsewhere, root))).toMatchObject({
      reason: 'missing-intermediate',
      data: { issuer: 'CN=Root', trustedBy: 'CN=Root' },
    });
    expect(cause(trusting(elsewhere))!.data.trustedBy).toBeUndefined();
  });
});

describe('a name that could be typed instead', () => {
  const mismatch = (names: string[]) =>
    judge(evidenceOf({ chain: [makeLeaf({ names }), ca] })).findings.find(
      ({ code }) => code === 'certificate-host-mismatch',
    );
  test.each<[string[], string[]]>([
    [['smtp.example.com', '*.example.net'], ['smtp.example.com']],
    [['localhost', 'mx', 'mx.internal', 'mx.corp'], []],
    [['IP:c0a80001', 'IP:08080808'], ['8.8.8.8']],
  ])('%j', (names, usableNames) => {
    // The common name would have fitted, and is of no use.
    expect(mismatch(names)).toMatchObject({ reason: 'common-name-only', data: { usableNames } });
  });
});
