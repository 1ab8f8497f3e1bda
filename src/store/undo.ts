// Takes the last change back exactly: the last line of the log, turned round, as a change of its own. It refuses
// when the store is not what that line left, for then it is not known what would be taken back.

import { parseEntry } from './audit-log.ts';
import { StoreError } from './errors.ts';
import { locate, type StoreFiles } from './file.ts';
import { type Current, compareWithLog } from './outside.ts';
import { load, mendIfInterrupted } from './read.ts';
import { applyChange, invert } from './table.ts';
import { transact } from './transaction.ts';
import type { ChangeMeta, ChangeResult, StoreSettings, UndoPlan } from './types.ts';

/** @throws StoreError undo-nothing, undo-edited-outside, undo-forked */
export async function planUndo(settings: StoreSettings): Promise<UndoPlan> {
  const files = locate(settings.file);
  const repaired = await mendIfInterrupted(files);
  const loaded = await load(files, settings, { validate: false });
  return { ...plan(files, compareWithLog(files, loaded)), repaired };
}

/** @throws StoreError as planUndo, and as every change */
export async function undo(
  settings: StoreSettings,
  meta: ChangeMeta,
): Promise<Extract<ChangeResult, { kind: 'changed' }>> {
  const files = locate(settings.file);
  const result = await transact(
    settings,
    (current) => {
      const { draft, entry } = plan(files, current);
      return { draft, undoes: entry.hash };
    },
    meta,
  );
  if (result.kind === 'unchanged') throw new StoreError({ code: 'undo-nothing', file: files.named });
  return result;
}

function plan(files: StoreFiles, { loaded, tail, heads }: Current): Omit<UndoPlan, 'repaired'> {
  if (heads.length > 1) throw new StoreError({ code: 'undo-forked', file: files.named });
  if (tail.last === null) {
    throw new StoreError({
      code: loaded.text === null ? 'undo-nothing' : 'undo-edited-outside',
      file: files.named,
    });
  }
  if (tail.last.store !== loaded.hash)
    throw new StoreError({ code: 'undo-edited-outside', file: files.named });
  const entry = parseEntry(tail.last.text);
  if (entry === null) {
    throw new StoreError({ code: 'log-unreadable', file: files.log, line: null, reason: 'not-an-entry' });
  }
  if (entry.changes.length === 0 && entry.order === undefined) {
    throw new StoreError({ code: 'undo-nothing', file: files.named });
  }
  const back = invert(entry);
  const routes = applyChange(loaded.routes, back);
  return { entry, draft: { routes, changes: back.changes }, hash: loaded.hash };
}
