// `routes demo`: mail servers with good and bad certificates on this machine, routes to them in a scratch store, and
// the commands a user would type, each shown before its output. Leaves nothing behind.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Demo } from '../../demo/demo.ts';
import { forShell } from '../../report/escape.ts';
import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import type { Streams } from '../terminal.ts';
import type { CommandModule } from './command.ts';

export const demo: CommandModule = {
  declare() {},

  async run(context) {
    const { startDemo } = await import('../../demo/demo.ts');
    const { signal } = context.surroundings;
    const words = await context.words('commands');
    const folder = mkdtempSync(join(tmpdir(), 'routes-demo-'));
    let demo: Demo | undefined;
    try {
      demo = await startDemo(folder);
      if (!context.isJson) await context.print(`${words.demo.intro}\n`);
      const reports: unknown[] = [];
      for (const argv of demo.commands) {
        if (signal.aborted) break;
        if (!context.isJson) await runShown(context, argv, folder);
        else reports.push(await runSilent(context, argv, folder));
      }
      if (context.isJson) context.printJson({ version: 1, servers: demo.servers, answers: reports });
      else if (!signal.aborted) await context.print(words.demo.outro);
    } finally {
      await demo?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
    if (signal.aborted) throw new CliError('interrupted', {}, { exitCode: exitCodes.interrupted });
    return exitCodes.done;
  },
};

// The commands run in this process, by the same main as from a shell; their settings are the demo's own.
async function runShown(context: Context, argv: readonly string[], folder: string): Promise<void> {
  const style = await context.style();
  await context.print(style.strong(`$ routes ${argv.map(forShell).join(' ')}`));
  const { streams } = context.surroundings;
  // What is said on stderr belongs into the same picture.
  const exitCode = await runInside(context, argv, folder, { ...streams, stderr: streams.stdout });
  await context.print(exitCode === 0 ? '' : `(exit code ${exitCode})\n`);
}

/** One command with --json: what it answered. */
async function runSilent(context: Context, argv: readonly string[], folder: string) {
  const parts: string[] = [];
  const buffer = { write: (text: string) => parts.push(text) > 0 };
  const nobody = { write: () => true };
  const streams = { stdin: { isTTY: false }, stdout: buffer, stderr: nobody };
  const exitCode = await runInside(context, [...argv, '--json'], folder, streams);
  return { command: argv, exitCode, answer: JSON.parse(parts.join('')) };
}

async function runInside(
  context: Context,
  argv: readonly string[],
  folder: string,
  streams: Streams,
): Promise<number> {
  const { main } = await import('../../main.ts');
  const { env } = context.surroundings;
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ROUTES_')));
  return main(argv, {
    ...context.surroundings,
    streams,
    cwd: folder,
    env: {
      ...own,
      XDG_CONFIG_HOME: folder,
      ROUTES_STORE: join(folder, 'routes.json'),
      ROUTES_COLOR: await context.setting('color'),
      // One demo in one language, and not paged piece by piece.
      ROUTES_LANG: context.language,
      ROUTES_PAGER: '',
    },
  });
}
