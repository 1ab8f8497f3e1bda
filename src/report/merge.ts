// Reports joined into what one run would have said. Parts of one run (`--shard i/n`) are interleaved again host by
// host; reports of different routes are put one after the other. Routes, shares and verdicts are made anew by
// assemble.ts, so that the outcome differs from one run's in times and `run` alone. PRODUCT.md section 7.

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
  | { readonly kind: 'route-twice'; readonly name: string }
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
  if (twice) return { kind: 'refused', problem: { kind: 'route-twice', name: twice.name ?? '' } };
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
    if (last && last.name === route.name) last.hosts.push(host);
    else parts.push({ ...partsOf(route), hosts: [host] });
  }
  return parts;
}
