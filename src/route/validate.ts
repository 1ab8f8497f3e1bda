// The rules R1 to R10, applied to a draft: every error at once, each with path and what was given.
// A draft has the shape of a route but any values; documents get their shape checked in document.ts first.
// What comes out as a Route is one; nothing else makes a Route.

import { addressValue, hostProblem, portProblem, printHost, serverKey } from './host.ts';
import { evenLoads, mostRows } from './loads.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { defaultOptions, type Hosts, nameKey, type Options, type Route, type TableName } from './route.ts';

export interface RowDraft {
  readonly host: unknown;
  readonly port: unknown;
  /** Undefined: not named; shared out evenly when no row of the table names one (R6). */
  readonly load?: unknown;
  /** What host.ts already knew when the words were taken apart, such as missing brackets. */
  readonly problem?: ProblemCode | null;
}

export type HostsDraft =
  | {
      readonly type: 'single';
      readonly host: unknown;
      readonly port: unknown;
      readonly problem?: ProblemCode | null;
    }
  | {
      readonly type: 'multiple';
      readonly primary: readonly RowDraft[];
      readonly secondary: readonly RowDraft[];
    };

export interface RouteDraft {
  readonly name: unknown;
  readonly hosts: HostsDraft | null;
  readonly options: Options;
  readonly note?: unknown;
  readonly labels?: unknown;
}

export type Validated =
  | { readonly kind: 'valid'; readonly route: Route }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export interface NameRule {
  /** Keys (nameKey) of the names that are taken; R1. */
  readonly taken?: ReadonlySet<string>;
}

/** Applies every rule to a draft. Never throws. */
export function validateRoute(draft: RouteDraft, rule: NameRule = {}): Validated {
  const problems = [...routeProblems(draft, rule)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', route: routeOf(draft) };
}

/** Every problem of a draft, in the order of the console's fields. */
export function* routeProblems(draft: RouteDraft, rule: NameRule = {}): Generator<Problem> {
  yield* nameProblems(draft.name, rule);
  yield* hostsProblems(draft.hosts);
  yield* optionProblems(draft);
  if (draft.note !== undefined && typeof draft.note !== 'string')
    yield problem('wrong-type', 'note', draft.note);
  if (Array.isArray(draft.labels)) {
    for (const [index, label] of draft.labels.entries()) {
      if (!isSayable(label)) yield problem('name-bad-character', `labels[${index}]`, label);
    }
  }
}

/** R1, without the neighbours: null when the name can be saved. */
export function nameProblem(name: unknown, taken?: ReadonlySet<string>): Problem | null {
  return [...nameProblems(name, taken ? { taken } : {})][0] ?? null;
}

function problem(code: ProblemCode, path: string, given: unknown, data: Problem['data'] = {}): Problem {
  return { code, path, given: given === undefined ? null : given, data };
}

// ASCII is looked at by itself: patterns over all of Unicode cost a small command a twentieth of its start.
const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** Nothing that can be seen. */
function isBlank(text: string): boolean {
  return isPlain(text) ? text.trim() === '' : !/[^\s\p{C}]/u.test(text);
}

// Something to see, and nothing that a line of text cannot hold.
function isSayable(text: unknown): boolean {
  if (typeof text !== 'string' || isBlank(text)) return false;
  return isPlain(text) || !/[\p{Cc}\u2028\u2029\ud800-\udfff]/u.test(text);
}

// R1: an empty name cannot be saved; what cannot be seen is empty too.
function* nameProblems(name: unknown, { taken }: NameRule): Generator<Problem> {
  if (name === undefined || name === null || (typeof name === 'string' && isBlank(name))) {
    yield problem('name-missing', 'name', name);
  } else if (!isSayable(name)) {
    yield problem('name-bad-character', 'name', name);
  } else if (taken?.has(nameKey(name as string))) {
    yield problem('name-taken', 'name', name);
  }
}

function* hostsProblems(hosts: HostsDraft | null): Generator<Problem> {
  if (hosts === null) {
    yield problem('hosts-missing', 'hosts', null);
    return;
  }
  if (hosts.type === 'single') {
    yield* serverProblems(hosts, 'hosts');
    return;
  }
  // R5: the primary table has at least one row.
  if (hosts.primary.length === 0) yield problem('primary-missing', 'hosts.primary', null);
  for (const table of ['primary', 'secondary'] as const) yield* tableProblems(hosts[table], table);
}

function* tableProblems(rows: readonly RowDraft[], table: TableName): Generator<Problem> {
  const path = `hosts.${table}`;
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    yield* serverProblems(row, `${path}[${index}]`);
    if (typeof row.host !== 'string' || typeof row.port !== 'number') continue;
    const key = serverKey({ host: row.host, port: row.port });
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      yield problem('server-twice', `${path}[${index}].host`, printHost(row as never), {
        table,
        first: first + 1,
      });
  }
  if (rows.length > mostRows) yield problem('table-too-long', path, rows.length, { table, most: mostRows });
  else yield* loadProblems(rows, table);
}

