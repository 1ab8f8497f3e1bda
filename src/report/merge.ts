// Reports joined into what one run would have said. Parts of one run (`--shard i/n`) are interleaved again host by
// host; reports of different routes are put one after the other. Routes, shares and verdicts are made anew by
// assemble.ts, so that the outcome differs from one run's in times and `run` alone. PRODUCT.md section 7.

import { serverKey } from '../route/host.ts';
import type { Sections } from '../words/catalogue.ts';
import { assembleReport, type RouteParts } from './assemble.ts';
import type { HostReport, Report, RouteReport } from './schema.ts';

/** Why reports cannot be joined; `data` names the reports by their place, from 1. */
export type MergeProblem =
  | { readonly kind: 'shards-and-wholes' }
  | { readonly kind: 'shards-of-different-runs'; readonly counts: readonly number[] }
  | { readonly kind: 'shards-missing'; readonly missing: readonly number[]; readonly count: number }
  | { readonly kind: 'shard-twice'; readonly index: number }
  | { readonly kind: 'shards-do-not-fit' }
  | { readonly kind: 'route-twice'; readonly name: string | null }
  | { readonly kind: 'different-days' }
  | { readonly kind: 'rehearsal' }
  | { readonly kind: 'redacted' }
  | { readonly kind: 'different-trust' };

export type Merged =
  | { readonly kind: 'merged'; readonly report: Report }
  | { readonly kind: 'refused'; readonly problem: MergeProblem };

/** Joins reports. `argv` is what the joined report says it was made by. */
export function mergeReports(
  reports: readonly Report[],
  argv: readonly string[],
  words: Sections['report'],
): Merged {
  const problem = problemOf(reports);
  if (problem) return { kind: 'refused', problem };
  const isSharded = reports[0]!.run.shard !== null;
  const parts = isSharded ? interleaved(reports) : reports.flatMap(({ routes }) => routes.map(partsOf));
  if (parts === null) return { kind: 'refused', problem: { kind: 'shards-do-not-fit' } };
  const twice = parts.find(({ name }, index) => parts.findIndex((other) => other.name === name) !== index);
  if (twice) return { kind: 'refused', problem: { kind: 'route-twice', name: twice.name } };
  const earliest = (times: readonly string[]) => [...times].sort()[0]!;
  const { run } = reports[0]!;
  const facts = {
    ...run,
    arguments: argv,
    shard: null,
    generatedAt: earliest(reports.map(({ generatedAt }) => generatedAt)),
    at: earliest(reports.map(({ at }) => at)),
    transcript: false,
  };
  return { kind: 'merged', report: assembleReport(facts, parts, words) };
}

function problemOf(reports: readonly Report[]): MergeProblem | null {
  const trusts = new Set(reports.map(({ run }) => JSON.stringify(run.trust.map(({ sha256 }) => sha256))));
  if (trusts.size > 1) return { kind: 'different-trust' };
  // What servers would say is no test of theirs.
  if (reports.some(({ rehearsal }) => rehearsal !== undefined)) return { kind: 'rehearsal' };
  if (reports.length > 1 && reports.some(({ run }) => run.redacted)) return { kind: 'redacted' };
  if (!areForOneDay(reports)) return { kind: 'different-days' };
  const shards = reports.map(({ run }) => run.shard);
  const some = shards.filter((shard) => shard !== null);
  if (some.length === 0) return null;
  if (some.length < shards.length) return { kind: 'shards-and-wholes' };
  const counts = [...new Set(some.map(({ count }) => count))];
  const count = counts[0]!;
  if (counts.length > 1) return { kind: 'shards-of-different-runs', counts };
  const indexes = some.map(({ index }) => index);
  const twice = indexes.find((index, at) => indexes.indexOf(index) !== at);
  if (twice !== undefined) return { kind: 'shard-twice', index: twice };
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
    (index) => !indexes.includes(index),
  );
  return missing.length > 0 ? { kind: 'shards-missing', missing, count } : null;
}

// Judged for the time of the test, or by `--at` for one instant, or for so long after the test.
function areForOneDay(reports: readonly Report[]): boolean {
  const instants = new Set(reports.map(({ at }) => at));
  const ahead = new Set(reports.map(({ at, generatedAt }) => Date.parse(at) - Date.parse(generatedAt)));
  return instants.size === 1 || ahead.size === 1;
}

function partsOf(route: RouteReport): RouteParts {
  // Those of its hosts stand behind its own.
  const own = route.warnings.length - route.hosts.reduce((sum, { warnings }) => sum + warnings.length, 0);
  return {
    name: route.name,
    options: route.options,
    warnings: route.warnings.slice(0, own),
    hosts: route.hosts,
  };
}

// Host k of the whole run is in shard k mod n: dealt out like cards, so collected like them.
function interleaved(reports: readonly Report[]): RouteParts[] | null {
  const inOrder = [...reports].sort((one, other) => one.run.shard!.index - other.run.shard!.index);
  const hands = inOrder.map(({ routes }) =>
    routes.flatMap((route) => route.hosts.map((host): [RouteReport, HostReport] => [route, host])),
  );
  const total = hands.reduce((sum, { length }) => sum + length, 0);
  const parts: (RouteParts & { hosts: HostReport[] })[] = [];
  for (let index = 0; index < total; index++) {
    const card = hands[index % hands.length]![Math.floor(index / hands.length)];
    if (!card) return null;
    const [route, host] = card;
    const last = parts.at(-1);
    if (last && last.name === route.name) {
      if (JSON.stringify(last.options) !== JSON.stringify(route.options)) return null;
      last.hosts.push(host);
    } else parts.push({ ...partsOf(route), hosts: [host] });
  }
  return parts.every(isWhole) ? parts : null;
}

// R6: the loads of a table are 100 together, and no server is in it twice.
function isWhole({ hosts }: RouteParts): boolean {
  return (['primary', 'secondary'] as const).every((table) => {
    const rows = hosts.filter((host) => host.table === table);
    const servers = new Set(rows.map(serverKey));
    return (
      rows.length === 0 ||
      (servers.size === rows.length && rows.reduce((sum, { load }) => sum + load, 0) === 100)
    );
  });
}
