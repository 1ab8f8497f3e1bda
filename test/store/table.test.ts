// Properties: a difference leads from one list to the other and back, to the letter and in order; a store that
// goes through any sequence of changes, undos and edits from outside agrees with a model, and its log with both.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editRoute } from '../../src/route/changes.ts';
import type { Route } from '../../src/route/route.ts';
import { printDocument } from '../../src/store/document.ts';
import { quickSum } from '../../src/store/quick-sum.ts';
import { replay } from '../../src/store/replay.ts';
import { applyChange, invert, logged, tableDifference } from '../../src/store/table.ts';
import { routeNamed } from './routes.ts';
import { add, newFile, now, open, remove } from './support.ts';

const route = fc
  .record({ name: fc.constantFrom('a', 'B', 'ç', 'd', 'e', 'f', 'g'), note: fc.constantFrom('', 'x', 'y') })
  .map(({ name, note }) => routeNamed(name, note === '' ? {} : { note }));
const table = fc.uniqueArray(route, { selector: ({ name }) => name, maxLength: 7 });

describe('a difference of two lists', () => {
  test('leads from one to the other, and turned round leads back', () => {
    fc.assert(
      fc.property(table, table, (before, after) => {
        const change = tableDifference(before, after);
        expect(applyChange(before, change)).toEqual(after);
        const back = invert(change);
        expect(applyChange(after, logged(after, applyChange(after, back), back.changes))).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test('of a list and itself is nothing', () => {
    fc.assert(
      fc.property(table, (routes) => {
        expect(tableDifference(routes, structuredClone(routes))).toEqual({ changes: [] });
      }),
    );
  });
});

type Step =
  | { readonly kind: 'add' | 'remove' | 'edit' | 'rename'; readonly pick: number; readonly text: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'edit outside'; readonly routes: readonly Route[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('add' as const, 'remove' as const, 'edit' as const, 'rename' as const),
      pick: fc.nat(6),
      text: fc.constantFrom('p', 'q', 'r', 's'),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'undo' as const }) },
  { weight: 1, arbitrary: table.map((routes) => ({ kind: 'edit outside' as const, routes })) },
);

test('any sequence of changes agrees with a model, and so does the log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const file = newFile();
      const store = open(file, { loadValidator: async () => () => [] });
      /** The store's text after each change that an undo can go back from. */
      let texts: string[] = [];
      let isEdited = false;
      for (const one of steps) {
        const { routes } = await store.read();
        const before = printDocument(routes);
        if (one.kind === 'edit outside') {
          if (printDocument(one.routes) === before) continue;
          writeFileSync(file, printDocument(one.routes));
          isEdited = true;
          texts = [];
          continue;
        }
        if (one.kind === 'undo') {
          if (isEdited || texts.length === 0) continue;
          await store.undo({ command: 'undo' });
          expect(readFileSync(file, 'utf8')).toBe(texts.at(-1));
          texts.push(before);
          continue;
        }
        const picked = routes[one.pick % Math.max(routes.length, 1)];
        const isTaken = routes.some(({ name }) => name === one.text);
        if (one.kind === 'add' ? isTaken : picked === undefined || (one.kind === 'rename' && isTaken))
          continue;
        if (one.kind === 'add') await add(store, one.text);
        else if (one.kind === 'remove') await remove(store, picked!.name);
        else {
          const more =
            one.kind === 'rename' ? { name: one.text } : { note: `${picked!.note ?? ''}${one.text}` };
          await store.change(
            (all) => editRoute(all, all[one.pick % all.length]!, { ...picked!, ...more }, now),
            {
              command: one.kind,
            },
          );
        }
        isEdited = false;
        texts.push(before);
      }
      if (isEdited) await add(store, 'last');
      const { routes } = await store.read();
      expect(replay(`${file}.audit.jsonl`).routes).toEqual(routes);
      expect(await store.verify()).toMatchObject({ chain: 'intact', forks: [] });
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('the quick sum tells texts apart that differ in one or two bits', () => {
  const text = Buffer.from('{ "name": "inbound", "port": 25 }');
  const sums = new Set([quickSum(text)]);
  let count = 1;
  for (let one = 0; one < text.length * 8; one += 1) {
    for (let other = one; other < text.length * 8; other += 1) {
      const changed = Buffer.from(text);
      for (const bit of new Set([one, other])) changed[bit >> 3]! ^= 1 << (bit & 7);
      sums.add(quickSum(changed));
      count += 1;
    }
  }
  expect(sums.size).toBe(count);
  expect(quickSum(Buffer.alloc(0))).not.toBe(quickSum(Buffer.alloc(1)));
});
