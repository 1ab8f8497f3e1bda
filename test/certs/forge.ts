// Certificates written octet by octet, so that any part of them can be wrong. The default is a sound web PKI
// certificate; each property of a wish replaces one part. For what needs no fault, src/demo/certificates.ts is shorter.

import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Certificate, type CertificateReading, readCertificate } from '../../src/verdict/certificate.ts';

export type Octets = Uint8Array | readonly number[];

/** One DER element; a tag and what is in it. */
export function element(tag: number, ...parts: Octets[]): Uint8Array {
  const contents = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const length: number[] = [];
  for (let rest = contents.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  const header = contents.length < 128 ? [contents.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Uint8Array.from([tag, ...header]), contents]);
}

export const sequence = (...parts: Octets[]): Uint8Array => element(0x30, ...parts);
export const octets = (...parts: Octets[]): Uint8Array => element(0x04, ...parts);
export const text = (tag: number, value: string): Uint8Array => element(tag, Buffer.from(value, 'latin1'));
export const truth = Uint8Array.from([1, 1, 0xff]);
export const nothing = Uint8Array.from([5, 0]);

export function oid(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(BigInt) as [bigint, bigint, ...bigint[]];
  const arcs = [first * 40n + second, ...rest].flatMap((arc) => {
    const digits = [Number(arc % 128n)];
    for (let left = arc / 128n; left > 0n; left /= 128n) digits.unshift(Number(left % 128n) | 128);
    return digits;
  });
  return element(0x06, arcs);
}

/** A Name of these attributes, each a relative distinguished name of its own: `['CN', 'mx.example.com']`. */
export function name(...attributes: [type: string, value: string, tag?: number][]): Uint8Array {
  const types: Record<string, string> = {
    CN: '2.5.4.3',
    O: '2.5.4.10',
    C: '2.5.4.6',
    E: '1.2.840.113549.1.9.1',
  };
  return sequence(
    ...attributes.map(([type, value, tag = 0x0c]) =>
      element(0x31, sequence(oid(types[type] ?? type), element(tag, Buffer.from(value, 'utf8')))),
    ),
  );
}

/** GeneralName: `mx.example.com`, `IP:c0000201` (hex), `EMAIL:a@b`, `URI:...`, `DIRECTORY:common name`, `OTHER:...`. */
export function generalName(words: string): Uint8Array {
  const at = words.search(/^(IP|EMAIL|URI|DIRECTORY|OTHER):/);
  const value = at < 0 ? words : words.slice(words.indexOf(':') + 1);
  if (words.startsWith('IP:')) return element(0x87, Buffer.from(value, 'hex'));
  if (words.startsWith('EMAIL:')) return text(0x81, value);
  if (words.startsWith('URI:')) return text(0x86, value);
  if (words.startsWith('DIRECTORY:')) return element(0xa4, name(['CN', value]));
  if (words.startsWith('OTHER:'))
    return element(0xa0, oid('1.3.6.1.4.1.99999.1'), element(0xa0, text(0x0c, value)));
  return element(0x82, Buffer.from(value, 'latin1'));
}

export const nameConstraints = (
  permitted: readonly string[],
  excluded: readonly string[] = [],
): Uint8Array => {
  const trees = (tag: number, list: readonly string[]): Uint8Array[] =>
    list.length > 0 ? [element(tag, ...list.map((one) => sequence(generalName(one))))] : [];
  return sequence(...trees(0xa0, permitted), ...trees(0xa1, excluded));
};

export const extensionOids = {
  ski: '2.5.29.14',
  keyUsage: '2.5.29.15',
  names: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  aki: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  aia: '1.3.6.1.5.5.7.1.1',
} as const;

