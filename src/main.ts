// argv, streams, environment -> exit code; the only place that catches everything. A command's own file, and what
// only some commands need, is loaded when it is wanted.

import { Context, type Surroundings } from './cli/context.ts';
import type { ExitCode } from './cli/errors.ts';
import { chooseLanguage, isForPrograms, type Spoken } from './cli/language.ts';
import { readCommandLine } from './cli/program.ts';
import type { Streams } from './cli/terminal.ts';
import { defaultLanguage, type Language } from './words/language.ts';

/** Runs this process's command line, to the exit code. */
export async function run(argv: readonly string[], streams: Streams): Promise<void> {
  let interrupt: ReturnType<typeof catchInterrupt> | undefined;
  process.exitCode = await main(argv, {
    streams,
    env: process.env,
    // Asked when a command needs it: the folder may be gone.
    get cwd() {
      try {
        return process.cwd();
      } catch {
        throw new FolderGone();
      }
    },
    clock: () => new Date(),
    // A command that never asks for it is ended by Ctrl-C as any program is; the store survives that.
    get signal() {
      interrupt ??= catchInterrupt();
      return interrupt.signal;
    },
  });
  interrupt?.stop();
}

/** The first Ctrl-C lets a command say what it knows; the second ends the process as signals do. */
function catchInterrupt(): { readonly signal: AbortSignal; stop(): void } {
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.once(name, onInterrupt);
  return {
    signal: interrupt.signal,
    stop() {
      for (const name of names) process.removeListener(name, onInterrupt);
    },
  };
}

/** One run: never throws, always an exit code. Tests call it with streams, clock and environment of their own. */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode | number> {
  let spoken: Spoken = { language: defaultLanguage, layers: null };
  try {
    spoken = await chooseLanguage(argv, surroundings);
    const asked = await readCommandLine(argv, spoken.language);
    if (asked.kind === 'help') {
      const { forJson } = await import('./report/escape.ts');
      const { stdout } = surroundings.streams;
      const text = isForPrograms(argv) ? `${forJson({ version: 1, help: asked.text })}\n` : asked.text;
      const { page } = await import('./cli/pager.ts');
      if (argv.includes('--no-pager') || !page(text, stdout, surroundings.env)) stdout.write(text);
      return 0;
    }
    if (asked.kind === 'version') {
      const { version } = await import('./version.ts');
      surroundings.streams.stdout.write(
        isForPrograms(argv) ? `{"version":1,"tool":"${version}"}\n` : `${version}\n`,
      );
      return 0;
    }
    const context = new Context(surroundings, asked.entry.name, argv, asked.options, spoken);
    const command = await asked.entry.load();
    return await command.run(context, asked.operands, asked.options as never);
  } catch (error) {
    return fail(error, argv, surroundings, spoken.language);
  }
}

async function fail(
  error: unknown,
  argv: readonly string[],
  { streams }: Surroundings,
  language: Language,
): Promise<number> {
  const { errorJson, errorLines, tellError } = await import('./cli/errors.ts');
  const told = await tellError(error, language);
  streams.stderr.write(`${(await errorLines(told, language)).join('\n')}\n`);
  if (isForPrograms(argv)) streams.stdout.write(`${errorJson(told, error)}\n`);
  if (told.code === 'unexpected' && (argv.includes('--verbose') || argv.includes('-v'))) {
    streams.stderr.write(`${(error as Error).stack ?? ''}\n`);
  }
  return told.exitCode;
}

/** The current folder was deleted. */
class FolderGone extends Error {
  readonly code = 'no-folder';
  readonly data = {};
}
