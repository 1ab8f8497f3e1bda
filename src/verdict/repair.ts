// The chain as the server should send it: leaf first, every intermediate in order, nothing else; and which certificate
// was missing, when it is at hand. RFC 8446 4.4.2.

import type { Certificate, CertificateReading } from './certificate.ts';
import { findPath, type PathQuestion } from './path.ts';

export interface Repair {
  /** The whole chain to send: leaf first, without a root. */
  readonly chain: readonly Certificate[];
  /** What the server does not send and must. */
  readonly missing: readonly Certificate[];
  /** What it sends and need not. */
  readonly surplus: readonly Certificate[];
  /** What it sends is in another order. */
  readonly isReordered: boolean;
}

/** Where a certificate is at hand that a server did not send; `trust`: a trust store. */
export type WhereFound = 'file' | 'address' | 'trust';

/** One certificate of a repaired chain, and where it comes from. */
export interface RepairedCertificate {
  readonly certificate: Certificate;
  readonly source: WhereFound | 'presented';
  readonly where: string | null;
}

/** The chain as it should be sent. */
export interface ChainRepair {
  /** Leaf first, without a root. */
  readonly chain: readonly RepairedCertificate[];
  readonly missing: readonly RepairedCertificate[];
  readonly surplus: readonly Certificate[];
  readonly isReordered: boolean;
}

/**
 * The repaired chain: null when no path verifies even with `question.intermediates`, or when the chain needs none.
 * `question.intermediates` are what is at hand beside the chain: a file, what another address served.
 */
export function repairChain(question: PathQuestion): Repair | null {
  const answer = findPath(question);
  if (!answer.verified) return null;
  const { path } = answer;
  // A root at the top need not be sent. An intermediate that is somebody's anchor must, for others do not trust it by
  // itself; and one that is self-issued below the anchor is an intermediate: a root's new key under its old one.
  const last = path.length - 1;
  const chain = path.filter((certificate, index) => index === 0 || index < last || !certificate.isSelfIssued);
  const sent = distinct(question.presented);
  const missing = chain.filter((certificate) => !sent.some((one) => isSame(one, certificate)));
  const surplus = sent.filter((one) => !chain.some((certificate) => isSame(one, certificate)));
  const kept = sent.filter((one) => !surplus.includes(one));
  const wanted = chain.filter((certificate) => !missing.includes(certificate));
  const isReordered = !kept.every((one, index) => isSame(one, wanted[index]!));
  const isTidy =
    missing.length + surplus.length === 0 && !isReordered && sent.length === question.presented.length;
  return isTidy ? null : { chain, missing, surplus, isReordered };
}

const isSame = (one: Certificate, other: Certificate): boolean => one.fingerprint256 === other.fingerprint256;

function distinct(readings: readonly CertificateReading[]): Certificate[] {
  const found: Certificate[] = [];
  for (const reading of readings) {
    if (reading.kind !== 'certificate') continue;
    if (!found.some((one) => isSame(one, reading.certificate))) found.push(reading.certificate);
  }
  return found;
}
