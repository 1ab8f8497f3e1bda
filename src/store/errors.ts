// What can go wrong with a store: a stable code and its data, one tagged union. The sentences for people come
// from words/; the message here is for a developer who reads a stack. Lines and columns count from 1, columns
// in UTF-16 units as editors do.

import type { Problem } from '../route/problem.ts';

/** Where in a file. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Who holds a lock, as far as the lock tells. */
export interface LockHolder {
  readonly pid: number | null;
  readonly host: string | null;
}

/** The step of a write at which the system refused. */
export type WriteStep = 'lock' | 'folder' | 'intent' | 'log' | 'rename' | 'confirm';

export type StoreFailure =
  /** Named by hand and not there. */
  | { readonly code: 'store-missing'; readonly file: string }
  | { readonly code: 'store-dangling-link'; readonly file: string; readonly target: string }
  | {
      readonly code: 'store-not-a-file';
      readonly file: string;
      readonly kind: 'directory' | 'fifo' | 'socket' | 'device' | 'other';
    }
  /** Permission, input/output error, a loop of links, too large: `errno` as in `EACCES`. */
  | { readonly code: 'store-unreadable'; readonly file: string; readonly errno: string }
  | { readonly code: 'store-empty'; readonly file: string }
  | ({
      readonly code: 'store-not-text';
      readonly file: string;
      readonly reason: 'not-utf8' | 'nul-byte';
    } & Place)
  /** `truncated`: the text ends before the document does. `detail`: jsonc-parser's name of the error. */
  | ({
      readonly code: 'store-not-json';
      readonly file: string;
      readonly reason: 'truncated' | 'syntax';
      readonly detail: string;
    } & Place)
  | ({
      readonly code: 'store-duplicate-key';
      readonly file: string;
      readonly key: string;
      readonly path: string;
    } & Place)
  /** `__proto__` as a key. */
  | ({
      readonly code: 'store-forbidden-key';
      readonly file: string;
      readonly key: string;
      readonly path: string;
    } & Place)
  | ({
      readonly code: 'store-wrong-shape';
      readonly file: string;
      readonly path: string;
      readonly expected: string;
      readonly given: string;
    } & Place)
  | ({
      readonly code: 'store-newer-version';
      readonly file: string;
      readonly version: number;
      readonly supported: number;
    } & Place)
  /** It can be read, but a route in it is not valid: every problem at once. */
  | { readonly code: 'store-invalid'; readonly file: string; readonly problems: readonly (Problem & Place)[] }
  /** Writing would change whose file it is. `owner`: user id of the file. */
  | { readonly code: 'store-not-ours'; readonly file: string; readonly owner: number; readonly group: number }
  /** The file's mode, its folder or its file system does not let us write. */
  | { readonly code: 'store-read-only'; readonly file: string; readonly errno: string }
  /** `waited`: milliseconds. */
  | {
      readonly code: 'store-locked';
      readonly file: string;
      readonly lock: string;
      readonly holder: LockHolder;
      readonly waited: number;
    }
  /** Another took the lock while this process was held up; nothing was written. */
  | { readonly code: 'store-lock-lost'; readonly file: string; readonly lock: string }
  /** The system refused; store and log are as they were. */
  | {
      readonly code: 'store-write-failed';
      readonly file: string;
      readonly step: WriteStep;
      readonly errno: string;
    }
  /** The change is in store and log, but the disk did not confirm that it would survive a power cut. */
  | { readonly code: 'store-not-durable'; readonly file: string; readonly errno: string }
  /** `onlyIf` was given and the store is no longer that one. */
  | { readonly code: 'store-moved-on'; readonly file: string }
  /** What a change would write is not valid: a mistake of the caller, or of a log that was tampered with. */
  | { readonly code: 'change-invalid'; readonly file: string; readonly problems: readonly Problem[] }
  /** `line` from 1; null: counted from the end only. */
  | {
      readonly code: 'log-unreadable';
      readonly file: string;
      readonly line: number | null;
      readonly reason: LogFault;
    }
  | { readonly code: 'undo-nothing'; readonly file: string }
  /** The store is not what the last line of the log left. */
  | { readonly code: 'undo-edited-outside'; readonly file: string }
  /** Two branches were merged and no change has joined them yet. */
  | { readonly code: 'undo-forked'; readonly file: string };

export type LogFault = 'not-json' | 'not-an-entry' | 'not-a-file' | 'permission' | 'system';

export type StoreErrorCode = StoreFailure['code'];

/** Every failure of this folder. `code` is stable, `data` is the tagged union (`data.code` narrows it). */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly data: StoreFailure;

  constructor(data: StoreFailure, cause?: unknown) {
    super(`${data.code}: ${JSON.stringify(data)}`, cause === undefined ? undefined : { cause });
    this.code = data.code;
    this.data = data;
  }
}

/** The system's name of an error (`ENOSPC`), or `UNKNOWN`. */
export function errnoOf(error: unknown): string {
  const { code, errno } = (error ?? {}) as { code?: unknown; errno?: unknown };
  if (typeof code !== 'string') return 'UNKNOWN';
  if (!code.startsWith('Unknown system error')) return code;
  // One that Node has no name for, such as EDQUOT.
  const names = Object.entries(process.getBuiltinModule('node:os').constants.errno);
  return names.find(([, number]) => number === -Number(errno))?.[0] ?? 'UNKNOWN';
}
