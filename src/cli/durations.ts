// Durations as people write them: `2s`, `500ms`, `1m`. PRODUCT.md section 4.

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds, at least 1 and at most a day; null when the text is no duration. A number without a unit is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text.trim());
  if (!match) return null;
  const milliseconds = Math.round(Number(match[1]) * units[match[2]!]!);
  return milliseconds >= 1 && milliseconds <= 86_400_000 ? milliseconds : null;
}

/** The shortest way to write a duration. */
export function printDuration(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000}m`;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
