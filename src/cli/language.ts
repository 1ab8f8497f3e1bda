// In which language a run speaks: `--lang`, ROUTES_LANG, the settings, then the locale. Asked before the command line
// is read, so that a mistake in it is told in that language too. What is not valid is told later, by who reads it.

import { defaultLanguage, isLanguage, type Language, languageOfLocale } from '../words/language.ts';
import { configLayers, type Layer } from './settings.ts';
import type { Environment } from './terminal.ts';

export interface Spoken {
  readonly language: Language;
  /** What the config files say, for the command to use again; null where nobody had to look. */
  readonly layers: { readonly configFile: string | null; readonly read: Promise<readonly Layer[]> } | null;
}

/** The value of a global flag, looked up in the words themselves; the last one counts. */
export function flagIn(argv: readonly string[], flag: string): string | null {
  let value: string | null = null;
  for (const [index, word] of argv.entries()) {
    if (word === '--') break;
    if (word === flag) value = argv[index + 1] ?? null;
    else if (word.startsWith(`${flag}=`)) value = word.slice(flag.length + 1);
  }
  return value;
}

/** A program reads what is said: then it is the same in every language, on stderr too (PRODUCT.md section 9). */
export function isForPrograms(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

/** Never throws. `cwd` is asked only where config files are looked for. */
export async function chooseLanguage(
  argv: readonly string[],
  surroundings: { readonly env: Environment; readonly cwd: string },
): Promise<Spoken> {
  if (isForPrograms(argv)) return { language: defaultLanguage, layers: null };
  const { env } = surroundings;
  const byHand = flagIn(argv, '--lang') ?? env.ROUTES_LANG;
  if (isLanguage(byHand)) return { language: byHand, layers: null };
  const configFile = flagIn(argv, '--config');
  const read = readLayers(surroundings, configFile);
  const said = (await read.catch(() => [])).find(({ values }) => isLanguage(values.lang))?.values.lang;
  const language = isLanguage(said) ? said : (languageOfLocale(env)?.language ?? defaultLanguage);
  return { language, layers: { configFile, read } };
}

async function readLayers(
  { env, cwd }: { readonly env: Environment; readonly cwd: string },
  configFile: string | null,
): Promise<readonly Layer[]> {
  return configLayers({ env, cwd, configFile });
}
