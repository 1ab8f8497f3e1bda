// Warnings before the day: which certificate of a path ends first, and whether that is too soon. PRODUCT.md section 4.

import type { Certificate } from './certificate.ts';
import type { Finding } from './finding.ts';

/** ISO 8601 in UTC; null for a time that no calendar has. `milliseconds` since 1970. */
export function isoTime(milliseconds: number): string | null {
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15
    ? new Date(milliseconds).toISOString()
    : null;
}

const day = 24 * 3600 * 1000;

/** What counts as soon. Null: the defaults, 14 days, and a third of their life for certificates living under 42 days. */
export interface ExpiryLimits {
  readonly minDays: number | null;
  /** Per cent of the lifetime that must be left. */
  readonly minLifetime: number | null;
}

function isSoon(certificate: Certificate, left: number, { minDays, minLifetime }: ExpiryLimits): boolean {
  const life = certificate.notAfter - certificate.notBefore;
  if (minDays !== null) return left < minDays * day;
  if (minLifetime !== null) return false;
  return life < 42 * day ? left < life / 3 : left < 14 * day;
}

// Of a path the certificate that ends first is held against its lifetime: an old root has little of its own left and
// years to go.
function isShortOfLife(
  { notBefore, notAfter }: Certificate,
  left: number,
  minLifetime: number | null,
): boolean {
  return minLifetime !== null && left < ((notAfter - notBefore) * minLifetime) / 100;
}

/** The finding for the certificate of the path that ends first, when it ends too soon. `path`: leaf to anchor; `at`: epoch ms. */
export function expiresSoon(path: readonly Certificate[], at: number, limits: ExpiryLimits): Finding | null {
  // RFC 5280 4.1.2.5: valid to the end of the second, in which nothing is left of it.
  const isOver = ({ notAfter }: Certificate) => notAfter < Math.floor(at / 1000) * 1000;
  const leftOf = ({ notAfter }: Certificate) => Math.max(0, notAfter - at);
  const soonest = Math.min(...path.map(({ notAfter }) => notAfter));
  let first: { certificate: Certificate; index: number } | null = null;
  for (const [index, certificate] of path.entries()) {
    const left = leftOf(certificate);
    const isShort = certificate.notAfter === soonest && isShortOfLife(certificate, left, limits.minLifetime);
    if (isOver(certificate) || !(isShort || isSoon(certificate, left, limits))) continue;
    if (first === null || certificate.notAfter < first.certificate.notAfter) first = { certificate, index };
  }
  if (first === null) return null;
  const reason = first.index === 0 ? 'leaf' : first.index === path.length - 1 ? 'anchor' : 'intermediate';
  const left = leftOf(first.certificate);
  return {
    code: 'expires-soon',
    reason,
    severity: 'warn',
    rootCause: false,
    data: {
      subject: first.certificate.subject,
      notAfter: isoTime(first.certificate.notAfter),
      daysLeft: Math.floor(left / day),
      percentLeft: Math.floor(
        (left * 100) / Math.max(1, first.certificate.notAfter - first.certificate.notBefore),
      ),
    },
  };
}
