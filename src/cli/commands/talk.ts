// What several commands say on stderr around their work: a change that was mended, warnings, what to do next.

import { forTerminal } from '../../report/escape.ts';
import { findRoute, liveBy } from '../../route/changes.ts';
import type { Warning } from '../../route/problem.ts';
import type { Route } from '../../route/route.ts';
import { routeWarnings } from '../../route/warnings.ts';
import type { ChangeResult, Repair } from '../../store/types.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';

/** Says that an interrupted change was taken back. */
export async function sayRepaired(context: Context, repaired: Repair | null): Promise<void> {
  if (repaired !== null) context.say(`routes: ${(await context.words('commands')).repaired[repaired.kind]}`);
}

/** Says what a change found on its way: something mended, something edited outside. */
export async function sayChange(context: Context, result: ChangeResult): Promise<void> {
  await sayRepaired(context, result.repaired);
  if (result.kind === 'changed' && result.externalEdit !== null) {
    context.say(`routes: ${(await context.words('commands')).externalEdit}`);
  }
}

/** The warnings of a route as lines on stderr. */
export async function sayWarnings(context: Context, warnings: readonly Warning[]): Promise<void> {
  if (warnings.length === 0 || context.globals.quiet) return;
  const { warning } = await context.words('errors');
  for (const { message } of await context.tellWarnings(warnings))
    context.say(`routes: ${warning}: ${message}`);
}

/** What `show`, `add` and `edit` answer under --json (PRODUCT.md section 9). */
export async function routeDocument(context: Context, route: Route) {
  return {
    version: 1,
    route,
    warnings: await context.tellWarnings(routeWarnings(route)),
    pending: route.console === null,
    liveBy: liveBy(route),
  };
}

/** The route of that name. @throws CliError no-such-route, with the nearest name */
export async function routeNamed(routes: readonly Route[], name: string): Promise<Route> {
  const route = findRoute(routes, name);
  if (route) return route;
  const { nearest } = await import('../nearest.ts');
  const near = nearest(
    name,
    routes.slice(0, 5000).map((one) => one.name),
  );
  throw new CliError('no-such-route', { given: `"${name}"`, nearest: near === null ? null : `"${near}"` });
}

/** Asks yes or no on the terminal. @throws CliError needs-yes where nobody can be asked */
export async function confirm(
  context: Context,
  question: string,
  yes: boolean | undefined,
): Promise<boolean> {
  if (yes === true) return true;
  if (!context.canAsk) throw new CliError('needs-yes', { command: context.command });
  const { askYesNo } = await import('../prompts.ts');
  return askYesNo(context, question);
}

/** A name as it is quoted in a sentence. */
export const shown = (name: string): string => forTerminal(name);
