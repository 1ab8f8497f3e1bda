// The streams of this process, opened as late and as lightly as can be. What is no terminal is written with
// writeSync: process.stdout and process.stdin load node:tty and node:net, which costs `list` a fifth of its start.
// Nothing is cut: a write is repeated until all is out, and a pipe that is full for now is left to the real stream.

import { fstatSync, statSync, writeSync } from 'node:fs';
import type { InputStream, OutputStream, Streams } from './terminal.ts';

/** stdin, stdout and stderr, each looked at when it is first asked for. */
export function processStreams(): Streams {
  let stdin: InputStream | undefined;
  let stdout: OutputStream | undefined;
  let stderr: OutputStream | undefined;
  return {
    get stdin() {
      stdin ??= isTerminal(0) ? process.stdin : { isTTY: false };
      return stdin;
    },
    get stdout() {
      stdout ??= isTerminal(1) ? realStream('stdout') : new PlainOutput(1, 'stdout');
      return stdout;
    },
    get stderr() {
      stderr ??= isTerminal(2) ? realStream('stderr') : new PlainOutput(2, 'stderr');
      return stderr;
    },
  };
}

/** Is a person at the other end? A terminal is a character device, and not the null device: that is cheap to tell. */
function isTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isCharacterDevice()) return false;
    if (stats.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev) return false;
  } catch {
    // Closed by whoever started us.
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

// A reader that went away (`| head -1`) is no error: what is left has nobody to read it.
function realStream(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const stream = process[name];
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stream.write = () => true;
  });
  return stream;
}

/** A file or a pipe. */
class PlainOutput implements OutputStream {
  readonly isTTY = false;
  readonly #descriptor: number;
  readonly #name: 'stdout' | 'stderr';
  /** Takes over once the descriptor would block: somebody has set it so, and only an event loop can wait. */
  #stream: NodeJS.WriteStream | null = null;
  #isClosed = false;

  constructor(descriptor: number, name: 'stdout' | 'stderr') {
    this.#descriptor = descriptor;
    this.#name = name;
  }

  write(text: string): void {
    let octets = Buffer.from(text);
    while (octets.length > 0 && !this.#isClosed && this.#stream === null) {
      try {
        octets = octets.subarray(writeSync(this.#descriptor, octets));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EAGAIN') this.#stream = realStream(this.#name);
        else if (code === 'EPIPE') this.#isClosed = true;
        else throw error;
      }
    }
    if (octets.length > 0) this.#stream?.write(octets);
  }
}
