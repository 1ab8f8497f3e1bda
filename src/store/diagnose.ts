// Says where a text goes wrong: line and column of a syntax error, a duplicate key, a wrong shape, a problem.
// Loaded only when something is wrong or doubtful, for it brings jsonc-parser.

import { type JSONPath, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from '../route/problem.ts';
import { kindOfValue, printPath, splitPath } from '../route/value-path.ts';
import { StoreError } from './errors.ts';
import { badKeys, ValuePlaces } from './json-text.ts';
import { storeVersion } from './shape-version.ts';
import { placesIn } from './text-places.ts';

const strictJson = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

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
    ...placesIn(before.replace(/^\uFEFF/, ''))(offset),
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
    return tooDeep(file);
  }
  const first = errors[0];
  const offset = first?.offset ?? text.length;
  const found = first ? printParseErrorCode(first.error) : 'InvalidSymbol';
  const detail = isConflict(text, offset) ? 'MergeConflict' : found;
  const isTruncated = offset >= text.trimEnd().length || (first?.error === 12 && isLastToken(text, first));
  return new StoreError({
    code: 'store-not-json',
    file,
    reason: isTruncated ? 'truncated' : 'syntax',
    detail,
    ...placesIn(text)(offset),
  });
}

/** Whether the line at this place is one that git leaves where two versions could not be merged. */
function isConflict(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset + 8);
  return /^(<{7}|={7}|>{7})/.test(line);
}

/** An unterminated string that runs to the end of the text. */
function isLastToken(text: string, error: ParseError): boolean {
  return text.slice(error.offset + error.length).trim() === '';
}

// Nested so deep that a parser runs out of stack.
function tooDeep(file: string): StoreError {
  return new StoreError({
    code: 'store-not-json',
    file,
    reason: 'syntax',
    detail: 'TooDeep',
    line: 1,
    column: 1,
  });
}

/** The first duplicate key or `__proto__`, or null. @throws nothing */
export function keyFault(text: string, file: string): StoreError | null {
  const found = badKeys(text);
  if (found === null) return tooDeep(file);
  const [first] = found;
  if (first === undefined) return null;
  const { fault, key, path, line, column } = first;
  const code = fault === 'twice' ? 'store-duplicate-key' : 'store-forbidden-key';
  return new StoreError({ code, file, key, path: printPath(path), line, column });
}

/** What of the document's own shape is wrong; the routes are not looked at. */
export function shapeFault(document: unknown, text: string, file: string): StoreError {
  const places = new ValuePlaces(text);
  const wrong = (path: JSONPath, expected: string, given: unknown) =>
    new StoreError({
      code: 'store-wrong-shape',
      file,
      path: printPath(path),
      expected,
      given: kindOfValue(given),
      ...places.of(path),
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
      ...places.of(['version']),
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
  const places = new ValuePlaces(text);
  return new StoreError({
    code: 'store-invalid',
    file,
    problems: problems.map((problem) => ({ ...problem, ...places.of(splitPath(problem.path)) })),
  });
}
