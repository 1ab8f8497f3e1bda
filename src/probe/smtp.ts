// What an SMTP server says: bytes in, replies out (RFC 5321 4.2), and what an EHLO reply offers.
// Pure and incremental: no socket, no clock. Strict, but liberal where real servers are; each liberty is
// recorded. Bounded: the length of a line, the lines and the octets of a reply.

import type { BadReply, Cause, Liberty, OtherProtocol, Reply } from './evidence.ts';

/** Bounds of one reply. Octets count the line ends too. */
interface ReplyLimits {
  readonly lineOctets: number;
  readonly lines: number;
  readonly octets: number;
}

/** Well above what real servers send (RFC 5321 4.5.3.1.5 asks for 512 octets a line). */
const replyLimits: ReplyLimits = { lineOctets: 4096, lines: 2048, octets: 256 * 1024 };

/** What the parser makes of the bytes so far. */
export type Parsed =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'problem'; readonly cause: Cause };

const lineFeed = 10;
const carriageReturn = 13;
const none = Buffer.alloc(0);

/** Text as evidence: the first 120 octets, as UTF-8, whatever they are. Hostile: escaped by whoever shows it. */
export function sampleOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 120)).toString('utf8');
}

/** Turns the bytes of one direction into replies. `push` what arrives, then ask `next` until it says null. */
export class ReplyParser {
  readonly #limits: ReplyLimits;
  readonly #liberties: Set<Liberty>;
  #pending: Buffer = none;
  #code = 0;
  #octets = 0;
  #lines: string[] = [];
  #problem: Parsed | null = null;

  /** `liberties` is added to, so that one set can serve a whole connection. */
  constructor(liberties: Set<Liberty> = new Set(), limits: ReplyLimits = replyLimits) {
    this.#liberties = liberties;
    this.#limits = limits;
  }

  /** Octets that arrived and belong to no reply that was handed out. */
  get rest(): Buffer {
    return this.#pending;
  }

  /** Something of a reply has come, but not its end. */
  get isMidReply(): boolean {
    return this.#lines.length > 0 || this.#pending.length > 0;
  }

  /** Whole lines of a reply that has not ended. */
  get linesBegun(): number {
    return this.#lines.length;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
  }

