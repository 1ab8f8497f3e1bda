// A change that is cut short: killed before each of its system calls, and at random. Afterwards the store is the
// old one or the new one, log and store agree, and the next command leaves nothing behind.

import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { thisHolder } from '../../src/store/lock-holder.ts';
import { add, buildWorker, failureOf, names, newFile, open, runTraced, start, storeWith } from './support.ts';
import { expectWhole, hasStrace, looks, pathsOf, plain, record, withStrace } from './tracing.ts';

const worker = buildWorker();

withStrace(`killed before each system call${hasStrace ? '' : ' (skipped: no strace, or not x86-64)'}`, () => {
  test.each([
    ['the first change of a store', [] as string[], false],
    ['a change of a store with routes', ['zero'], false],
    ['a change that finds the lock of a dead process', ['zero'], true],
  ])('%s', async (_title, before, isLocked) => {
    const make = async () => {
      const file = before.length === 0 ? newFile() : (await storeWith(...before)).file;
      if (isLocked) symlinkSync(JSON.stringify({ ...thisHolder(), start: '1' }), `${file}.lock`);
      return file;
    };
    const calls = record(worker, await make(), ['add', 'one', '1']).filter(({ name }) => !looks.has(name));
    expect(calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['symlink', 'fsync', 'rename', 'unlink']),
    );
    const outcomes = new Set<string>();
    for (const { name, count } of calls) {
      const file = await make();
      const inject = `inject=${name}:signal=KILL:when=${count}`;
      const { lines } = runTraced(worker, [file, 'add', 'one', '1'], [...pathsOf(file), '-e', inject]);
      const left = readdirSync(dirname(file)).sort().join(' ');
      // What was acknowledged is there.
      const routes = (await open(file, { lockWait: 0 }).read()).routes.map((route) => route.name);
      if (lines.length > 0) expect(routes).toContain('one-0');
      outcomes.add(`${left}: ${routes.join(' ')}`);
      await expectWhole(file, before, 'one-0');
    }
    expect(outcomes.size).toBeGreaterThan(5);
  });

  test('where there are no symbolic links, too: files stand in for them', async () => {
    const { file } = await storeWith('zero');
    const noLinks = [...pathsOf(file), '-e', 'inject=symlink:error=EPERM:when=1+'];
    expect(runTraced(worker, [file, 'add', 'a', '1'], noLinks).lines[0]).toMatchObject({ done: 'changed' });
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
    runTraced(worker, [file, 'add', 'b', '1'], [...noLinks, '-e', 'inject=rename:signal=KILL']);
    expect(lstatSync(`${file}.lock`).isFile() && lstatSync(`${file}.intent`).isFile()).toBe(true);
    expect((await open(file).read()).repaired).toMatchObject({
      kind: 'taken-back',
      entry: { changes: [{ name: 'b-0' }] },
    });
    await expectWhole(file, ['zero', 'a-0'], 'none');
  });

  test('and who mends it killed before each of its own', async () => {
    // Dies with its line in the log, before the rename: the most there is to mend.
    const interrupted = async () => {
      const { file } = await storeWith('zero');
      runTraced(worker, [file, 'add', 'one', '1'], [...pathsOf(file), '-e', 'inject=rename:signal=KILL']);
      expect(readdirSync(dirname(file))).toContain('routes.json.next');
      return file;
    };
    const calls = record(worker, await interrupted(), ['read']).filter(({ name }) => !looks.has(name));
    expect(calls.map(({ name }) => name)).toEqual(expect.arrayContaining(['ftruncate', 'fsync', 'unlink']));
    for (const { name, count } of calls) {
      const file = await interrupted();
      const inject = ['-e', `inject=${name}:signal=KILL:when=${count}`];
      runTraced(worker, [file, 'read'], [...pathsOf(file), ...inject]);
      await expectWhole(file, ['zero'], 'none');
    }
  });

  test('the calls of a change come in the order that docs/store.md promises', async () => {
    const { file } = await storeWith('zero');
    const calls = record(worker, file, ['add', 'one', '1']).filter(
      ({ name }) => !looks.has(name) && name !== 'mkdir',
    );
    const told = calls.map(({ name, text }) => {
      const path =
        /routes\.json([.\w]*)"(?!.*routes\.json)/.exec(text)?.[1] ?? (name === 'openat' ? 'folder' : '');
      return `${name} ${name === 'rename' ? 'next to store' : path}`.trim();
    });
    expect(told.slice(told.indexOf('symlink .intent'))).toEqual([
      'symlink .intent',
      'unlink .next',
      'openat .next',
      'write',
      'fsync',
      'openat .audit.jsonl',
      'openat folder',
      'fsync',
      'write',
      'fsync',
      'rename next to store',
      'openat folder',
      'fsync',
      'unlink .intent',
      'unlink .lock',
    ]);
    expect(told[0]).toBe('symlink .lock');
  });
});

describe('killed at random', () => {
  test('twenty times in a row: nothing acknowledged is lost, and nothing is left behind', async () => {
    const { file } = await storeWith('zero');
    const acknowledged = ['zero'];
    for (let round = 0; round < 20; round += 1) {
      const running = start(worker, [file, 'add', `r${round}`, '1000']);
      await running.begun;
      // Killed as soon as a number of lines that differs by round has come, wherever in the next change that is.
      let seen = 0;
      running.child.stdout!.on('data', () => {
        seen += 1;
        if (seen > round % 5) running.child.kill('SIGKILL');
      });
      if (round % 5 === 0) running.child.kill('SIGKILL');
      const { lines } = await running.ended;
      acknowledged.push(...lines.filter(({ done }) => done === 'changed').map(({ route }) => String(route)));
      const store = open(file, { lockWait: 0 });
      const found = new Set(await names(store));
      expect(acknowledged.filter((name) => !found.has(name))).toEqual([]);
      expect(readdirSync(dirname(file)).sort()).toEqual(plain);
    }
    const store = open(file);
    await add(store, 'last');
    expect(await store.verify()).toMatchObject({ chain: 'intact', lines: (await names(store)).length });
  });
});

