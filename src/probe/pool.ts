// Many probes at once, bounded: so many in all, two to one address and port, each target once for all routes that
// name it. What is worth another try is told by the caller. An address that did not answer the connection is not
// waited for again by its other names. When cancelled, what is known so far is returned.

import { addressValue } from '../route/host.ts';
import type { ProbeEvidence, Target } from './evidence.ts';

export interface PoolOptions {
  /** 64 when absent. */
  readonly concurrency?: number;
  /** At once to the same address and port; 2 when absent. */
  readonly perAddress?: number;
  /** More tries for evidence that `isWorthRetry` picks; 0 when absent. */
  readonly retries?: number;
  readonly isWorthRetry?: (evidence: ProbeEvidence) => boolean;
  /** Milliseconds before try `attempt` (2, 3...); 1 s, 2 s, 4 s... up to 30 s when absent. */
  readonly backOff?: (attempt: number) => number;
  readonly onProgress?: (progress: Progress) => void;
  /** False: evidence is handed to `onProgress` and not kept, so that ten thousand targets need no more memory than one. */
  readonly keep?: boolean;
  readonly signal?: AbortSignal;
}

export type Progress =
  | { readonly kind: 'started'; readonly target: Target; readonly attempt: number }
  | {
      readonly kind: 'retry';
      readonly target: Target;
      readonly attempt: number;
      readonly inMilliseconds: number;
    }
  | {
      readonly kind: 'finished';
      readonly evidence: ProbeEvidence;
      readonly done: number;
      readonly total: number;
    };

/** The same for targets that one probe serves: address, port, server and SNI. */
export function targetKey(target: Target): string {
  return `${addressKey(target)} ${target.server.toLowerCase()} ${target.sni ?? ''}`;
}

function addressKey({ address, port }: Target): string {
  return `${addressValue(address) ?? address} ${port}`;
}

interface Job {
  readonly key: string;
  readonly target: Target;
  readonly place: Place;
  attempt: number;
}

/** One address and port. */
interface Place {
  running: number;
  /** Not started for want of a place; in order. */
  readonly waiting: Job[];
  /** What told that nothing answers here, and at which try. */
  dead: { readonly evidence: ProbeEvidence; readonly attempt: number } | null;
}

/**
 * Probes every target once and resolves to evidence by `targetKey` (to an empty map with `keep: false`). Targets that
 * were never begun when `signal` fired are missing from the map.
 */
export async function probeAll(
  targets: Iterable<Target>,
  probeOne: (target: Target) => Promise<ProbeEvidence>,
  options: PoolOptions = {},
): Promise<Map<string, ProbeEvidence>> {
  return new Pool(targets, probeOne, options).run();
}

class Pool {
  readonly #probeOne: (target: Target) => Promise<ProbeEvidence>;
  readonly #options: PoolOptions;
  readonly #concurrency: number;
  readonly #perAddress: number;
  readonly #ready: Job[] = [];
  readonly #results = new Map<string, ProbeEvidence>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #total: number;
  #next = 0;
  #running = 0;
  #done = 0;
  #resolve!: (results: Map<string, ProbeEvidence>) => void;
  #reject!: (error: unknown) => void;
  #isOver = false;

  constructor(
    targets: Iterable<Target>,
    probeOne: (target: Target) => Promise<ProbeEvidence>,
    options: PoolOptions,
  ) {
    this.#probeOne = probeOne;
    this.#options = options;
    this.#concurrency = Math.max(1, options.concurrency ?? 64);
    this.#perAddress = Math.max(1, options.perAddress ?? 2);
    const places = new Map<string, Place>();
    const seen = new Set<string>();
    for (const target of targets) {
      const key = targetKey(target);
      if (seen.has(key)) continue;
      seen.add(key);
      const at = addressKey(target);
      let place = places.get(at);
      if (!place) {
        place = { running: 0, waiting: [], dead: null };
        places.set(at, place);
      }
      this.#ready.push({ key, target, place, attempt: 1 });
    }
    this.#total = this.#ready.length;
  }

