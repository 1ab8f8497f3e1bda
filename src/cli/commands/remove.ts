// `routes remove <name...>`: shows what would go, asks, removes all of them as one change.

import type { Command } from 'commander';
import { findRoute, removeRoutes } from '../../route/changes.ts';
import type { Route } from '../../route/route.ts';
import { CliError, exitCodes } from '../errors.ts';
import { listCells } from '../views/list-view.ts';
import { planOf } from '../views/plan-view.ts';
import { metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { declarePlanned, type PlannedFlags, showPlan } from './planned.ts';
import { confirm, routeNamed, sayChange, shown } from './talk.ts';

export const remove: CommandModule<PlannedFlags> = {
  declare(command: Command, words) {
    command.argument('<name...>');
    declarePlanned(command, words);
  },

  async run(context, names, options) {
    const words = await context.words('commands');
    const store = await context.store({ forReading: true });
    const before = await store.read();
    const gone = await allNamed(before.routes, names);
    if (options.dryRun === true) {
      if (context.isJson) context.printJson({ version: 1, routes: gone, applied: false });
      else await showPlan(context, planOf(removeRoutes(before.routes, gone).changes));
      return exitCodes.done;
    }
    if (options.yes !== true && context.canAsk) {
      for (const route of gone) context.say(listCells(route, words).join('  '));
    }
    if (!(await confirm(context, words.removeQuestion(gone.length), options.yes))) {
      throw new CliError('declined');
    }
    const result = await store.change(
      async (routes) => removeRoutes(routes, await allNamed(routes, names)),
      metaOf(context, options),
    );
    await sayChange(context, result);
    if (context.isJson) context.printJson({ version: 1, routes: gone, applied: true });
    else {
      for (const { name } of gone) await context.print(words.removed(shown(name)));
      context.say(`routes: ${words.removedHint}`);
    }
    return exitCodes.done;
  },
};

async function allNamed(routes: readonly Route[], names: readonly string[]): Promise<Route[]> {
  const unknown = names.filter((name) => findRoute(routes, name) === undefined);
  if (unknown.length > 1) throw new CliError('no-such-routes', { given: unknown.map((name) => `"${name}"`) });
  const found = new Set<Route>();
  for (const name of names) found.add(await routeNamed(routes, name));
  return [...found];
}
