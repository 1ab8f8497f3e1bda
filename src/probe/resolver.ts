// From a name to MX hosts and addresses: answers given by hand first, then this machine's hosts file, then the
// DNS: the system's servers or one named by hand. The answers say where they came from. Names that no
// look-up should see never reach one. Nothing is loaded or opened until a name really has to be looked up.

import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { asciiName, hostKey } from '../route/host.ts';
import type { DnsAnswer, DnsClient, DnsServer } from './dns-client.ts';
import type { Address, AnswerSource, Lookup, MxRecord } from './evidence.ts';

/** An answer given by hand: --resolve host=address[,address], --mx domain=host[,host]. */
export interface HandAnswer {
  readonly name: string;
  readonly values: readonly string[];
}

export interface ResolverOptions {
  /** Null: the system's servers and its hosts file. */
  readonly server?: DnsServer | null;
  readonly addresses?: readonly HandAnswer[];
  readonly mx?: readonly HandAnswer[];
  /** 4, 6, or both. */
  readonly families?: readonly (4 | 6)[];
  /** Milliseconds for all questions about a name; 10 s when absent. */
  readonly timeout?: number;
  /** The system's own when absent. */
  readonly hostsFile?: string;
  /** Once it fires, look-ups end as if they had timed out. */
  readonly signal?: AbortSignal;
}

export interface AddressAnswer {
  readonly source: AnswerSource;
  readonly lookup: Lookup<Address>;
  /** What became of the other family, where one answered and the other failed. */
  readonly partial?: { readonly family: 4 | 6; readonly lookup: Lookup<Address> };
}

export interface MxAnswer {
  readonly source: AnswerSource;
  readonly lookup: Lookup<MxRecord>;
}

export interface Resolver {
  /** system, or the address and port of the server. */
  readonly name: string;
  readonly families: readonly (4 | 6)[];
  /** Every address of a name; an address is its own answer. Asked once for each name. */
  addresses(name: string): Promise<AddressAnswer>;
  mx(domain: string): Promise<MxAnswer>;
  /** The names of answers given by hand, as typed, that nobody has asked for so far. */
  unasked(): readonly UnaskedAnswer[];
}

export interface UnaskedAnswer {
  readonly flag: '--resolve' | '--mx';
  readonly name: string;
}

/** Names that are looked up at the same time; each takes a socket or two. */
const mostAtOnce = 256;

export function createResolver(options: ResolverOptions = {}): Resolver {
  return new HandFirstResolver(options);
}

class HandFirstResolver implements Resolver {
  readonly name: string;
  readonly families: readonly (4 | 6)[];
  readonly #server: DnsServer | null;
  readonly #timeout: number;
  readonly #given: readonly UnaskedAnswer[];
  readonly #handAddresses: ReadonlyMap<string, readonly string[]>;
  readonly #handMx: ReadonlyMap<string, readonly string[]>;
  readonly #hostsFile: string;
  readonly #knownAddresses = new Map<string, Promise<AddressAnswer>>();
  readonly #knownMx = new Map<string, Promise<MxAnswer>>();
  readonly #signal: AbortSignal | undefined;
  readonly #queue: (() => void)[] = [];
  #asking = 0;
  #hosts: ReadonlyMap<string, readonly string[]> | null = null;
  #client: Promise<DnsClient> | null = null;

  constructor(options: ResolverOptions) {
    this.#server = options.server ?? null;
    this.name = this.#server === null ? 'system' : printServer(this.#server);
    this.families = options.families ?? [4, 6];
    this.#timeout = options.timeout ?? 10_000;
    this.#handAddresses = byHost(options.addresses ?? []);
    this.#handMx = byHost(options.mx ?? []);
    const given = (flag: UnaskedAnswer['flag'], answers: readonly HandAnswer[] = []) =>
      answers.map(({ name }) => ({ flag, name }));
    this.#given = [...given('--resolve', options.addresses), ...given('--mx', options.mx)];
    this.#signal = options.signal;
    this.#hostsFile = options.hostsFile ?? systemHostsFile();
  }

  addresses(name: string): Promise<AddressAnswer> {
    const key = hostKey(name);
    let known = this.#knownAddresses.get(key);
    if (!known) {
      known = this.#findAddresses(name, key);
      this.#knownAddresses.set(key, known);
    }
    return known;
  }

  mx(domain: string): Promise<MxAnswer> {
    const key = hostKey(domain);
    let known = this.#knownMx.get(key);
    if (!known) {
      known = this.#findMx(domain, key);
      this.#knownMx.set(key, known);
    }
    return known;
  }

