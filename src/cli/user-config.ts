// Changes the user's own config file: one key set or taken away, everything else as the user wrote it (JSON keeps its
// layout, YAML its comments). What would not be valid is not written; the file is replaced in one step.

import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { readConfigText } from './config-files.ts';
import { userConfigFile, userConfigFolder } from './config-places.ts';
import { CliError } from './errors.ts';
import type { SettingsSource } from './settings.ts';

/** As it is written in the file: durations as text, lists as lists. */
export type WrittenValue = string | number | boolean | readonly string[];

export interface Edited {
  readonly file: string;
  /** False when the file said so already. */
  readonly isChanged: boolean;
  /** False when there is no file, which a key cannot be taken out of. */
  readonly exists: boolean;
}

/**
 * Sets a key, or takes it away when there is no value. Makes file and folder where they are missing.
 * @throws CliError when the file cannot be read or written, or would not be valid with it
 */
export async function editUserConfig(
  env: SettingsSource['env'],
  key: string,
  value: WrittenValue | null,
): Promise<Edited> {
  const existing = userConfigFile(env);
  const folder = userConfigFolder(env);
  if (folder === null) throw new CliError('no-home');
  const file = existing ?? join(folder, 'config.json');
  if (existing === null && value === null) return { file, isChanged: false, exists: false };
  const before = existing === null ? '' : readText(file);
  const after =
    extname(file) === '.json' ? await editJson(before, key, value) : await editYaml(file, before, key, value);
  if (after === before) return { file, isChanged: false, exists: true };
  if (value !== null) {
    // Another mistake in it is told as ever, with its line; to take a key away never makes a file worse.
    const read = await readConfigText(file, after);
    if (read?.values[key] === undefined)
      throw new CliError('config-not-editable', { file, key, detail: 'without-effect' });
  }
  replace(file, after);
  return { file, isChanged: true, exists: true };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError('config-unreadable', { file, errno: errnoOf(error) }, { cause: error });
  }
}

async function editJson(text: string, key: string, value: WrittenValue | null): Promise<string> {
  const { applyEdits, modify } = await import('jsonc-parser');
  const source = text.trim() === '' ? '{}\n' : text;
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: source.includes('\r\n') ? '\r\n' : '\n' };
  const edits = modify(source, [key], value ?? undefined, { formattingOptions });
  return applyEdits(source, edits);
}

async function editYaml(
  file: string,
  text: string,
  key: string,
  value: WrittenValue | null,
): Promise<string> {
  const { isAlias, isMap, parseDocument } = await import('yaml');
  const document = parseDocument(text);
  // A mistake is told with its line by those who read; a list or a word where settings belong, too.
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) {
    await readConfigText(file, text);
    throw new CliError('config-not-an-object', { file });
  }
  const node = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  if (isAlias(node)) throw new CliError('config-not-editable', { file, key, detail: 'alias' });
  if (node && 'anchor' in node && node.anchor)
    throw new CliError('config-not-editable', { file, key, detail: 'anchor' });
  if (value === null) {
    if (!document.delete(key)) return text;
  } else {
    const now = document.toJS()?.[key];
    if (JSON.stringify(now) === JSON.stringify(value)) return text;
    document.set(key, value);
  }
  const { contents } = document;
  if (isMap(contents) && contents.items.length > 0) return document.toString({ lineWidth: 0 });
  // Nothing is left but what the user wrote around it.
  const comments = [document.commentBefore, contents?.commentBefore, contents?.comment, document.comment];
  return comments
    .filter((comment) => comment)
    .flatMap((comment) => comment!.split('\n'))
    .map((line) => `#${line}\n`)
    .join('');
}

/** Puts a text in the place of a file, in one step; follows a link to where the file is kept. */
function replace(file: string, text: string): void {
  const target = targetOf(file);
  const next = `${target}.${process.pid}.next`;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const descriptor = openSync(next, 'wx', 0o666);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    const mode = modeOf(target);
    if (mode !== null) chmodSync(next, mode);
    renameSync(next, target);
  } catch (error) {
    try {
      rmSync(next, { force: true });
    } catch {
      // The first error is the one to tell.
    }
    throw new CliError('file-unwritable', { file, errno: errnoOf(error) }, { cause: error });
  }
}

function targetOf(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    // Missing, or a link to a file that is.
    try {
      return lstatSync(file).isSymbolicLink() ? resolve(dirname(file), readlinkSync(file)) : file;
    } catch {
      return file;
    }
  }
}

function modeOf(file: string): number | null {
  try {
    return statSync(file).mode & 0o7777;
  } catch {
    return null;
  }
}

const errnoOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
