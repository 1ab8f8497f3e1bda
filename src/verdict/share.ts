// Shares: whole per cents that always sum to 100, by largest remainder; what is not zero never rounds to zero.
// Results are weighted by load, MX preference and address. PRODUCT.md section 5.

import type { Delivery } from './dialogue.ts';

/** Per cent of a table's mail; the three sum to 100. */
export interface Share {
  readonly deliver: number;
  readonly return: number;
  readonly unknown: number;
}

/** One address (or one server without any) as it weighs within its host. */
export interface Weighed {
  readonly delivery: Delivery;
  readonly server: string;
  readonly preference: number | null;
}

/** Parts of one host's mail, as fractions that sum to 1. */
export type Fractions = Readonly<Record<Delivery, number>>;

type Parts = Record<Delivery, number>;

/** Fractions of one host, summing to 1. Under MX lookup only the best preference counts (assumption), its servers evenly, their addresses evenly. */
export function hostFractions(addresses: readonly Weighed[]): Fractions {
  const best = Math.min(...addresses.map(({ preference }) => preference ?? 0));
  const counted = addresses.filter(({ preference }) => (preference ?? 0) === best);
  const parts: Parts = { deliver: 0, return: 0, unknown: 0 };
  if (counted.length === 0) return { ...parts, unknown: 1 };
  const sizes = new Map<string, number>();
  for (const { server } of counted) sizes.set(server, (sizes.get(server) ?? 0) + 1);
  for (const { server, delivery } of counted) parts[delivery] += 1 / (sizes.size * sizes.get(server)!);
  // A sum of thirds may come out above 1 in its last bit.
  for (const word of ['deliver', 'return', 'unknown'] as const) parts[word] = Math.min(1, parts[word]);
  return parts;
}

/** The share of one table: hosts by load, rounded to whole per cents. */
export function tableShare(hosts: readonly { load: number; fractions: Fractions }[]): Share {
  const total = hosts.reduce((sum, { load }) => sum + load, 0);
  if (total === 0) return { deliver: 0, return: 0, unknown: 100 };
  const exact: Parts = { deliver: 0, return: 0, unknown: 0 };
  for (const { load, fractions } of hosts) {
    for (const word of ['deliver', 'return', 'unknown'] as const)
      exact[word] += (load * fractions[word] * 100) / total;
  }
  const [deliver, returned, unknown] = wholeShares([exact.deliver, exact.return, exact.unknown]);
  return { deliver: deliver!, return: returned!, unknown: unknown! };
}

/** Largest remainder to 100; a part above zero keeps at least 1. The parts sum to 100 within rounding noise; at most 100 of them. */
export function wholeShares(parts: readonly number[]): number[] {
  const noise = 1e-9;
  const shares = parts.map((part) => (part > noise ? Math.max(1, Math.floor(part + noise)) : 0));
  const byRemainder = parts
    // Sums of fractions differ in their last bits by the order of hosts: that must decide nothing.
    .map((part, index) => ({ index, remainder: Math.round((part - shares[index]!) * 1e6) }))
    .filter(({ index }) => shares[index]! > 0);
  let left = 100 - shares.reduce((sum, share) => sum + share, 0);
  byRemainder.sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (let turn = 0; left > 0; turn++, left--) shares[byRemainder[turn % byRemainder.length]!.index]!++;
  // Parts lifted to 1 are paid for by the largest.
  for (; left < 0; left++) shares[shares.indexOf(Math.max(...shares))]!--;
  return shares;
}
