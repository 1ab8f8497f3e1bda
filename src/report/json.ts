// JSON in pieces: a report of ten thousand addresses is written as it is walked, never held as one text.
// The pieces joined are exactly what forJson makes of the whole.

import { forJson } from './escape.ts';

/** Levels that are walked; what lies deeper is written in one piece. Report, routes, route, hosts. */
const walkedLevels = 4;

/** The text of a JSON document, piece by piece, without the newline at its end. The value is plain data. */
export function* jsonPieces(value: unknown, indent = ''): Generator<string> {
  const isWalked = indent.length < walkedLevels * 2 && typeof value === 'object' && value !== null;
  if (!isWalked) {
    yield forJson(value).replaceAll('\n', `\n${indent}`);
    return;
  }
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((one) => ['', one ?? null])
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => [`${forJson(key)}: `, one]);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (entries.length === 0) {
    yield `${open}${close}`;
    return;
  }
  const inner = `${indent}  `;
  let before = `${open}\n${inner}`;
  for (const [key, one] of entries) {
    yield before + key;
    yield* jsonPieces(one, inner);
    before = `,\n${inner}`;
  }
  yield `\n${indent}${close}`;
}
