// The list of routes: aligned columns on a terminal, tab-separated without a header in a pipe.

import { forTerminal } from '../../report/escape.ts';
import { printHost } from '../../route/host.ts';
import { hostRows, type Options, type Route } from '../../route/route.ts';
import type { Sections } from '../../words/catalogue.ts';

type Words = Sections['commands'];

type Row = [name: string, hosts: string, boxes: string, console: string];

/** The cells of one route. */
export function listCells(route: Route, words: Words): Row {
  return rowOf(route, hostSpecs(route).join(' '), words);
}

/** A row for each host; the rest of its route stands in the first. */
export function listRowsByHost(routes: readonly Route[], words: Words): Row[] {
  return routes.flatMap((route) =>
    hostSpecs(route).map(
      (spec, index): Row => (index === 0 ? rowOf(route, spec, words) : ['', spec, '', '']),
    ),
  );
}

/** The lines of each route below its name, where no table fits. */
export function listBlocks(routes: readonly Route[], words: Words): string[][] {
  return routes.map((route) => {
    const [name, , boxes, console] = rowOf(route, '', words);
    return [name, ...hostSpecs(route), `${boxes} · ${console}`];
  });
}

function rowOf(route: Route, hosts: string, words: Words): Row {
  const console = route.console === null ? words.pending : words.setShort;
  return [forTerminal(route.name), hosts, boxesCell(route.options, words), console];
}

/** `host:port` of a single host, `host:port=load` of a table's; the first secondary one behind a bar. */
function hostSpecs(route: Route): string[] {
  if (route.hosts.type === 'single') return [forTerminal(printHost(route.hosts))];
  let isPrimary = true;
  return hostRows(route).map(({ table, row }) => {
    const bar = isPrimary && table === 'secondary' ? '| ' : '';
    isPrimary = table === 'primary';
    return bar + forTerminal(`${printHost(row)}=${row.load}`);
  });
}

function boxesCell(options: Options, words: Words): string {
  const on = (Object.keys(words.boxesShort) as (keyof Options)[]).filter((name) => options[name]);
  return on.length > 0 ? on.map((name) => words.boxesShort[name]).join(' ') : words.noBoxes;
}
