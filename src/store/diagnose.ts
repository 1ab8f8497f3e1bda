// Says where a text goes wrong: line and column of a syntax error, a duplicate key, a wrong shape, a problem.
// Loaded only when something is wrong or doubtful, for it brings jsonc-parser.

import {
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
  visit,
} from 'jsonc-parser';
import type { Problem } from '../route/problem.ts';
import { storeVersion } from './document.ts';
import { type Place, StoreError } from './errors.ts';

const strictJson = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** Offset in the text to line and column, both from 1. */
function placeOf(text: string, offset: number): Place {
  return placesIn(text)(offset);
}

/** The same for many offsets of one text. */
function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/** A NUL octet, or the first octet that is not UTF-8. */
export function textFault(octets: Buffer, file: string): StoreError {
  const nul = octets.indexOf(0);
  const readable = new TextDecoder('utf-8', { fatal: false }).decode(octets);
  const replaced = firstReplaced(octets);
  const reason = replaced === -1 || (nul !== -1 && nul < replaced) ? 'nul-byte' : 'not-utf8';
  const before =
    reason === 'nul-byte' ? octets.toString('utf8', 0, nul) : octets.toString('utf8', 0, replaced);
  const offset = Math.min(before.replace(/^\uFEFF/, '').length, readable.length);
  return new StoreError({
    code: 'store-not-text',
    file,
    reason,
    ...placeOf(before.replace(/^\uFEFF/, ''), offset),
  });
}

/** Index of the first octet of the first ill-formed sequence, or -1. By halving: a prefix is well-formed or not. */
function firstReplaced(octets: Buffer): number {
  const decodes = (end: number) => {
    try {
      // `stream`: a sequence that is only cut off at the end is no error.
      new TextDecoder('utf-8', { fatal: true }).decode(octets.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (decodes(octets.length)) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(octets);
      return -1;
    } catch {
      return octets.length;
    }
  }
  let [good, bad] = [0, octets.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Where and why a text is not JSON. */
export function syntaxFault(text: string, file: string): StoreError {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, strictJson);
  } catch {
    // Nested so deep that a parser runs out of stack.
    return new StoreError({
      code: 'store-not-json',
      file,
      reason: 'syntax',
      detail: 'TooDeep',
      line: 1,
      column: 1,
    });
  }
  const first = errors[0];
  const offset = first?.offset ?? text.length;
  const detail = first ? printParseErrorCode(first.error) : 'InvalidSymbol';
  const isTruncated = offset >= text.trimEnd().length || (first?.error === 12 && isLastToken(text, first));
  return new StoreError({
    code: 'store-not-json',
    file,
    reason: isTruncated ? 'truncated' : 'syntax',
    detail,
    ...placeOf(text, offset),
  });
}

/** An unterminated string that runs to the end of the text. */
function isLastToken(text: string, error: ParseError): boolean {
  return text.slice(error.offset + error.length).trim() === '';
}

/** The first duplicate key or `__proto__`, or null. @throws nothing */
export function keyFault(text: string, file: string): StoreError | null {
  const open: Set<string>[] = [];
  let fault: StoreError | null = null;
  const told = (
    code: 'store-duplicate-key' | 'store-forbidden-key',
    key: string,
    offset: number,
    path: JSONPath,
  ) => {
    fault ??= new StoreError({ code, file, key, path: printPath([...path, key]), ...placeOf(text, offset) });
  };
  try {
    visit(text, {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (key, offset, _length, _line, _column, path) => {
        const keys = open.at(-1)!;
        if (key === '__proto__') told('store-forbidden-key', key, offset, path());
        else if (keys.has(key)) told('store-duplicate-key', key, offset, path());
        keys.add(key);
      },
    });
  } catch {
    return new StoreError({
      code: 'store-not-json',
      file,
      reason: 'syntax',
      detail: 'TooDeep',
      line: 1,
      column: 1,
    });
  }
  return fault;
}

/** What of the document's own shape is wrong; the routes are not looked at. */
export function shapeFault(document: unknown, text: string, file: string): StoreError {
  const tree = parseTree(text);
  const wrong = (path: JSONPath, expected: string, given: unknown) =>
    new StoreError({
      code: 'store-wrong-shape',
      file,
      path: printPath(path),
      expected,
      given: kindOf(given),
      ...placeAt(tree, path, placesIn(text)),
    });
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return wrong([], 'object', document);
  }
  const { $schema, version, routes } = document as Record<string, unknown>;
  if (typeof version === 'number' && Number.isInteger(version) && version > storeVersion) {
    return new StoreError({
      code: 'store-newer-version',
      file,
      version,
      supported: storeVersion,
      ...placeAt(tree, ['version'], placesIn(text)),
    });
  }
  if (version !== storeVersion) return wrong(['version'], `${storeVersion}`, version);
  if (!Array.isArray(routes)) return wrong(['routes'], 'array', routes);
  if ($schema !== undefined && typeof $schema !== 'string') return wrong(['$schema'], 'string', $schema);
  const extra = Object.keys(document).find((key) => !['$schema', 'version', 'routes'].includes(key))!;
  return wrong([extra], 'nothing', (document as Record<string, unknown>)[extra]);
}

/** The validator's problems with their places in the text. */
export function invalidFault(problems: readonly Problem[], text: string, file: string): StoreError {
  const tree = parseTree(text);
  const places = placesIn(text);
  return new StoreError({
    code: 'store-invalid',
    file,
    problems: problems.map((problem) => ({ ...problem, ...placeAt(tree, splitPath(problem.path), places) })),
  });
}

/** The place of a value, or of the nearest value around it that is there; a key's own place where it has one. */
function placeAt(tree: Node | undefined, path: JSONPath, places: (offset: number) => Place): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const node = tree && findNodeAtLocation(tree, path.slice(0, length));
    if (node) return places(node.parent?.type === 'property' ? node.parent.offset : node.offset);
  }
  return places(tree?.offset ?? 0);
}

/** `routes[3].hosts.primary[1].port` to its keys and indexes. */
function splitPath(path: string): JSONPath {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map((match) =>
    match[1] === undefined ? match[2]! : Number(match[1]),
  );
}

function printPath(path: JSONPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${key}`),
    '',
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : JSON.stringify(value).slice(0, 60);
}
