// Questions on the terminal: on stderr, so that stdout stays the answer. Loaded only when there is somebody to ask.
// A terminal that can move its cursor is asked with inquirer; one that cannot (TERM=dumb, a screen reader) in plain
// lines. Ctrl-C, Ctrl-D and a closed input end every question as `interrupted`; nothing is saved then.

import type { Context } from './context.ts';
import type { Asker, Terminal } from './prompts/asker.ts';

/** Somebody who asks on this terminal. */
export async function openAsker(context: Context): Promise<Asker> {
  const { stdin, stderr } = context.streams;
  const { signal, env } = context.surroundings;
  const terminal: Terminal = {
    input: stdin as NodeJS.ReadStream,
    output: stderr as NodeJS.WriteStream,
    signal,
    style: await context.style('stderr'),
    words: (await context.words('interview')).prompts,
  };
  if (env.TERM === 'dumb') return (await import('./prompts/line-prompts.ts')).lineAsker(terminal);
  return (await import('./prompts/screen-prompts.ts')).screenAsker(terminal);
}

/** One yes or no; going back is a no. */
export async function askYesNo(context: Context, message: string, fallback = false): Promise<boolean> {
  const asker = await openAsker(context);
  try {
    const answer = await asker.yesNo(message, fallback);
    return answer.kind === 'answer' && answer.value;
  } finally {
    asker.close();
  }
}
