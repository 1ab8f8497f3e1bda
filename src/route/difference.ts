// Two routes, field by field; two lists of routes, route by route. For the log, edit, apply, undo and import.
// createdAt, updatedAt and console say when and who, not what: equality ignores them (PRODUCT.md section 9).

import { hostKey } from './host.ts';
import { type Hosts, nameKey, type Route } from './route.ts';

export interface FieldDifference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs, in the order of the console's fields. Empty: the routes are equal. */
export function differences(before: Route, after: Route): FieldDifference[] {
  return [
    ...field('name', before.name, after.name),
    ...hostsDifferences(before.hosts, after.hosts),
    ...(['lookupMx', 'requireTls', 'requireCa', 'verifyHostname'] as const).flatMap((box) =>
      field(`options.${box}`, before.options[box], after.options[box]),
    ),
    ...field('note', before.note ?? null, after.note ?? null),
    ...field('labels', before.labels ?? [], after.labels ?? []),
  ];
}

/** R13: does the console know of what changed? A note or label is ours alone, and another spelling is the same host. */
export function changesConsole(before: Route, after: Route): boolean {
  const changed = differences(before, after).filter(({ path }) => path !== 'note' && path !== 'labels');
  return changed.some(({ path }) => !path.startsWith('hosts')) || !areSameHosts(before.hosts, after.hosts);
}

function areSameHosts(before: Hosts, after: Hosts): boolean {
  const spelt = (hosts: Hosts) =>
    JSON.stringify(hosts, (key, value) => (key === 'host' ? hostKey(value) : value));
  return spelt(before) === spelt(after);
}

function field(path: string, before: unknown, after: unknown): FieldDifference[] {
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

function hostsDifferences(before: Hosts, after: Hosts): FieldDifference[] {
  if (before.type === 'single' && after.type === 'single') {
    return [...field('hosts.host', before.host, after.host), ...field('hosts.port', before.port, after.port)];
  }
  if (before.type !== 'multiple' || after.type !== 'multiple') return [{ path: 'hosts', before, after }];
  return (['primary', 'secondary'] as const).flatMap((table) => {
    const rows = Math.max(before[table].length, after[table].length);
    return Array.from({ length: rows }, (_, index) => index).flatMap((index) => {
      const [one, other] = [before[table][index], after[table][index]];
      const path = `hosts.${table}[${index}]`;
      if (!one || !other) return [{ path, before: one ?? null, after: other ?? null }];
      return (['host', 'port', 'load'] as const).flatMap((key) =>
        field(`${path}.${key}`, one[key], other[key]),
      );
    });
  });
}

export interface ListDifference {
  readonly add: readonly Route[];
  readonly change: readonly {
    readonly name: string;
    readonly before: Route;
    readonly after: Route;
    readonly fields: readonly FieldDifference[];
  }[];
  readonly remove: readonly Route[];
}

/** Two lists of routes, paired by name (R1). */
export function listDifference(before: readonly Route[], after: readonly Route[]): ListDifference {
  const old = new Map(before.map((route) => [nameKey(route.name), route]));
  const kept = new Set(after.map((route) => nameKey(route.name)));
  const change = after.flatMap((route) => {
    const earlier = old.get(nameKey(route.name));
    const fields = earlier ? differences(earlier, route) : [];
    return earlier && fields.length > 0 ? [{ name: route.name, before: earlier, after: route, fields }] : [];
  });
  return {
    add: after.filter((route) => !old.has(nameKey(route.name))),
    change,
    remove: before.filter((route) => !kept.has(nameKey(route.name))),
  };
}
