// What the tests of the store share: folders that go away, a store on a fixed clock, its files as bytes, and
// processes of their own that change a store.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import { addRoute, findRoute, removeRoutes } from '../../src/route/changes.ts';
import { storedRoutesProblems } from '../../src/route/document.ts';
import type { Route } from '../../src/route/route.ts';
import {
  type ChangeMeta,
  openStore,
  type Store,
  StoreError,
  type StoreSettings,
} from '../../src/store/store.ts';
import { routeNamed } from './routes.ts';

export const now = '2026-11-24T10:00:00.000Z';

const folders: string[] = [];

/** A folder of this test file's own, gone when the file is done. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'store-')));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function newFile(): string {
  return join(newFolder(), 'routes.json');
}

export function open(file: string, more: Partial<StoreSettings> = {}): Store {
  return openStore({
    file,
    mustExist: false,
    actor: 'admin@test',
    clock: () => new Date(now),
    lockWait: 5_000,
    loadValidator: async () => storedRoutesProblems,
    ...more,
  });
}

export function add(store: Store, name: string, more: Partial<Route> = {}, meta: Partial<ChangeMeta> = {}) {
  return store.change((routes) => addRoute(routes, routeNamed(name, more), now), { command: 'add', ...meta });
}

export function remove(store: Store, ...names: string[]) {
  return store.change(
    (routes) =>
      removeRoutes(
        routes,
        names.map((name) => findRoute(routes, name)!),
      ),
    {
      command: 'remove',
    },
  );
}

/** A store with these routes, made by one change each. */
export async function storeWith(...names: string[]): Promise<{ store: Store; file: string }> {
  const file = newFile();
  const store = open(file);
  for (const name of names) await add(store, name);
  return { store, file };
}

/** Everything in a folder, as text by name: to be compared before and after. */
export function snapshot(folder: string): Record<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      const stats = lstatSync(path);
      if (stats.isSymbolicLink()) return [name, `-> ${readlinkSync(path)}`];
      return [name, stats.isFile() ? readFileSync(path).toString('latin1') : 'not a file'];
    }),
  );
}

/** The failure of a promise that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<StoreError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

export async function names(store: Store): Promise<string[]> {
  return (await store.read()).routes.map((route) => route.name);
}

/** Bundles worker.ts once for a test file, so that a process starts in the time that Node itself takes. */
export function buildWorker(): string {
  const folder = newFolder();
  const build = spawnSync(
    process.execPath,
    [
      resolve('node_modules/rolldown/bin/cli.mjs'),
      resolve('test/store/worker.ts'),
      '--dir',
      folder,
      '--format',
      'cjs',
      '--platform',
      'node',
      '--logLevel',
      'silent',
    ],
    { encoding: 'utf8' },
  );
  if (build.status !== 0) throw new Error(`the worker was not built: ${build.stdout}${build.stderr}`);
  return join(folder, 'worker.js');
}

const { NODE_OPTIONS: _options, NODE_EXTRA_CA_CERTS: _certificates, ...environment } = process.env;

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lines: readonly Record<string, unknown>[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the first line. */
  readonly begun: Promise<Record<string, unknown>>;
}

export function start(worker: string, words: readonly string[], more: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [worker, ...words], {
    env: { ...environment, ...more },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let told: (line: Record<string, unknown>) => void;
  const begun = new Promise<Record<string, unknown>>((tell) => {
    told = tell;
  });
  child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const end = text.indexOf('\n');
    if (end !== -1) told(JSON.parse(text.slice(0, end)));
  });
  const ended = new Promise<Ended>((tell) => {
    child.on('close', (code, signal) => {
      const lines = text.split('\n').filter((line) => line.endsWith('}'));
      tell({ code, signal, lines: lines.map((line) => JSON.parse(line)) });
    });
  });
  return { child, ended, begun };
}

/** The same under strace, to the end. `trace`: what strace wrote. */
export function runTraced(
  worker: string,
  words: readonly string[],
  options: readonly string[],
): { lines: Record<string, unknown>[]; status: number | null; trace: string } {
  const output = join(newFolder(), 'trace');
  const result = spawnSync(
    'strace',
    ['-f', '-qq', '-o', output, ...options, process.execPath, worker, ...words],
    {
      env: environment,
      encoding: 'utf8',
    },
  );
  const lines = result.stdout.split('\n').filter((line) => line.endsWith('}'));
  return {
    lines: lines.map((line) => JSON.parse(line)),
    status: result.status,
    trace: existsSync(output) ? readFileSync(output, 'utf8') : '',
  };
}
