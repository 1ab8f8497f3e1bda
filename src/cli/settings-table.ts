// Every setting once: its key in a config file, its variable, its flag, what it takes, what it is when nobody says.
// Flags, environment, config files, `routes config` and the JSON Schema are fed from this table. PRODUCT.md section 2.

import type { FormName } from '../words/en/errors.ts';
import { defaultLanguage, languages } from '../words/language.ts';
import { parseDuration } from './durations.ts';

export type SettingKind =
  | 'path'
  | 'text'
  | 'boolean'
  | 'choice'
  | 'duration'
  | 'count'
  | 'per-cent'
  | 'trust';
export type SettingValue = string | number | boolean | readonly string[] | null;

export interface Setting {
  readonly key: string;
  readonly kind: SettingKind;
  readonly flag: string;
  readonly fallback: SettingValue;
  readonly choices?: readonly string[];
}

export const settingsTable = [
  { key: 'store', kind: 'path', flag: '--store', fallback: null },
  { key: 'color', kind: 'choice', flag: '--color', fallback: 'auto', choices: ['auto', 'always', 'never'] },
  { key: 'lang', kind: 'choice', flag: '--lang', fallback: defaultLanguage, choices: languages },
  { key: 'actor', kind: 'text', flag: '--actor', fallback: null },
  { key: 'lockWait', kind: 'duration', flag: '--lock-wait', fallback: 15_000 },
  { key: 'trust', kind: 'trust', flag: '--trust', fallback: ['mozilla'] },
  { key: 'resolver', kind: 'text', flag: '--resolver', fallback: null },
  { key: 'ehloName', kind: 'text', flag: '--ehlo-name', fallback: null },
  { key: 'strict', kind: 'boolean', flag: '--strict', fallback: false },
  { key: 'minDays', kind: 'count', flag: '--min-days', fallback: null },
  { key: 'minLifetime', kind: 'per-cent', flag: '--min-lifetime', fallback: null },
  { key: 'connectTimeout', kind: 'duration', flag: '--connect-timeout', fallback: 10_000 },
  { key: 'greetingTimeout', kind: 'duration', flag: '--greeting-timeout', fallback: 40_000 },
  { key: 'commandTimeout', kind: 'duration', flag: '--command-timeout', fallback: 30_000 },
  { key: 'tlsTimeout', kind: 'duration', flag: '--tls-timeout', fallback: 15_000 },
  { key: 'deadline', kind: 'duration', flag: '--deadline', fallback: 90_000 },
  { key: 'concurrency', kind: 'count', flag: '--concurrency', fallback: 64 },
  { key: 'retries', kind: 'count', flag: '--retries', fallback: 0 },
] as const satisfies readonly Setting[];

export type SettingKey = (typeof settingsTable)[number]['key'];

/** The setting of that key; undefined for a key that is none. */
export function settingOf(key: string): Setting | undefined {
  return settingsTable.find((setting) => setting.key === key);
}

/** The environment's variable of a setting: `minDays` is ROUTES_MIN_DAYS. */
export function variableOf({ key }: Pick<Setting, 'key'>): string {
  return `ROUTES_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** What a setting takes: the words themselves, or the name of a form that the catalogue has words for. */
export function allowedFor(setting: Setting): string | { readonly form: FormName } {
  switch (setting.kind) {
    case 'choice':
      return setting.choices!.join(', ');
    case 'boolean':
      return 'true, false';
    case 'count':
      return { form: setting.key === 'concurrency' ? 'count-from-1' : 'count' };
    default:
      return { form: setting.kind };
  }
}

/** Reads a value from where it was written as text (flag, environment) or as data (file); undefined when it does not fit. */
export function readSetting(setting: Setting, value: unknown): SettingValue | undefined {
  switch (setting.kind) {
    case 'choice':
      return typeof value === 'string' && setting.choices!.includes(value) ? value : undefined;
    case 'boolean':
      return readBoolean(value);
    case 'duration':
      return typeof value === 'string' ? (parseDuration(value) ?? undefined) : undefined;
    case 'count':
      return readCount(
        value,
        setting.key === 'concurrency' ? 1 : 0,
        setting.key === 'concurrency' ? 10_000 : 1_000_000,
      );
    case 'per-cent':
      return readCount(value, 0, 100);
    case 'trust':
      return readList(value);
    case 'path':
    case 'text':
      return isLine(value) ? value : undefined;
  }
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}

function readCount(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) && (number as number) >= least && (number as number) <= most
    ? (number as number)
    : undefined;
}

function readList(value: unknown): readonly string[] | undefined {
  const list = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(',').map((one) => one.trim())
      : [];
  return list.length > 0 && list.every(isLine) ? list : undefined;
}

function isLine(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/[\0\r\n]/.test(value);
}

/** The JSON Schema of a config file (draft 2020-12). */
export function configJsonSchema(): Record<string, unknown> {
  const forms: Record<SettingKind, (setting: Setting) => Record<string, unknown>> = {
    path: () => ({ type: 'string', minLength: 1 }),
    text: () => ({ type: 'string', minLength: 1 }),
    boolean: () => ({ type: 'boolean' }),
    choice: (setting) => ({ enum: setting.choices }),
    duration: () => ({ type: 'string', pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$' }),
    count: (setting) => ({ type: 'integer', minimum: setting.key === 'concurrency' ? 1 : 0 }),
    'per-cent': () => ({ type: 'integer', minimum: 0, maximum: 100 }),
    trust: () => ({ anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] }),
  };
  const properties = Object.fromEntries(
    settingsTable.map((setting: Setting) => [setting.key, forms[setting.kind](setting)]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...properties },
    additionalProperties: false,
  };
}
