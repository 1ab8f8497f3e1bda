// `routes` alone: in an empty place what this is and what to do first; with a store a short overview, and what is next.
// Never more than a screen.

import { existsSync } from 'node:fs';
import { forTerminal } from '../../report/escape.ts';
import { exitCodes } from '../errors.ts';
import { fileLinks } from '../views/link.ts';
import type { CommandModule } from './command.ts';

export const overview: CommandModule = {
  declare() {},

  async run(context) {
    // A store that is named and missing is no error here: that is what the overview is there to say.
    const store = await context.store({ forReading: false });
    const file = await context.setting<string>('store');
    const contents = await store.read();
    if (contents.repaired !== null) {
      const { sayRepaired } = await import('./talk.ts');
      await sayRepaired(context, contents.repaired);
    }
    const exists = existsSync(file);
    const routes = contents.routes.length;
    const pending = contents.routes.filter((route) => route.console === null).length;
    const { overview: words } = await context.words('help');
    const next = !exists ? words.first : routes === 0 ? words.whenEmpty : words.next(pending);
    if (context.isJson) {
      context.printJson({
        version: 1,
        store: file,
        exists,
        routes,
        pending,
        next: next.map(([line]) => line),
      });
      return exitCodes.done;
    }
    const shown = (await fileLinks(context))(file, forTerminal(file));
    const about = !exists
      ? [...words.what, '', words.noStore(shown)]
      : [routes === 0 ? words.empty(shown) : words.counts(shown, routes, pending)];
    const width = Math.max(...next.map(([line]) => line.length));
    const steps = next.map(([line, meaning]) => `  ${line.padEnd(width)}   ${meaning}`);
    await context.print([...about, '', ...steps, '', words.more].join('\n'));
    return exitCodes.done;
  },
};
