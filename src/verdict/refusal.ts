// One reason against a certificate or a path: code and reason of finding.ts, the certificate, the rule, data.
// `basis` says whom the rule binds; under a trust file of the user's own only `path` refuses.

import type { Certificate } from './certificate.ts';
import type { FindingCode } from './finding.ts';

/**
 * `path`: RFC 5280 section 6 and sound cryptography, under every trust. `profile`: what RFC 5280 section 4 asks of a
 * CA though section 6 does not check it. `web-pki`: CA/Browser Forum Baseline Requirements (BR) only.
 */
export type RuleBasis = 'path' | 'profile' | 'web-pki';

/** Whose rules count in full: those of the web PKI, or RFC 5280's path validation alone. */
export type PathPolicy = 'web-pki' | 'private';

export interface Refusal {
  readonly code: FindingCode;
  readonly reason: string;
  readonly basis: RuleBasis;
  /** The certificate it concerns; null where there is none to name. */
  readonly certificate: Certificate | null;
  /** Such as `RFC 5280 4.2.1.9`. */
  readonly rule: string;
  /** `what` is a short English phrase where the reason alone says too little; it may quote hostile text. */
  readonly data: Readonly<Record<string, unknown>>;
}

export const refuses = (refusal: Refusal, policy: PathPolicy): boolean =>
  policy === 'web-pki' || refusal.basis === 'path';

const order = [
  'bad-signature',
  'leaf',
  'intermediate',
  'anchor',
  'not-yet-valid',
  'not-a-server-certificate',
  'not-a-ca',
  'path-length',
  'name-constraint',
  'weak-key',
  'weak-signature',
  'critical-extension',
  'malformed',
  'policy',
  'web-pki-policy',
];

/** The rank of a refusal as root cause: lower comes first. */
export function rankOf(refusal: Refusal): number {
  const at = order.indexOf(refusal.reason);
  return at < 0 ? order.length : at;
}
