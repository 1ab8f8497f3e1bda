// Work that needs the store for itself: the lock is taken, what an interrupted change left is mended, the lock is let go.

import { errnoOf, StoreError } from './errors.ts';
import type { StoreFiles } from './file.ts';
import { acquire, type Lock } from './lock.ts';
import { mend } from './mend.ts';
import type { Repair } from './types.ts';

/** Holds the lock while `work` is done. @throws StoreError store-locked, store-read-only, store-write-failed */
export async function withLock<Result>(
  files: StoreFiles,
  wait: number,
  work: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  const outcome = await acquire(files.lock, wait).catch((error: unknown) => {
    throw lockFailure(files, error);
  });
  if (outcome.kind === 'busy') {
    const { holder, waited } = outcome;
    throw new StoreError({ code: 'store-locked', file: files.named, lock: files.lock, holder, waited });
  }
  try {
    return await work(outcome.lock);
  } finally {
    outcome.lock.release();
  }
}

function lockFailure(files: StoreFiles, error: unknown): StoreError {
  const errno = errnoOf(error);
  if (['EROFS', 'EACCES', 'EPERM'].includes(errno)) {
    return new StoreError({ code: 'store-read-only', file: files.named, errno }, error);
  }
  return new StoreError({ code: 'store-write-failed', file: files.named, step: 'lock', errno }, error);
}

/** Mends under the lock that the caller holds. @throws StoreError store-write-failed */
export function mendOrSay(files: StoreFiles): Repair | null {
  try {
    return mend(files);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      { code: 'store-write-failed', file: files.named, step: 'intent', errno: errnoOf(error) },
      error,
    );
  }
}
