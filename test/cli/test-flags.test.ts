// Flags of a test that need no server to be seen.

import { expect, test } from '@jest/globals';
import { instantOf } from '../../src/cli/test-flags.ts';

const now = new Date('2026-06-01T10:20:30Z');

test.each<[string | undefined, string, boolean]>([
  [undefined, '2026-06-01T10:20:30.000Z', true],
  // OpenSSL speaks for this day, whatever the hour.
  ['2026-06-01', '2026-06-01T00:00:00.000Z', true],
  ['2026-06-01T23:59:59Z', '2026-06-01T23:59:59.000Z', true],
  ['+0h', '2026-06-01T10:20:30.000Z', true],
  ['+13h', '2026-06-01T23:20:30.000Z', true],
  ['+14h', '2026-06-02T00:20:30.000Z', false],
  ['2026-06-02', '2026-06-02T00:00:00.000Z', false],
  ['2026-05-31T23:59:59Z', '2026-05-31T23:59:59.000Z', false],
  ['2026-06-02T01:00:00+02:00', '2026-06-01T23:00:00.000Z', true],
  ['+30d', '2026-07-01T10:20:30.000Z', false],
])('--at %s', (given, at, isToday) => {
  const instant = instantOf(now, given);
  expect({ at: instant.at.toISOString(), isToday: instant.isToday }).toEqual({ at, isToday });
});
