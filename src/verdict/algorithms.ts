// Keys and signature algorithms: what a certificate says of them, which of them are sound, and the one check of a
// signature. Parameters must be exactly those the algorithm's own RFC asks for; node:crypto sees nothing else.

import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  children,
  DerError,
  type Element,
  expectTag,
  readElement,
  readInteger,
  readObjectIdentifier,
  readOctetAlignedBits,
  readSmallInteger,
  readWhole,
  tags,
} from './der.ts';

export type PublicKeyFacts =
  | {
      readonly kind: 'rsa';
      readonly bits: number;
      readonly exponent: number | null;
      readonly soundExponent: boolean;
    }
  | { readonly kind: 'ec'; readonly curve: string; readonly bits: number }
  | { readonly kind: 'ed25519' | 'ed448'; readonly bits: number }
  | { readonly kind: 'dsa'; readonly bits: number }
  | { readonly kind: 'unknown'; readonly algorithm: string; readonly bits: 0 };

export type HashName =
  | ('md2' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512')
  | ('sha3-224' | 'sha3-256' | 'sha3-384' | 'sha3-512');

export interface SignatureFacts {
  /** A name such as sha256WithRSAEncryption; dotted where it is unknown. */
  readonly name: string;
  readonly scheme: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'dsa' | 'ed25519' | 'ed448' | 'unknown';
  readonly hash: HashName | null;
  /** Octets of salt; RSA-PSS only. */
  readonly saltLength: number;
}

/** `path`: no validator may pass over it. `profile`: the issuer broke RFC 5280, though path validation does not ask. */
export type DefectBasis = 'path' | 'profile';

/** What a reading found wrong without giving up on it. */
export type Complain = (rule: string, what: string, basis?: DefectBasis) => void;

const curves: Record<string, { name: string; bits: number }> = {
  '1.2.840.10045.3.1.1': { name: 'P-192', bits: 192 },
  '1.3.132.0.33': { name: 'P-224', bits: 224 },
  '1.2.840.10045.3.1.7': { name: 'P-256', bits: 256 },
  '1.3.132.0.34': { name: 'P-384', bits: 384 },
  '1.3.132.0.35': { name: 'P-521', bits: 521 },
  '1.3.132.0.10': { name: 'secp256k1', bits: 256 },
  '1.3.36.3.3.2.8.1.1.7': { name: 'brainpoolP256r1', bits: 256 },
  '1.3.36.3.3.2.8.1.1.11': { name: 'brainpoolP384r1', bits: 384 },
  '1.3.36.3.3.2.8.1.1.13': { name: 'brainpoolP512r1', bits: 512 },
};

function bitLength(octets: Uint8Array): number {
  let start = 0;
  while (start < octets.length && octets[start] === 0) start++;
  return start === octets.length ? 0 : (octets.length - start) * 8 - (Math.clz32(octets[start]!) - 24);
}

function isNull(element: Element | undefined): boolean {
  return element !== undefined && element.tag === tags.null && element.end === element.contents;
}

function readRsaKey(bits: Uint8Array, complain: Complain): PublicKeyFacts {
  const key = expectTag(readWhole(bits), tags.sequence, 'an RSA key');
  const [modulus, exponent, more] = children(key);
  if (modulus === undefined || exponent === undefined || more !== undefined)
    throw new DerError('a bad RSA key');
  const modulusOctets = readInteger(modulus);
  const exponentOctets = readInteger(exponent);
  if (modulusOctets[0]! >= 0x80 || exponentOctets[0]! >= 0x80)
    complain('RFC 8017 3.1', 'an RSA key with a negative number');
  const exponentBits = bitLength(exponentOctets);
  const value = exponentBits <= 32 ? exponentOctets.reduce((sum, octet) => sum * 256 + octet, 0) : null;
  const isOdd = (exponentOctets[exponentOctets.length - 1]! & 1) === 1;
  return {
    kind: 'rsa',
    bits: bitLength(modulusOctets),
    exponent: value,
    soundExponent: isOdd && (value === null || value >= 3) && exponentBits <= 256,
  };
}

/** Reads SubjectPublicKeyInfo. Throws DerError when its frame is broken; complains about what is in it. */
export function readPublicKey(element: Element, complain: Complain): PublicKeyFacts {
  const [algorithm, key, more] = children(expectTag(element, tags.sequence, 'the public key'));
  if (algorithm === undefined || key === undefined || more !== undefined)
    throw new DerError('a bad public key');
  const [identifier, parameters, extra] = children(
    expectTag(algorithm, tags.sequence, "the key's algorithm"),
  );
  if (identifier === undefined || extra !== undefined) throw new DerError('a bad algorithm of the key');
  const oid = readObjectIdentifier(identifier);
  const bits = readOctetAlignedBits(key);
  switch (oid) {
    case '1.2.840.113549.1.1.1':
      // RFC 3279 2.3.1: the parameters of an RSA key MUST be NULL.
      if (!isNull(parameters)) complain('RFC 3279 2.3.1', 'an RSA key whose parameters are not NULL');
      return readRsaKey(bits, complain);
    case '1.2.840.113549.1.1.10':
      // RFC 4055 1.2: a key for RSASSA-PSS alone; BR 7.1.3.1.1 has none of these.
      complain('BR 7.1.3.1.1', 'an RSA key for RSASSA-PSS alone', 'profile');
      return readRsaKey(bits, complain);
    case '1.2.840.10045.2.1': {
      // RFC 5480 2.1.1: a named curve, neither implicit nor explicit.
      if (parameters?.tag !== tags.objectIdentifier) {
        complain('RFC 5480 2.1.1', 'an elliptic curve that is not a named one');
        return { kind: 'ec', curve: 'explicit', bits: 0 };
      }
      const curve = readObjectIdentifier(parameters);
      const known = curves[curve];
      // RFC 5480 2.2: both coordinates, or one and the sign of the other. A curve without a name here is as long as they.
      const isWhole = bits[0] === 4;
      const octets = (bits.length - 1) / (isWhole ? 2 : 1);
      const isPoint = Number.isInteger(octets) && (isWhole || bits[0] === 2 || bits[0] === 3);
      if (!isPoint || (known && octets !== Math.ceil(known.bits / 8)))
        complain('RFC 5480 2.2', 'a point that does not fit its curve');
      return { kind: 'ec', curve: known?.name ?? curve, bits: known?.bits ?? (isPoint ? octets * 8 : 0) };
    }
    case '1.3.101.112':
    case '1.3.101.113': {
      const short = oid.endsWith('112');
      // RFC 8410 3: the parameters MUST be absent.
      if (parameters) complain('RFC 8410 3', 'an Edwards curve key with parameters');
      if (bits.length !== (short ? 32 : 57)) complain('RFC 8410 4', 'an Edwards curve key of a bad length');
      return short ? { kind: 'ed25519', bits: 256 } : { kind: 'ed448', bits: 456 };
    }
    case '1.2.840.10040.4.1': {
      const prime = parameters?.tag === tags.sequence ? children(parameters)[0] : undefined;
      return { kind: 'dsa', bits: prime === undefined ? 0 : bitLength(readInteger(prime)) };
    }
    default:
      return { kind: 'unknown', algorithm: oid, bits: 0 };
  }
}

type Known = [name: string, scheme: SignatureFacts['scheme'], hash: HashName | null];
const signatures: Record<string, Known> = {
  '1.2.840.113549.1.1.2': ['md2WithRSAEncryption', 'rsa-pkcs1', 'md2'],
  '1.2.840.113549.1.1.4': ['md5WithRSAEncryption', 'rsa-pkcs1', 'md5'],
  '1.2.840.113549.1.1.5': ['sha1WithRSAEncryption', 'rsa-pkcs1', 'sha1'],
  '1.3.14.3.2.29': ['sha1WithRSAEncryption', 'rsa-pkcs1', 'sha1'],
  '1.2.840.113549.1.1.14': ['sha224WithRSAEncryption', 'rsa-pkcs1', 'sha224'],
  '1.2.840.113549.1.1.11': ['sha256WithRSAEncryption', 'rsa-pkcs1', 'sha256'],
  '1.2.840.113549.1.1.12': ['sha384WithRSAEncryption', 'rsa-pkcs1', 'sha384'],
  '1.2.840.113549.1.1.13': ['sha512WithRSAEncryption', 'rsa-pkcs1', 'sha512'],
  '1.2.840.113549.1.1.10': ['rsassaPss', 'rsa-pss', null],
  '1.2.840.10045.4.1': ['ecdsa-with-SHA1', 'ecdsa', 'sha1'],
  '1.2.840.10045.4.3.1': ['ecdsa-with-SHA224', 'ecdsa', 'sha224'],
  '1.2.840.10045.4.3.2': ['ecdsa-with-SHA256', 'ecdsa', 'sha256'],
  '1.2.840.10045.4.3.3': ['ecdsa-with-SHA384', 'ecdsa', 'sha384'],
  '1.2.840.10045.4.3.4': ['ecdsa-with-SHA512', 'ecdsa', 'sha512'],
  '1.2.840.10040.4.3': ['dsa-with-sha1', 'dsa', 'sha1'],
  '2.16.840.1.101.3.4.3.2': ['dsa-with-sha256', 'dsa', 'sha256'],
  '2.16.840.1.101.3.4.3.9': ['ecdsa-with-SHA3-224', 'ecdsa', 'sha3-224'],
  '2.16.840.1.101.3.4.3.10': ['ecdsa-with-SHA3-256', 'ecdsa', 'sha3-256'],
  '2.16.840.1.101.3.4.3.11': ['ecdsa-with-SHA3-384', 'ecdsa', 'sha3-384'],
  '2.16.840.1.101.3.4.3.12': ['ecdsa-with-SHA3-512', 'ecdsa', 'sha3-512'],
  '2.16.840.1.101.3.4.3.13': ['sha3-224WithRSAEncryption', 'rsa-pkcs1', 'sha3-224'],
  '2.16.840.1.101.3.4.3.14': ['sha3-256WithRSAEncryption', 'rsa-pkcs1', 'sha3-256'],
  '2.16.840.1.101.3.4.3.15': ['sha3-384WithRSAEncryption', 'rsa-pkcs1', 'sha3-384'],
  '2.16.840.1.101.3.4.3.16': ['sha3-512WithRSAEncryption', 'rsa-pkcs1', 'sha3-512'],
  '1.3.101.112': ['Ed25519', 'ed25519', null],
  '1.3.101.113': ['Ed448', 'ed448', null],
};

const hashes: Record<string, HashName> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const hashLength: Partial<Record<HashName, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

function readHash(element: Element): HashName {
  const [identifier, parameters, more] = children(expectTag(element, tags.sequence, 'a hash algorithm'));
  const hash = hashes[readObjectIdentifier(expectTag(identifier, tags.objectIdentifier, 'a hash'))];
  // RFC 4055 2.1: NULL or absent.
  if (hash === undefined || more !== undefined || (parameters && !isNull(parameters)))
    throw new DerError('an unknown hash');
  return hash;
}

// RFC 4055 3.1: hash, mask generation with the same hash, salt length, trailer field.
function readPss(parameters: Element | undefined): { hash: HashName; saltLength: number } {
  if (parameters?.tag !== tags.sequence) throw new DerError('RSASSA-PSS without parameters');
  let hash: HashName = 'sha1';
  let mask: HashName = 'sha1';
  let saltLength = 20;
  let last = -1;
  for (const field of children(parameters)) {
    if (field.tag <= last) throw new DerError('fields out of order');
    last = field.tag;
    const inner = readElement(field.bytes, field.contents, field.end);
    if (inner.end !== field.end) throw new DerError('bytes after a field of RSASSA-PSS');
    if (field.tag === 0xa0) hash = readHash(inner);
    else if (field.tag === 0xa1) {
      const [generator, its, more] = children(expectTag(inner, tags.sequence, 'a mask generation'));
      const oid = readObjectIdentifier(expectTag(generator, tags.objectIdentifier, 'a mask generation'));
      if (oid !== '1.2.840.113549.1.1.8' || its === undefined || more !== undefined)
        throw new DerError('an unknown mask generation');
      mask = readHash(its);
    } else if (field.tag === 0xa2) saltLength = readSmallInteger(inner);
    else if (field.tag !== 0xa3 || readSmallInteger(inner) !== 1)
      throw new DerError('an unknown field of RSASSA-PSS');
  }
  if (mask !== hash) throw new DerError('RSASSA-PSS with two hashes');
  return { hash, saltLength };
}

/** Reads an AlgorithmIdentifier of a signature. Throws DerError when its frame is broken; complains about parameters. */
export function readSignatureAlgorithm(element: Element, complain: Complain): SignatureFacts {
  const [identifier, parameters, extra] = children(
    expectTag(element, tags.sequence, 'the signature algorithm'),
  );
  if (identifier === undefined || extra !== undefined) throw new DerError('a bad signature algorithm');
  const oid = readObjectIdentifier(identifier);
  const [name, scheme, hash] = signatures[oid] ?? [oid, 'unknown', null];
  const facts: SignatureFacts = { name, scheme, hash, saltLength: 0 };
  if (scheme === 'rsa-pkcs1') {
    // RFC 4055 5: the parameters MUST be NULL, and that they are absent MUST be accepted.
    const basis = parameters === undefined ? 'profile' : 'path';
    if (!isNull(parameters)) complain('RFC 4055 5', `${name} whose parameters are not NULL`, basis);
  } else if (scheme === 'rsa-pss') {
    try {
      return { ...facts, ...readPss(parameters) };
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      complain('RFC 4055 3.1', error.message);
      return { ...facts, scheme: 'unknown' };
    }
  } else if (scheme !== 'unknown' && parameters) {
    // RFC 5758 3.2, RFC 8410 3, RFC 3279 2.2.2: the parameters MUST be absent.
    complain(scheme === 'ecdsa' ? 'RFC 5758 3.2' : 'RFC 8410 3', `${name} with parameters`);
  }
  return facts;
}

const schemeOfKey = {
  rsa: ['rsa-pkcs1', 'rsa-pss'],
  ec: ['ecdsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
  dsa: ['dsa'],
};

/** A key that node:crypto can use; null where it can not, or where we would not have it used. */
export function keyObject(der: Uint8Array, facts: PublicKeyFacts): KeyObject | null {
  if (facts.kind === 'unknown' || (facts.kind === 'ec' && facts.curve === 'explicit')) return null;
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** Whether `signature` over `message` was made with the key: false also where key and algorithm do not go together. */
export function isSignedBy(
  message: Uint8Array,
  signature: Uint8Array,
  algorithm: SignatureFacts,
  facts: PublicKeyFacts,
  key: KeyObject | null,
): boolean {
  if (key === null || facts.kind === 'unknown') return false;
  if (!schemeOfKey[facts.kind].includes(algorithm.scheme)) return false;
  try {
    if (algorithm.scheme === 'rsa-pss') {
      const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
      return verify(algorithm.hash, message, options, signature);
    }
    return verify(algorithm.hash, message, key, signature);
  } catch {
    return false;
  }
}

/** Weak under every trust: a signature anybody might forge. */
export const isWeakHash = (hash: HashName | null): boolean =>
  hash === 'md2' || hash === 'md5' || hash === 'sha1';

/** Salt as long as the hash: what CA/Browser Forum BR 7.1.3.2.1 allows of RSASSA-PSS. */
export const hasStandardSalt = (facts: SignatureFacts): boolean =>
  facts.hash !== null && facts.saltLength === hashLength[facts.hash];
