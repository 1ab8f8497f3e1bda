// The rules R1 to R10 on drafts and on documents: every error at once, each with its path and what was given.

import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { storedRouteProblems, storedRoutesProblems } from '../../src/route/document.ts';
import { evenLoads } from '../../src/route/loads.ts';
import { nameKey, type Options, type Route } from '../../src/route/route.ts';
import { storeJsonSchema } from '../../src/route/schema.ts';
import {
  askBoxes,
  newBoxes,
  type RouteDraft,
  routeProblems,
  validateRoute,
} from '../../src/route/validate.ts';
import { routeWarnings } from '../../src/route/warnings.ts';

const single: RouteDraft = {
  name: 'inbound',
  hosts: { type: 'single', host: 'mx1.example.com', port: 25 },
  options: newBoxes({}),
};
const tables = (primary: unknown[], secondary: unknown[] = []): RouteDraft => ({
  ...single,
  hosts: {
    type: 'multiple',
    primary: primary.map((load, index) => ({ host: `mx${index}.example.com`, port: 25, load })),
    secondary: secondary.map((load, index) => ({ host: `backup${index}.example.net`, port: 25, load })),
  },
});
const codes = (draft: RouteDraft, taken: string[] = []) =>
  [...routeProblems(draft, { taken: new Set(taken.map(nameKey)) })].map(
    ({ code, path }) => `${code} ${path}`,
  );

describe('R1: a name', () => {
  test.each([undefined, null, '', ' ', '\t', '\u200b', '\u00ad'])('%j is missing', (name) => {
    expect(codes({ ...single, name })).toEqual(['name-missing name']);
  });
  test.each(['two\nlines', 'bell\u0007', 'a\u2028b', 'lone \ud800', 'escape \u001b[31m'])(
    '%j cannot be said in a line',
    (name) => {
      expect(codes({ ...single, name })).toEqual(['name-bad-character name']);
    },
  );
  test.each(['inbound', 'Eingang für Köln', '受信', 'بريد', '📮', "it's"])('%s is a name', (name) =>
    expect(codes({ ...single, name })).toEqual([]),
  );
  test.each([
    ['Inbound', 'INBOUND'],
    [' inbound ', 'inbound'],
    ['Käfer', 'Ka\u0308fer'],
    ['straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
  ])('%j is taken by %j', (name, other) =>
    expect(codes({ ...single, name }, [other])).toEqual(['name-taken name']),
  );
  test('it is kept in NFC and without white space around it', () => {
    const validated = validateRoute({ ...single, name: ' Ka\u0308fer ' });
    expect(validated).toMatchObject({ kind: 'valid', route: { name: 'Käfer' } });
  });
});

describe('R5 and R6: tables and loads', () => {
  test.each<[string, unknown[], unknown[], string[]]>([
    ['two at 50', [50, 50], [], []],
    ['both tables at 100', [60, 40], [100], []],
    ['no loads named', [undefined, undefined, undefined], [undefined], []],
    ['no primary row', [], [100], ['primary-missing hosts.primary']],
    ['99', [50, 49], [], ['loads-sum hosts.primary']],
    ['101 in the secondary table', [100], [50, 51], ['loads-sum hosts.secondary']],
    ['some named', [50, undefined], [], ['load-missing hosts.primary[1].load']],
    ['0', [0, 100], [], ['load-not-allowed hosts.primary[0].load']],
    [
      'a fraction',
      [50.5, 49.5],
      [],
      ['load-not-allowed hosts.primary[0].load', 'load-not-allowed hosts.primary[1].load'],
    ],
    ['text', ['fifty', 50], [], ['load-not-allowed hosts.primary[0].load']],
    ['101 rows', Array(101).fill(undefined), [], ['table-too-long hosts.primary']],
    ['100 rows', Array(100).fill(undefined), [], []],
  ])('%s', (_, primary, secondary, expected) => expect(codes(tables(primary, secondary))).toEqual(expected));

  test('the message has the table, the sum and what is missing or too much', () => {
    expect([...routeProblems(tables([60, 60]))][0]).toMatchObject({
      data: { table: 'primary', sum: 120, difference: -20, even: [50, 50] },
    });
  });
  test('a load that nobody named is shared out evenly', () => {
    const validated = validateRoute(tables([undefined, undefined, undefined]));
    expect(
      validated.kind === 'valid' &&
        validated.route.hosts.type === 'multiple' &&
        validated.route.hosts.primary.map(({ load }) => load),
    ).toEqual([34, 33, 33]);
  });
  test('even shares always sum to 100, and differ by at most one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (rows) => {
        const loads = evenLoads(rows);
        expect(loads.reduce((sum, load) => sum + load, 0)).toBe(100);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        expect(loads).toEqual(loads.toSorted((one, other) => other - one));
      }),
    );
  });
  test('the same server twice in one table', () => {
    const hosts = {
      type: 'multiple' as const,
      primary: [
        { host: 'mx1.example.com', port: 25 },
        { host: 'MX1.example.com.', port: 25 },
        { host: 'mx1.example.com', port: 587 },
      ],
      secondary: [{ host: 'mx1.example.com', port: 25 }],
    };
    expect(codes({ ...single, hosts })).toEqual(['server-twice hosts.primary[1].host']);
  });
});

