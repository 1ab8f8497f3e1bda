// What bin/routes.js calls. Two questions are answered at once, from text made at build time; for all others the
// program is loaded, with the code that V8 compiled when it was built: half of what a small command costs over an
// empty script is parsing. Code compiled by another Node, or for another machine, is never looked at.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasConfigFile, userConfigFile } from './cli/config-places.ts';
import { processStreams } from './cli/process-streams.ts';
import type { Streams } from './cli/terminal.ts';
import { defaultLanguage, isLanguage, type Language, languageOfLocale } from './words/language.ts';

/** Runs the process. */
export function start(): void {
  const argv = process.argv.slice(2);
  const streams = processStreams();
  if (argv.length === 1 && answersAtOnce(argv[0]!, streams)) return;
  const { run } = loadChunk('./main.js') as typeof import('./main.ts');
  run(argv, streams).catch(() => {
    // Not even the error could be written.
    process.exitCode = 2;
  });
}

function answersAtOnce(word: string, { stdout }: Streams): boolean {
  try {
    const text = textFor(word);
    if (text !== null) stdout.write(text);
    return text !== null;
  } catch {
    // A full disk, most likely: the program will meet it too, and has words for it.
    return false;
  }
}

function textFor(word: string): string | null {
  if (word === '--version' || word === '-V') return readFileSync(join(__dirname, 'version.txt'), 'utf8');
  if (!['--help', '-h', 'help'].includes(word)) return null;
  const language = languageAtOnce();
  return language === null ? null : readFileSync(join(__dirname, `help-${language}.txt`), 'utf8');
}

/** The language of this run; null where a config file has to be read for it, or something is not as it should be. */
function languageAtOnce(): Language | null {
  const { env } = process;
  if (isLanguage(env.ROUTES_LANG)) return env.ROUTES_LANG;
  if (env.ROUTES_CONFIG || userConfigFile(env) !== null || hasConfigFile(process.cwd())) return null;
  return languageOfLocale(env)?.language ?? defaultLanguage;
}

/** Where the compiled code of this Node on this kind of machine is. */
export const compiledFolder = join(
  __dirname,
  `compiled-${process.version}-${process.platform}-${process.arch}`,
);

/** What was loaded, by name: tools/bundle.ts keeps the code compiled for it. */
export const loadedScripts = new Map<string, InstanceType<typeof import('node:vm').Script>>();

const loaded = new Map<string, { exports: unknown }>();

/** As require() for a chunk of the bundle (`./main.js`): a function as CommonJS has it, compiled where it can be. */
function loadChunk(name: string): unknown {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const filename = join(__dirname, name);
  const { Script } = process.getBuiltinModule('node:vm');
  const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: compiledCode(name) });
  const module = { exports: {} };
  loaded.set(name, module);
  loadedScripts.set(name, script);
  const requireFrom = (wanted: string) => (wanted.startsWith('./') ? loadChunk(wanted) : require(wanted));
  script.runInThisContext()(module.exports, requireFrom, module, filename, __dirname);
  return module.exports;
}

function compiledCode(name: string): Buffer | undefined {
  try {
    return readFileSync(join(compiledFolder, name));
  } catch {
    return undefined;
  }
}
