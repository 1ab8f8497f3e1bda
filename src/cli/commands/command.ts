// What a command file exports: flags declared, and the work. Three parts in order (DESIGN.md section 3, habit 1).

import type { Command as CommanderCommand } from 'commander';
import type { Sections } from '../../words/catalogue.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../errors.ts';

export interface CommandModule<Options = Record<string, unknown>> {
  /** Only declares operands and flags. */
  declare(command: CommanderCommand, words: Sections['commands']): void;
  /** Only works; receives everything it uses. */
  run(context: Context, operands: readonly string[], options: Options): Promise<ExitCode>;
}
