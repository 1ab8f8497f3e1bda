// The walk down the street: routes -> targets -> evidence -> verdicts -> report. Used by test-tls, add, edit and demo.
// What is costly is shared: one resolver, one secure context, one index of anchors for each trust store.

import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { defaultEhloName } from '../probe/ehlo-name.ts';
import type { ProbeEvidence, Target, TrustStore } from '../probe/evidence.ts';
import { type ClientCertificate, TlsClient } from '../probe/handshake.ts';
import { type Progress, probeAll, targetKey } from '../probe/pool.ts';
import { type ProbeSettings, probe } from '../probe/probe.ts';
import { createResolver, parseServer, type Resolver } from '../probe/resolver.ts';
import type { ServedFile } from '../probe/served-file.ts';
import { type Resolved, resolveHost } from '../probe/targets.ts';
import { certificatesOf, loadTrust, TrustError } from '../probe/trust.ts';
import { buildReport, type JudgedRoute } from '../report/report.ts';
import type { Report } from '../report/schema.ts';
import { hostProblem, unreachableAddress, unreachableName } from '../route/host.ts';
import type { Warning } from '../route/problem.ts';
import { type HostRow, hostRows, type Route, type TableName } from '../route/route.ts';
import { routeWarnings } from '../route/warnings.ts';
import { type AtHand, chainToServe, withRepairs } from '../verdict/at-hand.ts';
import { type Certificate, readCertificate } from '../verdict/certificate.ts';
import { type AddressJudgement, type JudgedTrust, judgeAddress, type Question } from '../verdict/judge.ts';
import { indexAnchors } from '../verdict/path.ts';
import { type HostJudgement, judgeHost, judgeRoute } from '../verdict/roll-up.ts';
import { version } from '../version.ts';
import type { Context } from './context.ts';
import { CliError, type ExitCode, exitCodes } from './errors.ts';
import { handAnswers, instantOf, type TestFlags } from './test-flags.ts';

/** What is tested: a route of the store, or hosts and boxes without a name. */
export type Tested = Pick<Route, 'hosts' | 'options'> & { readonly name: string | null };

/** Hears what happens while it happens. */
export type OnProgress = (
  progress:
    | Progress
    | { readonly kind: 'resolving'; readonly host: string }
    | { readonly kind: 'targets'; readonly total: number },
) => void;

/** Everything a run needs, read and checked before the first packet leaves. */
interface Plan {
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
}

/** Tests routes and reports. @throws CliError for flags, trust files and certificates that cannot be used */
export async function testRoutes(
  context: Context,
  routes: readonly Tested[],
  flags: TestFlags,
  onProgress: OnProgress,
): Promise<Report> {
  const plan = await planOf(context, flags);
  const { signal } = context.surroundings;
  const { rows, resolved } = await resolveRoutes(routes, plan, onProgress);
  onProgress({
    kind: 'targets',
    total: new Set(resolved.flatMap(({ targets }) => targets.map(targetKey))).size,
  });
  const tls = new TlsClient(plan.stores[0]!, plan.client);
  const evidence = await probeAll(
    resolved.flatMap(({ targets }) => targets),
    (target) => probe(target, plan.settings, { tls, signal }),
    {
      concurrency: plan.concurrency,
      retries: plan.retries,
      isWorthRetry: (one) => isInconclusive(one, plan),
      onProgress,
      signal,
    },
  );
  return reportOf(context, routes, { rows, resolved }, evidence, plan, flags);
}

/** What a rehearsal says, and the chain in its right order; null where none leads to an anchor. */
export interface Rehearsal {
  readonly report: Report;
  readonly chain: readonly Certificate[] | null;
  /** Whether OpenSSL judged too. */
  readonly handshake: boolean;
}

/** The same walk for a file that every server is taken to serve; no network but the DNS for MX. */
export async function rehearseRoutes(
  context: Context,
  routes: readonly Tested[],
  flags: TestFlags,
  file: ServedFile,
): Promise<Rehearsal> {
  const { evidenceOfFile, handshakeInside, withoutAddresses } = await import('../probe/served-file.ts');
  const asked = await planOf(context, flags);
  const plan = { ...asked, resolver: withoutAddresses(asked.resolver) };
  const names = await resolveRoutes(routes, plan, () => {});
  const handshake = await handshakeInside(file, new TlsClient(plan.stores[0]!));
  const evidence = new Map<string, ProbeEvidence>();
  for (const { targets } of names.resolved)
    for (const target of targets) evidence.set(targetKey(target), evidenceOfFile(target, file, handshake));
  const report = await reportOf(context, routes, names, evidence, plan, flags);
  const chain = chainToServe(file.certificates.map(readCertificate), plan.question, plan.atHand);
  return { report, chain, handshake: handshake.opinion !== null };
}

interface Names {
  readonly rows: readonly { readonly route: Tested; readonly table: TableName; readonly row: HostRow }[];
  /** In the order of the rows. */
  readonly resolved: readonly Resolved[];
}