  unasked(): readonly UnaskedAnswer[] {
    return this.#given.filter(({ flag, name }) => {
      const known = flag === '--mx' ? this.#knownMx : this.#knownAddresses;
      return !known.has(hostKey(name));
    });
  }

  async #findAddresses(name: string, key: string): Promise<AddressAnswer> {
    const byHand = this.#handAddresses.get(key);
    if (byHand) return { source: 'by-hand', lookup: this.#fixed(byHand) };
    if (isIP(key) !== 0) return { source: 'literal', lookup: this.#fixed([key]) };
    const plain = lookupName(name);
    if (typeof plain !== 'string') return { source: 'dns', lookup: plain };
    if (this.#server === null) {
      const fromFile = this.#hostsOfSystem().get(plain);
      if (fromFile) return { source: 'hosts-file', lookup: this.#fixed(fromFile) };
      // The search rules of the system are for names without a dot, and for them alone.
      if (!plain.includes('.'))
        return { source: 'dns', lookup: await this.#inTurn(() => this.#askSystem(plain)) };
    }
    return this.#inTurn(() => this.#askAddresses(plain));
  }

  async #findMx(domain: string, key: string): Promise<MxAnswer> {
    const byHand = this.#handMx.get(key);
    if (byHand) {
      const records = byHand.map((exchange) => ({
        preference: 0,
        exchange: exchange === '.' ? '' : exchange,
      }));
      return { source: 'by-hand', lookup: recordsOf(records) };
    }
    const plain = lookupName(domain);
    if (typeof plain !== 'string') return { source: 'dns', lookup: plain };
    return this.#inTurn(async () => {
      const client = await this.#dns();
      const answer = await client.ask(plain, 'MX', performance.now() + this.#timeout);
      return { source: 'dns', lookup: this.#lookup(answer, mxOf) };
    });
  }

  /** So many names at once, in order; the time of a name begins with its turn. */
  async #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#asking >= mostAtOnce) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#asking += 1;
    try {
      return await ask();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#asking -= 1;
    }
  }

  async #askAddresses(name: string): Promise<AddressAnswer> {
    const client = await this.#dns();
    const endsAt = performance.now() + this.#timeout;
    const ask = async (family: 4 | 6) => {
      const answer = await client.ask(name, family === 4 ? 'A' : 'AAAA', endsAt);
      return { family, lookup: this.#lookup(answer, (data) => addressOf(data, family)) };
    };
    const found = joined(await Promise.all(this.families.map(ask)));
    const leftOut = found.lookup.kind === 'no-records' ? this.#otherFamily() : null;
    if (leftOut === null) return { source: 'dns', ...found };
    // What a flag leaves out is not missing.
    const { lookup } = await ask(leftOut);
    if (lookup.kind === 'records') return { source: 'dns', lookup: familyLeftOut(leftOut) };
    const hasNone = lookup.kind === 'no-records' || lookup.kind === 'no-such-name';
    return { source: 'dns', lookup: hasNone ? found.lookup : lookup };
  }

  /** The family that a flag leaves out; null when both are wanted. */
  #otherFamily(): 4 | 6 | null {
    return this.families.length > 1 ? null : this.families[0] === 4 ? 6 : 4;
  }

  /** By the system's own rules, which do not say why there is no answer, nor for how long one holds. */
  async #askSystem(name: string): Promise<Lookup<Address>> {
    const { lookup } = process.getBuiltinModule('node:dns').promises;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<Lookup<Address>>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'timed-out', milliseconds: this.#timeout }), this.#timeout);
    });
    const asked = lookup(name, { all: true, verbatim: true }).then(
      (found): Lookup<Address> => this.#fixed(found.map(({ address }) => address)),
      (error: NodeJS.ErrnoException): Lookup<Address> =>
        error.code === 'ENOTFOUND'
          ? { kind: 'no-such-name' }
          : { kind: 'server-failure', code: error.code ?? 'unknown' },
    );
    let giveUp: (() => void) | undefined;
    const cancelled = new Promise<Lookup<Address>>((resolve) => {
      giveUp = () => resolve({ kind: 'cancelled' });
      this.#signal?.addEventListener('abort', giveUp, { once: true });
      if (this.#signal?.aborted) giveUp();
    });
    const answer = await Promise.race([asked, silence, cancelled]);
    clearTimeout(timer);
    this.#signal?.removeEventListener('abort', giveUp!);
    return answer;
  }

  #fixed(addresses: readonly string[]): Lookup<Address> {
    const records: Address[] = [];
    for (const address of addresses) {
      const family = isIP(address);
      if (family === 0) return { kind: 'refused-to-look-up', problem: 'not-an-address' };
      if (this.families.includes(family as 4 | 6)) records.push({ address, family: family as 4 | 6 });
    }
    const leftOut = addresses.length > 0 ? this.#otherFamily() : null;
    if (records.length === 0 && leftOut !== null) return familyLeftOut(leftOut);
    return records.length === 0 ? { kind: 'no-records' } : recordsOf(records);
  }

  #lookup<T>(answer: DnsAnswer, read: (data: unknown) => T | null): Lookup<T> {
    if (answer.kind === 'timed-out') return { kind: 'timed-out', milliseconds: this.#timeout };
    if (answer.kind !== 'records') return answer;
    const records = answer.data.map(read).filter((record): record is Awaited<T> & T => record !== null);
    if (records.length === 0) return { kind: 'server-failure', code: 'MALFORMED' };
    const { ttl, authenticated, aliases } = answer;
    return { kind: 'records', records, ttl, authenticated, aliases };
  }

  #hostsOfSystem(): ReadonlyMap<string, readonly string[]> {
    this.#hosts ??= readHosts(this.#hostsFile);
    return this.#hosts;
  }

  #dns(): Promise<DnsClient> {
    this.#client ??= this.#openClient();
    return this.#client;
  }

  async #openClient(): Promise<DnsClient> {
    const { DnsClient } = await import('./dns-client.ts');
    if (this.#server !== null) return new DnsClient([this.#server], this.#signal);
    // Not by import(): the chunks of the bundle are scripts, which cannot (src/start.ts).
    const { getServers } = process.getBuiltinModule('node:dns');
    return new DnsClient(getServers().map(parseServer), this.#signal);
  }
}

