// From the leaf to a trust anchor, or why not. Path building tries every issuer within a bound; validation is RFC 5280
// section 6 with the web PKI's rules (path-rules.ts and beside it). Pure: clock and anchors are arguments.
// The order in which certificates were presented changes no answer, and a certificate too many never refuses.

import type { Certificate, CertificateReading } from './certificate.ts';
import { explain } from './near-miss.ts';
import type { PathAnswer, PathQuestion } from './path-answer.ts';
import { issuerRefusals, leafRefusals, pathRefusals, policyRefusals } from './path-rules.ts';
import { beginSearch, longestPath, type Search } from './path-search.ts';
import { type Refusal, refuses } from './refusal.ts';

export type { Attempt, PathAnswer, PathQuestion } from './path-answer.ts';
export type { PathPolicy, Refusal, RuleBasis } from './refusal.ts';
export { type AnchorForm, type AnchorIndex, indexAnchors } from './trust-anchors.ts';

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
    } else if (longer.length === longestPath) {
      search.isCut = true;
    } else {
      const whole = extend(search, longer);
      if (whole) return whole;
    }
  }
  return null;
}
