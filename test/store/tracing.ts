// System calls of a change as strace tells them: which there are, and what must hold after one was cut short.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect } from '@jest/globals';
import { add, open, runTraced } from './support.ts';

// The names of the calls below are those of x86-64 Linux.
export const hasStrace =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
export const withStrace = hasStrace ? describe : describe.skip;

/** What a store at rest consists of. */
export const plain = ['routes.json', 'routes.json.audit.jsonl'];

/** The calls on the store's own files, in order: name and how many of that name came up to it. */
export interface Call {
  readonly name: string;
  readonly count: number;
  readonly text: string;
}

export function pathsOf(file: string): string[] {
  const paths = ['', '.lock', '.lock.break', '.intent', '.next', '.audit.jsonl'].map(
    (end) => `${file}${end}`,
  );
  return [dirname(file), ...paths].flatMap((path) => ['-P', path]);
}

export function record(worker: string, file: string, words: readonly string[]): Call[] {
  const { trace } = runTraced(worker, [file, ...words], pathsOf(file));
  const counts = new Map<string, number>();
  return trace
    .split('\n')
    .map((line) => /^\d+\s+(\w+)\((.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, text]) => {
      counts.set(name!, (counts.get(name!) ?? 0) + 1);
      return { name: name!, count: counts.get(name!)!, text: text! };
    });
}

/** Calls that look only: to die before one is to die after the last that changed something. */
export const looks = new Set([
  'statx',
  'readlink',
  'read',
  'pread64',
  'lstat',
  'stat',
  'fstat',
  'newfstatat',
  'close',
]);

/** What must hold whatever happened to the change `add one-0`, made to a store with `before`. */
export async function expectWhole(file: string, before: readonly string[], route: string): Promise<void> {
  const store = open(file, { lockWait: 0 });
  const started = performance.now();
  const { routes } = await store.read();
  const found = routes.map(({ name }) => name);
  expect([[...before], [...before, route]]).toContainEqual(found);
  expect(await store.verify()).toMatchObject({ chain: 'intact', lines: found.length });
  const next = await add(store, 'next');
  expect(next).toMatchObject({ kind: 'changed', externalEdit: null });
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(readdirSync(dirname(file)).sort()).toEqual(plain);
}
