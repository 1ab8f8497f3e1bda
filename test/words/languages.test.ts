// Every language says everything, in its own words. That nothing is missing is the type check's; here: what stands in
// another language is not the English text, but for what has no words of a language in it.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { commandTable } from '../../src/cli/commands/table.ts';
import { topicText } from '../../src/cli/help/help.ts';
import { loadWords } from '../../src/words/catalogue.ts';
import { ruleText } from '../../src/words/ja/rules.ts';
import { languageOfLocale, languages } from '../../src/words/language.ts';
import { inFolder, runProgram } from '../support/session.ts';

const words = join(import.meta.dirname, '../../src/words');
const files = (language: string) =>
  readdirSync(join(words, language), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );

/** The texts of a source file, without keys, imports and comments. */
function literals(language: string, file: string): string[] {
  const source = readFileSync(join(words, language, file), 'utf8')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^import .*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  const found = source.matchAll(/'((?:[^'\\\n]|\\.)*)'(?!:)|"((?:[^"\\\n]|\\.)*)"(?!:)|`((?:[^`\\]|\\.)*)`/g);
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** Two words in a row, outside of what is data or typed. */
const isProse = (text: string): boolean =>
  /[A-Za-z]{2,} [a-z]{2,}/.test(
    text
      .replace(/\$\{[^}]*\}/g, '')
      .replace(/`[^`]*`/g, '')
      .split('\n')
      .filter((line) => !/^(\s{2}|\$ |routes |openssl |eval |ssh-keygen )/.test(line))
      .join('\n'),
  );

describe.each(languages.filter((language) => language !== 'en'))('%s', (language) => {
  test('has the same files', () => {
    // topic.ts is a type; manual.ts is for the man page, which is English.
    const needed = files('en').filter((name) => !/(topic|manual)\.ts$/.test(name));
    // rules.ts has words for what is data in English.
    expect(
      files(language)
        .filter((name) => name !== 'rules.ts')
        .sort(),
    ).toEqual(needed.sort());
  });

  test.each(files('en').filter((name) => !/(topic|manual)\.ts$/.test(name)))(
    '%s: no entry is the English one',
    (file) => {
      const english = new Set(literals('en', file).filter(isProse));
      expect(literals(language, file).filter((text) => english.has(text))).toEqual([]);
    },
  );
});

test('what the path engine says against a certificate has Japanese words', () => {
  const folder = join(words, '../verdict');
  const source = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const all = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, , phrase]) => phrase!);
  const said = [
    ...all(/(complain\(\s*'[^']+',\s*|weak\(|what(?:: | = )|DerError\(\s*)'([^']+ [^']+)'/g),
    ...all(/(add\(\s*'[^']+',\s*[^,]+,\s*(?:'[^']+'|rule),\s*)'([^']+)'/g),
    ...all(/(add\()'([^']+ [^']+)'\)/g),
    ...all(/(return |[?:] )'(an? (?:\S+ )?constraint [^']+)'/g),
    // What is put together, one of each form.
    ...['RSA of 2050 bits, not whole octets', 'curve secp192r1', 'a key of unknown algorithm 1.2.3'],
    ...['a key of algorithm ed25519', 'an unknown signature algorithm 1.2.3', 'signature algorithm Ed25519'],
    ...['X.509 version 1', 'unknown critical extension 1.2.3', 'authorityKeyIdentifier is critical'],
    ...['nameConstraints is not critical', 'allows 0 intermediates below it, there are 1'],
    ...all(/expectTag\(.*(, )['"]((?:an?|the) .*)['"]\)/g).flatMap((part) => [
      `${part} is missing`,
      `${part} has the wrong tag`,
    ]),
    'the subject is missing',
    'issuer: an empty list of names',
    'subjectAltName: an INTEGER has the wrong tag',
    'the serial number is an INTEGER without octets',
  ];
  expect(said.length).toBeGreaterThan(120);
  expect(said.filter((phrase) => ruleText(phrase) === phrase)).toEqual([]);
  expect(ruleText('RSA of 1024 bits')).toBe('1024 ビットの RSA');
});

/** What is typed or written into a file: flags, commands, settings of mail servers. */
const typed = (text: string): string[] => {
  const found = text.matchAll(
    /(?<![\w-])--[a-z][\w-]*|^ +\$ (?:(?! {2,})[^#\n])*|^ +\w+ = [^\n\u3000-\u9fff]*$/gm,
  );
  return [...new Set([...found].map(([one]) => one.trim()))].sort();
};

describe.each(languages)('help in %s', (language) => {
  test('the screen of all commands is one screen', async () => {
    const { screen } = await loadWords(language, 'help');
    const lines = screen.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    expect(typed(screen)).toEqual(typed((await loadWords('en', 'help')).screen));
  });
  test('every topic fits 80 columns, and names the flags and settings that the English one names', async () => {
    const topics = await loadWords(language, 'topics');
    const english = await loadWords('en', 'topics');
    const words = Object.entries(english.findings).flatMap(([code, { reasons }]) => [
      code,
      ...Object.keys(reasons).map((reason) => `${code}/${reason}`),
    ]);
    for (const word of [...Object.keys(english.general), ...words]) {
      const text = (await topicText(word, topics))!;
      expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
      const needed = typed((await topicText(word, english))!);
      expect([word, needed.filter((one) => !typed(text).includes(one))]).toEqual([word, []]);
    }
  });
  test.each(commandTable.map(({ name }) => name))('routes %s --help', async (name) => {
    await inFolder(async (folder) => {
      const { stdout, exitCode } = await runProgram([name, '--help', '--lang', language], folder);
      expect(exitCode).toBe(0);
      expect(stdout.split('\n').filter((line) => stringWidth(line) > 100)).toEqual([]);
      expect(stdout).not.toMatch(/undefined/);
    });
  });
});

describe('the locale', () => {
  test.each([
    [{ LANG: 'ja_JP.UTF-8' }, 'ja LANG'],
    [{ LC_MESSAGES: 'ja_JP', LANG: 'de_DE.UTF-8' }, 'ja LC_MESSAGES'],
    [{ LC_ALL: 'C', LC_MESSAGES: 'ja_JP', LANG: 'ja_JP' }, 'en LC_ALL'],
    [{ LC_ALL: '', LANG: 'ja' }, 'ja LANG'],
    [{ LANG: 'jam_JM' }, 'en LANG'],
    [{}, 'nothing'],
  ])('%j', (env, expected) => {
    const found = languageOfLocale(env);
    expect(found ? `${found.language} ${found.from}` : 'nothing').toBe(expected);
  });
});

describe('which one speaks', () => {
  const japanese = /ルート/;
  const config = '{ "lang": "ja" }';
  const rows: [string, string[], Record<string, string>, string | null, RegExp][] = [
    ['nobody says', ['help', 'hosts'], {}, null, /^(?!.*ルート)/],
    ['--lang', ['show', 'x', '--lang', 'ja'], {}, null, japanese],
    ['--lang=', ['--lang=ja', 'show', 'x'], {}, null, japanese],
    ['--lang before ROUTES_LANG', ['show', 'x', '--lang', 'en'], { ROUTES_LANG: 'ja' }, null, /no route/],
    ['ROUTES_LANG before the settings', ['show', 'x'], { ROUTES_LANG: 'en' }, config, /no route/],
    ['the settings before the locale', ['show', 'x'], { LC_ALL: 'C' }, config, japanese],
    ['the locale', ['show', 'x'], { LC_ALL: 'ja_JP.UTF-8' }, null, japanese],
    ['a mistake in the command line', ['shwo'], { ROUTES_LANG: 'ja' }, null, /コマンド/],
    ['--help, at once', ['--help'], { ROUTES_LANG: 'ja' }, null, japanese],
    ['--help, by the settings', ['--help'], {}, config, japanese],
    ['a language that is none', ['list', '--lang', 'xx'], {}, null, /--lang does not take "xx"[\s\S]*en, ja/],
  ];
  test.each(rows)('%s', async (_name, argv, env, file, expected) => {
    await inFolder(async (folder) => {
      if (file !== null) writeFileSync(join(folder, '.routesrc.json'), file);
      const { stdout, stderr } = await runProgram(argv, folder, env);
      expect(stdout + stderr).toMatch(expected);
    });
  });

  test('a report out of a file is told again', async () => {
    await inFolder(async (folder) => {
      // Port 1 is not allowed, and on 1024 of this address nobody listens.
      const argv = ['test-tls', '--json', '--lang', 'ja', '--host', '127.0.0.1:1024'];
      const { stdout } = await runProgram(argv, folder);
      expect(stdout).toContain('the connection was refused');
      writeFileSync(join(folder, 'report.json'), stdout);
      const merged = await runProgram(['report', 'merge', 'report.json', '--lang', 'ja'], folder);
      expect(merged.stdout).toContain('接続が拒否されました');
      expect(merged.stdout).not.toContain('refused:');
    });
  });

  test('JSON, codes and what a pipe gets stay the same', async () => {
    await inFolder(async (folder) => {
      await runProgram(['add', 'inbound', '--host', '192.0.2.1'], folder);
      for (const argv of [
        ['list'],
        ['config'],
        ['show', 'inbound', '--json'],
        ['show', 'nothing', '--json'],
        ['console', 'inbound', '--json'],
        ['frobnicate', '--json'],
        ['undo', '--json', '--yes', '--store', 'none.json'],
        ['remove', 'inbound', '--dry-run', '--json'],
        ['log', '--format', 'csv'],
      ]) {
        const english = await runProgram([...argv, '--lang', 'en'], folder);
        const other = await runProgram([...argv, '--lang', 'ja'], folder);
        const expected = english.stdout.replace('lang\ten', 'lang\tja');
        expect(other.stdout).toBe(expected);
        expect(other.exitCode).toBe(english.exitCode);
        // Under --json on stderr too: PRODUCT.md section 9.
        if (argv.includes('--json')) expect(other.stderr).toBe(english.stderr);
      }
    });
  });
});
