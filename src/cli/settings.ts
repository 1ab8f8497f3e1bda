// The settings in force, each with where it came from: flags, environment, the nearest config file, the user's own,
// defaults. Config files are read only when one exists; cosmiconfig is loaded only then. PRODUCT.md section 2.

import { dirname, isAbsolute, join, resolve } from 'node:path';
import { languageOfLocale } from '../words/language.ts';
import { hasConfigFile, homeFolder, userConfigFile } from './config-places.ts';
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
  /** What the config files say, where that was read already. */
  readonly layers?: Promise<readonly Layer[]>;
}

/** `routes.json` in the user's data folder (XDG), or the platform's own. */
export function defaultStore(env: SettingsSource['env'], platform = process.platform): string {
  // XDG base directories: a relative path is to be ignored.
  if (env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME))
    return join(env.XDG_DATA_HOME, 'routes', 'routes.json');
  const home = homeFolder(env);
  if (home === null) throw new CliError('no-home');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'routes', 'routes.json');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'routes', 'routes.json');
  return join(home, '.local', 'share', 'routes', 'routes.json');
}

/** Settings from every source. @throws CliError for a value that does not fit, and for a file that cannot be read */
export async function loadSettings(source: SettingsSource): Promise<Settings> {
  const files = await (source.layers ?? configLayers(source));
  const entries = settingsTable.map((setting: Setting) => [setting.key, inForce(setting, source, files)]);
  return Object.fromEntries(entries) as Settings;
}

/** One config file's say. */
export interface Layer {
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
  if (setting.key === 'lang') {
    const locale = languageOfLocale(source.env);
    if (locale) return { value: locale.language, origin: 'environment', from: locale.from };
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

/** What the config files say, the nearest first. @throws CliError, ConfigFileError for what cannot be read */
export async function configLayers(
  source: Pick<SettingsSource, 'cwd' | 'env' | 'configFile'>,
): Promise<Layer[]> {
  const layers: Layer[] = [];
  const user = userConfigFile(source.env);
  const byHand = source.configFile ?? source.env.ROUTES_CONFIG ?? null;
  if (byHand === null && user === null && !hasConfigFile(source.cwd)) return layers;
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
