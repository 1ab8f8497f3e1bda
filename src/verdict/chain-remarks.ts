// What is untidy in the presented chain beside the path: too much, twice, out of order. RFC 8446 4.4.2 asks for the
// leaf first and nothing that does not lead upwards, and lets the root be left out. Never a failure when a path was found.

import type { Certificate, CertificateReading } from './certificate.ts';
import type { Finding } from './finding.ts';

const remarks = ['wrong-order', 'duplicate', 'anchor-sent', 'extra-certificate'] as const;

/**
 * Remarks on the presented chain, against the path (leaf first) that was verified, or the best there is. Each has in its
 * data the `positions` in the presented chain that it is about (the leaf's is 0) and the `subjects` there; null for what
 * cannot be read. `needed`: fingerprints of what is sent for other trust stores.
 */
export function chainRemarks(
  presented: readonly CertificateReading[],
  path: readonly Certificate[],
  needed: ReadonlySet<string> = new Set(),
): Finding[] {
  const onPath = new Map(path.map((certificate, index) => [certificate.fingerprint256, index]));
  const seen = new Set<string>();
  const places = new Map<string, number[]>(remarks.map((reason) => [reason, []]));
  let reached = -1;
  for (const [position, reading] of presented.entries()) {
    const fingerprint =
      reading.kind === 'certificate' ? reading.certificate.fingerprint256 : reading.fingerprint256;
    const index = onPath.get(fingerprint);
    if (seen.has(fingerprint)) places.get('duplicate')!.push(position);
    else if (position > 0 && index === undefined && !needed.has(fingerprint))
      places.get('extra-certificate')!.push(position);
    else if (position > 0 && index === path.length - 1 && path[index]!.isSelfIssued) {
      places.get('anchor-sent')!.push(position);
    }
    if (index !== undefined && !seen.has(fingerprint)) {
      if (index < reached) places.get('wrong-order')!.push(position);
      else reached = index;
    }
    seen.add(fingerprint);
  }
  return remarks.flatMap((reason): Finding[] => {
    const positions = places.get(reason)!;
    if (positions.length === 0) return [];
    const subjects = positions.map((position) => {
      const reading = presented[position]!;
      return reading.kind === 'certificate' ? reading.certificate.subject : null;
    });
    // Only the order is worth a warning: TLS 1.2 demands it (RFC 5246 7.4.2).
    const severity = reason === 'wrong-order' ? 'warn' : 'note';
    return [{ code: 'chain-remark', reason, severity, rootCause: false, data: { positions, subjects } }];
  });
}

/**
 * Where the key identifiers of a certificate on the path and of its issuer disagree. RFC 5280 4.2.1.1 has them as an aid
 * to path building, and OpenSSL knows no other issuer than the one that they name.
 */
export function keyIdentifierRemark(path: readonly Certificate[]): Finding[] {
  const at = path.findIndex(({ extensions }, index) => {
    const wanted = extensions.authorityKeyIdentifier?.keyIdentifier ?? null;
    const own = path[index + 1]?.extensions.subjectKeyIdentifier ?? null;
    return wanted !== null && own !== null && wanted !== own;
  });
  if (at < 0) return [];
  const data = { subject: path[at]!.subject, issuer: path[at + 1]!.subject };
  return [{ code: 'chain-remark', reason: 'key-identifiers', severity: 'warn', rootCause: false, data }];
}
