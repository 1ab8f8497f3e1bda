// `routes check`: the whole store, every error and warning, without the network.

import type { Command } from 'commander';
import { forTerminal } from '../../report/escape.ts';
import type { Problem } from '../../route/problem.ts';
import { routeWarnings } from '../../route/warnings.ts';
import type { Context } from '../context.ts';
import { type CliError, type ErrorDetail, exitCodes, tellProblems } from '../errors.ts';
import type { CommandModule } from './command.ts';
import { sayRepaired } from './talk.ts';

export const check: CommandModule<{ readonly strict?: boolean }> = {
  declare(command: Command, words) {
    command.option('--strict', words.flags.strictCheck);
  },

  async run(context) {
    const store = await context.store({ forReading: true });
    try {
      const contents = await store.read({ validate: true });
      await sayRepaired(context, contents.repaired);
      const warnings = contents.routes.flatMap((route, index) =>
        routeWarnings(route).map((warning) => ({ ...warning, path: `routes[${index}].${warning.path}` })),
      );
      return await answer(
        context,
        store.file,
        contents.routes.map(({ name }) => name),
        [],
        await context.tellWarnings(warnings),
      );
    } catch (error) {
      // It can be read, but a route in it is not valid: 1. Whatever else is wrong: 2.
      if ((error as { code?: string }).code !== 'store-invalid') throw error;
      const problems = (error as CliError).data.problems as (Problem & { line: number; column: number })[];
      const details = await tellProblems(problems, context.language);
      const placed = details.map((detail, index) => ({
        ...detail,
        line: problems[index]!.line,
        column: problems[index]!.column,
      }));
      return await answer(context, store.file, [], placed, []);
    }
  },
};

type PlacedError = ErrorDetail & { readonly line: number; readonly column: number };

async function answer(
  context: Context,
  file: string,
  names: readonly string[],
  errors: readonly PlacedError[],
  warnings: readonly { code: string; path: string; message: string }[],
) {
  const isStrict = (await context.setting<boolean>('strict')) && warnings.length > 0;
  if (context.isJson) context.printJson({ version: 1, valid: errors.length === 0, errors, warnings });
  else await print(context, file, names, errors, warnings, isStrict);
  return errors.length > 0 || isStrict ? exitCodes.failed : exitCodes.done;
}

async function print(
  context: Context,
  file: string,
  names: readonly string[],
  errors: readonly PlacedError[],
  warnings: readonly { path: string; message: string }[],
  isStrict: boolean,
) {
  const words = await context.words('commands');
  const says = await context.words('errors');
  const shownFile = forTerminal(file);
  const lines = errors.map(({ line, column, path, message, allowed }) => {
    const more = allowed ? `${says.and}${says.allowed}: ${allowed}` : '';
    return `${shownFile}:${line}:${column}: ${says.error}: ${forTerminal(path)}: ${message}${more}`;
  });
  for (const { path, message } of warnings) {
    const name = names[Number(/^routes\[(\d+)\]/.exec(path)?.[1])];
    const place = `${forTerminal(path)}${name === undefined ? '' : ` ("${forTerminal(name)}")`}`;
    lines.push(`${shownFile}: ${says.warning}: ${place}: ${message}`);
  }
  lines.push(
    errors.length > 0
      ? words.checkFailed(errors.length, shownFile)
      : words.checkFine(names.length, shownFile),
  );
  if (isStrict) lines.push(words.warningsFail(warnings.length));
  await context.print(lines.join('\n'));
}
