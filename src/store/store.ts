// Where routes are kept: a JSON file and the log beside it (PRODUCT.md section 6). This is the folder's door:
// whoever uses the store imports this file only. Reading loads little; all that writes is loaded when it is used.

import { StoreError } from './errors.ts';
import { isThere, locate } from './file.ts';
import { load, mendIfInterrupted } from './read.ts';
import type { ChangeResult, Store, StoreSettings } from './types.ts';

export { storedRoute } from './document.ts';
export * from './errors.ts';
export { storeSchemaId, storeVersion } from './shape-version.ts';
export type * from './types.ts';

/** Touches no file before it is asked for something. */
export function openStore(settings: StoreSettings): Store {
  return {
    file: settings.file,
    read: async ({ validate = false } = {}) => {
      const files = locate(settings.file);
      const repaired = await mendIfInterrupted(files);
      const loaded = await load(files, settings, { validate });
      const { text, hash, isVouched } = loaded;
      const routes = isVouched
        ? loaded.routes
        : (await import('./outside.ts')).readWithoutStaleRecords(files, loaded);
      return { routes, exists: text !== null, hash, repaired };
    },
    change: async (make, meta) => {
      const { transact } = await import('./transaction.ts');
      return transact(settings, async ({ loaded }) => ({ draft: await make(loaded.routes) }), meta);
    },
    create: async (meta): Promise<ChangeResult> => {
      const { transact } = await import('./transaction.ts');
      return transact(
        { ...settings, mustExist: false },
        ({ loaded }) => ({ draft: { routes: loaded.routes, changes: [] }, evenIfSame: loaded.text === null }),
        meta,
      );
    },
    planUndo: async () => {
      const { planUndo } = await import('./undo.ts');
      return planUndo(settings);
    },
    undo: async (meta) => {
      const { undo } = await import('./undo.ts');
      return undo(settings, meta);
    },
    log: async function* (filter) {
      const { readEntries } = await import('./log-reader.ts');
      const files = locate(settings.file);
      if (settings.mustExist && !isThere(files.store) && !isThere(files.log)) {
        throw new StoreError({ code: 'store-missing', file: settings.file });
      }
      yield* readEntries(files.log, filter);
    },
    verify: async () => {
      const { verify } = await import('./verify.ts');
      return verify(settings);
    },
  };
}
