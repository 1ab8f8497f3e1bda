// What one certificate must be in its place on a path, whatever else is on it: sound, in time, of strong keys, and an
// authority when it signs others. Rules of the leaf alone are in server-certificate.ts; those between certificates in path.ts.

import { hasStandardSalt, isWeakHash } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import {
  anyExtendedKeyUsage,
  extensionName,
  isProcessed,
  keyUsageBits,
  oids,
  serverAuth,
} from './extensions.ts';
import type { Refusal, RuleBasis } from './refusal.ts';

/**
 * `vouched-anchor`: an anchor whose form a root program has examined: only name, key, time and constraints count.
 * `trusted-leaf`: a leaf that is itself in the trust store, and so its own anchor.
 */
export type Role = 'leaf' | 'trusted-leaf' | 'intermediate' | 'anchor' | 'vouched-anchor';

type Add = (
  reason: string,
  basis: RuleBasis,
  rule: string,
  what: string,
  data?: Record<string, unknown>,
) => void;

/** Everything against this certificate in this role; not its signature. `at`: epoch milliseconds. */
export function certificateRefusals(certificate: Certificate, role: Role, at: number): Refusal[] {
  const found: Refusal[] = [];
  const add: Add = (reason, basis, rule, what, data = {}) =>
    found.push({ code: 'validation-failure', reason, basis, certificate, rule, data: { what, ...data } });
  found.push(...timeRefusals(certificate, role, at));
  keyRules(certificate, add);
  if (role === 'leaf' || role === 'intermediate') signatureRules(certificate, add);
  if (role !== 'vouched-anchor') formRules(certificate, role, add);
  if (role !== 'leaf' && role !== 'trusted-leaf') authorityRules(certificate, role, add);
  return found;
}

const timeRule = 'RFC 5280 4.1.2.5';

function timeRefusals(certificate: Certificate, role: Role, at: number): Refusal[] {
  const { notBefore, notAfter } = certificate;
  // A time that cannot be read is told as malformed, and nothing is judged by what could be made of it. One that is only
  // written in another form than it should be is still a time.
  const isRead = !certificate.defects.some(({ rule, basis }) => rule === timeRule && basis === 'path');
  if (role !== 'vouched-anchor' && !isRead) return [];
  // RFC 5280 4.1.2.5: both ends inclusive, in whole seconds.
  const now = Math.floor(at / 1000) * 1000;
  const place = role === 'vouched-anchor' ? 'anchor' : role === 'trusted-leaf' ? 'leaf' : role;
  const iso = (time: number): string => new Date(time).toISOString();
  const data = { which: place, notBefore: iso(notBefore), notAfter: iso(notAfter), at: iso(at) };
  const base = {
    code: 'certificate-expired',
    basis: 'path',
    certificate,
    rule: 'RFC 5280 6.1.3 (a)(2)',
    data,
  } as const;
  if (now > notAfter) return [{ ...base, reason: place }];
  if (now < notBefore) return [{ ...base, reason: 'not-yet-valid' }];
  return [];
}

function keyRules(certificate: Certificate, add: Add): void {
  const key = certificate.publicKey;
  const weak = (what: string): void =>
    add('weak-key', 'path', 'BR 6.1.5', what, { key: key.kind, bits: key.bits });
  switch (key.kind) {
    case 'rsa':
      if (key.bits < 2048) weak(`RSA of ${key.bits} bits`);
      else if (key.bits > 16_384) add('too-complex', 'path', 'BR 6.1.5', `RSA of ${key.bits} bits`);
      else if (key.bits % 8 !== 0)
        add('web-pki-policy', 'web-pki', 'BR 6.1.5', `RSA of ${key.bits} bits, not whole octets`);
      if (!key.soundExponent) weak('an RSA exponent that is even or too small');
      return;
    case 'ec':
      if (key.curve === 'explicit') return; // a defect already
      if (key.bits < 224) weak(`curve ${key.curve}`);
      else if (!['P-256', 'P-384', 'P-521'].includes(key.curve)) {
        add('web-pki-policy', 'web-pki', 'BR 6.1.5', `curve ${key.curve}`);
      }
      return;
    case 'dsa':
      weak('a DSA key');
      return;
    case 'unknown':
      add('web-pki-policy', 'path', 'BR 6.1.5', `a key of unknown algorithm ${key.algorithm}`);
      return;
    default:
      add('web-pki-policy', 'web-pki', 'BR 6.1.5', `a key of algorithm ${key.kind}`);
  }
}

// Asked of every certificate but an anchor: an anchor's own signature proves nothing.
function signatureRules(certificate: Certificate, add: Add): void {
  const algorithm = certificate.signatureAlgorithm;
  const data = { algorithm: algorithm.name };
  if (isWeakHash(algorithm.hash)) {
    add('weak-signature', 'path', 'BR 7.1.3.2', algorithm.name, data);
  } else if (algorithm.scheme === 'unknown') {
    add('weak-signature', 'path', 'BR 7.1.3.2', `an unknown signature algorithm ${algorithm.name}`, data);
  } else if (algorithm.scheme === 'dsa') {
    add('weak-signature', 'path', 'BR 7.1.3.2', algorithm.name, data);
  } else if (
    algorithm.hash === 'sha224' ||
    algorithm.hash?.startsWith('sha3-') ||
    algorithm.scheme === 'ed25519' ||
    algorithm.scheme === 'ed448'
  ) {
    add('web-pki-policy', 'web-pki', 'BR 7.1.3.2', `signature algorithm ${algorithm.name}`, data);
  } else if (algorithm.scheme === 'rsa-pss' && !hasStandardSalt(algorithm)) {
    add('web-pki-policy', 'web-pki', 'BR 7.1.3.2.1', 'RSASSA-PSS with an unusual salt', data);
  }
}

