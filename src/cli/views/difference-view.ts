// Two versions of a route as a person reads what is different: one row a field of the console, before and after.

import { forTerminal } from '../../report/escape.ts';
import { differences, type FieldDifference } from '../../route/difference.ts';
import { printHost } from '../../route/host.ts';
import type { ConsoleRecord, HostRow, Options, Route, TableName } from '../../route/route.ts';
import type { Sections } from '../../words/catalogue.ts';
import type { Style } from '../terminal.ts';
import type { Layout } from './layout.ts';
import { listCells } from './list-view.ts';

/** The words and measures of a view, loaded once for a command. */
export interface ViewWords {
  readonly words: Sections['storeCommands'];
  readonly commands: Sections['commands'];
  readonly boxNames: Readonly<Record<string, string>>;
  readonly style: Style;
  readonly layout: Layout;
}

/** What differs, whether it was set in the console among it: for the log, for undo, and for every plan. */
export function fieldsOf(before: Route, after: Route): FieldDifference[] {
  const isSame = JSON.stringify(before.console) === JSON.stringify(after.console);
  return [
    ...differences(before, after),
    ...(isSame ? [] : [{ path: 'console', before: before.console, after: after.console }]),
  ];
}

interface DifferenceRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** One row a field; a host with its port and load is one. */
export function differenceRows(before: Route, after: Route, view: ViewWords): DifferenceRow[] {
  const rows = new Map<string, DifferenceRow>();
  for (const field of fieldsOf(before, after)) {
    const key = field.path.replace(/\.(host|port|load)$/, '');
    if (!rows.has(key)) rows.set(key, rowOf(key, field, before, after, view));
  }
  return [...rows.values()];
}

function rowOf(
  key: string,
  field: FieldDifference,
  before: Route,
  after: Route,
  { words, commands, boxNames }: ViewWords,
): DifferenceRow {
  const { fields } = words;
  const row = (label: string, print: (route: Route) => string): DifferenceRow => ({
    label,
    before: print(before),
    after: print(after),
  });
  if (key === 'hosts' && field.path !== 'hosts')
    return row(fields.host, ({ hosts }) => (hosts.type === 'single' ? printed(hosts) : words.none));
  if (key === 'hosts') return row(fields.hosts, (route) => listCells(route, commands)[1]);
  const table = /^hosts\.(primary|secondary)\[(\d+)\]$/.exec(key);
  if (table) {
    const [name, index] = [table[1] as TableName, Number(table[2])];
    return row(fields[name](index + 1), ({ hosts }) =>
      hosts.type === 'multiple' ? printedRow(hosts[name][index], words.none) : words.none,
    );
  }
  const option = /^options\.(\w+)$/.exec(key)?.[1] as keyof Options | undefined;
  if (option) return row(boxNames[option]!, ({ options }) => (options[option] ? words.on : words.off));
  if (key === 'note') return row(fields.note, ({ note }) => (note ? `"${forTerminal(note)}"` : words.none));
  if (key === 'labels')
    return row(fields.labels, ({ labels }) =>
      labels?.length ? labels.map((label) => forTerminal(label)).join(', ') : words.none,
    );
  if (key === 'console') return row(fields.console, (route) => consoleText(route.console, words));
  return row(fields.name, ({ name }) => `"${forTerminal(name)}"`);
}

const printed = (host: { host: string; port: number }) => forTerminal(printHost(host));
const printedRow = (row: HostRow | undefined, none: string) =>
  row === undefined ? none : `${printed(row)}=${row.load}`;

/** Pending, or set by whom and when. */
export function consoleText(record: ConsoleRecord | null, words: Sections['storeCommands']): string {
  return record === null
    ? words.pending
    : words.setBy(forTerminal(record.by), forTerminal(shortTime(record.setAt)));
}

/** A time without its milliseconds. */
export function shortTime(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

/** The rows as lines, `before -> after`, wrapped under themselves. */
export function differenceLines(before: Route, after: Route, view: ViewWords, indent: string): string[] {
  const { words, style, layout } = view;
  const rows = differenceRows(before, after, view);
  const labels = layout.columns(rows.map(({ label }) => [label, '.'])).map((line) => line.slice(0, -1));
  return rows.map((row, index) => {
    const first = indent + style.faint(labels[index]!);
    const rest = indent + ' '.repeat(labels[index]!.length);
    return layout.wrap(`${row.before} ${style.faint(words.arrow)} ${row.after}`, first, rest);
  });
}

/** The same on one line of plain text. */
export function differenceText(before: Route, after: Route, view: ViewWords): string {
  return differenceRows(before, after, view)
    .map((row) => `${row.label}: ${row.before} ${view.words.arrow} ${row.after}`)
    .join('; ');
}
