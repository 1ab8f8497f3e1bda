// Name constraints (RFC 5280 4.2.1.10): whether the names of a certificate lie where a CA above it may name things.
// Each CA's constraints are applied on their own, so permitted subtrees narrow on the way down and never widen.
// A constraint of a kind that is not understood refuses names of that kind; a malformed one refuses.

import type { Certificate } from './certificate.ts';
import type { NameConstraints } from './extensions.ts';
import { isHostName } from './identity.ts';
import { type DistinguishedName, emailAddress, type GeneralName } from './names.ts';

export type NameProblem =
  | {
      readonly kind: 'excluded' | 'not-permitted';
      readonly name: GeneralName;
      readonly constraint: GeneralName | null;
    }
  | { readonly kind: 'not-understood'; readonly name: GeneralName }
  | { readonly kind: 'too-many' };

/** Names times constraints in one look; more is refused as too complex rather than compared. */
const mostComparisons = 1 << 18;

const endsWithin = (name: string, base: string): boolean => name === base || name.endsWith(`.${base}`);

function mailbox(text: string): { local: string; domain: string } | null {
  const at = text.lastIndexOf('@');
  if (at <= 0) return null;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  // RFC 5321 4.1.2: an @ or a space in the local part only inside quotes; 4.1.3: an address in place of a domain.
  if (!/^([!#-?A-~]+|"([ !#-[\]-~]|\\[ -~])*")$/.test(local)) return null;
  if (!isHostName(domain) && !/^\[[!-Z^-~]+\]$/.test(domain)) return null;
  return { local, domain: domain.toLowerCase() };
}

// The host of a URI, in lower case; null for none, and for an address (RFC 5280 4.2.1.10 refuses both).
function hostOfUri(uri: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  if (authority === undefined) return null;
  const host = authority.replace(/^.*@/, '').replace(/:\d*$/, '').toLowerCase();
  if (!isHostName(host) || /^[\d.]+$/.test(host)) return null;
  return host;
}

const isMask = (mask: Uint8Array): boolean =>
  /^1*0*$/.test([...mask].map((octet) => octet.toString(2).padStart(8, '0')).join(''));

/** Why a constraint is malformed, in English; null when it is sound or of a kind that is not understood. */
function constraintDefect(constraint: GeneralName): string | null {
  const { bytes } = constraint;
  switch (constraint.kind) {
    case 'dns':
      // No wildcard and no leading period: that is for URIs.
      return constraint.value === '' || isHostName(constraint.value)
        ? null
        : 'a DNS constraint that is no domain';
    case 'ip':
      if (bytes.length !== 8 && bytes.length !== 32) return 'an address constraint without a mask';
      return isMask(bytes.subarray(bytes.length / 2)) ? null : 'an address constraint with holes in its mask';
    case 'email': {
      const { value } = constraint;
      if (value.includes('@')) return mailbox(value) ? null : 'an e-mail constraint that is no mailbox';
      return isHostName(value.replace(/^\./, '')) ? null : 'an e-mail constraint that is no domain';
    }
    case 'uri':
      return isHostName(constraint.value.replace(/^\./, '')) ? null : 'a URI constraint that is no domain';
    default:
      return null;
  }
}

/** All malformed constraints of an extension, in English. */
export function constraintDefects(constraints: NameConstraints): string[] {
  const found = [...constraints.permitted, ...constraints.excluded].map(constraintDefect);
  return [...new Set(found.filter((defect) => defect !== null))];
}

function addressWithin(address: Uint8Array, constraint: Uint8Array): boolean {
  const length = constraint.length / 2;
  if (address.length !== length) return false;
  for (let index = 0; index < length; index++) {
    const mask = constraint[length + index]!;
    if ((address[index]! & mask) !== (constraint[index]! & mask)) return false;
  }
  return true;
}

const directoryWithin = (name: DistinguishedName, base: DistinguishedName): boolean =>
  base.keys.every((key, index) => name.keys[index] === key);

// Underscores and their like stand in names that are no host names: their labels can be told all the same. A star can
// stand for anything.
const hasLabels = (name: string): boolean =>
  /^[!-~]+$/.test(name) && !name.includes('*') && name.split('.').every((label) => label !== '');

function dnsWithin(name: string, base: string): boolean {
  const folded = name.toLowerCase();
  // A wildcard lies within a subtree when all that it stands for does; its star is one more label on the left.
  const plain = folded.startsWith('*.') ? folded.slice(2) : folded;
  if (!hasLabels(plain)) return false;
  return base === '' || endsWithin(plain, base);
}

// A wildcard touches an excluded subtree also when one of the names that it stands for lies there.
function dnsTouches(name: string, base: string): boolean {
  if (dnsWithin(name, base)) return true;
  if (!name.startsWith('*.')) return false;
  const dot = base.indexOf('.');
  return dot > 0 && base.slice(dot + 1) === name.slice(2).toLowerCase();
}

function emailWithin(name: string, base: string): boolean {
  const box = mailbox(name);
  if (box === null) return false;
  if (base.includes('@')) {
    const wanted = mailbox(base);
    return wanted !== null && wanted.local === box.local && wanted.domain === box.domain;
  }
  const domain = base.toLowerCase();
  return domain.startsWith('.') ? box.domain.endsWith(domain) : box.domain === domain;
}

function uriWithin(name: string, base: string): boolean {
  const host = hostOfUri(name);
  if (host === null) return false;
  const domain = base.toLowerCase();
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain;
}

function isWithin(name: GeneralName, constraint: GeneralName, excluding: boolean): boolean {
  if (name.kind === 'dns' && constraint.kind === 'dns') {
    const base = constraint.value.toLowerCase();
    return excluding ? dnsTouches(name.value, base) : dnsWithin(name.value, base);
  }
  if (name.kind === 'ip' && constraint.kind === 'ip') return addressWithin(name.bytes, constraint.bytes);
  if (name.kind === 'email' && constraint.kind === 'email') return emailWithin(name.value, constraint.value);
  if (name.kind === 'uri' && constraint.kind === 'uri') return uriWithin(name.value, constraint.value);
  if (name.kind === 'directory' && constraint.kind === 'directory')
    return directoryWithin(name.name, constraint.name);
  return false;
}

const isSameKind = (name: GeneralName, constraint: GeneralName): boolean =>
  name.kind === 'other' && constraint.kind === 'other'
    ? name.tag === constraint.tag
    : name.kind === constraint.kind;

// A name that cannot be read may hide anything: it touches every excluded subtree of its kind.
function isUnreadable(name: GeneralName): boolean {
  if (name.kind === 'uri') return hostOfUri(name.value) === null;
  if (name.kind === 'email') return mailbox(name.value) === null;
  if (name.kind === 'dns') return !hasLabels(name.value.replace(/^\*\./, ''));
  return name.kind === 'ip' && name.bytes.length !== 4 && name.bytes.length !== 16;
}

/** Every name of a certificate that constraints apply to: subject, subjectAltName, and the subject's e-mail address. */
export function constrainedNames(certificate: Certificate): GeneralName[] {
  const names: GeneralName[] = [...certificate.identifiers];
  const { subjectName } = certificate;
  if (!subjectName.isEmpty) {
    names.push({ kind: 'directory', value: subjectName.text, name: subjectName, bytes: subjectName.der });
  }
  // RFC 5280 4.2.1.10: without subjectAltName, an e-mail constraint applies to emailAddress in the subject.
  if (certificate.identifiers.length === 0) {
    for (const attribute of subjectName.attributes.flat()) {
      if (attribute.type === emailAddress) {
        names.push({ kind: 'email', value: attribute.text ?? '', bytes: attribute.der });
      }
    }
  }
  return names;
}

/** The first name that breaks the constraints; null when none does. */
export function brokenConstraint(
  constraints: NameConstraints,
  names: readonly GeneralName[],
): NameProblem | null {
  const { permitted, excluded } = constraints;
  if (names.length * (permitted.length + excluded.length) > mostComparisons) return { kind: 'too-many' };
  for (const name of names) {
    const forbidding = excluded.filter((constraint) => isSameKind(name, constraint));
    const allowing = permitted.filter((constraint) => isSameKind(name, constraint));
    if (forbidding.length + allowing.length === 0) continue;
    if (name.kind === 'other') return { kind: 'not-understood', name };
    for (const constraint of forbidding) {
      if (isUnreadable(name) || isWithin(name, constraint, true))
        return { kind: 'excluded', name, constraint };
    }
    if (allowing.length > 0 && !allowing.some((constraint) => isWithin(name, constraint, false))) {
      return { kind: 'not-permitted', name, constraint: allowing[0]! };
    }
  }
  return null;
}