async function resolveRoutes(routes: readonly Tested[], plan: Plan, onProgress: OnProgress): Promise<Names> {
  const rows = routes.flatMap((route) => hostRows(route).map((host) => ({ route, ...host })));
  const resolved = await inTurns(rows, plan.concurrency, async ({ row, route }) => {
    onProgress({ kind: 'resolving', host: row.host });
    return resolveHost(row, route.options.lookupMx, plan.resolver);
  });
  return { rows, resolved };
}

async function reportOf(
  context: Context,
  routes: readonly Tested[],
  { rows, resolved }: Names,
  evidence: Map<string, ProbeEvidence>,
  plan: Plan,
  flags: TestFlags,
): Promise<Report> {
  const hosts = rows.map(({ route, table, row }, index) => ({
    route,
    judgement: judge(route, table, row, resolved[index]!, evidence, plan),
  }));
  const judged = await Promise.all(routes.map((route) => judgedRoute(context, plan, route, hosts)));
  const report = buildReport(await runFacts(context, plan, flags), judged, {
    findings: await context.words('findings'),
    report: await context.words('report'),
  });
  if (!flags.redact) return report;
  const { redactReport } = await import('../report/redact.ts');
  return redactReport(report);
}

/** PRODUCT.md section 3: what a report makes of the exit code. */
export function exitCodeOf({ verdict }: Pick<Report, 'verdict'>, isStrict: boolean): ExitCode {
  if (verdict === 'fail') return exitCodes.failed;
  if (verdict === 'inconclusive') return exitCodes.inconclusive;
  return verdict === 'warn' && isStrict ? exitCodes.failed : exitCodes.done;
}

async function planOf(context: Context, flags: TestFlags): Promise<Plan> {
  const settings = await context.settings();
  const names = settings.trust.value as readonly string[];
  const stores = names.map((name) => trustStore(name, context.surroundings.cwd));
  const trusts = stores.map((store) => ({
    name: store.name,
    // A root program vouches for its roots; a file's certificates are judged as they are.
    anchors: indexAnchors(store.anchors, store.kind === 'file' ? 'judged' : 'vouched-for'),
    policy: store.kind === 'file' ? ('private' as const) : ('web-pki' as const),
  }));
  const now = context.now();
  const { at, isToday } = instantOf(now, flags.at);
  const value = (key: keyof typeof settings) => settings[key].value as number;
  return {
    resolver: resolverOf(flags, settings.resolver.value as string | null),
    stores,
    trusts,
    client: clientCertificate(context, flags),
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
      expect: flags.expect === undefined ? null : leafOf(resolvePath(context.surroundings.cwd, flags.expect)),
    },
    atHand: flags.intermediates === undefined ? [] : await intermediatesOf(context, flags.intermediates),
    at,
    now,
    concurrency: value('concurrency'),
    retries: value('retries'),
  };
}

function resolverOf(flags: TestFlags, server: string | null): Resolver {
  if (flags.ipv4 && flags.ipv6)
    throw new CliError('flags-conflict', {
      one: '--ipv4',
      other: '--ipv6',
      hint: 'without either, both families are tested',
    });
  return createResolver({
    addresses: handAnswers('--resolve', flags.resolve, (text) => isIP(text) !== 0),
    mx: handAnswers('--mx', flags.mx, (text) => hostProblem(text) === null),
    families: flags.ipv4 ? [4] : flags.ipv6 ? [6] : [4, 6],
    server: server === null ? null : resolverServer(server),
  });
}

function resolverServer(text: string): ReturnType<typeof parseServer> {
  try {
    return parseServer(text);
  } catch {
    throw new CliError('bad-flag-value', {
      flag: '--resolver',
      given: `"${text}"`,
      allowed: 'an address, with a port or without: 192.0.2.53, [2001:db8::53]:53',
    });
  }
}

function ehloName(name: string | null): string | null {
  if (name === null || /^[!-~]{1,255}$/.test(name)) return name;
  throw new CliError('bad-flag-value', {
    flag: '--ehlo-name',
    given: `"${name}"`,
    allowed: 'a host name, or an address literal such as [192.0.2.1]',
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
    throw new CliError('trust-file', { file: name, problem: error.code });
  }
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CliError(
      'file-unreadable',
      { file, errno: (error as NodeJS.ErrnoException).code },
      { cause: error },
    );
  }
}

/** The fingerprint of the first certificate of a PEM file (`--expect`). */
function leafOf(file: string): string {
  try {
    const [pem] = certificatesOf(readFile(file), file);
    const base64 = pem!.replace(/-----[^-]+-----|\s/g, '');
    const reading = readCertificate(Buffer.from(base64, 'base64'));
    return reading.kind === 'certificate' ? reading.certificate.fingerprint256 : reading.fingerprint256;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new CliError('certificate-file', { file, problem: error.code });
  }
}

