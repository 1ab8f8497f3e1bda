// Routes as YAML 1.2: the same keys as JSON. Written with every text in double quotes, so that no reader of any
// version takes a name for a number, a date or a yes. Read with anchors and aliases, but one document, each key once.

import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  stringify,
  visit,
} from 'yaml';
import type { Route } from '../../route/route.ts';
import { splitPath } from '../../route/value-path.ts';
import { storedRoute } from '../document.ts';
import type { Place } from '../errors.ts';
import { storeVersion } from '../shape-version.ts';
import { placesIn } from '../text-places.ts';
import { escapeHidden, type Fault, type ReadValues, routesOf } from './format.ts';

export function printYaml(routes: readonly Route[]): string {
  const text = stringify(
    { version: storeVersion, routes: routes.map(storedRoute) },
    {
      lineWidth: 0,
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
      aliasDuplicateObjects: false,
    },
  );
  return escapeHidden(text);
}

export function readYaml(text: string): ReadValues {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', uniqueKeys: true });
  const places = placesIn(text);
  const placeOf = finder(document, places);
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }): Fault => {
    const isTwice = code === 'DUPLICATE_KEY';
    const key = isTwice ? (/^[^\s:]+/.exec(text.slice(pos[0]))?.[0] ?? '') : '';
    return {
      code: isTwice ? 'key-twice' : 'file-syntax',
      path: '',
      data: isTwice ? { key } : { format: 'YAML', detail: message.split('\n')[0] },
      ...places(pos[0]),
    };
  });
  visit(document, {
    Pair(_, { key }) {
      const at = places((key as Node | null)?.range?.[0] ?? 0);
      if (isCollection(key)) faults.push({ code: 'key-not-text', path: '', data: {}, ...at });
      else if (isScalar(key) && key.value === '__proto__')
        faults.push({ code: 'key-forbidden', path: '', data: { key: '__proto__' }, ...at });
    },
  });
  const none = { values: [], problems: [], placeOf };
  // A key that is there twice leaves the rest readable.
  if (faults.some(({ code }) => code !== 'key-twice')) return { ...none, faults };
  try {
    const found = routesOf(document.toJS({ maxAliasCount: 1000 }), placeOf);
    return { ...found, faults: [...faults, ...found.faults], placeOf };
  } catch (error) {
    // Aliases that would unfold without end.
    const detail = (error as Error).message.split('\n')[0];
    return {
      ...none,
      faults: [{ code: 'file-syntax', path: '', data: { format: 'YAML', detail }, line: 1, column: 1 }],
    };
  }
}

function finder(document: Document, places: (offset: number) => Place): (path: string) => Place {
  return (path) => {
    let node = resolved(document.contents as Node | null, document);
    let offset = node?.range?.[0] ?? 0;
    for (const step of splitPath(path).slice(isSeq(node) ? 1 : 0)) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!pair) break;
        offset = (pair.key as Node).range?.[0] ?? offset;
        node = resolved(pair.value as Node | null, document);
      } else if (isSeq(node)) {
        const item = node.items[step as number] as Node | undefined;
        if (!item) break;
        offset = item.range?.[0] ?? offset;
        node = resolved(item, document);
      } else break;
    }
    return places(offset);
  };
}

function resolved(node: Node | null, document: Document): Node | null {
  return isAlias(node) ? ((node.resolve(document) as Node | undefined) ?? null) : node;
}
