// What a store does when nothing is interrupted: reading, changing, undoing, and the file it leaves.

import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { editRoute } from '../../src/route/changes.ts';
import type { Route } from '../../src/route/route.ts';
import { storeSchemaId } from '../../src/store/store.ts';
import { routeNamed } from './routes.ts';
import {
  add,
  failureOf,
  names,
  newFile,
  newFolder,
  now,
  open,
  remove,
  snapshot,
  storeWith,
} from './support.ts';

const neverValidate = async () => {
  throw new Error('the validator was loaded');
};

describe('the file', () => {
  test('is JSON with two spaces, keys in their order, and one newline at the end', async () => {
    const file = newFile();
    const route: Route = {
      console: { by: 'admin@test', setAt: now },
      labels: ['eu'],
      note: 'moved',
      options: { verifyHostname: false, requireCa: false, requireTls: true, lookupMx: false },
      hosts: {
        secondary: [{ load: 100, port: 587, host: 'mx3.example.com' }],
        primary: [
          { load: 60, port: 25, host: 'mx1.example.com' },
          { load: 40, port: 25, host: 'mx2.example.com' },
        ],
        type: 'multiple',
      },
      name: 'inbound',
    };
    await open(file).change(
      () => ({
        routes: [route],
        changes: [{ event: 'CREATE_GMAIL_SETTING', name: 'inbound', before: null, after: route }],
      }),
      { command: 'add' },
    );
    const expected = {
      $schema: storeSchemaId,
      version: 1,
      routes: [
        {
          name: 'inbound',
          hosts: {
            type: 'multiple',
            primary: [
              { host: 'mx1.example.com', port: 25, load: 60 },
              { host: 'mx2.example.com', port: 25, load: 40 },
            ],
            secondary: [{ host: 'mx3.example.com', port: 587, load: 100 }],
          },
          options: { lookupMx: false, requireTls: true, requireCa: false, verifyHostname: false },
          note: 'moved',
          labels: ['eu'],
          console: { setAt: now, by: 'admin@test' },
        },
      ],
    };
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(expected, null, 2)}\n`);
  });

  test('is made with mode 0600, its log too, and its folder when there is none', async () => {
    const file = join(newFolder(), 'a', 'b', 'routes.json');
    await add(open(file), 'one');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}.audit.jsonl`).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file)).sort()).toEqual(['routes.json', 'routes.json.audit.jsonl']);
  });

  test.each(['routes.json', './routes.json', '../inner/routes.json', 'folder/../routes.json'])(
    'is where a path relative to this folder says: %s',
    async (path) => {
      const folder = join(newFolder(), 'inner');
      mkdirSync(join(folder, 'folder'), { recursive: true });
      const came = process.cwd();
      try {
        process.chdir(folder);
        await add(open(path), 'one');
        await add(open(path), 'two');
      } finally {
        process.chdir(came);
      }
      expect(readdirSync(folder).sort()).toEqual(['folder', 'routes.json', 'routes.json.audit.jsonl']);
    },
  );

  test.each([0o600, 0o640, 0o644, 0o664, 0o666])('keeps its mode %o', async (mode) => {
    const { store, file } = await storeWith('one');
    chmodSync(file, mode);
    await add(store, 'two');
    expect(statSync(file).mode & 0o777).toBe(mode);
  });

  test('a symbolic link is kept, and lock and log belong to the file it leads to', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'real'));
    mkdirSync(join(folder, 'linked'));
    const real = join(folder, 'real', 'routes.json');
    const link = join(folder, 'linked', 'mine.json');
    await add(open(real), 'one');
    symlinkSync('../real/routes.json', link);
    await add(open(link), 'two');
    expect(readlinkSync(link)).toBe('../real/routes.json');
    expect(lstatSync(real).isFile()).toBe(true);
    expect(readdirSync(dirname(link))).toEqual(['mine.json']);
    expect(await names(open(real))).toEqual(['one', 'two']);
    expect((await open(link).verify()).chain).toBe('intact');
  });

  test('a $schema of the user is kept', async () => {
    const { store, file } = await storeWith('one');
    writeFileSync(file, readFileSync(file, 'utf8').replace(storeSchemaId, './store.schema.json'));
    await add(store, 'two');
    expect(JSON.parse(readFileSync(file, 'utf8')).$schema).toBe('./store.schema.json');
  });
});