/** The certificates of `--intermediates`, each with the file as typed. */
async function intermediatesOf(context: Context, file: string): Promise<AtHand[]> {
  const { readCertificates } = await import('./certificate-files.ts');
  const list = readCertificates(context, file);
  return list.map((der) => ({ reading: readCertificate(der), source: 'file', where: file }));
}

function clientCertificate(context: Context, { clientCert, clientKey }: TestFlags): ClientCertificate | null {
  if (clientCert === undefined && clientKey === undefined) return null;
  if (clientCert === undefined || clientKey === undefined) {
    throw new CliError('client-certificate', {
      detail: `${clientCert === undefined ? '--client-cert' : '--client-key'} is missing`,
    });
  }
  const [certificate, key] = [clientCert, clientKey].map((file) =>
    readFile(resolvePath(context.surroundings.cwd, file)).toString('utf8'),
  );
  return { certificate: certificate!, key: key! };
}

/** What may be worth another try: anything that could not be told, at this address. */
function isInconclusive(evidence: ProbeEvidence, plan: Plan): boolean {
  const options = { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true };
  const question = { ...plan.question, options, referenceIdentifiers: [evidence.target.server] };
  return judgeAddress(evidence, null, question).lines.tls === 'inconclusive';
}

function judge(
  route: Tested,
  table: TableName,
  row: HostRow,
  { evidence: names, targets }: Resolved,
  seen: Map<string, ProbeEvidence>,
  plan: Plan,
): HostJudgement {
  const preferences = new Map(names.servers.map(({ server, preference }) => [server, preference]));
  const judged = targets.map((target): AddressJudgement => {
    const evidence = seen.get(targetKey(target));
    const isMxHost = route.options.lookupMx && target.server !== row.host;
    return judgeAddress(
      evidence ? { ...evidence, target } : neverBegun(target),
      preferences.get(target.server) ?? null,
      {
        ...plan.question,
        options: route.options,
        // Under MX lookup the MX host is checked, and the domain typed is told beside it (assumption).
        referenceIdentifiers: isMxHost ? [target.server, row.host] : [target.server],
      },
    );
  });
  return judgeHost(table, row, route.options, names, withRepairs(judged, plan.question, plan.atHand));
}

/** A target that was not reached before the run was interrupted. */
function neverBegun(target: Target): ProbeEvidence {
  return {
    target,
    stage: 'connect',
    outcome: { kind: 'stopped', stage: 'connect', cause: { kind: 'cancelled' } },
    replies: [],
    liberties: [],
    injected: null,
    tls: null,
    secondLook: null,
    timings: {},
    dialogue: [],
    attempts: 0,
  };
}

async function judgedRoute(
  context: Context,
  plan: Plan,
  route: Tested,
  hosts: readonly { route: Tested; judgement: HostJudgement }[],
): Promise<JudgedRoute> {
  const own = hosts.filter((host) => host.route === route).map(({ judgement }) => judgement);
  const warnings = [...routeWarnings(route), ...(await dnsWarnings(own, route, plan.resolver))];
  return {
    name: route.name,
    options: route.options,
    judgement: judgeRoute(own),
    warnings: await context.tellWarnings(warnings),
    unreachable: unreachableOf(own),
  };
}

// Names and addresses that Google cannot reach, whatever this machine saw there.
function unreachableOf(hosts: readonly HostJudgement[]): string[] {
  const names = hosts.map(({ row }) => row.host).filter((host) => unreachableName(host) !== null);
  const addresses = hosts.flatMap((host) => host.addresses.map(({ target }) => target.address));
  return [...new Set([...names, ...addresses.filter((address) => unreachableAddress(address) !== null)])];
}

// The warning that needs the DNS: told here and in the interview, never by `check`.
async function dnsWarnings(
  hosts: readonly HostJudgement[],
  { options }: Tested,
  resolver: Resolver,
): Promise<Warning[]> {
  const bare = hosts.filter(
    ({ resolved }) => !options.lookupMx && resolved.servers[0]?.lookup.kind === 'no-records',
  );
  const warnings = bare.map(async ({ row, table }): Promise<Warning[]> => {
    const { lookup } = await resolver.mx(row.host);
    return lookup.kind === 'records'
      ? [{ code: 'domain-not-server', path: `hosts.${table}`, data: { host: row.host } }]
      : [];
  });
  return (await Promise.all(warnings)).flat();
}

async function runFacts(context: Context, plan: Plan, flags: TestFlags) {
  return {
    generatedAt: plan.now.toISOString(),
    at: plan.at.toISOString(),
    tool: `mail-routes ${version}`,
    node: process.version,
    openssl: process.versions.openssl,
    trust: plan.stores.map((store) => ({ name: store.name, count: store.pem.length, sha256: store.sha256 })),
    resolver: plan.resolver.name,
    ehloName: plan.settings.ehloName ?? defaultEhloName(null),
    arguments: [...context.argv],
    transcript: flags.transcript === true,
    explain: flags.explain === true,
  };
}

/** Maps with so many at once, in order. */
async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
