// Building a path, and what is said when there is none. Each row is a chain with one fault at most: what becomes of it
// under the web PKI's rules and, where that differs, under a trust file of one's own.

import { describe, expect, test } from '@jest/globals';
import { issue } from '../../src/demo/certificates.ts';
import { type CertificateReading, readCertificate } from '../../src/verdict/certificate.ts';
import { findPath, indexAnchors } from '../../src/verdict/path.ts';
import {
  ask,
  at,
  type Chain,
  ca,
  caWith,
  host,
  leafWith,
  makeCa,
  makeLeaf,
  makeRoot,
  root,
  rootWith,
  selfSigned,
  told,
} from '../certs/chains.ts';
import {
  algorithmOf,
  element,
  extensionOids as ext,
  type ForgedExtension,
  forge,
  name,
  nothing,
  oid,
  sequence,
} from '../certs/forge.ts';
import { table } from '../certs/table.ts';

describe('a path is found', () => {
  table([
    ['from leaf over intermediate to root', () => ({ presented: [makeLeaf(), ca] }), 'verified'],
    [
      'whatever the order of what follows the leaf',
      () => ({ presented: [makeLeaf(), root, ca] }),
      'verified',
    ],
    ['by a root that signs the leaf itself', () => ({ presented: [makeLeaf({ issuer: root })] }), 'verified'],
    [
      'to an intermediate that is in the trust store',
      () => ({ presented: [makeLeaf(), ca], anchors: [ca] }),
      'verified',
    ],
    [
      'round an expired cross-signed root, by the trusted root of the same name and key',
      () => {
        const old = makeRoot({ subject: 'Old Root' });
        const cross = makeRoot({ issuer: old, keys: root.keys, notAfter: new Date('2026-02-01') });
        return { presented: [makeLeaf(), ca, cross], anchors: [root, old] };
      },
      'verified',
    ],
    [
      'by the second of two intermediates of one name, where the first expired',
      () => ({ presented: [makeLeaf(), makeCa({ keys: ca.keys, notAfter: new Date('2026-02-01') }), ca] }),
      'verified',
    ],
    [
      'through authorities that signed one another',
      () => {
        const b = makeCa({ subject: 'B', issuer: ca });
        const again = makeCa({ issuer: b, keys: ca.keys });
        return { presented: [makeLeaf(), again, b, ca] };
      },
      'verified',
    ],
    [
      'by names that differ in case, white space and string type (RFC 5280 7.1)',
      () => caWith({ subject: name(['CN', 'My  CA']) }, { issuerName: name(['CN', ' my ca', 0x13]) }),
      'verified',
    ],
    [
      'and in what nobody sees or what folding writes out (RFC 4518 2.2)',
      () =>
        caWith(
          { subject: name(['CN', 'Straße ΕΤΑΙΡΕΙΑ']) },
          { issuerName: name(['CN', 'STRAS\u00adSE\u200b εταιρεια']) },
        ),
      'verified',
    ],
    [
      'with a last sigma',
      () => caWith({ subject: name(['CN', 'ΕΛΛΑΣ']) }, { issuerName: name(['CN', 'ελλας']) }),
      'verified',
    ],
    ['for RSA', () => caWith({ key: 2048 }), 'verified'],
    ['for RSASSA-PSS', () => caWith({ key: 2048 }, { signature: 'rsa-pss' }), 'verified'],
    ['for P-384', () => caWith({ key: 'P-384' }), 'verified'],
    [
      'though a certificate on no path has an unknown critical extension',
      () => {
        const odd = makeCa({
          subject: 'Odd',
          extensions: { '1.3.9999.1': { critical: true, value: nothing } },
        });
        return { presented: [makeLeaf(), ca, odd] };
      },
      'verified',
    ],
  ]);

  test('for certificates of src/demo', async () => {
    const top = await issue({ subject: 'Demo Root', ca: true });
    const middle = await issue({ subject: 'Demo CA', ca: true, issuer: top });
    const leaf = await issue({ subject: host, names: [host], issuer: middle });
    const answer = findPath({
      presented: [readCertificate(leaf.der), readCertificate(middle.der)],
      anchors: indexAnchors([top.der], 'judged'),
      at: new Date(),
      policy: 'web-pki',
    });
    expect(answer).toMatchObject({ verified: true, policyRemarks: [] });
    expect(answer.verified && answer.path.map(({ subject }) => subject)).toEqual([
      `CN=${host}`,
      'CN=Demo CA',
      'CN=Demo Root',
    ]);
  });
});

