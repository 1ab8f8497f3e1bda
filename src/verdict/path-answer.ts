// What the path engine is asked, and what it answers. The engine itself is path.ts, its door.

import type { Certificate, CertificateReading } from './certificate.ts';
import type { PathPolicy, Refusal } from './refusal.ts';
import type { AnchorIndex } from './trust-anchors.ts';

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
