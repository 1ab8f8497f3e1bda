// Who holds a lock, in words that another process can look up: process number, its start time (a number is used
// again), the boot and the process namespace that number belongs to (a container has numbers of its own), and
// the machine. What cannot be looked up is left to the lock's signs of life.

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

export interface Holder {
  readonly pid: number;
  /** Start of the process in ticks since boot; null where the system does not say. */
  readonly start: string | null;
  /** Identifies this run of the kernel, and the process namespace in it. */
  readonly boot: string | null;
  readonly space: string | null;
  /** Identifies the machine over reboots. */
  readonly machine: string | null;
  readonly host: string;
  /** Tells two locks of one process apart. */
  readonly turn: string;
}

type Place = Pick<Holder, 'boot' | 'space'>;

let turns = 0;
let known: Omit<Holder, 'turn'> | null = null;

function thisProcess(): Omit<Holder, 'turn'> {
  known ??= {
    pid: process.pid,
    start: startOf('self')?.start ?? null,
    boot: read('/proc/sys/kernel/random/boot_id'),
    space: readLink('/proc/self/ns/pid'),
    machine: read('/etc/machine-id'),
    host: hostname(),
  };
  return known;
}

/** This process, for one lock. */
export function thisHolder(): Holder {
  turns += 1;
  return { ...thisProcess(), turn: `${turns}.${process.hrtime.bigint()}` };
}

/** The holder that a lock's text names; null when it names none. */
export function readHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && typeof value.host === 'string' ? (value as Holder) : null;
  } catch {
    return null;
  }
}

/** `lastSign`: when the holder last gave a sign of life, milliseconds since 1970. */
export function hasSurelyDied(holder: Holder, lastSign: number): boolean {
  const own = thisProcess();
  if (isSamePlace(holder, own)) {
    const found = startOf(String(holder.pid));
    // What /proc hides from us may still answer.
    if (found === null) return !answers(holder.pid);
    return found.isDead || (holder.start !== null && found.start !== holder.start);
  }
  if (own.boot === null) return holder.host === own.host && !answers(holder.pid);
  // This machine was started again since.
  return (
    holder.machine !== null &&
    holder.machine === own.machine &&
    holder.boot !== own.boot &&
    lastSign < Date.now() - uptime() * 1_000
  );
}

export function hasSurelyLived(holder: Holder): boolean {
  if (!isSamePlace(holder, thisProcess())) return false;
  const found = startOf(String(holder.pid));
  return found !== null && !found.isDead && found.start === holder.start;
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.boot !== null && one.boot === other.boot && one.space !== null && one.space === other.space;
}

/** Does any process have this number? One of another user does not let itself be asked, which is an answer. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

/** From /proc/<pid>/stat, proc(5): field 3 is the state, field 22 the start; field 2 may hold anything in brackets. */
function startOf(pid: string): { readonly start: string; readonly isDead: boolean } | null {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = fields[19];
  return start === undefined ? null : { start, isDead: 'ZXx'.includes(fields[0]!) };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
