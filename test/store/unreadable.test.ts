// A store that cannot be read is told with its place, and is never overwritten: not by a read, a change, an undo
// or a create. After each of them folder and file are what they were, byte for byte.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { StoreFailure } from '../../src/store/store.ts';
import { add, buildWorker, failureOf, newFile, open, snapshot, storeWith } from './support.ts';

const isRoot = process.getuid?.() === 0;
const canChangeUser = isRoot && spawnSync('setpriv', ['--version']).status === 0;
const canMakeFifo = process.platform !== 'win32';

const one = readFileSync(await validStore(), 'utf8');

async function validStore(): Promise<string> {
  return (await storeWith('one')).file;
}

async function expectRefusal(file: string, expected: Partial<StoreFailure>): Promise<void> {
  const before = snapshot(dirname(file));
  const store = open(file);
  const attempts = {
    read: () => store.read(),
    change: () => add(store, 'two'),
    undo: () => store.undo({ command: 'undo' }),
    create: () => store.create({ command: 'init' }),
  };
  for (const [title, attempt] of Object.entries(attempts)) {
    const { data } = await failureOf(attempt());
    expect({ title, ...data }).toMatchObject({ title, file, ...expected });
    expect(snapshot(dirname(file))).toEqual(before);
  }
}

describe('a store whose text is wrong', () => {
  test.each<[string, string | Buffer, Partial<StoreFailure>]>([
    ['empty', '', { code: 'store-empty' }],
    ['blank', ' \n\t\n', { code: 'store-empty' }],
    ['truncated', one.slice(0, 200), { code: 'store-not-json', reason: 'truncated', line: 10 }],
    [
      'truncated within a name',
      one.slice(0, one.indexOf('one') + 2),
      { code: 'store-not-json', reason: 'truncated' },
    ],
    [
      'not JSON',
      'routes:\n  - name: one\n',
      { code: 'store-not-json', reason: 'syntax', line: 1, column: 1 },
    ],
    [
      'JSON with a comma too many',
      one.replace('\n  ]\n}', ',\n  ]\n}'),
      { code: 'store-not-json', reason: 'syntax' },
    ],
    ['JSON with a comment', one.replace('{', '{ // mine'), { code: 'store-not-json', line: 1, column: 3 }],
    [
      'two versions that git could not merge',
      one.replace('"routes": [', '"routes": [\n<<<<<<< HEAD'),
      { code: 'store-not-json', reason: 'syntax', detail: 'MergeConflict', column: 1 },
    ],
    ['JSON followed by more', `${one}x`, { code: 'store-not-json', reason: 'syntax' }],
    [
      'with the marks of a merge',
      one.replace('      "name"', '<<<<<<< HEAD\n      "name"'),
      { code: 'store-not-json', reason: 'syntax', line: 6, column: 1 },
    ],
    [
      'full of NUL octets',
      Buffer.alloc(4096),
      { code: 'store-not-text', reason: 'nul-byte', line: 1, column: 1 },
    ],
    [
      'with one NUL octet',
      one.replace('one', 'o\0e'),
      { code: 'store-not-text', reason: 'nul-byte', line: 6, column: 17 },
    ],
    [
      'with an octet that is not UTF-8',
      Buffer.from(one.replace('one', 'onÿ'), 'latin1'),
      { code: 'store-not-text', reason: 'not-utf8', line: 6, column: 18 },
    ],
    ['in UTF-16', Buffer.from(`\uFEFF${one}`, 'utf16le'), { code: 'store-not-text', line: 1 }],
    ['a list', '[]\n', { code: 'store-wrong-shape', path: '', expected: 'object', given: 'array' }],
    ['null', 'null\n', { code: 'store-wrong-shape', given: 'null' }],
    [
      'without a version',
      '{ "routes": [] }\n',
      { code: 'store-wrong-shape', path: 'version', given: 'nothing' },
    ],
    [
      'with a version in words',
      one.replace('"version": 1', '"version": "1"'),
      { code: 'store-wrong-shape', line: 3 },
    ],
    [
      'of a newer version',
      one.replace('"version": 1', '"version": 2'),
      { code: 'store-newer-version', version: 2, supported: 1, line: 3, column: 3 },
    ],
    [
      'whose routes are no list',
      '{\n"version": 1,\n"routes": {}\n}\n',
      { code: 'store-wrong-shape', path: 'routes', line: 3 },
    ],
    [
      'with a field of its own',
      one.replace('"version": 1', '"version": 1,\n  "mine": 2'),
      { code: 'store-wrong-shape', path: 'mine', line: 4 },
    ],
    [
      'with a duplicate key',
      one.replace('"port": 25', '"port": 25,\n        "port": 26'),
      { code: 'store-duplicate-key', key: 'port', path: 'routes[0].hosts.port', line: 11, column: 9 },
    ],
    [
      'with a duplicate key in escapes',
      one.replace('"port": 25', '"port": 25, "p\\u006frt": 26'),
      { code: 'store-duplicate-key', key: 'port', line: 10 },
    ],
    [
      'with __proto__',
      one.replace('"port": 25', '"port": 25,\n        "__proto__": {}'),
      {
        code: 'store-forbidden-key',
        key: '__proto__',
        path: 'routes[0].hosts.__proto__',
        line: 11,
        column: 9,
      },
    ],
    [
      'with __proto__ in escapes, otherwise as we write it',
      one.replace('"version": 1', '"version": 1,\n  "\\u005f_proto__": {}'),
      { code: 'store-forbidden-key', line: 4 },
    ],
    ['nested without end', '['.repeat(200_000), { code: 'store-not-json' }],
  ])('%s', async (_title, content, expected) => {
    const file = newFile();
    writeFileSync(file, content);
    await expectRefusal(file, expected);
  });

  test('with routes that are not valid: every problem at once, each with its place', async () => {
    const file = newFile();
    const two = JSON.parse(one);
    two.routes.push({ ...two.routes[0], name: '', extra: 1 });
    two.routes[0].hosts.port = 465;
    writeFileSync(file, `${JSON.stringify(two, null, 2)}\n`);
    const { data } = await failureOf(open(file).read());
    expect(data).toMatchObject({
      code: 'store-invalid',
      problems: expect.arrayContaining([
        expect.objectContaining({ path: 'routes[0].hosts.port', given: 465, line: 10, column: 9 }),
        expect.objectContaining({ path: 'routes[1].name', line: 23, column: 7 }),
        expect.objectContaining({ code: 'unknown-field', path: 'routes[1].extra' }),
      ]),
    });
    await expectRefusal(file, { code: 'store-invalid' });
  });

  test('line and column are those of the file also where it has CRLF and a byte order mark', async () => {
    const file = newFile();
    writeFileSync(
      file,
      `\uFEFF${one.replace('"port": 25', '"port": 25,\n        "port": 26')}`.replaceAll('\n', '\r\n'),
    );
    await expectRefusal(file, { code: 'store-duplicate-key', line: 11, column: 9 });
  });
});

