// The path by one trust store, searched once for all servers that show the same chain: servers by the hundred do.

import type { CertificateReading } from './certificate.ts';
import { type AnchorIndex, findPath, type PathAnswer } from './path.ts';

/** A trust store, ready to be judged by. */
export interface JudgedTrust {
  readonly name: string;
  readonly anchors: AnchorIndex;
  /** A file of the user's own is not bound by the web PKI's policy. */
  readonly policy: 'web-pki' | 'private';
}

interface Known {
  readonly trust: JudgedTrust;
  readonly presented: readonly CertificateReading[];
  readonly at: number;
  readonly answer: PathAnswer;
}

/** What was asked about each leaf, the latest first. */
const knownOf = new WeakMap<CertificateReading, readonly Known[]>();
/** Questions kept for a leaf: a run asks one for each trust store. */
const mostKnown = 4;

/** The same question has the same answer; null without a trust store. `at`: milliseconds since 1970. */
export function pathBy(
  trust: JudgedTrust | undefined,
  presented: readonly CertificateReading[],
  at: number,
): PathAnswer | null {
  if (!trust) return null;
  const [leaf] = presented;
  const lately = (leaf && knownOf.get(leaf)) ?? [];
  const known = lately.find(
    (one) => one.trust === trust && one.at === at && isSame(one.presented, presented),
  );
  if (known) return known.answer;
  const answer = findPath({ presented, anchors: trust.anchors, at: new Date(at), policy: trust.policy });
  if (leaf) knownOf.set(leaf, [{ trust, presented, at, answer }, ...lately].slice(0, mostKnown));
  return answer;
}

const isSame = (one: readonly CertificateReading[], other: readonly CertificateReading[]): boolean =>
  one.length === other.length && one.every((reading, index) => reading === other[index]);
