// Laws of the path engine over random meshes of authorities: order changes nothing, one certificate or anchor more
// never refuses, and the worst meshes end within their bound.

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Certificate, CertificateReading } from '../../src/verdict/certificate.ts';
import { findPath, indexAnchors, type PathAnswer } from '../../src/verdict/path.ts';
import { pathRefusals } from '../../src/verdict/path-rules.ts';
import { beginSearch } from '../../src/verdict/path-search.ts';
import {
  ask,
  at,
  ca,
  host,
  limitedTo,
  makeCa,
  makeLeaf,
  makeRoot,
  told as reasonOf,
  root,
} from '../certs/chains.ts';
import { extensionOids, type Forged, forge, nameConstraints, type Wish } from '../certs/forge.ts';

// Four authorities that certify one another in every direction; some of these certificates are bad in their own way.
const authorities = ['A', 'B', 'C', 'D'].map((subject) => makeRoot({ subject }));
const faults = [
  {},
  { notAfter: new Date('2026-02-01') },
  { pathLength: 0 },
  limitedTo(nameConstraints(['example.org'])),
  { spoilSignature: true },
];
const mesh: Forged[] = authorities.flatMap((issuer, above) =>
  authorities.flatMap((subject, below) =>
    above === below
      ? []
      : faults
          .slice(0, 2 + ((above + below) % 4))
          .map((fault) =>
            forge({ subject: subject.subjectName, keys: subject.keys, issuer, authority: true, ...fault }),
          ),
  ),
);
const leaf = makeLeaf({ issuer: authorities[0]! });

const judge = (presented: readonly CertificateReading[], anchors: readonly Forged[]): PathAnswer =>
  findPath({
    presented: [leaf.reading, ...presented],
    anchors: indexAnchors(
      anchors.map(({ der }) => der),
      'judged',
    ),
    at,
    policy: 'web-pki',
  });

const someOf = fc.uniqueArray(fc.nat(mesh.length - 1), { maxLength: 12 });
const someAnchors = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 });
const readings = (indices: readonly number[]): CertificateReading[] =>
  indices.map((index) => mesh[index]!.reading);
const rootsOf = (indices: readonly number[]): Forged[] => indices.map((index) => authorities[index]!);
const told = (answer: PathAnswer): unknown =>
  answer.verified
    ? answer.path.map(({ fingerprint256 }) => fingerprint256)
    : [answer.refusal.reason, answer.refusal.rule];

test('the order of the presented certificates changes no answer', () => {
  fc.assert(
    fc.property(someOf, someAnchors, fc.infiniteStream(fc.nat()), (chosen, anchors, order) => {
      const shuffled = chosen
        .map((index) => ({ index, key: order.next().value as number }))
        .sort((one, other) => one.key - other.key)
        .map(({ index }) => index);
      expect(told(judge(readings(shuffled), rootsOf(anchors)))).toEqual(
        told(judge(readings(chosen), rootsOf(anchors))),
      );
    }),
    { numRuns: 200 },
  );
});

