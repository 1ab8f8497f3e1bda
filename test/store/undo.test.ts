// Undo, and the log as it is read.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { editRoute, removeRoutes } from '../../src/route/changes.ts';
import { routeNamed } from './routes.ts';
import { add, failureOf, newFile, now, open, remove, snapshot, storeWith } from './support.ts';

describe('undo', () => {
  test.each([
    ['an add', (s: ReturnType<typeof open>) => add(s, 'four')],
    ['a removal from the middle', (s: ReturnType<typeof open>) => remove(s, 'two')],
    ['a removal of many', (s: ReturnType<typeof open>) => remove(s, 'one', 'three')],
    [
      'a rename',
      (s: ReturnType<typeof open>) =>
        s.change((routes) => editRoute(routes, routes[1]!, { ...routes[1]!, name: 'zwei' }, now), {
          command: 'edit',
        }),
    ],
    [
      'an apply that adds, changes, removes and puts in another order',
      (s: ReturnType<typeof open>) =>
        s.change(
          (routes) => {
            const changed = { ...routes[2]!, note: 'changed' };
            const added = routeNamed('four');
            return {
              routes: [added, changed, routes[0]!],
              changes: [
                { event: 'CREATE_GMAIL_SETTING', name: 'four', before: null, after: added },
                { event: 'CHANGE_GMAIL_SETTING', name: 'three', before: routes[2]!, after: changed },
                { event: 'DELETE_GMAIL_SETTING', name: 'two', before: routes[1]!, after: null },
              ],
            };
          },
          { command: 'apply' },
        ),
    ],
    ['an undo', (s: ReturnType<typeof open>) => s.undo({ command: 'undo' })],
  ])('takes %s back to the byte, and can itself be undone', async (_title, change) => {
    const { store, file } = await storeWith('one', 'two', 'three');
    if (_title === 'an undo') await remove(store, 'one');
    const before = readFileSync(file, 'utf8');
    await change(store);
    const after = readFileSync(file, 'utf8');
    expect(after).not.toBe(before);
    const plan = await store.planUndo();
    const undone = await store.undo({ command: 'undo', onlyIf: plan.hash });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(undone.entry.undoes).toBe(plan.entry.hash);
    await store.undo({ command: 'undo' });
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect((await store.verify()).chain).toBe('intact');
  });

  test.each([
    ['there is no store', async () => ({ store: open(newFile()) }), 'undo-nothing'],
    [
      'nothing was changed yet',
      async () => {
        const store = open(newFile());
        await store.create({ command: 'init' });
        return { store };
      },
      'undo-nothing',
    ],
    [
      'the store was edited outside',
      async () => {
        const { store, file } = await storeWith('one');
        writeFileSync(file, readFileSync(file, 'utf8').replace('mx1', 'mx2'));
        return { store };
      },
      'undo-edited-outside',
    ],
    [
      'an older store was put back',
      async () => {
        const { store, file } = await storeWith('one');
        const old = readFileSync(file);
        await add(store, 'two');
        writeFileSync(file, old);
        return { store };
      },
      'undo-edited-outside',
    ],
    [
      'the log is gone',
      async () => {
        const { store, file } = await storeWith('one');
        writeFileSync(`${file}.audit.jsonl`, '');
        return { store };
      },
      'undo-edited-outside',
    ],
  ])('refuses when %s', async (_title, make, code) => {
    const { store } = await make();
    const before = snapshot(dirname(store.file));
    expect((await failureOf(store.undo({ command: 'undo' }))).code).toBe(code);
    expect((await failureOf(store.planUndo())).code).toBe(code);
    expect(snapshot(dirname(store.file))).toEqual(before);
  });
});

describe('the log', () => {
  test('is filtered by route, actor and time', async () => {
    const file = newFile();
    const at = (day: number, actor: string) =>
      open(file, { actor, clock: () => new Date(Date.UTC(2026, 0, day)) });
    await add(at(1, 'ann@a'), 'One');
    await add(at(2, 'bob@b'), 'two');
    await at(3, 'ann@a').change(
      (routes) => editRoute(routes, routes[1]!, { ...routes[1]!, name: 'zwei' }, now),
      { command: 'edit' },
    );
    const lines = async (filter: Parameters<ReturnType<typeof open>['log']>[0]) => {
      const found: number[] = [];
      for await (const { line } of open(file).log(filter)) found.push(line);
      return found;
    };
    expect(await lines({})).toEqual([1, 2, 3]);
    expect(await lines({ route: 'one' })).toEqual([1]);
    expect(await lines({ route: 'TWO' })).toEqual([2, 3]);
    expect(await lines({ route: 'zwei' })).toEqual([3]);
    expect(await lines({ actor: 'ann@a' })).toEqual([1, 3]);
    expect(await lines({ since: new Date('2026-01-02'), until: new Date('2026-01-02') })).toEqual([2]);
    expect(await lines({ actor: 'ann@a', since: new Date('2026-01-02') })).toEqual([3]);
  });

  test('of a store that never was is empty', async () => {
    const found: unknown[] = [];
    for await (const line of open(newFile()).log()) found.push(line);
    expect(found).toEqual([]);
  });

  test('lines of any length are read, and the last one from the end', async () => {
    const { store } = await storeWith('one');
    await add(store, 'long', { note: 'é'.repeat(400_000) });
    await remove(store, 'long');
    expect((await add(store, 'two')).kind).toBe('changed');
    expect(await store.verify()).toMatchObject({ chain: 'intact', lines: 4 });
  });

  test('a removal writes no file of its own beside store and log', async () => {
    const { store, file } = await storeWith('one', 'two');
    await store.change((routes) => removeRoutes(routes, routes), { command: 'remove' });
    expect(existsSync(`${file}.lock`)).toBe(false);
    expect(readdirSync(dirname(file)).sort()).toEqual(['routes.json', 'routes.json.audit.jsonl']);
  });
});
