// Facts of one certificate (RFC 5280 4.1), read once and never changed. No judgement of time, trust or names here.
// A certificate with faults is still read and shown: what breaks a rule of encoding is kept as a defect, and
// path.ts refuses it. Only bytes whose frame is no certificate at all are unreadable.

import { createHash, type KeyObject } from 'node:crypto';
import {
  type Complain,
  type DefectBasis,
  isSignedBy,
  keyObject,
  type PublicKeyFacts,
  readPublicKey,
  readSignatureAlgorithm,
  type SignatureFacts,
} from './algorithms.ts';
import {
  children,
  contextConstructed,
  contextPrimitive,
  DerError,
  type Element,
  encodingOf,
  expectTag,
  isBitString,
  readElement,
  readInteger,
  readOctetAlignedBits,
  readSmallInteger,
  readTime,
  readWhole,
  tags,
} from './der.ts';
import { type ExtensionFacts, noExtensions, readExtensions } from './extensions.ts';
import {
  commonName,
  type DistinguishedName,
  type GeneralName,
  nameText,
  readDistinguishedName,
} from './names.ts';

/** A rule of encoding that the certificate breaks: `what` is for people, in English, and may quote the certificate. */
export interface Defect {
  readonly rule: string;
  readonly what: string;
  readonly basis: DefectBasis;
  /** Of the signature on it alone, which for an anchor proves nothing. */
  readonly ofSignature?: true;
}

export type CertificateReading =
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'unreadable'; readonly fingerprint256: string; readonly problem: string };

/** Certificates of more octets are not read. */
const largestCertificate = 1 << 20;

interface Parts {
  readonly der: Uint8Array;
  readonly fingerprint256: string;
  readonly signedPart: Uint8Array;
  readonly signature: Uint8Array;
  readonly signatureAlgorithm: SignatureFacts;
  readonly version: number;
  readonly serialNumber: string;
  readonly issuerName: DistinguishedName;
  readonly subjectName: DistinguishedName;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKeyFacts;
  readonly publicKeyDer: Uint8Array;
  readonly extensions: ExtensionFacts;
  readonly defects: readonly Defect[];
}

