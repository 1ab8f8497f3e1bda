// The field on which paths are searched: certificates by name, who may have issued whom, what was found out already,
// and how much work is left. Nothing is decided here.

import type { Certificate } from './certificate.ts';
import { certificateRefusals, type Role } from './certificate-rules.ts';
import { constrainedNames } from './name-constraints.ts';
import type { GeneralName } from './names.ts';
import type { Attempt, PathQuestion } from './path-answer.ts';
import { type Refusal, refuses } from './refusal.ts';
import type { AnchorIndex } from './trust-anchors.ts';

/** Certificates on one path: leaf, anchor, and between them as many as OpenSSL goes through. */
export const longestPath = 102;
const defaultWork = 20_000;
const signatureWork = 20;

export interface Candidate {
  readonly certificate: Certificate;
  readonly isAnchor: boolean;
}

/** By name. */
type Distances = ReadonlyMap<string, number>;
type Pool = ReadonlyMap<string, readonly Certificate[]>;
type PairQuestion<T> = (search: Search, issuer: Certificate, certificate: Certificate) => T;

/** One search: its question, its memory and its bound. */
export class Search {
  readonly question: PathQuestion;
  readonly at: number;
  readonly tried: Attempt[] = [];
  readonly anchorRole: Role;
  /** Certificates that are no anchors, by subject. */
  readonly pool: Pool;
  /** Whether a path was left because it grew too long. */
  isCut = false;
  /** Names from which an anchor can be reached, with the certificates that are between at the least. */
  readonly #reachable: Distances;
  #reachableByFit: Distances | null = null;
  readonly #refusals = new Map<Certificate, Map<Role, readonly Refusal[]>>();
  readonly #names = new Map<Certificate, readonly GeneralName[]>();
  readonly #pairs = new Map<unknown, Map<Certificate, Map<Certificate, unknown>>>();
  #left: number;

  constructor(question: PathQuestion) {
    this.question = question;
    this.at = question.at.getTime();
    this.anchorRole = question.anchors.form === 'vouched-for' ? 'vouched-anchor' : 'anchor';
    this.pool = poolOf(question);
    this.#reachable = namesThatReach(this.pool, question.anchors, () => true);
    this.#left = question.maximumWork ?? defaultWork;
  }

  get isExhausted(): boolean {
    return this.#left <= 0;
  }

  work(amount: number): void {
    this.#left -= amount;
  }

  /** Who may have issued the last of `path`, by name, likeliest first; nobody who is on it, nobody from whom no anchor is reached. */
  issuersOf(path: readonly Certificate[]): Candidate[] {
    const top = path.at(-1)!;
    const key = top.issuerName.key;
    const found: Candidate[] = [];
    const isUsable = (certificate: Certificate): boolean =>
      !path.some((one) => isSameAuthority(one, certificate));
    for (const certificate of this.question.anchors.withSubject(key)) {
      if (!isUsable(certificate)) continue;
      found.push({ certificate, isAnchor: true });
      // An intermediate in a trust store may also lead further up.
      const isAlsoBelow = !certificate.isSelfIssued && this.#reachable.has(certificate.issuerName.key);
      if (isAlsoBelow) found.push({ certificate, isAnchor: false });
    }
    for (const certificate of this.pool.get(key) ?? []) {
      const leads = this.#reachable.has(certificate.issuerName.key);
      if (leads && isUsable(certificate)) found.push({ certificate, isAnchor: false });
    }
    this.work(1 + found.length);
    return found.length < 2 ? found : found.sort(byLikelihood(top, this.at, (one) => this.#distance(one)));
  }

  // Over certificates that nothing is against by themselves, as far as that leads; a detour over others comes last.
  #distance(certificate: Certificate): number {
    this.#reachableByFit ??= namesThatReach(this.pool, this.question.anchors, (one) => this.#isFit(one));
    const name = certificate.issuerName.key;
    return this.#reachableByFit.get(name) ?? longestPath + (this.#reachable.get(name) ?? 0);
  }

  #isFit(certificate: Certificate): boolean {
    return !this.refusalsOf(certificate, 'intermediate').some((one) => refuses(one, this.question.policy));
  }

  isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
    return this.remember(issuer, certificate, isSigned);
  }

  refusalsOf(certificate: Certificate, role: Role): readonly Refusal[] {
    let roles = this.#refusals.get(certificate);
    if (roles === undefined) {
      roles = new Map();
      this.#refusals.set(certificate, roles);
    }
    let found = roles.get(role);
    if (found === undefined) {
      found = certificateRefusals(certificate, role, this.at);
      roles.set(role, found);
    }
    return found;
  }

  constrainedNamesOf(certificate: Certificate): readonly GeneralName[] {
    let names = this.#names.get(certificate);
    if (names === undefined) {
      names = constrainedNames(certificate);
      this.#names.set(certificate, names);
    }
    return names;
  }

  /** The answer to a question about two certificates, asked once. */
  remember<T>(issuer: Certificate, certificate: Certificate, question: PairQuestion<T>): T {
    let byIssuer = this.#pairs.get(question);
    if (byIssuer === undefined) {
      byIssuer = new Map();
      this.#pairs.set(question, byIssuer);
    }
    let answers = byIssuer.get(issuer);
    if (answers === undefined) {
      answers = new Map();
      byIssuer.set(issuer, answers);
    }
    if (!answers.has(certificate)) answers.set(certificate, question(this, issuer, certificate));
    return answers.get(certificate) as T;
  }
}

export const beginSearch = (question: PathQuestion): Search => new Search(question);

// Its price is the same whether or not another search has asked before: no verdict hangs on what was judged earlier.
function isSigned(search: Search, issuer: Certificate, certificate: Certificate): boolean {
  search.work(signatureWork);
  return search.question.anchors.isSignedBy(certificate, issuer);
}

// The same name with the same key is the same authority: passing through it twice only adds constraints.
const isSameAuthority = (one: Certificate, other: Certificate): boolean =>
  one === other ||
  (one.subjectName.key === other.subjectName.key &&
    Buffer.compare(one.publicKeyDer, other.publicKeyDer) === 0);

function poolOf({ presented, intermediates, anchors }: PathQuestion): Pool {
  const pool = new Map<string, Certificate[]>();
  // The leaf sent twice is still the leaf.
  const leaf = presented[0];
  const seen = new Set(leaf?.kind === 'certificate' ? [leaf.certificate.fingerprint256] : []);
  for (const reading of [...presented.slice(1), ...(intermediates ?? [])]) {
    if (reading.kind !== 'certificate') continue;
    const { certificate } = reading;
    if (seen.has(certificate.fingerprint256) || anchors.has(certificate)) continue;
    seen.add(certificate.fingerprint256);
    const same = pool.get(certificate.subjectName.key);
    if (same) same.push(certificate);
    else pool.set(certificate.subjectName.key, [certificate]);
  }
  return pool;
}

// Names of issuers from which, going by names alone, an anchor can be reached: all others are dead ends. How far it is
// for each: 0 for the name of an anchor. `isUsed`: over which certificates to go.
function namesThatReach(
  pool: Pool,
  anchors: AnchorIndex,
  isUsed: (certificate: Certificate) => boolean,
): Distances {
  const reachable = new Map<string, number>();
  const below = new Map<string, string[]>();
  const queue: string[] = [];
  const reach = (key: string, distance: number): void => {
    if (reachable.has(key)) return;
    reachable.set(key, distance);
    queue.push(key);
  };
  for (const [subject, certificates] of pool) {
    if (anchors.hasSubject(subject)) reach(subject, 0);
    for (const { issuerName } of certificates.filter(isUsed)) {
      if (anchors.hasSubject(issuerName.key)) reach(issuerName.key, 0);
      const list = below.get(issuerName.key);
      if (list) list.push(subject);
      else below.set(issuerName.key, [subject]);
    }
  }
  // Nearer names come first in the queue, so the first distance is the least.
  for (const key of queue)
    for (const subject of below.get(key) ?? []) reach(subject, reachable.get(key)! + 1);
  return reachable;
}

// A hint for the order only: key identifiers that agree, then what is valid now, then what is nearest to an anchor (a
// crowd of certificates that sign each other is entered last), then what lasts longest.
function byLikelihood(
  below: Certificate,
  at: number,
  distanceOf: (certificate: Certificate) => number,
): (one: Candidate, other: Candidate) => number {
  const wanted = below.extensions.authorityKeyIdentifier?.keyIdentifier ?? null;
  const score = ({ certificate, isAnchor }: Candidate): number => {
    const own = certificate.extensions.subjectKeyIdentifier;
    const hint = wanted === null || own === null ? 1 : wanted === own ? 2 : 0;
    const isValid = certificate.notBefore <= at && at <= certificate.notAfter;
    return hint * 4 + (isValid ? 2 : 0) + (isAnchor ? 1 : 0);
  };
  const distance = ({ certificate, isAnchor }: Candidate): number =>
    isAnchor ? -1 : distanceOf(certificate);
  return (one, other) =>
    score(other) - score(one) ||
    distance(one) - distance(other) ||
    other.certificate.notAfter - one.certificate.notAfter ||
    (one.certificate.fingerprint256 < other.certificate.fingerprint256 ? -1 : 1);
}
