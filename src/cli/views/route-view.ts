// One route as people read it: `show`, and the summary before something is saved or removed.

import { forTerminal } from '../../report/escape.ts';
import { liveBy } from '../../route/changes.ts';
import { printHost } from '../../route/host.ts';
import type { HostRow, Route } from '../../route/route.ts';
import type { Sections } from '../../words/catalogue.ts';
import type { Style } from '../terminal.ts';
import { shortTime } from './difference-view.ts';
import type { Layout } from './layout.ts';

const optionNames = ['lookupMx', 'requireTls', 'requireCa', 'verifyHostname'] as const;

/** Below so many columns a value stands under its title, not beside it. */
const narrow = 60;

/** The lines of one route, without warnings, wrapped. `now`: to tell whether it is live (R13); null leaves that out. */
export function routeLines(
  route: Route,
  words: Sections['commands'],
  boxNames: Record<string, string>,
  style: Style,
  now: Date | null,
  layout: Layout,
): string[] {
  const { fields } = words;
  const rows: [string, string[]][] = [[fields.name, [style.strong(forTerminal(route.name))]]];
  if (route.hosts.type === 'single') rows.push([fields.host, [forTerminal(printHost(route.hosts))]]);
  else {
    rows.push([fields.primary, tableLines(route.hosts.primary, words)]);
    if (route.hosts.secondary.length > 0)
      rows.push([fields.secondary, tableLines(route.hosts.secondary, words)]);
  }
  rows.push([
    fields.options,
    optionNames.map((option) => {
      const isOn = route.options[option];
      return `${isOn ? style.pass('[x]') : '[ ]'} ${boxNames[option]}`;
    }),
  ]);
  if (route.note) rows.push([fields.note, [forTerminal(route.note, 2000)]]);
  if (route.labels?.length)
    rows.push([fields.labels, [route.labels.map((label) => forTerminal(label)).join(', ')]]);
  if (now !== null) rows.push([fields.console, [consoleLine(route, words, now)]]);
  const column = Math.max(...Object.values(fields).map((field) => layout.measure(field))) + 2;
  return rows.flatMap(([title, lines]) => {
    if (layout.width !== null && layout.width < narrow)
      return [style.faint(title), ...lines.map((line) => layout.wrap(line, '  ', '    '))];
    const below = ' '.repeat(column);
    const first = style.faint(title) + ' '.repeat(column - layout.measure(title));
    return lines.map((line, index) => layout.wrap(line, index === 0 ? first : below, below));
  });
}

function tableLines(rows: readonly HostRow[], words: Sections['commands']): string[] {
  const hosts = rows.map((row) => forTerminal(printHost(row)));
  const width = Math.max(...hosts.map((host) => host.length)) + 2;
  return rows.map(({ load }, index) => `${hosts[index]!.padEnd(width)}${words.load} ${load}%`);
}

/** R13: pending, or live, or until when at the latest. */
export function consoleLine(route: Route, words: Sections['commands'], now: Date): string {
  const by = liveBy(route);
  if (route.console === null || by === null) return words.pendingLong;
  const who = forTerminal(route.console.by);
  return Date.parse(by) <= now.getTime()
    ? words.liveNow(who, shortTime(route.console.setAt))
    : words.liveBy(shortTime(by), who);
}