describe('a store that is no file of ours', () => {
  test('a directory', async () => {
    const file = newFile();
    mkdirSync(file);
    await expectRefusal(file, { code: 'store-not-a-file', kind: 'directory' });
  });

  (canMakeFifo ? test : test.skip)('a FIFO that nobody writes to (skipped where mkfifo is not)', async () => {
    const file = newFile();
    execFileSync('mkfifo', [file]);
    await expectRefusal(file, { code: 'store-not-a-file', kind: 'fifo' });
  });

  test('a socket', async () => {
    const file = newFile();
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(file, resolve);
    });
    await expectRefusal(file, { code: 'store-not-a-file', kind: 'socket' });
    server.close();
  });

  test('a link that leads nowhere', async () => {
    const file = newFile();
    symlinkSync('gone.json', file);
    await expectRefusal(file, { code: 'store-dangling-link', target: 'gone.json' });
  });

  test('a link that leads to itself', async () => {
    const file = newFile();
    symlinkSync('routes.json', file);
    await expectRefusal(file, { code: 'store-unreadable', errno: 'ELOOP' });
  });

  test('a path through a file', async () => {
    const file = join(await validStore(), 'routes.json');
    expect((await failureOf(open(file).read())).data).toEqual({
      code: 'store-unreadable',
      file,
      errno: 'ENOTDIR',
    });
  });

  test('a file without write permission is read, and not replaced', async () => {
    const { store, file } = await storeWith('one');
    chmodSync(file, 0o444);
    const before = snapshot(dirname(file));
    expect((await store.read()).routes).toHaveLength(1);
    expect((await failureOf(add(store, 'two'))).data).toMatchObject({ code: 'store-read-only', file });
    expect(snapshot(dirname(file))).toEqual(before);
  });

  test('a log that is a directory, or whose last line is no entry, stops a change', async () => {
    const { store, file } = await storeWith('one');
    writeFileSync(`${file}.audit.jsonl`, `${readFileSync(`${file}.audit.jsonl`, 'utf8')}>>>>>>> theirs\n`);
    const before = snapshot(dirname(file));
    expect((await failureOf(add(store, 'two'))).data).toMatchObject({
      code: 'log-unreadable',
      reason: 'not-an-entry',
    });
    expect(snapshot(dirname(file))).toEqual(before);
    const other = newFile();
    mkdirSync(`${other}.audit.jsonl`);
    expect((await failureOf(add(open(other), 'one'))).data).toMatchObject({ reason: 'not-a-file' });
  });
});

