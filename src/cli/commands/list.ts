// `routes list`: the routes, filtered.

import type { Command } from 'commander';
import { hostKey, hostProblem, splitHostWords } from '../../route/host.ts';
import { hostRows, type Route } from '../../route/route.ts';
import type { Context } from '../context.ts';
import { CliError, exitCodes, printGiven } from '../errors.ts';
import { widthOf } from '../terminal.ts';
import { listBlocks, listCells, listRowsByHost } from '../views/list-view.ts';
import type { CommandModule } from './command.ts';

interface ListOptions {
  readonly host?: string;
  readonly label?: string;
  readonly pending?: boolean;
}

export const list: CommandModule<ListOptions> = {
  declare(command: Command, words) {
    command
      .option('--host <host>', words.flags.listHost)
      .option('--label <label>', words.flags.listLabel)
      .option('--pending', words.flags.listPending);
  },

  async run(context, _operands, options) {
    const { host } = options;
    if (host !== undefined && splitHostWords(host, false).problem !== null && hostProblem(host) !== null) {
      throw new CliError('bad-flag-value', {
        flag: '--host',
        given: printGiven(host),
        allowed: { form: 'host-of-store' },
      });
    }
    const store = await context.store({ forReading: true });
    const contents = await store.read();
    if (contents.repaired !== null) {
      const { sayRepaired } = await import('./talk.ts');
      await sayRepaired(context, contents.repaired);
    }
    const routes = contents.routes.filter((route) => fits(route, options));
    if (context.isJson) {
      context.printJson({ version: 1, routes });
      return exitCodes.done;
    }
    const words = await context.words('commands');
    if (routes.length === 0) {
      context.say(contents.routes.length === 0 ? words.listEmpty : words.listNone);
      return exitCodes.done;
    }
    // In a pipe a program reads it, or a person who counts on what a program would.
    const isTerminal = context.streams.stdout.isTTY === true;
    if (isTerminal) await context.print(await aligned(context, routes));
    else {
      const codes = await context.codes('commands');
      await context.print(routes.map((route) => listCells(route, codes).join('\t')).join('\n'));
    }
    return exitCodes.done;
  },
};

function fits(route: Route, { host, label, pending }: ListOptions): boolean {
  if (pending && route.console !== null) return false;
  if (label !== undefined && !route.labels?.includes(label)) return false;
  if (host === undefined) return true;
  // Who uses this host? On any port, unless one is named.
  const wanted = splitHostWords(host, false);
  const key = hostKey(wanted.host);
  const namesPort = wanted.host !== host.trim().replace(/^\[(.*)\]$/, '$1');
  return hostRows(route).some(
    ({ row }) => hostKey(row.host) === key && (!namesPort || row.port === wanted.port),
  );
}

async function aligned(context: Context, routes: readonly Route[]): Promise<string> {
  const words = await context.words('commands');
  const { loadLayout } = await import('../views/layout.ts');
  const { stdout } = context.streams;
  const width = widthOf(stdout, context.surroundings.env);
  const layout = await loadLayout(width);
  const style = await context.style();
  const fits = (lines: readonly string[]) =>
    width === null || lines.every((line) => layout.measure(line) <= width);
  const titles = Object.values(words.columns);
  for (const rows of [routes.map((route) => listCells(route, words)), listRowsByHost(routes, words)]) {
    const [header, ...lines] = layout.columns([titles, ...rows]);
    if (fits([header!, ...lines])) return [style.faint(header!), ...lines].join('\n');
  }
  return listBlocks(routes, words)
    .map(([name, ...below]) =>
      [
        layout.wrap(style.strong(name!), '', '  '),
        ...below.map((line) => layout.wrap(line, '  ', '    ')),
      ].join('\n'),
    )
    .join('\n');
}
