// A list of routes and its changes as the log keeps them: applying them to the list before gives the list after,
// order included, and turning them round gives the way back. This is what undo, an external edit and a replay
// of the log stand on. Pure.

import type { RouteChange } from '../route/changes.ts';
import { nameKey, type Route } from '../route/route.ts';
import { storedRoute } from './document.ts';
import type { LogEntry, LoggedChange } from './types.ts';

/** What a line says of the routes. */
export type TableChange = Pick<LogEntry, 'changes' | 'order'>;

/** The list after a change. A route it speaks of that is not there is passed over: the log may be the poorer one. */
export function applyChange(routes: readonly Route[], { changes, order }: TableChange): Route[] {
  const replaced = new Map<string, Route | null>();
  const added: { readonly route: Route; readonly position: number }[] = [];
  for (const { before, after, position } of changes) {
    if (before !== null) replaced.set(nameKey(before.name), after);
    else if (after !== null) added.push({ route: after, position: position ?? Number.POSITIVE_INFINITY });
  }
  let result: Route[] = [];
  for (const route of routes) {
    const after = replaced.size === 0 ? undefined : replaced.get(nameKey(route.name));
    if (after === undefined) result.push(route);
    else if (after !== null) result.push(after);
  }
  result = insert(result, added);
  return order === undefined ? result : arrange(result, order.after);
}

/** Puts routes in, each at its place in the list that comes out; those without a place at the end. */
function insert(
  routes: readonly Route[],
  added: readonly { readonly route: Route; readonly position: number }[],
): Route[] {
  const placed = added.filter(({ position }) => position !== Number.POSITIVE_INFINITY);
  placed.sort((one, other) => one.position - other.position);
  const result: Route[] = [];
  let next = 0;
  for (const route of routes) {
    while (next < placed.length && placed[next]!.position <= result.length)
      result.push(placed[next++]!.route);
    result.push(route);
  }
  while (next < placed.length) result.push(placed[next++]!.route);
  for (const { route, position } of added) if (position === Number.POSITIVE_INFINITY) result.push(route);
  return result;
}

function arrange(routes: readonly Route[], names: readonly string[]): Route[] {
  const places = new Map(names.map((name, index) => [nameKey(name), index]));
  const place = (route: Route) => places.get(nameKey(route.name)) ?? names.length;
  return [...routes].sort((one, other) => place(one) - place(other));
}

/** The way back. */
export function invert({ changes, order }: TableChange): TableChange {
  return {
    changes: changes.map(({ before, after, ...change }) => ({
      ...change,
      event:
        before === null
          ? 'DELETE_GMAIL_SETTING'
          : after === null
            ? 'CREATE_GMAIL_SETTING'
            : 'CHANGE_GMAIL_SETTING',
      name: (before ?? after)?.name ?? change.name,
      before: after,
      after: before,
    })),
    ...(order === undefined ? {} : { order: { before: order.after, after: order.before } }),
  };
}

/**
 * A caller's changes as the log keeps them: with the places that the way back needs. @throws Error when the
 * changes do not lead from one list to the other, which is a mistake of the caller
 */
export function logged(
  before: readonly Route[],
  after: readonly Route[],
  changes: readonly RouteChange[],
): TableChange {
  const gone = changes.filter((change) => change.after === null).length;
  const come = changes.filter((change) => change.before === null);
  const kept = before.length - gone;
  const isAtEnd = come.every((change, index) => change.after === after[kept + index]);
  const placesBefore = gone > 0 ? placesOf(before) : null;
  const placesAfter = isAtEnd ? null : placesOf(after);
  const placed = changes.map((change): LoggedChange => {
    const { event, name } = change;
    const one = {
      event,
      name,
      before: change.before === null ? null : storedRoute(change.before),
      after: change.after === null ? null : storedRoute(change.after),
    };
    if (change.after === null) {
      const position = placesBefore?.get(nameKey(change.before?.name ?? name));
      return position === undefined ? one : { ...one, position };
    }
    if (change.before !== null) return one;
    const position = placesAfter?.get(nameKey(change.after.name));
    return position === undefined || position >= kept ? one : { ...one, position };
  });
  const reached = applyChange(before, { changes: placed });
  if (isSameTable(reached, after, true)) return { changes: placed };
  if (!isSameTable(reached, after, false)) {
    throw new Error('the changes given do not lead from the routes before to the routes after');
  }
  return {
    changes: placed,
    order: { before: before.map((route) => route.name), after: after.map((route) => route.name) },
  };
}

function placesOf(routes: readonly Route[]): Map<string, number> {
  return new Map(routes.map((route, index) => [nameKey(route.name), index]));
}

/** The same routes, to the letter; with `inOrder` also in the same order. */
export function isSameTable(one: readonly Route[], other: readonly Route[], inOrder: boolean): boolean {
  if (one.length !== other.length) return false;
  if (one.every((route, index) => isSameRoute(route, other[index]!))) return true;
  if (inOrder) return false;
  const routes = new Map(one.map((route) => [nameKey(route.name), route]));
  return other.every((route) => {
    const match = routes.get(nameKey(route.name));
    return match !== undefined && isSameRoute(match, route);
  });
}

function isSameRoute(one: Route, other: Route): boolean {
  return one === other || JSON.stringify(storedRoute(one)) === JSON.stringify(storedRoute(other));
}

/** What leads from one list to another, found by name: for what was edited outside. */
export function tableDifference(before: readonly Route[], after: readonly Route[]): TableChange {
  const old = new Map(before.map((route) => [nameKey(route.name), route]));
  const current = new Set(after.map((route) => nameKey(route.name)));
  const changes: RouteChange[] = [];
  for (const route of before) {
    if (current.has(nameKey(route.name))) continue;
    changes.push({ event: 'DELETE_GMAIL_SETTING', name: route.name, before: route, after: null });
  }
  for (const route of after) {
    const match = old.get(nameKey(route.name));
    if (match === undefined) {
      changes.push({ event: 'CREATE_GMAIL_SETTING', name: route.name, before: null, after: route });
    } else if (!isSameRoute(match, route)) {
      changes.push({ event: 'CHANGE_GMAIL_SETTING', name: route.name, before: match, after: route });
    }
  }
  return logged(before, after, changes);
}
