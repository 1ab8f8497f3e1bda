// What the streams can do: colour, width, asking. Computed for each stream from flag, environment and isTTY;
// chalk is loaded only where there is colour.

import type { ChalkInstance } from 'chalk';

/** A stream as far as commands need it; tests give buffers. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface InputStream {
  readonly isTTY?: boolean;
}

export interface Streams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type ColourChoice = 'auto' | 'always' | 'never';

/** Is this stream to be coloured? Flag, then NO_COLOR, FORCE_COLOR, CLICOLOR, TERM, isTTY. no-color.org, bixense.com/clicolors */
export function hasColour(stream: OutputStream, env: Environment, choice: ColourChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  const force = env.FORCE_COLOR ?? env.CLICOLOR_FORCE;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (env.CLICOLOR === '0' || env.TERM === 'dumb') return false;
  return stream.isTTY === true;
}

/** Columns to wrap at: the terminal's, or 80; null when nobody looks (a pipe). */
export function widthOf(stream: OutputStream, env: Environment): number | null {
  if (!stream.isTTY) return null;
  const columns = stream.columns || Number(env.COLUMNS) || 80;
  return Math.max(20, columns);
}

/** The visual language: one style a meaning, the same over all commands. */
export interface Style {
  readonly pass: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly fail: (text: string) => string;
  readonly inconclusive: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string) => text;
export const plainStyle: Style = {
  pass: same,
  warn: same,
  fail: same,
  inconclusive: same,
  strong: same,
  faint: same,
};

/** Styles for a stream: plain, or chalk's. */
export async function styleFor(stream: OutputStream, env: Environment, choice: ColourChoice): Promise<Style> {
  if (!hasColour(stream, env, choice)) return plainStyle;
  const { Chalk } = await import('chalk');
  const chalk: ChalkInstance = new Chalk({ level: 1 });
  return {
    pass: chalk.green,
    warn: chalk.yellow,
    fail: chalk.red,
    inconclusive: chalk.magenta,
    strong: chalk.bold,
    faint: chalk.dim,
  };
}
