// A file of routes, read and judged: the octets as text, the text as values by its format, the values as routes by
// the rules, with everything that is wrong and its place. What a file leaves out is what `routes add` takes when a
// flag is left out. The format's own library is loaded here, only for the format that is meant.

import { isUtf8 } from 'node:buffer';
import { storedRouteProblems } from '../../route/document.ts';
import { evenLoads, mostRows } from '../../route/loads.ts';
import type { Problem } from '../../route/problem.ts';
import { defaultPort, nameKey, type Options, type Route } from '../../route/route.ts';
import { newBoxes } from '../../route/validate.ts';
import { storedRoute } from '../document.ts';
import type { Place } from '../errors.ts';
import type { Fault, FormatName, ReadValues } from './format.ts';

export interface RoutesFile {
  /** Empty when anything is wrong. */
  readonly routes: readonly Route[];
  readonly faults: readonly Fault[];
  readonly problems: readonly (Problem & Place)[];
  readonly placeOf: (path: string) => Place;
}

/** Routes as text, with a newline at the end. */
export async function printRoutes(routes: readonly Route[], format: FormatName): Promise<string> {
  if (format === 'json') return (await import('./json.ts')).printJson(routes);
  if (format === 'yaml') return (await import('./yaml.ts')).printYaml(routes);
  return (await import('./csv.ts')).printCsv(routes);
}

/** Never throws for what is in the file. */
export async function readRoutesFile(octets: Buffer, format: FormatName): Promise<RoutesFile> {
  const text = await decode(octets);
  if (typeof text !== 'string') return { routes: [], problems: [], ...text };
  const read = await readText(text, format);
  const values = read.values.map(completed);
  const problems = judge(values, read);
  return {
    routes: problems.length + read.faults.length > 0 ? [] : (values as Route[]).map(storedRoute),
    faults: read.faults,
    problems: problems.map((problem) => ({ ...problem, ...read.placeOf(problem.path) })),
    placeOf: read.placeOf,
  };
}

async function readText(text: string, format: FormatName): Promise<ReadValues> {
  if (format === 'json') return (await import('./json.ts')).readJson(text);
  if (format === 'yaml') return (await import('./yaml.ts')).readYaml(text);
  return (await import('./csv.ts')).readCsv(text);
}

/** UTF-8, or UTF-16 with its mark as PowerShell and spreadsheets write it; no mark, line ends as LF. */
async function decode(octets: Buffer): Promise<string | Pick<RoutesFile, 'faults' | 'placeOf'>> {
  const start = { line: 1, column: 1 };
  const broken = (code: Fault['code'], at: Place, data: Fault['data']) => ({
    faults: [{ code, path: '', data, ...at }],
    placeOf: () => at,
  });
  const isWide = (octets[0] === 0xff && octets[1] === 0xfe) || (octets[0] === 0xfe && octets[1] === 0xff);
  let text: string;
  if (isWide) text = new TextDecoder(octets[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(octets);
  else if (octets.includes(0) || !isUtf8(octets)) {
    const { textFault } = await import('../diagnose.ts');
    const { reason, line, column } = textFault(octets, '').data as { reason: string } & Place;
    return broken('file-not-text', { line, column }, { reason });
  } else text = octets.toString('utf8');
  const plain = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  return plain.trim() === '' ? broken('file-empty', start, {}) : plain;
}

/** What was left out is filled in; what is there is not touched, right or wrong. */
function completed(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { name, hosts, options, note, labels, console = null, ...others } = value;
  return {
    ...(name === undefined ? {} : { name }),
    ...(hosts === undefined ? {} : { hosts: completedHosts(hosts) }),
    options: completedOptions(options),
    ...(note === undefined ? {} : { note }),
    ...(labels === undefined ? {} : { labels }),
    console,
    ...others,
  };
}

function completedOptions(options: unknown): unknown {
  if (options !== undefined && !isRecord(options)) return options;
  const named = Object.entries(options ?? {}).filter(([, value]) => typeof value === 'boolean');
  return { ...newBoxes(Object.fromEntries(named) as Partial<Options>), ...options };
}

function completedHosts(hosts: unknown): unknown {
  if (!isRecord(hosts)) return hosts;
  if (hosts.type === 'single') return { port: defaultPort, ...hosts };
  if (hosts.type !== 'multiple') return hosts;
  return {
    ...hosts,
    primary: completedTable(hosts.primary),
    secondary: completedTable(hosts.secondary ?? []),
  };
}

// R6: when no row of a table names a load, it is shared out evenly.
function completedTable(table: unknown): unknown {
  if (!Array.isArray(table)) return table;
  const rows = table.map((row) => (isRecord(row) ? { port: defaultPort, ...row } : row));
  const isEven =
    rows.length > 0 &&
    rows.length <= mostRows &&
    rows.every((row) => isRecord(row) && row.load === undefined);
  if (!isEven) return rows;
  const loads = evenLoads(rows.length);
  return rows.map((row, index) => ({ ...(row as object), load: loads[index] }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function judge(values: readonly unknown[], read: ReadValues): Problem[] {
  const taken = new Set<string>();
  const early = new Map<string, Problem[]>();
  for (const problem of read.problems) {
    const route = /^routes\[\d+\]/.exec(problem.path)![0];
    early.set(route, [...(early.get(route) ?? []), problem]);
  }
  return values.flatMap((value, index) => {
    const path = `routes[${index}]`;
    const known = early.get(path) ?? [];
    // What the text told is told once, and in its own words.
    const found = storedRouteProblems(value, path, taken).filter(
      ({ path: at }) => !known.some((one) => at === one.path || at.startsWith(`${one.path}.`)),
    );
    // Whether TLS is required is not known: then nothing follows from it (R10).
    const isTlsUnknown = [...known, ...found].some(
      ({ code, path: at }) => code === 'wrong-type' && at === `${path}.options.requireTls`,
    );
    const name = isRecord(value) ? value.name : null;
    if (typeof name === 'string') taken.add(nameKey(name));
    const told = found.filter(({ code }) => !(isTlsUnknown && /-needs-tls$/.test(code)));
    return [...known, ...told.map((problem) => loadMissing(problem, value, path))];
  });
}

// Naming some loads but not all has words of its own.
function loadMissing(problem: Problem, value: unknown, path: string): Problem {
  const match = /\.hosts\.(primary|secondary)\[(\d+)\]\.load$/.exec(problem.path);
  if (problem.code !== 'field-missing' || !match || !problem.path.startsWith(path)) return problem;
  const [, table, row] = match;
  const rows = (value as { hosts: Record<string, Record<string, unknown>[]> }).hosts[table!]!;
  const named = rows.filter(({ load }) => load !== undefined).length;
  return {
    ...problem,
    code: 'load-missing',
    data: { table, row: Number(row) + 1, named, rows: rows.length },
  };
}
