// What was answered so far: the single host and both tables stand beside each other, so that going from one kind to
// the other and back loses nothing. Which steps there are, and which of them still need an answer. Pure.

import { evenLoads } from '../../route/loads.ts';
import type { Problem } from '../../route/problem.ts';
import { defaultPort, type Options, type Route, type TableName } from '../../route/route.ts';
import {
  type HostsDraft,
  type RouteDraft,
  type RowDraft,
  routeProblems,
  type Validated,
  validateRoute,
} from '../../route/validate.ts';

export type Step = 'name' | 'kind' | 'server' | 'primary' | 'secondary' | 'boxes';

export interface Server {
  readonly host: string;
  readonly port: number;
}
export interface Row extends Server {
  readonly load: number;
}

export interface Answers {
  readonly name: string;
  readonly kind: 'single' | 'multiple';
  readonly single: Server | null;
  readonly primary: readonly Row[];
  readonly secondary: readonly Row[];
  /** A row that was being typed when the person went back. */
  readonly begun?: Partial<Record<TableName, Server>>;
  readonly options: Options;
  readonly note?: string;
  readonly labels?: readonly string[];
}

/** What flags, or the route of today, have said already. */
export function answersFrom(draft: RouteDraft | Route): Answers {
  const hosts = draft.hosts as HostsDraft | null;
  const { note, labels } = draft as Route;
  return {
    name: typeof draft.name === 'string' ? draft.name : '',
    kind: hosts?.type ?? 'single',
    single: hosts?.type === 'single' ? serverFrom(hosts) : null,
    primary: hosts?.type === 'multiple' ? rowsFrom(hosts.primary) : [],
    secondary: hosts?.type === 'multiple' ? rowsFrom(hosts.secondary) : [],
    options: draft.options,
    ...(note ? { note } : {}),
    ...(labels?.length ? { labels } : {}),
  };
}

// What a flag has wrong stays as it was typed: the question that mends it shows it.
const serverFrom = ({ host, port }: { host: unknown; port: unknown }): Server => ({
  host: typeof host === 'string' ? host : '',
  port: typeof port === 'number' ? port : defaultPort,
});

function rowsFrom(rows: readonly RowDraft[]): Row[] {
  const even = rows.length > 0 ? evenLoads(rows.length) : [];
  const isNamed = rows.some(({ load }) => load !== undefined);
  return rows.map((row, index) => ({
    ...serverFrom(row),
    load: isNamed ? Number(row.load ?? 0) || 0 : even[index]!,
  }));
}

/** The answers as a draft of a route. */
export function draftOf({ kind, single, primary, secondary, ...others }: Answers): RouteDraft {
  const hosts: HostsDraft | null =
    kind === 'multiple'
      ? { type: 'multiple', primary, secondary }
      : single && { type: 'single', host: single.host, port: single.port };
  const { name, options, note, labels } = others;
  return { name, hosts, options, ...(note ? { note } : {}), ...(labels ? { labels } : {}) };
}

/** The steps in the console's order. */
export function stepsOf({ kind }: Answers): Step[] {
  return [
    'name',
    'kind',
    ...(kind === 'single' ? (['server'] as const) : (['primary', 'secondary'] as const)),
    'boxes',
  ];
}

/** The first step that was not answered yet, or whose answer no longer fits the others; null when the route is whole. */
export function openStep(
  answers: Answers,
  answered: ReadonlySet<Step>,
  taken: ReadonlySet<string>,
): Step | null {
  const wrong = new Set([...routeProblems(draftOf(answers), { taken })].map(stepOfProblem));
  return stepsOf(answers).find((step) => !answered.has(step) || wrong.has(step)) ?? null;
}

function stepOfProblem({ path }: Problem): Step {
  if (path === 'name') return 'name';
  if (path.startsWith('options')) return 'boxes';
  if (path.startsWith('hosts.primary')) return 'primary';
  return path.startsWith('hosts.secondary') ? 'secondary' : 'server';
}

/** What is wrong with one step, in the order of its fields. */
export function problemsOf(answers: Answers, step: Step, taken: ReadonlySet<string>): Problem[] {
  return [...routeProblems(draftOf(answers), { taken })].filter((problem) => stepOfProblem(problem) === step);
}

/** The route, when every step has its answer. */
export function routeOf(answers: Answers): Validated {
  return validateRoute(draftOf(answers));
}

/** Rows of a table, with the loads shared out anew where they were even before. */
export function withRows(before: readonly Row[], after: readonly Row[]): readonly Row[] {
  return isEven(before) ? evenRows(after) : after;
}

export function evenRows(rows: readonly Row[]): readonly Row[] {
  if (rows.length === 0) return rows;
  const even = evenLoads(rows.length);
  return rows.map((row, index) => ({ ...row, load: even[index]! }));
}

export function isEven(rows: readonly Row[]): boolean {
  return rows.every(({ load }, index) => load === evenLoads(rows.length)[index]);
}

export const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, { load }) => sum + load, 0);