  run(): Promise<Map<string, ProbeEvidence>> {
    const { signal } = this.#options;
    const cancel = (): void => this.#cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<Map<string, ProbeEvidence>>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#fill();
    }).finally(() => signal?.removeEventListener('abort', cancel));
  }

  #fill(): void {
    if (this.#isOver) return;
    while (!this.#options.signal?.aborted && this.#running < this.#concurrency) {
      const job = this.#ready[this.#next];
      if (!job) break;
      this.#next += 1;
      if (this.#next > 1024) {
        this.#ready.splice(0, this.#next);
        this.#next = 0;
      }
      const { place } = job;
      if (place.dead !== null && job.attempt <= place.dead.attempt)
        this.#settle(job, sameFate(place.dead, job.target));
      else if (place.running >= this.#perAddress) place.waiting.push(job);
      else void this.#start(job);
    }
    const isIdle = this.#running === 0 && this.#timers.size === 0;
    if (isIdle && (this.#next >= this.#ready.length || this.#options.signal?.aborted)) this.#end();
  }

  async #start(job: Job): Promise<void> {
    const { place, target } = job;
    this.#running += 1;
    place.running += 1;
    this.#options.onProgress?.({ kind: 'started', target, attempt: job.attempt });
    try {
      const evidence = await this.#probeOne(target);
      place.running -= 1;
      this.#running -= 1;
      const told = job.attempt === 1 ? evidence : { ...evidence, attempts: job.attempt };
      place.dead = isUnanswered(evidence) ? { evidence: told, attempt: job.attempt } : null;
      this.#settle(job, told);
      // Those that wait for this place go to the front: all of them where nobody answers, else the first.
      const next = place.waiting.splice(0, place.dead === null ? 1 : place.waiting.length);
      this.#ready.splice(this.#next, 0, ...next);
      this.#fill();
    } catch (error) {
      this.#isOver = true;
      for (const timer of this.#timers) clearTimeout(timer);
      this.#reject(error);
    }
  }

  #settle(job: Job, evidence: ProbeEvidence): void {
    const { retries = 0, isWorthRetry, signal } = this.#options;
    if (signal?.aborted || job.attempt > retries || !isWorthRetry?.(evidence)) {
      // A retry that was cancelled tells less than the try before it.
      const isCancelled = evidence.outcome.kind === 'stopped' && evidence.outcome.cause.kind === 'cancelled';
      this.#finish(job, isCancelled ? (this.#results.get(job.key) ?? evidence) : evidence);
      return;
    }
    this.#results.set(job.key, evidence);
    job.attempt += 1;
    const inMilliseconds = (this.#options.backOff ?? defaultBackOff)(job.attempt);
    this.#options.onProgress?.({ kind: 'retry', target: job.target, attempt: job.attempt, inMilliseconds });
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#ready.push(job);
      this.#fill();
    }, inMilliseconds);
    this.#timers.add(timer);
  }

  #finish(job: Job, evidence: ProbeEvidence): void {
    if (this.#options.keep === false) this.#results.delete(job.key);
    else this.#results.set(job.key, evidence);
    this.#done += 1;
    this.#options.onProgress?.({ kind: 'finished', evidence, done: this.#done, total: this.#total });
  }

  /** Nothing new begins; what runs is ended by its own ear on the signal, what waits for a retry keeps its last evidence. */
  #cancel(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#fill();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#resolve(this.#results);
  }
}

function defaultBackOff(attempt: number): number {
  return Math.min(30_000, 1000 * 2 ** (attempt - 2));
}

/** Nobody answered the connection itself: another name for the same address changes nothing. */
function isUnanswered({ outcome }: ProbeEvidence): boolean {
  return outcome.kind === 'stopped' && outcome.stage === 'connect' && outcome.cause.kind === 'timed-out';
}

function sameFate(dead: NonNullable<Place['dead']>, target: Target): ProbeEvidence {
  return { ...dead.evidence, target };
}
