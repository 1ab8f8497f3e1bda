// `routes edit <name>`: the flags of add over today's values; on a terminal without flags, the interview.

import { type Command, Option } from 'commander';
import { editRoute } from '../../route/changes.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { validateRoute } from '../../route/validate.ts';
import { routeWarnings } from '../../route/warnings.ts';
import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import {
  declareNotes,
  declareRouteFlags,
  draftOver,
  namesAnything,
  type RouteFlags,
} from '../route-flags.ts';
import { consoleLine } from '../views/route-view.ts';
import { type ChangeFlags, declareChangeFlags, metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { routeDocument, routeNamed, sayChange, sayWarnings, shown } from './talk.ts';

interface EditOptions extends RouteFlags, ChangeFlags {
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
    declareNotes(command, words);
    command.addOption(new Option('--no-label', flags.noLabels).helpGroup(group));
    command.setOptionValue('label', undefined);
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
    const now = context.now().toISOString();
    let after: Route | undefined;
    const result = await store.change(
      async (routes) => {
        const today = await routeNamed(routes, operand!);
        const changed = editRoute(routes, today, edited(routes, today, options), now);
        after = changed.route;
        return changed;
      },
      metaOf(context, options),
    );
    await sayChange(context, result);
    return answer(context, after!, result.kind === 'changed');
  },
};

function edited(routes: readonly Route[], today: Route, options: EditOptions): Route {
  const taken = new Set(routes.filter((route) => route !== today).map(({ name }) => nameKey(name)));
  const validated = validateRoute(draftOver(today, options.name, options), { taken });
  if (validated.kind === 'valid') return validated.route;
  throw new CliError('route-not-valid', {}, { problems: validated.problems });
}

/** Says what an edit did. */
export async function answer(context: Context, route: Route, isChanged: boolean) {
  const words = await context.words('commands');
  if (context.isJson) {
    context.printJson(await routeDocument(context, route));
    return exitCodes.done;
  }
  await context.print(isChanged ? words.changed(shown(route.name)) : words.unchanged(shown(route.name)));
  await sayWarnings(context, routeWarnings(route));
  if (isChanged && route.console === null) context.say(`routes: ${words.consoleHint}`);
  // R13: until when at the latest it is live, where the console knows it as it is.
  else if (route.console !== null) context.say(`routes: ${consoleLine(route, words, context.now())}`);
  return exitCodes.done;
}
