// Where a value is in a document, as people write it: `routes[3].hosts.primary[1].port`. And what a value is, in the
// words of JSON.

/** Keys and indexes to a path. */
export function printPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
}

/** A path to its keys and indexes. */
export function splitPath(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map((match) =>
    match[1] === undefined ? match[2]! : Number(match[1]),
  );
}

/** `nothing`, `null`, `array`, `object`; a plain value is itself, as JSON and not long. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : (JSON.stringify(value) ?? typeof value).slice(0, 60);
}
