// Commands timed against each other in one run: A B C, A B C, ... so that whatever else the machine does falls on all
// of them alike. CPU time is what is judged, wall time is shown: on a busy machine the first is much the steadier.
// The shell's `time` counts both for its children, which Node cannot.

import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Contender {
  readonly name: string;
  /** `{i}` becomes the number of the run within its batch. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Beside what all of them get. */
  readonly env?: Readonly<Record<string, string>>;
  /** Before each batch. */
  readonly prepare?: () => void;
}

export interface Cost {
  /** Milliseconds for one run, medians over the rounds. */
  readonly cpu: number;
  readonly wall: number;
}

/** Runs of one contender that are timed together: `time` tells whole milliseconds. */
const batch = 4;

const timed = `
  TIMEFORMAT='%R %U %S'
  time { for i in ${Array.from({ length: batch }, (_, index) => index + 1).join(' ')}; do
    "\${@//\\{i\\}/$i}" >/dev/null 2>&3 </dev/null || exit 1
  done; }`;

/** The cost of each, by name. Every round runs all of them. @throws Error when one of them fails */
export async function compare(
  contenders: readonly Contender[],
  rounds: number,
  env: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Cost>> {
  const seen = new Map(contenders.map(({ name }) => [name, [] as Cost[]]));
  // The first round is for the disk's cache.
  for (let round = -1; round < rounds; round++) {
    for (const contender of contenders) {
      const cost = await time(contender, env);
      if (round >= 0) seen.get(contender.name)!.push(cost);
    }
  }
  return new Map(
    [...seen].map(([name, costs]) => [
      name,
      { cpu: median(costs.map(({ cpu }) => cpu)), wall: median(costs.map(({ wall }) => wall)) },
    ]),
  );
}

async function time(
  { name, argv, cwd, prepare, env: own }: Contender,
  env: Readonly<Record<string, string>>,
): Promise<Cost> {
  prepare?.();
  const child = spawn('bash', ['-c', timed, 'bash', ...argv], {
    cwd,
    env: { ...env, ...own },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [text, said] = [child.stdio[2], child.stdio[3]].map(hear);
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const told = /(\d+[.,]\d+) (\d+[.,]\d+) (\d+[.,]\d+)\s*$/.exec(text!());
  if (exitCode !== 0 || told === null) throw new Error(`${name} failed: ${said!().trim()}`);
  const [wall, user, system] = told.slice(1).map((seconds) => Number(seconds.replace(',', '.')) * 1000);
  return { wall: wall! / batch, cpu: (user! + system!) / batch };
}

/** What a pipe has said so far. */
function hear(pipe: unknown): () => string {
  let text = '';
  (pipe as Readable).setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
