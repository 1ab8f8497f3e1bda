// What every certificate on a path must be, by one that breaks a single rule.

import { describe, expect, test } from '@jest/globals';
import { findPath, indexAnchors } from '../../src/verdict/path.ts';
import {
  ask,
  at,
  type Chain,
  ca,
  caWith,
  critical,
  host,
  leafExtension,
  leafWith,
  makeCa,
  makeLeaf,
  makeRoot,
  rootWith,
  told,
  usages,
} from '../certs/chains.ts';
import {
  algorithmOf,
  element,
  extensionOids as ext,
  extension,
  makeKeyPair,
  nothing,
  oid,
  pssAlgorithm,
  pssField,
  sequence,
  text,
  truth,
} from '../certs/forge.ts';
import { type Row, table } from '../certs/table.ts';

/** certificatePolicies of one policy with this qualifier. */
const policyWith = (qualifier: Uint8Array): Uint8Array =>
  sequence(sequence(oid('2.23.140.1.2.1'), sequence(qualifier)));

describe('an authority', () => {
  const pathLength = (limit: number): Chain => {
    const first = makeCa({ subject: 'First', pathLength: limit });
    const second = makeCa({ subject: 'Second', issuer: first });
    const third = makeCa({ subject: 'Third', issuer: second });
    return { presented: [makeLeaf({ issuer: third }), third, second, first] };
  };
  table([
    [
      'must say that it is one',
      () => caWith({ extensions: { [ext.basicConstraints]: { critical: true, value: sequence() } } }),
      'not-a-ca (RFC 5280 4.2.1.9)',
    ],
    [
      'must have basicConstraints',
      () => caWith({ extensions: { [ext.basicConstraints]: null } }),
      'not-a-ca (RFC 5280 4.2.1.9)',
    ],
    [
      'must be allowed to sign certificates',
      () => caWith({ extensions: { [ext.keyUsage]: { critical: true, value: [3, 2, 1, 2] } } }),
      'not-a-ca (RFC 5280 6.1.4 (n))',
    ],
    ['must have a name', () => caWith({ subject: sequence() }), 'malformed (RFC 5280 4.1.2.4)'],
    ['may have as many below it as it allows', () => pathLength(2), 'verified'],
    ['may have no more below it', () => pathLength(1), 'path-length (RFC 5280 4.2.1.9)'],
    [
      'does not count what is self-issued',
      () => {
        const first = makeCa({ subject: 'First', pathLength: 0 });
        const renewed = makeCa({ subject: 'First', issuer: first });
        return { presented: [makeLeaf({ issuer: renewed }), renewed, first] };
      },
      'verified',
    ],
    [
      'may be limited to servers',
      () => caWith({ extensions: { [ext.extendedKeyUsage]: usages('1.3.6.1.5.5.7.3.1') } }),
      'verified',
    ],
    [
      'may not be limited to something else',
      () => caWith({ extensions: { [ext.extendedKeyUsage]: usages('1.3.6.1.5.5.7.3.4') } }),
      'not-a-server-certificate (BR 7.1.2.10.6)',
    ],
    [
      'marks basicConstraints critical',
      () => caWith({ extensions: { [ext.basicConstraints]: { value: sequence(truth) } } }),
      'malformed (RFC 5280 4.2.1.9)',
      'verified',
    ],
    [
      'has a subject key identifier',
      () => caWith({ extensions: { [ext.ski]: null } }),
      'malformed (RFC 5280 4.2.1.2)',
      'verified',
    ],
    [
      'has keyUsage',
      () => caWith({ extensions: { [ext.keyUsage]: null } }),
      'web-pki-policy (BR 7.1.2.10.7)',
      'verified',
    ],
    [
      'is X.509 version 3',
      () => caWith({ version: null, noExtensions: true }),
      'not-a-ca (RFC 5280 4.2.1.9)',
    ],
  ]);
});

