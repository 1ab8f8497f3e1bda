// Why no path verified: the one root cause. A path whose signatures reach an anchor comes first, told as a near miss;
// else how far the signatures lead, which is the difference between an unknown root and a missing intermediate.

import type { Certificate } from './certificate.ts';
import type { Attempt, PathAnswer } from './path-answer.ts';
import { leafRefusals, pathRefusals } from './path-rules.ts';
import { longestPath, type Search } from './path-search.ts';
import { type Refusal, rankOf, refuses } from './refusal.ts';

/** Complete paths looked at for the nearest; more alternatives than that are not compared. */
const mostPaths = 64;

type Refused = Extract<PathAnswer, { verified: false }>;

interface Miss {
  readonly path: readonly Certificate[];
  readonly refusals: readonly Refusal[];
}

/** The answer when nothing verified. */
export function explain(search: Search, leaf: Certificate): Refused {
  if (search.isExhausted) return tooComplex(search, leaf);
  const nearest = completePaths(search, leaf).sort(byCloseness)[0];
  if (nearest) {
    const [refusal, ...consequences] = inOrder(nearest.refusals);
    const attempt: Attempt = { certificates: nearest.path, refusal: refusal! };
    return answer(search, refusal!, consequences, attempt, nearest.path);
  }
  const best = furthest(search, leaf);
  if (search.isExhausted || search.isCut) return tooComplex(search, leaf);
  const own = inOrder(best.flatMap((certificate, index) => ownRefusals(search, certificate, index)));
  const cause = uncheckable(search, best, own) ?? untrusted(search, best);
  return answer(
    search,
    cause,
    own.filter((one) => one !== cause),
    null,
    best,
  );
}

// Where signatures lead no further because nobody here can check the next one, that is the cause, and no forgery.
function uncheckable(
  search: Search,
  path: readonly Certificate[],
  own: readonly Refusal[],
): Refusal | undefined {
  const top = path.at(-1)!;
  if (top.signatureAlgorithm.scheme !== 'unknown' || issuersAtHand(search, top).length === 0)
    return undefined;
  return own.find(({ certificate, reason }) => certificate === top && reason === 'weak-signature');
}

/** Who goes by the name of its issuer, anchor or not; the certificate itself aside. */
function issuersAtHand({ question, pool }: Search, { issuerName }: Certificate): Certificate[] {
  return [...question.anchors.withSubject(issuerName.key), ...(pool.get(issuerName.key) ?? [])];
}

function answer(
  search: Search,
  refusal: Refusal,
  consequences: readonly Refusal[],
  nearest: Attempt | null,
  bestPath: readonly Certificate[],
): Refused {
  const isTried = search.tried.some(({ certificates }) => isSamePath(certificates, bestPath));
  const tried = isTried ? search.tried : [...search.tried, { certificates: bestPath, refusal }];
  return { verified: false, refusal, consequences, nearest, bestPath, tried };
}

const isSamePath = (one: readonly Certificate[], other: readonly Certificate[]): boolean =>
  one.length === other.length && one.every((certificate, index) => certificate === other[index]);

const inOrder = (refusals: readonly Refusal[]): Refusal[] =>
  refusals.toSorted((one, other) => rankOf(one) - rankOf(other));

function ownRefusals(search: Search, certificate: Certificate, index: number): Refusal[] {
  // A root that nobody trusts is still looked at as one: its own signature proves nothing.
  const role = certificate.isSelfIssued ? 'anchor' : 'intermediate';
  const all = index === 0 ? leafRefusals(search, certificate, false) : search.refusalsOf(certificate, role);
  return all.filter((refusal) => refuses(refusal, search.question.policy));
}

function byCloseness(one: Miss, other: Miss): number {
  const key = ({ path, refusals }: Miss): number[] => [
    refusals.length,
    Math.min(...refusals.map(rankOf)),
    path.length,
    -(path.at(-1)?.notAfter ?? 0),
  ];
  const [a, b] = [key(one), key(other)];
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return byFingerprint(one.path.at(-1)!, other.path.at(-1)!);
}

const byFingerprint = (one: Certificate, other: Certificate): number =>
  one.fingerprint256 < other.fingerprint256 ? -1 : 1;

