// Help: one screen for all commands, every command with examples and exit codes, a topic for every finding; and what a
// topic tells people to type is a command line that this program takes.

import { describe, expect, test } from '@jest/globals';
import { commandTable } from '../../src/cli/commands/table.ts';
import { helpOn, helpWords } from '../../src/cli/help/help.ts';
import { readCommandLine } from '../../src/cli/program.ts';
import { settingsTable } from '../../src/cli/settings-table.ts';
import { reasons } from '../../src/verdict/finding.ts';
import { commands } from '../../src/words/en/commands.ts';
import { help } from '../../src/words/en/help.ts';
import { topics } from '../../src/words/en/topics.ts';
import { splitWords } from '../support/session.ts';

const names = commandTable.map(({ name }) => name);
const codes = Object.entries(reasons).flatMap(([code, list]) => [
  code,
  ...list.map((reason) => `${code}/${reason}`),
]);
const ask = (...words: string[]) => helpOn(words, 'en');

function longest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

/** What a text tells to be typed: lines with a prompt, and `routes ...` in backquotes without a placeholder. */
function commandLines(text: string): string[] {
  const prompted = [...text.matchAll(/^ *\$ (routes .*?)(?: {2,}.*| #.*)?$/gm)].map((match) => match[1]!);
  const quoted = [...text.matchAll(/`(routes [^`<]*)`/g)].map((match) => match[1]!);
  return [...prompted, ...quoted];
}

/** The words of a command line, up to where the shell would take over. */
const argvOf = (line: string) => splitWords(line.replace(/ [|>] .*$/, '')).slice(1);

async function expectTaken(text: string): Promise<void> {
  for (const line of commandLines(text)) {
    const asked = await readCommandLine(argvOf(line), 'en').catch((error) => error);
    expect({ line, kind: asked.kind ?? asked.code }).toEqual({
      line,
      kind: expect.stringMatching(/^(run|help)$/),
    });
  }
}

describe('routes --help', () => {
  test('fits a terminal of 80 by 24, with a line left for the prompt', () => {
    expect(help.screen.trimEnd().split('\n').length).toBeLessThanOrEqual(23);
    expect(longest(help.screen)).toBeLessThanOrEqual(80);
  });
  test.each(names)('names %s', (name) => {
    expect(help.screen).toMatch(new RegExp(`[ ,]${name}[ ,]`));
  });
  test('has its examples first, and they are taken', async () => {
    expect(help.screen.indexOf('$ routes')).toBeLessThan(help.screen.indexOf('Testing'));
    expect(commandLines(help.screen).length).toBeGreaterThanOrEqual(3);
    await expectTaken(help.screen);
  });
  test.each([[['help']], [['--help']], [['-h', '--store', 'x.json']]])('is what %j prints', async (argv) => {
    expect(await readCommandLine(argv, 'en')).toEqual({ kind: 'help', text: help.screen });
  });
});

describe('each command', () => {
  test.each(names)('%s: two or three examples that are taken, its exit codes, 100 columns', async (name) => {
    const asked = await readCommandLine([name, '--help'], 'en');
    const text = asked.kind === 'help' ? asked.text : '';
    expect(longest(text)).toBeLessThanOrEqual(100);
    const examples = commands.of[name].examples;
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.length).toBeLessThanOrEqual(3);
    for (const example of examples) expect(text).toContain(`  $ ${example}\n`);
    await expectTaken(text);
    const exits = Object.keys(help.exits[name] ?? {});
    expect(exits).toEqual(expect.arrayContaining(['0', '2']));
    for (const code of exits) expect(text).toMatch(new RegExp(`^  ${code} +\\S`, 'm'));
  });
  test('exit codes are told of commands that exist, and only those there are', () => {
    expect(Object.keys(help.exits).sort()).toEqual([...names].sort());
    const known = new Set(['0', '1', '2', '3', '130']);
    for (const exits of Object.values(help.exits))
      for (const code of Object.keys(exits)) expect(known).toContain(code);
  });
});

describe('topics', () => {
  test.each(Object.keys(topics.general))('%s', async (topic) => {
    const text = await ask(topic);
    expect(longest(text)).toBeLessThanOrEqual(80);
    await expectTaken(text);
  });
  test.each(codes)('%s', async (topic) => {
    const text = await ask(topic);
    expect(text.startsWith(`${topic}: `)).toBe(true);
    expect(longest(text)).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/undefined|\[object| {2}$/m);
    await expectTaken(text);
  });
  test('there is none for a code or a reason that is none', () => {
    const told = Object.entries(topics.findings).flatMap(([code, one]) => [
      code,
      ...Object.keys(one.reasons).map((reason) => `${code}/${reason}`),
    ]);
    expect(told.sort()).toEqual([...codes].sort());
  });
  test.each([
    'certificate-host-mismatch',
    'certificate-expired',
    'certificate-not-trusted',
    'starttls-not-supported',
  ])('%s is mended with Postfix, Exim and Exchange', async (code) => {
    const text = await ask(code);
    for (const title of ["From the server's side", 'How to mend it', 'Postfix', 'Exim', 'Exchange'])
      expect(text).toMatch(new RegExp(`^${title}$`, 'm'));
  });
  test('config tells of every setting', async () => {
    const text = await ask('config');
    for (const { key } of settingsTable) expect(text).toMatch(new RegExp(`\\b${key}\\b`));
  });
  test('a reason that only one code has is enough', async () => {
    expect(await ask('missing-intermediate')).toBe(await ask('certificate-not-trusted/missing-intermediate'));
  });
  test('completion offers topics and codes', async () => {
    expect(await helpWords('en')).toEqual(expect.arrayContaining(['exit-codes', 'certificate-expired']));
  });
});

describe('a word that is none gets the nearest', () => {
  test.each([
    ['lst', ['list']],
    ['exit-code', ['exit-codes']],
    ['verdict', ['verdicts']],
    ['certificate-expires', ['certificate-expired']],
    ['certificate-expired/laef', ['certificate-expired/leaf']],
    ['mising-intermediate', ['missing-intermediate']],
    ['key-usage', []],
    ['toString', []],
    ['certificate-expired/toString', []],
    ['timed-out', ['connection-failure/timed-out', 'dns-failure/timed-out', 'smtp-failure/timed-out']],
  ])('%s', async (word, expected) => {
    const error = await ask(word).catch((one) => one);
    expect(error.code).toBe('unknown-topic');
    expect([...error.data.nearest].sort()).toEqual(expected);
  });
});

describe('routes alone', () => {
  const { overview } = help;
  test('never takes more than a screen', () => {
    const lines = [...overview.what, overview.noStore('/home/mira/.local/share/routes/routes.json')];
    expect(longest(lines.join('\n'))).toBeLessThanOrEqual(80);
    expect(lines.length + overview.first.length + 4).toBeLessThanOrEqual(23);
  });
  test.each([
    ['no store', overview.first],
    ['an empty store', overview.whenEmpty],
    ['pending routes', overview.next(2)],
    ['nothing pending', overview.next(0)],
  ])('%s: two or three things to do, all taken', async (_, steps) => {
    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(steps.length).toBeLessThanOrEqual(3);
    await expectTaken(steps.map(([line]) => `$ ${line}`).join('\n'));
  });
});
