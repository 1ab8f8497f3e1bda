// Evidence from a certificate file, as if a server served it (`routes rehearse`). The certificates in the file's own
// order, repeats kept, the leaf found wherever it stands; with a key a handshake between two ends inside this process,
// so that OpenSSL has its say. No socket is opened. A file that is something else is named for what it is.

import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import type { Cause, OpenSslOpinion, ProbeEvidence, Target } from './evidence.ts';
import { opinionOf, type TlsClient } from './handshake.ts';
import { certificateLabels, outerSequence, type PemBlock, pemBlocks, pemOf } from './pem.ts';
import type { Resolver } from './resolver.ts';

/** What a file turned out to be instead of certificates in PEM. */
export type CertificateFileProblem =
  | 'empty'
  | 'no-certificate' // PEM blocks of other kinds, or no PEM at all
  | 'private-key'
  | 'public-key'
  | 'request' // a certificate signing request, PKCS#10
  | 'revocation-list'
  | 'der' // a certificate, but in DER
  | 'request-der'
  | 'pkcs7' // PEM
  | 'pkcs7-der'
  | 'pkcs12'
  | 'java-keystore'
  | 'utf-16'
  | 'base64' // a certificate without the lines around it
  | 'broken-certificate'; // data.number, from 1

/** What is wrong with a file for a private key. */
export type KeyFileProblem =
  | 'no-key'
  | 'certificate'
  | 'encrypted-key'
  | 'der-key'
  | 'openssh-key'
  | 'broken-key';

/** A file that cannot be used as certificates or as a key. The words are somebody else's. */
export class CertificateFileError extends Error {
  readonly code: CertificateFileProblem | KeyFileProblem;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: CertificateFileError['code'], data: Readonly<Record<string, unknown>> = {}) {
    super(`certificate-file-${code}`);
    this.name = 'CertificateFileError';
    this.code = code;
    this.data = data;
  }
}

/** A file as a server would serve it. */
export interface ServedFile {
  /** DER, the leaf first and all others in the file's order; repeats kept. */
  readonly certificates: readonly Uint8Array[];
  /** Where in the file the leaf is, from 0. */
  readonly leafPosition: number;
  /** The key to serve it with; null without one. */
  readonly key: KeyObject | null;
  /** Whether the key fits the leaf; null without one. */
  readonly keyFits: boolean | null;
  /** Where in the file a certificate is that the key fits instead; null for none. */
  readonly keyPosition: number | null;
}

const isKeyLabel = (label: string): boolean => label.endsWith('PRIVATE KEY');

/** The certificates in a file's bytes: DER, in order, repeats kept. @throws CertificateFileError */
export function certificatesIn(bytes: Buffer): readonly Uint8Array[] {
  const blocks = pemBlocks(bytes);
  const certificates = blocks.filter(({ label }) => certificateLabels.includes(label));
  const found: Uint8Array[] = [];
  for (const { body } of certificates) {
    const der = outerSequence(Buffer.from(body, 'base64'));
    if (der === null) throw new CertificateFileError('broken-certificate', { number: found.length + 1 });
    found.push(new Uint8Array(der));
  }
  const damaged = firstDamaged(certificates);
  if (damaged !== null) throw new CertificateFileError('broken-certificate', { number: damaged });
  if (found.length > 0) return found;
  throw new CertificateFileError(whatItIs(bytes, blocks));
}

/**
 * What a server with this file serves. `keyBytes`: the file of the key; without it a key beside the certificates counts.
 * The leaf is the certificate that the key fits; else the first, unless that is an authority and a later one is none.
 * @throws CertificateFileError
 */
export function readServedFile(bytes: Buffer, keyBytes: Buffer | null): ServedFile {
  const inOrder = certificatesIn(bytes);
  const keys = keyBytes === null ? keysIn(bytes) : keysOf(keyBytes);
  const parsed = inOrder.map(readLeniently);
  const likely = likelyLeaf(parsed);
  const fitting = keys.flatMap((key) =>
    parsed.flatMap((certificate, position) => (certificate?.checkPrivateKey(key) ? [{ key, position }] : [])),
  );
  // The key of an authority that is in the file does not make it the leaf.
  const found = fitting.find(({ position }) => position === likely || parsed[position]?.ca === false);
  const leafPosition = found?.position ?? likely;
  const key = found?.key ?? keys[0] ?? null;
  return {
    certificates: [inOrder[leafPosition]!, ...inOrder.filter((_, index) => index !== leafPosition)],
    leafPosition,
    key,
    keyFits: key === null ? null : found !== undefined,
    keyPosition: found === undefined ? (fitting[0]?.position ?? null) : null,
  };
}

