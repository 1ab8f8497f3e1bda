// The extensions of a certificate (RFC 5280 4.2), each read into facts. An extension that does not parse
// is a defect of the certificate and absent from the facts: nothing is guessed from half of it.

import type { Complain } from './algorithms.ts';
import {
  children,
  contentsOf,
  contextConstructed,
  contextPrimitive,
  DerError,
  type Element,
  expectTag,
  readBoolean,
  readInteger,
  readNamedBits,
  readObjectIdentifier,
  readSmallInteger,
  readWhole,
  tags,
} from './der.ts';
import { type GeneralName, readGeneralName, readGeneralNames } from './names.ts';

export const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
} as const;

export const anyPolicy = '2.5.29.32.0';
export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const anyExtendedKeyUsage = '2.5.29.37.0';

/** Bits of keyUsage (RFC 5280 4.2.1.3) as a mask. */
export const keyUsageBits = {
  digitalSignature: 1,
  keyEncipherment: 4,
  keyAgreement: 16,
  keyCertSign: 32,
} as const;

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: string | null;
  readonly hasIssuer: boolean;
  readonly hasSerialNumber: boolean;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

export interface ExtensionFacts {
  /** Dotted, of every extension marked critical. */
  critical: Set<string>;
  /** Dotted, of every extension there is. */
  present: Set<string>;
  /** Hex. */
  subjectKeyIdentifier: string | null;
  authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  basicConstraints: { readonly isAuthority: boolean; readonly pathLength: number | null } | null;
  /** A mask of keyUsageBits. */
  keyUsage: number | null;
  /** Dotted. */
  extendedKeyUsage: readonly string[] | null;
  names: readonly GeneralName[];
  nameConstraints: NameConstraints | null;
  /** Dotted. */
  policies: readonly string[] | null;
  policyMappings: readonly { readonly issuer: string; readonly subject: string }[];
  policyConstraints: {
    readonly requireExplicit: number | null;
    readonly inhibitMapping: number | null;
  } | null;
  inhibitAnyPolicy: number | null;
  /** Where the issuer's certificate may be had, as the certificate says: information only. */
  caIssuers: readonly string[];
}

