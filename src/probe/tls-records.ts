// TLS records as a client receives them, and as much of the key schedule as reading them needs (RFC 8446 5
// and 7.3, RFC 5246 6.2). Pure: bytes and a secret in, handshake messages out. Nothing is decided here; the
// handshake itself is OpenSSL's.

import { createDecipheriv, createHmac, type DecipherGCM } from 'node:crypto';

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** One record: its type and payload, a view of the bytes it was read from. */
export interface TlsRecord {
  readonly type: number;
  /** The five octets before the payload: additional data of TLS 1.3. */
  readonly header: Buffer;
  readonly payload: Buffer;
}

/** RFC 8446 5.2: a protected record has at most 2^14 + 256 octets; RFC 5246 allows 2^14 + 2048. */
const longestPayload = 16384 + 2048;

/** True when these octets can begin a TLS record of a server: known type, major version 3, sane length. */
export function isRecordStart(bytes: Buffer): boolean {
  const type = bytes[0]!;
  if (bytes.length === 0 || type < contentType.changeCipherSpec || type > contentType.applicationData) {
    return false;
  }
  if (bytes.length > 1 && bytes[1] !== 3) return false;
  return bytes.length < 5 || bytes.readUInt16BE(3) <= longestPayload;
}

/** The whole records at the start of `bytes`; stops at the first that is cut off or no record. */
export function* recordsOf(bytes: Buffer): Generator<TlsRecord> {
  let offset = 0;
  while (offset + 5 <= bytes.length) {
    const length = bytes.readUInt16BE(offset + 3);
    if (bytes[offset + 1] !== 3 || length > longestPayload || offset + 5 + length > bytes.length) return;
    yield {
      type: bytes[offset]!,
      header: bytes.subarray(offset, offset + 5),
      payload: bytes.subarray(offset + 5, offset + 5 + length),
    };
    offset += 5 + length;
  }
}

/** One handshake message (RFC 8446 4): type and body. */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Buffer;
}

/** Puts messages together that are split over records, and takes apart records that hold many. */
export class HandshakeStream {
  #pending: Buffer | null = null;

  push(payload: Buffer): void {
    this.#pending =
      this.#pending === null || this.#pending.length === 0
        ? payload
        : Buffer.concat([this.#pending, payload]);
  }

  next(): HandshakeMessage | null {
    const pending = this.#pending;
    if (pending === null || pending.length < 4) return null;
    const end = 4 + pending.readUIntBE(1, 3);
    if (pending.length < end) return null;
    this.#pending = pending.subarray(end);
    return { type: pending[0]!, body: pending.subarray(4, end) };
  }

  /** The message that is not whole yet: type, octets it says it has, and what came of its body. */
  get unfinished(): { type: number; octets: number; body: Buffer } | null {
    const pending = this.#pending;
    if (pending === null || pending.length < 4) return null;
    return { type: pending[0]!, octets: pending.readUIntBE(1, 3), body: pending.subarray(4) };
  }
}

interface Protection {
  readonly cipher: string;
  readonly hash: 'sha256' | 'sha384';
  readonly keyOctets: number;
  readonly tagOctets: number;
}

/** RFC 8446 B.4. */
const protections: Readonly<Record<number, Protection>> = {
  4865: { cipher: 'aes-128-gcm', hash: 'sha256', keyOctets: 16, tagOctets: 16 },
  4866: { cipher: 'aes-256-gcm', hash: 'sha384', keyOctets: 32, tagOctets: 16 },
  4867: { cipher: 'chacha20-poly1305', hash: 'sha256', keyOctets: 32, tagOctets: 16 },
  4868: { cipher: 'aes-128-ccm', hash: 'sha256', keyOctets: 16, tagOctets: 16 },
  4869: { cipher: 'aes-128-ccm', hash: 'sha256', keyOctets: 16, tagOctets: 8 },
};

/** RFC 8446 7.1, HKDF-Expand-Label with no context; one block of output is all that a key or an IV needs. */
function expandLabel(hash: string, secret: Buffer, label: string, octets: number): Buffer {
  const name = `tls13 ${label}`;
  const info = Buffer.allocUnsafe(name.length + 5);
  info.writeUInt16BE(octets, 0);
  info[2] = name.length;
  info.write(name, 3, 'latin1');
  info[3 + name.length] = 0;
  info[4 + name.length] = 1;
  return createHmac(hash, secret).update(info).digest().subarray(0, octets);
}

/** Reads the records that a server protects with its handshake traffic secret, in order. */
export class HandshakeDecryptor {
  readonly #protection: Protection;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  readonly #nonce = Buffer.allocUnsafe(12);
  #sequence = 0;

  /** Null when the suite is none of RFC 8446's, or the secret has another length than its hash. */
  static create(suite: number, secret: Buffer): HandshakeDecryptor | null {
    const protection = protections[suite];
    if (!protection || secret.length !== (protection.hash === 'sha256' ? 32 : 48)) return null;
    return new HandshakeDecryptor(protection, secret);
  }

  private constructor(protection: Protection, secret: Buffer) {
    this.#protection = protection;
    this.#key = expandLabel(protection.hash, secret, 'key', protection.keyOctets);
    this.#iv = expandLabel(protection.hash, secret, 'iv', 12);
  }

  /** The record as it was before protection; null when it does not authenticate. RFC 8446 5.2, 5.3. */
  open(record: TlsRecord): { type: number; payload: Buffer } | null {
    const { cipher, tagOctets } = this.#protection;
    const length = record.payload.length - tagOctets;
    if (length < 1) return null;
    this.#iv.copy(this.#nonce);
    this.#nonce.writeUInt32BE((this.#nonce.readUInt32BE(8) ^ this.#sequence) >>> 0, 8);
    this.#sequence += 1;
    let plain: Buffer;
    try {
      const decipher = createDecipheriv(cipher as 'aes-128-gcm', this.#key, this.#nonce, {
        authTagLength: tagOctets,
      }) as DecipherGCM;
      decipher.setAuthTag(record.payload.subarray(length));
      decipher.setAAD(record.header, { plaintextLength: length } as never);
      plain = decipher.update(record.payload.subarray(0, length));
      decipher.final();
    } catch {
      return null;
    }
    // RFC 8446 5.4: the type is the last octet that is not zero.
    let end = plain.length - 1;
    while (end >= 0 && plain[end] === 0) end -= 1;
    return end < 0 ? null : { type: plain[end]!, payload: plain.subarray(0, end) };
  }
}
