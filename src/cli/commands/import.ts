// `routes import <file...>`: routes out of files, all or nothing, as one change. A name that exists is an error
// unless --update, which puts the file's route in its place.

import type { Command } from 'commander';
import { type Changed, editRoute, type RouteChange } from '../../route/changes.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { CliError, exitCodes } from '../errors.ts';
import { metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { carryOut, declarePlanned, type PlannedFlags } from './planned.ts';
import { type FoundRoute, readRoutes, standardStream, tellPlaced } from './routes-files.ts';

interface ImportOptions extends PlannedFlags {
  readonly format?: string;
  readonly update?: boolean;
}

export const importRoutes: CommandModule<ImportOptions> = {
  declare(command: Command, words) {
    command
      .argument('<file...>')
      .option('--format <json|yaml|csv>', words.flags.format)
      .option('--update', words.flags.update);
    declarePlanned(command, words);
  },

  async run(context, files, options) {
    const found = await readRoutes(context, files, options.format);
    const store = await context.store({ forReading: false });
    const now = context.now().toISOString();
    const words = await context.words('storeCommands');
    const make = async (routes: readonly Route[]): Promise<Changed> => {
      const names = new Map(routes.map((route) => [nameKey(route.name), route]));
      const existing = found.filter(({ route }) => names.has(nameKey(route.name)));
      if (existing.length > 0 && options.update !== true) {
        const problems = existing.map(({ fault }) => fault({ code: 'name-taken' }));
        const details = await tellPlaced(context, problems);
        throw new CliError('files-not-valid', { existing: true }, { details });
      }
      return merged(routes, found, names, now);
    };
    await carryOut(context, store, make, {
      meta: metaOf(context, options),
      flags: options,
      question: ({ add, change }) => words.questions.import(add.length, change.length),
      canAsk: !files.includes(standardStream),
    });
    return exitCodes.done;
  },
};

function merged(
  routes: readonly Route[],
  found: readonly FoundRoute[],
  names: ReadonlyMap<string, Route>,
  now: string,
): Changed {
  const replaced = new Map<Route, Route>();
  const added: Route[] = [];
  const changes: RouteChange[] = [];
  for (const { route } of found) {
    const before = names.get(nameKey(route.name));
    const changed = before === undefined ? created(route, now) : editRoute([before], before, route, now);
    changes.push(...changed.changes);
    if (before === undefined) added.push(changed.route);
    else replaced.set(before, changed.route);
  }
  return { routes: [...routes.map((route) => replaced.get(route) ?? route), ...added], changes };
}

/** A route out of a file: what it says of its past (when it was made, set in the console) is kept. */
export function created(route: Route, now: string): Changed & { route: Route } {
  const after: Route = { ...route, createdAt: route.createdAt ?? now, updatedAt: route.updatedAt ?? now };
  return {
    routes: [after],
    changes: [{ event: 'CREATE_GMAIL_SETTING', name: after.name, before: null, after }],
    route: after,
  };
}
