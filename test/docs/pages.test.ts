// The pages against the program and the folder: links lead somewhere, commands in the text are understood, scripts exist,
// and the list of findings has every code and every reason.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readCommandLine } from '../../src/cli/program.ts';
import { topics } from '../../src/words/en/topics.ts';
import { splitWords } from '../support/session.ts';
import { allPages, handWritten, proseOf, root, textOf } from './pages.ts';

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string) =>
  [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('links', () => {
  test.each(allPages)('of %s lead to a file, and to a heading in it', (page) => {
    const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
    const lost = targets.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path, anchor] = target.split('#') as [string, string?];
      const file = path === '' ? join(root, page) : join(root, dirname(page), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(relative(root, file)).includes(anchor);
    });
    expect(lost).toEqual([]);
  });
});

describe('what is named in a sentence', () => {
  // A name of ours that is no command, as a thing to be typed wrongly.
  const wrong = ['routes tset-tls'];

  test.each(handWritten)('%s: commands are understood', async (page) => {
    const lines = [...proseOf(page).matchAll(/`(?:npx mail-)?(routes(?: [^`<]*)?)`/g)].map(
      (match) => match[1]!,
    );
    for (const line of lines.filter((one) => !wrong.includes(one) && !one.includes('...'))) {
      const asked = await readCommandLine(splitWords(line).slice(1), 'en').catch((error) => error);
      // As the name of a command it may lack what it is about.
      const isName = asked.code === 'missing-operand';
      expect({ line, kind: isName ? 'run' : (asked.kind ?? asked.code) }).toEqual({
        line,
        kind: expect.stringMatching(/^(run|help)$/),
      });
    }
  });

  test.each(handWritten)('%s: scripts of npm exist', (page) => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...textOf(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('docs/verdicts.md', () => {
  const rows = [
    ...textOf('docs/verdicts.md')
      .split('\n## Findings')[1]!
      .matchAll(/^\| (\*\*)?`([\w.-]+)`/gm),
  ];

  test('lists every code, with every reason below it, in the order of `routes help`', () => {
    const listed: Record<string, string[]> = {};
    let last = '';
    for (const [, isCode, name] of rows) {
      if (isCode) last = name!;
      listed[last] ??= [];
      if (!isCode) listed[last]!.push(name!);
    }
    const known = Object.entries(topics.findings).map(([code, { reasons }]) => [code, Object.keys(reasons)]);
    expect(Object.entries(listed)).toEqual(known);
  });
});
