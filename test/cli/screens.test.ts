// What people see: list, show, a passing, a failing and an inconclusive test, in every language, on a terminal of 80 by 24
// and on one of 40 columns, checked in as text. UPDATE_SCREENS=1 writes what came back; the difference is there to be read.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { languages } from '../../src/words/language.ts';
import { deadPort } from '../support/scripted-server.ts';
import { startTestServers, type TestServers } from '../support/servers.ts';
import { inFolder, runProgram, splitWords } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

const screens = join(import.meta.dirname, '../screens');
const sizes = [
  { cols: 80, rows: 24 },
  { cols: 40, rows: 24 },
];
const lines = [
  'routes list',
  'routes show 受信メール',
  'routes test-tls inbound',
  'routes test-tls 受信メール',
  'routes test-tls gone',
];

let servers: TestServers;
let dead: number;
beforeAll(async () => {
  servers = await startTestServers();
  dead = await deadPort();
});
afterAll(() => servers.stop());

async function fillStore(folder: string): Promise<void> {
  const { good, incomplete } = servers.places;
  copyFileSync(servers.places.ca!, join(folder, 'ca.pem'));
  for (const argv of [
    ['add', 'inbound', '--host', good!],
    [
      'add',
      '受信メール',
      '--primary',
      `${incomplete}=60`,
      '--primary',
      `${good}=40`,
      '--note',
      '切り替えは日曜',
    ],
    ['add', 'gone', '--host', `gone.example.com:${dead}`],
  ]) {
    const { exitCode, stderr } = await runProgram(argv, folder);
    if (exitCode !== 0) throw new Error(stderr);
  }
}

/** Of the same width as what they stand for, so that columns and line ends are as people see them. */
function settled(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\r', '')
    .replace(/(?<=example\.com:)\d{5}/g, '25025')
    .replace(/(?<=127\.0\.0\.1:)\d{5}/g, '25025')
    .replace(/\d{4}-\d\d-\d\d/g, 'YYYY-MM-DD');
}

const cases = languages.flatMap((lang) => sizes.map((size) => ({ lang, ...size })));

test.each(cases)(
  '$lang, $cols columns',
  async ({ lang, cols, rows }) => {
    const shown = await inFolder(async (folder) => {
      await fillStore(folder);
      const blocks: string[] = [];
      for (const line of lines) {
        const [, ...argv] = splitWords(line);
        const local = ['good', 'incomplete', 'gone'].flatMap((name) => [
          '--resolve',
          `${name}.example.com=127.0.0.1`,
        ]);
        const flags = argv[0] === 'test-tls' ? ['--trust', 'ca.pem', ...local] : [];
        // Without the live list, which is wiped away; its own test is in process.test.ts.
        const terminal = spawnOnTerminal([...argv, ...flags, '--quiet'], folder, {
          cols,
          rows,
          env: { NO_COLOR: '1', ROUTES_LANG: lang },
        });
        await terminal.exit;
        const text = settled(terminal.raw());
        blocks.push(`$ ${line}\n${text}`);
        const tooWide = text.split('\n').filter((one) => stringWidth(one) > cols);
        // A table is not broken, and a name is not either.
        if (argv[0] !== 'list') expect(tooWide).toEqual([]);
      }
      return blocks.join('\n');
    });
    const file = join(screens, `${lang}-${cols}.txt`);
    if (process.env.UPDATE_SCREENS) writeFileSync(file, shown);
    else expect(shown).toBe(readFileSync(file, 'utf8'));
  },
  60_000,
);
