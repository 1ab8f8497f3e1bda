// One TCP connection and who may speak on it: time limits, replies in clear and under TLS, the record of the
// dialogue. Whatever happens to the socket becomes one cause, the first. Nothing here knows the order of the
// dialogue: probe.ts and second-look.ts do. Sockets, timers and listeners end with `close`.

import { setMaxListeners } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Cause, DialogueLine, Liberty, Reply, Target } from './evidence.ts';
import { causeOfTlsError, type Handshake, startHandshake, type TlsClient, Wire } from './handshake.ts';
import { ReplyParser, sampleOf } from './smtp.ts';
import { isRecordStart } from './tls-records.ts';

/** Thrown where a dialogue cannot go on; `why` is the evidence. */
export class Stopped extends Error {
  readonly why: Cause;

  constructor(why: Cause) {
    super(why.kind);
    this.why = why;
  }
}

/** Octets that may arrive on the encrypted channel before the second EHLO is answered. */
const floodLimit = 1024 * 1024;
/** Lines of one reply that the dialogue shows, and lines in all. */
const shownLines = 100;
/** Milliseconds that the last bytes of ours get to leave. */
const farewell = 200;
/** Milliseconds that TLS gets to begin behind text in its way, and how much of that. */
const patience = 2000;
const longestText = 4096;

type Mode = 'clear' | 'tls' | 'raw';

export class Connection {
  readonly target: Target;
  readonly replies: Reply[] = [];
  readonly liberties = new Set<Liberty>();
  readonly dialogue: DialogueLine[] = [];
  readonly #startedAt: number;
  readonly #deadlineAt: number;
  readonly #deadline: number;
  readonly #keepsDialogue: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #cancel = (): void => this.#stop({ kind: 'cancelled' });
  #socket: Socket | null = null;
  #isConnected = false;
  #parser: ReplyParser;
  #mode: Mode = 'clear';
  #cause: Cause | null = null;
  #wake: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #wire: Wire | null = null;
  #handshake: Handshake | null = null;
  #isSecure = false;
  #sawRecord = false;
  #textInTheWay: Buffer = Buffer.alloc(0);
  #textTimer: NodeJS.Timeout | null = null;
  #hasEnded = false;
  #arrived = 0;
  #raw: Buffer = Buffer.alloc(0);

  /** `startedAt` and `deadline` in milliseconds; the deadline counts from `startedAt` (performance.now). */
  constructor(
    target: Target,
    startedAt: number,
    deadline: number,
    signal: AbortSignal | undefined,
    keepsDialogue: boolean,
  ) {
    this.target = target;
    this.#startedAt = startedAt;
    this.#deadline = deadline;
    this.#deadlineAt = startedAt + deadline;
    this.#signal = signal;
    this.#keepsDialogue = keepsDialogue;
    this.#parser = new ReplyParser(this.liberties);
  }

  /** This side's address, known once connected. */
  get localAddress(): string | null {
    return this.#socket?.localAddress ?? null;
  }

  get handshake(): Handshake | null {
    return this.#handshake;
  }

  get wire(): Wire | null {
    return this.#wire;
  }

  /** Something of a reply has come, but not its end. */
  get isMidReply(): boolean {
    return this.#parser.isMidReply;
  }

  /** A whole line of SMTP has come. */
  get isSmtp(): boolean {
    return this.replies.length > 0 || this.#parser.linesBegun > 0;
  }

  /** Opens the connection; returns at once, `connected` waits. */
  open(): void {
    if (this.#signal?.aborted) {
      this.#stop({ kind: 'cancelled' });
      return;
    }
    if (this.#signal) {
      // Every probe of a run listens to the one signal.
      setMaxListeners(0, this.#signal);
      this.#signal.addEventListener('abort', this.#cancel, { once: true });
    }
    const { address, family, port } = this.target;
    const socket = connect({ host: address, port, family, noDelay: true, autoSelectFamily: false });
    this.#socket = socket;
    socket.once('connect', () => {
      this.#isConnected = true;
      this.note('connected');
      this.#notify();
    });
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#ended());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#stop(this.#isConnected ? { kind: 'closed', how: 'reset' } : this.#causeOfConnectError(error));
    });
    socket.on('close', () => this.#ended());
  }

