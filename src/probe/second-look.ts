// One more connection that may say why the first told nothing: implicit TLS behind a silent greeting, or what a
// server would have spoken that refuses our handshake. A ClientHello written by hand asks for everything there
// ever was, also what OpenSSL no longer has; only the ServerHello is read. Nothing here can make anything pass.

import { randomBytes } from 'node:crypto';
import { Connection, Stopped } from './connection.ts';
import { defaultEhloName } from './ehlo-name.ts';
import type { Cause, SecondLook, Stage, Target, TlsEvidence } from './evidence.ts';
import { readServerFlight } from './presented-chain.ts';
import { findStarttls, recogniseProtocol, sampleOf } from './smtp.ts';
import { alertName, allSuites } from './tls-names.ts';
import { contentType, recordsOf } from './tls-records.ts';

/** Alerts by which a server says that it wants another hello. RFC 8446 6.2. */
const refusals = new Set([
  'handshake_failure',
  'protocol_version',
  'insufficient_security',
  'internal_error',
]);

/** Errors by which our own side refuses what the server chose. */
const ownRefusals =
  /^ERR_SSL_(?:UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|WRONG_VERSION_NUMBER|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|CA_MD_TOO_WEAK|WRONG_SIGNATURE_TYPE|ILLEGAL_POINT_COMPRESSION|WRONG_CURVE|UNKNOWN_CIPHER_RETURNED|WRONG_CIPHER_RETURNED|NO_PROTOCOLS_AVAILABLE|BAD_PROTOCOL_VERSION_NUMBER|INTERNAL_ERROR)$/;

/** Why one more connection could say more; null when the first said it all. */
export function reasonForSecondLook(
  stage: Stage,
  cause: Cause,
  tls: TlsEvidence | null,
): SecondLook['why'] | null {
  if (stage === 'greeting') {
    if (cause.kind === 'timed-out') return 'silent-greeting';
    if (cause.kind === 'other-protocol' && (cause.protocol === 'unknown' || cause.protocol === 'tls')) {
      return 'not-smtp';
    }
    return null;
  }
  if (stage !== 'handshake' || tls === null || tls.established) return null;
  // Once the server has shown its certificate it has agreed to speak; only our own side can have refused.
  const showedChain = tls.presentedChain.certificates.length > 0;
  if (cause.kind === 'tls-alert')
    return !showedChain && refusals.has(cause.alert) ? 'handshake-refused' : null;
  if (cause.kind === 'tls-error') return ownRefusals.test(cause.code) ? 'handshake-refused' : null;
  if (cause.kind === 'closed') return tls.protocol === null ? 'handshake-refused' : null;
  return null;
}

export interface SecondLookRequest {
  readonly target: Target;
  readonly ehloName: string | null;
  /** For all of it. */
  readonly milliseconds: number;
  readonly signal: AbortSignal | undefined;
}

/** Looks once more; never rejects. */
export async function secondLook(why: SecondLook['why'], request: SecondLookRequest): Promise<SecondLook> {
  const { target, milliseconds, signal } = request;
  const connection = new Connection(target, performance.now(), milliseconds, signal, false);
  try {
    connection.open();
    await connection.connected(milliseconds);
    if (why === 'handshake-refused') await askForTls(connection, request);
    // TLS 1.3 is offered only where we do not know that it is refused already.
    const hello = clientHello(target.sni, why !== 'handshake-refused');
    const answer = await connection.raw(hello, milliseconds, isEnough);
    return { why, seen: readAnswer(why, answer) };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { why, seen: { nothing: true } };
  } finally {
    connection.close();
  }
}

async function askForTls(connection: Connection, request: SecondLookRequest): Promise<void> {
  const greeting = await connection.reply(request.milliseconds);
  connection.send(`EHLO ${request.ehloName ?? defaultEhloName(connection.localAddress)}`);
  const ehlo = await connection.reply(request.milliseconds);
  if (findStarttls(ehlo, greeting, connection.liberties).kind !== 'offered') {
    throw new Stopped({ kind: 'starttls-not-offered', masked: null });
  }
  connection.send('STARTTLS');
  const go = await connection.reply(request.milliseconds);
  if (go.code !== 220) throw new Stopped({ kind: 'unexpected-reply', reply: go });
  await connection.settle();
}

