// `routes config`: the settings in force and where each came from; `get` prints one of them, `set` and `unset` change
// the user's own config file.

import { Argument, type Command } from 'commander';
import { forTerminal } from '../../report/escape.ts';
import type { Context } from '../context.ts';
import { printDuration } from '../durations.ts';
import { CliError, type ExitCode, exitCodes } from '../errors.ts';
import { absoluteValue, type SettingInForce } from '../settings.ts';
import {
  allowedFor,
  readSetting,
  type Setting,
  type SettingKey,
  settingOf,
  settingsTable,
} from '../settings-table.ts';
import { widthOf } from '../terminal.ts';
import type { WrittenValue } from '../user-config.ts';
import { loadLayout } from '../views/layout.ts';
import { fileLinks } from '../views/link.ts';
import type { CommandModule } from './command.ts';

/** The words that may stand after `routes config`. */
export const configActions = ['get', 'set', 'unset'] as const;
type ConfigAction = (typeof configActions)[number];

export const config: CommandModule = {
  declare(command: Command) {
    command.addArgument(new Argument('[action]', configActions.join(', ')));
    command.argument('[key]');
    command.argument('[value]');
  },

  async run(context, [action, key, value]) {
    if (action === undefined) return showAll(context);
    if (!isAction(action)) throw await unknownAction(action);
    if (key === undefined) throw context.usage('missing-operand', { operand: 'key' });
    if (action === 'set' && value === undefined) throw context.usage('missing-operand', { operand: 'value' });
    if (action !== 'set' && value !== undefined)
      throw context.usage('too-many-operands', { given: value, command: `config ${action}` });
    if (action !== 'get' && context.globals.config !== undefined)
      throw context.usage('flags-conflict', {
        one: `config ${action}`,
        other: '--config',
        hint: 'own-config',
      });
    if (action === 'get') return showOne(context, await known(key));
    return change(context, key, value ?? null);
  },
};

const isAction = (word: string): word is ConfigAction => (configActions as readonly string[]).includes(word);

async function unknownAction(given: string): Promise<CliError> {
  const { nearest } = await import('../nearest.ts');
  const near = settingOf(given) ? `get ${given}` : nearest(given, configActions);
  return new CliError('config-action-unknown', { given: `"${given}"`, nearest: near });
}

/** @throws CliError setting-unknown, with the nearest */
async function known(key: string): Promise<Setting> {
  const setting = settingOf(key);
  if (setting) return setting;
  const { nearest } = await import('../nearest.ts');
  const near = nearest(
    key,
    settingsTable.map((one) => one.key),
  );
  throw new CliError('setting-unknown', { given: `"${key}"`, nearest: near });
}

async function showAll(context: Context): Promise<ExitCode> {
  const settings = await context.settings();
  const rows = settingsTable.map((setting: Setting) => ({
    setting,
    ...settings[setting.key as keyof typeof settings],
  }));
  if (context.isJson) {
    const entries = rows.map(({ setting, value, origin, from }) => [
      setting.key,
      { value: printed(setting, value), origin, from },
    ]);
    context.printJson({ version: 1, settings: Object.fromEntries(entries) });
    return exitCodes.done;
  }
  // In a pipe a program reads it.
  const { isTTY } = context.streams.stdout;
  const words = await (isTTY ? context.words('commands') : context.codes('commands'));
  // A share of the lifetime that is set by hand is the only rule then.
  const isUnruled = (key: string) => key === 'minDays' && settings.minLifetime.value !== null;
  const notSet = (key: string) =>
    (isTTY && !isUnruled(key) && words.notSetMeans[key as keyof typeof words.notSetMeans]) || words.notSet;
  const link = await fileLinks(context);
  const cells = rows.map(({ setting, value, origin, from }) => {
    const shown = from === null ? null : forTerminal(from);
    const place = shown !== null && origin.endsWith('file') ? link(from!, shown) : shown;
    return [
      setting.key,
      forTerminal(printed(setting, value) ?? notSet(setting.key)),
      place === null ? words.origins[origin] : `${words.origins[origin]} ${place}`,
    ];
  });
  if (!isTTY) {
    await context.print(cells.map((row) => row.join('\t')).join('\n'));
    return exitCodes.done;
  }
  const layout = await loadLayout(widthOf(context.streams.stdout, context.surroundings.env));
  await context.print(layout.columns([Object.values(words.settingColumns), ...cells]).join('\n'));
  return exitCodes.done;
}

async function showOne(context: Context, setting: Setting): Promise<ExitCode> {
  const { value, origin, from } = (await context.settings())[setting.key as SettingKey];
  if (context.isJson) {
    context.printJson({ version: 1, key: setting.key, value: printed(setting, value), origin, from });
    return exitCodes.done;
  }
  // An empty line for what is not set, as a script expects.
  await context.print(`${forTerminal(printed(setting, value) ?? '')}\n`);
  return exitCodes.done;
}

async function change(context: Context, key: string, given: string | null): Promise<ExitCode> {
  // A key that is none can be taken away: that is how a mistake is mended.
  const setting = given === null ? settingOf(key) : await known(key);
  const written = given === null ? null : writtenValue(context, setting!, given);
  const { editUserConfig } = await import('../user-config.ts');
  const { file, isChanged, exists } = await editUserConfig(context.surroundings.env, key, written);
  if (!setting && !isChanged) await known(key);
  const inForce = setting ? await valueInForce(context, setting) : null;
  if (context.isJson) {
    const now = inForce && {
      value: printed(setting!, inForce.value),
      origin: inForce.origin,
      from: inForce.from,
    };
    context.printJson({ version: 1, key, value: written, file, changed: isChanged, inForce: now });
    return exitCodes.done;
  }
  const words = await context.words('settings');
  const place = forTerminal(file);
  const name = forTerminal(key);
  if (written === null) {
    if (!exists) await context.print(words.noFile(name));
    else await context.print(isChanged ? words.isUnset(name, place) : words.wasUnset(name, place));
  } else {
    const value = forTerminal(written);
    await context.print(isChanged ? words.isSet(name, value, place) : words.wasSet(name, value, place));
  }
  const overruled = inForce && !['default', 'user config file'].includes(inForce.origin);
  if (overruled) {
    const { origins } = await context.words('commands');
    const origin = `${origins[inForce.origin]} ${forTerminal(inForce.from ?? '')}`.trim();
    const value = forTerminal(printed(setting!, inForce.value) ?? '');
    context.say(`routes: ${words.overruled(name, value, origin)}`);
  }
  return exitCodes.done;
}

/** What goes into the file: paths no longer depend on this folder. @throws CliError setting-bad-value */
function writtenValue(context: Context, setting: Setting, given: string): WrittenValue {
  const value = readSetting(setting, given);
  if (value === undefined || value === null) {
    throw new CliError('setting-bad-value', {
      key: setting.key,
      given: `"${given}"`,
      allowed: allowedFor(setting),
    });
  }
  if (setting.kind === 'duration') return printDuration(value as number);
  return absoluteValue(setting, value, context.surroundings.cwd) as WrittenValue;
}

// The change is made; that another file has a mistake is not this command's to say.
async function valueInForce(context: Context, { key }: Setting): Promise<SettingInForce | null> {
  try {
    return (await context.settingsAnew())[key as SettingKey];
  } catch {
    return null;
  }
}

function printed(setting: Setting, value: unknown): unknown {
  if (value === null || setting.kind !== 'duration') return value;
  return printDuration(value as number);
}
