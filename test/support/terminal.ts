// The built program on a real pty: type, wait for what is shown, change the window, hang up, read the exit code.

import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach } from '@jest/globals';
import { type IPty, spawn } from '@lydell/node-pty';
import { cleanEnvironment, program } from './session.ts';

export interface Spawned {
  type(keys: string): void;
  /** Resolves when the text is shown (after what was waited for before); rejects when the program ends without it. */
  see(text: string): Promise<void>;
  /** Resolves when this is true of all that was shown so far, without control sequences and white space. */
  until(isShown: (squeezed: string) => boolean, what: string): Promise<void>;
  /** How much was shown so far, in characters of what `until` is given. */
  length(): number;
  /** All that was shown so far, without control sequences. */
  text(): string;
  /** All that was shown so far, as it came. */
  raw(): string;
  resize(columns: number, rows: number): void;
  /** Closes the terminal, as when a window is closed or a line drops. */
  hangUp(): void;
  /** 128 and the signal for a program that a signal ended. */
  readonly exit: Promise<number>;
}

export interface Size {
  readonly cols?: number;
  readonly rows?: number;
  readonly env?: Record<string, string>;
}

// Lines are broken where the window ends, at a space or without one: neither counts when a text is looked for.
const squeezed = (text: string) => text.replace(/\s+/g, '');

/** Nothing takes longer than this to be shown; what was shown instead is then told. */
const patience = 10_000;

// A program that still waits for an answer when its test is over would keep the whole suite waiting.
const running = new Set<IPty>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * node-pty lets go of what it has not read yet 200 ms after the program's end, and a busy machine can take longer to
 * come to it. What ends by itself, as all does on Linux, is let go at once.
 */
function readToTheEnd(child: IPty): void {
  const { _socket: socket } = child as unknown as { _socket: Readable };
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error?: Error) => {
    if (error !== undefined || socket.readableEnded) return destroy(error);
    setTimeout(destroy, 3000).unref();
    return socket;
  };
}

/** Starts the program on a terminal of 80 columns and 24 lines unless said otherwise. */
export function spawnOnTerminal(argv: readonly string[], folder: string, size: Size = {}): Spawned {
  const { cols = 80, rows = 24, env = {} } = size;
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    cols,
    rows,
    env: cleanEnvironment(folder, { TERM: 'xterm-256color', ...env }),
  });
  readToTheEnd(child);
  running.add(child);
  let shown = '';
  let seenUpTo = 0;
  let isOver = false;
  const listeners = new Set<() => void>();
  child.onData((data) => {
    shown += data;
    for (const listener of listeners) listener();
  });
  const exit = new Promise<number>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      isOver = true;
      running.delete(child);
      for (const listener of listeners) listener();
      resolve(signal ? 128 + signal : exitCode);
    });
  });
  const plain = () => squeezed(stripVTControlCharacters(shown));
  const until = (isShown: (text: string) => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const never = () => {
        listeners.delete(look);
        child.kill('SIGKILL');
        reject(new Error(`never shown: ${what}\n${stripVTControlCharacters(shown).slice(-2000)}`));
      };
      const timer = setTimeout(never, patience);
      const look = () => {
        const isThere = isShown(plain());
        if (!isThere && !isOver) return;
        clearTimeout(timer);
        listeners.delete(look);
        if (isThere) resolve();
        else never();
      };
      listeners.add(look);
      look();
    });
  return {
    exit,
    until,
    length: () => plain().length,
    type: (keys) => child.write(keys),
    text: () => stripVTControlCharacters(shown).replace(/\r/g, '').replace(/\n/g, ' '),
    raw: () => shown,
    resize: (columns, lines) => child.resize(columns, lines),
    hangUp: () => child.kill('SIGHUP'),
    see: (text) => {
      const wanted = squeezed(text);
      return until((all) => {
        const at = all.indexOf(wanted, seenUpTo);
        if (at >= 0) seenUpTo = at + wanted.length;
        return at >= 0;
      }, text);
    },
  };
}
