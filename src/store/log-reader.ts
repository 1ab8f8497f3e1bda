// Reads a whole log, a piece at a time: its lines one by one, and the entries that a filter lets through.
// A log of any length needs the memory of its longest line.

import { closeSync } from 'node:fs';
import { nameKey } from '../route/route.ts';
import { openLog, parseEntry } from './audit-log.ts';
import { readRange } from './file.ts';
import type { LogEntry, LogFilter, LogLine } from './types.ts';

export interface RawLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const piece = 256 * 1024;

/** Every line that is not blank, without its line end. A missing log has none. @throws StoreError log-unreadable */
export function* readLines(file: string): Generator<RawLine> {
  const descriptor = openLog(file);
  if (descriptor === null) return;
  try {
    let line = 0;
    let begun: Buffer[] = [];
    for (let at = 0; ; ) {
      const octets = readRange(descriptor, at, at + piece);
      if (octets.length === 0) break;
      at += octets.length;
      let start = 0;
      for (let end = octets.indexOf(0x0a); end !== -1; end = octets.indexOf(0x0a, start)) {
        begun.push(octets.subarray(start, end));
        start = end + 1;
        line += 1;
        const text = textOf(begun);
        begun = [];
        if (text !== '') yield { line, text };
      }
      if (start < octets.length) begun.push(octets.subarray(start));
    }
    const text = textOf(begun);
    if (text !== '') yield { line: line + 1, text };
  } finally {
    closeSync(descriptor);
  }
}

function textOf(pieces: readonly Buffer[]): string {
  const text = (pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)).toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** The entries that a filter lets through, oldest first. A line that is none is left to verify, which names it. */
export async function* readEntries(file: string, filter: LogFilter = {}): AsyncGenerator<LogLine> {
  const passes = passesOf(filter);
  for (const { line, text } of readLines(file)) {
    const entry = parseEntry(text);
    if (entry !== null && passes(entry)) yield { line, entry };
  }
}

function passesOf({ route, actor, since, until }: LogFilter): (entry: LogEntry) => boolean {
  const key = route === undefined ? null : nameKey(route);
  return (entry) => {
    if (actor !== undefined && entry.actor !== actor) return false;
    const time = since || until ? Date.parse(entry.time) : 0;
    if (since && !(time >= since.getTime())) return false;
    if (until && !(time <= until.getTime())) return false;
    if (key === null) return true;
    return entry.changes.some((change) =>
      [change.before?.name, change.after?.name, change.name].some(
        (name) => typeof name === 'string' && nameKey(name) === key,
      ),
    );
  };
}
