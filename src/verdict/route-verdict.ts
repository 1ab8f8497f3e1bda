// From the hosts of a route to the route: tables, shares, delivery, and the strictest boxes that would pass.
// It needs little of each host, so that hosts may be judged one by one, or come out of reports that are merged.

import type { HostRow, Options, TableName } from '../route/route.ts';
import type { Delivery } from './dialogue.ts';
import { type Lines, type LineVerdict, type Severity, type Verdict, worst } from './finding.ts';
import { type Fractions, type Share, tableShare } from './share.ts';

/** What a route's verdict needs of one host. */
export interface HostFacts extends Pick<HostRow, 'load'> {
  readonly table: TableName;
  readonly verdict: Verdict;
  readonly observed: Lines;
  /** Those of the host itself, the DNS above all: no box changes them. */
  readonly findings: readonly { readonly severity: Severity }[];
  readonly fractions: Fractions;
  readonly deliversInClear: boolean;
}

export type Strictest = Pick<Options, 'requireTls' | 'requireCa' | 'verifyHostname'>;

export interface RouteVerdict {
  readonly verdict: Verdict;
  readonly delivery: Delivery;
  readonly tables: { readonly primary: Verdict; readonly secondary: Verdict | null };
  readonly share: { readonly primary: Share; readonly secondary: Share | null };
  readonly strictestPassing: Strictest | null;
}

/** Joins the hosts of a route; a table without hosts of its own here (`--shard`) passes with nothing to deliver. */
export function judgeRoute(hosts: readonly HostFacts[]): RouteVerdict {
  const primary = hosts.filter(({ table }) => table === 'primary');
  const secondary = hosts.filter(({ table }) => table === 'secondary');
  const share = {
    primary: tableShare(primary),
    secondary: secondary.length > 0 ? tableShare(secondary) : null,
  };
  const tables = {
    primary: worst(primary.map(({ verdict }) => verdict)),
    secondary: secondary.length > 0 ? worst(secondary.map(({ verdict }) => verdict)) : null,
  };
  return {
    verdict: worst([tables.primary, ...(tables.secondary ? [tables.secondary] : [])]),
    // `delivery` follows the primary share.
    delivery: share.primary.return > 0 ? 'return' : share.primary.unknown > 0 ? 'unknown' : 'deliver',
    tables,
    share,
    strictestPassing: strictestPassing(hosts),
  };
}

/** The strictest boxes with which every host would pass; null when none would, or it cannot be told. */
function strictestPassing(hosts: readonly HostFacts[]): Strictest | null {
  const isUnsettled = ({ severity }: { severity: Severity }) =>
    severity === 'fail' || severity === 'inconclusive';
  if (hosts.some(({ findings }) => findings.some(isUnsettled))) return null;
  const has = (name: keyof Lines, value: LineVerdict) =>
    hosts.some(({ observed }) => observed[name] === value);
  if (has('mx', 'fail') || has('mx', 'inconclusive') || has('tls', 'inconclusive')) return null;
  if (has('tls', 'fail')) {
    const inClear = { requireTls: false, requireCa: false, verifyHostname: false };
    return hosts.every(({ deliversInClear }) => deliversInClear) ? inClear : null;
  }
  if (has('ca', 'inconclusive') || has('hostname', 'inconclusive')) return null;
  return { requireTls: true, requireCa: !has('ca', 'fail'), verifyHostname: !has('hostname', 'fail') };
}