/** What a handshake inside this process told. */
export interface RehearsedHandshake {
  readonly opinion: OpenSslOpinion | null;
  readonly fault: Cause | null;
}

/** A handshake between a server that has the file and its key, and our client; nothing without a key that fits. */
export async function handshakeInside(file: ServedFile, client: TlsClient): Promise<RehearsedHandshake> {
  if (file.key === null || file.keyFits !== true) return { opinion: null, fault: null };
  const [serverSide, clientSide] = duplexPair();
  let server: TLSSocket | null = null;
  let socket: TLSSocket | null = null;
  try {
    const secureContext = createSecureContext({
      // Without a list of its own OpenSSL would take issuers that the file lacks from the default store, and send them.
      ca: [],
      cert: file.certificates.map(pemOf).join(''),
      key: file.key.export({ type: 'pkcs8', format: 'pem' }),
      // What a key is worth is judged elsewhere; here it only has to be served.
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    server = new TLSSocket(serverSide, { isServer: true, secureContext });
    socket = connect({
      socket: clientSide,
      secureContext: client.secureContext,
      rejectUnauthorized: false,
      // Names are matched by verdict/identity.ts.
      checkServerIdentity: () => undefined,
      servername: '',
    });
    const error = await endOf(socket, server);
    return { opinion: { trust: client.trust.name, error }, fault: null };
  } catch (error) {
    return { opinion: null, fault: causeOf(error) };
  } finally {
    socket?.destroy();
    server?.destroy();
    clientSide.destroy();
    serverSide.destroy();
  }
}

/** What would be seen at a target that serves the file. */
export function evidenceOfFile(
  target: Target,
  file: ServedFile,
  { opinion, fault }: RehearsedHandshake,
): ProbeEvidence {
  return {
    target,
    // Names were followed, and nothing was connected to.
    stage: 'resolve',
    outcome: { kind: 'done' },
    replies: [],
    liberties: [],
    injected: null,
    tls: {
      established: opinion !== null,
      protocol: null,
      cipher: null,
      keyExchange: null,
      sni: target.sni,
      clientCertificate: 'not-asked',
      ocspStapled: false,
      presentedChain: { certificates: file.certificates, whole: true, problem: null, octets: null },
      openssl: opinion,
      afterHandshake: null,
    },
    secondLook: null,
    timings: {},
    dialogue: [],
    attempts: 0,
    rehearsed: {
      leafPosition: file.leafPosition,
      keyFits: file.keyFits,
      keyPosition: file.keyPosition,
      handshakeFault: fault,
    },
  };
}

/** A resolver that asks for MX hosts alone: a rehearsal needs no addresses, and every name stands for itself. */
export function withoutAddresses(resolver: Resolver): Resolver {
  return {
    name: resolver.name,
    families: resolver.families,
    mx: (domain) => resolver.mx(domain),
    unasked: () => resolver.unasked(),
    addresses: async (name) => ({
      source: 'not-looked-up',
      lookup: {
        kind: 'records',
        records: [{ address: name, family: isIP(name) === 6 ? 6 : 4 }],
        ttl: null,
        authenticated: null,
        aliases: [],
      },
    }),
  };
}

/**
 * The number, from 1, of the first certificate that can be read here and that OpenSSL would not load from this file, so
 * that a server would not even start: lines that were lost or indented, a blank one inside, an end that was cut off.
 */
function firstDamaged(certificates: readonly PemBlock[]): number | null {
  const damaged = certificates.findIndex(
    ({ body, lines }) =>
      readLeniently(Buffer.from(body, 'base64')) !== null &&
      readLeniently(Buffer.from(lines, 'latin1')) === null,
  );
  return damaged < 0 ? null : damaged + 1;
}

function whatItIs(bytes: Buffer, blocks: readonly PemBlock[]): CertificateFileProblem {
  const labels = blocks.map(({ label }) => label);
  const has = (...wanted: string[]): boolean => labels.some((label) => wanted.includes(label));
  if (has('PKCS7', 'CMS')) return 'pkcs7';
  if (has('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST')) return 'request';
  if (labels.some(isKeyLabel)) return 'private-key';
  if (labels.some((label) => label.endsWith('PUBLIC KEY'))) return 'public-key';
  if (has('X509 CRL')) return 'revocation-list';
  if (labels.length > 0) return 'no-certificate';
  const text = bytes.toString('latin1');
  if (text.trim() === '') return 'empty';
  if (bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16BE(0))) return 'utf-16';
  if (text.includes('-----BEGIN CERTIFICATE-----')) return 'broken-certificate';
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xfeedfeed) return 'java-keystore';
  if (bytes[0] === 0x30) return whatDerIs(bytes);
  const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(text);
  return isBase64 && readLeniently(Buffer.from(text, 'base64')) !== null ? 'base64' : 'no-certificate';
}

