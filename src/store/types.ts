// The words of the store's interface: settings, what a read and a change give, a line of the log. Types only.

import type { RouteChange } from '../route/changes.ts';
import type { Problem } from '../route/problem.ts';
import type { Route } from '../route/route.ts';

/** Every problem of a list of routes out of a document; paths as in `routes[3].name` (route/document.ts). */
export type Validator = (routes: readonly unknown[]) => readonly Problem[];

export interface StoreSettings {
  /** Path of the store; a symbolic link is followed and kept. */
  readonly file: string;
  /** True: a missing file is an error (`store-missing`). False: it reads as empty, and a change makes it. */
  readonly mustExist: boolean;
  /** `user@host`, or what `--actor` says. */
  readonly actor: string;
  readonly clock: () => Date;
  /** Milliseconds to wait for another writer; 0: do not wait. */
  readonly lockWait: number;
  /** Called only when the log does not vouch for the file's bytes, or something is to be written. */
  readonly loadValidator: () => Promise<Validator>;
  /** For routes that have their shape by type, before they are written: the rules alone. `loadValidator` when absent. */
  readonly loadRules?: () => Promise<Validator>;
}

/**
 * A change was interrupted and has been mended: taken back, with what its line in the log had said (null when it
 * had not got so far), or found to be whole, and only its traces cleared.
 */
export type Repair =
  | { readonly kind: 'taken-back'; readonly entry: LogEntry | null }
  | { readonly kind: 'finished'; readonly entry: LogEntry };

export interface StoreContents {
  readonly routes: readonly Route[];
  readonly exists: boolean;
  /** SHA-256 of the text (without byte order mark, line ends as LF), hex; null when there is no file. */
  readonly hash: string | null;
  readonly repaired: Repair | null;
}

export interface ReadOptions {
  /** True: validate even where the log vouches for the bytes (`routes check`). */
  readonly validate?: boolean;
}

/** What a change makes of the routes: the whole new list, and what is different in it. */
export interface ChangeDraft {
  readonly routes: readonly Route[];
  readonly changes: readonly RouteChange[];
}

export interface ChangeMeta {
  /** As typed, such as `add`. */
  readonly command: string;
  readonly reason?: string;
  /** The change is refused (`store-moved-on`) unless the store still has this hash: what a plan was shown for. */
  readonly onlyIf?: string | null;
}

export type ChangeResult =
  | {
      readonly kind: 'changed';
      readonly routes: readonly Route[];
      readonly hash: string;
      readonly entry: LogEntry;
      /** The line that tells what was edited outside before this change; null when nothing was. */
      readonly externalEdit: LogEntry | null;
      readonly repaired: Repair | null;
    }
  | {
      readonly kind: 'unchanged';
      readonly routes: readonly Route[];
      readonly hash: string | null;
      readonly repaired: Repair | null;
    };

/** A change of one route as the log keeps it. */
export interface LoggedChange extends RouteChange {
  /** Place in the file, from 0: of a route taken away, where it was; of one put in before others, where it is. */
  readonly position?: number;
}

/** One line of `<store>.audit.jsonl`: one change (PRODUCT.md section 6). Field order as written. */
export interface LogEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly actor: string;
  /** `external edit`: found, not made, by us. */
  readonly command: string;
  readonly reason?: string;
  /** Google's name of the setting. */
  readonly setting: 'EMAIL_ROUTE';
  readonly changes: readonly LoggedChange[];
  /** Names in their new order, where the changes alone do not give it. */
  readonly order?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Hash of the line that this one takes back. */
  readonly undoes?: string;
  /** Hash of the line before: none for the first, two and more where branches are joined. */
  readonly previous: readonly string[];
  /** Hash of the store as this line left it, as StoreContents.hash; null: there was no file. */
  readonly store: string | null;
  /** Sum of the same octets by which a reader knows them again at once (quick-sum.ts); of small stores only. */
  readonly sum?: string;
  /** Octets before this line when it was written: what tells at once that lines were merged in before it. */
  readonly offset: number;
  /** SHA-256 of the line without this field, hex. */
  readonly hash: string;
}

export interface LogFilter {
  /** A route by name, compared as R1 does; before or after the change. */
  readonly route?: string;
  readonly actor?: string;
  /** Both ends count. */
  readonly since?: Date;
  readonly until?: Date;
}

export interface LogLine {
  /** From 1. */
  readonly line: number;
  readonly entry: LogEntry;
}

/** Two or more lines with the same line before them: branches that were merged. Lines count from 1. */
export interface Fork {
  /** The line they share; 0: each is a beginning. */
  readonly after: number;
  readonly lines: readonly number[];
  /** The line that joins them, or null as long as no change has. */
  readonly joinedAt: number | null;
}

export type Chain = 'intact' | { readonly brokenAt: number } | { readonly tail: 'edited-or-cut' };

/** Why a chain is broken at a line. */
export type ChainFault = 'not-an-entry' | 'changed' | 'line-before-missing' | 'twice';

export interface Verification {
  readonly chain: Chain;
  readonly fault: ChainFault | null;
  readonly forks: readonly Fork[];
  /** Lines read. */
  readonly lines: number;
  /** Where the log is, whether or not it exists. */
  readonly file: string;
  readonly repaired: Repair | null;
}

/** What an undo would do, for the question before it. */
export interface UndoPlan {
  readonly entry: LogEntry;
  readonly draft: ChangeDraft;
  /** Hash of the store that the plan is for: give it as `onlyIf`. */
  readonly hash: string | null;
  readonly repaired: Repair | null;
}

export interface Store {
  /** The file as named. */
  readonly file: string;
  /** @throws StoreError */
  read(options?: ReadOptions): Promise<StoreContents>;
  /**
   * The one transaction: lock, read, validate, `make`, log, write. When `make` throws, all stays as it was.
   * Nothing is written when nothing changes. @throws StoreError, and whatever `make` throws
   */
  change(
    make: (routes: readonly Route[]) => ChangeDraft | Promise<ChangeDraft>,
    meta: ChangeMeta,
  ): Promise<ChangeResult>;
  /** Makes an empty store where there is none (`routes init`); `unchanged` where there is one. @throws StoreError */
  create(meta: ChangeMeta): Promise<ChangeResult>;
  /** What the next undo would take back. @throws StoreError `undo-nothing`, `undo-edited-outside`, `undo-forked` */
  planUndo(): Promise<UndoPlan>;
  /** Takes the last change back, as a change of its own. @throws StoreError as planUndo and change */
  undo(meta: ChangeMeta): Promise<Extract<ChangeResult, { kind: 'changed' }>>;
  /**
   * The log, oldest first, streamed. A missing log is empty; a line that is no entry is passed over, and is for
   * `verify` to name. It mends nothing: who has not read, verified or changed the store before may see the line of
   * an interrupted change. @throws StoreError `log-unreadable`, `store-missing`
   */
  log(filter?: LogFilter): AsyncIterable<LogLine>;
  /** @throws StoreError `log-unreadable` when it cannot be opened; a broken line is a result, not an error */
  verify(): Promise<Verification>;
}
