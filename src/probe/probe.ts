// One address, from connect to done (PRODUCT.md section 4): greeting, EHLO, STARTTLS, handshake, EHLO, QUIT.
// Six round trips with TLS 1.3, seven with TLS 1.2. Evidence only: nothing here says whether it is good.
// Every stage has its limit and the deadline holds over all of them; no mail is ever begun.

import { createHash } from 'node:crypto';
import { Connection, rounded, Stopped } from './connection.ts';
import { defaultEhloName } from './ehlo-name.ts';
import type {
  AfterHandshake,
  Cause,
  PresentedChain,
  ProbeEvidence,
  Reply,
  SecondLook,
  Stage,
  Target,
  TlsEvidence,
} from './evidence.ts';
import { opinionOf, type TlsClient } from './handshake.ts';
import { readServerFlight, type ServerFlight } from './presented-chain.ts';
import { reasonForSecondLook, secondLook } from './second-look.ts';
import { findMaskedCommand, findStarttls, looksLikeFtp, recogniseProtocol, sampleOf } from './smtp.ts';
import { alertName } from './tls-names.ts';

/** Limits in milliseconds, each for its whole stage; the deadline for all of them together. */
export interface ProbeSettings {
  readonly connectTimeout: number;
  readonly greetingTimeout: number;
  /** For EHLO, for STARTTLS and for the second EHLO, each. */
  readonly commandTimeout: number;
  readonly tlsTimeout: number;
  readonly deadline: number;
  /** Null: this host's full name, else the address literal of the socket (RFC 5321 4.1.4). */
  readonly ehloName: string | null;
  /** Whether one more connection may be made to say why. */
  readonly secondLook: boolean;
  /** Whether the lines of the dialogue are kept (--transcript). */
  readonly dialogue: boolean;
}

/** PRODUCT.md section 4, Defaults. */
export const defaultProbeSettings: ProbeSettings = {
  connectTimeout: 10_000,
  greetingTimeout: 40_000,
  commandTimeout: 30_000,
  tlsTimeout: 15_000,
  deadline: 90_000,
  ehloName: null,
  secondLook: true,
  dialogue: true,
};

/** What all probes of a run share. */
export interface ProbeContext {
  readonly tls: TlsClient;
  readonly signal?: AbortSignal;
}

/**
 * Probes one address. Resolves whatever the server does, at the deadline at the latest; rejects only when it
 * cannot begin at all: a client certificate that does not load, an EHLO name that is none.
 */
export async function probe(
  target: Target,
  settings: ProbeSettings,
  context: ProbeContext,
): Promise<ProbeEvidence> {
  if (settings.ehloName !== null && !/^[!-~]{1,255}$/.test(settings.ehloName)) {
    throw new TypeError('the EHLO name has other characters than printable ASCII');
  }
  return new Probe(target, settings, context).run();
}

/** Replies to the one EHLO on the encrypted channel; more is a flood, wherever it pauses. */
const mostAnswers = 100;

class Probe {
  readonly #target: Target;
  readonly #settings: ProbeSettings;
  readonly #context: ProbeContext;
  readonly #connection: Connection;
  readonly #startedAt = performance.now();
  readonly #timings: Partial<Record<Stage, number>> = {};
  #stage: Stage = 'connect';
  /** The stage whose time runs; `done` from the end of the handshake on. */
  #timed: Stage = 'connect';
  #timedSince = this.#startedAt;
  #injected: string | null = null;
  #flight: ServerFlight | null = null;
  #afterHandshake: AfterHandshake | null = null;
  #isEstablished = false;

