// Files as the store needs them: what a path leads to, octets read without ever waiting on a FIFO, and the
// system calls of a durable write in an order that docs/store.md explains. Synchronous on purpose: the order of
// calls is the promise, and nothing of ours runs between two of them.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { errnoOf, StoreError } from './errors.ts';

/** The files of a store: it itself where its links lead to, and what stands beside it. */
export interface StoreFiles {
  /** As named by the user: for messages. */
  readonly named: string;
  /** Where the links lead to; lock, log and intent stand beside this one. */
  readonly store: string;
  readonly log: string;
  readonly lock: string;
  /** Our own word on a change under way: on it alone an interrupted one is taken back. */
  readonly intent: string;
  /** The store that is about to be. */
  readonly next: string;
}

/** Follows the links of a store that may be missing. @throws StoreError store-dangling-link, store-unreadable */
export function locate(named: string): StoreFiles {
  const store = followLinks(named);
  return {
    named,
    store,
    log: `${store}.audit.jsonl`,
    lock: `${store}.lock`,
    intent: `${store}.intent`,
    next: `${store}.next`,
  };
}

function followLinks(named: string): string {
  try {
    return realpathSync.native(named);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw unreadable(named, error);
  }
  try {
    const target = readlinkSync(named);
    throw new StoreError({ code: 'store-dangling-link', file: named, target });
  } catch (error) {
    if (error instanceof StoreError) throw error;
  }
  try {
    // Not there yet, but its folder may be reached by links.
    return resolve(realpathSync.native(dirname(named)), basename(named));
  } catch {
    return resolve(named);
  }
}

function unreadable(file: string, error: unknown): StoreError {
  return new StoreError({ code: 'store-unreadable', file, errno: errnoOf(error) }, error);
}

export interface FileContents {
  readonly octets: Buffer;
  readonly stats: Stats;
}

/** The whole file, or null when there is none. @throws StoreError store-not-a-file, store-unreadable */
export function readStoreFile(files: StoreFiles): FileContents | null {
  let descriptor: number;
  try {
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    descriptor = openSync(files.store, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    if (errnoOf(error) === 'EISDIR') {
      throw new StoreError({ code: 'store-not-a-file', file: files.named, kind: 'directory' });
    }
    if (errnoOf(error) === 'ENXIO') {
      throw new StoreError({ code: 'store-not-a-file', file: files.named, kind: 'socket' });
    }
    throw unreadable(files.named, error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) {
      throw new StoreError({ code: 'store-not-a-file', file: files.named, kind: kindOf(stats) });
    }
    return { octets: readAll(descriptor, stats.size), stats };
  } catch (error) {
    throw error instanceof StoreError ? error : unreadable(files.named, error);
  } finally {
    closeSync(descriptor);
  }
}

function kindOf(stats: Stats): 'directory' | 'fifo' | 'socket' | 'device' | 'other' {
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'device' : 'other';
}

/** To the end of the file, whatever size it said it had. */
function readAll(descriptor: number, size: number): Buffer {
  let octets = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, octets, length, octets.length - length, null);
    if (count === 0) return octets.subarray(0, length);
    length += count;
    if (length === octets.length) octets = Buffer.concat([octets, Buffer.allocUnsafe(length)]);
  }
}

/** Octets from `start` up to `end`; fewer when the file is shorter. */
export function readRange(descriptor: number, start: number, end: number): Buffer {
  const octets = Buffer.allocUnsafe(Math.max(0, end - start));
  let length = 0;
  while (length < octets.length) {
    const count = readSync(descriptor, octets, length, octets.length - length, start + length);
    if (count === 0) break;
    length += count;
  }
  return octets.subarray(0, length);
}

/** All of it: a write may take less than it was given. */
export function writeAll(descriptor: number, octets: Buffer): void {
  for (let at = 0; at < octets.length; ) at += writeSync(descriptor, octets, at, octets.length - at);
}

/** Is anything of that name there? Links are not followed. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Removes a file that may be gone already. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}

/** Makes new names and renames in a folder durable. Systems that cannot (Windows) say so, and it is no error. */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, constants.O_RDONLY);
  } catch (error) {
    // A folder that may be written and entered but not read cannot be opened for this.
    if (['EISDIR', 'EPERM', 'EACCES'].includes(errnoOf(error))) return;
    throw error;
  }
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!['EINVAL', 'EPERM', 'EBADF', 'ENOTSUP', 'EISDIR'].includes(errnoOf(error))) throw error;
  } finally {
    closeSync(descriptor);
  }
}
