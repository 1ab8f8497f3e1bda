// The chain of the log: what verify finds, what it accepts, and how the next change takes in what was edited
// outside or merged.

import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { editRoute, setInConsole } from '../../src/route/changes.ts';
import type { Route } from '../../src/route/route.ts';
import type { LogEntry, Store } from '../../src/store/store.ts';
import { add, failureOf, names, newFolder, now, open, remove, storeWith } from './support.ts';

function linesOf(file: string): string[] {
  return readFileSync(`${file}.audit.jsonl`, 'utf8').trimEnd().split('\n');
}

function writeLines(file: string, lines: readonly string[]): void {
  writeFileSync(`${file}.audit.jsonl`, lines.map((line) => `${line}\n`).join(''));
}

async function entriesOf(store: Store): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const { entry } of store.log()) entries.push(entry);
  return entries;
}

describe('verify', () => {
  test('a log that nobody touched is intact', async () => {
    const { store, file } = await storeWith('one', 'two');
    expect(await store.verify()).toEqual({
      chain: 'intact',
      fault: null,
      forks: [],
      lines: 2,
      file: `${file}.audit.jsonl`,
      repaired: null,
    });
  });

  test.each<[string, (lines: string[]) => string[], number, string]>([
    ['a name changed in it', (l) => l.with(1, l[1]!.replaceAll('"two"', '"owt"')), 2, 'changed'],
    ['the last line changed', (l) => l.with(3, l[3]!.replace('admin', 'nimda')), 4, 'changed'],
    ['a hash changed in it', (l) => l.with(1, l[1]!.replace(/"hash":"./, '"hash":"_')), 2, 'changed'],
    ['a line removed', (l) => l.toSpliced(1, 1), 2, 'line-before-missing'],
    ['its first lines removed', (l) => l.slice(2), 1, 'line-before-missing'],
    ['two lines changed about', (l) => [l[0]!, l[2]!, l[1]!, l[3]!], 2, 'line-before-missing'],
    ['a line twice', (l) => [...l, l[3]!], 5, 'twice'],
    ['a line of words', (l) => l.toSpliced(2, 0, 'approved by ann'), 3, 'not-an-entry'],
    ['a line that is JSON but no entry', (l) => l.toSpliced(2, 0, '{"time":"2026"}'), 3, 'not-an-entry'],
    ['a line made up', (l) => l.toSpliced(2, 0, l[1]!.replace('add', 'edit')), 3, 'changed'],
    ['the marks of a merge', (l) => l.toSpliced(1, 0, '<<<<<<< HEAD'), 2, 'not-an-entry'],
    ['half a line', (l) => l.with(3, l[3]!.slice(0, 100)), 4, 'not-an-entry'],
  ])('%s is found', async (_title, change, brokenAt, fault) => {
    const { store, file } = await storeWith('one', 'two', 'three', 'four');
    writeLines(file, change(linesOf(file)));
    expect(await store.verify()).toMatchObject({ chain: { brokenAt }, fault });
  });

  test.each<[string, (file: string) => void]>([
    ['its tail cut', (file) => writeLines(file, linesOf(file).slice(0, 1))],
    ['every line gone', (file) => writeLines(file, [])],
    ['itself gone', (file) => rmSync(`${file}.audit.jsonl`)],
    ['its store edited', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('mx1', 'mx2'))],
    ['its store gone', (file) => rmSync(file)],
  ])('a log with %s is edited or cut, until the next change takes it in', async (_title, change) => {
    const { store, file } = await storeWith('one', 'two');
    change(file);
    expect((await store.verify()).chain).toEqual({ tail: 'edited-or-cut' });
    await add(store, 'three');
    expect((await store.verify()).chain).toBe('intact');
  });

  test('any octet of the log changed is found', async () => {
    const { store, file } = await storeWith('one', 'two');
    const octets = readFileSync(`${file}.audit.jsonl`);
    for (let at = 0; at < octets.length - 1; at += 7) {
      for (const to of [0x20, 0x0a, octets[at]! ^ 1]) {
        if (to === octets[at]) continue;
        const changed = Buffer.from(octets);
        changed[at] = to;
        writeFileSync(`${file}.audit.jsonl`, changed);
        expect({ at, to, chain: (await store.verify()).chain }).not.toMatchObject({ chain: 'intact' });
      }
    }
  });

  test('a store named by hand that is missing is an error for who reads the log, too', async () => {
    const { file } = await storeWith();
    const store = open(file, { mustExist: true });
    expect((await failureOf(store.verify())).code).toBe('store-missing');
    expect((await failureOf(entriesOf(store))).code).toBe('store-missing');
  });

  test('line ends that git changed in store and log are no edit', async () => {
    const { store, file } = await storeWith('one', 'two');
    for (const path of [file, `${file}.audit.jsonl`]) {
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    }
    expect((await store.verify()).chain).toBe('intact');
    await add(store, 'three');
    expect(await store.verify()).toMatchObject({ chain: 'intact', lines: 3, forks: [] });
  });
});

describe('an edit outside', () => {
  test('is logged with its difference before the next change', async () => {
    const { store, file } = await storeWith('one', 'two', 'three');
    const document = JSON.parse(readFileSync(file, 'utf8'));
    document.routes[0].hosts.port = 587;
    document.routes.splice(1, 1);
    document.routes.push({ ...document.routes[0], name: 'four' });
    writeFileSync(file, JSON.stringify(document));
    const result = await add(store, 'five');
    expect(result).toMatchObject({
      kind: 'changed',
      externalEdit: { command: 'external edit', actor: 'unknown' },
    });
    const entries = await entriesOf(store);
    expect(entries.map(({ command }) => command)).toEqual(['add', 'add', 'add', 'external edit', 'add']);
    expect(
      entries[3]!.changes.map(({ event, name, before, after }) => [event, name, before?.hosts, after?.hosts]),
    ).toEqual([
      ['DELETE_GMAIL_SETTING', 'two', expect.anything(), undefined],
      [
        'CHANGE_GMAIL_SETTING',
        'one',
        expect.objectContaining({ port: 25 }),
        expect.objectContaining({ port: 587 }),
      ],
      ['CREATE_GMAIL_SETTING', 'four', undefined, expect.objectContaining({ port: 587 })],
    ]);
    expect((await store.verify()).chain).toBe('intact');
    expect(await names(store)).toEqual(['one', 'three', 'four', 'five']);
    await store.undo({ command: 'undo' });
    expect(await names(store)).toEqual(['one', 'three', 'four']);
  });

  describe('of what was set in the console (R13)', () => {
    const setAt = '2026-11-24T11:00:00.000Z';
    const edited = async (change: (route: Route) => void) => {
      const { store, file } = await storeWith('one', 'two');
      await store.change((routes) => setInConsole(routes, [routes[0]!], { setAt, by: 'ada' }), {
        command: 'console',
      });
      const document = JSON.parse(readFileSync(file, 'utf8'));
      change(document.routes[0]);
      writeFileSync(file, JSON.stringify(document));
      const record = async () => (await store.read()).routes[0]!.console?.setAt ?? null;
      return { store, record };
    };
    const host = (route: Route) => Object.assign(route.hosts, { host: 'mx9.example.com' });
    test.each<[string, (route: Route) => void, string | null]>([
      ['another host: pending again', host, null],
      [
        'another name and another host: the same',
        (route) => Object.assign(route, { name: 'uno', hosts: { ...route.hosts, host: 'mx9.example.com' } }),
        null,
      ],
      ['a box: the same', (route) => Object.assign(route.options, { requireCa: false }), null],
      ['a note is ours alone', (route) => Object.assign(route, { note: 'x' }), setAt],
      [
        'another spelling is the same host',
        (route) => Object.assign(route.hosts, { host: 'MX1.example.com.' }),
        setAt,
      ],
      [
        'a later record is of the route as it is now',
        (route) => {
          host(route);
          Object.assign(route, { console: { setAt: '2026-11-24T12:00:00.000Z', by: 'eve' } });
        },
        '2026-11-24T12:00:00.000Z',
      ],
    ])('%s', async (_, change, expected) => {
      const { store, record } = await edited(change);
      expect(await record()).toBe(expected);
      await add(store, 'three');
      expect(await record()).toBe(expected);
      expect((await store.verify()).chain).toBe('intact');
      await store.undo({ command: 'undo' });
      expect(await record()).toBe(expected);
    });
  });

  test('that is only another order of the routes is told as that', async () => {
    const { store, file } = await storeWith('one', 'two');
    const document = JSON.parse(readFileSync(file, 'utf8'));
    document.routes.reverse();
    writeFileSync(file, JSON.stringify(document));
    await add(store, 'three');
    expect((await entriesOf(store))[2]).toMatchObject({
      changes: [],
      order: { before: ['one', 'two'], after: ['two', 'one'] },
    });
  });

  test('a store that a person put back is not redone', async () => {
    const { store, file } = await storeWith('one');
    const old = readFileSync(file);
    await add(store, 'two');
    writeFileSync(file, old);
    expect(await names(store)).toEqual(['one']);
    await add(store, 'three');
    expect(await names(store)).toEqual(['one', 'three']);
    expect((await entriesOf(store)).map(({ command, changes }) => [command, changes[0]?.event])).toEqual([
      ['add', 'CREATE_GMAIL_SETTING'],
      ['add', 'CREATE_GMAIL_SETTING'],
      ['external edit', 'DELETE_GMAIL_SETTING'],
      ['add', 'CREATE_GMAIL_SETTING'],
    ]);
  });

  test('is taken in also where a line of the log is damaged, which verify goes on naming', async () => {
    const { store, file } = await storeWith('one', 'two', 'three');
    writeLines(file, linesOf(file).with(1, 'damaged'));
    writeFileSync(file, readFileSync(file, 'utf8').replace('mx1', 'mx2'));
    expect((await add(store, 'four')).kind).toBe('changed');
    expect((await entriesOf(store)).map(({ command }) => command)).toEqual([
      'add',
      'add',
      'external edit',
      'add',
    ]);
    expect(await store.verify()).toMatchObject({ chain: { brokenAt: 2 }, fault: 'not-an-entry' });
  });

  test('a store made by hand is taken into a log that begins with it', async () => {
    const { file } = await storeWith('one', 'two');
    const copy = join(newFolder(), 'copy.json');
    copyFileSync(file, copy);
    const store = open(copy);
    await add(store, 'three');
    expect((await entriesOf(store)).map(({ command, changes }) => [command, changes.length])).toEqual([
      ['external edit', 2],
      ['add', 1],
    ]);
    expect((await store.verify()).chain).toBe('intact');
  });
});

describe('two branches merged by git', () => {
  const git = (folder: string, ...words: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...words],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
      },
    );

  /** A repository with a store of five routes, changed on two branches and merged with the union of the logs. */
  async function merged(
    ours: (store: Store) => Promise<unknown>,
    theirs: (store: Store) => Promise<unknown>,
  ): Promise<{ store: Store; file: string; hasConflict: boolean }> {
    const folder = newFolder();
    const file = join(folder, 'routes.json');
    const store = open(file);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await add(store, name);
    writeFileSync(join(folder, '.gitattributes'), '*.audit.jsonl merge=union\n');
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '.');
    git(folder, 'commit', '-q', '-m', 'base');
    git(folder, 'checkout', '-q', '-b', 'other');
    await theirs(store);
    git(folder, 'commit', '-q', '-a', '-m', 'theirs');
    git(folder, 'checkout', '-q', 'main');
    await ours(store);
    git(folder, 'commit', '-q', '-a', '-m', 'ours');
    let hasConflict = false;
    try {
      git(folder, 'merge', '-q', '--no-edit', 'other');
    } catch {
      hasConflict = true;
    }
    return { store, file, hasConflict };
  }

  const note = (name: string, text: string) => (store: Store) =>
    store.change(
      (routes) => {
        const route = routes.find((one) => one.name === name)!;
        return editRoute(routes, route, { ...route, note: text }, now);
      },
      { command: 'edit' },
    );

  test('without a conflict: store and log verify, the fork is named, the next change joins it', async () => {
    const { store, hasConflict } = await merged(note('a', 'ours'), async (s) => {
      await note('e', 'theirs')(s);
      await note('e', 'theirs again')(s);
    });
    expect(hasConflict).toBe(false);
    expect(await store.verify()).toMatchObject({
      chain: 'intact',
      forks: [{ after: 5, lines: [6, 7], joinedAt: null }],
    });
    expect((await failureOf(store.planUndo())).code).toBe('undo-forked');
    await add(store, 'f');
    expect(await store.verify()).toMatchObject({
      chain: 'intact',
      forks: [{ after: 5, lines: [6, 7], joinedAt: 9 }],
    });
    const entries = await entriesOf(store);
    expect(entries.map(({ command }) => command).slice(5)).toEqual(['edit', 'edit', 'edit', 'add']);
    expect(entries.at(-1)!.previous).toEqual([entries[5]!.hash, entries[7]!.hash]);
    await store.undo({ command: 'undo' });
    expect(await store.read()).toMatchObject({
      routes: [{ note: 'ours' }, {}, {}, {}, { note: 'theirs again' }],
    });
  });

  test('with a conflict: one side taken for a route is accepted, and so is a change that joins', async () => {
    const { store, file, hasConflict } = await merged(note('c', 'ours'), note('c', 'theirs'));
    expect(hasConflict).toBe(true);
    expect((await failureOf(store.read())).code).toBe('store-not-json');
    git(dirname(file), 'checkout', '--ours', 'routes.json');
    expect(await store.verify()).toMatchObject({ chain: 'intact', forks: [{ joinedAt: null }] });
    await add(store, 'f');
    expect(await store.verify()).toMatchObject({
      chain: 'intact',
      forks: [{ joinedAt: expect.any(Number) }],
    });
  });

  test("with the other side's store taken as it is, the fork is seen all the same", async () => {
    const { store, file } = await merged(note('c', 'ours'), note('c', 'theirs'));
    git(dirname(file), 'checkout', '--theirs', 'routes.json');
    expect(await store.verify()).toMatchObject({
      chain: 'intact',
      forks: [{ after: 5, lines: [6, 7], joinedAt: null }],
    });
    await add(store, 'f');
    expect(await store.verify()).toMatchObject({ chain: 'intact', forks: [{ joinedAt: 8 }] });
  });

  test('with something that neither side did: edited outside, until the next change says what', async () => {
    const { store, file } = await merged(note('a', 'ours'), note('e', 'theirs'));
    writeFileSync(file, readFileSync(file, 'utf8').replace('"ours"', '"nobody\'s"'));
    expect((await store.verify()).chain).toEqual({ tail: 'edited-or-cut' });
    await remove(store, 'b');
    expect((await entriesOf(store)).slice(-2)).toMatchObject([
      {
        command: 'external edit',
        previous: [expect.any(String), expect.any(String)],
        changes: [{ name: 'a' }],
      },
      { command: 'remove', previous: [expect.any(String)] },
    ]);
    expect(await store.verify()).toMatchObject({ chain: 'intact', forks: [{ joinedAt: 8 }] });
  });

  test('git checkout of an older store is not redone', async () => {
    const { store, file } = await merged(note('a', 'ours'), note('e', 'theirs'));
    git(dirname(file), 'checkout', 'HEAD~1', '--', 'routes.json');
    const routes = (await store.read()).routes;
    await add(store, 'f');
    expect((await store.read()).routes.slice(0, 5)).toEqual(routes);
  });
});
