// What a change makes of the routes, and what differs between two of them. R13.

import { describe, expect, test } from '@jest/globals';
import { addRoute, editRoute, findRoute, liveBy, removeRoutes } from '../../src/route/changes.ts';
import { differences, listDifference } from '../../src/route/difference.ts';
import { defaultOptions, type Route } from '../../src/route/route.ts';

const route = (more: Partial<Route> = {}): Route => ({
  name: 'inbound',
  hosts: { type: 'single', host: 'mx1.example.com', port: 25 },
  options: defaultOptions,
  console: { setAt: '2026-01-01T00:00:00.000Z', by: 'ada' },
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const now = '2026-02-01T00:00:00.000Z';

describe('R13: what the console knows', () => {
  test('a new route is pending', () =>
    expect(addRoute([], route(), now).route).toMatchObject({ console: null, createdAt: now }));
  test.each<[string, Partial<Route>]>([
    ['its name', { name: 'outbound' }],
    ['its host', { hosts: { type: 'single', host: 'mx2.example.com', port: 25 } }],
    ['a box', { options: { ...defaultOptions, requireCa: false } }],
  ])('a change of %s makes it pending again', (_, more) => {
    const before = route();
    expect(editRoute([before], before, route(more), now).route.console).toBeNull();
  });
  test.each<[string, Partial<Route>]>([
    ['a note', { note: 'by phone' }],
    ['a label', { labels: ['old'] }],
  ])('%s is ours alone', (_, more) => {
    const before = route();
    expect(editRoute([before], before, route(more), now).route).toMatchObject({
      console: before.console,
      ...more,
      updatedAt: now,
    });
  });
  test('the same again is no change', () => {
    const before = route();
    expect(editRoute([before], before, route({ console: null }), now).changes).toEqual([]);
  });
  test('it is live 24 hours later at the latest', () => {
    expect(liveBy(route())).toBe('2026-01-02T00:00:00.000Z');
    expect(liveBy(route({ console: null }))).toBeNull();
  });
});

test('a route is found whatever the case of its name', () =>
  expect(findRoute([route()], ' INBOUND')).toEqual(route()));

test('removing gives one change a route', () => {
  const [one, other] = [route(), route({ name: 'other' })];
  expect(removeRoutes([one, other], [one])).toEqual({
    routes: [other],
    changes: [{ event: 'DELETE_GMAIL_SETTING', name: 'inbound', before: one, after: null }],
  });
});

describe('differences', () => {
  test('field by field, tables row by row', () => {
    const rows = (loads: number[]) =>
      loads.map((load, index) => ({ host: `mx${index}.example.com`, port: 25, load }));
    const before = route({ hosts: { type: 'multiple', primary: rows([50, 50]), secondary: [] } });
    const after = route({
      hosts: { type: 'multiple', primary: rows([40, 30, 30]), secondary: [] },
      note: 'x',
    });
    expect(differences(before, after)).toEqual([
      { path: 'hosts.primary[0].load', before: 50, after: 40 },
      { path: 'hosts.primary[1].load', before: 50, after: 30 },
      { path: 'hosts.primary[2]', before: null, after: { host: 'mx2.example.com', port: 25, load: 30 } },
      { path: 'note', before: null, after: 'x' },
    ]);
  });
  test('when and who are no difference', () => {
    expect(differences(route(), route({ console: null, createdAt: now, updatedAt: now }))).toEqual([]);
  });
  test('two lists are paired by name', () => {
    const list = listDifference(
      [route(), route({ name: 'gone' })],
      [route({ name: 'INBOUND', note: 'x' }), route({ name: 'new' })],
    );
    expect(list.add.map(({ name }) => name)).toEqual(['new']);
    expect(list.remove.map(({ name }) => name)).toEqual(['gone']);
    expect(list.change).toMatchObject([{ name: 'INBOUND', fields: [{ path: 'name' }, { path: 'note' }] }]);
  });
});
