// The trust anchors of one trust store, found by name. Made once per store: only names are read at first,
// and a certificate is read whole when a path comes to it. Signatures once checked are remembered, within a bound.

import { Certificate, readCertificate } from './certificate.ts';
import { children, contextConstructed, DerError, readWhole } from './der.ts';
import { readDistinguishedName } from './names.ts';

/** `vouched-for`: by a root program (Mozilla's, the system's), so that the form of an anchor is not judged again. */
export type AnchorForm = 'judged' | 'vouched-for';

export interface AnchorIndex {
  readonly form: AnchorForm;
  /** Anchors with this subject; `key` as in DistinguishedName. */
  withSubject(key: string): readonly Certificate[];
  hasSubject(key: string): boolean;
  has(certificate: Certificate): boolean;
  /** Whether issuer signed certificate: checked once and remembered. */
  isSignedBy(certificate: Certificate, issuer: Certificate): boolean;
}

const mostRemembered = 5000;

function subjectKeyOf(der: Uint8Array): string {
  const fields = children(children(readWhole(der))[0]!);
  const subject = fields[fields[0]?.tag === contextConstructed(0) ? 5 : 4];
  if (subject === undefined) throw new DerError('no subject');
  return readDistinguishedName(subject).key;
}

/** An index over the DER of every anchor of a store, with repeats or without; the bytes are kept, not copied. */
export function indexAnchors(list: readonly Uint8Array[], form: AnchorForm): AnchorIndex {
  const bySubject = new Map<string, (Uint8Array | Certificate)[]>();
  const remembered = new Map<string, boolean>();
  for (const der of list) {
    try {
      const key = subjectKeyOf(der);
      const same = bySubject.get(key);
      if (same) same.push(der);
      else bySubject.set(key, [der]);
    } catch (error) {
      // Nobody can come to it.
      if (!(error instanceof DerError)) throw error;
    }
  }
  function withSubject(key: string): readonly Certificate[] {
    const found = bySubject.get(key);
    if (found === undefined) return [];
    if (found.every((one) => one instanceof Certificate)) return found;
    const read = found
      .map((one) => (one instanceof Certificate ? one : readWholeCertificate(one)))
      .filter((one) => one !== null);
    bySubject.set(key, read);
    return read;
  }
  const pair = (certificate: Certificate, issuer: Certificate): string =>
    certificate.fingerprint256 + issuer.fingerprint256;
  return {
    form,
    withSubject,
    hasSubject: (key) => bySubject.has(key),
    has: (certificate) =>
      withSubject(certificate.subjectName.key).some((one) => Buffer.compare(one.der, certificate.der) === 0),
    isSignedBy(certificate, issuer) {
      const key = pair(certificate, issuer);
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const answer = certificate.isSignedBy(issuer);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, answer);
      return answer;
    },
  };
}

function readWholeCertificate(der: Uint8Array): Certificate | null {
  const reading = readCertificate(der);
  return reading.kind === 'certificate' ? reading.certificate : null;
}