describe('nobody vouches for it', () => {
  table([
    ['a self-signed leaf', () => ({ presented: [selfSigned()] }), 'self-signed (RFC 5280 6.1)'],
    [
      'a chain up to a root that is not in the trust store',
      () => {
        const top = makeRoot({ subject: 'Unknown Root' });
        return { presented: [makeLeaf({ issuer: top }), top] };
      },
      'untrusted-anchor (RFC 5280 6.1)',
    ],
    [
      'a leaf that names itself as its issuer and has another signature',
      () => ({ presented: [forge({ subject: host, names: [host], spoilSignature: true })] }),
      'self-signed (RFC 5280 6.1)',
    ],
    [
      'a leaf of a CA with its own name, which was not sent',
      () => {
        const namesake = makeCa({ subject: host });
        return { presented: [makeLeaf({ issuer: namesake })] };
      },
      'missing-intermediate (RFC 5280 6.1)',
    ],
    [
      'an algorithm that nobody here can check, and an issuer that was not sent',
      () => ({ presented: [makeLeaf({ algorithm: sequence(oid('2.16.840.1.101.3.4.3.17')) })] }),
      'missing-intermediate (RFC 5280 6.1)',
    ],
    [
      'one attribute that holds the octets of two is another name than the two',
      () => {
        const two = makeRoot({ subject: name(['2.5.4.3', 'a'], ['2.5.4.10', 'b']) });
        const one = name(['2.5.4.3', 'a\x002.5.4.10=b', 0x0c]);
        return { presented: [makeLeaf({ issuer: two, issuerName: one })], anchors: [two] };
      },
      'missing-intermediate (RFC 5280 6.1)',
    ],
    [
      'an intermediate that was not sent',
      () => ({ presented: [makeLeaf()] }),
      'missing-intermediate (RFC 5280 6.1)',
    ],
    [
      'an untrusted root comes before an expired leaf: renewing would not help',
      () => {
        const top = makeRoot({ subject: 'Unknown Root' });
        return { presented: [makeLeaf({ issuer: top, notAfter: new Date('2026-02-01') }), top] };
      },
      'untrusted-anchor (RFC 5280 6.1)',
    ],
    [
      'a leaf that was altered',
      () => leafWith({ spoilSignature: true }),
      'bad-signature (RFC 5280 6.1.3 (a)(1))',
    ],
    [
      'an intermediate that was altered',
      () => caWith({ spoilSignature: true }),
      'bad-signature (RFC 5280 6.1.3 (a)(1))',
    ],
    [
      'a signature with another algorithm than the key',
      () => ({ presented: [makeLeaf({ algorithm: algorithmOf('rsa-sha256') }), ca] }),
      'bad-signature (RFC 5280 6.1.3 (a)(1))',
    ],
  ]);

  test('a self-signed leaf sent twice is self-signed', () => {
    const leaf = selfSigned();
    const again = { ...leaf, reading: readCertificate(Uint8Array.from(leaf.der)) };
    expect(told(ask({ presented: [leaf, again] }))).toBe('self-signed (RFC 5280 6.1)');
  });

  test('where something is sent that cannot be read, the missing one may be there', () => {
    const broken = { ...ca, reading: readCertificate(Uint8Array.of(0x30, 0)) };
    expect(ask({ presented: [makeLeaf(), broken] })).toMatchObject({
      refusal: { reason: 'missing-intermediate', data: { unreadable: [1] } },
    });
  });

  test('a time that is none is the cause, not what could be made of it', () => {
    const validity = sequence(
      element(0x17, Buffer.from('260101000000Z')),
      element(0x17, Buffer.from('20280101000000Z')),
    );
    expect(told(ask(leafWith({ validity })))).toBe('malformed (RFC 5280 4.1.2.5)');
  });

  test.each([
    ['expired', '20200101000000Z', '20210101000000Z', 'leaf'],
    ['not yet valid', '20300101000000Z', '20310101000000Z', 'not-yet-valid'],
    ['in its time', '20260101000000Z', '20310101000000Z', null],
  ])('a date in the form of later years is a date all the same: %s', (_, from, until, reason) => {
    const times = [from, until].map((one) => element(0x18, Buffer.from(one)));
    const validity = sequence(...times);
    for (const chain of [leafWith({ validity }), caWith({ validity }), rootWith({ validity })]) {
      const answer = ask(chain, 'private');
      expect(answer.verified).toBe(reason === null);
      if (!answer.verified) expect(answer.refusal.code).toBe('certificate-expired');
    }
  });

  test('two that vouch for one another: neither is missing, and no root is near', () => {
    const [one, other] = [makeRoot({ subject: 'One' }), makeRoot({ subject: 'Other' })];
    const crossed = [makeCa({ subject: 'One', keys: one.keys, issuer: other })];
    crossed.push(makeCa({ subject: 'Other', keys: other.keys, issuer: one }));
    expect(ask({ presented: [makeLeaf({ issuer: one }), ...crossed] })).toMatchObject({
      verified: false,
      refusal: { reason: 'missing-intermediate', data: { isCircle: true } },
    });
  });

  test.each([
    ['with key identifiers: it was altered', { spoilSignature: true }, undefined],
    [
      'by name alone: its CA may have been made anew',
      { issuer: forge({ subject: 'CA', authority: true }), extensions: { [ext.aki]: null } },
      true,
    ],
  ])('a signature that is not of the issuer at hand, %s', (_, wish, isByName) => {
    const answer = ask({ presented: [makeLeaf(wish), ca] }, 'private');
    expect(answer).toMatchObject({ verified: false, refusal: { reason: 'bad-signature' } });
    expect(answer.verified || answer.refusal.data.isByName).toBe(isByName);
  });

  test('a leaf in the trust file is an anchor for itself', () => {
    const leaf = selfSigned();
    expect(ask({ presented: [leaf], anchors: [leaf] }, 'private')).toMatchObject({ verified: true });
  });

  test('no certificate, and none that can be read', () => {
    const anchors = indexAnchors([], 'judged');
    const of = (presented: CertificateReading[]) =>
      told(findPath({ presented, anchors, at, policy: 'web-pki' }));
    expect(of([])).toBe('no-certificate (RFC 8446 4.4.2)');
    expect(of([readCertificate(Uint8Array.of(1, 2, 3))])).toBe('malformed (RFC 5280 4.1)');
  });
});