/** What a file in DER is, by the first element of its SEQUENCE. */
function whatDerIs(bytes: Buffer): CertificateFileProblem {
  const inner = contentsOf(bytes);
  const begins = (hex: string): boolean => inner.subarray(0, hex.length / 2).toString('hex') === hex;
  // ContentInfo (RFC 2315 7): the OID 1.2.840.113549.1.7.2.
  if (begins('06092a864886f70d0107')) return 'pkcs7-der';
  // PFX (RFC 7292 4): version 3. PKCS#8 and PKCS#1 keys: version 0; SEC 1 keys: version 1.
  if (begins('020103')) return 'pkcs12';
  if (begins('020100') || begins('020101')) return 'private-key';
  if (readLeniently(outerSequence(bytes) ?? bytes) !== null) return 'der';
  // CertificationRequestInfo (RFC 2986 4.1): a SEQUENCE that begins with version 0.
  if (inner[0] === 0x30 && contentsOf(inner).subarray(0, 3).toString('hex') === '020100')
    return 'request-der';
  try {
    createPublicKey({ key: bytes, format: 'der', type: 'spki' });
    return 'public-key';
  } catch {
    return 'no-certificate';
  }
}

/** What is inside the first element: the bytes after its tag and length (X.690 8.1). */
function contentsOf(bytes: Buffer): Buffer {
  const first = bytes[1] ?? 0;
  return bytes.subarray(first < 0x80 ? 2 : 2 + (first - 0x80));
}

// Only to find the leaf and to name a file: what is wrong with a certificate is judged in verdict/.
function readLeniently(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

function likelyLeaf(parsed: readonly (X509Certificate | null)[]): number {
  if (parsed[0]?.ca !== true) return 0;
  return Math.max(
    0,
    parsed.findIndex((certificate) => certificate !== null && !certificate.ca),
  );
}

/** Keys beside the certificates, as some servers want it; none is no mistake, nor one that cannot be read. */
function keysIn(bytes: Buffer): KeyObject[] {
  try {
    return keysOf(bytes);
  } catch (error) {
    if (error instanceof CertificateFileError) return [];
    throw error;
  }
}

function keysOf(bytes: Buffer): KeyObject[] {
  const keys = pemBlocks(bytes).filter(({ label }) => isKeyLabel(label));
  if (keys.length === 0) throw new CertificateFileError(whatKeyFileIs(bytes));
  return keys.map(({ label, body }) => {
    if (label.startsWith('ENCRYPTED') || body.includes('Proc-Type: 4,ENCRYPTED'))
      throw new CertificateFileError('encrypted-key');
    if (label.startsWith('OPENSSH')) throw new CertificateFileError('openssh-key');
    try {
      return createPrivateKey(`-----BEGIN ${label}-----${body}-----END ${label}-----\n`);
    } catch {
      throw new CertificateFileError('broken-key');
    }
  });
}

function whatKeyFileIs(bytes: Buffer): KeyFileProblem {
  if (pemBlocks(bytes).some(({ label }) => certificateLabels.includes(label))) return 'certificate';
  if (bytes[0] !== 0x30) return 'no-key';
  const kind = whatDerIs(bytes);
  return kind === 'private-key' ? 'der-key' : kind === 'der' ? 'certificate' : 'no-key';
}

const longestHandshake = 5000;

/** OpenSSL's word once both ends are through; rejects with what broke it off. */
function endOf(client: TLSSocket, server: TLSSocket): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no end')), longestHandshake);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    client.once('secureConnect', () => settle(() => resolve(opinionOf(client))));
    // Both stay: an error after the end must not surface.
    client.on('error', (error) => settle(() => reject(error)));
    server.on('error', (error) => settle(() => reject(error)));
  });
}

function causeOf(error: unknown): Cause {
  const { code, reason, message } = error as { code?: unknown; reason?: unknown; message?: unknown };
  return {
    kind: 'tls-error',
    code: typeof code === 'string' ? code : 'unknown',
    message: String(reason ?? message ?? '').slice(0, 200),
  };
}
