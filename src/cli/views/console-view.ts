// The console's form, filled in: every field in the console's order and words, every value alone on its line, so that
// it can be copied. What is different since the route was last set there comes first.

import { forTerminal } from '../../report/escape.ts';
import type { HostRow, Route } from '../../route/route.ts';
import type { Sections } from '../../words/catalogue.ts';
import { differenceLines, shortTime, type ViewWords } from './difference-view.ts';

type Words = Sections['storeCommands']['console'];

/** A field and what goes into it: a text, a tick, or the rows of a table. */
export interface ConsoleField {
  readonly field: string;
  readonly value: string | number | boolean | readonly ConsoleRow[];
}
export interface ConsoleRow {
  readonly host: string;
  readonly port: number;
  readonly load: number;
}

const options = ['lookupMx', 'requireTls', 'requireCa', 'verifyHostname'] as const;

/** The fields in the order of the form. */
export function consoleFields(route: Route, words: Words): ConsoleField[] {
  const { hosts } = route;
  const row = ({ host, port, load }: HostRow): ConsoleRow => ({ host, port, load });
  return [
    { field: words.name, value: route.name },
    { field: words.server, value: hosts.type === 'single' ? words.single : words.multiple },
    ...(hosts.type === 'single'
      ? [
          { field: words.host, value: hosts.host },
          { field: words.port, value: hosts.port },
        ]
      : [
          { field: words.primary, value: hosts.primary.map(row) },
          ...(hosts.secondary.length > 0
            ? [{ field: words.secondary, value: hosts.secondary.map(row) }]
            : []),
        ]),
    ...options.map((option) => ({ field: words.boxes[option], value: route.options[option] })),
  ];
}

/** `lastSet`: the route as it was when it was last recorded as set there, if it ever was. */
export function consoleLines(route: Route, lastSet: Route | null, view: ViewWords): string[] {
  const { style, layout } = view;
  const words = view.words.console;
  const text = (value: string) => forTerminal(value, 10_000);
  const isNew = lastSet === null || lastSet.console === null;
  const lines = [`${words.where} > ${style.strong(isNew ? words.addRoute : words.editRoute)}`];
  const changed = isNew ? [] : differenceLines(lastSet, { ...route, console: lastSet.console }, view, '  ');
  if (!isNew && changed.length > 0) {
    const { by, setAt } = lastSet.console!;
    lines.push('', words.changedSince(forTerminal(by), forTerminal(shortTime(setAt))), ...changed);
  }
  const table = (title: string, rows: readonly HostRow[]) => [
    `  ${style.faint(title)}`,
    ...layout
      .columns([
        [words.host, words.port, words.load].map((one) => style.faint(one)),
        ...rows.map((row) => [text(row.host), String(row.port), String(row.load)]),
      ])
      .map((line) => `    ${line}`),
  ];
  const field = (title: string, ...values: string[]) => [
    '',
    style.faint(title),
    ...values.map((value) => `    ${value}`),
  ];
  lines.push(...field(words.name, style.strong(text(route.name))));
  if (route.hosts.type === 'single') {
    lines.push(...field(words.server, words.single));
    lines.push(`  ${style.faint(words.host)}`, `    ${style.strong(text(route.hosts.host))}`);
    lines.push(`  ${style.faint(words.port)}`, `    ${style.strong(String(route.hosts.port))}`);
  } else {
    lines.push(...field(words.server, words.multiple));
    lines.push(...table(words.primary, route.hosts.primary));
    if (route.hosts.secondary.length > 0) lines.push(...table(words.secondary, route.hosts.secondary));
  }
  const boxes = options.map((option) => {
    const mark = route.options[option] ? style.pass(words.ticked) : words.unticked;
    return `${mark} ${words.boxes[option]}`;
  });
  lines.push(...field(words.options, ...boxes), '', words.finish);
  return lines;
}
