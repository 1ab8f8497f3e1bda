// `routes demo`: mail servers with good and bad certificates on this machine, routes to them in a scratch store, and
// the commands a user would type, each shown before its output. Leaves nothing behind.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forShell } from '../../report/escape.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import type { CommandModule } from './command.ts';

export const demo: CommandModule = {
  declare() {},

  async run(context) {
    const { startDemo } = await import('../../demo/demo.ts');
    const folder = mkdtempSync(join(tmpdir(), 'routes-demo-'));
    const words = await context.words('commands');
    const demo = await startDemo(folder);
    try {
      if (context.isJson) context.printJson({ version: 1, servers: demo.servers, trust: demo.trustFile });
      else {
        context.print(`${words.demo.intro}\n`);
        for (const argv of demo.commands) await runShown(context, argv, folder);
        context.print(words.demo.outro);
      }
    } finally {
      await demo.stop();
      rmSync(folder, { recursive: true, force: true });
    }
    return exitCodes.done;
  },
};

// The commands run in this process, by the same main as from a shell; their settings are the demo's own.
async function runShown(context: Context, argv: readonly string[], folder: string): Promise<void> {
  const { main } = await import('../../main.ts');
  const style = await context.style();
  context.print(style.strong(`$ routes ${argv.map(forShell).join(' ')}`));
  const { env, streams } = context.surroundings;
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ROUTES_')));
  const exitCode = await main(argv, {
    ...context.surroundings,
    cwd: folder,
    env: {
      ...own,
      XDG_CONFIG_HOME: folder,
      ROUTES_STORE: join(folder, 'routes.json'),
      ROUTES_COLOR: await context.setting('color'),
    },
    // What is said on stderr belongs into the same picture.
    streams: { ...streams, stderr: streams.stdout },
  });
  context.print(exitCode === 0 ? '' : `(exit code ${exitCode})\n`);
}
