// Config files, found by cosmiconfig and read as data: JSON and YAML, with the line of a mistake. Never code.

import { readFileSync } from 'node:fs';
import { extname, parse as parsePath } from 'node:path';
import { cosmiconfigSync } from 'cosmiconfig';
import { searchPlaces } from './config-places.ts';
import { CliError } from './errors.ts';
import { nearest } from './nearest.ts';
import { allowedFor, readSetting, type SettingValue, settingOf, settingsTable } from './settings-table.ts';

export interface ConfigFile {
  readonly file: string;
  readonly values: Readonly<Record<string, SettingValue>>;
}

/** The nearest config file from a folder up to the root, not stopped by a package.json; null when there is none. */
export async function searchConfig(cwd: string): Promise<ConfigFile | null> {
  // Files are few and small: one after the other costs less than a thread pool that has to be woken for them.
  const explorer = cosmiconfigSync('routes', {
    searchPlaces,
    searchStrategy: 'global',
    stopDir: parsePath(cwd).root,
    cache: false,
    // In the user's own folder it looks for programs too: those are refused, not run.
    loaders: {
      '.json': jsonOrText,
      '.yaml': yamlText,
      '.yml': yamlText,
      noExt: yamlText,
      '.js': refuseCode,
      '.cjs': refuseCode,
      '.mjs': refuseCode,
      '.ts': refuseCode,
    },
  });
  const found = explorer.search(cwd);
  if (!found || found.isEmpty) return null;
  const { config, filepath } = found;
  return config instanceof Unread ? readConfigText(filepath, config.text) : checked(filepath, config);
}

/** What is read when its file is the one: YAML's reader is large, and so is what finds a mistake in JSON. */
class Unread {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const yamlText = (_file: string, text: string): Unread => new Unread(text);

function jsonOrText(file: string, text: string): unknown {
  try {
    const document = JSON.parse(withoutMark(text));
    if (!mayHaveKeyTwice(file, document, text)) return document;
    return file.endsWith('package.json') ? { routes: new Unread(text) } : new Unread(text);
  } catch {
    // In a package.json the settings would be looked for inside.
    return file.endsWith('package.json') ? { routes: new Unread(text) } : new Unread(text);
  }
}

// JSON.parse keeps the last of two without a word, and another store would be used. Of a package.json only our part counts.
function mayHaveKeyTwice(file: string, document: unknown, text: string): boolean {
  const settings = file.endsWith('package.json')
    ? (document as { routes?: unknown } | null)?.routes
    : document;
  if (typeof settings !== 'object' || settings === null) return false;
  const keys = [...Object.keys(settings), ...(settings === document ? [] : ['routes'])];
  return /\\u/i.test(text) || keys.some((key) => text.split(JSON.stringify(key)).length > 2);
}

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

/** One file named by hand, or the user's own. @throws CliError when it is missing, unreadable, code, or not valid */
export async function loadConfigFile(file: string): Promise<ConfigFile | null> {
  const extension = extname(file);
  if (/^\.(c|m)?(js|ts)x?$/.test(extension)) throw new CliError('config-is-code', { file });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(
      'config-unreadable',
      { file, errno: (error as NodeJS.ErrnoException).code },
      { cause: error },
    );
  }
  return readConfigText(file, text);
}

/** What a config file of that name says with this text. @throws CliError when it is not valid */
export async function readConfigText(file: string, text: string): Promise<ConfigFile | null> {
  const document = extname(file) === '.json' ? await readJson(file, text) : await readYaml(file, text);
  if (document === null || document === undefined) return null;
  const isPackage = file.endsWith('package.json');
  return checked(file, isPackage ? (document as Record<string, unknown>).routes : document);
}

function refuseCode(file: string): never {
  throw new CliError('config-is-code', { file });
}

async function readJson(file: string, text: string): Promise<unknown> {
  try {
    const document = JSON.parse(withoutMark(text));
    if (mayHaveKeyTwice(file, document, text)) await assertKeysOnce(file, withoutMark(text));
    return document;
  } catch (error) {
    if (error instanceof CliError) throw error;
    // The place of the mistake is told below.
  }
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: { error: number; offset: number }[] = [];
  const value = parse(withoutMark(text), errors as never, { disallowComments: true });
  const first = errors[0];
  if (!first) return value;
  const before = text.slice(0, first.offset).split('\n');
  throw new CliError('config-not-readable-format', {
    file,
    line: before.length,
    column: before.at(-1)!.length + 1,
    format: 'JSON',
    detail: printParseErrorCode(first.error),
  });
}

/** @throws CliError config-key-twice */
async function assertKeysOnce(file: string, text: string): Promise<void> {
  const { badKeys } = await import('../store/json-text.ts');
  const isOurs = ({ path }: { path: readonly unknown[] }) =>
    !file.endsWith('package.json') || path[0] === 'routes';
  const first = badKeys(text)?.find(isOurs);
  if (first)
    throw new CliError('config-key-twice', { file, key: first.key, line: first.line, column: first.column });
}

async function readYaml(file: string, text: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const first = document.errors[0];
  if (!first) return document.toJS({ maxAliasCount: 20 });
  const place = lineCounter.linePos(first.pos[0]);
  throw new CliError('config-not-readable-format', {
    file,
    line: place.line,
    column: place.col,
    format: 'YAML',
    detail: first.message,
  });
}

function checked(file: string, config: unknown): ConfigFile {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new CliError('config-not-an-object', { file });
  const values: Record<string, SettingValue> = {};
  for (const [key, given] of Object.entries(config)) {
    if (key === '$schema') continue;
    const setting = settingOf(key);
    if (!setting) {
      throw new CliError('config-unknown-key', {
        file,
        key,
        line: lineOf(file, key),
        nearest: nearest(
          key,
          settingsTable.map((one) => one.key),
        ),
      });
    }
    const value = readSetting(setting, given);
    if (value === undefined) {
      throw new CliError('config-bad-value', {
        file,
        key,
        given: JSON.stringify(given),
        allowed: allowedFor(setting),
        line: lineOf(file, key),
      });
    }
    values[key] = value;
  }
  return { file, values };
}

function lineOf(file: string, key: string): number | undefined {
  const lines = readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(key));
  return index < 0 ? undefined : index + 1;
}
