// Each question of the interview and each of its ways on, with the test that takes it: printed, and a failure when one
// has none. The steps are read from the text of the tests, which fail themselves when a step does not lead on.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { questions } from '../../src/cli/interview/questions.ts';

interface Taken {
  readonly question: string;
  readonly way: string;
  readonly test: string;
}

/** The steps of a test file, each with the title of the test, or of the group, that it stands in. */
function stepsOf(text: string): Taken[] {
  const found: Taken[] = [];
  // The title of a table of tests stands behind its rows.
  let rows: Taken[] | null = null;
  let title = '';
  const marks = text.matchAll(
    /\b(?:test|describe)\('([^']+)'|(\btest\.each)\b|\]\)\(\s*'([^']+)',|\[\s*'(\w+)',\s*'([\w-]+)',/g,
  );
  for (const [, own, table, titleOfTable, question, way] of marks) {
    if (own !== undefined) title = own;
    else if (table !== undefined) rows = [];
    else if (titleOfTable !== undefined) {
      title = titleOfTable.replace(/:? *%.*/, '');
      found.push(...(rows ?? []).map((row) => ({ ...row, test: title })));
      rows = null;
    } else (rows ?? found).push({ question: question!, way: way!, test: title });
  }
  return found;
}

test('every question and every way on is taken by a test on a terminal', () => {
  const files = readdirSync(import.meta.dirname).filter((name) =>
    /^interview(?!-ways).*\.test\.ts$/.test(name),
  );
  const taken = files.flatMap((name) => stepsOf(readFileSync(join(import.meta.dirname, name), 'utf8')));
  const rows = Object.entries(questions).flatMap(([question, ways]) =>
    ways.map((way) => ({
      question,
      way,
      tests: [
        ...new Set(
          taken.filter((one) => one.question === question && one.way === way).map((one) => one.test),
        ),
      ],
    })),
  );
  const lines = rows.map(
    ({ question, way, tests }) => `${question.padEnd(14)} ${way.padEnd(15)} ${tests[0] ?? '(no test)'}`,
  );
  console.log(lines.join('\n'));
  expect(
    rows.filter(({ tests }) => tests.length === 0).map(({ question, way }) => `${question}: ${way}`),
  ).toEqual([]);
});