export interface ForgedExtension {
  readonly critical?: boolean;
  /** DER inside the OCTET STRING. */
  readonly value: Octets;
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export type ForgedKey =
  | 'P-256'
  | 'P-384'
  | 'secp256k1'
  | 'prime192v1'
  | 'secp160r1'
  | 'brainpoolP160r1'
  | 'secp224r1'
  | 'ed25519'
  | 'dsa'
  | 1024
  | 2048
  | 2052
  | 3072;
export type ForgedSignature = keyof typeof signatureOids;

export interface Wish {
  /** The common name of the subject, or the whole Name as DER. */
  readonly subject: string | Uint8Array;
  /** Absent: self-signed. */
  readonly issuer?: Forged;
  /** Another issuer name than the issuer's. */
  readonly issuerName?: Uint8Array;
  readonly authority?: boolean;
  readonly pathLength?: number;
  /** subjectAltName, as `generalName` takes them. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly validity?: Uint8Array;
  readonly key?: ForgedKey;
  /** Re-use a key: cross-signing, renewing. */
  readonly keys?: KeyPair;
  readonly publicKeyInfo?: Uint8Array;
  readonly signature?: ForgedSignature;
  /** AlgorithmIdentifier in place of the right one: inside and outside. */
  readonly algorithm?: Uint8Array;
  readonly outerAlgorithm?: Uint8Array;
  /** Contents of the serial number. */
  readonly serialNumber?: Octets;
  /** As encoded: 2 is v3. Null leaves it out. */
  readonly version?: number | null;
  /** By OID: replaces an extension, adds one, or, where null, leaves it out. */
  readonly extensions?: Readonly<Record<string, ForgedExtension | null>>;
  /** Appended after all others: for duplicates. */
  readonly moreExtensions?: readonly Uint8Array[];
  readonly noExtensions?: boolean;
  /** Changes the signature after it was made. */
  readonly spoilSignature?: boolean;
}

export interface Forged {
  readonly der: Uint8Array;
  readonly reading: CertificateReading;
  /** Throws when the certificate is unreadable. */
  readonly certificate: Certificate;
  readonly keys: KeyPair;
  readonly subjectName: Uint8Array;
  readonly keyIdentifier: Uint8Array;
}

const signatureOids = {
  'ecdsa-sha1': ['1.2.840.10045.4.1', 'sha1', null],
  'ecdsa-sha256': ['1.2.840.10045.4.3.2', 'sha256', null],
  'ecdsa-sha3-256': ['2.16.840.1.101.3.4.3.10', 'sha3-256', null],
  'rsa-md5': ['1.2.840.113549.1.1.4', 'md5', nothing],
  'rsa-sha1': ['1.2.840.113549.1.1.5', 'sha1', nothing],
  'rsa-sha256': ['1.2.840.113549.1.1.11', 'sha256', nothing],
  'rsa-pss': ['1.2.840.113549.1.1.10', 'sha256', null],
  ed25519: ['1.3.101.112', null, null],
  dsa: ['2.16.840.1.101.3.4.3.2', 'sha256', null],
} as const satisfies Record<string, readonly [string, string | null, Uint8Array | null]>;

const keyCache = new Map<ForgedKey, KeyPair[]>();

/** A fresh key pair; RSA pairs come from a small stock, because they are slow to make. */
export function makeKeyPair(kind: ForgedKey = 'P-256'): KeyPair {
  const stock = keyCache.get(kind) ?? [];
  keyCache.set(kind, stock);
  if (typeof kind === 'number' && stock.length >= 3) return stock[Math.floor(Math.random() * 3)]!;
  const pair =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : kind === 'dsa'
        ? generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 })
        : typeof kind === 'number'
          ? generateKeyPairSync('rsa', { modulusLength: kind })
          : generateKeyPairSync('ec', { namedCurve: kind });
  stock.push(pair);
  return pair;
}

const hash = { algorithm: sequence(oid('2.16.840.1.101.3.4.2.1'), nothing) };
/** RSASSA-PSS with SHA-256 and this salt. */
export const pssAlgorithm = (salt: number, mask: Uint8Array = hash.algorithm): Uint8Array =>
  sequence(
    oid('1.2.840.113549.1.1.10'),
    sequence(pssField(0xa0), pssField(0xa1, mask), pssField(0xa2, element(2, [salt]))),
  );

/** A field of the parameters of RSASSA-PSS: hash, mask generation or salt length, by its tag. */
export function pssField(
  tag: 0xa0 | 0xa1 | 0xa2,
  value: Uint8Array = tag === 0xa2 ? element(2, [32]) : hash.algorithm,
): Uint8Array {
  return element(tag, tag === 0xa1 ? sequence(oid('1.2.840.113549.1.1.8'), value) : value);
}