describe('a root, judged by its form', () => {
  table([
    [
      'has basicConstraints',
      () => rootWith({ extensions: { [ext.basicConstraints]: null } }),
      'not-a-ca (RFC 5280 4.2.1.9)',
      'verified',
    ],
    [
      'does not say that it is no authority',
      () => rootWith({ extensions: { [ext.basicConstraints]: { critical: true, value: sequence() } } }),
      'not-a-ca (RFC 5280 4.2.1.9)',
    ],
    [
      'may sign certificates',
      () => rootWith({ extensions: { [ext.keyUsage]: { critical: true, value: [3, 2, 1, 2] } } }),
      'not-a-ca (RFC 5280 6.1.4 (n))',
    ],
    [
      'has no extKeyUsage',
      () => rootWith({ extensions: { [ext.extendedKeyUsage]: usages('1.3.6.1.5.5.7.3.1') } }),
      'web-pki-policy (BR 7.1.2.1.2)',
      'verified',
    ],
    [
      'has no authority key identifier without key',
      () => rootWith({ extensions: { [ext.aki]: { value: sequence() } } }),
      'web-pki-policy (BR 7.1.2.1.3)',
      'verified',
    ],
    [
      'names no other key as its own',
      () => rootWith({ extensions: { [ext.aki]: { value: sequence(element(0x80, [1, 2])) } } }),
      'web-pki-policy (BR 7.1.2.1.3)',
      'verified',
    ],
    [
      'has no unknown critical extension',
      () => rootWith({ extensions: { '1.3.9999.1': { critical: true, value: nothing } } }),
      'critical-extension (RFC 5280 4.2)',
    ],
    [
      'may be signed with SHA-1: its own signature proves nothing',
      () => rootWith({ signature: 'ecdsa-sha1' }),
      'verified',
    ],
    ['signs with a sound key', () => rootWith({ key: 1024 }), 'weak-key (BR 6.1.5)'],
  ]);
  test('is not judged by its form where a root program has vouched for it', () => {
    const odd = makeRoot({
      subject: 'Odd',
      serialNumber: [0],
      extensions: { [ext.ski]: null, [ext.basicConstraints]: null },
    });
    const presented = [makeLeaf({ issuer: odd }).reading];
    const judged = (form: 'judged' | 'vouched-for') =>
      told(findPath({ presented, anchors: indexAnchors([odd.der], form), at, policy: 'web-pki' }));
    expect(judged('judged')).not.toBe('verified');
    expect(judged('vouched-for')).toBe('verified');
  });
});

