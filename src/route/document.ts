// Routes out of a document (the store, an import): shape by the schema, values by the rules, every error at once.
// Loads zod, so the read path of a store that our own log vouches for does not come here.

import type * as z from 'zod/mini';
import type { Problem } from './problem.ts';
import { type defaultOptions, nameKey, type Route } from './route.ts';
import { RouteSchema } from './schema.ts';
import { type HostsDraft, type RouteDraft, routeProblems } from './validate.ts';
import { printPath } from './value-path.ts';

type Row = Record<string, unknown>;

/** Every problem of one route in a document; `path` comes before each path (`routes[3].`). */
export function storedRouteProblems(value: unknown, path = '', taken?: ReadonlySet<string>): Problem[] {
  const shape = RouteSchema.safeParse(value);
  const problems = shape.success ? [] : shape.error.issues.flatMap((issue) => shapeProblems(issue, value));
  const told = new Set(problems.map((problem) => problem.path));
  const isBelowTold = (at: string) =>
    [...told].some((one) => at === one || at.startsWith(`${one}.`) || at.startsWith(`${one}[`));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    // A table whose shape is wrong is told once, by its shape.
    const isTold = (at: string) =>
      isBelowTold(at) || (at === 'hosts' && [...told].some((one) => one.startsWith('hosts.')));
    for (const problem of routeProblems(draftOf(value as Row), taken ? { taken } : {})) {
      if (!isTold(problem.path)) problems.push(problem);
    }
    problems.push(...timeProblems(value as Row));
  }
  return problems.map((problem) => ({
    ...problem,
    path: `${path}${path && problem.path ? '.' : ''}${problem.path}`,
  }));
}

/** Every problem of a list of routes, names that are not unique (R1) among them. */
export function storedRoutesProblems(values: readonly unknown[]): Problem[] {
  const taken = new Set<string>();
  return values.flatMap((value, index) => {
    const problems = storedRouteProblems(value, `routes[${index}]`, taken);
    const name = (value as Route | null)?.name;
    if (typeof name === 'string') taken.add(nameKey(name));
    return problems;
  });
}

const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

// R13 counts 24 hours from `console.setAt`: a time that is none would stop whoever does. PRODUCT.md section 8: ISO 8601.
function timeProblems({ console, createdAt, updatedAt }: Row): Problem[] {
  const problems: Problem[] = [];
  const look = (path: string, given: unknown): void => {
    if (typeof given !== 'string') return;
    if (timeForm.test(given) && !Number.isNaN(Date.parse(given))) return;
    const expected = 'a time such as 2026-11-01T08:00:00Z';
    problems.push({ code: 'wrong-type', path, given, data: { expected } });
  };
  if (isRecord(console)) look('console.setAt', console.setAt);
  look('createdAt', createdAt);
  look('updatedAt', updatedAt);
  return problems;
}

function draftOf(value: Row): RouteDraft {
  const options = isRecord(value.options) ? value.options : {};
  const box = (name: keyof typeof defaultOptions) => options[name] === true;
  return {
    name: value.name,
    hosts: hostsOf(value.hosts),
    options: {
      lookupMx: box('lookupMx'),
      requireTls: box('requireTls'),
      requireCa: box('requireCa'),
      verifyHostname: box('verifyHostname'),
    },
    ...(typeof value.note === 'string' ? { note: value.note } : {}),
    ...(Array.isArray(value.labels) ? { labels: value.labels } : {}),
  };
}

function hostsOf(value: unknown): HostsDraft | null {
  if (!isRecord(value)) return null;
  const rows = (list: unknown) =>
    Array.isArray(list)
      ? list.map((row) => ({
          host: isRecord(row) ? row.host : undefined,
          port: isRecord(row) ? row.port : undefined,
          load: isRecord(row) ? (row.load ?? null) : null,
        }))
      : [];
  if (value.type === 'single') return { type: 'single', host: value.host, port: value.port };
  if (value.type !== 'multiple') return null;
  return { type: 'multiple', primary: rows(value.primary), secondary: rows(value.secondary) };
}

function isRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Row | undefined)?.[key as string], value);
}

function shapeProblems(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const path = printPath(issue.path);
  const given = valueAt(value, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown-field',
      path: path ? `${path}.${key}` : key,
      given: (given as Row)[key],
      data: { field: key },
    }));
  }
  if (issue.code === 'invalid_union') {
    const type = isRecord(given) ? given.type : given;
    const at = isRecord(given) ? `${path}.type` : path;
    return [
      {
        code: type === undefined ? 'field-missing' : 'wrong-type',
        path: at,
        given: type ?? null,
        data: { expected: isRecord(given) ? '"single" or "multiple"' : 'object' },
      },
    ];
  }
  const expected =
    'expected' in issue
      ? String(issue.expected)
      : 'values' in issue
        ? (issue.values as unknown[]).map((one) => JSON.stringify(one)).join(' or ')
        : 'another value';
  if (given === undefined) {
    // The one field that may be null, and mostly is.
    const wanted = /(^|\.)console$/.test(path) ? 'null' : expected;
    return [{ code: 'field-missing', path, given: null, data: { expected: wanted } }];
  }
  return [{ code: 'wrong-type', path, given, data: { expected } }];
}
