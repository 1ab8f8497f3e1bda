// `routes completion <shell>`: prints the script that was made when the program was built (tools/generate.ts), so no
// command is loaded for it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { parseShell, scriptFiles, shells } from '../completion/shells.ts';
import { CliError, exitCodes } from '../errors.ts';
import type { CommandModule } from './command.ts';

export const completion: CommandModule = {
  declare(command: Command) {
    command.addArgument(new Argument('<shell>', shells.join(', ')));
  },

  async run(context, [word]) {
    const shell = parseShell(word!);
    if (shell === null) {
      throw new CliError('bad-flag-value', {
        flag: 'completion',
        given: `"${word}"`,
        allowed: shells.join(', '),
      });
    }
    const script = readScript(scriptFiles[shell]);
    const install = (await context.words('completion')).install[shell];
    if (context.isJson) {
      context.printJson({ version: 1, shell, script, install });
      return exitCodes.done;
    }
    await context.print(script);
    // A script that goes into a file or a shell comes from one who knows how.
    if (context.streams.stdout.isTTY) context.say(`\n${install.map((line) => `routes: ${line}`).join('\n')}`);
    return exitCodes.done;
  },
};

// completions/ stands beside dist/ in the package.
function readScript(name: string): string {
  const file = join(__dirname, '..', 'completions', name);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError('file-unreadable', { file, errno: (error as NodeJS.ErrnoException).code });
  }
}
