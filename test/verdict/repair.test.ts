// The presented chain beside the path: what is untidy, and how it should be sent.

import { describe, expect, test } from '@jest/globals';
import { readCertificate } from '../../src/verdict/certificate.ts';
import { chainRemarks } from '../../src/verdict/chain-remarks.ts';
import { findPath, indexAnchors } from '../../src/verdict/path.ts';
import { repairChain } from '../../src/verdict/repair.ts';
import { at, ca, makeCa, makeLeaf, makeRoot, root } from '../certs/chains.ts';
import type { Forged } from '../certs/forge.ts';

const lower = makeCa({ subject: 'Lower', issuer: ca });
const leaf = makeLeaf({ issuer: lower });
const stranger = makeRoot({ subject: 'Stranger' });
const anchors = indexAnchors([root.der], 'judged');

function question(presented: readonly Forged[], atHand: readonly Forged[] = []) {
  const reading = (list: readonly Forged[]) => list.map((one) => one.reading);
  return {
    presented: reading(presented),
    intermediates: reading(atHand),
    anchors,
    at,
    policy: 'web-pki',
  } as const;
}

describe('remarks', () => {
  test.each([
    ['a chain in order', [leaf, lower, ca], []],
    ['the root sent too', [leaf, lower, ca, root], ['anchor-sent 3 note']],
    ['intermediates in the wrong order', [leaf, ca, lower], ['wrong-order 2 warn']],
    ['one certificate twice', [leaf, lower, lower, ca], ['duplicate 2 note']],
    ['a certificate that leads nowhere', [leaf, lower, ca, stranger], ['extra-certificate 3 note']],
    [
      'everything at once',
      [leaf, root, ca, lower, stranger, ca],
      ['wrong-order 2,3 warn', 'duplicate 5 note', 'anchor-sent 1 note', 'extra-certificate 4 note'],
    ],
  ])('%s', (_title, presented, expected) => {
    const answer = findPath(question(presented));
    const path = answer.verified ? answer.path : answer.bestPath;
    const readings = presented.map(({ reading }) => reading);
    const remarks = chainRemarks(readings, path);
    expect(
      remarks.map(({ reason, severity, data }) => `${reason} ${String(data.positions)} ${severity}`),
    ).toEqual(expected);
  });

  test('an unreadable certificate is extra', () => {
    const odd = readCertificate(Uint8Array.of(0));
    expect(chainRemarks([leaf.reading, odd], [leaf.certificate])).toMatchObject([
      { reason: 'extra-certificate', data: { positions: [1], subjects: [null] } },
    ]);
  });
});

describe('repair', () => {
  const subjects = (list: readonly { subject: string }[]) => list.map(({ subject }) => subject);
  test("a root's new key under its old one is an intermediate, and stays", () => {
    const rollover = makeCa({ subject: 'Root', issuer: root });
    const below = makeCa({ subject: 'Below', issuer: rollover });
    const repair = repairChain(question([makeLeaf({ issuer: below }), rollover, below, root]))!;
    expect(subjects(repair.chain)).toEqual(['CN=mx.example.com', 'CN=Below', 'CN=Root']);
    expect(repair.chain[2]).toBe(rollover.certificate);
    expect(subjects(repair.surplus)).toEqual(['CN=Root']);
  });

  test('a chain in order needs none', () => {
    expect(repairChain(question([leaf, lower, ca]))).toBeNull();
  });
  test('a missing intermediate that is at hand is named, and put in its place', () => {
    const repair = repairChain(question([leaf, ca], [stranger, lower]))!;
    expect(subjects(repair.chain)).toEqual(['CN=mx.example.com', 'CN=Lower', 'CN=CA']);
    expect(subjects(repair.missing)).toEqual(['CN=Lower']);
    expect(repair).toMatchObject({ surplus: [], isReordered: false });
  });
  test('a missing intermediate that is not at hand is none of its business', () => {
    expect(repairChain(question([leaf, ca]))).toBeNull();
  });
  test('order, duplicates and surplus are mended', () => {
    const repair = repairChain(question([leaf, root, ca, lower, lower]))!;
    expect(subjects(repair.chain)).toEqual(['CN=mx.example.com', 'CN=Lower', 'CN=CA']);
    expect(subjects(repair.surplus)).toEqual(['CN=Root']);
    expect(repair).toMatchObject({ missing: [], isReordered: true });
  });
  test('the repaired chain verifies and needs no repair', () => {
    const { chain } = repairChain(question([leaf, ca, root], [lower]))!;
    const presented = chain.map(({ der }) => readCertificate(der));
    expect(findPath({ ...question([]), presented }).verified).toBe(true);
    expect(repairChain({ ...question([]), presented })).toBeNull();
  });
});
