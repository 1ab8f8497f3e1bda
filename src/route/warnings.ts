// What is legal but unwise: told, never refused, and it changes no verdict (PRODUCT.md section 1).
// Nothing here needs the DNS; what does is told by test-tls and the interview.

import { addressValue, printHost, serverKey, unreachableAddress, unreachableName } from './host.ts';
import type { Warning } from './problem.ts';
import { hostRows, type Route } from './route.ts';

/** The warnings of one route, hosts first, then boxes. */
export function routeWarnings(route: Pick<Route, 'hosts' | 'options'>): Warning[] {
  return [...hostWarnings(route), ...boxWarnings(route)];
}

function* hostWarnings(route: Pick<Route, 'hosts'>): Generator<Warning> {
  const primary = new Set<string>();
  const counts = { primary: 0, secondary: 0 };
  for (const { table, row } of hostRows(route)) {
    const index = counts[table]++;
    const path = route.hosts.type === 'single' ? 'hosts.host' : `hosts.${table}[${index}].host`;
    const address = addressValue(row.host);
    // R3: a name is recommended; and no public name is possible for what Google cannot reach.
    if (address !== null) yield { code: 'address-not-name', path, data: { host: row.host } };
    const kind = address === null ? null : unreachableAddress(address);
    if (kind !== null) yield { code: 'unreachable-address', path, data: { host: row.host, kind } };
    const name = address === null ? unreachableName(row.host) : null;
    if (name !== null) yield { code: 'unreachable-name', path, data: { host: row.host, kind: name } };
    if (table === 'primary') primary.add(serverKey(row));
    else if (primary.has(serverKey(row)))
      yield { code: 'server-in-both-tables', path, data: { host: printHost(row) } };
  }
}

function* boxWarnings({ options }: Pick<Route, 'options'>): Generator<Warning> {
  if (!options.requireTls) {
    // Turning TLS off turned the other two off with it (R10): one warning, not three.
    yield { code: 'box-off', path: 'options.requireTls', data: { box: 'requireTls' } };
    return;
  }
  for (const box of ['requireCa', 'verifyHostname'] as const) {
    if (!options[box]) yield { code: 'box-off', path: `options.${box}`, data: { box } };
  }
}
