// The one transaction (PRODUCT.md section 6): lock, mend, read, validate, make the change, log, write, unlock.
// Whatever fails or throws on the way leaves store and log as they were.

import type { RouteChange } from '../route/changes.ts';
import { nameKey, type Route } from '../route/route.ts';
import { externalEdit, type LogTail, printEntry } from './audit-log.ts';
import { commit, makeFolder, removeFolders } from './commit.ts';
import { printDocument } from './document.ts';
import { StoreError } from './errors.ts';
import { isThere, locate, type StoreFiles } from './file.ts';
import { sha256 } from './hash.ts';
import { type Current, compareWithLog } from './outside.ts';
import { quickSum, quickSumLimit } from './quick-sum.ts';
import { type Loaded, load } from './read.ts';
import { logged } from './table.ts';
import type { ChangeDraft, ChangeMeta, ChangeResult, LogEntry, StoreSettings } from './types.ts';
import { mendOrSay, withLock } from './under-lock.ts';

export interface Wanted {
  readonly draft: ChangeDraft;
  readonly undoes?: string;
  /** Write even when no route changes (`init`). */
  readonly evenIfSame?: boolean;
}

export async function transact(
  settings: StoreSettings,
  make: (current: Current) => Wanted | Promise<Wanted>,
  meta: ChangeMeta,
): Promise<ChangeResult> {
  const files = locate(settings.file);
  if (settings.mustExist && !isThere(files.store)) {
    throw new StoreError({ code: 'store-missing', file: files.named });
  }
  const { first } = makeFolder(files);
  const work = withLock<ChangeResult>(files, settings.lockWait, async (lock) => {
    const repaired = mendOrSay(files);
    const read = await load(files, settings, { validate: false });
    assertWritable(files, read);
    if (meta.onlyIf !== undefined && meta.onlyIf !== read.hash) {
      throw new StoreError({ code: 'store-moved-on', file: files.named });
    }
    const { outside, ...current } = compareWithLog(files, read);
    const { loaded, tail, heads } = current;
    const wanted = await make(current);
    const change = logged(loaded.routes, wanted.draft.routes, wanted.draft.changes);
    const text = printDocument(wanted.draft.routes, loaded.schema);
    const isSame = change.changes.length === 0 && change.order === undefined;
    if ((isSame && !wanted.evenIfSame) || text === loaded.text) {
      return { kind: 'unchanged', routes: loaded.routes, hash: loaded.hash, repaired };
    }
    await assertValid(files, settings, wanted.draft);
    const octets = Buffer.from(text);
    const hash = sha256(octets);
    const lines = new Lines(settings, tail, heads);
    const found =
      outside === null
        ? null
        : lines.add({ command: externalEdit, ...outside, store: loaded.hash, actor: 'unknown' });
    const entry = lines.add({
      command: meta.command,
      ...(meta.reason === undefined ? {} : { reason: meta.reason }),
      ...change,
      ...(wanted.undoes === undefined ? {} : { undoes: wanted.undoes }),
      store: hash,
      ...(octets.length <= quickSumLimit ? { sum: quickSum(octets) } : {}),
      actor: settings.actor,
    });
    commit({ files, lock, octets, hash, lines: lines.text, stats: loaded.stats });
    return { kind: 'changed', routes: wanted.draft.routes, hash, entry, externalEdit: found, repaired };
  });
  return work.finally(() => removeFolders(files, first));
}

/** A file that its mode protects is not ours to replace, though a rename would not ask. */
function assertWritable(files: StoreFiles, { stats }: Loaded): void {
  if (stats !== null && (stats.mode & 0o222) === 0) {
    throw new StoreError({ code: 'store-read-only', file: files.named, errno: 'EACCES' });
  }
}

/** What is written was valid when it was written: the next reader relies on it. @throws StoreError change-invalid */
async function assertValid(files: StoreFiles, settings: StoreSettings, draft: ChangeDraft): Promise<void> {
  const changed = draft.changes.map(({ after }: RouteChange) => after).filter((route) => route !== null);
  if (changed.length === 0) return;
  const check = await (settings.loadRules ?? settings.loadValidator)();
  const problems = [...check(changed)];
  const names = new Set<string>();
  draft.routes.forEach((route: Route, index) => {
    const key = nameKey(route.name);
    if (names.has(key)) {
      problems.push({ code: 'name-taken', path: `routes[${index}].name`, given: route.name, data: {} });
    }
    names.add(key);
  });
  if (problems.length > 0) throw new StoreError({ code: 'change-invalid', file: files.named, problems });
}

type NewEntry = Omit<LogEntry, 'time' | 'setting' | 'previous' | 'offset' | 'hash'>;

/** The lines that one change adds to the log, each after the one before. */
class Lines {
  text: string;
  readonly #settings: StoreSettings;
  #offset: number;
  #previous: readonly string[];

  constructor(settings: StoreSettings, tail: LogTail, heads: readonly string[]) {
    this.#settings = settings;
    this.#previous = heads;
    this.text = tail.loose > 0 ? '\n' : '';
    this.#offset = tail.size + this.text.length;
  }

  add({ actor, command, reason, changes, order, undoes, store, sum }: NewEntry): LogEntry {
    const { line, entry } = printEntry({
      time: this.#settings.clock().toISOString(),
      actor,
      command,
      ...(reason === undefined ? {} : { reason }),
      setting: 'EMAIL_ROUTE',
      changes,
      ...(order === undefined ? {} : { order }),
      ...(undoes === undefined ? {} : { undoes }),
      previous: this.#previous,
      store,
      ...(sum === undefined ? {} : { sum }),
      offset: this.#offset,
    });
    this.text += `${line}\n`;
    this.#offset += Buffer.byteLength(line) + 1;
    this.#previous = [entry.hash];
    return entry;
  }
}
