// From the hosts of a run to its report: routes, shares, verdict, summary, notes. It reads hosts as they stand in a
// report, so that one run and the merged parts of one come out the same, byte for byte.

import { unreachableAddress, unreachableName } from '../route/host.ts';
import type { Options } from '../route/route.ts';
import { worst } from '../verdict/finding.ts';
import { judgeRoute } from '../verdict/route-verdict.ts';
import type { Sections } from '../words/catalogue.ts';
import { forTerminal } from './escape.ts';
import type { RunFacts } from './report.ts';
import type { AddressReport, HostReport, Report, RouteReport } from './schema.ts';

/** A route with its hosts as told. */
export interface RouteParts {
  readonly name: string | null;
  readonly options: Options;
  /** Those that need no DNS. */
  readonly warnings: RouteReport['warnings'];
  readonly hosts: readonly HostReport[];
}

/** Puts a report together. */
export function assembleReport(
  facts: RunFacts,
  parts: readonly RouteParts[],
  words: Sections['report'],
): Report {
  const { transcript, explain, generatedAt, at, ...run } = facts;
  const routes = parts.map((route) => routeReport(route, words));
  const hosts = routes.flatMap((route) => route.hosts);
  const count = (verdict: string) => hosts.filter((host) => host.verdict === verdict).length;
  return {
    version: 1,
    generatedAt,
    at,
    verdict: worst(routes.map(({ verdict }) => verdict)),
    run: { ...run, trust: [...run.trust], arguments: [...run.arguments] },
    summary: {
      routes: routes.length,
      hosts: hosts.length,
      addresses: hosts.reduce(
        (sum, { addresses }) => sum + addresses.filter(({ stage }) => stage !== 'resolve').length,
        0,
      ),
      pass: count('pass'),
      warn: count('warn'),
      fail: count('fail'),
      inconclusive: count('inconclusive'),
    },
    notes: runNotes(hosts, words),
    routes,
  };
}

function routeReport({ name, options, warnings, hosts }: RouteParts, words: Sections['report']): RouteReport {
  const { lookupMx, requireTls, requireCa, verifyHostname } = options;
  const { verdict, delivery, strictestPassing, tables, share } = judgeRoute(hosts);
  const unreachable = unreachableOf(hosts).map((one) => forTerminal(one));
  return {
    name,
    verdict,
    delivery,
    sentence: words.sentence(delivery, unreachable),
    options: { lookupMx, requireTls, requireCa, verifyHostname },
    strictestPassing,
    tables: { ...tables },
    share: { primary: { ...share.primary }, secondary: share.secondary && { ...share.secondary } },
    warnings: [...warnings, ...hosts.flatMap((host) => host.warnings)],
    hosts: [...hosts],
  };
}

// Names and addresses that Google cannot reach, whatever this machine saw there.
function unreachableOf(hosts: readonly HostReport[]): string[] {
  const names = hosts.map(({ host }) => host).filter((host) => unreachableName(host) !== null);
  const addresses = hosts.flatMap((host) => host.addresses.map(({ address }) => address));
  const unreachable = addresses.filter(
    (address) => address !== null && unreachableAddress(address) !== null,
  ) as string[];
  return [...new Set([...names, ...unreachable])];
}

function runNotes(hosts: readonly HostReport[], words: Sections['report']): string[] {
  const addresses = hosts.flatMap((host) => host.addresses);
  const families = new Set(addresses.filter(({ counted }) => !counted).map(({ family }) => family!));
  const notes = [...families].map((family) => words.noRouteToFamily(family));
  if (blocksPort25(addresses)) notes.push(words.port25Blocked);
  return notes;
}

// Every target on port 25 times out, several of them, while others answer: it looks like this machine's own network.
function blocksPort25(addresses: readonly AddressReport[]): boolean {
  const isTimedOut = ({ stage, findings }: AddressReport) =>
    stage === 'connect' &&
    findings.some(({ code, reason }) => code === 'connection-failure' && reason === 'timed-out');
  const tried = addresses.filter(({ address }) => address !== null);
  const onPort25 = tried.filter(({ port }) => port === 25);
  const others = tried.filter(({ port }) => port !== 25);
  const places = new Set(onPort25.map(({ address }) => address));
  return places.size > 1 && onPort25.every(isTimedOut) && (others.length === 0 || !others.every(isTimedOut));
}
