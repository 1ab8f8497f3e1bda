// What was edited outside: the store is not what the last line of the log left. What then differs becomes a line of its
// own with the next change; and a route whose record says that it was set in the console, though what the console knows
// of was changed since, is pending (R13).

import { changesConsole } from '../route/difference.ts';
import { nameKey, type Route } from '../route/route.ts';
import { type LogTail, readTail } from './audit-log.ts';
import { StoreError } from './errors.ts';
import type { StoreFiles } from './file.ts';
import type { Loaded } from './read.ts';
import { type Replay, recordKey, replay } from './replay.ts';
import { type TableChange, tableDifference } from './table.ts';

/** What a change is made from. */
export interface Current {
  /** As it was read, its routes without stale records. */
  readonly loaded: Loaded;
  readonly tail: LogTail;
  /** Hashes of the lines that no line comes after: more than one after a merge. */
  readonly heads: readonly string[];
}

/**
 * Whether the store is what the last line left and the last line is the only end of the log. Only where it is
 * not, the whole log is read: for what was edited outside, and for the ends that a merge left open.
 */
export function compareWithLog(
  files: StoreFiles,
  loaded: Loaded,
): Current & { readonly outside: TableChange | null } {
  const tail = readTail(files.log);
  if (tail.fault !== null) {
    throw new StoreError({ code: 'log-unreadable', file: files.log, line: null, reason: tail.fault });
  }
  const isEdited = loaded.hash !== (tail.last?.store ?? null);
  const isMoved = tail.last !== null && tail.last.start !== tail.last.offset;
  const last = tail.last === null ? [] : [tail.last.hash];
  if (!isEdited && !isMoved) return { loaded, tail, heads: last, outside: null };
  const found = replay(files.log);
  if (!isEdited) return { loaded, tail, heads: found.heads, outside: null };
  const routes = withoutStaleRecords(found, loaded.routes);
  const outside = tableDifference(found.routes, routes);
  // A merge that came out as the two branches say needs no line of its own: the change joins them.
  const isMerge = found.heads.length > 1 && outside.changes.length === 0 && outside.order === undefined;
  return {
    loaded: { ...loaded, routes },
    tail,
    heads: found.heads,
    outside: isMerge ? null : outside,
  };
}

/**
 * The routes of a store, those pending that are not what was recorded as set in the console, or not what was recorded
 * there since. A record that the log does not know is of the route as it is.
 */
function withoutStaleRecords(
  { recorded, routes: logged }: Replay,
  routes: readonly Route[],
): readonly Route[] {
  const latest = new Map(logged.map((route) => [nameKey(route.name), route]));
  const isStale = (route: Route): boolean => {
    const record = route.console;
    if (record === null) return false;
    const known = recorded.get(recordKey(record));
    if (known?.every((one) => changesConsole(one, route))) return true;
    const last = latest.get(nameKey(route.name));
    const isOlder = !!last?.console && Date.parse(record.setAt) < Date.parse(last.console.setAt);
    return isOlder && changesConsole(last, route);
  };
  return routes.map((route) => (isStale(route) ? { ...route, console: null } : route));
}

/** The routes of a store that was read, for whoever only looks. A log that cannot be read has no say. */
export function readWithoutStaleRecords(files: StoreFiles, loaded: Loaded): readonly Route[] {
  if (!loaded.routes.some((route) => route.console !== null)) return loaded.routes;
  try {
    return compareWithLog(files, loaded).loaded.routes;
  } catch {
    return loaded.routes;
  }
}
