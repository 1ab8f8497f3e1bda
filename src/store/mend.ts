// Mends what an interrupted change left. It acts on the word of our own intent alone: whoever edits, restores or
// merges files leaves no intent, so nothing of theirs is ever redone or taken back. Called under the lock.
// While `next` is there the rename has not happened, so the change has not: its lines in the log go. When `next`
// is gone the store took its place and its line is in the log already, for that is written first.

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { externalEdit, hashNamedBy, hashOf, openLog, parseEntry } from './audit-log.ts';
import { readClaim } from './claim.ts';
import { isThere, readRange, removeFile, type StoreFiles, syncFolder } from './file.ts';
import type { LogEntry, Repair } from './types.ts';

/** What the intent says. Small: it is the target of a symbolic link. */
export interface Intent {
  /** Octets in the log before the change; null: there was no log. */
  readonly offset: number | null;
  /** Hash of the store that is about to be. */
  readonly store: string;
}

export function printIntent(intent: Intent): string {
  return JSON.stringify(intent);
}

function readIntent(path: string): Intent | null {
  const text = readClaim(path);
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Intent>;
    const isIntent =
      (value.offset === null || Number.isSafeInteger(value.offset)) && typeof value.store === 'string';
    return isIntent ? (value as Intent) : null;
  } catch {
    return null;
  }
}

/** Mends, or does nothing when nothing was interrupted. @throws what the system says */
export function mend(files: StoreFiles): Repair | null {
  if (!isThere(files.intent)) {
    // Never without an intent, but a power cut may bring back the one and not the other.
    if (isThere(files.next)) removeFile(files.next);
    return null;
  }
  const intent = readIntent(files.intent);
  const isRenamed = !isThere(files.next);
  const lines = intent === null ? null : linesSince(files.log, intent);
  if (isRenamed && lines?.entry) {
    removeFile(files.intent);
    return { kind: 'finished', entry: lines.entry };
  }
  if (intent !== null && lines !== null) takeBackLines(files, intent.offset);
  removeFile(files.next);
  removeFile(files.intent);
  syncFolder(dirname(files.store));
  return { kind: 'taken-back', entry: lines?.entry ?? null };
}

/**
 * What the interrupted change wrote into the log: `entry` when its line is whole. Null when what stands there is
 * not what it would have written, so that somebody has changed the log since.
 */
function linesSince(log: string, intent: Intent): { readonly entry: LogEntry | null } | null {
  const descriptor = openLog(log);
  if (descriptor === null) return null;
  try {
    const offset = intent.offset ?? 0;
    const octets = readRange(descriptor, Math.max(0, offset - 1), fstatSync(descriptor).size);
    let text = octets.toString('utf8');
    if (offset > 0) {
      if (text === '') return null;
      // The log may have ended without a newline; then the change began with one.
      const isAtLine = text[0] === '\n' || text[1] === '\n' || text.length === 1;
      if (!isAtLine) return null;
      text = text.slice(1);
    }
    const lines = text.replace(/^\n/, '').split('\n');
    const loose = lines.pop()!;
    const entries = lines.map((line) => (hashNamedBy(line) === hashOf(line) ? parseEntry(line) : null));
    const own = entries.at(-1);
    if (entries.includes(null) || entries.length > 2) return null;
    // Every line of ours begins so; a beginning of a line may be cut off even sooner.
    const start = '{"time":"';
    if (loose.slice(0, start.length) !== start.slice(0, loose.length)) return null;
    if (loose !== '' && entries.length > 1) return null;
    if (entries.length === 2 && entries[0]!.command !== externalEdit) return null;
    if (own && own.command !== externalEdit && own.store !== intent.store) return null;
    return { entry: own && own.command !== externalEdit ? own : null };
  } finally {
    closeSync(descriptor);
  }
}

/** Cuts the log to what it was; one that was not there goes. */
export function takeBackLines(files: StoreFiles, offset: number | null): void {
  if (offset === null) {
    removeFile(files.log);
    return;
  }
  const descriptor = openSync(files.log, 'r+');
  try {
    ftruncateSync(descriptor, offset);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
