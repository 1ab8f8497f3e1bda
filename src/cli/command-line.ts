// A command line of ours, to be copied: it does in the same place what it says.

import { forShell } from '../report/escape.ts';
import type { Context } from './context.ts';

/**
 * `routes <command> <name> <flags>` for a shell, with the store and the config file that were named on this command line:
 * another store may have a route of the same name. A name that looks like a flag stands behind `--`.
 */
export function commandLine(
  { globals: { store, config } }: Pick<Context, 'globals'>,
  command: string,
  name: string | null,
  flags: readonly string[] = [],
): string {
  const place = Object.entries({ '--store': store, '--config': config }).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, value],
  );
  const all = [...flags, ...place];
  const words = name === null ? all : name.startsWith('-') ? [...all, '--', name] : [name, ...all];
  return ['routes', command, ...words].map(forShell).join(' ');
}
