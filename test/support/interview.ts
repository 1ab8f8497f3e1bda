// The interview as a person takes it: question after question on a real terminal, each with the way on from it. Which
// test takes which way is read from these steps by test/cli/interview-ways.test.ts, so they stand there as literals.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { QuestionId, Way } from '../../src/cli/interview/questions.ts';
import { type Spawned, spawnOnTerminal } from './terminal.ts';

export const key = {
  enter: '\r',
  down: '\u001b[B',
  up: '\u001b[A',
  /** Esc. */
  back: '\u001b',
  space: ' ',
  interrupt: '\u0003',
  endOfInput: '\u0004',
  clear: '\u0015',
};

/** Question, way, what is typed, and what must be seen before the next question. */
export type StepOf<Q extends QuestionId> = Q extends QuestionId
  ? readonly [Q, Way<Q>, string, ...string[]]
  : never;
export type InterviewStep = StepOf<QuestionId>;

/** How each question begins on the screen, behind its mark and without white space. */
const heads: Record<QuestionId, string> = {
  name: 'Name',
  kind: 'Hostoptions',
  host: '(?:Hostname|(?:Primary|Secondary)host\\d+:name)\\(recommended\\)',
  port: 'Port\\(25',
  domain: '[\\w.-]+hasMXrecords',
  wantSecondary: 'Secondaryhosts,forwhen',
  table: '(?:Primary|Secondary)hosts(?!,)',
  row: '[\\w.-]+:\\d+(?=❯|Change)',
  load: 'Loadof',
  boxes: 'Options',
  next: 'Whatnow',
  change: 'Whichanswer',
  useName: 'Whichname',
  untick: 'Whichbox',
};

/** Is this question the one that waits for an answer, and was it drawn since `from`? */
function isAsked(question: QuestionId, text: string, from: number): boolean {
  const marks = [...text.matchAll(new RegExp(`([?✓<])${heads[question]}`, 'g'))];
  const last = marks.at(-1);
  return last !== undefined && last[1] === '?' && last.index >= from;
}

/** Takes one step after another; the last is followed by what the caller waits for. */
export async function take(terminal: Spawned, steps: readonly InterviewStep[]): Promise<void> {
  let typedAt = 0;
  for (const [question, way, keys, ...seen] of steps) {
    await terminal.until((text) => isAsked(question, text, typedAt), `${question}, to be ${way}`);
    typedAt = terminal.length();
    terminal.type(keys);
    for (const text of seen) await terminal.see(text);
  }
}

/** Starts `routes` with the words of a line. */
export function start(
  line: string,
  folder: string,
  env: Record<string, string> = {},
  size: { cols?: number; rows?: number } = {},
): Spawned {
  return spawnOnTerminal(line.split(' '), folder, { ...size, env });
}

/** The routes of the store in the user's data folder. */
export const stored = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'data/routes/routes.json'), 'utf8')).routes;

/** The command line that an interview has shown at its end, without `routes`. */
export function lineShown(terminal: Spawned): string {
  const lines = stripVTControlCharacters(terminal.raw()).split(/\r*\n/);
  const at = lines.findIndex((line) => line.endsWith('the same from flags:'));
  return (lines[at + 1] ?? '').replace(/^ {2}routes /, '');
}
