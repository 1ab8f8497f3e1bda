// Many writers, and the locks that the dead leave: none is lost, none waits for a dead one, no two are in at once.

import { spawn, spawnSync } from 'node:child_process';
import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { acquire, type Lock } from '../../src/store/lock.ts';
import { type Holder, thisHolder } from '../../src/store/lock-holder.ts';
import { add, buildWorker, failureOf, names, newFile, open, start, storeWith } from './support.ts';

const worker = buildWorker();
const plain = ['routes.json', 'routes.json.audit.jsonl'];
const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const hasNamespaces = isRoot && spawnSync('unshare', ['-p', '-f', 'true']).status === 0;

async function held(path: string, wait = 1_000): Promise<Lock> {
  const outcome = await acquire(path, wait);
  if (outcome.kind !== 'held') throw new Error('the lock is busy');
  return outcome.lock;
}

/** Puts a lock in place that somebody of these particulars would have made. */
function lockBy(path: string, more: Partial<Holder>, lastSign = Date.now()): void {
  symlinkSync(JSON.stringify({ ...thisHolder(), ...more }), path);
  lutimesSync(path, lastSign / 1000, lastSign / 1000);
}

/** The number of a process that has just ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('many writers', () => {
  test.each([
    [8, 25],
    [40, 2],
  ])(
    '%i processes with %i changes each: all kept, each once, in one intact chain',
    async (writers, changes) => {
      const file = newFile();
      const ended = await Promise.all(
        Array.from(
          { length: writers },
          (_, index) => start(worker, [file, 'add', `w${index}`, `${changes}`]).ended,
        ),
      );
      const lines = ended.flatMap((one) => one.lines);
      expect(lines.filter(({ done }) => done !== 'changed')).toEqual([]);
      const store = open(file);
      const expected = lines.map(({ route }) => route).sort();
      expect(expected).toHaveLength(writers * changes);
      expect((await names(store)).sort()).toEqual(expected);
      expect(await store.verify()).toMatchObject({ chain: 'intact', forks: [], lines: writers * changes });
      expect(readdirSync(dirname(file)).sort()).toEqual(plain);
      // None is starved: the longest wait stays far below the usual patience.
      expect(Math.max(...lines.map(({ took }) => Number(took)))).toBeLessThan(10_000);
    },
    60_000,
  );

  test('writers in one process queue up like any others', async () => {
    const { store } = await storeWith();
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(store, `route ${index}`)));
    expect(await store.verify()).toMatchObject({ chain: 'intact', lines: 20 });
  });

  test('a reader beside a writer sees an old or a new store, never anything else', async () => {
    const { store, file } = await storeWith('zero');
    const running = start(worker, [file, 'add', 'one', '100']);
    let isOver = false;
    void running.ended.then(() => {
      isOver = true;
    });
    let seen = 0;
    while (!isOver) {
      const { routes, repaired } = await store.read();
      expect(routes.length).toBeGreaterThanOrEqual(seen);
      expect(repaired).toBeNull();
      seen = routes.length;
      await new Promise(setImmediate);
    }
    expect(await names(store)).toHaveLength(101);
  });
});

describe('a lock that is held', () => {
  test('is waited for, then told with its holder; when it is given back the next one is in', async () => {
    const { store, file } = await storeWith('zero');
    const running = start(worker, [file, 'hold', 'one']);
    await running.begun;
    const { data } = await failureOf(add(open(file, { lockWait: 60 }), 'two'));
    expect(data).toMatchObject({
      code: 'store-locked',
      file,
      lock: `${file}.lock`,
      holder: { pid: running.child.pid, host: hostname() },
    });
    expect((data as { waited: number }).waited).toBeGreaterThanOrEqual(60);
    // A reader needs no lock.
    expect(await names(open(file, { lockWait: 0 }))).toEqual(['zero']);
    const next = add(store, 'two');
    running.child.stdin!.write('go\n');
    expect((await next).kind).toBe('changed');
    expect((await running.ended).lines.at(-1)).toMatchObject({ done: 'changed' });
    expect(await names(store)).toEqual(
      ['zero', 'one-0', 'two'].map((name) => (name === 'one-0' ? 'one' : name)),
    );
  });

  test('is not taken from a process that is only stopped', async () => {
    const { file } = await storeWith('zero');
    const running = start(worker, [file, 'hold', 'one']);
    await running.begun;
    running.child.kill('SIGSTOP');
    expect((await failureOf(add(open(file, { lockWait: 250 }), 'two'))).code).toBe('store-locked');
    running.child.kill('SIGCONT');
    running.child.stdin!.write('go\n');
    expect((await running.ended).lines.at(-1)).toMatchObject({ done: 'changed' });
  });

  test('whatever stands in its place is waited for no longer than asked', async () => {
    const { store, file } = await storeWith('zero');
    mkdirSync(`${file}.lock`);
    for (const lockWait of [50, 0]) {
      expect((await failureOf(add(open(file, { lockWait }), 'one'))).code).toBe('store-locked');
    }
    rmdirSync(`${file}.lock`);
    expect((await add(store, 'one')).kind).toBe('changed');
  });

  test('gives signs of life', async () => {
    const path = `${newFile()}.lock`;
    const outcome = await acquire(path, 0, { heartbeat: 5, silence: 10_000, age: 3_600_000 });
    lutimesSync(path, 1, 1);
    while (lstatSync(path).mtimeMs < 10_000) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(outcome.kind === 'held' && outcome.lock.isHeld()).toBe(true);
    if (outcome.kind === 'held') outcome.lock.release();
  });

  test('of which another has taken hold is not given back, and nothing is written', async () => {
    const { store, file } = await storeWith('zero');
    const before = readFileSync(file);
    const work = store.change(
      (routes) => {
        const path = `${file}.lock`;
        const other = JSON.stringify({ ...thisHolder(), host: 'other' });
        spawnSync('ln', ['-sfn', other, path]);
        return {
          routes: [],
          changes: [{ event: 'DELETE_GMAIL_SETTING', name: 'zero', before: routes[0]!, after: null }],
        };
      },
      { command: 'remove' },
    );
    expect((await failureOf(work)).code).toBe('store-lock-lost');
    expect(readFileSync(file)).toEqual(before);
    expect(readlinkSync(`${file}.lock`)).toContain('"other"');
    expect(readdirSync(dirname(file)).sort()).toEqual([...plain, 'routes.json.lock'].sort());
  });
});

describe('a lock of the dead', () => {
  test('killed in the middle of a change: the next writer is in at once', async () => {
    const { store, file } = await storeWith('zero');
    const running = start(worker, [file, 'hold', 'one']);
    await running.begun;
    running.child.kill('SIGKILL');
    await running.ended;
    const started = performance.now();
    await add(store, 'two');
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
  });

  test('is cleared by who only reads, too', async () => {
    const { store, file } = await storeWith('zero');
    lockBy(`${file}.lock`, { pid: deadProcess() });
    await store.read();
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
  });

  const reboot = Date.now() - 1000 * 365 * 24 * 3600;
  test.each<[string, Partial<Holder>, number]>([
    ['of a process that is gone', { pid: deadProcess() }, Date.now()],
    ['whose number another process has now', { start: '1' }, Date.now()],
    ['from before this machine was started again', { boot: 'another', start: '1' }, reboot],
    [
      'of another machine, silent for over an hour',
      { boot: 'another', machine: 'another', host: 'other' },
      Date.now() - 3_700_000,
    ],
    ['of a container, silent for over an hour', { space: 'pid:[1]' }, Date.now() - 3_700_000],
  ])('%s: the next writer is in at once', async (_title, holder, lastSign) => {
    const { store, file } = await storeWith('zero');
    lockBy(`${file}.lock`, holder, lastSign);
    const started = performance.now();
    await add(store, 'one');
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
  });

  test('only our own clock says it is old: not taken', async () => {
    const { file } = await storeWith('zero');
    lockBy(`${file}.lock`, { boot: 'another', machine: 'another' });
    const real = Date.now;
    try {
      Date.now = () => real() + 7_200_000;
      expect((await failureOf(add(open(file, { lockWait: 150 }), 'one'))).code).toBe('store-locked');
    } finally {
      Date.now = real;
    }
    expect(readdirSync(dirname(file)).sort()).toEqual([...plain, 'routes.json.lock'].sort());
  });

  const limits = { heartbeat: 10, silence: 150, age: 3_600_000 };
  test.each<[string, Partial<Holder> | string]>([
    ['of another machine', { boot: 'another', machine: 'another', host: 'other' }],
    ['of a container on this machine', { space: 'pid:[1]', pid: 1 }],
    ['of this machine, started again, with the clock set back', { boot: 'another' }],
    ['that nobody signed', 'x'],
  ])('%s: taken after a silence, and not while there are signs of life', async (_title, holder) => {
    const path = `${newFile()}.lock`;
    if (typeof holder === 'string') writeFileSync(path, '');
    else lockBy(path, holder, Date.now() + 5_000_000);
    let sign = 1;
    const beat = setInterval(() => {
      sign += 1;
      lutimesSync(path, sign, Date.now() / 1000 + sign);
    }, 10);
    expect((await acquire(path, 400, limits)).kind).toBe('busy');
    clearInterval(beat);
    const started = performance.now();
    const outcome = await acquire(path, 5_000, limits);
    expect(outcome.kind).toBe('held');
    expect(performance.now() - started).toBeGreaterThan(140);
    if (outcome.kind === 'held') outcome.lock.release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  (isLinux ? test : test.skip)('that nobody has buried yet, a zombie (skipped without /proc)', async () => {
    const { store, file } = await storeWith('zero');
    // The shell becomes a `sleep`, which never asks after its child.
    const parent = spawn(
      'sh',
      ['-c', '"$@" & exec sleep 60', 'sh', process.execPath, worker, file, 'hold', 'one'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const { pid } = JSON.parse(readlinkSync(`${file}.lock`)) as Holder;
    process.kill(pid, 'SIGKILL');
    while (!/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
    const started = performance.now();
    await add(store, 'two');
    expect(performance.now() - started).toBeLessThan(2_000);
    parent.kill('SIGKILL');
  });

  (hasNamespaces ? test : test.skip)(
    'a living one in another process namespace is not taken for dead (skipped without root and namespaces)',
    async () => {
      const { file } = await storeWith('zero');
      const child = spawn(
        'unshare',
        ['-p', '-f', '--mount-proc', process.execPath, worker, file, 'hold', 'one'],
        {
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      await new Promise((resolve) => child.stdout.once('data', resolve));
      expect((await failureOf(add(open(file, { lockWait: 200 }), 'two'))).code).toBe('store-locked');
      child.stdin.write('go\n');
      await new Promise((resolve) => child.once('close', resolve));
      expect(await names(open(file))).toEqual(['zero', 'one']);
    },
  );

  test('who died while taking a dead lock away leaves nothing in the way, at any depth', async () => {
    const { store, file } = await storeWith('zero');
    const pid = deadProcess();
    for (const end of ['.lock', '.lock.break', '.lock.break.break']) lockBy(`${file}${end}`, { pid });
    const started = performance.now();
    await add(store, 'one');
    expect(performance.now() - started).toBeLessThan(2_000);
    lockBy(`${file}.lock.break`, { pid });
    await add(store, 'two');
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
  });

  test('found by many at once: one takes it away, and no two are in', async () => {
    for (let round = 0; round < 4; round += 1) {
      const file = newFile();
      lockBy(`${file}.lock`, { pid: deadProcess() });
      if (round % 2 === 1) lockBy(`${file}.lock.break`, { pid: deadProcess() });
      const running = Array.from({ length: 6 }, (_, index) => start(worker, [file, 'add', `w${index}`, '3']));
      await Promise.all(running.map((one) => one.ended));
      expect(await open(file).verify()).toMatchObject({ chain: 'intact', forks: [], lines: 18 });
      expect(readdirSync(dirname(file)).sort()).toEqual(plain);
    }
  });

  test('in one process, many tries against dead locks: the lock is with one at a time', async () => {
    const path = `${newFile()}.lock`;
    let inside = 0;
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        for (let turn = 0; turn < 10; turn += 1) {
          const lock = await held(path, 20_000);
          inside += 1;
          expect(inside).toBe(1);
          await new Promise(setImmediate);
          inside -= 1;
          lock.release();
          // Every now and then somebody dies with it.
          try {
            if (turn % 4 === 0) lockBy(path, { start: '1' });
          } catch {
            // Another was quicker.
          }
        }
      }),
    );
    const last = await held(path);
    last.release();
  });
});
