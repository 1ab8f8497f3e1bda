// The routes as the log says they are, from its first line to its last. Only an edit from outside and a merge of
// two branches make it necessary: the store itself is then not what any line left.

import { changesConsole } from '../route/difference.ts';
import { type ConsoleRecord, nameKey, type Route } from '../route/route.ts';
import { parseEntry } from './audit-log.ts';
import { readLines } from './log-reader.ts';
import { applyChange } from './table.ts';
import type { LogEntry } from './types.ts';

/** What a log says of itself: its open ends, and the routes. */
export interface Replay {
  /** Hashes of the lines that no later line comes after, in the order of the file: more than one after a merge. */
  readonly heads: readonly string[];
  /** The routes after every line in the order of the file: after a merge, what both branches did. */
  readonly routes: readonly Route[];
  /** The routes as they were logged with a record of the console, by `recordKey`; each form of a route once. */
  readonly recorded: ReadonlyMap<string, readonly Route[]>;
}

/** What tells one record of the console from another. */
export const recordKey = ({ setAt, by }: ConsoleRecord): string => `${setAt} ${by}`;

/** A line that is no entry is passed over: verify names it, and it is no reason to refuse a change. */
export function replay(file: string): Replay {
  const heads = new Set<string>();
  const table = new Table();
  const recorded = new Map<string, Route[]>();
  for (const { text } of readLines(file)) {
    const entry = parseEntry(text);
    if (entry === null) continue;
    for (const parent of entry.previous) heads.delete(parent);
    heads.add(entry.hash);
    table.apply(entry);
    for (const { after } of entry.changes) if (after?.console) keepRecorded(recorded, after, after.console);
  }
  return { heads: [...heads], routes: table.routes(), recorded };
}

function keepRecorded(recorded: Map<string, Route[]>, route: Route, record: ConsoleRecord): void {
  const key = recordKey(record);
  const known = recorded.get(key);
  if (!known) recorded.set(key, [route]);
  else if (known.every((one) => changesConsole(one, route))) known.push(route);
}

/** A list of routes by name, so that a change costs what it changes and not what there is. */
class Table {
  #routes = new Map<string, Route>();

  routes(): Route[] {
    return [...this.#routes.values()];
  }

  apply(entry: LogEntry): void {
    const isPlain =
      entry.order === undefined &&
      entry.changes.every(
        ({ before, after, position }) =>
          after === null ||
          (before === null
            ? position === undefined && !this.#routes.has(nameKey(after.name))
            : nameKey(before.name) === nameKey(after.name)),
      );
    if (!isPlain) {
      // A place in the middle, a new name: the order of the map has to be made again.
      const routes = applyChange(this.routes(), entry);
      this.#routes = new Map(routes.map((route) => [nameKey(route.name), route]));
      return;
    }
    // What goes, goes first: a name may be given up and taken in one change.
    for (const { before, after } of entry.changes) {
      if (after === null && before !== null) this.#routes.delete(nameKey(before.name));
    }
    for (const { before, after } of entry.changes) {
      if (after === null) continue;
      const key = nameKey(after.name);
      if (before === null || this.#routes.has(key)) this.#routes.set(key, after);
    }
  }
}
