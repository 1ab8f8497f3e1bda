// `routes add [name]`: from flags, or on a terminal asked for what is missing. With --test it is tested first, and
// not saved on fail unless --save-anyway (R11, R12).

import { type Command, Option } from 'commander';
import type { Report } from '../../report/schema.ts';
import { addRoute } from '../../route/changes.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { type RouteDraft, validateRoute } from '../../route/validate.ts';
import { routeWarnings } from '../../route/warnings.ts';
import { commandLine } from '../command-line.ts';
import type { Context } from '../context.ts';
import { CliError, type ExitCode, exitCodes } from '../errors.ts';
import { declareNotes, declareRouteFlags, draftFrom, type RouteFlags } from '../route-flags.ts';
import { type ChangeFlags, declareChangeFlags, metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { routeDocument, sayChange, sayWarnings, shown } from './talk.ts';
import { declareTestedChange, sayIdleFlags, type TestedChangeFlags, testThenSave } from './tested-change.ts';

interface AddOptions extends RouteFlags, TestedChangeFlags, ChangeFlags {
  readonly name?: string;
}

export const add: CommandModule<AddOptions> = {
  declare(command: Command, words) {
    command.argument('[name]');
    declareRouteFlags(command, words);
    declareNotes(command, words.routeFlags, words.flags);
    command.addOption(new Option('--name <name>', words.flags.name).helpGroup(words.routeFlags));
    declareTestedChange(command, words);
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
      return save(context, store, draft, options);
    }
    const route = validRoute(draft, (await store.read()).routes);
    return testThenSave(context, route, options, (report) => save(context, store, draft, options, report));
  },
};

type Store = Awaited<ReturnType<Context['store']>>;

/** @throws CliError route-not-valid with every problem at once */
function validRoute(draft: RouteDraft, routes: readonly Route[]): Route {
  const validated = validateRoute(draft, { taken: new Set(routes.map(({ name }) => nameKey(name))) });
  if (validated.kind === 'valid') return validated.route;
  throw new CliError('route-not-valid', {}, { problems: validated.problems });
}

/** Saves a new route and says so; with a report, as `add --test` answers. */
async function save(
  context: Context,
  store: Store,
  draft: RouteDraft,
  options: ChangeFlags,
  report?: Report,
): Promise<ExitCode> {
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
    if (report === undefined)
      context.say(`routes: ${words.testHint(commandLine(context, 'test-tls', route.name))}`);
    context.say(`routes: ${words.consoleHint}`);
  }
  return exitCodes.done;
}
