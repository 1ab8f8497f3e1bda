// `routes edit <name>`: the flags of add over today's values; on a terminal without flags, the interview.

import { type Command, Option } from 'commander';
import type { Report } from '../../report/schema.ts';
import { editRoute } from '../../route/changes.ts';
import { differences } from '../../route/difference.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { validateRoute } from '../../route/validate.ts';
import { routeWarnings } from '../../route/warnings.ts';
import type { Store } from '../../store/types.ts';
import type { Context } from '../context.ts';
import { CliError, type ExitCode, exitCodes } from '../errors.ts';
import {
  declareNotes,
  declareRouteFlags,
  draftOver,
  namesAnything,
  type RouteFlags,
} from '../route-flags.ts';
import { differenceLines } from '../views/difference-view.ts';
import { loadView } from '../views/plan-view.ts';
import { consoleLine } from '../views/route-view.ts';
import { type ChangeFlags, declareChangeFlags, metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { routeDocument, routeNamed, sayChange, sayWarnings, shown } from './talk.ts';
import { declareTestedChange, sayIdleFlags, type TestedChangeFlags, testThenSave } from './tested-change.ts';

interface EditOptions extends RouteFlags, TestedChangeFlags, ChangeFlags {
  readonly name?: string;
}

export const edit: CommandModule<EditOptions> = {
  declare(command: Command, words) {
    const { flags, routeFlags: group } = words;
    command.argument('<name>');
    command.addOption(new Option('--name <name>', flags.newName).helpGroup(group));
    declareRouteFlags(command, words);
    command.addOption(new Option('--no-secondary', flags.noSecondary).helpGroup(group));
    command.setOptionValue('secondary', undefined);
    declareNotes(command, group, { note: flags.newNote, label: flags.newLabel });
    command.addOption(new Option('--no-label', flags.noLabels).helpGroup(group));
    command.setOptionValue('label', undefined);
    declareTestedChange(command, words);
    declareChangeFlags(command, words);
  },

  async run(context, [operand], options) {
    const store = await context.store({ forReading: true });
    if (options.name === undefined && !namesAnything(options)) {
      if (!context.canAsk) throw new CliError('nothing-to-change');
      const { interviewForEdit } = await import('../route-wizard.ts');
      const { routes } = await store.read();
      return interviewForEdit(context, store, await routeNamed(routes, operand!), options);
    }
    if (!options.test) {
      await sayIdleFlags(context, options);
      return save(context, store, operand!, options);
    }
    const { routes } = await store.read();
    const route = edited(routes, await routeNamed(routes, operand!), options);
    return testThenSave(context, route, options, (report) =>
      save(context, store, operand!, options, { route, report }),
    );
  },
};

/** Saves a change and says so; `tested`: with its report, as `edit --test` answers. @throws CliError store-moved-on */
async function save(
  context: Context,
  store: Store,
  name: string,
  options: EditOptions,
  tested?: { readonly route: Route; readonly report: Report },
): Promise<ExitCode> {
  const now = context.now().toISOString();
  let before: Route | undefined;
  let after: Route | undefined;
  const result = await store.change(
    async (routes) => {
      before = await routeNamed(routes, name);
      const wanted = edited(routes, before, options);
      // What would be saved is what was tested, or nothing is.
      if (tested && differences(tested.route, wanted).length > 0)
        throw new CliError('store-moved-on', { file: store.file });
      const changed = editRoute(routes, before, wanted, now);
      after = changed.route;
      return changed;
    },
    metaOf(context, options),
  );
  await sayChange(context, result);
  if (context.isJson)
    context.printJson({
      ...(await routeDocument(context, after!)),
      ...(tested && { report: tested.report }),
    });
  else await answer(context, before!, after!, result.kind === 'changed');
  return exitCodes.done;
}

function edited(routes: readonly Route[], today: Route, options: EditOptions): Route {
  const taken = new Set(routes.filter((route) => route !== today).map(({ name }) => nameKey(name)));
  const validated = validateRoute(draftOver(today, options.name, options), { taken });
  if (validated.kind === 'valid') return validated.route;
  throw new CliError('route-not-valid', {}, { problems: validated.problems });
}

/** Says what an edit did. */
async function answer(context: Context, before: Route, route: Route, isChanged: boolean): Promise<void> {
  const words = await context.words('commands');
  if (isChanged) {
    const lines = differenceLines(before, route, await loadView(context), '  ');
    await context.print([words.changed(shown(route.name)), ...lines].join('\n'));
  } else await context.print(words.unchanged(shown(route.name)));
  await sayWarnings(context, routeWarnings(route));
  if (isChanged && route.console === null) context.say(`routes: ${words.consoleHint}`);
  // R13: until when at the latest it is live, where the console knows it as it is.
  else if (route.console !== null) context.say(`routes: ${consoleLine(route, words, context.now())}`);
}
