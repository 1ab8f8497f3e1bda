// Flags of a route, the same in add, edit and `test-tls --host`: declared here, and turned into a draft.
// A table named in flags is replaced whole; --host goes back to a single host. PRODUCT.md section 2.

import { type Command, Option } from 'commander';
import { splitHostWords } from '../route/host.ts';
import { defaultPort, type Hosts, type Options, type Route } from '../route/route.ts';
import { askBoxes, type HostsDraft, newBoxes, type RouteDraft, type RowDraft } from '../route/validate.ts';
import type { Sections } from '../words/catalogue.ts';
import { CliError } from './errors.ts';

export interface RouteFlags {
  readonly host?: string;
  readonly primary?: readonly string[];
  /** False with --no-secondary. */
  readonly secondary?: readonly string[] | false;
  readonly lookupMx?: boolean;
  readonly requireTls?: boolean;
  readonly requireCa?: boolean;
  readonly verifyHostname?: boolean;
  readonly note?: string;
  readonly label?: readonly string[] | false;
}

/** Collects a repeatable flag. */
export const collect = (value: string, before: readonly string[] | undefined): string[] => [
  ...(Array.isArray(before) ? before : []),
  value,
];

/** A box in both its forms; undefined when neither was given. */
export function declareBox(command: Command, flag: string, on: string, off: string, group: string): void {
  command.addOption(new Option(`--${flag}`, on).helpGroup(group));
  command.addOption(new Option(`--no-${flag}`, off).helpGroup(group));
  command.setOptionValue(camel(flag), undefined);
}

const camel = (flag: string) => flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Declares the hosts and the four boxes. */
export function declareRouteFlags(
  command: Command,
  words: Sections['commands'],
  hostWords = words.flags.host,
): void {
  const { flags, routeFlags: group } = words;
  const option = (form: string, text: string) => command.addOption(new Option(form, text).helpGroup(group));
  option('--host <host[:port]>', hostWords);
  command.addOption(
    new Option('--primary <host[:port][=load]>', flags.primary).argParser(collect as never).helpGroup(group),
  );
  command.addOption(
    new Option('--secondary <host[:port][=load]>', flags.secondary)
      .argParser(collect as never)
      .helpGroup(group),
  );
  declareBox(command, 'lookup-mx', flags.lookupMx, flags.noLookupMx, group);
  declareBox(command, 'require-tls', flags.requireTls, flags.noRequireTls, group);
  declareBox(command, 'require-ca', flags.requireCa, flags.noRequireCa, group);
  declareBox(command, 'verify-hostname', flags.verifyHostname, flags.noVerifyHostname, group);
}

/** Declares note and labels, for add and edit, with the words of either. */
export function declareNotes(
  command: Command,
  group: string,
  { note, label }: Readonly<Record<'note' | 'label', string>>,
): void {
  command.addOption(new Option('--note <text>', note).helpGroup(group));
  command.addOption(new Option('--label <label>', label).argParser(collect as never).helpGroup(group));
}

/** Was any flag of a route given? */
export function namesAnything(flags: RouteFlags): boolean {
  const { host, primary, secondary, lookupMx, requireTls, requireCa, verifyHostname, note, label } = flags;
  return [host, primary, secondary, lookupMx, requireTls, requireCa, verifyHostname, note, label].some(
    (one) => one !== undefined,
  );
}

/** A new route from flags. @throws CliError when --host stands beside tables */
export function draftFrom(name: string | undefined, flags: RouteFlags): RouteDraft {
  return {
    name,
    hosts: hostsFrom(flags, null),
    options: newBoxes(boxesFrom(flags)),
    ...(flags.note === undefined ? {} : { note: flags.note }),
    ...(flags.label ? { labels: flags.label } : {}),
  };
}

/** Today's route with what the flags say put in its place. @throws CliError when --host stands beside tables */
export function draftOver(today: Route, name: string | undefined, flags: RouteFlags): RouteDraft {
  const labels = flags.label === undefined ? today.labels : flags.label || undefined;
  const note = flags.note ?? today.note;
  return {
    name: name ?? today.name,
    hosts: hostsFrom(flags, today),
    options: askBoxes(today.options, boxesFrom(flags)),
    ...(note ? { note } : {}),
    ...(labels ? { labels } : {}),
  };
}

function boxesFrom({ lookupMx, requireTls, requireCa, verifyHostname }: RouteFlags): Partial<Options> {
  const asked = { lookupMx, requireTls, requireCa, verifyHostname };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

function hostsFrom({ host, primary, secondary }: RouteFlags, today: Route | null): HostsDraft | null {
  const hasTables = primary !== undefined || (secondary !== undefined && secondary !== false);
  if (host !== undefined && hasTables)
    throw new CliError('flags-conflict', {
      one: '--host',
      other: primary ? '--primary' : '--secondary',
      hint: 'host-or-tables',
    });
  if (host !== undefined) {
    const { host: name, port, problem } = splitHostWords(host, false);
    return { type: 'single', host: name, port, problem };
  }
  if (!hasTables && secondary === undefined) return today?.hosts ?? null;
  const old = today?.hosts.type === 'multiple' ? today.hosts : null;
  // A route that had a single host keeps it as its primary table when only a secondary one is named.
  const single: RowDraft[] =
    today?.hosts.type === 'single' ? [{ host: today.hosts.host, port: today.hosts.port }] : [];
  if (!hasTables && old === null) return today?.hosts ?? null;
  return {
    type: 'multiple',
    primary: primary?.map(rowFrom) ?? old?.primary ?? single,
    secondary: secondary === false ? [] : (secondary?.map(rowFrom) ?? old?.secondary ?? []),
  };
}

function rowFrom(text: string): RowDraft {
  const { host, port, load, problem } = splitHostWords(text, true);
  return { host, port, problem, ...(load === undefined ? {} : { load }) };
}

/** The flags that make these hosts. */
export function hostFlags(hosts: Hosts): string[] {
  const spec = ({ host, port }: { host: string; port: number }, load?: number) => {
    const name = host.includes(':') ? `[${host}]` : host;
    return `${name}${port === defaultPort ? '' : `:${port}`}${load === undefined ? '' : `=${load}`}`;
  };
  if (hosts.type === 'single') return ['--host', spec(hosts)];
  return [
    ...hosts.primary.flatMap((row) => ['--primary', spec(row, row.load)]),
    ...hosts.secondary.flatMap((row) => ['--secondary', spec(row, row.load)]),
  ];
}

/** The flags that make this route: the one command line that would have done the same. */
export function flagsOf(route: Route): string[] {
  const { hosts, options } = route;
  const words = hostFlags(hosts);
  if (options.lookupMx) words.push('--lookup-mx');
  if (!options.requireTls) words.push('--no-require-tls');
  else {
    if (!options.requireCa) words.push('--no-require-ca');
    if (!options.verifyHostname) words.push('--no-verify-hostname');
  }
  if (route.note) words.push('--note', route.note);
  for (const label of route.labels ?? []) words.push('--label', label);
  return words;
}
