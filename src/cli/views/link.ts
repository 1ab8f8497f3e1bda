// Links that a terminal opens with a click, where it can (OSC 8): to files of the user's own, never to what a server or
// a certificate names. What is shown is the same with and without.

import { pathToFileURL } from 'node:url';
import type { Context } from '../context.ts';

/** Makes links of paths on stdout, or leaves them as they are. */
export async function fileLinks(context: Context): Promise<(path: string, shown: string) => string> {
  const { stdout } = context.streams;
  if (!stdout.isTTY || context.surroundings.env.TERM === 'dumb') return (_, shown) => shown;
  const { createSupportsHyperlinks } = await import('supports-hyperlinks');
  if (!createSupportsHyperlinks(stdout as NodeJS.WriteStream)) return (_, shown) => shown;
  return (path, shown) => `\u001b]8;;${pathToFileURL(path).href}\u001b\\${shown}\u001b]8;;\u001b\\`;
}
