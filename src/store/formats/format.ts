// What the formats have in common: their names, what a reader gives, what can be wrong with a file as such. A route
// that is not valid is a problem, as everywhere; what is no routes file at all, or has a key twice, is a fault.
// Types, and what needs no library.

import type { Problem } from '../../route/problem.ts';
import { kindOfValue } from '../../route/value-path.ts';
import type { Place } from '../errors.ts';

export const formatNames = ['json', 'yaml', 'csv'] as const;
export type FormatName = (typeof formatNames)[number];

export type FaultCode =
  | 'file-empty'
  | 'file-not-text'
  /** `detail`: what the parser says. */
  | 'file-syntax'
  | 'file-truncated'
  | 'key-twice'
  | 'key-forbidden'
  | 'key-not-text'
  | 'key-unknown'
  | 'shape'
  | 'version-newer'
  | 'column-unknown'
  | 'column-twice'
  | 'column-missing'
  | 'cells-too-many'
  | 'quote-open'
  | 'quote-inside';

/** What is wrong with a file as such. */
export interface Fault extends Place {
  readonly code: FaultCode;
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a format's reader finds: values of the shape of a route, not yet judged. */
export interface ReadValues {
  readonly values: readonly unknown[];
  readonly faults: readonly Fault[];
  /** What only the text could tell, such as an IPv6 address without brackets; paths as `routes[3].hosts.host`. */
  readonly problems: readonly Problem[];
  /** Where a value is, by its path, or the nearest value around it. */
  readonly placeOf: (path: string) => Place;
}

/** The format of a file by its name; null when the name does not tell. */
export function formatOf(file: string): FormatName | null {
  const ending = /\.(json|ya?ml|csv)$/i.exec(file)?.[1]?.toLowerCase();
  return ending === undefined ? null : ending === 'yml' ? 'yaml' : (ending as FormatName);
}

// What a terminal, an editor or a spreadsheet could act on or hide: DEL and C1, line and paragraph separators, bidi
// overrides and isolates, the byte order mark. JSON.stringify and YAML escape what is below U+0020 themselves.
const hidden = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Escapes, as JSON and YAML both do inside double quotes, what is better seen. */
export function escapeHidden(text: string): string {
  return text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The document that a JSON or YAML file holds: `routes` with `version`, or a bare list. */
export function routesOf(document: unknown, placeOf: (path: string) => Place): Omit<ReadValues, 'placeOf'> {
  const none = { values: [], problems: [] };
  const fault = (code: FaultCode, path: string, data: Fault['data']): Fault => ({
    code,
    path,
    data,
    ...placeOf(path),
  });
  if (Array.isArray(document)) return { ...none, values: document, faults: [] };
  if (typeof document !== 'object' || document === null) {
    return { ...none, faults: [fault('shape', '', { expected: 'object', given: kindOfValue(document) })] };
  }
  const { $schema, version, routes, ...others } = document as Record<string, unknown>;
  const faults: Fault[] = Object.keys(others).map((key) => fault('key-unknown', key, { key }));
  if (typeof version === 'number' && Number.isInteger(version) && version > 1) {
    faults.push(fault('version-newer', 'version', { version, supported: 1 }));
  } else if (version !== undefined && version !== 1) {
    faults.push(fault('shape', 'version', { expected: '1', given: kindOfValue(version) }));
  }
  if ($schema !== undefined && typeof $schema !== 'string')
    faults.push(fault('shape', '$schema', { expected: 'string', given: kindOfValue($schema) }));
  if (!Array.isArray(routes)) {
    faults.push(fault('shape', 'routes', { expected: 'array', given: kindOfValue(routes) }));
    return { ...none, faults };
  }
  return { ...none, values: routes, faults };
}
