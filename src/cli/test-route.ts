// The walk down the street: routes -> targets -> evidence -> verdicts -> report. Used by test-tls, rehearse, add, edit
// and demo. What is costly is shared: one resolver, one secure context, one index of anchors for each trust store; and
// what a host showed is told and let go as soon as its last address is done.

import { defaultEhloName } from '../probe/ehlo-name.ts';
import type { ProbeEvidence, Target } from '../probe/evidence.ts';
import { TlsClient } from '../probe/handshake.ts';
import { type Progress, probeAll, targetKey } from '../probe/pool.ts';
import { probe } from '../probe/probe.ts';
import type { ServedFile } from '../probe/served-file.ts';
import { type Resolved, resolveHost } from '../probe/targets.ts';
import { assembleReport } from '../report/assemble.ts';
import { hostReport, type ReportWords, type RunFacts } from '../report/report.ts';
import type { HostReport, Report } from '../report/schema.ts';
import { type HostRow, hostRows, type Options, type Route, type TableName } from '../route/route.ts';
import { routeWarnings } from '../route/warnings.ts';
import { chainToServe, withRepairs } from '../verdict/at-hand.ts';
import { type Certificate, readCertificate } from '../verdict/certificate.ts';
import { type AddressJudgement, judgeAddress } from '../verdict/judge.ts';
import { type HostJudgement, judgeHost } from '../verdict/roll-up.ts';
import { version } from '../version.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './errors.ts';
import { HostsInTurn } from './hosts-in-turn.ts';
import type { TestFlags } from './test-flags.ts';
import { type Plan, planOf } from './test-plan.ts';

/** What is tested: a route of the store, or hosts and boxes without a name. */
export type Tested = Pick<Route, 'hosts' | 'options'> & { readonly name: string | null };

/** Hears what happens while it happens. */
export type OnProgress = (
  progress:
    | Progress
    | { readonly kind: 'resolving'; readonly host: string }
    | { readonly kind: 'targets'; readonly total: number }
    /** A sentence: an answer given by hand that nothing asked for. */
    | { readonly kind: 'idle-answer'; readonly text: string },
) => void;

/** Tests routes and reports. @throws CliError for flags, trust files and certificates that cannot be used */
export async function testRoutes(
  context: Context,
  routes: readonly Tested[],
  flags: TestFlags,
  onProgress: OnProgress,
): Promise<Report> {
  const { signal } = context.surroundings;
  const plan = await planOf(context, flags, { signal });
  const names = await resolveRoutes(routes, plan, onProgress);
  for (const text of await idleOf(context, names, plan)) onProgress({ kind: 'idle-answer', text });
  const words = await reportWords(context);
  const hosts = new HostsInTurn(names.targets, (index, seen) =>
    tellHost(context, names, index, seen, plan, words, flags),
  );
  onProgress({ kind: 'targets', total: hosts.targetCount });
  if (hosts.targetCount > many) growSlowly();
  const tls = new TlsClient(plan.stores[0]!, plan.client);
  const waiting = await probeAll(
    names.targets.flat(),
    (target) => probe(target, plan.settings, { tls, signal }),
    {
      concurrency: plan.concurrency,
      retries: plan.retries,
      isWorthRetry: worthRetry(names, plan),
      // Handed on at once: ten thousand addresses are never held together.
      keep: false,
      onProgress: (event) => {
        if (event.kind === 'finished') hosts.take(event.evidence);
        onProgress(event);
      },
      signal,
    },
  );
  for (const evidence of waiting.values()) hosts.take(evidence);
  return reportOf(context, routes, names, await hosts.all(), plan, words, flags);
}

/** Servers from which on a run is long enough that memory counts for more than a collection now and then. */
const many = 2000;

/** Each server leaves garbage that is no longer young: V8 would let it pile up to the size of all that is kept. */
function growSlowly(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--heap-growing-percent=40');
}

/** What a rehearsal says, and the chain in its right order; null where none leads to an anchor. */
export interface Rehearsal {
  readonly report: Report;
  readonly chain: readonly Certificate[] | null;
  /** Whether OpenSSL judged too. */
  readonly handshake: boolean;
  /** A sentence for each answer given by hand that nothing asked for. */
  readonly idle: readonly string[];
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
  const idle = await idleOf(context, names, plan);
  const words = await reportWords(context);
  const handshake = await handshakeInside(file, new TlsClient(plan.stores[0]!));
  const hosts = new HostsInTurn(names.targets, (index, seen) =>
    tellHost(context, names, index, seen, plan, words, flags),
  );
  for (const target of names.targets.flat()) hosts.take(evidenceOfFile(target, file, handshake));
  const report = await reportOf(context, routes, names, await hosts.all(), plan, words, flags);
  const chain = chainToServe(file.certificates.map(readCertificate), plan.question, plan.atHand);
  return { report, chain, handshake: handshake.opinion !== null, idle };
}

/** The hosts of all routes in their order, and what their names led to. */
interface Names {
  readonly rows: readonly { readonly route: Tested; readonly table: TableName; readonly row: HostRow }[];
  /** In the order of the rows; each is let go when its host is told. */
  readonly resolved: (Resolved | undefined)[];
  readonly targets: readonly (readonly Target[])[];
}