export const algorithmOf = (signature: ForgedSignature): Uint8Array => {
  const [identifier, , parameters] = signatureOids[signature];
  if (signature === 'rsa-pss') return pssAlgorithm(32);
  return sequence(oid(identifier), ...(parameters ? [parameters] : []));
};

function signatureFor(key: KeyObject): ForgedSignature {
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256';
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  return key.asymmetricKeyType === 'dsa' ? 'dsa' : 'ecdsa-sha256';
}

function signWith(key: KeyObject, signature: ForgedSignature, message: Uint8Array): Uint8Array {
  const [, digest] = signatureOids[signature];
  if (signature !== 'rsa-pss') return sign(digest, message, key);
  return sign(digest, message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}

export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050 ? text(0x17, digits.slice(2)) : text(0x18, digits);
}

export const extension = (identifier: string, { critical = false, value }: ForgedExtension): Uint8Array =>
  sequence(oid(identifier), ...(critical ? [truth] : []), octets(value));

function extensionsOf(wish: Wish, keyIdentifier: Uint8Array): Uint8Array {
  const { authority = false, issuer, names = [] } = wish;
  const length = wish.pathLength === undefined ? [] : [element(2, [wish.pathLength])];
  const all: Record<string, ForgedExtension | null> = {
    [extensionOids.basicConstraints]: {
      critical: true,
      value: authority ? sequence(truth, ...length) : sequence(),
    },
    [extensionOids.keyUsage]: { critical: true, value: authority ? [3, 2, 1, 0x06] : [3, 2, 7, 0x80] },
    [extensionOids.ski]: { value: octets(keyIdentifier) },
    [extensionOids.aki]: issuer ? { value: sequence(element(0x80, issuer.keyIdentifier)) } : null,
    [extensionOids.extendedKeyUsage]: authority ? null : { value: sequence(oid('1.3.6.1.5.5.7.3.1')) },
    [extensionOids.names]: names.length > 0 ? { value: sequence(...names.map(generalName)) } : null,
    ...wish.extensions,
  };
  const list = Object.entries(all).flatMap(([identifier, one]) => (one ? [extension(identifier, one)] : []));
  return element(0xa3, sequence(...list, ...(wish.moreExtensions ?? [])));
}

let counter = 0;

/** Makes one certificate as wished. The default is valid through 2026, its names those of the wish. */
export function forge(wish: Wish): Forged {
  const keys = wish.keys ?? makeKeyPair(wish.key);
  const subjectName = typeof wish.subject === 'string' ? name(['CN', wish.subject]) : wish.subject;
  const publicKeyInfo = wish.publicKeyInfo ?? keys.publicKey.export({ format: 'der', type: 'spki' });
  const keyIdentifier = createHash('sha1').update(publicKeyInfo).digest();
  const signer = wish.issuer?.keys.privateKey ?? keys.privateKey;
  const signature = wish.signature ?? signatureFor(signer);
  const algorithm = wish.algorithm ?? algorithmOf(signature);
  counter++;
  const serial = wish.serialNumber ?? [0x40, counter >> 16, (counter >> 8) & 255, counter & 255];
  const from = wish.notBefore ?? new Date('2026-01-01T00:00:00Z');
  const until = wish.notAfter ?? new Date('2026-12-31T00:00:00Z');
  const signed = sequence(
    ...(wish.version === null ? [] : [element(0xa0, element(2, [wish.version ?? 2]))]),
    element(2, serial),
    algorithm,
    wish.issuerName ?? wish.issuer?.subjectName ?? subjectName,
    wish.validity ?? sequence(time(from), time(until)),
    subjectName,
    publicKeyInfo,
    ...(wish.noExtensions ? [] : [extensionsOf(wish, keyIdentifier)]),
  );
  const proof = Uint8Array.from(signWith(signer, signature, signed));
  if (wish.spoilSignature) proof[proof.length - 1]! ^= 1;
  const der = sequence(signed, wish.outerAlgorithm ?? algorithm, element(3, [0], proof));
  const reading = readCertificate(der);
  return {
    der,
    reading,
    get certificate() {
      if (reading.kind === 'unreadable') throw new Error(`unreadable: ${reading.problem}`);
      return reading.certificate;
    },
    keys,
    subjectName,
    keyIdentifier,
  };
}
