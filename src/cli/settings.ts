// The settings in force, each with where it came from: flags, environment, the nearest config file, the user's own,
// defaults. Config files are read only when one exists; cosmiconfig is loaded only then. PRODUCT.md section 2.

import { accessSync, constants, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { CliError } from './errors.ts';
import {
  allowedFor,
  readSetting,
  type Setting,
  type SettingKey,
  type SettingValue,
  settingsTable,
  variableOf,
} from './settings-table.ts';

export type Origin = 'flag' | 'environment' | 'config file' | 'user config file' | 'default';

export interface SettingInForce {
  readonly value: SettingValue;
  readonly origin: Origin;
  /** The variable, the file, or the flag. */
  readonly from: string | null;
}

export type Settings = Readonly<Record<SettingKey, SettingInForce>>;

export interface SettingsSource {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values given by flags, as typed. */
  readonly flags: Readonly<Partial<Record<SettingKey, unknown>>>;
  /** `--config FILE`. */
  readonly configFile: string | null;
}

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

/** The folder of the user's own config (XDG), or the platform's own. */
export function userConfigFolder(env: SettingsSource['env'], platform = process.platform): string | null {
  if (env.XDG_CONFIG_HOME) return join(env.XDG_CONFIG_HOME, 'routes');
  const home = homeFolder(env);
  if (home === null) return null;
  if (platform === 'darwin') return join(home, 'Library', 'Preferences', 'routes');
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'routes');
  return join(home, '.config', 'routes');
}

/** `routes.json` in the user's data folder (XDG), or the platform's own. */
export function defaultStore(env: SettingsSource['env'], platform = process.platform): string {
  if (env.XDG_DATA_HOME) return join(env.XDG_DATA_HOME, 'routes', 'routes.json');
  const home = homeFolder(env);
  if (home === null) throw new CliError('no-home');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'routes', 'routes.json');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'routes', 'routes.json');
  return join(home, '.local', 'share', 'routes', 'routes.json');
}

// node:os is loaded only where the environment has no answer.
function homeFolder(env: SettingsSource['env']): string | null {
  if (env.HOME) return env.HOME;
  try {
    return process.getBuiltinModule('node:os').homedir() || null;
  } catch {
    // A user id without an entry in the user database, as in many containers.
    return null;
  }
}

/** Settings from every source. @throws CliError for a value that does not fit, and for a file that cannot be read */
export async function loadSettings(source: SettingsSource): Promise<Settings> {
  const files = await configLayers(source);
  const entries = settingsTable.map((setting: Setting) => [setting.key, inForce(setting, source, files)]);
  return Object.fromEntries(entries) as Settings;
}

interface Layer {
  readonly origin: Origin;
  readonly file: string;
  readonly values: Readonly<Record<string, SettingValue>>;
}

function inForce(setting: Setting, source: SettingsSource, layers: readonly Layer[]): SettingInForce {
  const flag = source.flags[setting.key as SettingKey];
  if (flag !== undefined) {
    const value = readSetting(setting, flag);
    if (value === undefined)
      throw new CliError('bad-flag-value', {
        flag: setting.flag,
        given: printValue(flag),
        allowed: allowedFor(setting),
      });
    return { value: absolute(setting, value, source.cwd, true), origin: 'flag', from: setting.flag };
  }
  const variable = variableOf(setting);
  const text = source.env[variable];
  if (text !== undefined && text !== '') {
    const value = readSetting(setting, text);
    if (value === undefined)
      throw new CliError('environment-bad-value', {
        variable,
        given: printValue(text),
        allowed: allowedFor(setting),
      });
    return { value: absolute(setting, value, source.cwd, true), origin: 'environment', from: variable };
  }
  for (const { origin, file, values } of layers) {
    const value = values[setting.key];
    if (value !== undefined)
      return { value: absolute(setting, value, dirname(file), false), origin, from: file };
  }
  const value = setting.key === 'store' ? defaultStore(source.env) : setting.fallback;
  return { value, origin: 'default', from: null };
}

const printValue = (value: unknown) => `"${Array.isArray(value) ? value.join(', ') : String(value)}"`;

function absolute(setting: Setting, value: SettingValue, base: string, isTyped: boolean): SettingValue {
  // A trust file keeps the name that was typed: that is what the report calls it.
  return setting.kind === 'trust' && isTyped ? value : absoluteValue(setting, value, base);
}

/** A value whose paths no longer depend on the folder that they were written for. */
export function absoluteValue(setting: Setting, value: SettingValue, base: string): SettingValue {
  if (setting.kind === 'path') return resolve(base, value as string);
  if (setting.kind !== 'trust') return value;
  return (value as readonly string[]).map((one) =>
    one === 'mozilla' || one === 'system' || isAbsolute(one) ? one : resolve(base, one),
  );
}

async function configLayers(source: SettingsSource): Promise<Layer[]> {
  const layers: Layer[] = [];
  const user = userConfigFile(source.env);
  const byHand = source.configFile ?? source.env.ROUTES_CONFIG ?? null;
  if (byHand === null && user === null && !hasCandidate(source.cwd)) return layers;
  const { loadConfigFile, searchConfig } = await import('./config-files.ts');
  const nearest =
    byHand === null ? await searchConfig(source.cwd) : await loadConfigFile(resolve(source.cwd, byHand));
  // Where no folder has one, the search ends at the user's own.
  const isOwn = nearest !== null && nearest.file === user;
  if (nearest) layers.push({ origin: isOwn ? 'user config file' : 'config file', ...nearest });
  if (user !== null && user !== nearest?.file) {
    const own = await loadConfigFile(user);
    if (own) layers.push({ origin: 'user config file', ...own });
  }
  return layers;
}

/** The user's own config file; null when there is none. */
export function userConfigFile(env: SettingsSource['env']): string | null {
  const folder = userConfigFolder(env);
  if (folder === null) return null;
  for (const name of ['config.json', 'config.yaml', 'config.yml', 'config']) {
    if (isReadableFile(join(folder, name))) return join(folder, name);
  }
  return null;
}

// A cheap look before cosmiconfig is loaded: is there any file on the way up that could be one?
function hasCandidate(cwd: string): boolean {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const place of searchPlaces) {
      const file = join(folder, place);
      if (place === 'package.json' ? mentionsRoutes(file) : isReadableFile(file)) return true;
    }
    if (folder === dirname(folder)) return false;
  }
}

// cosmiconfig passes over what it cannot read; then another store would be used without a word.
function isReadableFile(file: string): boolean {
  let stats: ReturnType<typeof lstatSync>;
  try {
    stats = lstatSync(file);
  } catch {
    return false;
  }
  try {
    if (stats.isSymbolicLink()) stats = statSync(file);
    if (!stats.isFile())
      throw new CliError('config-unreadable', {
        file,
        errno: stats.isDirectory() ? 'EISDIR' : 'no ordinary file',
      });
    accessSync(file, constants.R_OK);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(
      'config-unreadable',
      { file, errno: (error as NodeJS.ErrnoException).code },
      { cause: error },
    );
  }
  return true;
}

function mentionsRoutes(file: string): boolean {
  let text: string;
  try {
    if (!statSync(file).isFile()) return false;
    text = readFileSync(file, 'utf8');
  } catch {
    // Not ours to complain about: a package.json that cannot be read has no settings for us.
    return false;
  }
  if (!text.includes('"routes"')) return false;
  try {
    return 'routes' in JSON.parse(text);
  } catch {
    throw new CliError('config-not-readable-format', {
      file,
      detail: 'not JSON, and it may hold settings of routes',
    });
  }
}