describe('R7 to R10: boxes', () => {
  const on: Options = { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true };
  test.each<[string, Partial<Options>, Options]>([
    ['nothing asked', {}, on],
    [
      'TLS off turns the other two off',
      { requireTls: false },
      { ...on, requireTls: false, requireCa: false, verifyHostname: false },
    ],
    ['CA off alone', { requireCa: false }, { ...on, requireCa: false }],
    ['the name off alone', { verifyHostname: false }, { ...on, verifyHostname: false }],
    ['MX lookup on', { lookupMx: true }, { ...on, lookupMx: true }],
  ])('%s', (_, asked, expected) => expect(newBoxes(asked)).toEqual(expected));
  test('turning TLS on again does not bring the others back', () => {
    const off = askBoxes(on, { requireTls: false });
    expect(askBoxes(off, { requireTls: true })).toEqual({ ...off, requireTls: true });
  });
  test.each<[Partial<Options>, string[]]>([
    [{ requireTls: false, requireCa: true }, ['ca-needs-tls options.requireCa']],
    [{ requireTls: false, verifyHostname: true }, ['hostname-needs-tls options.verifyHostname']],
    [{ requireTls: false }, []],
  ])('%j', (asked, expected) => expect(codes({ ...single, options: newBoxes(asked) })).toEqual(expected));
  test('MX lookup of an address', () => {
    const draft: RouteDraft = {
      ...single,
      hosts: { type: 'single', host: '2001:db8::1', port: 25 },
      options: newBoxes({ lookupMx: true }),
    };
    expect(codes(draft)).toEqual(['mx-of-address options.lookupMx']);
  });
});

const stored = (more: object = {}): Record<string, unknown> => ({
  name: 'inbound',
  hosts: { type: 'single', host: 'mx1.example.com', port: 25 },
  options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
  console: null,
  ...more,
});
const documentCodes = (value: unknown) =>
  storedRouteProblems(value).map(({ code, path }) => `${code} ${path}`);