  async connected(milliseconds: number): Promise<void> {
    this.#limit(milliseconds);
    while (!this.#isConnected) {
      this.#check();
      await this.#sleep();
    }
  }

  /** The next whole reply, in clear or under TLS. The limit is for all of it. */
  async reply(milliseconds: number): Promise<Reply> {
    this.#limit(milliseconds);
    for (;;) {
      const parsed = this.#parser.next();
      if (parsed?.kind === 'problem') throw new Stopped(parsed.cause);
      if (parsed) {
        this.#keep(parsed.reply);
        return parsed.reply;
      }
      this.#check();
      await this.#sleep();
    }
  }

  /** Octets that came before they were asked for. */
  takeEarly(): Buffer {
    const { rest } = this.#parser;
    this.#parser = new ReplyParser(this.liberties);
    return rest;
  }

  /** Text that came before the first TLS record, when we had already begun to speak TLS. */
  get lateText(): Buffer | null {
    return this.#sawRecord && this.#textInTheWay.length > 0 ? this.#textInTheWay : null;
  }

  get hasEarly(): boolean {
    return this.#parser.rest.length > 0;
  }

  /** Lets the event loop look at the socket once more; what lies there is then in `takeEarly`. */
  async settle(): Promise<void> {
    // The first turn ends the poll phase we are in; the second comes after another one.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  }

  /** Sends one command line. */
  send(line: string): void {
    this.#check();
    this.note(line, 'client');
    (this.#handshake?.socket ?? this.#socket!).write(`${line}\r\n`);
  }

  /** TLS from here on. Resolves when the handshake is finished on our side. */
  async secure(client: TlsClient, milliseconds: number): Promise<void> {
    this.#check();
    this.#limit(milliseconds);
    this.#mode = 'tls';
    const wire = new Wire(this.#socket!);
    this.#wire = wire;
    wire.on('error', () => {});
    const handshake = startHandshake(wire, client, this.target.sni);
    this.#handshake = handshake;
    const { socket } = handshake;
    socket.once('secureConnect', () => {
      this.#isSecure = true;
      this.#arrived = 0;
      this.#notify();
    });
    socket.on('error', (error) => {
      const cause = causeOfTlsError(error, wire);
      // That the connection ended, TLS hears second-hand: the TCP socket knows how.
      if (cause.kind === 'closed') this.#stopSoon();
      else this.#stop(cause);
    });
    socket.on('close', () => this.#stopSoon());
    socket.on('end', () => this.#stopSoon());
    socket.on('data', (chunk: Buffer) => {
      this.#parser.push(chunk);
      this.#notify();
    });
    while (!this.#isSecure) {
      this.#check();
      await this.#sleep();
    }
  }

  /** Bytes as they are, until `enough` says so; for a hello written by hand. */
  async raw(bytes: Buffer, milliseconds: number, enough: (bytes: Buffer) => boolean): Promise<Buffer> {
    this.#check();
    this.#limit(milliseconds);
    this.#mode = 'raw';
    this.#socket!.write(bytes);
    while (!enough(this.#raw)) {
      if (this.#cause !== null) return this.#raw;
      await this.#sleep();
    }
    return this.#raw;
  }

  /** Says QUIT without waiting for its answer (RFC 5321 4.1.1.10 asks for one; we have seen enough). */
  async quit(): Promise<void> {
    const socket = this.#handshake?.socket ?? this.#socket;
    if (this.#cause !== null || !socket?.writable) return;
    this.note('QUIT', 'client');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, farewell);
      socket.end('QUIT\r\n', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#cancel);
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#textTimer) clearTimeout(this.#textTimer);
    this.#timer = null;
    this.#cause ??= { kind: 'cancelled' };
    this.#handshake?.socket.destroy();
    this.#wire?.destroy();
    this.#socket?.destroy();
  }

  /** Writes a line into the record of the dialogue. */
  note(text: string, from: DialogueLine['from'] = 'event'): void {
    if (!this.#keepsDialogue) return;
    this.dialogue.push({ at: rounded(performance.now() - this.#startedAt), from, text });
  }

  #keep(reply: Reply): void {
    this.replies.push(reply);
    if (!this.#keepsDialogue) return;
    const last = reply.lines.length - 1;
    for (let index = 0; index <= last && index < shownLines; index += 1) {
      this.note(`${reply.code}${index === last ? ' ' : '-'}${reply.lines[index]!}`, 'server');
    }
    if (last >= shownLines) this.note(`lines-left-out ${last + 1 - shownLines}`);
  }

  #receive(chunk: Buffer): void {
    if (this.#cause !== null) return;
    if (this.#mode === 'clear') {
      this.#parser.push(chunk);
      this.#notify();
      return;
    }
    this.#arrived += chunk.length;
    if (this.#mode === 'raw') {
      if (this.#arrived <= floodLimit) this.#raw = Buffer.concat([this.#raw, chunk]);
      this.#notify();
      return;
    }
    const records = this.#sawRecord ? chunk : this.#passText(chunk);
    if (this.#arrived > floodLimit) this.#stop({ kind: 'flood', limit: floodLimit });
    else if (records !== null && records.length > 0) this.#wire!.arrive(records);
  }

  /**
   * What of the first octets is TLS. Text before it was put there after our hello (RFC 3207 6): set aside, as long as
   * TLS follows. Null: it is neither.
   */
  #passText(chunk: Buffer): Buffer | null {
    let end = 0;
    while (end < chunk.length && isText(chunk[end]!)) end += 1;
    const rest = chunk.subarray(end);
    if (end > 0) this.#textInTheWay = Buffer.concat([this.#textInTheWay, chunk.subarray(0, end)]);
    const isNeither = rest.length > 0 && !isRecordStart(rest);
    if (isNeither || this.#textInTheWay.length > longestText) {
      this.#stop({ kind: 'not-tls', sample: sampleOf(Buffer.concat([this.#textInTheWay, rest])) });
      return null;
    }
    this.#sawRecord = rest.length > 0;
    if (this.#sawRecord && this.#textTimer) clearTimeout(this.#textTimer);
    if (!this.#sawRecord) this.#textTimer ??= setTimeout(() => this.#stop(this.#notTls()), patience);
    return rest;
  }

  #notTls(): Cause {
    return { kind: 'not-tls', sample: sampleOf(this.#textInTheWay) };
  }

  #ended(): void {
    if (this.#mode !== 'tls') {
      this.#stop({ kind: 'closed', how: 'end' });
      return;
    }
    // OpenSSL may still have an alert to tell.
    if (!this.#hasEnded) this.#wire!.push(null);
    this.#hasEnded = true;
    this.#stopSoon();
  }

  /** Closed, unless one turn of the event loop later somebody knows better. */
  #stopSoon(): void {
    setImmediate(() => setImmediate(() => this.#stop({ kind: 'closed', how: 'end' })));
  }

  #stop(cause: Cause): void {
    if (this.#cause !== null) return;
    const isText = this.#textInTheWay.length > 0 && !this.#sawRecord;
    const isEnd = cause.kind === 'closed' || (cause.kind === 'timed-out' && cause.limit === 'stage');
    this.#cause = isText && isEnd ? this.#notTls() : cause;
    this.#notify();
  }

  #causeOfConnectError(error: NodeJS.ErrnoException): Cause {
    const errno = error.code ?? 'unknown';
    if (errno === 'ECONNREFUSED') return { kind: 'refused' };
    if (errno === 'ECONNRESET') return { kind: 'closed', how: 'reset' };
    // The system gave up before we did.
    if (errno === 'ETIMEDOUT') {
      return {
        kind: 'timed-out',
        milliseconds: Math.round(performance.now() - this.#startedAt),
        limit: 'stage',
      };
    }
    return { kind: 'unreachable', errno };
  }

  #check(): void {
    if (this.#cause !== null) throw new Stopped(this.#cause);
  }

  #limit(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    const left = Math.max(0, this.#deadlineAt - performance.now());
    const isDeadline = left < milliseconds;
    this.#timer = setTimeout(
      () =>
        this.#stop({
          kind: 'timed-out',
          milliseconds: isDeadline ? this.#deadline : milliseconds,
          limit: isDeadline ? 'deadline' : 'stage',
        }),
      isDeadline ? left : milliseconds,
    );
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Printable ASCII, tab and line ends: no record of TLS begins with one. */
function isText(octet: number): boolean {
  return (octet >= 32 && octet < 127) || octet === 9 || octet === 10 || octet === 13;
}

/** To a tenth of a millisecond. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
