// How verdicts add up: addresses to a host, hosts to a table and a route, routes to a run. DNS findings belong to the
// host. Fail, inconclusive, warn, pass: the worst counts. PRODUCT.md section 4, "how verdicts add up".

import type { Cause, Lookup, MxRecord, ResolveEvidence, ServerEvidence } from '../probe/evidence.ts';
import { addressValue, hostKey } from '../route/host.ts';
import type { HostRow, Options, TableName } from '../route/route.ts';
import type { Delivery } from './dialogue.ts';
import {
  type Finding,
  type FindingCode,
  type LineName,
  type Lines,
  type LineVerdict,
  type Severity,
  type Verdict,
  worst,
} from './finding.ts';
import { type AddressJudgement, findingAsVerdict, inOrder, lineAsVerdict } from './judge.ts';
import type { HostFacts } from './route-verdict.ts';
import { type Fractions, hostFractions, type Weighed } from './share.ts';

/** A server whose name led to no address: it has lines, but no probe. */
export interface UnresolvedServer {
  readonly server: string;
  readonly preference: number | null;
  readonly lines: Lines;
  readonly observed: Lines;
  readonly verdict: Verdict;
  readonly delivery: Delivery;
}

export interface HostJudgement extends HostFacts {
  readonly row: HostRow;
  readonly table: TableName;
  readonly verdict: Verdict;
  readonly delivery: Delivery;
  readonly lines: Lines;
  readonly observed: Lines;
  readonly findings: readonly Finding[];
  readonly addresses: readonly AddressJudgement[];
  readonly unresolved: readonly UnresolvedServer[];
  /** Addresses of a family that this machine has no route to; they stay out of verdict and share. */
  readonly leftOut: readonly AddressJudgement[];
  readonly fractions: Fractions;
  /** Without TLS its mail would be delivered in clear: STARTTLS is simply not offered wherever the `tls` line fails. */
  readonly deliversInClear: boolean;
  readonly resolved: ResolveEvidence;
}

const lineNames: readonly LineName[] = ['mx', 'tls', 'ca', 'hostname'];

/** Judges one host from what its names led to and the judgements of its addresses. */
export function judgeHost(
  table: TableName,
  row: HostRow,
  options: Options,
  resolved: ResolveEvidence,
  judged: readonly AddressJudgement[],
): HostJudgement {
  const { findings, unresolved, mx, isRefused } = judgeNames(row, options, resolved);
  const addresses = isRefused ? judged.map(underFailedMx) : judged;
  const leftOut = withoutRoute(addresses);
  const counted = addresses.filter((address) => !leftOut.includes(address));
  const below = [...counted, ...unresolved];
  const lines = worstLines(
    below.map((one) => one.lines),
    options,
    mx,
  );
  const observed = worstLines(
    below.map((one) => one.observed),
    allOn(options),
    mx,
  );
  const verdict = worst([
    ...below.map((one) => one.verdict),
    ...findings.map(findingAsVerdict),
    ...Object.values(lines).map(lineAsVerdict),
  ]);
  const fractions = hostFractions([
    ...counted.map(({ delivery, target, preference }) => ({ delivery, server: target.server, preference })),
    ...unresolved,
    ...untested(resolved),
  ]);
  return {
    row,
    load: row.load,
    table,
    verdict,
    delivery: fractions.return > 0 ? 'return' : fractions.unknown > 0 ? 'unknown' : 'deliver',
    lines,
    observed,
    findings,
    addresses,
    unresolved,
    leftOut,
    fractions,
    deliversInClear: deliversInClear(counted),
    resolved,
  };
}

// Where the MX of a domain fail as a whole, no address behind them can make up for it.
function underFailedMx(address: AddressJudgement): AddressJudgement {
  return {
    ...address,
    verdict: 'fail',
    delivery: 'return',
    lines: { ...address.lines, mx: 'fail' },
    observed: { ...address.observed, mx: 'fail' },
  };
}

/** What there is or may be beside the addresses that were judged: each server so weighs one that cannot be told. */
function untested({ servers, leftOut }: ResolveEvidence): Weighed[] {
  const ofUnknownFamily = servers.filter(({ partial }) => partial !== undefined);
  return [
    ...ofUnknownFamily,
    ...leftOut.map(({ exchange, preference }) => ({ server: exchange, preference })),
  ].map(({ server, preference }) => ({ delivery: 'unknown', server, preference }));
}

// Where STARTTLS is not offered mail is delivered in clear; where a handshake breaks, or nothing answers, nobody can tell.
function deliversInClear(addresses: readonly AddressJudgement[]): boolean {
  const isDelivered = ({ observed, findings }: AddressJudgement) =>
    observed.tls === 'pass' ||
    findings.some(({ code, reason }) => code === 'starttls-not-supported' && reason === 'not-offered');
  return addresses.length > 0 && addresses.every(isDelivered);
}

