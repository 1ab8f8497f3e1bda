// From the leaf to a trust anchor, or why not. Path building tries every issuer within a bound; validation is RFC 5280
// section 6 with the web PKI's rules (path-rules.ts and beside it). Pure: clock and anchors are arguments.
// The order in which certificates were presented changes no answer, and a certificate too many never refuses.

import type { Certificate, CertificateReading } from './certificate.ts';
import { explain } from './near-miss.ts';
import { issuerRefusals, leafRefusals, pathRefusals, policyRefusals } from './path-rules.ts';
import { beginSearch, longestPath, type Search } from './path-search.ts';
import { type PathPolicy, type Refusal, refuses } from './refusal.ts';
import type { AnchorIndex } from './trust-anchors.ts';

export type { PathPolicy, Refusal, RuleBasis } from './refusal.ts';
export { type AnchorForm, type AnchorIndex, indexAnchors } from './trust-anchors.ts';

export interface PathQuestion {
  /** In the server's order; the first is the leaf. */
  readonly presented: readonly CertificateReading[];
  /** Further certificates at hand, never sent by this server. */
  readonly intermediates?: readonly CertificateReading[];
  readonly anchors: AnchorIndex;
  readonly at: Date;
  /** `private`: rules that bind only the web PKI, or only the issuer, are remarks. */
  readonly policy: PathPolicy;
  /** Steps of the search: looking at an issuer costs 1, checking a signature 20. */
  readonly maximumWork?: number;
}

/** A way that was tried: leaf first, and what broke it; of several refusals the one found first. */
export interface Attempt {
  readonly certificates: readonly Certificate[];
  readonly refusal: Refusal;
}

export type PathAnswer =
  | {
      readonly verified: true;
      /** Leaf to anchor. */
      readonly path: readonly Certificate[];
      readonly anchor: Certificate;
      /** What breaks a rule of the web PKI or of RFC 5280 section 4, and does not refuse under this policy. */
      readonly policyRemarks: readonly Refusal[];
      readonly tried: readonly Attempt[];
    }
  | {
      readonly verified: false;
      /** The one root cause. */
      readonly refusal: Refusal;
      /** What else is wrong with the same path. */
      readonly consequences: readonly Refusal[];
      /** The path that reaches an anchor with the least against it: it would verify but for `refusal` and `consequences`. */
      readonly nearest: Attempt | null;
      /** The furthest that signatures lead from the leaf: to an anchor where `nearest` is set. Empty without a readable leaf. */
      readonly bestPath: readonly Certificate[];
      readonly tried: readonly Attempt[];
    };

const mostAttempts = 50;

/** Judges one presented chain. Never throws for anything that is in a certificate. */
export function findPath(question: PathQuestion): PathAnswer {
  const first = question.presented[0];
  if (first === undefined || first.kind === 'unreadable') return withoutLeaf(first);
  const search = beginSearch(question);
  const path = searchFrom(search, first.certificate);
  if (path === null) return explain(search, first.certificate);
  return {
    verified: true,
    path,
    anchor: path.at(-1)!,
    policyRemarks: pathRefusals(search, path),
    tried: search.tried,
  };
}

function withoutLeaf(reading: CertificateReading | undefined): PathAnswer {
  const isUnreadable = reading?.kind === 'unreadable';
  const refusal: Refusal = {
    code: 'validation-failure',
    reason: isUnreadable ? 'malformed' : 'no-certificate',
    basis: 'path',
    certificate: null,
    rule: isUnreadable ? 'RFC 5280 4.1' : 'RFC 8446 4.4.2',
    data: isUnreadable ? { what: reading.problem, fingerprint256: reading.fingerprint256 } : {},
  };
  return { verified: false, refusal, consequences: [], nearest: null, bestPath: [], tried: [] };
}

function searchFrom(search: Search, leaf: Certificate): Certificate[] | null {
  const isFine = (isTrusted: boolean): boolean =>
    !leafRefusals(search, leaf, isTrusted).some((refusal) => refuses(refusal, search.question.policy));
  // A leaf in a trust file is an anchor for itself.
  if (search.question.anchors.has(leaf) && isFine(true)) return [leaf];
  return isFine(false) ? extend(search, [leaf]) : null;
}

// Depth first, likeliest issuer first; what is refused here would be refused on every longer path too.
function extend(search: Search, path: readonly Certificate[]): Certificate[] | null {
  const { policy } = search.question;
  for (const { certificate, isAnchor } of search.issuersOf(path)) {
    if (search.isExhausted) return null;
    if (!search.isSignedBy(path.at(-1)!, certificate)) continue;
    const longer = [...path, certificate];
    const role = isAnchor ? search.anchorRole : 'intermediate';
    const found = [...search.refusalsOf(certificate, role), ...issuerRefusals(search, certificate, path)];
    if (isAnchor) found.push(...policyRefusals(longer));
    const refusal = found.find((one) => refuses(one, policy));
    if (refusal) {
      if (search.tried.length < mostAttempts) search.tried.push({ certificates: longer, refusal });
    } else if (isAnchor) {
      return longer;
    } else if (longer.length < longestPath) {
      const whole = extend(search, longer);
      if (whole) return whole;
    }
  }
  return null;
}
