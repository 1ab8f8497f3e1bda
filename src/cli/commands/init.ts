// `routes init`: .routesrc.json and an empty store in this folder, for a store kept in git.

import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { forTerminal } from '../../report/escape.ts';
import { configFileIn } from '../config-places.ts';
import { CliError, exitCodes } from '../errors.ts';
import { type ChangeFlags, declareChangeFlags, metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';

export const init: CommandModule<ChangeFlags> = {
  declare(command, words) {
    declareChangeFlags(command, words);
  },

  async run(context, _operands, options) {
    const { cwd } = context.surroundings;
    const configFile = join(cwd, '.routesrc.json');
    const file =
      context.globals.store === undefined ? join(cwd, 'routes.json') : resolve(cwd, context.globals.store);
    if (existsSync(configFile)) throw new CliError('file-exists', { file: configFile });
    // One of the two would silently win over the other.
    const other = configFileIn(cwd);
    if (other !== null) throw new CliError('config-exists', { file: other });
    if (existsSync(file)) throw new CliError('file-exists', { file });
    const store = await context.store({ forReading: false, file });
    await store.create(metaOf(context, options));
    const words = await context.words('commands');
    const named = relative(dirname(configFile), file) || file;
    try {
      writeFileSync(configFile, `${JSON.stringify({ store: named }, null, 2)}\n`, { flag: 'wx' });
    } catch (error) {
      throw new CliError(
        'file-unwritable',
        { file: configFile, errno: (error as NodeJS.ErrnoException).code },
        { cause: error },
      );
    }
    if (context.isJson) context.printJson({ version: 1, store: file, config: configFile });
    else {
      await context.print(words.initialised(forTerminal(named), '.routesrc.json'));
      context.say(`routes: ${words.initHint}`);
      if (isInRepository(cwd)) context.say(`routes: ${words.initAttributes}`);
    }
    return exitCodes.done;
  },
};

/** Below a folder with a `.git` in it (docs/store.md: what merging branches wants of git). */
function isInRepository(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}
