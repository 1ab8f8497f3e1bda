// Reading certificates: what is told of them, and that hostile bytes are refused or read, never more.

import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf, readCertificate } from '../../src/verdict/certificate.ts';
import { matchIdentity } from '../../src/verdict/identity.ts';
import { findPath, indexAnchors } from '../../src/verdict/path.ts';
import { at, ca, host, makeCa, makeLeaf, root, selfSigned } from '../certs/chains.ts';
import { element, extensionOids, forge, name, oid, sequence, text } from '../certs/forge.ts';

describe('facts', () => {
  test('are those that Node tells, for every root that Node carries', () => {
    for (const pem of rootCertificates) {
      const node = new X509Certificate(pem);
      const reading = readCertificate(node.raw);
      if (reading.kind !== 'certificate') throw new Error(reading.problem);
      const { certificate } = reading;
      expect(certificate.fingerprint256).toBe(node.fingerprint256);
      expect(certificate.serialNumber.replace(/^00$/, '0')).toBe(node.serialNumber);
      expect(certificate.notBefore).toBe(Date.parse(node.validFrom));
      expect(certificate.notAfter).toBe(Date.parse(node.validTo));
      expect(certificate.isAuthority).toBe(node.ca);
      expect(certificate.isSelfSigned).toBe(node.verify(node.publicKey));
    }
  });

  test('of a leaf', () => {
    const { certificate } = makeLeaf({
      names: [
        host,
        'IP:c0000201',
        'IP:20010db8000000000000000000000001',
        'EMAIL:a@b.example',
        'URI:https://x/',
        'DIRECTORY:d',
      ],
      serialNumber: [0, 0xab, 1],
      extensions: {
        [extensionOids.aia]: {
          value: sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), text(0x86, 'http://ca/ca.cer'))),
        },
      },
    });
    expect(certificate).toMatchObject({
      version: 3,
      subject: 'CN=mx.example.com',
      issuer: 'CN=CA',
      serialNumber: 'AB01',
      commonNames: ['mx.example.com'],
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2026, 11, 31),
      isSelfIssued: false,
      isAuthority: false,
      publicKey: { kind: 'ec', curve: 'P-256', bits: 256 },
      signatureAlgorithm: { name: 'ecdsa-with-SHA256' },
      defects: [],
    });
    expect(certificate.names).toEqual([
      'DNS:mx.example.com',
      'IP:192.0.2.1',
      'IP:2001:db8::1',
      'EMAIL:a@b.example',
      'URI:https://x/',
      'DIRECTORY:CN=d',
    ]);
    expect(certificate.extensions.caIssuers).toEqual(['http://ca/ca.cer']);
  });

  test.each([
    [
      'the last attribute comes first',
      name(['C', 'JP'], ['O', 'Example'], ['CN', 'x']),
      'CN=x,O=Example,C=JP',
    ],
    ['separators are escaped', name(['CN', 'a,b+c"d\\e<f>g;h']), 'CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h'],
    ['spaces at the ends and a leading # are escaped', name(['CN', ' # '], ['O', '#x']), 'O=\\#x,CN=\\ #\\ '],
    ['NUL is escaped', name(['CN', 'a\0b']), 'CN=a\\00b'],
    ['other languages stay', name(['O', '例え株式会社']), 'O=例え株式会社'],
    ['an unknown attribute is dotted and in hex', name(['1.3.9999.5', 'ab']), '1.3.9999.5=#0c026162'],
    ['an empty name is empty', sequence(), ''],
  ])('names are printed after RFC 4514: %s', (_title, subject, expected) => {
    expect(makeLeaf({ subject }).certificate.subject).toBe(expected);
  });

  test('a certificate with faults is still read, and its faults are told', () => {
    const { certificate } = makeLeaf({ serialNumber: [0x80], version: 1 });
    expect(certificate.serialNumber).toBe('-80');
    expect(certificate.defects.map(({ rule }) => rule)).toEqual(['RFC 5280 4.1.2.2', 'RFC 5280 4.1.2.9']);
  });
});

describe('bytes that are no certificate', () => {
  const { der } = makeLeaf();
  test.each([
    ['nothing', Uint8Array.of(), 'the encoding ends early'],
    ['a certificate cut short', der.subarray(0, der.length - 1), 'an element longer than what holds it'],
    ['a certificate and one more byte', Buffer.concat([der, Buffer.of(0)]), 'bytes after the end'],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, 0, 0), 'an indefinite length'],
    ['a length that is not minimal', Uint8Array.of(0x30, 0x81, 1, 0), 'a length that is not minimal'],
    [
      'a length of nine octets',
      Uint8Array.of(0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1),
      'a length of more than four octets',
    ],
    ['a PEM file', Buffer.from('-----BEGIN CERTIFICATE-----'), 'an element longer than what holds it'],
    ['an empty sequence', sequence(), 'not the three parts of a certificate'],
    ['two megabytes', new Uint8Array(2 << 20), 'larger than 1 MiB'],
  ])('%s', (_title, bytes, problem) => {
    expect(readCertificate(bytes)).toEqual({
      kind: 'unreadable',
      problem,
      fingerprint256: fingerprintOf(bytes),
    });
  });

  test('a thousand levels deep end at once', () => {
    let nested: Uint8Array = sequence();
    for (let depth = 0; depth < 1000; depth++) nested = element(0x30, nested);
    expect(readCertificate(nested)).toMatchObject({ kind: 'unreadable' });
  });
});

describe('hostile certificates are judged without a crash', () => {
  const subjects = [
    makeLeaf({ names: [host, 'IP:c0000201', 'EMAIL:a@b', 'URI:https://x/', 'OTHER:x', 'DIRECTORY:d'] }).der,
    makeCa({ pathLength: 1 }).der,
    selfSigned().der,
    forge({ subject: name(['O', 'x'], ['CN', 'y']), names: [host], key: 2048 }).der,
  ];
  const anchors = indexAnchors([root.der], 'judged');
  const judge = (der: Uint8Array): void => {
    const reading = readCertificate(der);
    const answer = findPath({ presented: [reading, ca.reading], anchors, at, policy: 'web-pki' });
    findPath({
      presented: [ca.reading, reading],
      anchors: indexAnchors([der], 'judged'),
      at,
      policy: 'private',
    });
    if (reading.kind !== 'certificate') return;
    const { certificate } = reading;
    matchIdentity(certificate, host);
    expect(new Date(certificate.notAfter).toISOString()).toMatch(/Z$/);
    expect(
      [certificate.subject, certificate.issuer, certificate.serialNumber].every(
        (one) => typeof one === 'string',
      ),
    ).toBe(true);
    // A changed certificate is never a good one.
    expect(answer.verified && !subjects.some((one) => Buffer.compare(one, der) === 0)).toBe(false);
  };

  test('with octets changed, added and cut', () => {
    const edit = fc.record({
      at: fc.nat(2000),
      octet: fc.nat(255),
      kind: fc.constantFrom('set', 'insert', 'cut'),
    });
    fc.assert(
      fc.property(
        fc.nat(subjects.length - 1),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (which, edits) => {
          const bytes = [...subjects[which]!];
          for (const { at: place, octet, kind } of edits) {
            const index = place % bytes.length;
            if (kind === 'set') bytes[index] = octet;
            else if (kind === 'insert') bytes.splice(index, 0, octet);
            else bytes.splice(index, 1);
          }
          judge(Uint8Array.from(bytes));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('made of noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        judge(Uint8Array.of(0x30, 0x82, 1, 44, ...bytes)),
      ),
      { numRuns: 300 },
    );
  });
});