describe('another user', () => {
  const worker = buildWorker();
  chmodSync(dirname(worker), 0o755);
  const asNobody = (file: string, ...words: string[]) => {
    const result = spawnSync(
      'setpriv',
      ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, worker, file, ...words],
      { encoding: 'utf8' },
    );
    return JSON.parse(result.stdout || '{}');
  };
  const asRoot = canChangeUser ? test : test.skip;

  asRoot('may not read it (skipped without root and setpriv)', async () => {
    const { file } = await storeWith('one');
    chmodSync(dirname(file), 0o755);
    const before = snapshot(dirname(file));
    expect(asNobody(file, 'read')).toMatchObject({ error: 'store-unreadable', data: { errno: 'EACCES' } });
    expect(asNobody(file, 'add', 'two', '1')).toMatchObject({ error: 'store-read-only' });
    expect(snapshot(dirname(file))).toEqual(before);
  });

  asRoot(
    'may write to the folder but not take the file over (skipped without root and setpriv)',
    async () => {
      const { file } = await storeWith('one');
      chmodSync(dirname(file), 0o777);
      chmodSync(file, 0o666);
      chmodSync(`${file}.audit.jsonl`, 0o666);
      const before = snapshot(dirname(file));
      expect(asNobody(file, 'read')).toMatchObject({ done: 'read', routes: 1 });
      expect(asNobody(file, 'add', 'two', '1')).toMatchObject({
        error: 'store-not-ours',
        data: { owner: 0 },
      });
      expect(snapshot(dirname(file))).toEqual(before);
    },
  );

  asRoot('keeps the file when root changes it (skipped without root and setpriv)', async () => {
    const { store, file } = await storeWith('one');
    chownSync(file, 65_534, 65_534);
    chownSync(`${file}.audit.jsonl`, 65_534, 65_534);
    chownSync(dirname(file), 65_534, 65_534);
    await add(store, 'two');
    expect(asNobody(file, 'add', 'three', '1')).toMatchObject({ done: 'changed' });
    expect((await store.verify()).chain).toBe('intact');
  });
});
