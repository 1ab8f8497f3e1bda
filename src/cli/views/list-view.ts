// The list of routes: aligned columns on a terminal, tab-separated without a header in a pipe.

import { forTerminal } from '../../report/escape.ts';
import { printHost } from '../../route/host.ts';
import { hostRows, type Options, type Route } from '../../route/route.ts';
import type { Sections } from '../../words/catalogue.ts';

type Words = Sections['commands'];

/** The cells of one route: name, hosts, boxes, console. */
export function listCells(route: Route, words: Words): [string, string, string, string] {
  return [
    forTerminal(route.name),
    hostsCell(route),
    boxesCell(route.options, words),
    route.console === null ? words.pending : words.setShort,
  ];
}

function hostsCell(route: Route): string {
  if (route.hosts.type === 'single') return forTerminal(printHost(route.hosts));
  const spec = (table: 'primary' | 'secondary') =>
    hostRows(route)
      .filter((one) => one.table === table)
      .map(({ row }) => forTerminal(`${printHost(row)}=${row.load}`))
      .join(' ');
  const secondary = spec('secondary');
  return secondary ? `${spec('primary')} | ${secondary}` : spec('primary');
}

function boxesCell(options: Options, words: Words): string {
  const on = (Object.keys(words.boxesShort) as (keyof Options)[]).filter((name) => options[name]);
  return on.length > 0 ? on.map((name) => words.boxesShort[name]).join(' ') : words.noBoxes;
}
