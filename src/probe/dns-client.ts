// A stub resolver (RFC 1035, RFC 6891): one question to one of some servers, UDP first, TCP when truncated.
// Names are sent as they are, absolute. Answers must come from the server asked, with our id and our question;
// others are not looked at. Says what the DNS said: no address is judged here.

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setMaxListeners } from 'node:events';
import { connect } from 'node:net';
import codec, { type Answer, type Packet } from 'dns-packet';

export type QueryType = 'MX' | 'A' | 'AAAA';

export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

/** What one question led to. `ttl` in seconds, the least on the way; `aliases` in order. */
export type DnsAnswer =
  | {
      readonly kind: 'records';
      readonly data: readonly unknown[];
      readonly ttl: number | null;
      readonly authenticated: boolean;
      readonly aliases: readonly string[];
    }
  | { readonly kind: 'no-such-name' }
  | { readonly kind: 'no-records' }
  | { readonly kind: 'server-failure'; readonly code: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'cancelled' };

type Exchange =
  | { readonly kind: 'packet'; readonly packet: Packet }
  | { readonly kind: 'silent'; readonly malformed: boolean }
  | { readonly kind: 'error'; readonly code: string };

const longestAliasChain = 8;
/** RFC 6891 6.2.5, and the value that avoids fragments. */
const payloadSize = 1232;

export class DnsClient {
  readonly #servers: readonly DnsServer[];
  readonly #signal: AbortSignal | undefined;

  /** Once `signal` fires, every question ends as cancelled. */
  constructor(servers: readonly DnsServer[], signal?: AbortSignal) {
    this.#servers = servers;
    this.#signal = signal;
    // Every question listens to the one signal.
    if (signal) setMaxListeners(0, signal);
  }

  /** Asks until there is an answer or `endsAt` (performance.now) is reached. Never rejects. */
  async ask(name: string, type: QueryType, endsAt: number): Promise<DnsAnswer> {
    const aliases: string[] = [];
    let ttl: number | null = null;
    let authenticated = true;
    let current = name.toLowerCase();
    for (;;) {
      const packet = await this.#exchange(current, type, endsAt);
      if (!('questions' in packet)) return packet as DnsAnswer;
      authenticated &&= packet.flag_ad === true;
      const found = followAliases(packet.answers ?? [], current, type);
      if (found === null) return { kind: 'server-failure', code: 'ALIAS-LOOP' };
      aliases.push(...found.aliases);
      if (found.ttl !== null) ttl = ttl === null ? found.ttl : Math.min(ttl, found.ttl);
      if (found.data.length > 0) return { kind: 'records', data: found.data, ttl, authenticated, aliases };
      // RFC 2308 2.1: with a CNAME in the answer, NXDOMAIN is about the last name of the chain.
      if (packet.rcode === 'NXDOMAIN') return { kind: 'no-such-name' };
      if (found.name === current) return { kind: 'no-records' };
      if (aliases.length > longestAliasChain) return { kind: 'server-failure', code: 'ALIAS-LOOP' };
      // A server that does not follow the alias itself: we do. One that did and found nothing gives the same answer.
      current = found.name;
    }
  }

