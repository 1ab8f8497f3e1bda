// What the trust stores after the first say: told, and of no weight for any verdict; but what they know of a chain is
// known. PRODUCT.md section 4, --trust.

import type { CertificateReading } from './certificate.ts';
import type { PathAnswer, Refusal } from './path.ts';
import { type JudgedTrust, pathBy } from './path-by.ts';

/** What another trust store says. */
export interface OtherOpinion {
  readonly trust: string;
  readonly verified: boolean;
  readonly reason: string | null;
  readonly path: PathAnswer | null;
}

/** `at`: epoch milliseconds. */
export function otherOpinion(
  trust: JudgedTrust,
  presented: readonly CertificateReading[],
  at: number,
): OtherOpinion {
  const path = presented.length > 0 ? pathBy(trust, presented, at) : null;
  if (path === null) return { trust: trust.name, verified: false, reason: 'no-certificate', path };
  const reason = path.verified ? null : path.refusal.reason;
  return { trust: trust.name, verified: path.verified, reason, path };
}

/** Fingerprints of what the paths of other trust stores are made of: nothing of that is sent in vain. */
export function neededElsewhere(others: readonly OtherOpinion[]): ReadonlySet<string> {
  const paths = others.flatMap(({ path }) => (path?.verified ? path.path : []));
  return new Set(paths.map(({ fingerprint256 }) => fingerprint256));
}

/**
 * Of what a missing intermediate can mean, not sent or a CA that nobody trusts, another trust store may know: where it
 * has that CA as its root there is nothing to install. `trustedBy` in the data is its name then.
 */
export function withKnownRoot(refusal: Refusal, others: readonly OtherOpinion[]): Refusal {
  if (refusal.reason !== 'missing-intermediate') return refusal;
  const knows = others.find(
    ({ path }) => path?.verified && path.anchor.isSelfIssued && path.path.at(-2) === refusal.certificate,
  );
  return knows ? { ...refusal, data: { ...refusal.data, trustedBy: knows.trust } } : refusal;
}