describe('traces that a power cut or a person left', () => {
  const intent = (file: string, offset: number | null, store = 'f'.repeat(64)) =>
    symlinkSync(JSON.stringify({ offset, store }), `${file}.intent`);
  const logOf = (file: string) => readFileSync(`${file}.audit.jsonl`, 'utf8');

  test('half a line after our intent is cut off', async () => {
    const { store, file } = await storeWith('one');
    const log = logOf(file);
    intent(file, log.length);
    writeFileSync(`${file}.next`, '{');
    writeFileSync(`${file}.audit.jsonl`, `${log}{"time":"2026-`);
    expect((await store.read()).repaired).toEqual({ kind: 'taken-back', entry: null });
    expect(logOf(file)).toBe(log);
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
  });

  test('a whole line after our intent is taken back while the next store still waits', async () => {
    const { store, file } = await storeWith('one');
    const [log, text] = [logOf(file), readFileSync(file)];
    await add(store, 'two');
    const { hash } = await store.read();
    intent(file, log.length, hash!);
    writeFileSync(`${file}.next`, readFileSync(file));
    writeFileSync(file, text);
    expect((await store.read()).repaired).toMatchObject({
      kind: 'taken-back',
      entry: { changes: [{ name: 'two' }] },
    });
    expect(logOf(file)).toBe(log);
    expect(await names(store)).toEqual(['one']);
  });

  test('when the next store has taken its place, the change is whole, and only its traces go', async () => {
    const { store, file } = await storeWith('one');
    const log = logOf(file);
    await add(store, 'two');
    const { hash } = await store.read();
    intent(file, log.length, hash!);
    expect((await store.read()).repaired).toMatchObject({
      kind: 'finished',
      entry: { changes: [{ name: 'two' }] },
    });
    expect(await names(store)).toEqual(['one', 'two']);
    expect(existsSync(`${file}.intent`)).toBe(false);
  });

  test.each<[string, (file: string, log: string) => void]>([
    [
      'put back shorter',
      (file, log) => writeFileSync(`${file}.audit.jsonl`, log.slice(0, log.indexOf('\n') + 1)),
    ],
    ['gone', (file) => rmSync(`${file}.audit.jsonl`)],
    ['continued by others', (file, log) => writeFileSync(`${file}.audit.jsonl`, log)],
  ])('a log that was %s since our intent is left alone', async (_title, change) => {
    const { store, file } = await storeWith('one', 'two', 'three', 'four');
    const log = logOf(file);
    intent(file, log.indexOf('\n', log.indexOf('"two"')) + 1);
    writeFileSync(`${file}.next`, 'half of a st');
    change(file, log);
    const before = existsSync(`${file}.audit.jsonl`) ? logOf(file) : null;
    const text = readFileSync(file, 'utf8');
    expect((await store.read()).repaired).toEqual({ kind: 'taken-back', entry: null });
    expect(existsSync(`${file}.audit.jsonl`) ? logOf(file) : null).toBe(before);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(existsSync(`${file}.intent`) || existsSync(`${file}.next`)).toBe(false);
  });

  test('words that a person put at the end of the log since our intent stay', async () => {
    const { store, file } = await storeWith('one');
    const log = logOf(file);
    intent(file, log.length);
    writeFileSync(`${file}.audit.jsonl`, `${log}see ticket 7`);
    expect((await store.read()).repaired).toEqual({ kind: 'taken-back', entry: null });
    expect(logOf(file)).toBe(`${log}see ticket 7`);
  });

  test('a store put back by a person after the interruption stays, and so does its log', async () => {
    const { store, file } = await storeWith('one', 'two');
    const old = readFileSync(file);
    const log = logOf(file);
    await add(store, 'three');
    const { hash } = await store.read();
    intent(file, log.length, hash!);
    writeFileSync(file, old);
    expect(await names(store)).toEqual(['one', 'two']);
    await add(store, 'four');
    expect(await names(store)).toEqual(['one', 'two', 'four']);
    expect((await store.verify()).chain).toBe('intact');
  });

  test('an intent that says nothing is cleared', async () => {
    const { store, file } = await storeWith('one');
    symlinkSync('{"offset":"no', `${file}.intent`);
    expect((await store.read()).repaired).toEqual({ kind: 'taken-back', entry: null });
    expect(readdirSync(dirname(file)).sort()).toEqual(plain);
  });

  test('the next change says so too, and so do verify and the plan of an undo', async () => {
    for (const ask of [
      async (s: ReturnType<typeof open>) => add(s, 'two'),
      async (s: ReturnType<typeof open>) => s.verify(),
      async (s: ReturnType<typeof open>) => s.planUndo(),
    ]) {
      const { store, file } = await storeWith('one');
      intent(file, logOf(file).length);
      expect((await ask(store)).repaired).toEqual({ kind: 'taken-back', entry: null });
    }
  });

  test('a lock that a file stands in for, of nobody, is waited for and named', async () => {
    const { file } = await storeWith('one');
    writeFileSync(`${file}.lock`, '');
    const { data } = await failureOf(add(open(file, { lockWait: 30 }), 'two'));
    expect(data).toMatchObject({
      code: 'store-locked',
      holder: { pid: null, host: null },
      lock: `${file}.lock`,
    });
  });
});
