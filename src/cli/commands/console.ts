// `routes console <name>`: what to type into the Google Admin console, field by field; --done records that it was
// set there, by whom and when (R13); --pending lists what is not.

import type { Command } from 'commander';
import { liveBy, setInConsole } from '../../route/changes.ts';
import { nameKey, type Route } from '../../route/route.ts';
import type { Store } from '../../store/types.ts';
import { commandLine } from '../command-line.ts';
import { type Context, defaultActor } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { consoleFields, consoleLines } from '../views/console-view.ts';
import { shortTime } from '../views/difference-view.ts';
import { listCells } from '../views/list-view.ts';
import { loadView } from '../views/plan-view.ts';
import { type ChangeFlags, declareChangeFlags, metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { routeDocument, routeNamed, sayChange, sayRepaired, shown } from './talk.ts';

interface ConsoleOptions extends ChangeFlags {
  readonly done?: boolean;
  readonly pending?: boolean;
}

export const consoleForm: CommandModule<ConsoleOptions> = {
  declare(command: Command, words) {
    command
      .argument('[name]')
      .option('--done', words.flags.consoleDone)
      .option('--pending', words.flags.listPending);
    declareChangeFlags(command, words);
  },

  async run(context, [name], options) {
    if (options.pending === true && (options.done === true || name !== undefined)) {
      const other = name === undefined ? '--done' : 'a name';
      throw new CliError('flags-conflict', { one: '--pending', other });
    }
    const store = await context.store({ forReading: true });
    if (options.pending === true) return listPending(context, store);
    if (name === undefined) throw new CliError('missing-operand', { operand: 'name', command: 'console' });
    if (options.done === true) return record(context, store, name, options);
    const contents = await store.read();
    await sayRepaired(context, contents.repaired);
    const route = await routeNamed(contents.routes, name);
    const words = (await context.words('storeCommands')).console;
    if (context.isJson) {
      const fields = consoleFields(route, words);
      context.printJson({ ...(await routeDocument(context, route)), fields });
      return exitCodes.done;
    }
    const lastSet = route.console === null ? await lastRecorded(store, route) : route;
    await context.print(consoleLines(route, lastSet, await loadView(context)).join('\n'));
    if (route.console === null)
      context.say(`routes: ${words.next(commandLine(context, 'console', route.name, ['--done']))}`);
    return exitCodes.done;
  },
};

async function listPending(context: Context, store: Store) {
  const contents = await store.read();
  await sayRepaired(context, contents.repaired);
  const routes = contents.routes.filter((route) => route.console === null);
  if (context.isJson) context.printJson({ version: 1, routes });
  else if (routes.length === 0) context.say((await context.words('storeCommands')).console.nonePending);
  else {
    const { commands, layout } = await loadView(context);
    const cells = routes.map((route) => listCells(route, commands).slice(0, 3));
    const isForPeople = context.streams.stdout.isTTY === true;
    await context.print(
      (isForPeople ? layout.columns(cells) : cells.map((row) => row.join('\t'))).join('\n'),
    );
  }
  return exitCodes.done;
}

async function record(context: Context, store: Store, name: string, options: ConsoleOptions) {
  const setAt = context.now().toISOString();
  const by = (await context.setting<string | null>('actor')) ?? defaultActor();
  const result = await store.change(
    async (routes) => {
      const route = await routeNamed(routes, name);
      // What is recorded stands: the day by which it is live is counted from it.
      return route.console === null ? setInConsole(routes, [route], { setAt, by }) : { routes, changes: [] };
    },
    metaOf(context, options),
  );
  await sayChange(context, result);
  const route = await routeNamed(result.routes, name);
  if (context.isJson) {
    context.printJson(await routeDocument(context, route));
    return exitCodes.done;
  }
  const words = (await context.words('storeCommands')).console;
  if (result.kind === 'unchanged') await context.print(words.already(shown(route.name)));
  else await context.print(words.done(shown(route.name), shown(by)));
  context.say(`routes: ${words.doneLive(shortTime(liveBy(route)!))}`);
  return exitCodes.done;
}

/** The route as it was when it was last recorded as set; from the log, null when it says nothing of it. */
export async function lastRecorded(store: Store, route: Route): Promise<Route | null> {
  const key = nameKey(route.name);
  let last: Route | null = null;
  for await (const { entry } of store.log({ route: route.name })) {
    for (const { before, after } of entry.changes) {
      if (![before, after].some((one) => one !== null && nameKey(one.name) === key)) continue;
      // Removed and made again is another route to the console.
      if (after === null) last = null;
      else if (after.console !== null) last = after;
      else if (before !== null && before.console !== null) last = before;
    }
  }
  return last;
}