const neverCritical: Record<string, string> = {
  [oids.authorityKeyIdentifier]: 'RFC 5280 4.2.1.1',
  [oids.subjectKeyIdentifier]: 'RFC 5280 4.2.1.2',
};
const alwaysCritical: Record<string, string> = {
  [oids.nameConstraints]: 'RFC 5280 4.2.1.10',
  [oids.policyConstraints]: 'RFC 5280 4.2.1.11',
  [oids.inhibitAnyPolicy]: 'RFC 5280 4.2.1.14',
};

function formRules(certificate: Certificate, role: Role, add: Add): void {
  const { extensions, version, defects } = certificate;
  // RFC 5280 6.1.1 (d): an anchor is a name and a key, whatever its own signature is.
  const isSigned = role === 'leaf' || role === 'intermediate';
  for (const defect of defects)
    if (isSigned || !defect.ofSignature) add('malformed', defect.basis, defect.rule, defect.what);
  if (version < 3) add('web-pki-policy', 'web-pki', 'BR 7.1.1', `X.509 version ${version}`);
  for (const oid of extensions.critical) {
    if (!isProcessed(oid)) {
      add('critical-extension', 'path', 'RFC 5280 4.2', `unknown critical extension ${extensionName(oid)}`, {
        extension: oid,
      });
    } else if (neverCritical[oid] !== undefined) {
      add('malformed', 'profile', neverCritical[oid], `${extensionName(oid)} is critical`);
    }
  }
  for (const oid of Object.keys(alwaysCritical)) {
    if (extensions.present.has(oid) && !extensions.critical.has(oid)) {
      add('malformed', 'profile', alwaysCritical[oid]!, `${extensionName(oid)} is not critical`);
    }
  }
  keyIdentifierRules(certificate, add);
}

function keyIdentifierRules(certificate: Certificate, add: Add): void {
  const { authorityKeyIdentifier: authority, subjectKeyIdentifier: subject } = certificate.extensions;
  if (!certificate.isSelfSigned) {
    // RFC 5280 4.2.1.1: only a self-signed certificate may leave it out.
    if (authority?.keyIdentifier === undefined || authority.keyIdentifier === null) {
      add('malformed', 'profile', 'RFC 5280 4.2.1.1', 'no authority key identifier');
    }
    return;
  }
  if (authority === null) return;
  const rule = 'BR 7.1.2.1.3';
  if (authority.keyIdentifier === null)
    add('web-pki-policy', 'web-pki', rule, 'an authority key identifier without key');
  else if (subject !== null && authority.keyIdentifier !== subject) {
    add('web-pki-policy', 'web-pki', rule, 'an authority key identifier other than its own');
  }
  if (authority.hasIssuer || authority.hasSerialNumber) {
    add('web-pki-policy', 'web-pki', rule, 'an authority key identifier with issuer or serial number');
  }
}

function authorityRules(certificate: Certificate, role: Role, add: Add): void {
  const { basicConstraints, keyUsage, extendedKeyUsage, critical, subjectKeyIdentifier } =
    certificate.extensions;
  const isAnchor = role !== 'intermediate';
  const asked = role === 'vouched-anchor' ? null : isAnchor ? 'profile' : 'path';
  if (basicConstraints === null) {
    // RFC 5280 6.1.4 (k) is asked of intermediates; an anchor is a name and a key (6.1.1 (d)).
    if (asked) add('not-a-ca', asked, 'RFC 5280 4.2.1.9', 'no basicConstraints');
  } else if (!basicConstraints.isAuthority) {
    add('not-a-ca', 'path', 'RFC 5280 4.2.1.9', 'basicConstraints says it is no CA');
  } else if (asked && !critical.has(oids.basicConstraints)) {
    add('malformed', 'profile', 'RFC 5280 4.2.1.9', 'basicConstraints is not critical');
  }
  if (keyUsage !== null && (keyUsage & keyUsageBits.keyCertSign) === 0) {
    add('not-a-ca', 'path', 'RFC 5280 6.1.4 (n)', 'keyUsage does not allow signing certificates');
  }
  if (certificate.subjectName.isEmpty) add('malformed', 'path', 'RFC 5280 4.1.2.6', 'a CA without a name');
  if (role === 'vouched-anchor') return;
  if (keyUsage === null) add('web-pki-policy', 'web-pki', 'BR 7.1.2.10.7', 'a CA without keyUsage');
  if (subjectKeyIdentifier === null)
    add('malformed', 'profile', 'RFC 5280 4.2.1.2', 'a CA without subject key identifier');
  if (extendedKeyUsage === null) return;
  if (isAnchor && certificate.isSelfSigned) {
    add('web-pki-policy', 'web-pki', 'BR 7.1.2.1.2', 'a root with extKeyUsage');
  }
  if (!extendedKeyUsage.includes(serverAuth) && !extendedKeyUsage.includes(anyExtendedKeyUsage)) {
    // Nested: a CA limited to other uses cannot certify a server (BR 7.1.2.10.6, and every web client).
    add('not-a-server-certificate', 'path', 'BR 7.1.2.10.6', 'a CA that may not certify servers', {
      extendedKeyUsage,
    });
  }
}
