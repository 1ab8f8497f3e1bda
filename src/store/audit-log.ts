// The lines of `<store>.audit.jsonl`: how one is written and hashed, and the last one read without the rest.
// A line is JSON with its own hash as the last field, and names the hash of the line before it. Only the end of
// the file is read here, so a log of any length costs the same; whole logs are log-reader.ts and verify.ts.

import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { errnoOf, type LogFault, StoreError } from './errors.ts';
import { readRange } from './file.ts';
import { sha256 } from './hash.ts';
import type { LogEntry } from './types.ts';

export const externalEdit = 'external edit';

const hashField = /^,"hash":"([0-9a-f]{64})"\}$/;
const hashFieldLength = ',"hash":""}'.length + 64;

/** The line of an entry without its newline, and the entry with its hash. */
export function printEntry(entry: Omit<LogEntry, 'hash'>): {
  readonly line: string;
  readonly entry: LogEntry;
} {
  const body = JSON.stringify(entry);
  const hash = sha256(body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, entry: { ...entry, hash } };
}

/** The hash that a line says it has, null when it says none. */
export function hashNamedBy(line: string): string | null {
  return hashField.exec(line.slice(-hashFieldLength))?.[1] ?? null;
}

/** The hash that a line has. */
export function hashOf(line: string): string {
  return sha256(`${line.slice(0, -hashFieldLength)}}`);
}

/** The entry of a line, or null when it is none. Its hash is not looked at. */
export function parseEntry(line: string): LogEntry | null {
  let value: Partial<LogEntry> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const isEntry =
    typeof value === 'object' &&
    value !== null &&
    typeof value.time === 'string' &&
    typeof value.actor === 'string' &&
    typeof value.command === 'string' &&
    Array.isArray(value.changes) &&
    value.changes.every((change) => typeof change === 'object' && change !== null) &&
    Array.isArray(value.previous) &&
    (value.store === null || typeof value.store === 'string') &&
    typeof value.hash === 'string';
  return isEntry ? (value as LogEntry) : null;
}

/** What the end of a line says, which is all that most readers need of it. */
export interface LineEnd {
  readonly store: string | null;
  readonly sum: string | null;
  /** Where the line began when it was written. */
  readonly offset: number;
  readonly hash: string;
}

export interface LogTail {
  /** Octets in the file. */
  readonly size: number;
  /** Octets of what stands after the last newline. */
  readonly loose: number;
  /** The last line that is not blank, and where it begins; null when there is none, or no log. */
  readonly last: (LineEnd & { readonly start: number; readonly text: string }) | null;
  /** Why the last line could not be understood. */
  readonly fault: LogFault | null;
}

const lineEnd =
  /"store":(?:null|"([0-9a-f]{64})")(?:,"sum":"([0-9a-f]{16})")?,"offset":(\d+),"hash":"([0-9a-f]{64})"\}$/;
/** More than the end of any line. */
const lineEndSpan = 512;

function parseLineEnd(text: string): LineEnd | null {
  const match = lineEnd.exec(text);
  if (match === null) return null;
  return { store: match[1] ?? null, sum: match[2] ?? null, offset: Number(match[3]), hash: match[4]! };
}

/** The end of the last line, however long that line is; null when there is none. @throws StoreError log-unreadable */
export function readLastEnd(file: string): LineEnd | null {
  return withLog(file, null, (descriptor) => {
    const size = fstatSync(descriptor).size;
    const octets = readRange(descriptor, Math.max(0, size - lineEndSpan), size);
    return parseLineEnd(octets.toString('latin1').trimEnd());
  });
}

/** The whole last line. A missing log is empty. @throws StoreError log-unreadable */
export function readTail(file: string): LogTail {
  const none: LogTail = { size: 0, loose: 0, last: null, fault: null };
  return withLog(file, none, (descriptor) => {
    const size = fstatSync(descriptor).size;
    for (let span = 16 * 1024; ; span *= 4) {
      const from = Math.max(0, size - span);
      const octets = readRange(descriptor, from, size);
      let end = octets.length;
      const loose = end - (octets.lastIndexOf(0x0a) + 1);
      while (end > 0 && (octets[end - 1] === 0x0a || octets[end - 1] === 0x0d)) end -= 1;
      const newline = end === 0 ? -1 : octets.lastIndexOf(0x0a, end - 1);
      if (newline === -1 && from > 0) continue;
      if (end === 0) return { ...none, size };
      const text = octets.toString('utf8', newline + 1, end);
      const found = parseLineEnd(text.slice(-lineEndSpan));
      if (found === null) return { size, loose, last: null, fault: 'not-an-entry' };
      return { size, loose, last: { ...found, start: from + newline + 1, text }, fault: null };
    }
  });
}

function withLog<Result>(file: string, none: Result, work: (descriptor: number) => Result): Result {
  const descriptor = openLog(file);
  if (descriptor === null) return none;
  try {
    return work(descriptor);
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a log for reading; null when there is none. @throws StoreError log-unreadable */
export function openLog(file: string): number | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw unreadable(file, error);
  }
  if (!fstatSync(descriptor).isFile()) {
    closeSync(descriptor);
    throw new StoreError({ code: 'log-unreadable', file, line: null, reason: 'not-a-file' });
  }
  return descriptor;
}

function unreadable(file: string, error: unknown): StoreError {
  const errno = errnoOf(error);
  const reason: LogFault =
    errno === 'EACCES' || errno === 'EPERM'
      ? 'permission'
      : errno === 'EISDIR' || errno === 'ENXIO'
        ? 'not-a-file'
        : 'system';
  return new StoreError({ code: 'log-unreadable', file, line: null, reason }, error);
}
