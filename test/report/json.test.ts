// JSON in pieces is JSON in one piece.

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forJson } from '../../src/report/escape.ts';
import { jsonPieces } from '../../src/report/json.ts';

test('the pieces joined are the whole, for every document', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect([...jsonPieces(value)].join('')).toBe(forJson(value));
    }),
    { numRuns: 2000 },
  );
});

test('hostile text stays escaped, and comes back as it was', () => {
  const value = {
    '\u001b[31m': ['\u009b', '\u202e', { deep: { deeper: { deepest: { end: '\n\u0007' } } } }],
  };
  const text = [...jsonPieces(value)].join('');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(JSON.parse(text)).toEqual(value);
});
