// The built program on a real pty: type, wait for what is shown, read the exit code.

import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { cleanEnvironment, program } from './session.ts';

export interface Spawned {
  type(keys: string): void;
  /** Resolves when the text is shown (after what was waited for before); rejects when the program ends without it. */
  see(text: string): Promise<void>;
  /** All that was shown so far, without control sequences. */
  text(): string;
  readonly exit: Promise<number>;
}

/** Starts the program on a terminal of 80 columns and 24 lines unless said otherwise. */
export function spawnOnTerminal(argv: readonly string[], folder: string, size: { cols?: number; rows?: number; env?: Record<string, string> } = {}): Spawned {
  const { cols = 80, rows = 24, env = {} } = size;
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    cols,
    rows,
    env: cleanEnvironment(folder, { TERM: 'xterm-256color', ...env }),
  });
  let shown = '';
  let seenUpTo = 0;
  let isOver = false;
  const listeners = new Set<() => void>();
  child.onData((data) => {
    shown += data;
    for (const listener of listeners) listener();
  });
  const exit = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      isOver = true;
      for (const listener of listeners) listener();
      resolve(exitCode);
    });
  });
  // Wrapped lines are one text again: a question may be longer than the terminal is wide.
  const plain = () => stripVTControlCharacters(shown).replace(/\r\n?|\n/g, '');
  return {
    exit,
    type: (keys) => child.write(keys),
    text: () => stripVTControlCharacters(shown).replace(/\r/g, '').replace(/\n/g, ' '),
    see: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const at = plain().indexOf(text, seenUpTo);
          if (at < 0 && !isOver) return;
          listeners.delete(look);
          if (at < 0) reject(new Error(`never shown: ${text}\n${plain().slice(-2000)}`));
          else {
            seenUpTo = at + text.length;
            resolve();
          }
        };
        listeners.add(look);
        look();
      }),
  };
}
