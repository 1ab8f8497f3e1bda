// Checks a whole log: every line against its own hash and the lines it names as the ones before it, and the last
// line against the store. Two lines with the same line before them are a fork, as a merge of two branches leaves
// it: named and accepted (PRODUCT.md section 6).

import type { Route } from '../route/route.ts';
import { nameKey } from '../route/route.ts';
import { hashNamedBy, hashOf, parseEntry } from './audit-log.ts';
import { storedRoute } from './document.ts';
import { StoreError } from './errors.ts';
import type { StoreFiles } from './file.ts';
import { locate } from './file.ts';
import { lookAtLock } from './lock.ts';
import { readLines } from './log-reader.ts';
import { type Loaded, load, mendIfInterrupted } from './read.ts';
import { replay } from './replay.ts';
import type { ChainFault, Fork, LogEntry, StoreSettings, Verification } from './types.ts';
import { withLock } from './under-lock.ts';

/** @throws StoreError log-unreadable, store-missing, and the ways in which a store cannot be read */
export async function verify(settings: StoreSettings): Promise<Verification> {
  const files = locate(settings.file);
  const repaired = await mendIfInterrupted(files);
  const found = await compare(files, settings);
  if (found.chain !== 'intact' && lookAtLock(files.lock) === 'alive') {
    // A writer was between its line and its rename: look again when it is done.
    return withLock(files, settings.lockWait, async () => ({
      ...(await compare(files, settings)),
      repaired,
    }));
  }
  return { ...found, repaired };
}

async function compare(files: StoreFiles, settings: StoreSettings): Promise<Omit<Verification, 'repaired'>> {
  const { lines, forks, broken, last, open } = readLinks(files.log);
  const told = { forks, lines, file: files.log };
  if (broken !== null) return { chain: { brokenAt: broken.line }, fault: broken.fault, ...told };
  // What is in the store is another question (`check`): here only whether it is what the log says.
  const loaded = await load(
    files,
    { ...settings, mustExist: false, loadValidator: async () => () => [] },
    { validate: false },
  );
  if (settings.mustExist && loaded.hash === null && lines === 0) {
    throw new StoreError({ code: 'store-missing', file: settings.file });
  }
  const isAsLeft = loaded.hash === (last?.store ?? null) || (open && isMergeOf(files.log, loaded, forks));
  return { chain: isAsLeft ? 'intact' : { tail: 'edited-or-cut' }, fault: null, ...told };
}

interface Line {
  readonly line: number;
  readonly previous: readonly string[];
}

interface Links {
  readonly lines: number;
  readonly broken: { readonly line: number; readonly fault: ChainFault } | null;
  readonly forks: readonly Fork[];
  readonly last: LogEntry | null;
  /** Is there a fork that no line has joined yet? */
  readonly open: boolean;
}

function readLinks(log: string): Links {
  const known = new Map<string, Line>();
  const children = new Map<string, string[]>();
  let last: LogEntry | null = null;
  let lines = 0;
  let broken: Links['broken'] = null;
  for (const { line, text } of readLines(log)) {
    lines = line;
    const entry = parseEntry(text);
    const fault = faultOf(text, entry, known);
    if (entry === null || fault !== null) {
      broken = { line, fault: fault ?? 'not-an-entry' };
      break;
    }
    known.set(entry.hash, { line, previous: entry.previous });
    for (const parent of entry.previous.length === 0 ? [''] : entry.previous) {
      const others = children.get(parent);
      if (others === undefined) children.set(parent, [entry.hash]);
      else others.push(entry.hash);
    }
    last = entry;
  }
  const forks = [...children]
    .filter(([, hashes]) => hashes.length > 1)
    .map(([parent, hashes]): Fork => {
      const after = known.get(parent)?.line ?? 0;
      return {
        after,
        lines: hashes.map((hash) => known.get(hash)!.line),
        joinedAt: joinOf(hashes, after, known),
      };
    });
  return { lines, broken, forks, last, open: forks.some((fork) => fork.joinedAt === null) };
}

function faultOf(text: string, entry: LogEntry | null, known: ReadonlyMap<string, Line>): ChainFault | null {
  if (entry === null) return 'not-an-entry';
  if (hashNamedBy(text) !== hashOf(text)) return 'changed';
  if (known.has(entry.hash)) return 'twice';
  // The first line names none; neither does the first line of a branch that began without the other's log.
  return entry.previous.every((parent) => known.has(parent)) ? null : 'line-before-missing';
}

/** The first line that comes after all of these. */
function joinOf(hashes: readonly string[], after: number, known: ReadonlyMap<string, Line>): number | null {
  for (const [hash, { line, previous }] of known) {
    if (previous.length < 2 || line <= after) continue;
    const before = new Set<string>();
    const ahead = [hash];
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      const found = known.get(next);
      if (found === undefined || found.line <= after || before.has(next)) continue;
      before.add(next);
      ahead.push(...found.previous);
    }
    if (hashes.every((one) => before.has(one))) return line;
  }
  return null;
}

/**
 * After a merge the store is what no line left. It is accepted when every route in it is as the branches together
 * left it, or, where both changed the same route, as one of them did.
 */
function isMergeOf(log: string, loaded: Loaded, forks: readonly Fork[]): boolean {
  const merged = textsByName(replay(log).routes);
  const current = textsByName(loaded.routes);
  const doubtful = new Set(
    [...merged.keys(), ...current.keys()].filter((key) => merged.get(key) !== current.get(key)),
  );
  if (doubtful.size === 0) return true;
  const since = Math.min(...forks.filter((fork) => fork.joinedAt === null).map((fork) => fork.after));
  for (const { line, text } of readLines(log)) {
    if (line <= since) continue;
    for (const { before, after } of parseEntry(text)?.changes ?? []) {
      for (const route of [before, after]) {
        if (route === null) continue;
        const key = nameKey(route.name);
        const left = after !== null && nameKey(after.name) === key ? textOf(after) : undefined;
        if (doubtful.has(key) && current.get(key) === left) doubtful.delete(key);
      }
    }
  }
  return doubtful.size === 0;
}

function textsByName(routes: readonly Route[]): Map<string, string> {
  return new Map(routes.map((route) => [nameKey(route.name), textOf(route)]));
}

function textOf(route: Route): string {
  return JSON.stringify(storedRoute(route));
}
