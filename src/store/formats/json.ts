// Routes as JSON: the shape of the store itself, so that an export can be put in a store's place. Every key that is
// there twice is told, with its place; positions are looked for only when something is wrong.

import { findNodeAtLocation, type Node, parseTree, visit } from 'jsonc-parser';
import type { Route } from '../../route/route.ts';
import { syntaxFault } from '../diagnose.ts';
import { printDocument } from '../document.ts';
import type { Place, StoreFailure } from '../errors.ts';
import { escapeHidden, type Fault, placesIn, type ReadValues, routesOf, splitPath } from './format.ts';

export function printJson(routes: readonly Route[]): string {
  return escapeHidden(printDocument(routes));
}

export function readJson(text: string): ReadValues {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { values: [], problems: [], faults: [syntaxOf(text)], placeOf: () => ({ line: 1, column: 1 }) };
  }
  const placeOf = finder(text);
  // A text that equals its own re-serialisation has no duplicate key.
  const isPlain = text === `${JSON.stringify(document, null, 2)}\n` && !/__proto__|\\u/.test(text);
  const doubtful = isPlain ? [] : keyFaults(text);
  const found = routesOf(document, placeOf);
  return { ...found, faults: [...doubtful, ...found.faults], placeOf };
}

function syntaxOf(text: string): Fault {
  const { reason, detail, line, column } = syntaxFault(text, '').data as Extract<
    StoreFailure,
    { code: 'store-not-json' }
  >;
  const code = reason === 'truncated' ? 'file-truncated' : 'file-syntax';
  return { code, path: '', data: { format: 'JSON', detail: spaced(detail) }, line, column };
}

/** `PropertyNameExpected` as words. */
function spaced(detail: string): string {
  return detail.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}

function keyFaults(text: string): Fault[] {
  const faults: Fault[] = [];
  const open: Set<string>[] = [];
  const places = placesIn(text);
  try {
    visit(text, {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (key, offset, _length, _line, _column, path) => {
        const keys = open.at(-1)!;
        const code = key === '__proto__' ? 'key-forbidden' : keys.has(key) ? 'key-twice' : null;
        if (code) faults.push({ code, path: pathText([...path(), key]), data: { key }, ...places(offset) });
        keys.add(key);
      },
    });
  } catch {
    // Nested so deep that a parser runs out of stack.
    return [
      { code: 'file-syntax', path: '', data: { format: 'JSON', detail: 'too deep' }, line: 1, column: 1 },
    ];
  }
  return faults;
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${key}`),
    '',
  );
}

/** The place of a value, or of the nearest value around it; a key's own place where it has one. */
function finder(text: string): (path: string) => Place {
  let found: { tree: Node | undefined; places: (offset: number) => Place } | undefined;
  return (path) => {
    found ??= { tree: parseTree(text), places: placesIn(text) };
    const { tree, places } = found;
    const isBareList = tree?.type === 'array';
    const keys = splitPath(path).slice(isBareList ? 1 : 0);
    for (let length = keys.length; length > 0; length -= 1) {
      const node = tree && findNodeAtLocation(tree, keys.slice(0, length));
      if (node) return places(node.parent?.type === 'property' ? node.parent.offset : node.offset);
    }
    return places(tree?.offset ?? 0);
  };
}
