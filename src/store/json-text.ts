// What JSON.parse does not tell of a text: where a value stands, and which keys are there twice or must not be there.
// Loaded only when something is wrong or doubtful, for it brings jsonc-parser.

import { findNodeAtLocation, type JSONPath, type Node, parseTree, visit } from 'jsonc-parser';
import type { Place } from './errors.ts';
import { placesIn } from './text-places.ts';

/** A key that its object has already, or `__proto__`. PRODUCT.md section 6. */
export interface BadKey extends Place {
  readonly fault: 'twice' | 'forbidden';
  readonly key: string;
  readonly path: JSONPath;
}

/** Every such key, in the order of the text; null for a text that is nested so deep that the parser gives up. */
export function badKeys(text: string): BadKey[] | null {
  const found: BadKey[] = [];
  const open: Set<string>[] = [];
  const places = placesIn(text);
  try {
    visit(text, {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (key, offset, _length, _line, _column, path) => {
        const keys = open.at(-1)!;
        const fault = key === '__proto__' ? 'forbidden' : keys.has(key) ? 'twice' : null;
        if (fault) found.push({ fault, key, path: [...path(), key], ...places(offset) });
        keys.add(key);
      },
    });
  } catch {
    return null;
  }
  return found;
}

/** Finds the place of a value, or of the nearest value around it that is there; a key's own place where it has one. */
export class ValuePlaces {
  readonly tree: Node | undefined;
  readonly #places: (offset: number) => Place;

  constructor(text: string) {
    this.tree = parseTree(text);
    this.#places = placesIn(text);
  }

  of(path: JSONPath): Place {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.tree && findNodeAtLocation(this.tree, path.slice(0, length));
      if (node) return this.#places(node.parent?.type === 'property' ? node.parent.offset : node.offset);
    }
    return this.#places(this.tree?.offset ?? 0);
  }
}
