// What a server's first flight says: the hello, the chain exactly as presented (RFC 8446 4.4.2, RFC 5246
// 7.4.2), the stapled OCSP response, the wish for a client certificate. One pass over a copy of the bytes, once,
// after the handshake ended or broke. Pure; takes any bytes, and never throws.

import type { PresentedChain } from './evidence.ts';
import { cipherName, groupName, protocolName } from './tls-names.ts';
import { contentType, HandshakeDecryptor, HandshakeStream, recordsOf } from './tls-records.ts';

export interface ServerFlight {
  /** As Node spells it; null when no ServerHello came. */
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly keyExchange: string | null;
  readonly asksClientCertificate: boolean;
  readonly ocspStapled: boolean;
  readonly presentedChain: PresentedChain;
  /** Number of the last alert that came in clear. */
  readonly alert: number | null;
}

/** What OpenSSL's client takes at most of a Certificate message, in octets. */
const largestCertificateMessage = 102_400;

const message = {
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateStatus: 22,
} as const;

const extension = { statusRequest: 5, supportedVersions: 43, keyShare: 51 } as const;

/** RFC 8446 4.1.3: the random of a ServerHello that is a HelloRetryRequest. */
const helloRetryRandom = Buffer.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c',
  'hex',
);

interface Hello {
  readonly version: number;
  readonly suite: number;
  readonly group: number | null;
}

/** Mutable while the flight is read. */
interface Reading {
  hello: Hello | null;
  keyExchange: string | null;
  asksClientCertificate: boolean;
  ocspStapled: boolean;
  chain: PresentedChain;
  alert: number | null;
  done: boolean;
}

const nothingSeen: PresentedChain = { certificates: [], whole: false, problem: 'not-seen', octets: null };

/**
 * Reads what a server sent from the first octet after its 220. `secret`: SERVER_HANDSHAKE_TRAFFIC_SECRET of the
 * connection, needed from TLS 1.3 on. Bytes may end anywhere.
 */
export function readServerFlight(bytes: Buffer, secret: Buffer | null): ServerFlight {
  const reading: Reading = {
    hello: null,
    keyExchange: null,
    asksClientCertificate: false,
    ocspStapled: false,
    chain: nothingSeen,
    alert: null,
    done: false,
  };
  let stream = new HandshakeStream();
  let decryptor: HandshakeDecryptor | null = null;
  for (const record of recordsOf(bytes)) {
    if (record.type === contentType.alert) {
      if (record.payload.length === 2) reading.alert = record.payload[1]!;
    } else if (record.type === contentType.handshake) {
      stream.push(record.payload);
      readMessages(stream, reading);
      if (isTls13(reading) && decryptor === null) {
        if (secret) decryptor = HandshakeDecryptor.create(reading.hello!.suite, secret);
        if (decryptor === null) break;
        stream = new HandshakeStream();
      }
    } else if (record.type === contentType.applicationData) {
      const opened = decryptor?.open(record);
      if (!opened || opened.type !== contentType.handshake) break;
      stream.push(opened.payload);
      readMessages(stream, reading);
    } else if (!isTls13(reading) && reading.hello !== null) {
      // TLS 1.2 and earlier: after ChangeCipherSpec nothing is left to read. In TLS 1.3 it means nothing
      // (RFC 8446 5), also after a HelloRetryRequest.
      break;
    }
    if (reading.done) break;
  }
  if (reading.chain === nothingSeen) readUnfinished(stream, reading);
  return flightOf(reading);
}

function isTls13(reading: Reading): boolean {
  return reading.hello !== null && reading.hello.version >= 0x0304;
}

function flightOf(reading: Reading): ServerFlight {
  const { hello } = reading;
  return {
    protocol: hello && protocolName(hello.version),
    cipher: hello && cipherName(hello.suite),
    keyExchange: hello && (hello.group === null ? reading.keyExchange : groupName(hello.group)),
    asksClientCertificate: reading.asksClientCertificate,
    ocspStapled: reading.ocspStapled,
    presentedChain: reading.chain,
    alert: reading.alert,
  };
}