  constructor(target: Target, settings: ProbeSettings, context: ProbeContext) {
    this.#target = target;
    this.#settings = settings;
    this.#context = context;
    this.#connection = new Connection(
      target,
      this.#startedAt,
      settings.deadline,
      context.signal,
      settings.dialogue,
    );
  }

  async run(): Promise<ProbeEvidence> {
    const connection = this.#connection;
    let cause: Cause | null = null;
    try {
      await this.#converse();
      await connection.quit();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      cause = error.why;
      if (cause.kind === 'unexpected-reply' || cause.kind === 'starttls-not-offered') await connection.quit();
    } finally {
      this.#clock(this.#timed);
      this.#readFlight();
      connection.close();
    }
    if (cause !== null) cause = this.#refine(cause);
    const tls = this.#tlsEvidence(cause);
    if (cause !== null) connection.note(`stopped ${cause.kind}`);
    return {
      target: this.#target,
      stage: this.#stage,
      outcome: cause === null ? { kind: 'done' } : { kind: 'stopped', stage: this.#stage, cause },
      replies: connection.replies,
      liberties: [...connection.liberties],
      injected: this.#injected ?? (connection.lateText && sampleOf(connection.lateText)),
      tls,
      secondLook: cause === null ? null : await this.#lookAgain(cause, tls),
      timings: this.#timings,
      dialogue: connection.dialogue,
      attempts: 1,
    };
  }

  async #converse(): Promise<void> {
    const connection = this.#connection;
    const { connectTimeout, greetingTimeout, commandTimeout, tlsTimeout } = this.#settings;
    connection.open();
    // Expensive once for a run, and free while the network is waited for.
    void this.#context.tls.secureContext;
    await connection.connected(connectTimeout);

    this.#enter('greeting');
    const greeting = await connection.reply(greetingTimeout);
    // RFC 5321 4.2: 220 is the only greeting that goes on; 3.1: 554 is a refusal.
    if (greeting.code !== 220) throw new Stopped({ kind: 'unexpected-reply', reply: greeting });

    this.#enter('ehlo');
    const ehloName = this.#settings.ehloName ?? defaultEhloName(connection.localAddress);
    if (connection.hasEarly) connection.liberties.add('early-data');
    connection.send(`EHLO ${ehloName}`);
    const ehlo = await connection.reply(commandTimeout);
    if (ehlo.code !== 250) throw new Stopped({ kind: 'unexpected-reply', reply: ehlo });
    const offer = findStarttls(ehlo, greeting, connection.liberties);
    if (offer.kind !== 'offered') {
      throw new Stopped({
        kind: 'starttls-not-offered',
        masked: offer.kind === 'masked' ? offer.word : null,
      });
    }

    this.#enter('starttls');
    if (connection.hasEarly) connection.liberties.add('early-data');
    connection.send('STARTTLS');
    const starttls = await connection.reply(commandTimeout);
    // RFC 3207 4: 220 is the go-ahead, anything else is not.
    if (starttls.code !== 220) throw new Stopped(refusalOf(starttls));
    await connection.settle();
    // RFC 3207 6: what was received before the handshake is discarded. What came here was put in its way.
    const early = connection.takeEarly();
    if (early.length > 0) this.#injected = sampleOf(early);
    if (early.length > 0) connection.note(`injected ${early.length}`);

    this.#enter('handshake');
    await connection.secure(this.#context.tls, tlsTimeout);
    this.#isEstablished = true;
    this.#clock('done');
    this.#readFlight();
    const { protocol, cipher, keyExchange } = this.#flight!;
    connection.note(`tls ${protocol} ${cipher} ${keyExchange}`);

    // RFC 3207 4.2: all that was learnt before is forgotten, so EHLO is said again. It also settles whether the
    // server took us: in TLS 1.3 its refusal comes after our handshake is finished (RFC 8446 4.4.2.4).
    try {
      await connection.settle();
      connection.send(`EHLO ${ehloName}`);
      this.#afterHandshake = { kind: 'answered', reply: await this.#answerAfterHandshake(commandTimeout) };
      this.#stage = 'done';
    } catch (error) {
      if (error instanceof Stopped) this.#afterHandshake = { kind: 'stopped', cause: error.why };
      throw error;
    }
  }

  // A server that speaks out of turn has one reply too many, and nobody can say which is the answer: one that refuses
  // counts, and nothing passes before the last has come.
  async #answerAfterHandshake(milliseconds: number): Promise<Reply> {
    const connection = this.#connection;
    const until = performance.now() + milliseconds;
    let isEarly = connection.hasEarly;
    for (let count = 0; count < mostAnswers; count += 1) {
      const reply = await connection.reply(Math.max(1, until - performance.now()));
      if (reply.code !== 250) return reply;
      if (!isEarly) {
        await connection.settle();
        if (!connection.hasEarly) return reply;
      }
      connection.liberties.add('early-data');
      isEarly = false;
    }
    throw new Stopped({ kind: 'reply-too-long', what: 'lines', limit: mostAnswers });
  }

  #enter(stage: Stage): void {
    this.#stage = stage;
    this.#clock(stage);
  }

  /** The time since the last call goes to the stage whose time ran; now runs that of `next`. */
  #clock(next: Stage): void {
    const now = performance.now();
    this.#timings[this.#timed] = rounded((this.#timings[this.#timed] ?? 0) + now - this.#timedSince);
    this.#timedSince = now;
    this.#timed = next;
  }

  #readFlight(): void {
    const { wire, handshake } = this.#connection;
    if (this.#flight !== null || wire === null) return;
    this.#flight = readServerFlight(wire.stopRecording(), handshake?.secret ?? null);
  }

  /** Says more exactly what the first cause was, by what else was seen. */
  #refine(cause: Cause): Cause {
    if (cause.kind === 'bad-reply' && cause.problem === 'no-code' && !this.#connection.isSmtp) {
      const protocol = recogniseProtocol(cause.sample) ?? 'unknown';
      return { kind: 'other-protocol', protocol, sample: cause.sample };
    }
    if (cause.kind === 'unexpected-reply' && this.#stage === 'ehlo' && cause.reply.code >= 500) {
      const greeting = this.#connection.replies[0];
      if (greeting && looksLikeFtp(greeting)) {
        return { kind: 'other-protocol', protocol: 'ftp', sample: `220 ${greeting.lines[0]}`.slice(0, 120) };
      }
    }
    // A warning such as close_notify in clear: OpenSSL only says that the connection ended.
    if (cause.kind === 'closed' && !this.#isEstablished && typeof this.#flight?.alert === 'number') {
      const number = this.#flight.alert;
      return { kind: 'tls-alert', alert: alertName(number), number, from: 'server' };
    }
    return cause;
  }

  #tlsEvidence(cause: Cause | null): TlsEvidence | null {
    const { handshake } = this.#connection;
    const flight = this.#flight;
    if (handshake === null || flight === null) return null;
    return {
      established: this.#isEstablished,
      protocol: flight.protocol,
      cipher: flight.cipher,
      keyExchange: flight.keyExchange,
      sni: this.#target.sni,
      clientCertificate: clientCertificateOf(flight, cause, this.#afterHandshake),
      ocspStapled: flight.ocspStapled,
      presentedChain: shared(flight.presentedChain),
      openssl: this.#isEstablished
        ? { trust: this.#context.tls.trust.name, error: opinionOf(handshake.socket) }
        : null,
      afterHandshake: this.#afterHandshake,
    };
  }

  async #lookAgain(cause: Cause, tls: TlsEvidence | null): Promise<SecondLook | null> {
    if (!this.#settings.secondLook || this.#context.signal?.aborted) return null;
    const why = reasonForSecondLook(this.#stage, cause, tls);
    // A greeting that began is not silent.
    if (why === null || (why === 'silent-greeting' && this.#connection.isMidReply)) return null;
    const left = this.#settings.deadline - (performance.now() - this.#startedAt);
    return secondLook(why, {
      target: this.#target,
      ehloName: this.#settings.ehloName,
      // It lasts no longer than the limit that caused it; past the deadline a moment is left for a local answer.
      milliseconds: Math.min(5000, longestFor(why, this.#settings), Math.max(left, 500)),
      signal: this.#context.signal,
    });
  }
}

/** Alerts by which a server says that it wanted another certificate than it got, or any. RFC 8446 6.2, RFC 5246 7.2.2. */
const certificateAlerts = new Set([
  'handshake_failure',
  'no_certificate',
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_expired',
  'certificate_unknown',
  'unknown_ca',
  'access_denied',
  'certificate_required',
  // GnuTLS, to an empty Certificate message.
  'decode_error',
]);

/** Words in which servers say so; others speak of certificates too. */
const wantsCertificate =
  /\b(client|peer|your|no|valid|trusted) (\w+ )?certificate\b|\bcertificate (\w+ ){0,2}(required|needed|missing|presented|provided)\b/i;

function clientCertificateOf(
  flight: ServerFlight,
  cause: Cause | null,
  after: AfterHandshake | null,
): TlsEvidence['clientCertificate'] {
  if (!flight.asksClientCertificate) return 'not-asked';
  const isAlert =
    cause?.kind === 'tls-alert' && cause.from === 'server' && certificateAlerts.has(cause.alert);
  // Postfix lets the handshake pass and refuses what comes after it: 421 4.7.1 ... No client certificate presented.
  const isRefused =
    after?.kind === 'answered' &&
    after.reply.code >= 400 &&
    wantsCertificate.test(after.reply.lines.join(' '));
  return isAlert || isRefused ? 'required' : 'asked';
}

function longestFor(why: SecondLook['why'], settings: ProbeSettings): number {
  return why === 'handshake-refused' ? settings.tlsTimeout : settings.greetingTimeout;
}

function refusalOf(reply: Reply): Cause {
  const masked = findMaskedCommand(reply);
  return masked === null ? { kind: 'unexpected-reply', reply } : { kind: 'starttls-not-offered', masked };
}

const seenCertificates = new Map<string, Uint8Array>();

/** One copy of each certificate for all probes of a process: thousands of servers serve the same few. */
function shared(chain: PresentedChain): PresentedChain {
  if (seenCertificates.size > 4096) seenCertificates.clear();
  const certificates = chain.certificates.map((der) => {
    const digest = createHash('sha256')
      .update(der)
      .digest('latin1' as 'binary');
    const known = seenCertificates.get(digest);
    if (known) return known;
    seenCertificates.set(digest, der);
    return der;
  });
  return { ...chain, certificates };
}
