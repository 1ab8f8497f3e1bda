// Routes as JSON: the shape of the store itself, so that an export can be put in a store's place. Every key that is
// there twice is told, with its place; positions are looked for only when something is wrong.

import type { Route } from '../../route/route.ts';
import { printPath, splitPath } from '../../route/value-path.ts';
import { syntaxFault } from '../diagnose.ts';
import { printDocument } from '../document.ts';
import type { Place, StoreFailure } from '../errors.ts';
import { badKeys, ValuePlaces } from '../json-text.ts';
import { escapeHidden, type Fault, type ReadValues, routesOf } from './format.ts';

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
  return { code, path: '', data: { format: 'JSON', detail }, line, column };
}

function keyFaults(text: string): Fault[] {
  const tooDeep: Fault = {
    code: 'file-syntax',
    path: '',
    data: { format: 'JSON', detail: 'TooDeep' },
    line: 1,
    column: 1,
  };
  return (
    badKeys(text)?.map(({ fault, key, path, line, column }) => ({
      code: fault === 'twice' ? 'key-twice' : 'key-forbidden',
      path: printPath(path),
      data: { key },
      line,
      column,
    })) ?? [tooDeep]
  );
}

/** Paths are those of a store's document: a bare list has no `routes`. */
function finder(text: string): (path: string) => Place {
  let places: ValuePlaces | undefined;
  return (path) => {
    places ??= new ValuePlaces(text);
    const isBareList = places.tree?.type === 'array';
    return places.of(splitPath(path).slice(isBareList ? 1 : 0));
  };
}
