// `routes export [file]`: the routes as JSON, YAML or CSV, to a file or to stdout. Never onto the store itself.

import { realpathSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { forTerminal } from '../../report/escape.ts';
import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import type { CommandModule } from './command.ts';
import { formatFor, standardStream } from './routes-files.ts';
import { sayRepaired } from './talk.ts';

interface ExportOptions {
  readonly format?: string;
  readonly label?: string;
}

export const exportRoutes: CommandModule<ExportOptions> = {
  declare(command: Command, words) {
    command
      .argument('[file]')
      .option('--format <json|yaml|csv>', words.flags.format)
      .option('--label <label>', words.flags.listLabel);
  },

  async run(context, [file = standardStream], options) {
    const format = formatFor(file, options.format);
    const isStdout = file === standardStream;
    if (isStdout && context.isJson && format !== 'json')
      throw new CliError('flags-conflict', { one: '--json', other: `--format ${format}` });
    const store = await context.store({ forReading: true });
    const contents = await store.read();
    await sayRepaired(context, contents.repaired);
    const { label } = options;
    const routes =
      label === undefined
        ? contents.routes
        : contents.routes.filter((route) => route.labels?.includes(label) === true);
    const { printRoutes } = await import('../../store/formats/routes-file.ts');
    const text = await printRoutes(routes, format);
    if (isStdout) await context.print(text);
    else {
      writeAnswer(context, file, text, store.file);
      if (context.isJson) context.printJson({ version: 1, routes, file, format });
      else {
        const words = await context.words('storeCommands');
        await context.print(words.exported(routes.length, forTerminal(file)));
      }
    }
    return exitCodes.done;
  },
};

/** Writes a file that a person named. @throws CliError when it is the store or its log, or cannot be written */
export function writeAnswer(context: Context, file: string, text: string, store: string): void {
  const path = resolve(context.surroundings.cwd, file);
  // The log belongs to the file that a link leads to.
  const kept = [store, `${store}.audit.jsonl`, `${realPath(store)}.audit.jsonl`];
  if (kept.some((one) => realPath(path) === realPath(one)))
    throw new CliError('would-overwrite-store', { file });
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('file-unwritable', { file, errno: code }, { cause: error });
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