// Paths whose signatures hold up to an anchor, whatever else is against them.
function completePaths(search: Search, leaf: Certificate): Miss[] {
  const { anchors, policy } = search.question;
  const misses: Miss[] = [];
  const keep = (path: readonly Certificate[]): void => {
    const refusals = pathRefusals(search, path).filter((refusal) => refuses(refusal, policy));
    if (refusals.length > 0) misses.push({ path, refusals });
  };
  if (anchors.has(leaf)) keep([leaf]);
  const walk = (path: readonly Certificate[]): void => {
    for (const { certificate, isAnchor } of search.issuersOf(path)) {
      if (misses.length >= mostPaths || search.isExhausted) return;
      if (!search.isSignedBy(path.at(-1)!, certificate)) continue;
      const longer = [...path, certificate];
      if (isAnchor) keep(longer);
      else if (longer.length < longestPath) walk(longer);
    }
  };
  walk([leaf]);
  return misses;
}

// The longest way up over the certificates at hand, each visited once, whether or not an anchor is near.
function furthest(search: Search, leaf: Certificate): Certificate[] {
  const parents = new Map<Certificate, Certificate | null>([[leaf, null]]);
  let level = [leaf];
  let last = leaf;
  while (level.length > 0 && !search.isExhausted) {
    const next: Certificate[] = [];
    for (const certificate of level) {
      for (const issuer of search.pool.get(certificate.issuerName.key) ?? []) {
        if (parents.has(issuer) || search.isExhausted) continue;
        if (!search.isSignedBy(certificate, issuer)) continue;
        parents.set(issuer, certificate);
        next.push(issuer);
      }
    }
    next.sort(
      (one, other) => Number(other.isSelfIssued) - Number(one.isSelfIssued) || byFingerprint(one, other),
    );
    if (next.length > 0) last = next[0]!;
    level = next;
  }
  const path: Certificate[] = [];
  for (let at: Certificate | null = last; at !== null; at = parents.get(at) ?? null) path.unshift(at);
  return path;
}

function untrusted(search: Search, path: readonly Certificate[]): Refusal {
  const top = path.at(-1)!;
  const data = { subject: top.subject, issuer: top.issuer };
  const base = {
    code: 'certificate-not-trusted',
    basis: 'path',
    certificate: top,
    rule: 'RFC 5280 6.1',
    data,
  } as const;
  if (path.length === 1 && isItsOwnIssuer(top)) return { ...base, reason: 'self-signed' };
  if (path.length > 1 && top.isSelfIssued) return { ...base, reason: 'untrusted-anchor' };
  // An issuer of the right name and key identifier that did not sign it: the certificate was altered, or forged.
  const wanted = top.extensions.authorityKeyIdentifier?.keyIdentifier ?? null;
  const claimed = issuersAtHand(search, top).find((issuer) => {
    const own = issuer.extensions.subjectKeyIdentifier;
    return (
      issuer !== top && !search.isSignedBy(top, issuer) && (wanted === null || own === null || own === wanted)
    );
  });
  if (claimed) {
    const what = 'the signature does not verify with the key of its issuer';
    const rule = 'RFC 5280 6.1.3 (a)(1)';
    // Without key identifiers the name alone says that it is the issuer: it may have been made anew, with another key.
    const isByName = wanted === null || claimed.extensions.subjectKeyIdentifier === null;
    const more = { ...data, what, ...(isByName && { isByName }) };
    return { ...base, code: 'validation-failure', reason: 'bad-signature', rule, data: more };
  }
  // An authority that was sent: what comes next may as well be a root that nobody trusts.
  const isLeaf = path.length === 1;
  const unreadable = search.question.presented.flatMap((one, position) =>
    one.kind === 'unreadable' ? [position] : [],
  );
  // Its issuer is there, and on the way already.
  const isCircle = issuersAtHand(search, top).some((issuer) => search.isSignedBy(top, issuer));
  return {
    ...base,
    reason: 'missing-intermediate',
    data: {
      ...data,
      isLeaf,
      caIssuers: top.extensions.caIssuers,
      ...(isCircle && { isCircle }),
      ...(unreadable.length > 0 && { unreadable }),
    },
  };
}

// Signed by itself, or said to be: a CA of the same name has another key, and its identifier is on the certificate.
function isItsOwnIssuer({ isSelfSigned, isSelfIssued, extensions }: Certificate): boolean {
  const wanted = extensions.authorityKeyIdentifier?.keyIdentifier ?? null;
  return isSelfSigned || (isSelfIssued && (wanted === null || wanted === extensions.subjectKeyIdentifier));
}

function tooComplex(search: Search, leaf: Certificate): Refused {
  const refusal: Refusal = {
    code: 'validation-failure',
    reason: 'too-complex',
    basis: 'path',
    certificate: leaf,
    rule: 'RFC 5280 6.1',
    data: { what: 'the search for a path was given up at its bound' },
  };
  return answer(search, refusal, [], null, [leaf]);
}
