// The nearest right word for a wrong one, or none when nothing is near: one that begins so, else by edits.

import { distance } from 'fastest-levenshtein';

/** The candidate nearest to a word, within a third of its length and at most 3 edits; null when there is none. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const given = word.toLowerCase();
  const begun = candidates.find((candidate) => given.length > 2 && candidate.toLowerCase().startsWith(given));
  if (begun !== undefined) return begun;
  const limit = Math.min(3, Math.max(1, Math.ceil(given.length / 3)));
  const near = candidates
    .map((candidate) => ({ candidate, edits: distance(given, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((one, other) => one.edits - other.edits);
  return near[0]?.candidate ?? null;
}