  /** Goes round the servers with growing patience until one answers for good. */
  async #exchange(name: string, type: QueryType, endsAt: number): Promise<Packet | DnsAnswer> {
    let patience = Math.min(2000, (endsAt - performance.now()) / 5);
    let failure: string | null = null;
    const failed = new Set<DnsServer>();
    while (failed.size < this.#servers.length) {
      for (const server of this.#servers) {
        if (failed.has(server)) continue;
        const left = endsAt - performance.now();
        if (this.#signal?.aborted) return { kind: 'cancelled' };
        if (left <= 1)
          return failure === null ? { kind: 'timed-out' } : { kind: 'server-failure', code: failure };
        const result = await this.#askServer(server, name, type, Math.min(left, patience));
        if (result.kind === 'packet') {
          const code = codeOf(result.packet);
          if (code === 'NOERROR' || code === 'NXDOMAIN') return result.packet;
          failure = code;
          failed.add(server);
        } else if (result.kind === 'error') {
          failure ??= result.code;
          failed.add(server);
        } else if (result.malformed) {
          failure ??= 'MALFORMED';
        }
      }
      patience *= 1.5;
    }
    if (this.#signal?.aborted) return { kind: 'cancelled' };
    return { kind: 'server-failure', code: failure ?? 'NO-SERVERS' };
  }

  async #askServer(
    server: DnsServer,
    name: string,
    type: QueryType,
    milliseconds: number,
  ): Promise<Exchange> {
    const endsAt = performance.now() + milliseconds;
    let query = encodeQuery(name, type, true);
    let result = await overUdp(server, query, milliseconds, this.#signal);
    if (result.kind === 'packet' && dislikesEdns.has(codeOf(result.packet))) {
      // RFC 6891 7: a server that does not know EDNS, or not this version of it, is asked again without.
      query = encodeQuery(name, type, false);
      result = await overUdp(server, query, Math.max(1, endsAt - performance.now()), this.#signal);
    }
    if (result.kind !== 'packet' || result.packet.flag_tc !== true) return result;
    // RFC 7766 5: what a truncated answer holds is not used.
    return overTcp(server, query, Math.max(1, endsAt - performance.now()), this.#signal);
  }
}

const dislikesEdns = new Set(['FORMERR', 'NOTIMP', 'BADVERS']);

/** What the server made of the question: its code, the part in OPT included (RFC 6891 6.1.3), or that it knows nobody. */
function codeOf(packet: Packet): string {
  const opt = packet.additionals?.find(({ type }) => type === 'OPT');
  if (opt?.extendedRcode) {
    const code = opt.extendedRcode * 16 + ((packet.flags ?? 0) & 15);
    return code === 16 ? 'BADVERS' : `RCODE-${code}`;
  }
  return isReferral(packet) ? 'REFERRAL' : (packet.rcode ?? 'NOERROR');
}

// RFC 2308 2.2: name servers without SOA are no answer that there is nothing, but whom to ask instead. We ask resolvers.
function isReferral({ rcode, answers = [], authorities = [], flag_aa }: Packet): boolean {
  const has = (wanted: string): boolean => authorities.some(({ type }) => type === wanted);
  return rcode === 'NOERROR' && answers.length === 0 && flag_aa !== true && has('NS') && !has('SOA');
}

interface Query {
  readonly id: number;
  readonly name: string;
  readonly type: QueryType;
  readonly bytes: Buffer;
}

function encodeQuery(name: string, type: QueryType, edns: boolean): Query {
  const id = randomInt(65536);
  const bytes = codec.encode({
    id,
    type: 'query',
    // RFC 6840 5.7: AD in a question asks whether the answer was authenticated.
    flags: codec.RECURSION_DESIRED | codec.AUTHENTIC_DATA,
    questions: [{ type, name }],
    additionals: edns ? [{ type: 'OPT', name: '.', udpPayloadSize: payloadSize, flags: 0, options: [] }] : [],
  });
  return { id, name, type, bytes };
}

/** The packet, if it answers this query; 'other' when it is about something else (RFC 5452 9.1). */
function decodeAnswer(bytes: Buffer, query: Query): Packet | 'other' | 'malformed' {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== query.id) return 'other';
  let packet: Packet;
  try {
    packet = codec.decode(bytes);
  } catch {
    return 'malformed';
  }
  if (packet.type !== 'response') return 'other';
  const [question, ...more] = packet.questions ?? [];
  // Some servers leave the question out of FORMERR.
  if (question === undefined && packet.rcode === 'FORMERR') return packet;
  const isOurs =
    question !== undefined &&
    more.length === 0 &&
    question.type === query.type &&
    canonical(question.name) === canonical(query.name);
  return isOurs ? packet : 'other';
}

function overUdp(
  server: DnsServer,
  query: Query,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4');
    let malformed = false;
    let isFinished = false;
    const finish = (exchange: Exchange): void => {
      if (isFinished) return;
      isFinished = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      socket.close();
      resolve(exchange);
    };
    const giveUp = (): void => finish({ kind: 'silent', malformed });
    const timer = setTimeout(giveUp, milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish({ kind: 'error', code: error.code ?? 'unknown' });
    });
    socket.on('message', (bytes) => {
      const packet = decodeAnswer(bytes, query);
      if (packet === 'malformed') malformed = true;
      else if (packet !== 'other') finish({ kind: 'packet', packet });
    });
    // Connected: the kernel drops what comes from elsewhere, and tells when nobody listens.
    const connected = (error?: NodeJS.ErrnoException): void => {
      if (error) finish({ kind: 'error', code: error.code ?? 'unknown' });
      else if (!isFinished) socket.send(query.bytes);
    };
    socket.connect(server.port, server.address, connected);
  });
}

function overTcp(
  server: DnsServer,
  query: Query,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect({ host: server.address, port: server.port });
    let bytes = Buffer.alloc(0);
    const finish = (exchange: Exchange): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(exchange);
    };
    const giveUp = (): void => finish({ kind: 'silent', malformed: false });
    const timer = setTimeout(giveUp, milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish({ kind: 'error', code: error.code ?? 'unknown' });
    });
    socket.on('close', () => finish({ kind: 'error', code: 'ECONNRESET' }));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.bytes.length);
    socket.write(Buffer.concat([length, query.bytes]));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
      const packet = decodeAnswer(bytes.subarray(2, 2 + bytes.readUInt16BE(0)), query);
      if (packet === 'malformed' || packet === 'other') finish({ kind: 'error', code: 'MALFORMED' });
      else finish({ kind: 'packet', packet });
    });
  });
}

function canonical(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}

// Of the Internet, as the question is: a record of another class says nothing of it.
const isOfName = (answer: Answer, name: string): boolean =>
  answer.class === 'IN' && canonical(answer.name) === name;

interface Followed {
  readonly name: string;
  readonly data: unknown[];
  readonly ttl: number | null;
  readonly aliases: string[];
}

/** The records of the name, or of the name that its aliases lead to; records of other names are not looked at. Null: a loop. */
function followAliases(answers: readonly Answer[], asked: string, type: QueryType): Followed | null {
  const aliases: string[] = [];
  let name = canonical(asked);
  let ttl: number | null = null;
  const least = (answer: Answer): void => {
    if (typeof answer.ttl === 'number') ttl = ttl === null ? answer.ttl : Math.min(ttl, answer.ttl);
  };
  for (;;) {
    const data: unknown[] = [];
    for (const answer of answers) {
      if (answer.type === type && isOfName(answer, name)) {
        data.push(answer.data);
        least(answer);
      }
    }
    if (data.length > 0) return { name, data, ttl, aliases };
    const alias = answers.find((answer) => answer.type === 'CNAME' && isOfName(answer, name));
    if (!alias || typeof alias.data !== 'string') return { name, data, ttl, aliases };
    least(alias);
    name = canonical(alias.data);
    if (aliases.includes(name) || name === canonical(asked) || aliases.length > longestAliasChain)
      return null;
    aliases.push(name);
  }
}
