// argv, streams, environment -> exit code; the only place that catches everything. What most runs do not need is
// loaded later: --version and --help come from text made at build time, every command from a chunk of its own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from './cli/context.ts';
import type { ExitCode } from './cli/errors.ts';
import type { Language } from './words/catalogue.ts';

/** Runs the process: the one call of bin/routes.js. */
export function start(): void {
  const argv = process.argv.slice(2);
  const text = fastAnswer(argv);
  if (text !== null) {
    ignoreClosedPipe();
    process.stdout.write(text);
    return;
  }
  void run(argv);
}

/** Text made at build time for the two questions that must be answered at once; null for everything else. */
function fastAnswer(argv: readonly string[]): string | null {
  if (argv.length > 1) return null;
  const word = argv[0];
  if (word === '--version' || word === '-V') return readFileSync(join(__dirname, 'version.txt'), 'utf8');
  if (word === '--help' || word === '-h' || word === 'help')
    return readFileSync(join(__dirname, 'help.txt'), 'utf8');
  return null;
}

// A reader that went away (`| head -1`) is no error: what is left has nobody to read it.
function ignoreClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      stream.write = () => true;
    });
  }
}

async function run(argv: readonly string[]): Promise<void> {
  ignoreClosedPipe();
  const interrupt = new AbortController();
  // The first Ctrl-C lets a command say what it knows; the second ends the process as signals do.
  const onInterrupt = () => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const surroundings: Surroundings = {
    streams: {
      stdin: process.stdin.isTTY ? process.stdin : lazyStdin(),
      stdout: process.stdout,
      stderr: process.stderr,
    },
    env: process.env,
    cwd: process.cwd(),
    clock: () => new Date(),
    signal: interrupt.signal,
  };
  process.exitCode = await main(argv, surroundings);
  process.removeListener('SIGINT', onInterrupt);
  process.removeListener('SIGTERM', onInterrupt);
}

const lazyStdin = () => ({ isTTY: false });

/** One run: never throws, always an exit code. Tests call it with streams, clock and environment of their own. */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode | number> {
  const { readCommandLine } = await import('./cli/program.ts');
  const language: Language = 'en';
  try {
    const asked = await readCommandLine(argv, language);
    if (asked.kind === 'help') {
      surroundings.streams.stdout.write(asked.text);
      return 0;
    }
    if (asked.kind === 'version') {
      const { version } = await import('./version.ts');
      surroundings.streams.stdout.write(
        argv.includes('--json') ? `{"version":1,"tool":"${version}"}\n` : `${version}\n`,
      );
      return 0;
    }
    const { Context } = await import('./cli/context.ts');
    const context = new Context(surroundings, asked.entry.name, argv, asked.options);
    const command = await asked.entry.load();
    return await command.run(context, asked.operands, asked.options as never);
  } catch (error) {
    return fail(error, argv, surroundings, language);
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
  if (argv.includes('--json')) streams.stdout.write(`${errorJson(told, error)}\n`);
  if (told.code === 'unexpected' && (argv.includes('--verbose') || argv.includes('-v'))) {
    streams.stderr.write(`${(error as Error).stack ?? ''}\n`);
  }
  return told.exitCode;
}