test('one more presented certificate never turns a pass into a fail', () => {
  fc.assert(
    fc.property(someOf, someAnchors, fc.nat(mesh.length - 1), (chosen, anchors, more) => {
      const before = judge(readings(chosen), rootsOf(anchors));
      const after = judge(readings([...chosen, more]), rootsOf(anchors));
      expect(before.verified && !after.verified).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a trust store that grows never turns a pass into a fail', () => {
  const possible = [...authorities, ...mesh, leaf, ca, root];
  fc.assert(
    fc.property(someOf, someAnchors, fc.nat(possible.length - 1), (chosen, anchors, more) => {
      const before = judge(readings(chosen), rootsOf(anchors));
      const after = judge(readings(chosen), [...rootsOf(anchors), possible[more]!]);
      expect(before.verified && !after.verified).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a verified path is one: each signed by the next, an anchor last, nobody twice', () => {
  fc.assert(
    fc.property(someOf, someAnchors, (chosen, anchors) => {
      const answer = judge(readings(chosen), rootsOf(anchors));
      if (!answer.verified) return;
      const { path } = answer;
      for (let index = 1; index < path.length; index++)
        expect(path[index - 1]!.isSignedBy(path[index]!)).toBe(true);
      expect(rootsOf(anchors).map(({ certificate }) => certificate.fingerprint256)).toContain(
        path.at(-1)!.fingerprint256,
      );
      expect(new Set(path.map(({ subject }) => subject)).size).toBe(path.length);
    }),
    { numRuns: 200 },
  );
});

test('a path is found wherever one exists: against a search that leaves nothing out', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(mesh.length - 1), { maxLength: 8 }), someAnchors, (chosen, anchors) => {
      const pool = chosen.map((index) => mesh[index]!.certificate);
      const tops = rootsOf(anchors).map(({ certificate }) => certificate);
      const search = beginSearch({
        presented: [leaf.reading, ...readings(chosen)],
        anchors: indexAnchors(
          rootsOf(anchors).map(({ der }) => der),
          'judged',
        ),
        at,
        policy: 'web-pki',
      });
      const exists = (path: readonly Certificate[]): boolean => {
        const isSigner = (one: Certificate): boolean =>
          one.subjectName.key === path.at(-1)!.issuerName.key && path.at(-1)!.isSignedBy(one);
        if (tops.some((one) => isSigner(one) && pathRefusals(search, [...path, one]).length === 0))
          return true;
        return pool.some((one) => !path.includes(one) && isSigner(one) && exists([...path, one]));
      };
      expect(judge(readings(chosen), rootsOf(anchors)).verified).toBe(exists([leaf.certificate]));
    }),
    { numRuns: 100 },
  );
});

test('an answer does not hang on what was judged before with the same anchors', () => {
  const anchors = indexAnchors([authorities[3]!.der], 'judged');
  const question = {
    presented: [leaf.reading, ...mesh.map(({ reading }) => reading)],
    anchors,
    at,
    policy: 'web-pki',
  } as const;
  for (const maximumWork of [1, 50, 200, 1000, 20_000]) {
    const first = told(findPath({ ...question, maximumWork }));
    expect(told(findPath({ ...question, maximumWork }))).toEqual(first);
  }
});

test('a search without end is given up at its bound, and says so', () => {
  const answer = findPath({
    presented: [leaf.reading, ...mesh.map(({ reading }) => reading)],
    anchors: indexAnchors([authorities[3]!.der], 'judged'),
    at,
    policy: 'web-pki',
    maximumWork: 30,
  });
  expect(answer).toMatchObject({ verified: false, refusal: { reason: 'too-complex' } });
});

test.each([
  ['with keys of their own', false],
  ['with one key', true],
])('a hundred authorities of one name %s, below no root, end quickly', (_title, sameKey) => {
  let last = makeCa({ subject: 'Same', issuer: makeRoot({ subject: 'Elsewhere' }) });
  const chain = [last];
  for (let count = 1; count < 100; count++) {
    last = makeCa({ subject: 'Same', issuer: last, ...(sameKey ? { keys: last.keys } : {}) });
    chain.push(last);
  }
  const bottom = makeLeaf({ issuer: last });
  // A root of the same name makes the search try them all.
  const anchors = [root, makeRoot({ subject: 'Same' })];
  const start = process.cpuUsage();
  const answer = ask({ presented: [bottom, ...chain.reverse()], anchors });
  const { user, system } = process.cpuUsage(start);
  expect(answer.verified).toBe(false);
  expect((user + system) / 1000).toBeLessThan(1500);
  expect(ask({ presented: [makeLeaf(), ca, ...chain], anchors })).toMatchObject({ verified: true });
});

test('ten thousand judgements stay flat in memory', () => {
  const anchors = indexAnchors([root.der], 'vouched-for');
  const question = { presented: [makeLeaf().reading, ca.reading], anchors, at, policy: 'web-pki' } as const;
  const run = (count: number): void => {
    for (let index = 0; index < count; index++) findPath(question);
  };
  run(2000);
  const before = process.memoryUsage().heapUsed;
  run(10_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 << 20);
  expect(host).toBe('mx.example.com');
});

test('a crowd of certificates behind a good chain does not hide it', () => {
  const unhinted = { extensions: { [extensionOids.aki]: null, [extensionOids.ski]: null } };
  const crowd = Array.from({ length: 9 }, () => forge({ subject: 'Crowd', authority: true }));
  const each = crowd.flatMap((to) =>
    crowd
      .filter((by) => by !== to)
      .map((by) => forge({ subject: 'Crowd', authority: true, keys: to.keys, issuer: by, ...unhinted })),
  );
  // It seems to lead to the root, and its way in lasts longest.
  const lure = forge({ subject: 'Crowd', authority: true, issuer: root, spoilSignature: true, ...unhinted });
  const entry = makeCa({ keys: ca.keys, issuer: crowd[0]!, notAfter: new Date('2049-01-01'), ...unhinted });
  const below = makeLeaf({ extensions: { [extensionOids.aki]: null } });
  expect(ask({ presented: [below, entry, lure, ...each, ca] }, 'private')).toMatchObject({ verified: true });
});

test('of a crowd of CAs that sign one another, only one is under the root in its time', () => {
  const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
  const crowd = Array.from({ length: 10 }, (_, index) =>
    forge({ subject: `Crowd ${index}`, authority: true }),
  );
  const crossed = (to: number, issuer: Forged, wish: Partial<Wish> = {}): Forged =>
    forge({ subject: `Crowd ${to}`, authority: true, keys: crowd[to]!.keys, issuer, ...wish });
  const each = crowd.flatMap((_, to) => crowd.filter((by) => by !== crowd[to]).map((by) => crossed(to, by)));
  const ways = crowd.map((_, index) => crossed(index, root, index === 9 ? {} : past));
  const below = makeLeaf({ issuer: crowd[0]! });
  const answer = ask({ presented: [below, ...each, ...ways] });
  expect(answer).toMatchObject({ verified: true, path: { length: 4 } });
});

test.each([
  [100, 'verified'],
  [101, 'too-complex (RFC 5280 6.1)'],
])('%i intermediates, one below the other: %s', (count, expected) => {
  const chain = [root];
  for (let index = 0; index < count; index++)
    chain.push(makeCa({ subject: `CA ${index}`, issuer: chain.at(-1)! }));
  const below = makeLeaf({ issuer: chain.at(-1)! });
  expect(reasonOf(ask({ presented: [below, ...chain.slice(1)] }))).toBe(expected);
});