describe('keys and signatures', () => {
  table([
    ['RSA of 1024 bits', () => leafWith({ key: 1024 }), 'weak-key (BR 6.1.5)'],
    ['RSA of 2052 bits', () => leafWith({ key: 2052 }), 'web-pki-policy (BR 6.1.5)', 'verified'],
    ['P-192', () => leafWith({ key: 'prime192v1' }), 'weak-key (BR 6.1.5)'],
    ['a short curve without a name here', () => leafWith({ key: 'secp160r1' }), 'weak-key (BR 6.1.5)'],
    ['another', () => caWith({ key: 'brainpoolP160r1' }), 'weak-key (BR 6.1.5)'],
    ['P-224', () => leafWith({ key: 'secp224r1' }), 'web-pki-policy (BR 6.1.5)', 'verified'],
    ['secp256k1', () => leafWith({ key: 'secp256k1' }), 'web-pki-policy (BR 6.1.5)', 'verified'],
    ['DSA', () => leafWith({ key: 'dsa' }), 'weak-key (BR 6.1.5)'],
    ['Ed25519', () => leafWith({ key: 'ed25519' }), 'web-pki-policy (BR 6.1.5)', 'verified'],
    ['SHA-1 with RSA', () => caWith({ key: 2048 }, { signature: 'rsa-sha1' }), 'weak-signature (BR 7.1.3.2)'],
    ['MD5 with RSA', () => caWith({ key: 2048 }, { signature: 'rsa-md5' }), 'weak-signature (BR 7.1.3.2)'],
    ['SHA-1 with ECDSA', () => leafWith({ signature: 'ecdsa-sha1' }), 'weak-signature (BR 7.1.3.2)'],
    [
      'ECDSA with parameters',
      () => leafWith({ algorithm: sequence(oid('1.2.840.10045.4.3.2'), nothing) }),
      'malformed (RFC 5758 3.2)',
    ],
    [
      'RSA without parameters',
      () => caWith({ key: 2048 }, { algorithm: sequence(oid('1.2.840.113549.1.1.11')) }),
      'malformed (RFC 4055 5)',
      'verified',
    ],
    [
      'RSA with other parameters than NULL',
      () => caWith({ key: 2048 }, { algorithm: sequence(oid('1.2.840.113549.1.1.11'), sequence()) }),
      'malformed (RFC 4055 5)',
    ],
    [
      'an algorithm that nobody here can check: no forgery',
      () => leafWith({ algorithm: sequence(oid('2.16.840.1.101.3.4.3.17')) }),
      'weak-signature (BR 7.1.3.2)',
    ],
    [
      'the same on a CA',
      () => caWith({ algorithm: sequence(oid('2.16.840.1.101.3.4.3.17')) }),
      'weak-signature (BR 7.1.3.2)',
    ],
    [
      'RSASSA-PSS with two hashes',
      () =>
        caWith(
          { key: 2048 },
          { signature: 'rsa-pss', algorithm: pssAlgorithm(32, sequence(oid('1.3.14.3.2.26'), nothing)) },
        ),
      'weak-signature (BR 7.1.3.2)',
    ],
    [
      'RSASSA-PSS with its fields in disorder',
      () => {
        const [oidPart, fields] = [
          oid('1.2.840.113549.1.1.10'),
          [pssField(0xa1), pssField(0xa0), pssField(0xa2)],
        ];
        return caWith(
          { key: 2048 },
          { signature: 'rsa-pss', algorithm: sequence(oidPart, sequence(...fields)) },
        );
      },
      'weak-signature (BR 7.1.3.2)',
    ],
    [
      'SHA-3, which binds nobody but public CAs',
      () => leafWith({ signature: 'ecdsa-sha3-256' }),
      'web-pki-policy (BR 7.1.3.2)',
      'verified',
    ],
    [
      "an anchor's own signature in whatever form",
      () => rootWith({ algorithm: sequence(oid('1.2.840.10045.4.3.2'), nothing) }),
      'verified',
    ],
    [
      'two algorithms that differ on an anchor',
      () => rootWith({ outerAlgorithm: algorithmOf('ecdsa-sha1') }),
      'malformed (RFC 5280 4.2.1.1)',
      'verified',
    ],
    [
      'two algorithms that differ',
      () => leafWith({ outerAlgorithm: algorithmOf('ecdsa-sha1') }),
      'bad-signature (RFC 5280 6.1.3 (a)(1))',
    ],
    [
      'an explicit curve',
      () =>
        leafWith({
          publicKeyInfo: sequence(
            sequence(oid('1.2.840.10045.2.1'), sequence(element(2, [1]))),
            element(3, [0, 4, 1]),
          ),
        }),
      'malformed (RFC 5480 2.1.1)',
    ],
    [
      'an unknown kind of key',
      () => leafWith({ publicKeyInfo: sequence(sequence(oid('1.3.9999.2')), element(3, [0, 1])) }),
      'web-pki-policy (BR 6.1.5)',
    ],
  ]);
  test('a key that is on the issuer but signed nothing', () => {
    const twin = makeCa({ keys: makeKeyPair() });
    expect(told(ask({ presented: [makeLeaf(), twin] }))).toBe('missing-intermediate (RFC 5280 6.1)');
  });
});