  /** The next whole reply, the problem that ends the dialogue (for good), or null: more bytes are needed. */
  next(): Parsed | null {
    while (this.#problem === null) {
      const end = this.#pending.indexOf(lineFeed);
      if (end === -1) return this.#checkPartialLine();
      if (end + 1 > this.#limits.lineOctets) return this.#tooLong('line', this.#limits.lineOctets);
      const isLast = this.#readLine(end);
      if (isLast === null) return this.#problem;
      this.#pending = this.#pending.subarray(end + 1);
      if (isLast) return this.#finish();
      if (this.#lines.length >= this.#limits.lines) return this.#tooLong('lines', this.#limits.lines);
      if (this.#octets > this.#limits.octets) return this.#tooLong('bytes', this.#limits.octets);
    }
    return this.#problem;
  }

  #checkPartialLine(): Parsed | null {
    const pending = this.#pending;
    // Four octets tell SSH, IMAP, POP3, HTTP and a TLS record; no need to wait for a line end that may never come.
    if (pending.length >= 4 && codeOf(pending) === null) return this.#bad('no-code');
    if (pending.length > this.#limits.lineOctets) return this.#tooLong('line', this.#limits.lineOctets);
    return null;
  }

  /** Reads the line that ends at `end`; true when it is the reply's last, null when it is none. */
  #readLine(end: number): boolean | null {
    const pending = this.#pending;
    let stop = end;
    if (end > 0 && pending[end - 1] === carriageReturn) stop -= 1;
    // RFC 5321 2.3.8: lines end in CR LF; some servers send LF alone.
    else this.#liberties.add('bare-lf');
    // RFC 5321 4.5.3.1.5: a reply line has at most 512 octets, its end included.
    if (end + 1 > 512) this.#liberties.add('long-line');
    this.#octets += end + 1;

    const code = stop < 3 ? null : codeOf(pending);
    if (code === null) return this.#refuse('no-code');
    // RFC 5321 4.2.1: in a multi-line reply the code is the same on each line.
    if (this.#lines.length > 0 && code !== this.#code) {
      if (this.#code >= 400 || code < 400) return this.#refuse('codes-disagree');
      // Postfix's postscreen greets with `220-` to see who talks too early, and then refuses: its last word counts.
      this.#liberties.add('code-changed');
    }
    this.#code = code;
    if (stop === 3) {
      // RFC 5321 4.2: receivers should take a code without text, although a space belongs there.
      this.#liberties.add('missing-text');
      this.#lines.push('');
      return true;
    }
    const separator = pending[3]!;
    if (separator !== 0x20 && separator !== 0x2d) {
      return this.#refuse(separator < 0x20 || separator === 0x7f ? 'bad-character' : 'bad-separator');
    }
    this.#lines.push(this.#text(pending, 4, stop));
    if (this.#lines.length > 100) this.#liberties.add('many-lines');
    return separator === 0x20;
  }

  #text(bytes: Buffer, start: number, end: number): string {
    let isAscii = true;
    for (let index = start; index < end; index += 1) {
      const octet = bytes[index]!;
      if (octet > 126 || octet < 32) {
        if (octet > 127) isAscii = false;
        // RFC 5321 4.2: textstring is HT and the printable characters of ASCII.
        else if (octet !== 9) this.#liberties.add('control-character');
      }
    }
    if (isAscii) return bytes.toString('latin1', start, end);
    this.#liberties.add('not-ascii');
    return bytes.toString('utf8', start, end);
  }

  #finish(): Parsed {
    const reply: Reply = { code: this.#code, lines: this.#lines };
    this.#lines = [];
    this.#octets = 0;
    return { kind: 'reply', reply };
  }

  #refuse(problem: BadReply): null {
    this.#bad(problem);
    return null;
  }

  #bad(problem: BadReply): Parsed {
    const cause: Cause = { kind: 'bad-reply', problem, sample: sampleOf(this.#pending) };
    this.#problem = { kind: 'problem', cause };
    return this.#problem;
  }

  #tooLong(what: 'line' | 'lines' | 'bytes', limit: number): Parsed {
    this.#problem = { kind: 'problem', cause: { kind: 'reply-too-long', what, limit } };
    this.#pending = none;
    return this.#problem;
  }
}

/** The code in the first three octets, or null. RFC 5321 4.2: first digit 2 to 5, then two digits. */
function codeOf(bytes: Buffer): number | null {
  const first = bytes[0]! - 48;
  const second = bytes[1]! - 48;
  const third = bytes[2]! - 48;
  if (!(first >= 2 && first <= 5 && second >= 0 && second <= 9 && third >= 0 && third <= 9)) return null;
  return first * 100 + second * 10 + third;
}

/** What an EHLO reply says of STARTTLS. */
export type StarttlsOffer =
  | { readonly kind: 'offered' }
  | { readonly kind: 'not-offered' }
  | { readonly kind: 'masked'; readonly word: string };

// Devices in the path overwrite the keyword in place, so the mask is as long as it: XXXXXXXA and XXXXXXXX are the best
// known. A line of dashes is decoration, and a shorter mask hides another keyword.
const maskedWord = /^(?:x{7,}[a-z]?|[*#]{8,})$/i;
/** Such devices also overwrite the greeting: `220 *****0*2****`. Two passes, so that no line takes long to match. */
function isMaskedGreeting(line: string): boolean {
  return line.includes('******') && /^[*02 ]+$/.test(line);
}

/**
 * Looks for STARTTLS in an EHLO reply (RFC 3207 4). Only a whole first word of a line after the first counts,
 * in any case (RFC 5321 2.4); the first line is the server's name.
 */
export function findStarttls(ehlo: Reply, greeting: Reply | null, liberties: Set<Liberty>): StarttlsOffer {
  let masked: string | null = null;
  for (let index = 1; index < ehlo.lines.length; index += 1) {
    const word = /^[^ \t]*/.exec(ehlo.lines[index]!)![0];
    // Not by toUpperCase(): a keyword is ASCII (RFC 5321 4.1.1.1), and a long s would become an S.
    if (/^starttls$/i.test(word)) {
      if (word !== 'STARTTLS') liberties.add('lower-case-keyword');
      return { kind: 'offered' };
    }
    if (maskedWord.test(word)) masked ??= word;
  }
  if (masked === null && greeting !== null) {
    masked = greeting.lines.find(isMaskedGreeting) ?? null;
  }
  return masked === null ? { kind: 'not-offered' } : { kind: 'masked', word: masked };
}

/** A refusal that quotes a command we did not send: our STARTTLS was overwritten on the way. */
export function findMaskedCommand(reply: Reply): string | null {
  if (reply.code < 500) return null;
  for (const line of reply.lines) {
    const quoted = /(?:^|[\s"'<:(])(x{7,8}[a-z]?)(?=$|[\s"'>:).,])/i.exec(line);
    if (quoted) return quoted[1]!;
  }
  return null;
}

/** Which other protocol greets with these bytes; null when nothing is known that does. */
export function recogniseProtocol(sample: string): OtherProtocol | null {
  if (sample.startsWith('SSH-')) return 'ssh';
  if (/^\* (?:OK|PREAUTH|BYE)\b/i.test(sample)) return 'imap';
  if (/^(?:\+OK|-ERR)(?:\s|$)/i.test(sample)) return 'pop3';
  if (/^HTTP\/\d|^<(?:!doctype|html)/i.test(sample)) return 'http';
  // RFC 8446 5.1: alert (21) or handshake (22), then the major version 3.
  if (/^[\x15\x16]\x03[\x00-\x04]/.test(sample)) return 'tls';
  return null;
}

/** RFC 959 5.4 greets as SMTP does; the words and a refused EHLO give it away. */
export function looksLikeFtp(greeting: Reply): boolean {
  const text = greeting.lines.join(' ');
  return /ftp/i.test(text) && !/smtp/i.test(text);
}