const noRoute = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

function isWithoutRoute({ evidence: { outcome } }: AddressJudgement): boolean {
  const cause: Cause | null =
    outcome.kind === 'stopped' && outcome.stage === 'connect' ? outcome.cause : null;
  return cause?.kind === 'unreachable' && noRoute.has(cause.errno);
}

// No route to a family says something of this machine, not of the host, as long as another address was judged.
function withoutRoute(addresses: readonly AddressJudgement[]): AddressJudgement[] {
  const families = new Set(
    addresses.filter((address) => !isWithoutRoute(address)).map(({ target }) => target.family),
  );
  if (families.size === 0) return [];
  return addresses.filter((address) => isWithoutRoute(address) && !families.has(address.target.family));
}

function worstLines(all: readonly Lines[], options: Options, mx: LineVerdict): Lines {
  const worstOf = (name: LineName): LineVerdict => {
    const values = all.map((lines) => lines[name]);
    if (name === 'mx') values.push(mx);
    for (const value of ['fail', 'inconclusive', 'pass'] as const) if (values.includes(value)) return value;
    return 'off';
  };
  const result = Object.fromEntries(lineNames.map((name) => [name, worstOf(name)])) as Record<
    LineName,
    LineVerdict
  >;
  if (all.length > 0) return result;
  // No address at all: a line without evidence is inconclusive, unless its box is off.
  return {
    mx,
    tls: options.requireTls ? 'inconclusive' : 'off',
    ca: options.requireCa ? 'inconclusive' : 'off',
    hostname: options.verifyHostname ? 'inconclusive' : 'off',
  };
}

interface NamesJudged {
  readonly findings: Finding[];
  readonly unresolved: UnresolvedServer[];
  readonly mx: LineVerdict;
  /** The domain's MX records fail as they are, whatever their hosts may be. */
  readonly isRefused: boolean;
}

function dnsFinding(
  reason: string,
  severity: Severity,
  data: Finding['data'],
  code: FindingCode = 'dns-failure',
): Finding {
  return { code, reason, severity, rootCause: false, data };
}

function judgeNames(row: HostRow, options: Options, resolved: ResolveEvidence): NamesJudged {
  const findings: Finding[] = [];
  const unresolved: UnresolvedServer[] = [];
  const mx = options.lookupMx && resolved.mx !== null ? judgeMx(row.host, resolved, findings) : 'off';
  // Said once: a name that does not exist has no address either.
  const isSaid = (mx === 'fail' && resolved.mx?.kind === 'no-such-name') || resolved.servers.length === 0;
  const stopped = (mx === 'fail' || mx === 'inconclusive') && isSaid;
  const leftOut = resolved.leftOut.length;
  // A server that was not tested never passes.
  if (leftOut > 0) findings.push(dnsFinding('mx-left-out', 'inconclusive', { host: row.host, leftOut }));
  let worstMx: LineVerdict = mx;
  for (const server of stopped ? [] : resolved.servers) {
    const failure = judgeServer(server, mx !== 'off', findings);
    if (failure === null) continue;
    unresolved.push(unresolvedServer(server, options, failure));
    if (mx !== 'off' && worstMx !== 'fail') worstMx = failure;
  }
  if (mx !== 'off') findings.push(...checkedNames(row.host, resolved));
  return {
    findings: inOrder(findings),
    unresolved: stopped ? [unresolvedHost(row, options, mx)] : unresolved,
    mx: worstMx,
    isRefused: mx === 'fail',
  };
}

// Which name is checked under MX lookup Google does not publish: said wherever it matters.
function checkedNames(domain: string, { servers }: ResolveEvidence): Finding[] {
  const names = servers.flatMap(({ server, preference, lookup }) =>
    preference !== null && lookup.kind === 'records' ? [server] : [],
  );
  return names.every((name) => hostKey(name) === hostKey(domain))
    ? []
    : [dnsFinding('mx-host-checked', 'note', { domain, servers: names }, 'mx-names')];
}

/** As if R8 to R10 were on. */
const allOn = (options: Options): Options => ({
  ...options,
  requireTls: true,
  requireCa: true,
  verifyHostname: true,
});

function linesOf(options: Options, mx: LineVerdict): Lines {
  return {
    mx,
    tls: options.requireTls ? 'inconclusive' : 'off',
    ca: options.requireCa ? 'inconclusive' : 'off',
    hostname: options.verifyHostname ? 'inconclusive' : 'off',
  };
}

function unresolvedServer(
  server: Pick<ServerEvidence, 'server' | 'preference'>,
  options: Options,
  failure: 'fail' | 'inconclusive',
): UnresolvedServer {
  const mx = options.lookupMx ? failure : 'off';
  return {
    server: server.server,
    preference: server.preference,
    lines: linesOf(options, mx),
    observed: linesOf(allOn(options), mx),
    verdict: failure,
    delivery: failure === 'fail' ? 'return' : 'unknown',
  };
}