describe('the form of a certificate', () => {
  table([
    [
      'version 1',
      () => leafWith({ version: null, noExtensions: true }),
      'malformed (RFC 5280 4.2.1.1)',
      'verified',
    ],
    ['version 2 with extensions', () => leafWith({ version: 1 }), 'malformed (RFC 5280 4.1.2.9)'],
    [
      'an identifier made of a UUID (X.667), on what nobody needs to know',
      () => leafExtension('2.25.329800735698586629295641978511506172918', { value: nothing }),
      'verified',
    ],
    [
      'a path length beyond all counting',
      () =>
        caWith({
          extensions: {
            [ext.basicConstraints]: {
              critical: true,
              value: sequence(truth, element(2, [0, 255, 255, 255, 255])),
            },
          },
        }),
      'verified',
    ],
    ['version 4', () => leafWith({ version: 3 }), 'malformed (RFC 5280 4.1.2.1)'],
    [
      'a serial number of zero',
      () => leafWith({ serialNumber: [0] }),
      'malformed (RFC 5280 4.1.2.2)',
      'verified',
    ],
    [
      'a negative serial number',
      () => leafWith({ serialNumber: [0x80, 1] }),
      'malformed (RFC 5280 4.1.2.2)',
      'verified',
    ],
    [
      'a serial number of 21 octets',
      () => leafWith({ serialNumber: Array(21).fill(1) }),
      'malformed (RFC 5280 4.1.2.2)',
      'verified',
    ],
    [
      'a serial number that is not minimal',
      () => leafWith({ serialNumber: [0, 1] }),
      'malformed (RFC 5280 4.1.2.2)',
    ],
    [
      'an unknown critical extension',
      () => leafExtension('1.3.9999.1', { critical: true, value: nothing }),
      'critical-extension (RFC 5280 4.2)',
    ],
    ['an unknown extension that is not', () => leafExtension('1.3.9999.1', { value: nothing }), 'verified'],
    [
      'an extension twice',
      () => leafWith({ moreExtensions: [extension(ext.keyUsage, { value: [3, 2, 7, 0x80] })] }),
      'malformed (RFC 5280 4.2)',
    ],
    [
      'subjectAltName that is no DER',
      () => leafExtension(ext.names, { value: Buffer.from('mx.example.com') }),
      'malformed (RFC 5280 4.2.1.6)',
    ],
    [
      'an empty subjectAltName',
      () => leafExtension(ext.names, { value: sequence() }),
      'malformed (RFC 5280 4.2.1.6)',
    ],
    [
      'a critical authority key identifier',
      () => leafExtension(ext.aki, { critical: true, value: sequence(element(0x80, ca.keyIdentifier)) }),
      'malformed (RFC 5280 4.2.1.1)',
      'verified',
    ],
    [
      'a critical subject key identifier',
      () => leafExtension(ext.ski, { critical: true, value: element(4, [1, 2]) }),
      'malformed (RFC 5280 4.2.1.2)',
      'verified',
    ],
    [
      'critical authority information access',
      () =>
        leafExtension(ext.aia, {
          critical: true,
          value: sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), text(0x86, 'http://a/'))),
        }),
      'critical-extension (RFC 5280 4.2)',
    ],
    [
      'a critical policy with a qualifier that nobody knows',
      () => leafExtension(ext.policies, critical(policyWith(sequence(oid('1.2.3.4.5'), nothing)))),
      'malformed (RFC 5280 4.2.1.4)',
    ],
    [
      'the same where it is not critical',
      () => leafExtension(ext.policies, { value: policyWith(sequence(oid('1.2.3.4.5'), nothing)) }),
      'verified',
    ],
    [
      'a critical policy with a pointer to its statement',
      () =>
        leafExtension(
          ext.policies,
          critical(policyWith(sequence(oid('1.3.6.1.5.5.7.2.1'), text(0x16, 'http://a/')))),
        ),
      'verified',
    ],
    [
      'a policy with qualifiers that are none',
      () => leafExtension(ext.policies, critical(sequence(sequence(oid('2.23.140.1.2.1'), element(4, [0]))))),
      'malformed (RFC 5280 4.2.1.4)',
    ],
    ...(
      [
        ['a NULL with octets', element(5, [0])],
        ['a BOOLEAN of 5', element(1, [5])],
        ['an INTEGER that is not minimal', element(2, [0, 1])],
        ['a string in parts', element(0x2c, text(0x0c, 'a'))],
        ['a BIT STRING with nine unused bits', element(3, [9, 0])],
      ] as const
    ).map(
      ([what, value]): Row => [
        `a subject that holds ${what}`,
        () => leafWith({ subject: sequence(element(0x31, sequence(oid('2.5.4.3'), value))) }),
        'malformed (RFC 5280 4.1.2.4)',
      ],
    ),
    [
      'an other name without a type',
      () => leafExtension(ext.names, { value: sequence(element(0xa0), text(0x82, host)) }),
      'malformed (RFC 5280 4.2.1.6)',
    ],
    [
      'a registered identifier that is none',
      () => leafExtension(ext.names, { value: sequence(element(0x88, [0x80]), text(0x82, host)) }),
      'malformed (RFC 5280 4.2.1.6)',
    ],
    [
      'an authority key identifier with an empty serial number',
      () => leafExtension(ext.aki, { value: sequence(element(0x80, ca.keyIdentifier), element(0x82)) }),
      'malformed (RFC 5280 4.2.1.1)',
    ],
    [
      'authority information access that is no DER',
      () => leafExtension(ext.aia, { value: [1, 2, 3] }),
      'malformed (RFC 5280 4.2.2.1)',
    ],
    ['an empty issuer', () => rootWith({ subject: sequence() }), 'malformed (RFC 5280 4.1.2.4)'],
    [
      'a date before 2050 as GeneralizedTime',
      () => leafWith({ validity: sequence(text(0x17, '260101000000Z'), text(0x18, '20261231000000Z')) }),
      'malformed (RFC 5280 4.1.2.5)',
      'verified',
    ],
    [
      'a date without seconds',
      () => leafWith({ validity: sequence(text(0x17, '260101000000Z'), text(0x17, '2612310000Z')) }),
      'malformed (RFC 5280 4.1.2.5)',
    ],
  ]);
});
