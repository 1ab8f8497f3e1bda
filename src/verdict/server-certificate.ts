// What the leaf must be beyond any certificate: an end-entity certificate for a TLS server, with names in good form.
// Whether it is for this host is not asked here (identity.ts).

import { isIP } from 'node:net';
import type { Certificate } from './certificate.ts';
import { anyExtendedKeyUsage, keyUsageBits, oids, serverAuth } from './extensions.ts';
import { isHostName, wildcardBase } from './identity.ts';
import type { GeneralName } from './names.ts';
import type { Refusal, RuleBasis } from './refusal.ts';

/** Everything against this certificate as the certificate of a TLS server. */
export function serverRefusals(certificate: Certificate): Refusal[] {
  const found: Refusal[] = [];
  const add = (
    reason: string,
    basis: RuleBasis,
    rule: string,
    what: string,
    data: Record<string, unknown> = {},
  ) => found.push({ code: 'validation-failure', reason, basis, certificate, rule, data: { what, ...data } });
  const { extensions, subjectName } = certificate;
  const { basicConstraints, keyUsage, extendedKeyUsage, critical, present } = extensions;
  if (basicConstraints?.isAuthority)
    add('web-pki-policy', 'web-pki', 'BR 7.1.2.7.8', 'a CA certificate in place of a leaf');
  if (basicConstraints !== null && !basicConstraints.isAuthority && basicConstraints.pathLength !== null) {
    add('malformed', 'profile', 'RFC 5280 4.2.1.9', 'a path length in a certificate that is no CA');
  }
  if (keyUsage !== null) {
    if ((keyUsage & keyUsageBits.keyCertSign) !== 0 && !basicConstraints?.isAuthority) {
      add(
        'malformed',
        'profile',
        'RFC 5280 4.2.1.9',
        'keyUsage allows signing certificates, yet it is no CA',
      );
    }
    if ((keyUsage & usableBits(certificate)) === 0) {
      add('not-a-server-certificate', 'path', 'RFC 5280 4.2.1.3', 'keyUsage allows nothing that TLS needs', {
        keyUsage,
      });
    }
  }
  if (extendedKeyUsage === null) {
    if (!present.has(oids.extendedKeyUsage))
      add('web-pki-policy', 'web-pki', 'BR 7.1.2.7.6', 'no extKeyUsage');
  } else {
    if (!extendedKeyUsage.includes(serverAuth) && !extendedKeyUsage.includes(anyExtendedKeyUsage)) {
      const what = 'extKeyUsage is not for servers';
      add('not-a-server-certificate', 'path', 'RFC 5280 4.2.1.12', what, { extendedKeyUsage });
    }
    if (extendedKeyUsage.includes(anyExtendedKeyUsage)) {
      add('web-pki-policy', 'web-pki', 'BR 7.1.2.7.10', 'extKeyUsage is for anything');
    }
    if (critical.has(oids.extendedKeyUsage))
      add('web-pki-policy', 'web-pki', 'BR 7.1.2.7.6', 'extKeyUsage is critical');
  }
  if (present.has(oids.nameConstraints) && !basicConstraints?.isAuthority) {
    add('malformed', 'path', 'RFC 5280 4.2.1.10', 'name constraints in a certificate that is no CA');
  }
  if (present.has(oids.subjectAltName)) {
    const isCritical = critical.has(oids.subjectAltName);
    if (subjectName.isEmpty && !isCritical) {
      add('malformed', 'profile', 'RFC 5280 4.2.1.6', 'an empty subject, and subjectAltName is not critical');
    } else if (!subjectName.isEmpty && isCritical) {
      add('web-pki-policy', 'web-pki', 'BR 7.1.2.7.12', 'subjectAltName is critical beside a subject');
    }
  } else if (subjectName.isEmpty) {
    add('malformed', 'path', 'RFC 5280 4.1.2.6', 'no name at all');
  }
  const told = new Set<string>();
  for (const name of certificate.identifiers) {
    const fault = nameFault(name);
    if (fault === null || told.size >= 10 || told.has(fault.what)) continue;
    told.add(fault.what);
    add(fault.basis === 'path' ? 'malformed' : 'web-pki-policy', fault.basis, fault.rule, fault.what, {
      name: name.value,
    });
  }
  commonNameRule(certificate, (what) => add('web-pki-policy', 'web-pki', 'BR 7.1.4.3', what));
  return found;
}

// RFC 8446 4.4.2.2, RFC 5246 7.4.2, RFC 8422 5.5: the key signs the handshake; an RSA key may also decrypt.
function usableBits({ publicKey }: Certificate): number {
  const { digitalSignature, keyEncipherment } = keyUsageBits;
  return publicKey.kind === 'rsa' ? digitalSignature | keyEncipherment : digitalSignature;
}

/** Whether keyUsage keeps the key of this certificate from signing a handshake: it can only decrypt (RSA key exchange). */
export function onlyDecrypts({ extensions: { keyUsage } }: Certificate): boolean {
  return keyUsage !== null && (keyUsage & keyUsageBits.digitalSignature) === 0;
}

interface NameFault {
  readonly basis: RuleBasis;
  readonly rule: string;
  readonly what: string;
}

function nameFault(name: GeneralName): NameFault | null {
  const rule = 'RFC 5280 4.2.1.6';
  if (name.kind === 'ip') {
    const { length } = name.bytes;
    return length === 4 || length === 16 ? null : { basis: 'path', rule, what: 'an address of a bad length' };
  }
  if (name.kind !== 'dns') {
    const isText = name.kind === 'email' || name.kind === 'uri';
    return isText && /[^\0-\x7f]/.test(name.value)
      ? { basis: 'path', rule, what: 'a name that is not ASCII' }
      : null;
  }
  const { value } = name;
  // RFC 5280 7.2: IA5String; an internationalized name is stored as its A-label.
  if (/[^\0-\x7f]/.test(value))
    return { basis: 'path', rule: 'RFC 5280 7.2', what: 'a DNS name that is not ASCII' };
  if (/[\0-\x20\x7f]/.test(value))
    return { basis: 'path', rule, what: 'a DNS name with a space or control character' };
  if (isIP(value) !== 0) return { basis: 'profile', rule, what: 'an address stored as DNS name' };
  if (wildcardBase(value) !== null) return null;
  if (value.includes('*'))
    return { basis: 'web-pki', rule: 'BR 1.6.1', what: 'a wildcard that is not the left-most label' };
  return isHostName(value) ? null : { basis: 'profile', rule, what: 'a DNS name that is no host name' };
}

// A common name that claims to be a host or an address, in whatever spelling; `Mail server 1` does not.
const looksLikeHost = (text: string): boolean =>
  !/\s/.test(text) && (/[.:]/.test(text) || /^(0x[0-9a-f]+|\d+)$/i.test(text));

// BR 7.1.4.3: a common name is a copy, character for character, of one entry of subjectAltName; an address in the
// text form of RFC 3986 or RFC 5952, which is how `value` has it. The base of a wildcard entry is let pass.
function commonNameRule(certificate: Certificate, add: (what: string) => void): void {
  const { commonNames, identifiers } = certificate;
  if (identifiers.length === 0) return; // identity.ts says what that means
  if (commonNames.length > 1) add('more than one common name');
  const entries = new Set<string>();
  for (const name of identifiers) if (name.kind === 'dns' || name.kind === 'ip') entries.add(name.value);
  if (commonNames.some((text) => looksLikeHost(text) && !entries.has(text) && !entries.has(`*.${text}`))) {
    add('a common name that is not in subjectAltName');
  }
}