describe('validity (RFC 5280 4.1.2.5)', () => {
  const bounds = { notBefore: new Date('2026-03-01T00:00:01Z'), notAfter: new Date('2026-04-01T00:00:00Z') };
  test.each([
    ['is inclusive at its start', '2026-03-01T00:00:01.000Z', 'verified'],
    ['begins not a millisecond before', '2026-03-01T00:00:00.999Z', 'not-yet-valid (RFC 5280 6.1.3 (a)(2))'],
    ['is inclusive at its end', '2026-04-01T00:00:00.000Z', 'verified'],
    ['counts whole seconds', '2026-04-01T00:00:00.999Z', 'verified'],
    ['ends with the next second', '2026-04-01T00:00:01.000Z', 'leaf (RFC 5280 6.1.3 (a)(2))'],
  ])('%s', (_title, when, expected) => {
    expect(told(ask(leafWith(bounds), 'web-pki', new Date(when)))).toBe(expected);
  });
  const past = { notAfter: new Date('2026-02-01') };
  table([
    ['an expired intermediate', () => caWith(past), 'intermediate (RFC 5280 6.1.3 (a)(2))'],
    ['an expired root', () => rootWith(past), 'anchor (RFC 5280 6.1.3 (a)(2))'],
  ]);
  test('the nearest miss is told: it would verify but for the expired intermediate', () => {
    const answer = ask(caWith(past));
    expect(answer.verified).toBe(false);
    if (answer.verified) return;
    expect(answer.nearest?.certificates.map(({ subject }) => subject)).toEqual([
      `CN=${host}`,
      'CN=CA',
      'CN=Root',
    ]);
    expect(answer.refusal.certificate?.subject).toBe('CN=CA');
    expect(answer.refusal.data).toMatchObject({ notAfter: '2026-02-01T00:00:00.000Z' });
    expect(answer.consequences).toEqual([]);
  });
});

