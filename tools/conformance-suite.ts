// The cases of a path-validation suite in the form of x509-limbo, and the judgement of one by the engine alone.
// The suite itself is no part of this project.

import { readCertificate } from '../src/verdict/certificate.ts';
import { matchIdentity } from '../src/verdict/identity.ts';
import { findPath, indexAnchors } from '../src/verdict/path.ts';

export interface SuiteCase {
  readonly id: string;
  readonly validation_kind: string;
  readonly trusted_certs?: readonly string[];
  readonly untrusted_intermediates?: readonly string[];
  readonly peer_certificate: string;
  readonly peer_certificate_key?: string | null;
  readonly expected_peer_name?: { readonly kind: string; readonly value: string } | null;
  readonly validation_time?: string | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly max_chain_depth?: number | null;
  readonly crls?: readonly string[];
}

type Outcome = 'SUCCESS' | 'FAILURE' | 'SKIPPED';

export interface JudgedCase {
  readonly id: string;
  readonly expected: 'SUCCESS' | 'FAILURE';
  readonly actual: Outcome;
  /** Why it was refused or skipped; null when it was accepted. */
  readonly reason: string | null;
}

/** DER of the first certificate in PEM text; octets that are none where it is not base64. */
export const derOf = (pem: string): Uint8Array => Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64');

/** Why a case does not apply to a client of mail servers; null when it does. */
function reasonToSkip(suiteCase: SuiteCase): string | null {
  if (suiteCase.validation_kind !== 'SERVER') return 'a client certificate';
  if ((suiteCase.crls ?? []).length > 0) return 'revocation lists';
  const kind = suiteCase.expected_peer_name?.kind;
  if (kind !== 'DNS' && kind !== 'IP') return 'a name that is no host';
  if (typeof suiteCase.max_chain_depth === 'number') return 'a maximum depth';
  return null;
}

/** Judges one case with the engine alone. */
export function judgeOffline(suiteCase: SuiteCase, now: Date): JudgedCase {
  const { id, expected_result: expected } = suiteCase;
  const skip = reasonToSkip(suiteCase);
  if (skip !== null) return { id, expected, actual: 'SKIPPED', reason: skip };
  const chain = [suiteCase.peer_certificate, ...(suiteCase.untrusted_intermediates ?? [])];
  const presented = chain.map((pem) => readCertificate(derOf(pem)));
  const answer = findPath({
    presented,
    anchors: indexAnchors((suiteCase.trusted_certs ?? []).map(derOf), 'judged'),
    at: suiteCase.validation_time ? new Date(suiteCase.validation_time) : now,
    policy: 'web-pki',
  });
  if (!answer.verified) {
    const { reason, rule, data } = answer.refusal;
    const what = data.what === undefined ? '' : `: ${String(data.what)}`;
    return { id, expected, actual: 'FAILURE', reason: `${reason} (${rule})${what}` };
  }
  const identity = matchIdentity(answer.path[0]!, suiteCase.expected_peer_name!.value);
  if (identity.matched) return { id, expected, actual: 'SUCCESS', reason: null };
  return { id, expected, actual: 'FAILURE', reason: `${identity.reason} (RFC 9525)` };
}
