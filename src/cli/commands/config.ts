// `routes config`: the settings in force and where each came from.

import { forTerminal } from '../../report/escape.ts';
import { printDuration } from '../durations.ts';
import { exitCodes } from '../errors.ts';
import { type Setting, settingsTable } from '../settings-table.ts';
import { widthOf } from '../terminal.ts';
import { loadLayout } from '../views/layout.ts';
import type { CommandModule } from './command.ts';

export const config: CommandModule = {
  declare() {},

  async run(context) {
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
    const words = await context.words('commands');
    const cells = rows.map(({ setting, value, origin, from }) => [
      setting.key,
      forTerminal(printed(setting, value) ?? words.notSet),
      from === null ? words.origins[origin] : `${words.origins[origin]} ${forTerminal(from)}`,
    ]);
    if (!context.streams.stdout.isTTY) {
      context.print(cells.map((row) => row.join('\t')).join('\n'));
      return exitCodes.done;
    }
    const layout = await loadLayout(widthOf(context.streams.stdout, context.surroundings.env));
    context.print(layout.columns([Object.values(words.settingColumns), ...cells]).join('\n'));
    return exitCodes.done;
  },
};

function printed(setting: Setting, value: unknown): unknown {
  if (value === null || setting.kind !== 'duration') return value;
  return printDuration(value as number);
}
