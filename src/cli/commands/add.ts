// `routes add [name]`: from flags, or on a terminal asked for what is missing. With --test it is tested first, and
// not saved on fail unless --save-anyway (R11, R12).

import { type Command, Option } from 'commander';
import { forOperand } from '../../report/escape.ts';
import type { Report } from '../../report/schema.ts';
import { addRoute } from '../../route/changes.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { type RouteDraft, validateRoute } from '../../route/validate.ts';
import { routeWarnings } from '../../route/warnings.ts';
import type { Context } from '../context.ts';
import { CliError, type ExitCode, exitCodes } from '../errors.ts';
import { declareNotes, declareRouteFlags, draftFrom, type RouteFlags } from '../route-flags.ts';
import { declareTestFlags, type TestFlags } from '../test-flags.ts';
import { type ChangeFlags, declareChangeFlags, metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { printReport, testWithProgress } from './run-test.ts';
import { routeDocument, sayChange, sayWarnings, shown } from './talk.ts';

interface AddOptions extends RouteFlags, TestFlags, ChangeFlags {
  readonly name?: string;
  readonly test?: boolean;
  readonly saveAnyway?: boolean;
  readonly strict?: boolean;
}

export const add: CommandModule<AddOptions> = {
  declare(command: Command, words) {
    const { flags, testFlags } = words;
    command.argument('[name]');
    declareRouteFlags(command, words);
    declareNotes(command, words);
    command.addOption(new Option('--name <name>', flags.name).helpGroup(words.routeFlags));
    command.addOption(new Option('--test', flags.test).helpGroup(testFlags));
    command.addOption(new Option('--save-anyway', flags.saveAnyway).helpGroup(testFlags));
    declareTestFlags(command, words);
    declareChangeFlags(command, words);
  },

  async run(context, [operand], options) {
    if (operand !== undefined && options.name !== undefined && operand !== options.name)
      throw context.usage('flags-conflict', {
        one: { routeName: `"${operand}"` },
        other: `--name "${options.name}"`,
        hint: 'name-twice',
      });
    const draft = draftFrom(operand ?? options.name, options);
    const isWhole = draft.name !== undefined && draft.hosts !== null;
    if (!isWhole && context.canAsk) {
      const { interviewForNew } = await import('../route-wizard.ts');
      return interviewForNew(context, draft, options);
    }
    const store = await context.store({ forReading: false });
    if (!options.test) {
      await sayIdleFlags(context, options);
      return (await save(context, store, draft, options)).exitCode;
    }
    const { routes } = await store.read();
    const route = validRoute(draft, routes);
    const report = await testWithProgress(context, [route], options);
    return afterTest(context, store, draft, report, options);
  },
};

const flagsOfTest = [
  'saveAnyway',
  'resolve',
  'mx',
  'at',
  'expect',
  'ipv4',
  'ipv6',
  'clientCert',
  'clientKey',
  'transcript',
  'shard',
  'redact',
  'intermediates',
  'explain',
] as const satisfies (keyof AddOptions)[];

// A --test that was forgotten in a script would never be missed.
async function sayIdleFlags(context: Context, options: AddOptions): Promise<void> {
  const idle = flagsOfTest.filter((flag) => options[flag] !== undefined);
  if (idle.length === 0) return;
  const flags = idle.map((flag) => `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const { warning } = await context.words('errors');
  context.say(`routes: ${warning}: ${(await context.words('commands')).idleFlags(flags)}`);
}

type Store = Awaited<ReturnType<Context['store']>>;

/** @throws CliError route-not-valid with every problem at once */
export function validRoute(draft: RouteDraft, routes: readonly Route[]): Route {
  const validated = validateRoute(draft, { taken: new Set(routes.map(({ name }) => nameKey(name))) });
  if (validated.kind === 'valid') return validated.route;
  throw new CliError('route-not-valid', {}, { problems: validated.problems });
}

/** Saves a new route and says so; with a report, as `add --test` answers. */
export async function save(
  context: Context,
  store: Store,
  draft: RouteDraft,
  options: ChangeFlags,
  report?: Report,
): Promise<{ exitCode: ExitCode; route: Route }> {
  const now = context.now().toISOString();
  const result = await store.change(
    (routes) => addRoute(routes, validRoute(draft, routes), now),
    metaOf(context, options),
  );
  const route = result.routes.at(-1)!;
  await sayChange(context, result);
  const words = await context.words('commands');
  if (context.isJson)
    context.printJson({ ...(await routeDocument(context, route)), ...(report ? { report } : {}) });
  else {
    await context.print(words.added(shown(route.name)));
    await sayWarnings(context, routeWarnings(route));
    if (report === undefined) context.say(`routes: ${words.testHint(forOperand(route.name))}`);
    context.say(`routes: ${words.consoleHint}`);
  }
  return { exitCode: exitCodes.done, route };
}

// PRODUCT.md section 3: a fail is 1 and nothing is saved; with --save-anyway saved and still 1; inconclusive is saved and 3.
async function afterTest(
  context: Context,
  store: Store,
  draft: RouteDraft,
  report: Report,
  options: AddOptions,
): Promise<ExitCode> {
  const { exitCodeOf } = await import('../test-route.ts');
  const exitCode = exitCodeOf(report, await context.setting<boolean>('strict'));
  if (!context.isJson) await printReport(context, report);
  if (context.surroundings.signal.aborted)
    throw new CliError('interrupted', { saved: false }, { exitCode: exitCodes.interrupted });
  if (exitCode === exitCodes.failed && !options.saveAnyway) {
    throw new CliError('test-failed', {}, { exitCode, beside: { report } });
  }
  const { route } = await save(context, store, draft, options, report);
  const words = await context.words('commands');
  if (exitCode === exitCodes.failed) context.say(`routes: ${words.savedAnyway(shown(route.name))}`);
  if (exitCode === exitCodes.inconclusive) context.say(`routes: ${words.savedUntold(shown(route.name))}`);
  return exitCode;
}
