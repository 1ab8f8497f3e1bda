// `routes apply <file>`: makes the store equal to a file, as one change, after showing the plan. --check only says
// whether it is equal, for CI: 1 on drift.

import type { Command } from 'commander';
import { type Changed, editRoute, type RouteChange, removeRoutes } from '../../route/changes.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { exitCodes } from '../errors.ts';
import { isEmpty, planOf } from '../views/plan-view.ts';
import { metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { created } from './import.ts';
import { askPlan, carryOut, declarePlanned, type PlannedFlags } from './planned.ts';
import { readRoutes, standardStream } from './routes-files.ts';
import { sayRepaired } from './talk.ts';

interface ApplyOptions extends PlannedFlags {
  readonly format?: string;
  readonly check?: boolean;
}

export const apply: CommandModule<ApplyOptions> = {
  declare(command: Command, words) {
    command
      .argument('<file>')
      .option('--format <json|yaml|csv>', words.flags.format)
      .option('--check', words.flags.applyCheck);
    declarePlanned(command, words);
  },

  async run(context, operands, options) {
    const file = operands[0]!;
    const found = await readRoutes(context, [file], options.format);
    const wanted = found.map(({ route }) => route);
    const store = await context.store({ forReading: options.check === true });
    const words = await context.words('storeCommands');
    const now = context.now().toISOString();
    const question = () => words.questions.apply;
    if (options.check === true) {
      const { routes, repaired } = await store.read();
      await sayRepaired(context, repaired);
      const plan = planOf(madeEqual(routes, wanted, now).changes);
      await askPlan(context, plan, { flags: { dryRun: true }, question });
      context.say(`routes: ${isEmpty(plan) ? words.noDrift : words.drift}`);
      return isEmpty(plan) ? exitCodes.done : exitCodes.failed;
    }
    await carryOut(context, store, (routes) => madeEqual(routes, wanted, now), {
      meta: metaOf(context, options),
      flags: options,
      question,
      canAsk: file !== standardStream,
    });
    return exitCodes.done;
  },
};

/** The routes of the file in its order; each that is there already keeps its past. */
function madeEqual(routes: readonly Route[], wanted: readonly Route[], now: string): Changed {
  const names = new Map(routes.map((route) => [nameKey(route.name), route]));
  const after: Route[] = [];
  const changes: RouteChange[] = [];
  for (const route of wanted) {
    const before = names.get(nameKey(route.name));
    const changed = before === undefined ? created(route, now) : editRoute([before], before, route, now);
    after.push(changed.route);
    changes.push(...changed.changes);
    names.delete(nameKey(route.name));
  }
  const all = [...changes, ...removeRoutes([], [...names.values()]).changes];
  // The order of a store says nothing in the console: by itself it is no difference.
  return all.length === 0 ? { routes, changes: [] } : { routes: after, changes: all };
}
