// Shares: whole per cents that add up, whatever the loads, preferences and verdicts are.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostFractions, tableShare, type Weighed, wholeShares } from '../../src/verdict/share.ts';

const weighed = (text: string): Weighed[] =>
  text.split(' ').map((word) => {
    const [server, delivery, preference] = word.split(':');
    return {
      server: server!,
      delivery: ({ d: 'deliver', r: 'return', u: 'unknown' } as const)[delivery as 'd'],
      preference: preference === undefined ? null : Number(preference),
    };
  });

describe('one host', () => {
  test.each([
    ['one address', 'a:d', '1 0 0'],
    ['two addresses', 'a:d a:r', '0.5 0.5 0'],
    ['two servers evenly, whatever addresses they have', 'a:d a:d a:d b:r', '0.5 0.5 0'],
    ['only the best preference counts', 'a:r:10 b:d:20', '0 1 0'],
    ['servers of one preference', 'a:d:10 b:u:10 c:r:20', '0.5 0 0.5'],
    ['an address of each kind', 'a:d a:r a:u a:u', '0.25 0.25 0.5'],
  ])('%s', (_, text, expected) => {
    const { deliver, return: returned, unknown } = hostFractions(weighed(text));
    expect(`${deliver} ${returned} ${unknown}`).toBe(expected);
  });

  test('without any address nobody can tell', () => {
    expect(hostFractions([])).toEqual({ deliver: 0, return: 0, unknown: 1 });
  });
});

describe('one table', () => {
  const row = (load: number, text: string) => ({ load, fractions: hostFractions(weighed(text)) });
  test.each([
    ['by load', [row(75, 'a:d'), row(25, 'b:r')], '75 25 0'],
    ['thirds', [row(34, 'a:d'), row(33, 'b:r'), row(33, 'c:u')], '34 33 33'],
    ['a part of one in 200 is still told', [row(1, 'a:r a:d'), row(99, 'b:d')], '99 1 0'],
    [
      'a part of one in 10,000',
      [row(1, Array.from({ length: 100 }, (_, index) => `a:${index ? 'd' : 'r'}`).join(' ')), row(99, 'b:d')],
      '99 1 0',
    ],
    ['largest remainder', [row(50, 'a:d a:r a:u'), row(50, 'b:d b:r b:u')], '34 33 33'],
  ])('%s', (_, rows, expected) => {
    const { deliver, return: returned, unknown } = tableShare(rows);
    expect(`${deliver} ${returned} ${unknown}`).toBe(expected);
  });
});

const delivery = fc.constantFrom('deliver', 'return', 'unknown') as fc.Arbitrary<Weighed['delivery']>;
const address: fc.Arbitrary<Weighed> = fc.record({
  delivery,
  server: fc.constantFrom('a', 'b', 'c'),
  preference: fc.constantFrom(null, 0, 10, 20),
});
const host = fc.record({
  load: fc.integer({ min: 1, max: 100 }),
  addresses: fc.array(address, { minLength: 1, maxLength: 12 }),
});

const words = ['deliver', 'return', 'unknown'] as const;
const shareOf = (hosts: readonly { load: number; addresses: readonly Weighed[] }[]) =>
  tableShare(hosts.map(({ load, addresses }) => ({ load, fractions: hostFractions(addresses) })));

test('a share sums to 100, is whole, and what is not zero never rounds to zero', () => {
  fc.assert(
    fc.property(fc.array(host, { minLength: 1, maxLength: 100 }), (hosts) => {
      const share = shareOf(hosts);
      expect(share.deliver + share.return + share.unknown).toBe(100);
      for (const word of words) {
        expect(Number.isInteger(share[word])).toBe(true);
        const exact = hosts.some(({ addresses }) => hostFractions(addresses)[word] > 0);
        expect(share[word] > 0).toBe(exact);
      }
    }),
  );
});

test('the order of hosts and addresses changes nothing', () => {
  const shuffled = <T>(items: readonly T[], seed: number): T[] =>
    items
      .map((item, index) => ({ item, key: Math.imul(index + 1, seed | 1) >>> 0 }))
      .sort((one, other) => one.key - other.key)
      .map(({ item }) => item);
  fc.assert(
    fc.property(fc.array(host, { minLength: 1, maxLength: 20 }), fc.integer(), (hosts, seed) => {
      const other = shuffled(hosts, seed).map(({ load, addresses }) => ({
        load,
        addresses: shuffled(addresses, seed),
      }));
      expect(shareOf(other)).toEqual(shareOf(hosts));
    }),
  );
});

test('whole shares of any parts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 100 }), (weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      fc.pre(total > 0);
      const shares = wholeShares(weights.map((weight) => (weight * 100) / total));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
      for (const [index, weight] of weights.entries()) expect(shares[index]! > 0).toBe(weight > 0);
    }),
  );
});