function unresolvedHost(row: HostRow, options: Options, mx: LineVerdict): UnresolvedServer {
  return unresolvedServer(
    { server: row.host, preference: null },
    options,
    mx === 'fail' ? 'fail' : 'inconclusive',
  );
}

function judgeMx(domain: string, resolved: ResolveEvidence, findings: Finding[]): LineVerdict {
  const lookup = resolved.mx!;
  // A domain that is not in the DNS yet, with its address given by hand or in the hosts file.
  const isKnownHere = resolved.servers.some(
    ({ source, lookup: { kind } }) => source !== 'dns' && kind === 'records',
  );
  if (lookup.kind === 'no-records' || (lookup.kind === 'no-such-name' && isKnownHere)) {
    // RFC 5321 5.1: without MX the name itself is the server.
    findings.push(dnsFinding('no-mx', 'warn', { host: domain }));
    return 'pass';
  }
  if (lookup.kind !== 'records') {
    const { reason, severity } = lookupFailure(lookup, 'no-mx');
    // RFC 8020: what does not exist has no address either. Some name servers say both.
    const hasAddress = resolved.servers.some(({ lookup: { kind } }) => kind === 'records');
    const data = { host: domain, type: 'MX', ...lookupData(lookup), ...(hasAddress && { hasAddress }) };
    findings.push(dnsFinding(reason, severity, data, codeOf(lookup)));
    return severity === 'fail' ? 'fail' : 'inconclusive';
  }
  const isNull = ({ exchange }: MxRecord) => exchange === '' || exchange === '.';
  if (lookup.records.some(isNull)) {
    // RFC 7505 3: the null MX stands alone; beside others it is a mistake that no sender reads the same way.
    findings.push(
      dnsFinding('null-mx', 'fail', {
        host: domain,
        beside: lookup.records.filter((one) => !isNull(one)).length,
      }),
    );
    return 'fail';
  }
  return 'pass';
}

/** The worst that can be said of one server's names; null when it has addresses. */
function judgeServer(
  server: ServerEvidence,
  isMx: boolean,
  findings: Finding[],
): 'fail' | 'inconclusive' | null {
  const data = { server: server.server, ...(isMx && server.preference !== null ? { mx: true } : {}) };
  if (isMx && (server.isAddress || (server.preference !== null && addressValue(server.server) !== null))) {
    findings.push(dnsFinding('mx-is-address', 'fail', data)); // RFC 5321 5.1: the target is a name
    return 'fail';
  }
  const { lookup } = server;
  if (lookup.kind === 'records') {
    if (lookup.records.length === 0) {
      findings.push(dnsFinding('no-address', 'fail', data));
      return 'fail';
    }
    // RFC 2181 10.3: the target of an MX record is no alias.
    if (isMx && server.preference !== null && lookup.aliases.length > 0) {
      findings.push(dnsFinding('mx-is-alias', 'warn', { ...data, aliases: lookup.aliases }));
    }
    // Some addresses of it are known, others may be: what was not tested cannot be told.
    if (server.partial)
      findings.push(dnsFinding('one-family', 'inconclusive', { ...data, family: server.partial.family }));
    return null;
  }
  const { reason, severity } = lookupFailure(lookup, 'no-address');
  const told = { ...data, type: 'A and AAAA', ...lookupData(lookup) };
  findings.push(dnsFinding(reason, severity, told, codeOf(lookup)));
  return severity === 'fail' ? 'fail' : 'inconclusive';
}

function lookupFailure(
  lookup: Exclude<Lookup<unknown>, { kind: 'records' }>,
  none: string,
): { reason: string; severity: 'fail' | 'inconclusive' } {
  switch (lookup.kind) {
    case 'no-such-name':
      return { reason: 'no-such-name', severity: 'fail' };
    case 'no-records':
      return { reason: none, severity: 'fail' };
    case 'refused-to-look-up':
      return { reason: 'refused-name', severity: 'fail' };
    case 'timed-out':
    case 'family-left-out':
    case 'cancelled':
      return { reason: lookup.kind, severity: 'inconclusive' };
    case 'server-failure':
      return { reason: 'server-failure', severity: 'inconclusive' };
  }
}

/** An interrupted run says nothing of the DNS. */
const codeOf = ({ kind }: Lookup<unknown>): FindingCode =>
  kind === 'cancelled' ? 'connection-failure' : 'dns-failure';

function lookupData(lookup: Lookup<unknown>): Record<string, unknown> {
  if (lookup.kind === 'server-failure') return { answer: lookup.code };
  if (lookup.kind === 'timed-out') return { milliseconds: lookup.milliseconds };
  if (lookup.kind === 'family-left-out') return { family: lookup.family };
  if (lookup.kind === 'refused-to-look-up') return { problem: lookup.problem };
  return {};
}