async function resolveRoutes(routes: readonly Tested[], plan: Plan, onProgress: OnProgress): Promise<Names> {
  const all = routes.flatMap((route) => hostRows(route).map((host) => ({ route, ...host })));
  const { shard } = plan;
  const rows = shard === null ? all : all.filter((_, index) => index % shard.count === shard.index - 1);
  const resolved = await inTurns(rows, plan.concurrency, async ({ row, route }) => {
    onProgress({ kind: 'resolving', host: row.host });
    return resolveHost(row, route.options.lookupMx, plan.resolver);
  });
  return { rows, resolved, targets: resolved.map(({ targets }) => targets) };
}

async function idleOf(context: Context, { rows, resolved }: Names, plan: Plan): Promise<string[]> {
  // What a shard has no use for, another one may have.
  if (plan.shard !== null || plan.resolver.unasked().length === 0) return [];
  const { idleAnswers } = await import('./idle-answers.ts');
  const tested = rows.map(({ row: { host } }, index) => ({ host, evidence: resolved[index]!.evidence }));
  return idleAnswers(context, plan.resolver, tested);
}

async function reportWords(context: Context): Promise<ReportWords> {
  return { findings: await context.words('findings'), report: await context.words('report') };
}

async function reportOf(
  context: Context,
  routes: readonly Tested[],
  { rows }: Names,
  hosts: readonly HostReport[],
  plan: Plan,
  words: ReportWords,
  flags: TestFlags,
): Promise<Report> {
  const own = new Map<Tested, HostReport[]>();
  for (const [index, { route }] of rows.entries()) {
    const list = own.get(route);
    if (list) list.push(hosts[index]!);
    else own.set(route, [hosts[index]!]);
  }
  const parts = await Promise.all(
    routes
      // A shard tells of the routes that it has a part of.
      .filter((route) => plan.shard === null || own.has(route))
      .map(async (route) => ({
        name: route.name,
        options: route.options,
        warnings: await context.tellWarnings(routeWarnings(route)),
        hosts: own.get(route) ?? [],
      })),
  );
  const report = assembleReport(runFacts(context, plan, flags), parts, words.report);
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

/** Judges one host once all its addresses were seen, and tells it. */
function tellHost(
  context: Context,
  { rows, resolved }: Names,
  index: number,
  seen: ReadonlyMap<string, ProbeEvidence>,
  plan: Plan,
  words: ReportWords,
  flags: TestFlags,
): HostReport | Promise<HostReport> {
  const { route, table, row } = rows[index]!;
  const judgement = judge(route, table, row, resolved[index]!, seen, plan);
  // What its names led to is in the judgement now.
  delete resolved[index];
  const wanted = { transcript: flags.transcript === true, explain: flags.explain === true };
  if (!isBare(judgement, route)) return hostReport(judgement, [], words, wanted);
  return dnsWarnings(context, judgement, route, plan).then((warnings) =>
    hostReport(judgement, warnings, words, wanted),
  );
}

/** What may be worth another try: an address of which something could not be told, by the boxes of any of its routes. */
function worthRetry({ rows, targets }: Names, plan: Plan): (evidence: ProbeEvidence) => boolean {
  if (plan.retries === 0) return () => false;
  const boxes = new Map<string, Set<Options>>();
  for (const [index, list] of targets.entries()) {
    const { options } = rows[index]!.route;
    for (const key of list.map(targetKey)) boxes.set(key, (boxes.get(key) ?? new Set()).add(options));
  }
  return (evidence) => {
    const referenceIdentifiers = [evidence.target.server];
    return [...boxes.get(targetKey(evidence.target))!].some((options) => {
      const judged = judgeAddress(evidence, null, { ...plan.question, options, referenceIdentifiers });
      return judged.verdict === 'inconclusive' || judged.observed.tls === 'inconclusive';
    });
  };
}

function judge(
  route: Tested,
  table: TableName,
  row: HostRow,
  { evidence: names, targets }: Resolved,
  seen: ReadonlyMap<string, ProbeEvidence>,
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

/** A name without any address, and MX lookup off: perhaps a domain where a server belongs. */
function isBare({ resolved }: HostJudgement, { options }: Tested): boolean {
  return !options.lookupMx && resolved.servers[0]?.lookup.kind === 'no-records';
}

// The warning that needs the DNS: told here and in the interview, never by `check`.
async function dnsWarnings(
  context: Context,
  { row, table }: HostJudgement,
  { hosts }: Tested,
  plan: Plan,
): Promise<HostReport['warnings']> {
  const { lookup } = await plan.resolver.mx(row.host);
  if (lookup.kind !== 'records') return [];
  const path = hosts.type === 'single' ? 'hosts.host' : `hosts.${table}[${hosts[table].indexOf(row)}].host`;
  return context.tellWarnings([{ code: 'domain-not-server', path, data: { host: row.host } }]);
}

function runFacts(context: Context, plan: Plan, flags: TestFlags): RunFacts {
  return {
    generatedAt: plan.now.toISOString(),
    at: plan.at.toISOString(),
    tool: `mail-routes ${version}`,
    node: process.version,
    openssl: process.versions.openssl,
    trust: plan.stores.map((store) => ({ name: store.name, count: store.pem.length, sha256: store.sha256 })),
    resolver: plan.resolver.name,
    ehloName: plan.settings.ehloName ?? ownName(),
    arguments: [...context.argv],
    transcript: flags.transcript === true,
    explain: flags.explain === true,
    shard: plan.shard,
  };
}

// Without a full name of its own this host says the literal of each socket's address: then there is no one name.
function ownName(): string | null {
  const name = defaultEhloName(null);
  return name.startsWith('[') ? null : name;
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