export function noExtensions(): ExtensionFacts {
  return {
    critical: new Set(),
    present: new Set(),
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    names: [],
    nameConstraints: null,
    policies: null,
    policyMappings: [],
    policyConstraints: null,
    inhibitAnyPolicy: null,
    caIssuers: [],
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const sequence = (element: Element): Element[] => children(expectTag(element, tags.sequence, 'the value'));

function atLeastOne<T>(list: T[]): T[] {
  if (list.length === 0) throw new DerError('an empty list');
  return list;
}

function readAuthorityKeyIdentifier(element: Element): AuthorityKeyIdentifier {
  let keyIdentifier: string | null = null;
  let hasIssuer = false;
  let hasSerialNumber = false;
  let last = -1;
  for (const field of sequence(element)) {
    const number = field.tag & 0x1f;
    if (number <= last) throw new DerError('fields out of order');
    last = number;
    if (field.tag === contextPrimitive(0)) keyIdentifier = hex(contentsOf(field));
    else if (field.tag === contextConstructed(1)) hasIssuer = readGeneralNames(field).length > 0;
    else if (field.tag === contextPrimitive(2)) hasSerialNumber = readInteger(field, field.tag).length > 0;
    else throw new DerError('an unknown field');
  }
  return { keyIdentifier, hasIssuer, hasSerialNumber };
}

function readBasicConstraints(element: Element, complain: Complain): ExtensionFacts['basicConstraints'] {
  const fields = sequence(element);
  let isAuthority = false;
  if (fields[0]?.tag === tags.boolean) {
    isAuthority = readBoolean(fields.shift()!);
    // X.690 11.5: a default value is left out.
    if (!isAuthority) complain('RFC 5280 4.2.1.9', 'basicConstraints encodes cA FALSE', 'profile');
  }
  const pathLength = fields.length > 0 ? readSmallInteger(fields.shift()!) : null;
  if (fields.length > 0) throw new DerError('an unknown field');
  return { isAuthority, pathLength };
}

// RFC 5280 4.2.1.10: minimum is zero and so left out, maximum is absent.
function readSubtrees(element: Element): GeneralName[] {
  return atLeastOne(
    children(element).map((subtree) => {
      const [base, more] = sequence(subtree);
      if (base === undefined || more !== undefined) throw new DerError('a subtree with minimum or maximum');
      return readGeneralName(base);
    }),
  );
}

function readNameConstraints(element: Element): NameConstraints {
  let permitted: GeneralName[] = [];
  let excluded: GeneralName[] = [];
  const fields = atLeastOne(sequence(element));
  let last = -1;
  for (const field of fields) {
    if ((field.tag & 0x1f) <= last) throw new DerError('fields out of order');
    last = field.tag & 0x1f;
    if (field.tag === contextConstructed(0)) permitted = readSubtrees(field);
    else if (field.tag === contextConstructed(1)) excluded = readSubtrees(field);
    else throw new DerError('an unknown field');
  }
  return { permitted, excluded };
}

// RFC 5280 4.2.1.4: CPS pointer and user notice. Whoever does not know a qualifier in a critical extension must refuse.
const knownQualifiers: readonly string[] = ['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'];

function readQualifiers(element: Element, isCritical: boolean): void {
  for (const qualifier of atLeastOne(sequence(element))) {
    const [type, value, more] = sequence(qualifier);
    if (type === undefined || value === undefined || more !== undefined)
      throw new DerError('a bad policy qualifier');
    if (!knownQualifiers.includes(readObjectIdentifier(type)) && isCritical)
      throw new DerError('an unknown policy qualifier');
  }
}

function readPolicies(element: Element, isCritical: boolean): string[] {
  const policies = atLeastOne(
    sequence(element).map((policy) => {
      const [identifier, qualifiers, more] = sequence(policy);
      if (more !== undefined) throw new DerError('an unknown field');
      if (qualifiers !== undefined) readQualifiers(qualifiers, isCritical);
      return readObjectIdentifier(expectTag(identifier, tags.objectIdentifier, 'a policy'));
    }),
  );
  // RFC 5280 4.2.1.4: a policy MUST NOT appear more than once.
  if (new Set(policies).size !== policies.length) throw new DerError('a policy twice');
  return policies;
}

function readPolicyMappings(element: Element): { issuer: string; subject: string }[] {
  return atLeastOne(
    sequence(element).map((mapping) => {
      const [issuer, subject, more] = sequence(mapping);
      if (issuer === undefined || subject === undefined || more !== undefined)
        throw new DerError('a bad mapping');
      const pair = { issuer: readObjectIdentifier(issuer), subject: readObjectIdentifier(subject) };
      // RFC 5280 4.2.1.5: neither side may be anyPolicy.
      if (pair.issuer === anyPolicy || pair.subject === anyPolicy)
        throw new DerError('a mapping of anyPolicy');
      return pair;
    }),
  );
}

function readPolicyConstraints(element: Element): ExtensionFacts['policyConstraints'] {
  let requireExplicit: number | null = null;
  let inhibitMapping: number | null = null;
  // RFC 5280 4.2.1.11: the empty sequence is not allowed.
  for (const field of atLeastOne(sequence(element))) {
    if (field.tag === contextPrimitive(0) && inhibitMapping === null && requireExplicit === null) {
      requireExplicit = readSmallInteger(field, field.tag);
    } else if (field.tag === contextPrimitive(1) && inhibitMapping === null) {
      inhibitMapping = readSmallInteger(field, field.tag);
    } else throw new DerError('an unknown field');
  }
  return { requireExplicit, inhibitMapping };
}

function readInformationAccess(element: Element): string[] {
  const places: string[] = [];
  for (const description of atLeastOne(sequence(element))) {
    const [method, place, more] = sequence(description);
    if (method === undefined || place === undefined || more !== undefined)
      throw new DerError('a bad description');
    const name = readGeneralName(place);
    if (readObjectIdentifier(method) === '1.3.6.1.5.5.7.48.2' && name.kind === 'uri') places.push(name.value);
  }
  return places;
}

type Reader = {
  readonly name: string;
  readonly rule: string;
  read(facts: ExtensionFacts, value: Element, complain: Complain): void;
};

const readers: Record<string, Reader> = {
  [oids.subjectKeyIdentifier]: {
    name: 'subjectKeyIdentifier',
    rule: 'RFC 5280 4.2.1.2',
    read(facts, value) {
      expectTag(value, tags.octetString, 'the identifier');
      facts.subjectKeyIdentifier = hex(contentsOf(value));
    },
  },
  [oids.authorityKeyIdentifier]: {
    name: 'authorityKeyIdentifier',
    rule: 'RFC 5280 4.2.1.1',
    read(facts, value) {
      facts.authorityKeyIdentifier = readAuthorityKeyIdentifier(value);
    },
  },
  [oids.basicConstraints]: {
    name: 'basicConstraints',
    rule: 'RFC 5280 4.2.1.9',
    read(facts, value, complain) {
      facts.basicConstraints = readBasicConstraints(value, complain);
    },
  },
  [oids.keyUsage]: {
    name: 'keyUsage',
    rule: 'RFC 5280 4.2.1.3',
    read(facts, value, complain) {
      facts.keyUsage = readNamedBits(value, complain);
      if (facts.keyUsage === 0) throw new DerError('no bit is set');
    },
  },
  [oids.extendedKeyUsage]: {
    name: 'extKeyUsage',
    rule: 'RFC 5280 4.2.1.12',
    read(facts, value) {
      facts.extendedKeyUsage = atLeastOne(sequence(value).map((usage) => readObjectIdentifier(usage)));
    },
  },
  [oids.subjectAltName]: {
    name: 'subjectAltName',
    rule: 'RFC 5280 4.2.1.6',
    read(facts, value) {
      facts.names = readGeneralNames(expectTag(value, tags.sequence, 'the value'));
    },
  },
  [oids.nameConstraints]: {
    name: 'nameConstraints',
    rule: 'RFC 5280 4.2.1.10',
    read(facts, value) {
      facts.nameConstraints = readNameConstraints(value);
    },
  },
  [oids.certificatePolicies]: {
    name: 'certificatePolicies',
    rule: 'RFC 5280 4.2.1.4',
    read(facts, value) {
      facts.policies = readPolicies(value, facts.critical.has(oids.certificatePolicies));
    },
  },
  [oids.policyMappings]: {
    name: 'policyMappings',
    rule: 'RFC 5280 4.2.1.5',
    read(facts, value) {
      facts.policyMappings = readPolicyMappings(value);
    },
  },
  [oids.policyConstraints]: {
    name: 'policyConstraints',
    rule: 'RFC 5280 4.2.1.11',
    read(facts, value) {
      facts.policyConstraints = readPolicyConstraints(value);
    },
  },
  [oids.inhibitAnyPolicy]: {
    name: 'inhibitAnyPolicy',
    rule: 'RFC 5280 4.2.1.14',
    read(facts, value) {
      facts.inhibitAnyPolicy = readSmallInteger(value);
    },
  },
  [oids.authorityInformationAccess]: {
    name: 'authorityInformationAccess',
    rule: 'RFC 5280 4.2.2.1',
    read(facts, value) {
      facts.caIssuers = readInformationAccess(value);
    },
  },
};

/**
 * Whether path validation acts on this extension; a critical one that it does not act on refuses (RFC 5280 4.2). What
 * says where an issuer or a responder is only helps people: nothing is fetched.
 */
export const isProcessed = (oid: string): boolean =>
  Object.hasOwn(readers, oid) && oid !== oids.authorityInformationAccess;

/** The name of an extension where it is known, else the dotted form. */
export const extensionName = (oid: string): string => readers[oid]?.name ?? oid;

/** Reads the Extensions SEQUENCE. Throws DerError when the list itself is broken; complains about single ones. */
export function readExtensions(element: Element, complain: Complain): ExtensionFacts {
  const facts = noExtensions();
  // RFC 5280 4.1: SIZE (1..MAX).
  for (const extension of atLeastOne(sequence(element))) {
    const fields = sequence(extension);
    const oid = readObjectIdentifier(expectTag(fields.shift(), tags.objectIdentifier, 'an extension'));
    const reader = Object.hasOwn(readers, oid) ? readers[oid] : undefined;
    let isCritical = false;
    if (fields[0]?.tag === tags.boolean) {
      try {
        isCritical = readBoolean(fields[0]);
        // X.690 11.5: a default value is left out.
        if (!isCritical)
          complain('RFC 5280 4.1', `extension ${extensionName(oid)} encodes critical FALSE`, 'profile');
      } catch (error) {
        if (!(error instanceof DerError)) throw error;
        isCritical = true;
        complain('RFC 5280 4.1', `extension ${extensionName(oid)} has ${error.message} for critical`);
      }
      fields.shift();
    }
    const value = expectTag(fields.shift(), tags.octetString, 'the value of an extension');
    if (fields.length > 0) throw new DerError('an extension with more than three fields');
    if (facts.present.has(oid)) {
      // RFC 5280 4.2: not more than one instance of an extension.
      complain('RFC 5280 4.2', `extension ${extensionName(oid)} is there twice`);
      continue;
    }
    facts.present.add(oid);
    if (isCritical) facts.critical.add(oid);
    if (reader === undefined) continue;
    try {
      reader.read(facts, readWhole(contentsOf(value)), complain);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      complain(reader.rule, `${reader.name}: ${error.message}`);
    }
  }
  return facts;
}
