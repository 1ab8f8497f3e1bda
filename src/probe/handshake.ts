// TLS over a socket that already spoke SMTP. OpenSSL does the handshake and its opinion of the path is written
// down, never obeyed (rejectUnauthorized: false). The socket runs over a Duplex that keeps a bounded copy of what
// arrives, from which presented-chain.ts reads the chain as sent. One secure context serves all probes.

import { constants } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Cause, TrustStore } from './evidence.ts';
import { alertName, alertOfErrorCode } from './tls-names.ts';

/** PEM of the certificate (with its intermediates) that we show when asked, and of its key. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Octets of a server's flight that are kept: OpenSSL takes a Certificate message of 102,400 at most. */
const longestFlight = 256 * 1024;

// Level 1 (80 bits) is OpenSSL's own default until 3.1: chains and keys weaker than our own floor still come
// through and are judged in verdict/, while a handshake that proves nothing is refused. Below it looks second-look.ts.
const ciphers = 'DEFAULT@SECLEVEL=1';

/** What all handshakes of a run share: trust, client certificate, and the context built from them once. */
export class TlsClient {
  readonly trust: TrustStore;
  readonly #clientCertificate: ClientCertificate | null;
  #context: SecureContext | null = null;

  constructor(trust: TrustStore, clientCertificate: ClientCertificate | null = null) {
    this.trust = trust;
    this.#clientCertificate = clientCertificate;
  }

  /** Built when first asked for: 23 ms and more, so ask while waiting for a greeting. Throws on a bad key. */
  get secureContext(): SecureContext {
    if (this.#context === null) {
      // The first isIP of an IPv6 address compiles a pattern that tls.connect needs.
      isIP('::1');
      this.#context = createSecureContext({
        // An explicit list: NODE_EXTRA_CA_CERTS and the system's own stay out.
        ca: this.trust.pem as string[],
        // Everything in a trust file is an anchor, root or not (PRODUCT.md section 4, --trust).
        allowPartialTrustChain: true,
        ciphers,
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
        // Servers without RFC 5746 are spoken to: that is about renegotiation, which we never do.
        secureOptions:
          constants.SSL_OP_NO_RENEGOTIATION |
          constants.SSL_OP_LEGACY_SERVER_CONNECT |
          constants.SSL_OP_NO_TICKET,
        ...(this.#clientCertificate && {
          cert: this.#clientCertificate.certificate,
          key: this.#clientCertificate.key,
        }),
      });
    }
    return this.#context;
  }
}

/** The bytes between a TCP socket and TLS, with a copy of those that arrive until `stopRecording`. */
export class Wire extends Duplex {
  readonly #socket: Socket;
  #chunks: Buffer[] | null = [];
  #recorded = 0;
  /** RFC name of an alert that our side sent in clear. */
  sentAlert: string | null = null;

  constructor(socket: Socket) {
    super({ allowHalfOpen: true, emitClose: true });
    this.#socket = socket;
  }

  /** Bytes from the server. Past the bound they are passed on, but no longer kept. */
  arrive(chunk: Buffer): void {
    if (this.#chunks !== null && this.#recorded < longestFlight) {
      this.#chunks.push(chunk);
      this.#recorded += chunk.length;
    }
    if (!this.push(chunk)) this.#socket.pause();
  }

  /** The bytes recorded so far; the recording ends and is let go. */
  stopRecording(): Buffer {
    const chunks = this.#chunks ?? [];
    this.#chunks = null;
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  override _read(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, callback: (error?: Error | null) => void): void {
    // A record of type alert (21) with two octets is one in clear.
    if (chunk.length === 7 && chunk[0] === 21) this.sentAlert = alertName(chunk[6]!);
    if (this.#socket.destroyed) callback();
    else this.#socket.write(chunk, () => callback());
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (!this.#socket.destroyed) this.#socket.end();
    callback();
  }
}

/** A handshake under way, and what it told. */
export interface Handshake {
  readonly socket: TLSSocket;
  /** SERVER_HANDSHAKE_TRAFFIC_SECRET; null before it is known, and in TLS 1.2. */
  secret: Buffer | null;
}

/** Begins the handshake as a client. `sni`: the A-label to send, null for none (RFC 6066 3). */
export function startHandshake(wire: Wire, client: TlsClient, sni: string | null): Handshake {
  const socket = connect({
    socket: wire,
    secureContext: client.secureContext,
    rejectUnauthorized: false,
    // Names are matched by verdict/identity.ts, whatever became of the chain.
    checkServerIdentity: () => undefined,
    requestOCSP: true,
    // An empty name keeps Node from sending one of its own.
    servername: sni ?? '',
  } as never);
  // For the check of names that is not wanted Node would first turn the whole chain up to the anchor into objects, a
  // seventh of what a probe costs. It does not for a session that is resumed, which ours never are.
  socket.isSessionReused = () => true;
  const handshake: Handshake = { socket, secret: null };
  socket.on('keylog', (line: Buffer) => {
    // The labels differ in their eighth octet: SERVER_HANDSHAKE_..., SERVER_TRAFFIC_..., CLIENT_..., EXPORTER_...
    if (line[0] === 0x53 && line[7] === 0x48) handshake.secret = secretOf(line);
  });
  return handshake;
}

/** The last word of a key log line, hexadecimal. */
function secretOf(line: Buffer): Buffer | null {
  const text = line.toString('latin1').trimEnd();
  if (!text.startsWith('SERVER_HANDSHAKE_TRAFFIC_SECRET ')) return null;
  return Buffer.from(text.slice(text.lastIndexOf(' ') + 1), 'hex');
}

interface OpenSslError {
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
}

/** What an error of the TLS socket means. */
export function causeOfTlsError(error: OpenSslError, wire: Wire): Cause {
  const code = typeof error.code === 'string' ? error.code : 'unknown';
  if (code === 'ECONNRESET' || code === 'EPIPE') return { kind: 'closed', how: 'end' };
  const alert = alertOfErrorCode(code);
  if (alert) return { kind: 'tls-alert', alert: alert.name, number: alert.number, from: 'server' };
  return {
    kind: 'tls-error',
    code,
    message: String(error.reason ?? error.message ?? '').slice(0, 200),
    ...(wire.sentAlert !== null && { sentAlert: wire.sentAlert }),
  };
}

/** OpenSSL's word on the path, as Node spells it; null when it found none wrong. */
export function opinionOf(socket: TLSSocket): string | null {
  const error: unknown = socket.authorizationError;
  if (!error) return null;
  return typeof error === 'string' ? error : String((error as OpenSslError).code ?? error);
}