describe('a route in a document', () => {
  test.each<[string, unknown, string[]]>([
    ['whole', stored(), []],
    ['no object', 'inbound', ['wrong-type ']],
    ['an unknown field', stored({ colour: 'red' }), ['unknown-field colour']],
    ['a missing field', stored({ console: undefined }), ['field-missing console']],
    [
      'a port as text',
      stored({ hosts: { type: 'single', host: 'mx1.example.com', port: '25' } }),
      ['wrong-type hosts.port'],
    ],
    ['an unknown type of hosts', stored({ hosts: { type: 'many' } }), ['wrong-type hosts.type']],
    [
      'a port glued to the host',
      stored({ hosts: { type: 'single', host: 'mx1.example.com:25', port: 25 } }),
      ['host-has-port hosts.host'],
    ],
    [
      '465',
      stored({ hosts: { type: 'single', host: 'mx1.example.com', port: 465 } }),
      ['port-465 hosts.port'],
    ],
    [
      'times that are none',
      stored({
        console: { setAt: 'today', by: 'x' },
        createdAt: 'yesterday',
        updatedAt: '2026-13-01T00:00:00Z',
      }),
      ['wrong-type console.setAt', 'wrong-type createdAt', 'wrong-type updatedAt'],
    ],
    [
      'times in several forms',
      stored({ createdAt: '2026-11-24T08:00Z', updatedAt: '2026-11-24T08:00:00.5+09:00' }),
      [],
    ],
    [
      'many errors at once',
      stored({
        name: '',
        hosts: { type: 'multiple', primary: [{ host: 'a b', port: 465, load: 50 }], secondary: [] },
        options: { lookupMx: false, requireTls: false, requireCa: true, verifyHostname: true },
      }),
      [
        'name-missing name',
        'host-has-space hosts.primary[0].host',
        'port-465 hosts.primary[0].port',
        'loads-sum hosts.primary',
        'ca-needs-tls options.requireCa',
        'hostname-needs-tls options.verifyHostname',
      ],
    ],
  ])('%s', (_, value, expected) => expect(documentCodes(value)).toEqual(expected));

  test('names are unique over the document', () => {
    const problems = storedRoutesProblems([stored(), stored({ name: 'INBOUND ' })]);
    expect(problems).toMatchObject([{ code: 'name-taken', path: 'routes[1].name' }]);
  });
  test('no document throws', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => void storedRoutesProblems([value, stored({ hosts: value }), stored({ options: value })]),
      ),
      {
        numRuns: 1000,
      },
    );
  });
  test('every route that validates is a valid document', () => {
    const validated = validateRoute(tables([undefined, undefined], [100]));
    expect(validated.kind === 'valid' && documentCodes(validated.route)).toEqual([]);
  });
});

describe('warnings, never errors', () => {
  const codesOf = (route: Pick<Route, 'hosts' | 'options'>) =>
    routeWarnings(route).map(({ code, path }) => `${code} ${path}`);
  const route = (host: string, options: Partial<Options> = {}) => ({
    hosts: { type: 'single' as const, host, port: 25 },
    options: newBoxes(options),
  });
  test.each<[string, Pick<Route, 'hosts' | 'options'>, string[]]>([
    ['a name with every box', route('mx1.example.com'), []],
    ['a public address', route('8.8.8.8'), ['address-not-name hosts.host']],
    [
      'a private address',
      route('10.0.0.1'),
      ['address-not-name hosts.host', 'unreachable-address hosts.host'],
    ],
    ['a single label', route('mailhost'), ['unreachable-name hosts.host']],
    [
      'TLS off: one warning, not three',
      route('mx1.example.com', { requireTls: false }),
      ['box-off options.requireTls'],
    ],
    ['the name off', route('mx1.example.com', { verifyHostname: false }), ['box-off options.verifyHostname']],
  ])('%s', (_, value, expected) => expect(codesOf(value)).toEqual(expected));
  test('the same server in both tables', () => {
    const row = { host: 'mx1.example.com', port: 25, load: 100 };
    const both = {
      hosts: { type: 'multiple' as const, primary: [row], secondary: [{ ...row, host: 'MX1.example.com' }] },
      options: newBoxes({}),
    };
    expect(codesOf(both)).toEqual(['server-in-both-tables hosts.secondary[0].host']);
  });
});

test.each<[string, boolean, object]>([
  ['a sound route', true, stored()],
  ['465', false, stored({ hosts: { type: 'single', host: 'mx1.example.com', port: 465 } })],
  [
    'R10: a box that needs TLS without it',
    false,
    stored({ options: { lookupMx: false, requireTls: false, requireCa: true, verifyHostname: false } }),
  ],
  [
    'no box at all',
    true,
    stored({ options: { lookupMx: false, requireTls: false, requireCa: false, verifyHostname: false } }),
  ],
])('the JSON Schema of a store: %s', (_, isValid, route) => {
  const validate = new Ajv2020({ strict: false }).compile(storeJsonSchema());
  expect(validate({ version: 1, routes: [route] })).toBe(isValid);
});