export class Certificate {
  readonly der: Uint8Array;
  /** SHA-256 of the DER as `AB:CD:...`. */
  readonly fingerprint256: string;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Upper-case hex of the number, `-` before a negative one, as Node prints it. */
  readonly serialNumber: string;
  readonly subjectName: DistinguishedName;
  readonly issuerName: DistinguishedName;
  /** Milliseconds since 1970; both ends are inside (RFC 5280 4.1.2.5). */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKeyFacts;
  readonly publicKeyDer: Uint8Array;
  readonly signatureAlgorithm: SignatureFacts;
  readonly extensions: Readonly<ExtensionFacts>;
  readonly defects: readonly Defect[];
  /** Subject and issuer are the same name (RFC 5280 3.2). */
  readonly isSelfIssued: boolean;
  readonly #parts: Parts;
  #key: KeyObject | null | undefined;
  #selfSigned: boolean | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.der = parts.der;
    this.fingerprint256 = parts.fingerprint256;
    this.version = parts.version;
    this.serialNumber = parts.serialNumber;
    this.subjectName = parts.subjectName;
    this.issuerName = parts.issuerName;
    this.notBefore = parts.notBefore;
    this.notAfter = parts.notAfter;
    this.publicKey = parts.publicKey;
    this.publicKeyDer = parts.publicKeyDer;
    this.signatureAlgorithm = parts.signatureAlgorithm;
    this.extensions = parts.extensions;
    this.defects = parts.defects;
    this.isSelfIssued = parts.subjectName.key === parts.issuerName.key;
  }

  /** RFC 4514; as the certificate has it, so not safe for a terminal. */
  get subject(): string {
    return this.subjectName.text;
  }

  /** RFC 4514; as the certificate has it, so not safe for a terminal. */
  get issuer(): string {
    return this.issuerName.text;
  }

  /** The presented identifiers, in the certificate's order. */
  get identifiers(): readonly GeneralName[] {
    return this.extensions.names;
  }

  /** The same as text, one entry each: `DNS:mx.example.com`, `IP:192.0.2.1`. */
  get names(): readonly string[] {
    return this.extensions.names.map(nameText);
  }

  /** Values of the subject's common names that are strings. */
  get commonNames(): readonly string[] {
    const found: string[] = [];
    for (const members of this.subjectName.attributes) {
      for (const member of members)
        if (member.type === commonName && member.text !== null) found.push(member.text);
    }
    return found;
  }

  /** cA in basicConstraints. */
  get isAuthority(): boolean {
    return this.extensions.basicConstraints?.isAuthority ?? false;
  }

  /** Self-issued, and the signature is by its own key. */
  get isSelfSigned(): boolean {
    this.#selfSigned ??= this.isSelfIssued && this.isSignedBy(this);
    return this.#selfSigned;
  }

  /** Whether node:crypto can use its key: the point is on the curve, the curve is known. */
  get hasUsableKey(): boolean {
    if (this.#key === undefined) this.#key = keyObject(this.publicKeyDer, this.publicKey);
    return this.#key !== null;
  }

  /** Whether the signature on this certificate is by the issuer's key. Costs one check; the caller remembers it. */
  isSignedBy(issuer: Certificate): boolean {
    const { signedPart, signature, signatureAlgorithm } = this.#parts;
    if (issuer.#key === undefined) issuer.#key = keyObject(issuer.publicKeyDer, issuer.publicKey);
    return isSignedBy(signedPart, signature, signatureAlgorithm, issuer.publicKey, issuer.#key);
  }
}

/** SHA-256 of the DER as Node prints it: `AB:CD:...`. */
export function fingerprintOf(der: Uint8Array): string {
  const digest = createHash('sha256').update(der).digest('hex').toUpperCase();
  return digest.match(/../g)!.join(':');
}

// Thousands of servers send the same few intermediates: those are read once. Only authorities, only of usual size, and
// copies of their octets, so that no larger buffer is kept alive.
const authorities = new Map<string, Certificate>();
const mostAuthorities = 256;
const largestKept = 8192;

/** Reads one certificate; never throws. */
export function readCertificate(der: Uint8Array): CertificateReading {
  const fingerprint256 = fingerprintOf(der);
  const known = authorities.get(fingerprint256);
  if (known !== undefined) return { kind: 'certificate', certificate: known };
  try {
    const certificate = read(der.length <= largestKept ? Uint8Array.from(der) : der, fingerprint256);
    if (certificate.isAuthority && der.length <= largestKept) {
      if (authorities.size >= mostAuthorities) authorities.delete(authorities.keys().next().value!);
      authorities.set(fingerprint256, certificate);
    }
    return { kind: 'certificate', certificate };
  } catch (error) {
    // Only what the bytes can cause; anything else is a fault of ours and must not be hidden.
    if (!(error instanceof DerError)) throw error;
    return { kind: 'unreadable', fingerprint256, problem: error.message };
  }
}

function read(der: Uint8Array, fingerprint256: string): Certificate {
  if (der.length > largestCertificate) throw new DerError('larger than 1 MiB');
  const defects: Defect[] = [];
  const keep = (defect: Defect): void => {
    const isKnown = defects.some(({ rule, what }) => rule === defect.rule && what === defect.what);
    if (defects.length < 100 && !isKnown) defects.push(defect);
  };
  const complain: Complain = (rule, what, basis = 'path') => keep({ rule, what, basis });
  const complainOfSignature: Complain = (rule, what, basis = 'path') =>
    keep({ rule, what, basis, ofSignature: true });
  const [signed, algorithm, signature, more] = children(
    expectTag(readWhole(der), tags.sequence, 'a certificate'),
  );
  if (signed === undefined || algorithm === undefined || signature === undefined || more !== undefined) {
    throw new DerError('not the three parts of a certificate');
  }
  const fields = children(expectTag(signed, tags.sequence, 'the signed part'));
  const version = readVersion(fields, complain);
  const serialNumber = readSerialNumber(fields.shift(), complain);
  const innerAlgorithm = expectTag(fields.shift(), tags.sequence, 'the signature algorithm');
  const issuerName = readName(fields.shift(), 'issuer', complain);
  const validity = children(expectTag(fields.shift(), tags.sequence, 'the validity'));
  const subjectName = readName(fields.shift(), 'subject', complain);
  const publicKeyElement = expectTag(fields.shift(), tags.sequence, 'the public key');
  if (validity.length !== 2) throw new DerError('a validity that is not two times');
  if (issuerName.isEmpty) complain('RFC 5280 4.1.2.4', 'the issuer is empty');
  // RFC 5280 4.1.1.2: the algorithm is given twice and MUST be the same.
  if (Buffer.compare(encodingOf(innerAlgorithm), encodingOf(algorithm)) !== 0) {
    complainOfSignature('RFC 5280 4.1.1.2', 'the two signature algorithms differ');
  }
  const times = validity.map((element) => readTimeLeniently(element, complain)) as [number, number];
  return new Certificate({
    der,
    fingerprint256,
    signedPart: encodingOf(signed),
    signature: readOctetAlignedBits(signature),
    signatureAlgorithm: readSignatureAlgorithm(algorithm, complainOfSignature),
    version,
    serialNumber,
    issuerName,
    subjectName,
    notBefore: times[0],
    notAfter: times[1],
    publicKey: readPublicKey(publicKeyElement, complain),
    publicKeyDer: encodingOf(publicKeyElement),
    extensions: readTail(fields, version, complain),
    defects,
  });
}

function readVersion(fields: Element[], complain: Complain): number {
  if (fields[0]?.tag !== contextConstructed(0)) return 1;
  const frame = fields.shift()!;
  const inner = readElement(frame.bytes, frame.contents, frame.end);
  if (inner.end !== frame.end) throw new DerError('bytes after the version');
  const version = readSmallInteger(inner) + 1;
  // X.690 11.5: version 1 is the default and left out.
  if (version === 1) complain('RFC 5280 4.1.2.1', 'version 1 is encoded', 'profile');
  else if (version > 3) complain('RFC 5280 4.1.2.1', `version ${version}`);
  return version;
}

// RFC 5280 4.1.2.2: positive, at most 20 octets.
function readSerialNumber(element: Element | undefined, complain: Complain): string {
  let octets: Uint8Array;
  try {
    octets = readInteger(expectTag(element, tags.integer, 'the serial number'));
  } catch (error) {
    if (!(error instanceof DerError) || element?.tag !== tags.integer) throw error;
    complain('RFC 5280 4.1.2.2', `the serial number is ${error.message}`);
    octets = element.bytes.subarray(element.contents, element.end);
    if (octets.length === 0) return '';
  }
  if (octets.length > 20)
    complain('RFC 5280 4.1.2.2', 'the serial number is longer than 20 octets', 'profile');
  const digits = Buffer.from(octets).toString('hex').toUpperCase();
  if (octets[0]! >= 0x80) {
    complain('RFC 5280 4.1.2.2', 'the serial number is negative', 'profile');
    const size = ((1n << BigInt(octets.length * 8)) - BigInt(`0x${digits}`)).toString(16).toUpperCase();
    return `-${size.length % 2 ? '0' : ''}${size}`;
  }
  if (octets.every((octet) => octet === 0))
    complain('RFC 5280 4.1.2.2', 'the serial number is zero', 'profile');
  return digits.replace(/^00(?=.)/, '');
}

function readName(element: Element | undefined, which: string, complain: Complain): DistinguishedName {
  const frame = expectTag(element, tags.sequence, `the ${which}`);
  try {
    return readDistinguishedName(frame, complain);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    complain('RFC 5280 4.1.2.4', `${which}: ${error.message}`);
    const der = encodingOf(frame);
    const text = `#${Buffer.from(der).toString('hex')}`;
    return { der, text, keys: [text], key: text, attributes: [], isEmpty: false };
  }
}

function readTimeLeniently(element: Element, complain: Complain): number {
  try {
    return readTime(element, complain);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    complain('RFC 5280 4.1.2.5', error.message);
    // What can be made of it, for showing only: the defect refuses the certificate.
    const text = Buffer.from(element.bytes.subarray(element.contents, element.end)).toString('latin1');
    const isShort = element.tag === tags.utcTime;
    const form = isShort
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/;
    const match = form.exec(text);
    if (!match) return 0;
    const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
    const whole = isShort ? (year! < 50 ? 2000 + year! : 1900 + year!) : year!;
    return Date.UTC(whole, month! - 1, day, hour, minute, second || 0);
  }
}

function readTail(fields: Element[], version: number, complain: Complain): ExtensionFacts {
  let facts = noExtensions();
  let last = 0;
  for (const field of fields) {
    const number = field.tag & 0x1f;
    if (number <= last) throw new DerError('fields out of order');
    last = number;
    if (field.tag === contextPrimitive(1) || field.tag === contextPrimitive(2)) {
      // RFC 5280 4.1.2.8: conforming CAs MUST NOT use them. 4.1: in versions 2 and 3 alone, and a BIT STRING.
      const isSound = version > 1 && isBitString(field);
      complain('RFC 5280 4.1.2.8', 'a unique identifier', isSound ? 'profile' : 'path');
    } else if (field.tag === contextConstructed(3)) {
      if (version !== 3) complain('RFC 5280 4.1.2.9', `extensions in version ${version}`);
      const inner = readElement(field.bytes, field.contents, field.end);
      if (inner.end !== field.end) throw new DerError('bytes after the extensions');
      facts = readExtensions(inner, complain);
    } else throw new DerError('an unknown field');
  }
  return facts;
}
