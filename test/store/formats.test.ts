// Export then import is the identity, in every format, for every legal route; and what is wrong with a file is told
// whole, each thing with its place. Formats are tested as text here; the commands in test/sessions.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { storedRoutesProblems } from '../../src/route/document.ts';
import { evenLoads } from '../../src/route/loads.ts';
import { nameKey, type Route } from '../../src/route/route.ts';
import { type FormatName, formatNames, formatOf } from '../../src/store/formats/format.ts';
import { printRoutes, readRoutesFile } from '../../src/store/formats/routes-file.ts';
import { routeNamed } from './routes.ts';

// --- Every legal route --------------------------------------------------------------------------------------------

// What formats trip over, beside whatever fast-check thinks of.
const awkward = [
  "=cmd|' /C calc'!A0",
  '+1',
  '-1',
  '@SUM(A1)',
  ' =1',
  '＝1',
  "'quoted'",
  "''",
  '"',
  '""',
  'a,b',
  'a;=1+1',
  'a; "=1',
  'no',
  'null',
  '~',
  'true',
  '123',
  '1e3',
  '0x1f',
  '2026-11-24',
  '<<',
  '__proto__',
  '- a',
  '# a',
  'a: b',
  '{a}',
  '[a]',
  '&a',
  '*a',
  '!a',
  '%a',
  '|',
  '>',
  '\\n',
  '\\u0041',
  'a\\',
  '日本語のルート',
  'Straße',
  '👨‍👩‍👧',
  ' spaces ',
  '\u00a0x',
  'a\u202eb',
  '\ufeffx',
  'constructor',
  'name',
];
const unseen = /[\p{Cc}\u2028\u2029]|[\ud800-\udfff]/u;
const text = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc
    .array(fc.constantFrom(...'=+-@\'",;\\ \tabu0', '; =', '\u00a0'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);
const line = text.filter((one) => !unseen.test(one) && /[^\s\p{C}]/u.test(one));
const free = fc.oneof(
  text,
  fc.constantFrom(
    '',
    'two\nlines',
    '\n=1',
    'a\r\nb\r',
    'tab\tbed',
    '\u0000',
    '\u0085',
    '\ud800',
    'x\udc00',
    '\u2028',
  ),
);
const name = fc.oneof(
  fc.constantFrom(
    'mx1.example.com',
    'MX.example.COM.',
    'メール.example.jp',
    'localhost',
    '192.0.2.1',
    '2001:DB8::1',
    '::ffff:192.0.2.1',
  ),
  fc.nat(999).map((number) => `mx${number}.example.net`),
);
const port = fc.oneof(fc.constantFrom(25, 587, 1024, 65535), fc.integer({ min: 1024, max: 65535 }));
const table = fc
  .uniqueArray(fc.record({ host: fc.nat(999).map((number) => `mx${number}.example.org`), port }), {
    selector: ({ host }) => host,
    minLength: 1,
    maxLength: 5,
  })
  .map((rows) => rows.map((row, index) => ({ ...row, load: evenLoads(rows.length)[index]! })));
const hosts: fc.Arbitrary<Route['hosts']> = fc.oneof(
  fc.record({ type: fc.constant('single' as const), host: name, port }),
  fc.record({
    type: fc.constant('multiple' as const),
    primary: table,
    secondary: fc.oneof(fc.constant([]), table),
  }),
);
const time = fc.constantFrom('2026-11-24T10:00:00.000Z', '2026-01-31T23:59:59Z');
const route: fc.Arbitrary<Route> = fc
  .record(
    {
      name: line,
      hosts,
      options: fc.record({
        lookupMx: fc.constant(false),
        requireTls: fc.constant(true),
        requireCa: fc.boolean(),
        verifyHostname: fc.boolean(),
      }),
      note: free,
      labels: fc.array(line, { maxLength: 4 }),
      console: fc.oneof(fc.constant(null), fc.record({ setAt: time, by: free })),
      createdAt: time,
      updatedAt: free,
    },
    { requiredKeys: ['name', 'hosts', 'options', 'console'] },
  )
  .map((one) => one as Route);
const routes = fc
  .uniqueArray(route, { selector: (one) => nameKey(one.name), maxLength: 5 })
  .filter((list) => storedRoutesProblems(list).length === 0);

const read = (content: string | Buffer, format: FormatName) =>
  readRoutesFile(Buffer.from(content as string), format);

describe.each(formatNames)('%s', (format) => {
  test('export then import is the identity for every legal route', async () => {
    await fc.assert(
      fc.asyncProperty(routes, async (list) => {
        const { routes: back, faults, problems } = await read(await printRoutes(list, format), format);
        expect({ faults, problems }).toEqual({ faults: [], problems: [] });
        expect(back).toEqual(list);
      }),
      { numRuns: 400 },
    );
  });

  test('also with a byte order mark, CRLF and UTF-16', async () => {
    await fc.assert(
      fc.asyncProperty(routes, async (list) => {
        const content = await printRoutes(list, format);
        const windows = `\ufeff${content.replaceAll('\n', '\r\n')}`;
        expect((await read(windows, format)).routes).toEqual(list);
        expect((await read(Buffer.from(windows, 'utf16le'), format)).routes).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });

  test('a file shows what is in it: nothing for a terminal to act on', async () => {
    await fc.assert(
      fc.asyncProperty(routes, async (list) => {
        expect(await printRoutes(list, format)).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/,
        );
      }),
      { numRuns: 100 },
    );
  });

  test('no routes', async () => {
    expect((await read(await printRoutes([], format), format)).routes).toEqual([]);
  });

  test.each([
    ['', 'file-empty'],
    [' \r\n\n', 'file-empty'],
    [Buffer.from([0x61, 0xff, 0x62]), 'file-not-text'],
    [Buffer.from('a\0b'), 'file-not-text'],
  ])('%j is no file of routes: %s', async (content, code) => {
    expect((await read(content, format)).faults.map((fault) => fault.code)).toEqual([code]);
  });

  test('nothing that anybody may write makes the reader throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (content) => {
        const file = await read(content, format);
        expect(file.faults.length + file.problems.length > 0 || Array.isArray(file.routes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

// --- CSV ----------------------------------------------------------------------------------------------------------

/** The cells as a spreadsheet sees them that splits at this separator: quotes count where a cell begins with one. */
function spreadsheetCells(content: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= content.length) {
    let cell = '';
    if (content[at] === '"') {
      at += 1;
      for (; at < content.length; at += 1) {
        if (content[at] !== '"') cell += content[at];
        else if (content[at + 1] === '"') cell += content[++at];
        else break;
      }
      at += 1;
    }
    while (at < content.length && content[at] !== separator && content[at] !== '\n') cell += content[at++];
    cells.push(cell);
    at += 1;
  }
  return cells;
}

describe('CSV', () => {
  test.each([',', ';', '\t'])('no cell starts a formula, split at %j', async (separator) => {
    await fc.assert(
      fc.asyncProperty(routes, async (list) => {
        const cells = spreadsheetCells(await printRoutes(list, 'csv'), separator);
        expect(cells.filter((cell) => /^["\s]*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('a formula as a name', async () => {
    const content = await printRoutes(
      [routeNamed('=SUM(A1)', { note: '-1', labels: ['@x', 'a, b'] })],
      'csv',
    );
    expect(content.split('\n')[1]).toBe(
      "'=SUM(A1),mx1.example.com:25,,,false,true,true,true,'-1,\"'@x, a\\\\, b\",,,,",
    );
  });

  const rows = (...lines: string[]) => read(`${lines.join('\n')}\n`, 'csv');

  test('columns in any order and spelling; what is left out is as `routes add` takes it', async () => {
    const file = await rows(
      'Require-TLS; NAME ;primary',
      'No; inbound ;mx1.example.com mx2.example.com:587',
      ';;',
    );
    expect(file.routes).toEqual([
      {
        name: 'inbound',
        hosts: {
          type: 'multiple',
          primary: [
            { host: 'mx1.example.com', port: 25, load: 50 },
            { host: 'mx2.example.com', port: 587, load: 50 },
          ],
          secondary: [],
        },
        options: { lookupMx: false, requireTls: false, requireCa: false, verifyHostname: false },
        console: null,
      },
    ]);
  });

  test('a note over two lines, as spreadsheets write it; quotes in it', async () => {
    const file = await read('name,host,note\r\na,mx.example.com,"one ""two""\r\nthree"\r\n', 'csv');
    expect(file.routes[0]?.note).toBe('one "two"\nthree');
  });

  test('every error of every row, with line and column', async () => {
    const file = await rows(
      'name,host,primary,secondary,requireTls',
      'a,mx1.example.com:465,,,maybe',
      'b,mx1.example.com,mx2.example.com,,',
      'c,,mx1.example.com=60 2001:db8::1=20 mx3.example.com:x=y,,',
      ',,,,no',
      'A,,,mx9.example.com,',
    );
    expect(
      file.problems.map(({ code, path, line: at, column }) => `${at}:${column} ${path} ${code}`),
    ).toEqual([
      '2:25 routes[0].options.requireTls wrong-type',
      '2:3 routes[0].hosts.port port-465',
      '3:3 routes[1].hosts hosts-both',
      '4:23 routes[2].hosts.primary[1].host host-needs-brackets',
      '4:38 routes[2].hosts.primary[2].port port-not-allowed',
      '4:38 routes[2].hosts.primary[2].load load-not-allowed',
      '5:2 routes[3].hosts hosts-missing',
      '5:1 routes[3].name name-missing',
      '6:1 routes[4].name name-taken',
      '6:1 routes[4].hosts.primary primary-missing',
    ]);
  });

  test.each([
    ['host', '1:1 column-missing'],
    ['name,host,colour', '1:11 column-unknown'],
    ['name,host,Host', '1:11 column-twice'],
    ['name,host\na,mx.example.com,x,y', '2:18 cells-too-many'],
    ['name,host\n"a,mx.example.com', '2:1 quote-open'],
    ['name,host\n"a"b,mx.example.com', '2:4 quote-inside'],
  ])('%j: %s', async (content, told) => {
    const file = await read(content, 'csv');
    expect(file.faults.map(({ code, line: at, column }) => `${at}:${column} ${code}`)).toContain(told);
    expect(file.routes).toEqual([]);
  });
});

// --- JSON and YAML ------------------------------------------------------------------------------------------------

const faultsOf = async (content: string, format: FormatName) =>
  (await read(content, format)).faults.map(({ code, line: at, column }) => `${at}:${column} ${code}`);

describe('JSON', () => {
  test.each([
    ['{"routes":[', '1:12 file-truncated'],
    ['{"routes":[}', '1:12 file-syntax'],
    ['{"version":1,\n"version":1,"routes":[{"name":"a","name":"b"}]}', '2:1 key-twice, 2:35 key-twice'],
    ['{"routes":[{"__proto__":{}}]}', '1:13 key-forbidden'],
    ['{"version":2,"routes":[]}', '1:2 version-newer'],
    ['{"version":1,"rutes":[]}', '1:14 key-unknown, 1:1 shape'],
    ['7', '1:1 shape'],
  ])('%s: %s', async (content, told) => {
    expect((await faultsOf(content, 'json')).join(', ')).toBe(told);
  });

  test('a bare list, and what is left out', async () => {
    const file = await read(
      '[{"name":"a","hosts":{"type":"single","host":"mx.example.com"},"options":{"requireCa":false}}]',
      'json',
    );
    expect(file.problems).toEqual([]);
    expect(file.routes[0]).toMatchObject({
      hosts: { port: 25 },
      options: { lookupMx: false, requireTls: true, requireCa: false, verifyHostname: true },
      console: null,
    });
  });

  test('every error with its place', async () => {
    const file = await read(
      '{"routes":[\n{"name":"a","hosts":{"type":"single","host":"a b","port":"25"},"colour":1},\n{"name":"A","hosts":{"type":"multiple","primary":[{"host":"x.example"},{"host":"y.example","load":40}]},"console":{"setAt":"today","by":"x"}}]}',
      'json',
    );
    expect(file.problems.map(({ code, path, line: at }) => `${at} ${path} ${code}`)).toEqual([
      '2 routes[0].hosts.port wrong-type',
      '2 routes[0].colour unknown-field',
      '2 routes[0].hosts.host host-has-space',
      '3 routes[1].hosts.primary[0].load load-missing',
      '3 routes[1].name name-taken',
      '3 routes[1].console.setAt wrong-type',
    ]);
  });
});

describe('YAML', () => {
  test.each([
    ['routes:\n  - name: a\n    name: b\n', '3:5 key-twice'],
    ['routes: [\n', '2:1 file-syntax'],
    ['routes: []\n---\nroutes: []\n', '2:1 file-syntax'],
    ['routes:\n  - __proto__: {}\n', '2:5 key-forbidden'],
    ['routes:\n  - ? [a]\n    : b\n', '2:7 key-not-text'],
    ['routes: !secret []\n', '1:9 file-syntax'],
    ['version: 9\nroutes: []\n', '1:1 version-newer'],
  ])('%j: %s', async (content, told) => {
    expect((await faultsOf(content, 'yaml')).join(', ')).toBe(told);
  });

  test('anchors for what routes share', async () => {
    const file = await read(
      'routes:\n  - name: a\n    hosts: &hosts { type: single, host: mx.example.com, port: 587 }\n  - name: b\n    hosts: *hosts\n',
      'yaml',
    );
    expect(file.routes.map(({ hosts: where }) => where)).toEqual([
      { type: 'single', host: 'mx.example.com', port: 587 },
      { type: 'single', host: 'mx.example.com', port: 587 },
    ]);
  });

  test('places of problems, also behind an alias', async () => {
    const file = await read(
      '- name: a\n  hosts: &h { type: single, host: mx.example.com, port: 465 }\n- name: 12\n  hosts: *h\n',
      'yaml',
    );
    expect(file.problems.map(({ code, line: at, column }) => `${at}:${column} ${code}`)).toEqual([
      '2:51 port-465',
      '3:3 wrong-type',
      '2:51 port-465',
    ]);
  });

  test('aliases that unfold without end are refused', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'
        .split('')
        .map((key, index) => `${key}: &${key} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ].join('\n');
    expect(await faultsOf(`${bomb}\n`, 'yaml')).toEqual(['1:1 file-syntax']);
  });
});

test.each([
  ['routes.json', 'json'],
  ['a/B.YAML', 'yaml'],
  ['x.yml', 'yaml'],
  ['x.csv', 'csv'],
  ['x.txt', null],
  ['csv', null],
])('%s is %s', (file, format) => {
  expect(formatOf(file)).toBe(format);
});
