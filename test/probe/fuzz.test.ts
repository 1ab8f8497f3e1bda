// The short form of tools/fuzz.ts, with a seed of its own.

import { expect, test } from '@jest/globals';
import { fuzz } from '../../tools/fuzz.ts';

test('nothing that a server sends crashes, hangs or passes', async () => {
  const counts = await fuzz(20_261, 2);
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
});
