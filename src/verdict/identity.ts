// Is this certificate for this host? RFC 9525, on the leaf alone: subjectAltName only, never the common name.
// The chain is judged elsewhere (path.ts); neither hides the other.

import { addressValue, asciiName } from '../route/host.ts';
import type { Certificate } from './certificate.ts';
import { addressText, type GeneralName, nameText } from './names.ts';
import { isPublicSuffix } from './public-suffix.ts';

export type IdentityResult =
  | {
      readonly matched: true;
      /** The reference identifier as compared: an A-label without trailing dot, or an address. */
      readonly reference: string;
      readonly identifier: GeneralName;
      /** The matched entry as printed: `DNS:*.example.com`. */
      readonly entry: string;
    }
  | {
      readonly matched: false;
      readonly reference: string;
      /** `common-name-only`: the common name would have matched, which counts for nothing (RFC 9525 2). */
      readonly reason: 'no-names' | 'other-names' | 'common-name-only';
      /** Every entry of subjectAltName as printed; hostile text. */
      readonly names: readonly string[];
      readonly commonNames: readonly string[];
    };

const hostPattern = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/i;

/** A name of letters, digits and hyphens by label, at most 253 octets: RFC 1123 2.1. No trailing dot, no wildcard. */
export const isHostName = (name: string): boolean => name.length <= 253 && hostPattern.test(name);

/** The fully-qualified part of a wildcard name, `example.com` of `*.example.com`; null when it is none. RFC 9525 6.3. */
export function wildcardBase(name: string): string | null {
  if (!name.startsWith('*.') || !isHostName(name.slice(2))) return null;
  return name.slice(2);
}

/**
 * Whether a presented DNS name stands for this host; `host` is an A-label in lower case.
 * RFC 9525 6.3: a wildcard is the whole left-most label and stands for exactly one label. BR 3.2.2.6: one for a whole
 * public suffix, so for names of unrelated parties, matches nothing.
 */
function nameMatches(presented: string, host: string): boolean {
  // NUL, comma, space, trailing dot, U-labels: a name that is no host name stands for no host.
  if (isHostName(presented)) return presented.toLowerCase() === host;
  const base = wildcardFor(presented, host);
  return base !== null && !isPublicSuffix(base);
}

/** The base of a wildcard that has one label more in this host, in lower case. */
function wildcardFor(presented: string, host: string): string | null {
  const base = wildcardBase(presented)?.toLowerCase();
  const dot = host.indexOf('.');
  return base !== undefined && dot > 0 && host.slice(dot + 1) === base ? base : null;
}

/** The entry that would be for `host` (as compared), were it no wildcard for a whole public suffix. BR 3.2.2.6. */
export function wildcardOfSuffix({ identifiers }: Certificate, host: string): string | null {
  const wide = identifiers.find((name) => {
    const base = name.kind === 'dns' ? wildcardFor(name.value, host) : null;
    return base !== null && isPublicSuffix(base);
  });
  return wide === undefined ? null : nameText(wide);
}

function addressMatches(bytes: Uint8Array, address: string): boolean {
  return (bytes.length === 4 || bytes.length === 16) && addressValue(addressText(bytes)) === address;
}

/** Whether the certificate is for `reference`: a host as typed, so a DNS name (a U-label too) or an address. */
export function matchIdentity(certificate: Certificate, reference: string): IdentityResult {
  const bare = reference.startsWith('[') && reference.endsWith(']') ? reference.slice(1, -1) : reference;
  const address = addressValue(bare);
  const plain = bare.replace(/\.$/, '').toLowerCase();
  const host = address === null ? (asciiName(bare) ?? (isHostName(plain) ? plain : null)) : null;
  const shown = address ?? host ?? reference;
  const { identifiers } = certificate;
  for (const name of identifiers) {
    // RFC 9525 6.4, 6.5: an address matches an iPAddress by value, a DNS name a dNSName; nothing else counts.
    const isMatch =
      (name.kind === 'ip' && address !== null && addressMatches(name.bytes, address)) ||
      (name.kind === 'dns' && host !== null && nameMatches(name.value, host));
    if (isMatch) return { matched: true, reference: shown, identifier: name, entry: nameText(name) };
  }
  const { commonNames } = certificate;
  const commonNameFits = commonNames.some((text) =>
    address === null
      ? host !== null && nameMatches(asciiName(text) ?? text, host)
      : addressValue(text) === address,
  );
  const hasHosts = identifiers.some((name) => name.kind === 'dns' || name.kind === 'ip');
  const reason = commonNameFits ? 'common-name-only' : hasHosts ? 'other-names' : 'no-names';
  return { matched: false, reference: shown, reason, names: certificate.names, commonNames };
}
