// Lines as they are broken: nothing is lost, nothing is wider than the terminal, whatever stands before the first line.

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { loadLayout } from '../../src/cli/views/layout.ts';

const words = fc.array(
  fc.constantFrom('mail', 'サーバーの証明書', 'TLS', '、', '「オン」', 'mx1.example.com:587', '。'),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const prefix = fc.integer({ min: 0, max: 30 }).map((width) => '-'.repeat(width));

test('wrapped text is the text, within the width', async () => {
  await fc.assert(
    fc.asyncProperty(
      words,
      prefix,
      prefix,
      fc.integer({ min: 20, max: 120 }),
      async (list, first, rest, width) => {
        const { wrap } = await loadLayout(width);
        const text = list.join(' ');
        const lines = wrap(text, first, rest).split('\n');
        const inside = lines.map((line, index) => line.slice((index === 0 ? first : rest).length));
        expect(inside.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        // Where the prefix leaves less than 16 columns the text gets 16 all the same.
        const room = Math.max(16, width - rest.length);
        for (const line of inside.slice(1)) expect(stringWidth(line)).toBeLessThanOrEqual(room);
      },
    ),
    { numRuns: 500 },
  );
});
