// `routes show <name>`: one route whole, with warnings and the date by which it is live.

import { routeWarnings } from '../../route/warnings.ts';
import { exitCodes } from '../errors.ts';
import { widthOf } from '../terminal.ts';
import { loadLayout } from '../views/layout.ts';
import { routeLines } from '../views/route-view.ts';
import type { CommandModule } from './command.ts';
import { routeDocument, routeNamed, sayRepaired } from './talk.ts';

export const show: CommandModule = {
  declare(command) {
    command.argument('<name>');
  },

  async run(context, [name]) {
    const store = await context.store({ forReading: true });
    const contents = await store.read();
    await sayRepaired(context, contents.repaired);
    const route = await routeNamed(contents.routes, name!);
    if (context.isJson) {
      context.printJson(await routeDocument(context, route));
      return exitCodes.done;
    }
    const words = await context.words('commands');
    const { boxNames } = await context.words('problems');
    const style = await context.style();
    const layout = await loadLayout(widthOf(context.streams.stdout, context.surroundings.env));
    const lines = routeLines(route, words, boxNames, style, context.now(), layout);
    const warnings = await context.tellWarnings(routeWarnings(route));
    const { warning } = await context.words('errors');
    const told = warnings.map(({ message }) => `${style.warn(`${warning}:`)} ${message}`);
    const shown = [
      ...lines,
      ...(told.length > 0 ? ['', ...told.map((line) => layout.wrap(line, '', '  '))] : []),
    ];
    await context.print(shown.join('\n'));
    return exitCodes.done;
  },
};
