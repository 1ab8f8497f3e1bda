// Puts a new store and its lines of the log in place, durably, or leaves both as they were. The order of the
// system calls is the promise (docs/store.md): intent, next and its octets, folder, log and its octets, rename,
// folder. A death between any two of them leaves what mend.ts can tell apart.

import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeClaim, readClaim } from './claim.ts';
import { errnoOf, StoreError, type WriteStep } from './errors.ts';
import { removeFile, type StoreFiles, syncFolder, writeAll } from './file.ts';
import type { Lock } from './lock.ts';
import { printIntent, takeBackLines } from './mend.ts';

export interface Commit {
  readonly files: StoreFiles;
  readonly lock: Lock;
  /** The new store, and its hash. */
  readonly octets: Buffer;
  readonly hash: string;
  /** What goes to the end of the log. */
  readonly lines: string;
  /** Of the store as it is; null when it is to be made. */
  readonly stats: Stats | null;
}

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const refusals = ['EROFS', 'EACCES', 'EPERM'];

/** @throws StoreError store-write-failed, store-read-only, store-not-ours, store-lock-lost, store-not-durable */
export function commit({ files, lock, octets, hash, lines, stats }: Commit): void {
  const folder = dirname(files.store);
  let step: WriteStep = 'intent';
  let intent = '';
  let offset: number | null | undefined;
  let log: number | undefined;
  try {
    const size = sizeOf(files.log);
    intent = printIntent({ offset: size, store: hash });
    assertHeld(files, lock);
    if (!makeClaim(files.intent, intent)) {
      throw new StoreError({ code: 'store-lock-lost', file: files.named, lock: files.lock });
    }
    offset = size;
    writeNext(files, octets, stats);
    step = 'log';
    const mode = stats === null ? 0o600 : stats.mode & 0o666;
    log = openSync(files.log, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, mode);
    if (size === null) keepOwner(log, mode, stats, files);
    step = 'folder';
    syncFolder(folder);
    assertHeld(files, lock);
    step = 'log';
    writeAll(log, Buffer.from(lines));
    fsyncSync(log);
    step = 'rename';
    assertHeld(files, lock);
    renameSync(files.next, files.store);
  } catch (error) {
    const failure = failureOf(files, step, error);
    if (offset !== undefined) {
      // Who has lost the lock may clear only what is surely his own; the log is left to who has it now.
      if (failure.code !== 'store-lock-lost') takeBack(files, log === undefined ? 'untouched' : offset);
      else if (step !== 'rename' && readClaim(files.intent) === intent) removeTraces(files);
    }
    throw failure;
  } finally {
    if (log !== undefined) closeSync(log);
  }
  try {
    syncFolder(folder);
  } catch (error) {
    throw new StoreError({ code: 'store-not-durable', file: files.named, errno: errnoOf(error) }, error);
  }
  try {
    removeFile(files.intent);
  } catch {
    // The change is done; mend.ts finds it so.
  }
}

function sizeOf(log: string): number | null {
  let descriptor: number;
  try {
    descriptor = openSync(log, constants.O_RDONLY);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return fstatSync(descriptor).size;
  } finally {
    closeSync(descriptor);
  }
}

function writeNext(files: StoreFiles, octets: Buffer, stats: Stats | null): void {
  removeFile(files.next);
  const descriptor = openSync(files.next, newFile, 0o600);
  try {
    keepOwner(descriptor, stats === null ? 0o600 : stats.mode & 0o7777, stats, files);
    writeAll(descriptor, octets);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Gives a new file the mode and the owner of the store. */
function keepOwner(descriptor: number, mode: number, stats: Stats | null, files: StoreFiles): void {
  if (stats === null) return;
  const own = fstatSync(descriptor);
  if (own.uid !== stats.uid || own.gid !== stats.gid) {
    try {
      fchownSync(descriptor, stats.uid, stats.gid);
    } catch (error) {
      const { uid: owner, gid: group } = stats;
      throw new StoreError({ code: 'store-not-ours', file: files.named, owner, group }, error);
    }
  }
  if ((fstatSync(descriptor).mode & 0o7777) !== mode) fchmodSync(descriptor, mode);
}

function assertHeld(files: StoreFiles, lock: Lock): void {
  if (!lock.isHeld()) throw new StoreError({ code: 'store-lock-lost', file: files.named, lock: files.lock });
}

function failureOf(files: StoreFiles, step: WriteStep, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const errno = errnoOf(error);
  if (refusals.includes(errno))
    return new StoreError({ code: 'store-read-only', file: files.named, errno }, error);
  return new StoreError({ code: 'store-write-failed', file: files.named, step, errno }, error);
}

/** As it was. What the system does not let us clear stays for mend.ts, which has the intent's word. */
function takeBack(files: StoreFiles, offset: number | null | 'untouched'): void {
  try {
    if (offset !== 'untouched') takeBackLines(files, offset);
  } catch {
    // A cut that the disk does not confirm is a cut all the same; only a log that could not be cut keeps its intent.
    if (offset !== 'untouched' && !isCut(files.log, offset)) return;
  }
  removeTraces(files);
}

function removeTraces(files: StoreFiles): void {
  try {
    removeFile(files.next);
    removeFile(files.intent);
  } catch {
    // Left to mend.ts.
  }
}

function isCut(log: string, offset: number | null): boolean {
  try {
    return sizeOf(log) === offset;
  } catch {
    return false;
  }
}

/** Makes the folder of a new store, and its name durable. `first`: the topmost made. @throws StoreError */
export function makeFolder(files: StoreFiles): { readonly first: string | undefined } {
  const folder = dirname(files.store);
  try {
    const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (first !== undefined) syncFolder(dirname(first));
    return { first };
  } catch (error) {
    throw failureOf(files, 'folder', error);
  }
}

/** Takes folders away that were made for a store which then was not written. Those with anything in them stay. */
export function removeFolders(files: StoreFiles, first: string | undefined): void {
  if (first === undefined) return;
  try {
    for (let folder = dirname(files.store); folder.length >= first.length; folder = dirname(folder)) {
      rmdirSync(folder);
    }
  } catch {
    // Not empty: somebody's.
  }
}
