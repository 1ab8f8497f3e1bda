// Reads a store. The way that every `list` takes: the file, its hash, the end of the log, and JSON.parse where
// the log vouches for the octets. A file that anybody else may have written is validated first.

import type { Stats } from 'node:fs';
import type { Route } from '../route/route.ts';
import { type LineEnd, readLastEnd } from './audit-log.ts';
import { decode, parseDoubted, parseVouched } from './document.ts';
import { StoreError } from './errors.ts';
import { isThere, readStoreFile, type StoreFiles } from './file.ts';
import { sha256 } from './hash.ts';
import { quickSum, quickSumLimit } from './quick-sum.ts';
import { storeSchemaId } from './shape-version.ts';
import type { Repair, StoreSettings } from './types.ts';

export interface Loaded {
  readonly routes: readonly Route[];
  readonly schema: string;
  /** As in the file, without byte order mark and with LF; null when there is no file. */
  readonly text: string | null;
  readonly hash: string | null;
  readonly stats: Stats | null;
  /** It is what the last line of the log left. */
  readonly isVouched: boolean;
}

/** @throws StoreError store-missing, and every way in which a store cannot be read */
export async function load(
  files: StoreFiles,
  settings: StoreSettings,
  { validate }: { readonly validate: boolean },
): Promise<Loaded> {
  const contents = readStoreFile(files);
  if (contents === null) {
    if (settings.mustExist) throw new StoreError({ code: 'store-missing', file: files.named });
    return { routes: [], schema: storeSchemaId, text: null, hash: null, stats: null, isVouched: true };
  }
  const { octets, stats } = contents;
  const text = await decode(octets, files.named);
  const left = validate ? null : lastLeft(files);
  const isKnown = left?.sum != null && octets.length <= quickSumLimit && left.sum === quickSum(octets);
  const hash = isKnown ? left.store : sha256(text);
  if (left !== null && left.store === hash)
    return { ...parseVouched(text), text, hash, stats, isVouched: true };
  const document = await parseDoubted(text, files.named);
  const problems = document.routes.length === 0 ? [] : (await settings.loadValidator())(document.routes);
  if (problems.length > 0) {
    const { invalidFault } = await import('./diagnose.ts');
    throw invalidFault(problems, text, files.named);
  }
  return {
    routes: document.routes as readonly Route[],
    schema: document.schema,
    text,
    hash,
    stats,
    isVouched: false,
  };
}

/**
 * The store as the last line of the log left it: "a store whose bytes have the hash that our own log recorded last
 * was validated when it was written".
 */
function lastLeft(files: StoreFiles): LineEnd | null {
  try {
    return readLastEnd(files.log);
  } catch {
    // A log that cannot be read vouches for nothing.
    return null;
  }
}

/** Two looks for traces of an interrupted change; without them, or while a living writer is at work, that is all. */
export async function mendIfInterrupted(files: StoreFiles): Promise<Repair | null> {
  if (!isThere(files.lock) && !isThere(files.intent)) return null;
  const { lookAtLock } = await import('./lock.ts');
  const lock = lookAtLock(files.lock);
  if (lock === 'alive' || (lock === 'gone' && !isThere(files.intent))) return null;
  const { mendOrSay, withLock } = await import('./under-lock.ts');
  try {
    return await withLock(files, 0, async () => mendOrSay(files));
  } catch {
    // Another is at it, or we cannot write here. Reading goes on: the store is the old one or the new one.
    return null;
  }
}