const familyLeftOut = (family: 4 | 6): Lookup<Address> => ({ kind: 'family-left-out', family });

function recordsOf<T>(records: readonly T[]): Lookup<T> {
  return { kind: 'records', records, ttl: null, authenticated: null, aliases: [] };
}

function byHost(answers: readonly HandAnswer[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { name, values } of answers) {
    const key = hostKey(name);
    map.set(key, [...(map.get(key) ?? []), ...values]);
  }
  return map;
}

/** One lookup of two families. A name exists when either family says so; records of one outweigh a failure of the other. */
function joined(
  answers: readonly { family: 4 | 6; lookup: Lookup<Address> }[],
): Omit<AddressAnswer, 'source'> {
  const found = answers.flatMap(({ lookup }) => (lookup.kind === 'records' ? [lookup] : []));
  const failed = answers.find(
    ({ lookup: { kind } }) => kind === 'server-failure' || kind === 'timed-out' || kind === 'cancelled',
  );
  if (found.length > 0) {
    const ttls = found.flatMap(({ ttl }) => (ttl === null ? [] : [ttl]));
    return {
      lookup: {
        kind: 'records',
        records: found.flatMap(({ records }) => records),
        ttl: ttls.length === 0 ? null : Math.min(...ttls),
        authenticated: found.every(({ authenticated }) => authenticated === true),
        aliases: found[0]!.aliases,
      },
      ...(failed && { partial: failed }),
    };
  }
  if (failed) return { lookup: failed.lookup };
  const empty = answers.find(({ lookup }) => lookup.kind === 'no-records');
  return { lookup: (empty ?? answers[0])!.lookup };
}

/**
 * The name as it is asked for: an A-label, lower case, no trailing dot. Else why it is not asked for: names that
 * could be options or hold control characters, or are longer than the DNS takes, never reach a look-up.
 * An underscore is no host name's (RFC 1123 2.1), but the DNS has such MX hosts: they are looked up.
 */
export function lookupName(name: string): string | Extract<Lookup<never>, { kind: 'refused-to-look-up' }> {
  const refused = (problem: string) => ({ kind: 'refused-to-look-up', problem }) as const;
  if (/[\x00-\x20\x7f-\x9f]/.test(name)) return refused('bad-character');
  if (name.startsWith('-')) return refused('leading-hyphen');
  const bare = name.replace(/\.$/, '');
  // RFC 1035 2.3.4.
  if (bare.length > 253 || bare.split('.').some((label) => label.length > 63)) return refused('too-long');
  const ascii = asciiName(bare);
  if (ascii !== null) return ascii;
  if (/^[a-z0-9_](?:[a-z0-9_-]|\.(?![.-]))*[a-z0-9_]$/i.test(bare) && /[a-z_][^.]*$/i.test(bare)) {
    return bare.toLowerCase();
  }
  return refused('not-a-host-name');
}

/** An MX record of dns-packet; the exchange as it came, without the last dot. RFC 7505 3: `.` is the null MX. */
function mxOf(data: unknown): MxRecord | null {
  const { preference, exchange } = (data ?? {}) as { preference?: unknown; exchange?: unknown };
  if (typeof exchange !== 'string') return null;
  return {
    preference: typeof preference === 'number' ? preference : 0,
    exchange: exchange.replace(/\.$/, ''),
  };
}

function addressOf(data: unknown, family: 4 | 6): Address | null {
  return typeof data === 'string' && isIP(data) === family ? { address: data, family } : null;
}

function systemHostsFile(): string {
  return process.platform === 'win32'
    ? `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts';
}

/** Names to addresses as hosts(5) has them; empty when there is no such file. */
function readHosts(path: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return map;
  }
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!address || isIP(address) === 0) continue;
    for (const name of names) {
      const key = hostKey(name);
      const addresses = map.get(key) ?? [];
      if (!addresses.includes(address)) addresses.push(address);
      map.set(key, addresses);
    }
  }
  return map;
}

/**
 * `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`, `2001:db8::1`, as Node and people write servers. Throws
 * RangeError for anything else: a server is an address, and its port one of TCP and UDP.
 */
export function parseServer(text: string): DnsServer {
  const parts = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? /^([^:]+):(\d{1,5})$/.exec(text);
  const address = parts ? parts[1]! : text;
  const port = Number(parts?.[2] ?? 53);
  if (isIP(address) === 0 || port < 1 || port > 65_535) throw new RangeError('not an address with a port');
  return { address, port };
}

function printServer({ address, port }: DnsServer): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
