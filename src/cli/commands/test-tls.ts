// `routes test-tls [name...]`: every server of the routes named, or of --host without a stored route.

import { type Command, Option } from 'commander';
import { hostRows, type Route } from '../../route/route.ts';
import { validateRoute } from '../../route/validate.ts';
import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { declareRouteFlags, draftFrom, namesAnything, type RouteFlags } from '../route-flags.ts';
import { declareTestFlags, type TestFlags } from '../test-flags.ts';
import type { Tested } from '../test-route.ts';
import type { CommandModule } from './command.ts';
import { printReport, testWithProgress } from './run-test.ts';
import { routeNamed, sayRepaired } from './talk.ts';

interface TestTlsOptions extends RouteFlags, TestFlags {
  readonly strict?: boolean;
}

export const testTls: CommandModule<TestTlsOptions> = {
  declare(command: Command, words) {
    command.argument('[name...]');
    declareRouteFlags(command, words, words.flags.testHost);
    command.addOption(new Option('--label <label>', words.flags.testLabel).helpGroup(words.routeFlags));
    declareTestFlags(command, words);
  },

  async run(context, names, options) {
    const routes = await wantedRoutes(context, names, options);
    const report = await testWithProgress(context, routes, options);
    if (context.isJson) await context.printJsonWhole(report);
    else await printReport(context, report);
    if (context.surroundings.signal.aborted) {
      const { interrupted } = await context.words('report');
      context.streams.stderr.write(`routes: ${interrupted}\n`);
      return exitCodes.interrupted;
    }
    const { exitCodeOf } = await import('../test-route.ts');
    return exitCodeOf(report, await context.setting<boolean>('strict'));
  },
};

/** The routes to test: those named, all of the store, or one from flags. @throws CliError when there are none */
export async function wantedRoutes(
  context: Context,
  names: readonly string[],
  options: RouteFlags,
): Promise<readonly Tested[]> {
  const { label, ...flags } = options as RouteFlags & { label?: string };
  if (namesAnything(flags)) return [byHand(context, names, flags, label)];
  const store = await context.store({ forReading: true });
  const contents = await store.read();
  await sayRepaired(context, contents.repaired);
  const chosen: Route[] = [];
  for (const name of names) {
    const route = await routeNamed(contents.routes, name);
    if (!chosen.includes(route)) chosen.push(route);
  }
  const all = names.length > 0 ? chosen : contents.routes;
  const routes = label === undefined ? all : all.filter((route) => route.labels?.includes(label));
  if (routes.length === 0 || routes.every((route) => hostRows(route).length === 0)) {
    throw new CliError('nothing-to-test', {
      because: contents.routes.length === 0 ? 'empty-store' : 'no-route-fits',
    });
  }
  return routes;
}

// Servers that are in no store: hosts and boxes from flags, by the same rules as a route's.
function byHand(
  context: Context,
  names: readonly string[],
  flags: RouteFlags,
  label: string | undefined,
): Tested {
  if (names.length > 0) {
    const { host, primary, secondary } = flags;
    const table = host !== undefined ? '--host' : primary ? '--primary' : secondary ? '--secondary' : null;
    throw context.usage('flags-conflict', {
      one: { routeName: `"${names[0]}"` },
      other: table ?? boxFlagOf(flags),
      hint: table === null ? 'boxes-of-route' : 'name-or-host',
    });
  }
  if (label !== undefined) throw context.usage('flags-conflict', { one: '--label', other: '--host' });
  const validated = validateRoute(draftFrom('by hand', flags));
  if (validated.kind === 'invalid')
    throw new CliError('route-not-valid', {}, { problems: validated.problems });
  return { name: null, hosts: validated.route.hosts, options: validated.route.options };
}

/** The first box that was named, as it is typed. */
function boxFlagOf({ lookupMx, requireTls, requireCa, verifyHostname }: RouteFlags): string {
  const boxes: [string, boolean | undefined][] = [
    ['lookup-mx', lookupMx],
    ['require-tls', requireTls],
    ['require-ca', requireCa],
    ['verify-hostname', verifyHostname],
  ];
  const [name, isOn] = boxes.find(([, value]) => value !== undefined)!;
  return isOn ? `--${name}` : `--no-${name}`;
}
