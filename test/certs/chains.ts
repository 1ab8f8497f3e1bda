// Chains for the tests of path validation: a sound root, authority and leaf, each of which a test replaces by one
// with a single fault.

import { findPath, indexAnchors, type PathAnswer, type PathPolicy } from '../../src/verdict/path.ts';
import {
  extensionOids,
  type Forged,
  type ForgedExtension,
  forge,
  oid,
  sequence,
  type Wish,
} from './forge.ts';

export const at = new Date('2026-06-01T00:00:00Z');
export const host = 'mx.example.com';

export const makeRoot = (wish: Partial<Wish> = {}): Forged =>
  forge({ subject: 'Root', authority: true, ...wish });
export const root = makeRoot();
export const makeCa = (wish: Partial<Wish> = {}): Forged =>
  forge({ subject: 'CA', authority: true, issuer: root, ...wish });
export const ca = makeCa();
export const makeLeaf = (wish: Partial<Wish> = {}): Forged =>
  forge({ subject: host, names: [host], issuer: ca, ...wish });
export const selfSigned = (): Forged => forge({ subject: host, names: [host] });

export interface Chain {
  /** Leaf first. */
  readonly presented: readonly Forged[];
  readonly anchors?: readonly Forged[];
}

/** Judges a chain, its anchors by their form too. */
export function ask(chain: Chain, policy: PathPolicy = 'web-pki', when = at): PathAnswer {
  const anchors = indexAnchors(
    (chain.anchors ?? [root]).map(({ der }) => der),
    'judged',
  );
  return findPath({ presented: chain.presented.map(({ reading }) => reading), anchors, at: when, policy });
}

/** `verified`, or reason and rule of the root cause. */
export const told = (answer: PathAnswer): string =>
  answer.verified ? 'verified' : `${answer.refusal.reason} (${answer.refusal.rule})`;

export const leafWith = (wish: Partial<Wish>): Chain => ({ presented: [makeLeaf(wish), ca] });
export const leafExtension = (identifier: string, one: ForgedExtension | null): Chain =>
  leafWith({ extensions: { [identifier]: one } });

export function caWith(wish: Partial<Wish>, leaf: Partial<Wish> = {}): Chain {
  const other = makeCa(wish);
  return { presented: [makeLeaf({ issuer: other, ...leaf }), other] };
}

export function rootWith(wish: Partial<Wish>, leaf: Partial<Wish> = {}): Chain {
  const other = makeRoot({ subject: 'Other Root', ...wish });
  return { presented: [makeLeaf({ issuer: other, ...leaf })], anchors: [other] };
}

export const limitedTo = (value: Uint8Array): Partial<Wish> => ({
  extensions: { [extensionOids.nameConstraints]: { critical: true, value } },
});

export const usages = (...list: string[]): ForgedExtension => ({ value: sequence(...list.map(oid)) });
export const critical = (value: Uint8Array): ForgedExtension => ({ critical: true, value });