describe('reading', () => {
  test('a missing default store reads as empty, and nothing is made', async () => {
    const file = newFile();
    expect(await open(file).read()).toEqual({ routes: [], exists: false, hash: null, repaired: null });
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('a missing store named by hand is an error, for a change too', async () => {
    const file = newFile();
    const store = open(file, { mustExist: true });
    expect((await failureOf(store.read())).data).toEqual({ code: 'store-missing', file });
    expect((await failureOf(add(store, 'one'))).code).toBe('store-missing');
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('octets that the log vouches for are not validated again, unless that is asked for', async () => {
    const { file } = await storeWith('one', 'two');
    const store = open(file, { loadValidator: neverValidate });
    expect((await store.read()).routes).toHaveLength(2);
    await expect(store.read({ validate: true })).rejects.toThrow('the validator was loaded');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"two"', '"TWO"'));
    await expect(store.read()).rejects.toThrow('the validator was loaded');
  });

  test('the same holds for a store too large for the quick sum, and for line ends changed by git', async () => {
    const file = newFile();
    const routes = Array.from({ length: 300 }, (_, index) => routeNamed(`route ${index}`));
    await open(file).change(
      () => ({
        routes,
        changes: routes.map((after) => ({
          event: 'CREATE_GMAIL_SETTING',
          name: after.name,
          before: null,
          after,
        })),
      }),
      { command: 'import' },
    );
    const store = open(file, { loadValidator: neverValidate });
    expect(statSync(file).size).toBeGreaterThan(64 * 1024);
    expect((await store.read()).routes).toHaveLength(300);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    expect((await store.read()).routes).toHaveLength(300);
    expect((await store.verify()).chain).toBe('intact');
  });

  test.each([
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['both', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['no newline at the end', (text: string) => text.trimEnd()],
    ['one line', (text: string) => JSON.stringify(JSON.parse(text))],
  ])('%s is read, and written plainly by the next change', async (_title, change) => {
    const { store, file } = await storeWith('one');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, change(text));
    expect(await names(store)).toEqual(['one']);
    await add(store, 'two');
    await remove(store, 'two');
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect((await store.verify()).chain).toBe('intact');
  });
});

describe('a change', () => {
  test('that throws leaves everything as it was', async () => {
    const { store, file } = await storeWith('one');
    const before = snapshot(dirname(file));
    const work = store.change(
      () => {
        throw new Error('no such route');
      },
      { command: 'edit' },
    );
    await expect(work).rejects.toThrow('no such route');
    expect(snapshot(dirname(file))).toEqual(before);
  });

  test('that throws where there was no store and no folder makes none', async () => {
    const folder = newFolder();
    const work = open(join(folder, 'a', 'b', 'routes.json')).change(
      () => {
        throw new Error('no such route');
      },
      { command: 'edit' },
    );
    await expect(work).rejects.toThrow('no such route');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that changes nothing writes nothing', async () => {
    const { store, file } = await storeWith('one');
    const before = snapshot(dirname(file));
    const { mtimeMs } = statSync(file);
    const result = await store.change((routes) => ({ routes, changes: [] }), { command: 'edit' });
    expect(result.kind).toBe('unchanged');
    expect(snapshot(dirname(file))).toEqual(before);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  test('is refused when the store is no longer the one that a plan was shown for', async () => {
    const { store, file } = await storeWith('one');
    const { hash } = await store.read();
    await add(store, 'two', {}, { onlyIf: hash });
    const before = snapshot(dirname(file));
    expect((await failureOf(add(store, 'three', {}, { onlyIf: hash }))).code).toBe('store-moved-on');
    expect(snapshot(dirname(file))).toEqual(before);
  });

  test.each([
    ['a route that is not valid', { hosts: { type: 'single', host: 'mx1.example.com', port: 465 } }],
    ['a name that is taken', { name: 'ONE ' }],
  ] as const)('to %s is refused, whoever asks for it', async (_title, more) => {
    const { store, file } = await storeWith('one');
    const before = snapshot(dirname(file));
    expect((await failureOf(add(store, 'two', more))).code).toBe('change-invalid');
    expect(snapshot(dirname(file))).toEqual(before);
  });

  test('that does not say what it does is a mistake of ours', async () => {
    const { store } = await storeWith('one', 'two');
    const work = store.change((routes) => ({ routes: routes.slice(1), changes: [] }), { command: 'remove' });
    await expect(work).rejects.toThrow('do not lead from');
  });

  test('is one line in the log, with everything that PRODUCT.md section 6 names', async () => {
    const { store, file } = await storeWith('one');
    await store.change((routes) => editRoute(routes, routes[0]!, { ...routes[0]!, note: 'why' }, now), {
      command: 'edit',
      reason: 'ticket 7',
    });
    const lines = readFileSync(`${file}.audit.jsonl`, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    const [first, second] = lines.map((line) => JSON.parse(line));
    expect(second).toEqual({
      time: now,
      actor: 'admin@test',
      command: 'edit',
      reason: 'ticket 7',
      setting: 'EMAIL_ROUTE',
      changes: [
        {
          event: 'CHANGE_GMAIL_SETTING',
          name: 'one',
          before: expect.objectContaining({ name: 'one' }),
          after: expect.objectContaining({ name: 'one', note: 'why' }),
        },
      ],
      previous: [first.hash],
      store: (await store.read()).hash,
      sum: expect.stringMatching(/^[0-9a-f]{16}$/),
      offset: lines[0]!.length + 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('create makes an empty store once', async () => {
    const store = open(newFile());
    expect((await store.create({ command: 'init' })).kind).toBe('changed');
    expect(await store.read()).toMatchObject({ routes: [], exists: true });
    expect((await store.create({ command: 'init' })).kind).toBe('unchanged');
    expect((await store.verify()).chain).toBe('intact');
  });
});