/** A whole first record, or a line that is none. */
function isEnough(bytes: Buffer): boolean {
  if (bytes.length >= 4 && bytes[1] !== 3) return true;
  for (const record of recordsOf(bytes)) {
    if (record.type === contentType.alert) return true;
    // A hello that is split over records is rare enough to be left to the time limit.
    if (record.type === contentType.handshake) return true;
  }
  return bytes.length > 20_000;
}

function readAnswer(why: SecondLook['why'], answer: Buffer): SecondLook['seen'] {
  if (answer.length === 0) return { nothing: true };
  const flight = readServerFlight(answer, null);
  const isTls = recogniseProtocol(sampleOf(answer)) === 'tls';
  if (!isTls) {
    const protocol = recogniseProtocol(sampleOf(answer));
    return protocol === null ? { nothing: true } : { otherProtocol: protocol };
  }
  return {
    ...(why !== 'handshake-refused' && { implicitTls: true }),
    ...(flight.protocol !== null && { protocol: flight.protocol }),
    ...(flight.cipher !== null && { cipher: flight.cipher }),
    ...(flight.protocol === null && flight.alert !== null && { alert: alertName(flight.alert) }),
  };
}

/** Octets behind their own length, as TLS writes them. */
function vector(lengthOctets: 1 | 2 | 3, content: Buffer): Buffer {
  const length = Buffer.alloc(lengthOctets);
  length.writeUIntBE(content.length, 0, lengthOctets);
  return Buffer.concat([length, content]);
}

function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

function extensionOf(type: number, content: Buffer): Buffer {
  return Buffer.concat([numbers([type]), vector(2, content)]);
}

/** A ClientHello that offers every suite, group and signature, up to TLS 1.2 or 1.3 (RFC 8446 4.1.2). */
function clientHello(sni: string | null, offersTls13: boolean): Buffer {
  const suites = [...(offersTls13 ? [0x1301, 0x1302, 0x1303] : []), ...allSuites(), 0x00ff];
  const groups = [29, 23, 24, 25, 30, 22, 21, 19, 26, 27, 28, 14, 256, 257, 258];
  const signatures = [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501,
    0x0601, 0x0402, 0x0303, 0x0301, 0x0302, 0x0203, 0x0201, 0x0202, 0x0101,
  ];
  const extensions = [
    extensionOf(10, vector(2, numbers(groups))),
    extensionOf(11, vector(1, Buffer.from([0]))),
    extensionOf(13, vector(2, numbers(signatures))),
  ];
  if (sni !== null) {
    const name = vector(2, Buffer.from(sni, 'latin1'));
    extensions.unshift(extensionOf(0, vector(2, Buffer.concat([Buffer.from([0]), name]))));
  }
  if (offersTls13) {
    extensions.push(extensionOf(43, vector(1, numbers([0x0304, 0x0303, 0x0302, 0x0301]))));
    const share = Buffer.concat([numbers([29]), vector(2, randomBytes(32))]);
    extensions.push(extensionOf(51, vector(2, share)));
  }
  // RFC 7685 4: some old servers hang on a hello of 256 to 511 octets; ours is made longer than that.
  const octets = suites.length * 2 + Buffer.concat(extensions).length;
  if (octets < 512) extensions.push(extensionOf(21, Buffer.alloc(512 - octets)));
  const body = Buffer.concat([
    numbers([0x0303]),
    randomBytes(32),
    vector(1, randomBytes(32)),
    vector(2, numbers(suites)),
    Buffer.from([1, 0]),
    vector(2, Buffer.concat(extensions)),
  ]);
  const handshake = Buffer.concat([Buffer.from([1]), vector(3, body)]);
  return Buffer.concat([Buffer.from([contentType.handshake, 3, 1]), vector(2, handshake)]);
}
