// What was edited outside: the store is not what the last line of the log left. What then differs becomes a line of its
// own with the next change; and a route whose record says that it was set in the console, though what the console knows
// of was changed since, is pending (R13).

import { changesConsole } from '../route/difference.ts';
import { nameKey, type Route } from '../route/route.ts';
import { type LogTail, readTail } from './audit-log.ts';
import { StoreError } from './errors.ts';
import type { StoreFiles } from './file.ts';
import type { Loaded } from './read.ts';
import { replay } from './replay.ts';
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
  const routes = withoutStaleRecords(found.routes, loaded.routes);
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

/** The routes of a store, those pending whose record is older than what was edited; `logged`: as the log has them. */
function withoutStaleRecords(logged: readonly Route[], routes: readonly Route[]): readonly Route[] {
  const known = new Map(logged.map((route) => [nameKey(route.name), route]));
  const isStale = (route: Route): boolean => {
    const before = known.get(nameKey(route.name));
    if (!before?.console || route.console === null) return false;
    // A later record is of the route as it is now.
    const isLater = Date.parse(route.console.setAt) > Date.parse(before.console.setAt);
    return !isLater && changesConsole(before, route);
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