// R6: whole numbers from 1 to 100, all or none, 100 in all.
function* loadProblems(rows: readonly RowDraft[], table: TableName): Generator<Problem> {
  const path = `hosts.${table}`;
  const named = rows.filter((row) => row.load !== undefined);
  if (named.length === 0) return;
  let countable = true;
  for (const [index, { load }] of rows.entries()) {
    if (load === undefined) {
      yield problem('load-missing', `${path}[${index}].load`, null, {
        table,
        row: index + 1,
        named: named.length,
        rows: rows.length,
      });
      countable = false;
    } else if (!Number.isInteger(load) || (load as number) < 1 || (load as number) > 100) {
      yield problem('load-not-allowed', `${path}[${index}].load`, load, { table, row: index + 1 });
      countable = countable && typeof load === 'number';
    }
  }
  if (!countable) return;
  const sum = rows.reduce((total, { load }) => total + (load as number), 0);
  if (sum !== 100) {
    yield problem(
      'loads-sum',
      path,
      rows.map(({ load }) => load),
      { table, sum, difference: 100 - sum, even: evenLoads(rows.length) },
    );
  }
}

function* serverProblems(server: RowDraft, path: string): Generator<Problem> {
  const code =
    server.problem ?? (typeof server.host === 'string' ? hostProblem(server.host) : 'host-missing');
  if (code !== null) yield problem(code, `${path}.host`, server.host);
  const bad = portProblem(server.port);
  if (bad !== null) yield problem(bad, `${path}.port`, server.port);
}

function* optionProblems({ options, hosts }: RouteDraft): Generator<Problem> {
  // R7: MX lookup is for a domain.
  if (options.lookupMx && hosts !== null) {
    for (const { path, host } of hostsOf(hosts)) {
      if (typeof host === 'string' && addressValue(host) !== null) {
        yield problem('mx-of-address', 'options.lookupMx', host, { host, at: path });
      }
    }
  }
  // R10: both need R8.
  if (options.requireTls) return;
  if (options.requireCa) yield problem('ca-needs-tls', 'options.requireCa', true);
  if (options.verifyHostname) yield problem('hostname-needs-tls', 'options.verifyHostname', true);
}

function hostsOf(hosts: HostsDraft): { path: string; host: unknown }[] {
  if (hosts.type === 'single') return [{ path: 'hosts.host', host: hosts.host }];
  return (['primary', 'secondary'] as const).flatMap((table) =>
    hosts[table].map(({ host }, index) => ({ path: `hosts.${table}[${index}].host`, host })),
  );
}

/** R8 to R10: the boxes after some were asked for. Turning TLS off turns off what needs it, unless that was asked for too. */
export function askBoxes(today: Options, asked: Partial<Options>): Options {
  const options = { ...today, ...asked };
  if (options.requireTls) return options;
  return { ...options, requireCa: asked.requireCa === true, verifyHostname: asked.verifyHostname === true };
}

/** The boxes of a new route. */
export function newBoxes(asked: Partial<Options>): Options {
  return askBoxes(defaultOptions, asked);
}

function routeOf(draft: RouteDraft): Route {
  const labels = (draft.labels as string[] | undefined)?.map((label) => label.normalize('NFC').trim());
  const note = draft.note as string | undefined;
  const { lookupMx, requireTls, requireCa, verifyHostname } = draft.options;
  return {
    name: (draft.name as string).normalize('NFC').trim(),
    hosts: hostsFrom(draft.hosts!),
    options: { lookupMx, requireTls, requireCa, verifyHostname },
    ...(note ? { note } : {}),
    ...(labels?.length ? { labels: [...new Set(labels)] } : {}),
    console: null,
  };
}

function hostsFrom(hosts: HostsDraft): Hosts {
  if (hosts.type === 'single')
    return { type: 'single', host: (hosts.host as string).trim(), port: hosts.port as number };
  const rows = (drafts: readonly RowDraft[]) => {
    const even = drafts.length > 0 ? evenLoads(drafts.length) : [];
    return drafts.map((row, index) => ({
      host: (row.host as string).trim(),
      port: row.port as number,
      load: (row.load as number | undefined) ?? even[index]!,
    }));
  };
  return { type: 'multiple', primary: rows(hosts.primary), secondary: rows(hosts.secondary) };
}
