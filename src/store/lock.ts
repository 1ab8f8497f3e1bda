// One writer at a time. The lock is a symbolic link whose target says who holds it: made by one system call that
// fails when it is there, with its content, so there is no instant at which it is half made or unsigned.
// The lock of a dead process is taken away only by who holds the lock on the lock (`.break`), made the same way
// and in turn proof against its holder's death; so two who find one dead lock never both take it. docs/store.md.

import { lstatSync, lutimesSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeClaim, readClaim } from './claim.ts';
import type { LockHolder } from './errors.ts';
import { removeFile } from './file.ts';
import { type Holder, hasSurelyDied, hasSurelyLived, readHolder, thisHolder } from './lock-holder.ts';

export type LockOutcome =
  | { readonly kind: 'held'; readonly lock: Lock }
  | { readonly kind: 'busy'; readonly holder: LockHolder; readonly waited: number };

export interface Lock {
  /** Is it still ours? It is not when this process was held up so long that others took it for dead. */
  isHeld(): boolean;
  release(): void;
}

/** Milliseconds. */
export interface Limits {
  /** Between two signs of life of a holder. */
  readonly heartbeat: number;
  /** Without a sign of life, after which a holder that cannot be looked up counts as dead. */
  readonly silence: number;
  /** The same by the clock of the folder: for who does not wait as long as a silence. */
  readonly age: number;
}

const usual: Limits = { heartbeat: 2_000, silence: 10_000, age: 3_600_000 };

/** Waits for the lock up to `wait` milliseconds. @throws what the system says when no lock can be made at all */
export async function acquire(path: string, wait: number, limits: Limits = usual): Promise<LockOutcome> {
  const started = performance.now();
  const own = thisHolder();
  const watch = new Watch(path, limits);
  let missed = 0;
  for (let pause = 1; ; pause = Math.min(pause * 1.5, 15)) {
    if (makeClaim(path, JSON.stringify(own))) {
      await sweep(path, limits);
      return { kind: 'held', lock: hold(path, own, limits) };
    }
    const seen = watch.look();
    const waited = performance.now() - started;
    if (seen.kind === 'gone') {
      missed += 1;
      if (waited < wait || missed < 10) continue;
    } else if (seen.kind === 'dead') {
      if (await takeAway(path, seen, Math.max(wait - waited, 0), limits)) continue;
    }
    if (waited >= wait) {
      return {
        kind: 'busy',
        holder: { pid: seen.holder?.pid ?? null, host: seen.holder?.host ?? null },
        waited: Math.round(waited),
      };
    }
    await sleep(Math.min(pause * (0.5 + Math.random()), wait - waited));
  }
}

/** Is there a lock, and is its holder alive, as far as can be told at once? */
export function lookAtLock(path: string): 'gone' | 'alive' | 'dead' {
  return new Watch(path, usual).look().kind;
}

function hold(path: string, own: Holder, limits: Limits): Lock {
  const text = JSON.stringify(own);
  const isHeld = () => readClaim(path) === text;
  // Signs of life are told in the folder's own time, which stamped the lock: clocks of two machines may differ.
  const made = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  const since = performance.now();
  const beat = setInterval(() => {
    const now = (made + performance.now() - since) / 1_000;
    try {
      if (isHeld()) lutimesSync(path, now, now);
    } catch {
      // The lock is gone or cannot be touched: isHeld is asked before anything is written.
    }
  }, limits.heartbeat);
  beat.unref();
  return {
    isHeld,
    release: () => {
      clearInterval(beat);
      try {
        if (isHeld()) removeFile(path);
      } catch {
        // It is a dead process's lock as soon as this one ends.
      }
    },
  };
}

type Seen =
  | { readonly kind: 'gone'; readonly holder?: never }
  | { readonly kind: 'alive'; readonly text: string; readonly holder: Holder | null }
  | Dead;

interface Dead {
  readonly kind: 'dead';
  readonly text: string;
  readonly holder: Holder | null;
  readonly why: 'told by the system' | 'silent' | 'old by our clock';
}

/** Watches a lock: whether its holder is dead, told by the system or, where it cannot tell, by silence. */
class Watch {
  readonly path: string;
  readonly limits: Limits;
  #sign = '';
  #since = 0;
  #lookedUp = 0;

  constructor(path: string, limits: Limits) {
    this.path = path;
    this.limits = limits;
  }

  look(): Seen {
    const read = readClaim(this.path);
    const stats = lstatSync(this.path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'gone' };
    // Something there that has no text is a lock that nobody signed.
    const text = read ?? '';
    const now = performance.now();
    const holder = readHolder(text);
    const sign = `${stats.ino} ${stats.mtimeMs} ${text}`;
    if (sign !== this.#sign) {
      this.#sign = sign;
      this.#since = now;
      this.#lookedUp = 0;
    }
    // The system is asked at first sight and then ten times a second.
    if (this.#lookedUp !== 0 && now - this.#lookedUp < 100) return { kind: 'alive', text, holder };
    this.#lookedUp = now;
    if (holder !== null && hasSurelyDied(holder, stats.mtimeMs)) {
      return { kind: 'dead', text, holder, why: 'told by the system' };
    }
    if (holder !== null && hasSurelyLived(holder)) return { kind: 'alive', text, holder };
    if (now - this.#since > this.limits.silence) return { kind: 'dead', text, holder, why: 'silent' };
    const isOld = Date.now() - stats.mtimeMs > this.limits.age;
    return isOld ? { kind: 'dead', text, holder, why: 'old by our clock' } : { kind: 'alive', text, holder };
  }
}

/** Takes a dead lock away, unless another does, or it turns out to be none. False: it may still be there. */
async function takeAway(path: string, dead: Dead, wait: number, limits: Limits): Promise<boolean> {
  const right = await acquire(`${path}.break`, Math.min(wait, 1_000), limits);
  if (right.kind === 'busy') return false;
  try {
    // Ours may be the clock that is wrong. The folder's own clock has just stamped the right that we took.
    if (dead.why === 'old by our clock' && !isOldByFolder(path, limits)) return false;
    // Only the holder of the right takes dead locks away, and a dead lock never changes: so this is still it.
    if ((readClaim(path) ?? '') === dead.text && right.lock.isHeld()) removeFile(path);
    return true;
  } finally {
    right.lock.release();
  }
}

function isOldByFolder(path: string, limits: Limits): boolean {
  const [now, sign] = [`${path}.break`, path].map(
    (one) => lstatSync(one, { throwIfNoEntry: false })?.mtimeMs,
  );
  return now !== undefined && sign !== undefined && now - sign > limits.age;
}

/** Clears what died while it took a dead lock away. Called by who holds the lock itself. */
async function sweep(path: string, limits: Limits): Promise<void> {
  if (lstatSync(`${path}.break`, { throwIfNoEntry: false }) === undefined) return;
  try {
    for (const name of readdirSync(dirname(path))) {
      if (!name.startsWith(`${basename(path)}.break`)) continue;
      const left = join(dirname(path), name);
      const seen = new Watch(left, limits).look();
      if (seen.kind === 'dead') await takeAway(left, seen, 1_000, limits);
    }
  } catch {
    // It is in nobody's way: the next one may have more luck.
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
