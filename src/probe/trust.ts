// Trust stores: Mozilla's list as this Node ships it, the system's, or a file named by hand. Whatever a file
// holds is an anchor, root or not. Decoding and hashing wait until somebody asks: most runs need the PEM alone.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { TrustStore } from './evidence.ts';
import { certificateLabels, outerSequence, pemBlocks, pemOf } from './pem.ts';

/** What a file turned out to be instead of a list of certificates in PEM. */
export type TrustFileProblem =
  | 'unreadable' // data.errno
  | 'empty'
  | 'no-certificate' // PEM, or text, without a certificate; data.labels
  | 'private-key'
  | 'der' // a certificate, but in DER
  | 'pkcs7' // a PKCS#7 bundle, in PEM or DER
  | 'pkcs12'
  | 'broken-certificate' // data.number, from 1
  | 'no-system-store';

/** A trust store that cannot be used. The words are somebody else's. */
export class TrustError extends Error {
  readonly code: TrustFileProblem;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: TrustFileProblem, data: Readonly<Record<string, unknown>>) {
    super(`trust-${code}`);
    this.name = 'TrustError';
    this.code = code;
    this.data = data;
  }
}

/** Where systems keep their bundle, for a Node that cannot say itself. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

/** `mozilla`, `system`, or a file: `name` as typed, `path` where it is. Throws TrustError. */
export function loadTrust(name: string, path: string = name): TrustStore {
  // Exactly tls.rootCertificates: nothing of NODE_EXTRA_CA_CERTS or the system is in that list.
  if (name === 'mozilla') return new LazyTrustStore(name, 'mozilla', tls.rootCertificates);
  if (name === 'system') return new LazyTrustStore(name, 'system', systemCertificates());
  return new LazyTrustStore(name, 'file', certificatesOfFile(path));
}

class LazyTrustStore implements TrustStore {
  readonly name: string;
  readonly kind: TrustStore['kind'];
  readonly pem: readonly string[];
  #anchors: readonly Uint8Array[] | null = null;
  #sha256: string | null = null;

  constructor(name: string, kind: TrustStore['kind'], pem: readonly string[]) {
    this.name = name;
    this.kind = kind;
    this.pem = pem;
  }

  get anchors(): readonly Uint8Array[] {
    this.#anchors ??= this.pem.map(derOf);
    return this.#anchors;
  }

  get sha256(): string {
    if (this.#sha256 === null) {
      const digests = this.anchors.map((der) => createHash('sha256').update(der).digest('hex')).sort();
      const all = createHash('sha256');
      for (const digest of digests) all.update(Buffer.from(digest, 'hex'));
      this.#sha256 = all.digest('hex');
    }
    return this.#sha256;
  }
}

function derOf(pem: string): Uint8Array {
  const base64 = pem.replace(/-----[^-]*-----/g, '');
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function systemCertificates(): readonly string[] {
  // Not in Node 20.
  const ask = (tls as { getCACertificates?: (type: string) => string[] }).getCACertificates;
  if (ask) {
    const found = ask('system');
    if (found.length > 0) return found;
  }
  const bundle = systemBundles.find((path) => existsSync(path));
  if (bundle === undefined) throw new TrustError('no-system-store', { looked: systemBundles });
  return certificatesOfFile(bundle);
}

function certificatesOfFile(path: string): readonly string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new TrustError('unreadable', { path, errno: (error as NodeJS.ErrnoException).code ?? 'unknown' });
  }
  return certificatesOf(bytes, path);
}

/** The certificates in the bytes of a file, each as PEM, in order and without repeats. Throws TrustError. */
function certificatesOf(bytes: Buffer, path: string): readonly string[] {
  if (bytes.toString('latin1').trim() === '') throw new TrustError('empty', { path });
  const blocks = pemBlocks(bytes);
  const certificates = blocks.filter(({ label }) => certificateLabels.includes(label));
  const found = certificates.map(({ body }, index) => {
    // What OpenSSL has behind a TRUSTED CERTIFICATE is cut off by the certificate's length.
    const der = outerSequence(Buffer.from(body, 'base64'));
    if (der === null) throw new TrustError('broken-certificate', { path, number: index + 1 });
    return pemOf(der);
  });
  if (found.length > 0) return [...new Set(found)];
  const labels = blocks.map(({ label }) => label);
  if (labels.some((label) => label.endsWith('PRIVATE KEY'))) throw new TrustError('private-key', { path });
  if (labels.some((label) => label === 'PKCS7' || label === 'CMS')) throw new TrustError('pkcs7', { path });
  if (labels.length === 0) {
    const problem = problemOfDer(bytes);
    if (problem) throw new TrustError(problem, { path });
  }
  throw new TrustError('no-certificate', { path, labels });
}

/** What a file in DER begins with, by the first element of its SEQUENCE. */
function problemOfDer(bytes: Buffer): TrustFileProblem | null {
  if (bytes.length < 8 || bytes[0] !== 0x30) return null;
  const first = bytes[1]!;
  const inner = bytes.subarray(first < 0x80 || first === 0x80 ? 2 : 2 + (first - 0x80));
  // PKCS#7 ContentInfo (RFC 2315 7): an OID 1.2.840.113549.1.7...
  if (inner.subarray(0, 10).toString('hex').startsWith('06092a864886f70d0107')) return 'pkcs7';
  // PFX (RFC 7292 4): version 3. PKCS#8 and PKCS#1 keys: version 0; SEC 1 keys: version 1.
  if (inner.subarray(0, 3).toString('hex') === '020103') return 'pkcs12';
  if (inner.subarray(0, 2).toString('hex') === '0201') return 'private-key';
  return inner[0] === 0x30 ? 'der' : null;
}
