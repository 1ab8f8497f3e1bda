// A table of chains, one test a row: what becomes of each under both policies.

import { expect, test } from '@jest/globals';
import { ask, type Chain, told } from './chains.ts';

/** What becomes of a chain under the web PKI's rules and under a trust file of one's own, where that differs. */
export type Row = [title: string, chain: () => Chain, web: string, underPrivate?: 'verified'];

/** One test a row. */
export function table(rows: readonly Row[]): void {
  for (const [title, chain, web, underPrivate = web] of rows) {
    test(title, () => {
      const made = chain();
      expect(told(ask(made))).toBe(web);
      const own = ask(made, 'private');
      expect(told(own)).toBe(underPrivate);
      if (own.verified && web !== 'verified') expect(own.policyRemarks.length).toBeGreaterThan(0);
    });
  }
}
