// What every interview ends with: the one command line that would have done the same, and the console's form, ready to
// be copied. For a change the line has only the flags that differ.

import type { Options, Route } from '../../route/route.ts';
import { askBoxes } from '../../route/validate.ts';
import { commandLine } from '../command-line.ts';
import type { Context } from '../context.ts';
import { flagsOf, hostFlags } from '../route-flags.ts';
import { consoleLines } from '../views/console-view.ts';
import { loadView } from '../views/plan-view.ts';
import type { InterviewFlags } from './flags.ts';

/** `routes add ...`, for a shell. */
export function addLine(context: Context, route: Route, flags: InterviewFlags): string {
  return commandLine(context, 'add', route.name, [...flagsOf(route), ...ownFlags(context, flags)]);
}

/** `routes edit ...` with what differs; null when nothing does. */
export function editLine(
  context: Context,
  before: Route,
  after: Route,
  flags: InterviewFlags,
): string | null {
  const changed = [
    ...(before.name === after.name ? [] : ['--name', after.name]),
    ...hostsBetween(before, after),
    ...boxesBetween(before.options, after.options),
  ];
  if (changed.length === 0) return null;
  return commandLine(context, 'edit', before.name, [...changed, ...ownFlags(context, flags)]);
}

/** The console's form on stderr; `lastSet` as in consoleLines. */
export async function sayConsole(context: Context, route: Route, lastSet: Route | null): Promise<void> {
  const view = await loadView(context, 'stderr');
  context.say(['', ...consoleLines(route, lastSet, view), ''].join('\n'));
  context.say(`routes: ${view.words.console.next(commandLine(context, 'console', route.name, ['--done']))}`);
}

/** What was said on this command line about who and why: the same line says it again. */
function ownFlags({ globals: { actor } }: Context, { reason }: InterviewFlags): string[] {
  const given = { '--actor': actor, '--reason': reason };
  return Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
}

function hostsBetween({ hosts: before }: Route, { hosts: after }: Route): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (after.type === 'single' || before.type === 'single') return hostFlags(after);
  // A table that is named is replaced whole; one that is not stays.
  return (['primary', 'secondary'] as const).flatMap((table) => {
    if (JSON.stringify(before[table]) === JSON.stringify(after[table])) return [];
    const others = { primary: [], secondary: [], [table]: after[table] };
    return after[table].length === 0 ? [`--no-${table}`] : hostFlags({ type: 'multiple', ...others });
  });
}

const flagNames: Record<keyof Options, string> = {
  lookupMx: 'lookup-mx',
  requireTls: 'require-tls',
  requireCa: 'require-ca',
  verifyHostname: 'verify-hostname',
};

// R8: turning TLS off turns the other two off, and turning it on does not bring them back.
function boxesBetween(before: Options, after: Options): string[] {
  const asked: Partial<Options> =
    before.requireTls === after.requireTls ? {} : { requireTls: after.requireTls };
  const reached = askBoxes(before, asked);
  return (Object.keys(flagNames) as (keyof Options)[])
    .filter((box) => box in asked || reached[box] !== after[box])
    .map((box) => `--${after[box] ? '' : 'no-'}${flagNames[box]}`);
}
