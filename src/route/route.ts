// What a route is: its type. One name, one host or two tables of hosts, four boxes, and what the store
// keeps beside them. Anything that is a Route has passed validate.ts; nothing else may claim the type.

/** A server of a route: DNS name or address as typed, and a TCP port. */
export interface Host {
  readonly host: string;
  readonly port: number;
}

/** A row of a table; `load` is a whole per cent, 1 to 100 (R6). */
export interface HostRow extends Host {
  readonly load: number;
}

/** R2: a single host, or two tables. */
export type Hosts =
  | { readonly type: 'single'; readonly host: string; readonly port: number }
  | {
      readonly type: 'multiple';
      readonly primary: readonly HostRow[];
      readonly secondary: readonly HostRow[];
    };

export type TableName = 'primary' | 'secondary';

/** The four boxes of the console (R7 to R10). */
export interface Options {
  readonly lookupMx: boolean;
  readonly requireTls: boolean;
  readonly requireCa: boolean;
  readonly verifyHostname: boolean;
}

/** Who set the route in the console, and when (ISO 8601, UTC). R13. */
export interface ConsoleRecord {
  readonly setAt: string;
  readonly by: string;
}

export interface Route {
  readonly name: string;
  readonly hosts: Hosts;
  readonly options: Options;
  readonly note?: string;
  readonly labels?: readonly string[];
  readonly console: ConsoleRecord | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** New routes: MX lookup off, the three recommended boxes on (R7 to R10). */
export const defaultOptions: Options = {
  lookupMx: false,
  requireTls: true,
  requireCa: true,
  verifyHostname: true,
};

/** R3: what the console offers first. */
export const defaultPort = 25;

/** Every host of a route with its table and load; a single host is primary with load 100. */
export function hostRows(route: Pick<Route, 'hosts'>): { table: TableName; row: HostRow }[] {
  if (route.hosts.type === 'single') {
    return [{ table: 'primary', row: { host: route.hosts.host, port: route.hosts.port, load: 100 } }];
  }
  return [
    ...route.hosts.primary.map((row) => ({ table: 'primary' as const, row })),
    ...route.hosts.secondary.map((row) => ({ table: 'secondary' as const, row })),
  ];
}

/** R1: two names are the same when they are equal after NFC, trimming and case folding. */
export function nameKey(name: string): string {
  // Up and down again folds what has no single lower case: ß and ss, the two small sigmas.
  return name.normalize('NFC').trim().toUpperCase().toLowerCase().normalize('NFC');
}
