// The interview as a person takes it: question after question on a real terminal, each with the way on from it. Which
// test takes which way is read from these steps by test/cli/interview-ways.test.ts, so they stand there as literals.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuestionId, Way } from '../../src/cli/interview/questions.ts';
import { type Spawned, spawnOnTerminal } from './terminal.ts';

export const key = {
  enter: '\r',
  down: '\u001b[B',
  up: '\u001b[A',
  escape: '\u001b',
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

/** How each question begins on the screen. */
const texts: Record<QuestionId, string> = {
  name: '? Name',
  kind: '? Host options',
  host: '(recommended) or IP address',
  port: '? Port',
  domain: 'it is a domain, not a server',
  wantSecondary: '? Secondary hosts, for when',
  table: 'hosts: the loads add up to',
  row: 'Change its host and port',
  load: '? Load of',
  boxes: '? Options',
  next: '? What now',
  change: '? Which answer?',
  useName: '? Which name?',
  untick: '? Which box?',
};

/** Takes one step after another; the last is followed by what the caller waits for. */
export async function take(terminal: Spawned, steps: readonly InterviewStep[]): Promise<void> {
  for (const [question, , keys, ...seen] of steps) {
    await terminal.see(texts[question]);
    // A list is drawn to its last line before its keys are read.
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
  const line = /the same from flags:\s+routes (.*?) {2,}|the same from flags:\s+routes (.*)$/.exec(
    terminal.text(),
  );
  return (line?.[1] ?? line?.[2] ?? '').trim();
}
