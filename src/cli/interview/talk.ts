// What the interview says between its questions, on stderr, broken between words at the window's width as it is now.

import type { Warning } from '../../route/problem.ts';
import type { Context } from '../context.ts';
import { widthOf } from '../terminal.ts';
import { loadLayout } from '../views/layout.ts';

/** Says lines; what does not fit goes on below, indented. */
export async function sayWrapped(context: Context, lines: readonly string[], indent: string): Promise<void> {
  const layout = await loadLayout(widthOf(context.streams.stderr, context.surroundings.env));
  const wrapped = lines.map((line) => {
    const [first] = /^ */.exec(line)!;
    return layout.wrap(line.slice(first.length), first, indent);
  });
  context.say(wrapped.join('\n'));
}

/** Warnings of a route, each a line. */
export async function sayAdvice(context: Context, warnings: readonly Warning[]): Promise<void> {
  if (warnings.length === 0) return;
  const { warning } = await context.words('errors');
  const told = await context.tellWarnings(warnings);
  await sayWrapped(
    context,
    told.map(({ message }) => `routes: ${warning}: ${message}`),
    '  ',
  );
}
