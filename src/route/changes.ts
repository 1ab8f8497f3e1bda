// Changes of a list of routes: add, edit, remove. Each gives the new list and what changed, for the log; pure.

import { changesConsole, differences } from './difference.ts';
import { type ConsoleRecord, nameKey, type Route } from './route.ts';

/** Google's names of the events in its audit log; setting EMAIL_ROUTE. */
export type RouteEvent = 'CREATE_GMAIL_SETTING' | 'CHANGE_GMAIL_SETTING' | 'DELETE_GMAIL_SETTING';

export interface RouteChange {
  readonly event: RouteEvent;
  readonly name: string;
  readonly before: Route | null;
  readonly after: Route | null;
}

export interface Changed {
  readonly routes: readonly Route[];
  readonly changes: readonly RouteChange[];
}

/** The route of that name (R1), or undefined. */
export function findRoute(routes: readonly Route[], name: string): Route | undefined {
  const key = nameKey(name);
  return routes.find((route) => nameKey(route.name) === key);
}

/** Appends a route. The caller has checked that the name is free. `now`: ISO 8601. */
export function addRoute(routes: readonly Route[], route: Route, now: string): Changed & { route: Route } {
  const added = { ...route, console: null, createdAt: now, updatedAt: now };
  return {
    routes: [...routes, added],
    changes: [{ event: 'CREATE_GMAIL_SETTING', name: added.name, before: null, after: added }],
    route: added,
  };
}

/** Puts a route in another's place. R13: what the console knows of makes it pending again; a note or label does not. */
export function editRoute(
  routes: readonly Route[],
  before: Route,
  wanted: Route,
  now: string,
): Changed & { route: Route } {
  if (differences(before, wanted).length === 0) return { routes, changes: [], route: before };
  const after: Route = {
    ...wanted,
    console: changesConsole(before, wanted) ? null : before.console,
    ...(before.createdAt ? { createdAt: before.createdAt } : {}),
    updatedAt: now,
  };
  return {
    routes: routes.map((route) => (route === before ? after : route)),
    changes: [{ event: 'CHANGE_GMAIL_SETTING', name: after.name, before, after }],
    route: after,
  };
}

/** Takes routes away. */
export function removeRoutes(routes: readonly Route[], gone: readonly Route[]): Changed {
  return {
    routes: routes.filter((route) => !gone.includes(route)),
    changes: gone.map((route) => ({
      event: 'DELETE_GMAIL_SETTING',
      name: route.name,
      before: route,
      after: null,
    })),
  };
}

/** R13: records that routes were set in the console. It says who and when, not what: `updatedAt` stays. */
export function setInConsole(
  routes: readonly Route[],
  wanted: readonly Route[],
  record: ConsoleRecord,
): Changed {
  const after = new Map(wanted.map((route) => [route, { ...route, console: record }]));
  return {
    routes: routes.map((route) => after.get(route) ?? route),
    changes: [...after].map(([before, set]) => ({
      event: 'CHANGE_GMAIL_SETTING',
      name: before.name,
      before,
      after: set,
    })),
  };
}

/** R13: 24 hours after it was set in the console; null while it is pending. ISO 8601. */
export function liveBy(route: Pick<Route, 'console'>): string | null {
  if (route.console === null) return null;
  return new Date(Date.parse(route.console.setAt) + 24 * 3600 * 1000).toISOString();
}