describe('policies (RFC 5280 6.1)', () => {
  const policies = (...list: string[]): ForgedExtension => ({
    value: sequence(...list.map((one) => sequence(oid(one)))),
  });
  const required: ForgedExtension = { critical: true, value: sequence(element(0x80, [0])) };
  const chain = (authority: Record<string, ForgedExtension>, leaf: Record<string, ForgedExtension>): Chain =>
    caWith({ extensions: authority }, { extensions: leaf });
  const one = '1.3.9999.10';
  const other = '1.3.9999.11';
  table([
    ['are nobody’s concern unless required', () => chain({}, { [ext.policies]: policies(one) }), 'verified'],
    [
      'required and shared',
      () =>
        chain(
          { [ext.policies]: policies(one), [ext.policyConstraints]: required },
          { [ext.policies]: policies(one, other) },
        ),
      'verified',
    ],
    [
      'required and none shared',
      () =>
        chain(
          { [ext.policies]: policies(one), [ext.policyConstraints]: required },
          { [ext.policies]: policies(other) },
        ),
      'policy (RFC 5280 6.1.3 (f))',
    ],
    [
      'required and none there',
      () => chain({ [ext.policies]: policies(one), [ext.policyConstraints]: required }, {}),
      'policy (RFC 5280 6.1.3 (f))',
    ],
    [
      'any policy goes with every other',
      () =>
        chain(
          { [ext.policies]: policies('2.5.29.32.0'), [ext.policyConstraints]: required },
          { [ext.policies]: policies(other) },
        ),
      'verified',
    ],
    [
      'unless that is inhibited',
      () =>
        chain(
          {
            [ext.policies]: policies(one),
            [ext.policyConstraints]: required,
            [ext.inhibitAnyPolicy]: { critical: true, value: element(2, [0]) },
          },
          { [ext.policies]: policies('2.5.29.32.0') },
        ),
      'policy (RFC 5280 6.1.3 (f))',
    ],
    [
      'mapped',
      () =>
        chain(
          {
            [ext.policies]: policies(one),
            [ext.policyConstraints]: required,
            [ext.policyMappings]: { critical: true, value: sequence(sequence(oid(one), oid(other))) },
          },
          { [ext.policies]: policies(other) },
        ),
      'verified',
    ],
    [
      'a mapping of any policy',
      () =>
        chain(
          {
            [ext.policyMappings]: {
              critical: true,
              value: sequence(sequence(oid('2.5.29.32.0'), oid(other))),
            },
          },
          {},
        ),
      'malformed (RFC 5280 4.2.1.5)',
    ],
    [
      'constraints that are not critical',
      () =>
        chain(
          { [ext.policies]: policies(one), [ext.policyConstraints]: { value: required.value } },
          { [ext.policies]: policies(one) },
        ),
      'malformed (RFC 5280 4.2.1.11)',
      'verified',
    ],
  ]);
});