function readMessages(stream: HandshakeStream, reading: Reading): void {
  for (let next = stream.next(); next !== null && !reading.done; next = stream.next()) {
    const { body } = next;
    switch (next.type) {
      case message.serverHello:
        reading.hello = readHello(body) ?? reading.hello;
        // From here on the messages of TLS 1.3 are in protected records.
        if (isTls13(reading)) return;
        break;
      case message.certificateRequest:
        reading.asksClientCertificate = true;
        break;
      case message.certificate:
        if (reading.hello === null) break;
        reading.chain = readCertificates(body, reading);
        // RFC 8446 4.4: CertificateRequest comes before Certificate; what follows says nothing that we keep.
        if (isTls13(reading)) reading.done = true;
        break;
      case message.certificateStatus:
        reading.ocspStapled = true;
        break;
      case message.serverKeyExchange:
        reading.keyExchange = readKeyExchange(body, reading);
        break;
      case message.serverHelloDone:
        // RFC 5246 7.4.3: only where the key is sent under the certificate's does the server say nothing of it.
        if (reading.chain !== nothingSeen) reading.keyExchange ??= 'RSA';
        reading.done = true;
        break;
    }
  }
}

/** RFC 8446 4.1.3; null for a HelloRetryRequest and for what is too short. */
function readHello(body: Buffer): Hello | null {
  if (body.length < 38 || body.subarray(2, 34).equals(helloRetryRandom)) return null;
  let version = body.readUInt16BE(0);
  let group: number | null = null;
  let offset = 35 + body[34]!;
  if (offset + 3 > body.length) return null;
  const suite = body.readUInt16BE(offset);
  offset += 5;
  while (offset + 4 <= body.length) {
    const type = body.readUInt16BE(offset);
    const length = body.readUInt16BE(offset + 2);
    if (offset + 4 + length > body.length) break;
    if (type === extension.supportedVersions && length === 2) version = body.readUInt16BE(offset + 4);
    if (type === extension.keyShare && length >= 2) group = body.readUInt16BE(offset + 4);
    offset += 4 + length;
  }
  return { version, suite, group };
}

/** RFC 8422 5.4 for a named curve, RFC 5246 7.4.3 for a prime. */
function readKeyExchange(body: Buffer, reading: Reading): string | null {
  const cipher = reading.hello ? cipherName(reading.hello.suite) : '';
  if (cipher.startsWith('DHE') || cipher.startsWith('ADH')) {
    const octets = body.length >= 2 ? body.readUInt16BE(0) : 0;
    return octets > 0 ? `DH-${octets * 8}` : null;
  }
  return body.length >= 3 && body[0] === 3 ? groupName(body.readUInt16BE(1)) : null;
}

/** The certificates of a whole or cut-off Certificate message, each copied out of the flight. */
function readList(
  body: Buffer,
  isTls13Message: boolean,
): { list: Uint8Array[]; whole: boolean; stapled: boolean } {
  const list: Uint8Array[] = [];
  let stapled = false;
  let offset = isTls13Message ? 1 + (body[0] ?? 0) : 0;
  if (offset + 3 > body.length) return { list, whole: false, stapled };
  const end = offset + 3 + body.readUIntBE(offset, 3);
  offset += 3;
  const available = Math.min(end, body.length);
  while (offset + 3 <= available) {
    const length = body.readUIntBE(offset, 3);
    if (offset + 3 + length > available) break;
    const der = new Uint8Array(length);
    body.copy(der, 0, offset + 3, offset + 3 + length);
    list.push(der);
    offset += 3 + length;
    if (isTls13Message) {
      if (offset + 2 > available) break;
      const extensions = body.readUInt16BE(offset);
      stapled ||= holdsStaple(body.subarray(offset + 2, Math.min(available, offset + 2 + extensions)));
      offset += 2 + extensions;
    }
  }
  return { list, whole: offset === end && end === body.length, stapled };
}

function holdsStaple(extensions: Buffer): boolean {
  let offset = 0;
  while (offset + 4 <= extensions.length) {
    if (extensions.readUInt16BE(offset) === extension.statusRequest) return true;
    offset += 4 + extensions.readUInt16BE(offset + 2);
  }
  return false;
}

function readCertificates(body: Buffer, reading: Reading): PresentedChain {
  const { list, whole, stapled } = readList(body, isTls13(reading));
  reading.ocspStapled ||= stapled;
  return { certificates: list, whole, problem: whole ? null : 'malformed', octets: body.length };
}

/** A Certificate message that never came whole: what is there of it is still evidence. */
function readUnfinished(stream: HandshakeStream, reading: Reading): void {
  const unfinished = stream.unfinished;
  if (unfinished === null || unfinished.type !== message.certificate || reading.hello === null) return;
  reading.chain = {
    certificates: readList(unfinished.body, isTls13(reading)).list,
    whole: false,
    problem: unfinished.octets > largestCertificateMessage ? 'too-large' : 'cut-short',
    octets: unfinished.octets,
  };
}
