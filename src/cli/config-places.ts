// Where config files may be, and whether there is one: a look that is cheap enough for every start. Cosmiconfig, which
// finds and reads them, is loaded only then. PRODUCT.md section 2.

import { accessSync, constants, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Environment } from './terminal.ts';

/** Where cosmiconfig looks in each folder: data only, never code that the folder would make us run. */
export const searchPlaces = [
  'package.json',
  '.routesrc',
  '.routesrc.json',
  '.routesrc.yaml',
  '.routesrc.yml',
  '.config/routesrc',
  '.config/routesrc.json',
  '.config/routesrc.yaml',
  '.config/routesrc.yml',
];

/** A file that cannot be read, or used, though it is where a config file belongs; told as a CliError is. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: string, data: Readonly<Record<string, unknown>>, cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.data = data;
  }
}

/** The folder of the user's own config (XDG), or the platform's own. */
export function userConfigFolder(env: Environment, platform = process.platform): string | null {
  // XDG base directories: a relative path is to be ignored.
  if (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME)) return join(env.XDG_CONFIG_HOME, 'routes');
  const home = homeFolder(env);
  if (home === null) return null;
  if (platform === 'darwin') return join(home, 'Library', 'Preferences', 'routes');
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'routes');
  return join(home, '.config', 'routes');
}

/** This user's home; null when there is none. node:os is loaded only where the environment has no answer. */
export function homeFolder(env: Environment): string | null {
  if (env.HOME) return env.HOME;
  try {
    return process.getBuiltinModule('node:os').homedir() || null;
  } catch {
    // A user id without an entry in the user database, as in many containers.
    return null;
  }
}

/** The user's own config file; null when there is none. @throws ConfigFileError */
export function userConfigFile(env: Environment): string | null {
  const folder = userConfigFolder(env);
  if (folder === null) return null;
  for (const name of ['config.json', 'config.yaml', 'config.yml', 'config']) {
    if (isReadableFile(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** Is there any file on the way up that could be a config file? @throws ConfigFileError */
export function hasConfigFile(cwd: string): boolean {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const place of searchPlaces) {
      const file = join(folder, place);
      if (place === 'package.json' ? mentionsRoutes(file) : isReadableFile(file)) return true;
    }
    if (folder === dirname(folder)) return false;
  }
}

/** The config file that a folder has itself; null when it has none. @throws ConfigFileError */
export function configFileIn(folder: string): string | null {
  const files = searchPlaces.map((place) => join(folder, place));
  return (
    files.find((file) => (file.endsWith('package.json') ? mentionsRoutes(file) : isReadableFile(file))) ??
    null
  );
}

// cosmiconfig passes over what it cannot read; then another store would be used without a word.
function isReadableFile(file: string): boolean {
  let stats: ReturnType<typeof lstatSync>;
  try {
    stats = lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return false;
  }
  if (stats === undefined) return false;
  try {
    if (stats.isSymbolicLink()) stats = statSync(file);
    if (!stats.isFile())
      throw new ConfigFileError('config-unreadable', {
        file,
        errno: stats.isDirectory() ? 'EISDIR' : 'no-ordinary-file',
      });
    accessSync(file, constants.R_OK);
  } catch (error) {
    if (error instanceof ConfigFileError) throw error;
    throw new ConfigFileError(
      'config-unreadable',
      { file, errno: (error as NodeJS.ErrnoException).code },
      error,
    );
  }
  return true;
}

function mentionsRoutes(file: string): boolean {
  let text: string;
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    text = readFileSync(file, 'utf8');
  } catch {
    // Not ours to complain about: a package.json that cannot be read has no settings for us.
    return false;
  }
  if (!text.includes('"routes"')) return false;
  try {
    return 'routes' in JSON.parse(text);
  } catch {
    throw new ConfigFileError('config-not-readable-format', {
      file,
      format: 'JSON',
      detail: 'may-hold-settings',
    });
  }
}
