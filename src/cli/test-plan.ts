// What a test needs, read and checked before the first packet leaves: settings and flags turned into a resolver,
// trust stores, time-outs, certificates. Everything that can be wrong with a flag is told here.

import { isIP } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import type { TrustStore } from '../probe/evidence.ts';
import type { ClientCertificate } from '../probe/handshake.ts';
import type { ProbeSettings } from '../probe/probe.ts';
import { createResolver, parseServer, type Resolver, type ResolverOptions } from '../probe/resolver.ts';
import { loadTrust, TrustError } from '../probe/trust.ts';
import { hostProblem } from '../route/host.ts';
import type { AtHand } from '../verdict/at-hand.ts';
import { readCertificate } from '../verdict/certificate.ts';
import type { Question } from '../verdict/judge.ts';
import { indexAnchors } from '../verdict/path.ts';
import type { JudgedTrust } from '../verdict/path-by.ts';
import type { Context } from './context.ts';
import { CliError } from './errors.ts';
import { handAnswers, instantOf, type Shard, shardOf, type TestFlags } from './test-flags.ts';

/** Everything a run needs. */
export interface Plan {
  readonly resolver: Resolver;
  readonly stores: readonly TrustStore[];
  readonly trusts: readonly JudgedTrust[];
  readonly client: ClientCertificate | null;
  readonly settings: ProbeSettings;
  readonly question: Omit<Question, 'options' | 'referenceIdentifiers'>;
  /** Certificates of `--intermediates`. */
  readonly atHand: readonly AtHand[];
  readonly at: Date;
  readonly now: Date;
  readonly concurrency: number;
  readonly retries: number;
  /** `--shard i/n`; null: everything. */
  readonly shard: Shard | null;
}

/** @throws CliError for flags, trust files and certificates that cannot be used */
export async function planOf(
  context: Context,
  flags: TestFlags,
  more: Pick<ResolverOptions, 'signal'> = {},
): Promise<Plan> {
  const settings = await context.settings();
  const names = settings.trust.value as readonly string[];
  const stores = names.map((name) => trustStore(name, context.surroundings.cwd));
  const trusts = stores.map(judgedTrust);
  const now = context.now();
  const { at, isToday } = instantOf(now, flags.at);
  const value = (key: keyof typeof settings) => settings[key].value as number;
  return {
    resolver: resolverOf(flags, settings.resolver.value as string | null, more),
    stores,
    trusts,
    client: await clientCertificate(context, flags),
    settings: {
      connectTimeout: value('connectTimeout'),
      greetingTimeout: value('greetingTimeout'),
      commandTimeout: value('commandTimeout'),
      tlsTimeout: value('tlsTimeout'),
      deadline: value('deadline'),
      ehloName: ehloName(settings.ehloName.value as string | null),
      secondLook: true,
      dialogue: flags.transcript === true,
    },
    question: {
      at: at.getTime(),
      isToday,
      trusts,
      limits: {
        minDays: settings.minDays.value as number | null,
        minLifetime: settings.minLifetime.value as number | null,
      },
      expect: flags.expect === undefined ? null : await leafOf(context, flags.expect),
    },
    atHand: flags.intermediates === undefined ? [] : await intermediatesOf(context, flags.intermediates),
    at,
    now,
    concurrency: value('concurrency'),
    retries: value('retries'),
    shard: shardOf(flags.shard),
  };
}

// A root program vouches for its roots; a file's certificates are judged as they are, and each of them was meant.
function judgedTrust(store: TrustStore): JudgedTrust {
  const { name, kind, anchors } = store;
  if (kind !== 'file') return { name, anchors: indexAnchors(anchors, 'vouched-for'), policy: 'web-pki' };
  const broken = anchors.findIndex((der) => readCertificate(der).kind === 'unreadable');
  if (broken >= 0)
    throw new CliError('trust-file', { file: name, problem: 'broken-certificate', number: broken + 1 });
  return { name, anchors: indexAnchors(anchors, 'judged'), policy: 'private' };
}

/** The resolver that flags and settings ask for. @throws CliError for flags that cannot be used */
export function resolverOf(
  flags: TestFlags,
  server: string | null,
  more: Pick<ResolverOptions, 'timeout' | 'signal'> = {},
): Resolver {
  if (flags.ipv4 && flags.ipv6)
    throw new CliError('flags-conflict', {
      one: '--ipv4',
      other: '--ipv6',
      hint: 'families',
    });
  return createResolver({
    addresses: handAnswers('--resolve', flags.resolve, (text) => isIP(text) !== 0),
    mx: handAnswers('--mx', flags.mx, (text) => hostProblem(text) === null),
    families: flags.ipv4 ? [4] : flags.ipv6 ? [6] : [4, 6],
    server: server === null ? null : resolverServer(server),
    ...more,
  });
}

function resolverServer(text: string): ReturnType<typeof parseServer> {
  try {
    return parseServer(text);
  } catch {
    throw new CliError('bad-flag-value', {
      flag: '--resolver',
      given: `"${text}"`,
      allowed: { form: 'resolver' },
    });
  }
}

function ehloName(name: string | null): string | null {
  if (name === null || /^[!-~]{1,255}$/.test(name)) return name;
  throw new CliError('bad-flag-value', {
    flag: '--ehlo-name',
    given: `"${name}"`,
    allowed: { form: 'ehlo-name' },
  });
}

function trustStore(name: string, cwd: string): TrustStore {
  try {
    return loadTrust(name, resolvePath(cwd, name));
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    if (error.code === 'unreadable')
      throw new CliError('file-unreadable', { file: name, errno: error.data.errno });
    if (error.code === 'no-system-store') throw new CliError('trust-no-system');
    throw new CliError('trust-file', { ...error.data, file: name, problem: error.code });
  }
}

/** The fingerprint of the leaf in a PEM file (`--expect`), wherever it stands there. */
async function leafOf(context: Context, file: string): Promise<string> {
  const { readServed } = await import('./certificate-files.ts');
  const reading = readCertificate(readServed(context, file, undefined).certificates[0]!);
  return reading.kind === 'certificate' ? reading.certificate.fingerprint256 : reading.fingerprint256;
}

/** The certificates of `--intermediates`, each with the file as typed. */
async function intermediatesOf(context: Context, file: string): Promise<AtHand[]> {
  const { readCertificates } = await import('./certificate-files.ts');
  const list = readCertificates(context, file);
  return list.map((der) => ({ reading: readCertificate(der), source: 'file', where: file }));
}

async function clientCertificate(
  context: Context,
  { clientCert, clientKey }: TestFlags,
): Promise<ClientCertificate | null> {
  if (clientCert === undefined && clientKey === undefined) return null;
  if (clientCert === undefined || clientKey === undefined) {
    throw new CliError('client-certificate', {
      missing: clientCert === undefined ? '--client-cert' : '--client-key',
    });
  }
  const { clientCertificateOf } = await import('./certificate-files.ts');
  return clientCertificateOf(context, clientCert, clientKey);
}
