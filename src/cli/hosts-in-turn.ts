// Evidence comes address by address, hosts are judged whole. Each host is told as soon as its last address was seen,
// and what no other host needs is let go: memory grows with what is told, not with what was seen.

import type { ProbeEvidence, Target } from '../probe/evidence.ts';
import { targetKey } from '../probe/pool.ts';
import type { HostReport } from '../report/schema.ts';

type Tell = (index: number, seen: ReadonlyMap<string, ProbeEvidence>) => HostReport | Promise<HostReport>;

export class HostsInTurn {
  readonly #tell: Tell;
  readonly #told: (HostReport | Promise<HostReport> | undefined)[];
  /** Keys of each host's targets, each once; emptied when the host is told. */
  readonly #keys: Set<string>[];
  /** How many of them were not seen yet. */
  readonly #missing: number[];
  /** The hosts that name a target and are not told yet. */
  readonly #users = new Map<string, Set<number>>();
  readonly #seen = new Map<string, ProbeEvidence>();
  /** Targets, each counted once for all the hosts that name it. */
  readonly targetCount: number;

  /** `targets`: those of each host, in the order of the hosts; a host may have none. */
  constructor(targets: readonly (readonly Target[])[], tell: Tell) {
    this.#tell = tell;
    this.#told = new Array(targets.length);
    this.#keys = targets.map((list) => new Set(list.map(targetKey)));
    this.#missing = this.#keys.map(({ size }) => size);
    for (const [index, keys] of this.#keys.entries()) {
      for (const key of keys) {
        const users = this.#users.get(key);
        if (users) users.add(index);
        else this.#users.set(key, new Set([index]));
      }
    }
    this.targetCount = this.#users.size;
  }

  /** Takes what one address showed, once. */
  take(evidence: ProbeEvidence): void {
    const key = targetKey(evidence.target);
    const users = this.#users.get(key);
    if (!users) return;
    this.#seen.set(key, evidence);
    for (const index of [...users]) {
      this.#missing[index]! -= 1;
      if (this.#missing[index] === 0) this.#finish(index);
    }
  }

  /** Every host in order; those whose addresses were not all seen (an interrupted run) are told as they are. */
  async all(): Promise<HostReport[]> {
    for (let index = 0; index < this.#told.length; index++) if (!this.#told[index]) this.#finish(index);
    return Promise.all(this.#told as (HostReport | Promise<HostReport>)[]);
  }

  #finish(index: number): void {
    const keys = this.#keys[index]!;
    const seen = new Map<string, ProbeEvidence>();
    for (const key of keys) {
      const evidence = this.#seen.get(key);
      if (evidence) seen.set(key, evidence);
      const users = this.#users.get(key)!;
      users.delete(index);
      if (users.size > 0) continue;
      this.#users.delete(key);
      this.#seen.delete(key);
    }
    this.#keys[index] = new Set();
    const told = this.#tell(index, seen);
    this.#told[index] = told;
    if (told instanceof Promise) void told.then((report) => (this.#told[index] = report));
  }
}
