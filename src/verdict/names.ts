// Names inside certificates: distinguished names (RFC 5280 4.1.2.4, printed after RFC 4514) and general
// names (RFC 5280 4.2.1.6). Text is as the certificate has it, so it is hostile: escaping for a terminal is report/'s.
// Two distinguished names are equal when their `key` is equal (RFC 5280 7.1).

import type { Complain } from './algorithms.ts';
import {
  children,
  contentsOf,
  contextConstructed,
  contextPrimitive,
  DerError,
  type Element,
  encodingOf,
  expectTag,
  isBitString,
  readBoolean,
  readElement,
  readInteger,
  readObjectIdentifier,
  tags,
} from './der.ts';

export interface Attribute {
  /** Dotted. */
  readonly type: string;
  readonly tag: number;
  /** The value as text; null for a value that is no string. */
  readonly text: string | null;
  /** DER of the value. */
  readonly der: Uint8Array;
}

export interface DistinguishedName {
  readonly der: Uint8Array;
  /** RFC 4514. */
  readonly text: string;
  /** One key per relative distinguished name, outermost first; folded after RFC 5280 7.1. */
  readonly keys: readonly string[];
  /** Equal for names that are equal. */
  readonly key: string;
  readonly attributes: readonly (readonly Attribute[])[];
  readonly isEmpty: boolean;
}

export type GeneralName =
  | { readonly kind: 'dns'; readonly value: string; readonly bytes: Uint8Array }
  /** `value` is canonical text, or hex where the length is that of no address. `bytes` may hold address and mask. */
  | { readonly kind: 'ip'; readonly value: string; readonly bytes: Uint8Array }
  | { readonly kind: 'email'; readonly value: string; readonly bytes: Uint8Array }
  | { readonly kind: 'uri'; readonly value: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'directory';
      readonly value: string;
      readonly name: DistinguishedName;
      readonly bytes: Uint8Array;
    }
  /** otherName, x400Address, ediPartyName, registeredID: `tag` is the number in brackets. */
  | { readonly kind: 'other'; readonly value: string; readonly tag: number; readonly bytes: Uint8Array };

export const commonName = '2.5.4.3';
export const emailAddress = '1.2.840.113549.1.9.1';

const nameRule = 'RFC 5280 4.1.2.4';

const shortNames: Record<string, string> = {
  [commonName]: 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.97': 'organizationIdentifier',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  [emailAddress]: 'emailAddress',
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// One character an octet. Short text is put together here: a call into Node costs more than the loop.
function latin1(bytes: Uint8Array): string {
  if (bytes.length > 64)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let text = '';
  for (let index = 0; index < bytes.length; index++) text += String.fromCharCode(bytes[index]!);
  return text;
}

const isAscii = (bytes: Uint8Array): boolean => {
  for (let index = 0; index < bytes.length; index++) if (bytes[index]! >= 0x80) return false;
  return true;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a string type; null for any other type. Complains of characters that the type does not have, and throws
 * DerError where the octets are no text at all.
 */
function readString(element: Element, complain: Complain): string | null {
  const octets = contentsOf(element);
  switch (element.tag) {
    case tags.utf8String:
      if (octets.length <= 64 && isAscii(octets)) return latin1(octets);
      try {
        return utf8.decode(octets);
      } catch {
        throw new DerError('a UTF8String that is not UTF-8');
      }
    case tags.printableString: {
      const text = latin1(octets);
      // X.680 41.4, and the asterisk, at-sign, underscore and ampersand that real certificates have in it.
      if (!/^[A-Za-z0-9 '()+,\-./:=?*@_&]*$/.test(text))
        complain(nameRule, 'a PrintableString with other characters', 'profile');
      return text;
    }
    case tags.numericString:
    case tags.ia5String:
    case tags.visibleString: {
      const text = latin1(octets);
      if (/[^\0-\x7f]/.test(text)) complain(nameRule, 'an ASCII string with other characters', 'profile');
      return text;
    }
    case tags.teletexString:
      return latin1(octets);
    case tags.bmpString: {
      if (octets.length % 2) throw new DerError('a BMPString with half a character');
      return Buffer.from(octets).swap16().toString('utf16le');
    }
    case tags.universalString: {
      if (octets.length % 4) throw new DerError('a UniversalString with part of a character');
      let text = '';
      const view = Buffer.from(octets);
      for (let offset = 0; offset < view.length; offset += 4) {
        const point = view.readUInt32BE(offset);
        if (point > 0x10ffff) throw new DerError('a UniversalString beyond Unicode');
        text += String.fromCodePoint(point);
      }
      return text;
    }
    default:
      checkValue(element);
      return null;
  }
}

// What is no string is kept as octets; it must be DER all the same (X.690 8.2, 8.3, 8.6, 8.8, 10.2).
function checkValue(element: Element): void {
  const universal = element.tag & 0x1f;
  const isConstructed = (element.tag & 0x20) !== 0;
  const isUniversal = element.tag < 0x40;
  if (!isUniversal) return;
  const isContainer = universal === (tags.sequence & 0x1f) || universal === (tags.set & 0x1f);
  if (isConstructed !== isContainer)
    throw new DerError('a constructed element where a primitive one belongs');
  if (element.tag === tags.integer) readInteger(element);
  else if (element.tag === tags.boolean) readBoolean(element);
  else if (element.tag === tags.null && element.end !== element.contents)
    throw new DerError('a NULL with octets');
  else if (element.tag === tags.bitString && !isBitString(element))
    throw new DerError('a BIT STRING of a bad form');
}

// RFC 4514 2.4.
function escapeValue(text: string): string {
  const escaped = text.replace(/[,+"\\<>;]/g, '\\$&').replace(/\0/g, '\\00');
  return escaped.replace(/^[ #]/, '\\$&').replace(/([^\\]) $/, '$1\\ ');
}

function attributeText(attribute: Attribute): string {
  const name = shortNames[attribute.type];
  if (name === undefined || attribute.text === null)
    return `${name ?? attribute.type}=#${hex(attribute.der)}`;
  return `${name}=${escapeValue(attribute.text)}`;
}

// RFC 4518 2.2: what is mapped to nothing (controls, formats, variation selectors, the joiner, the object that is not
// there), and what is a space.
const ignorable = /(?![\t-\r\x85])\p{Cc}|\p{Cf}|\p{Variation_Selector}|\u034f|\u1806|\ufffc/gu;
const spaces = /[\s\x85]+/g;

// RFC 3454 B.2, a character at a time, for the whole word would give a last sigma a form of its own; a dotless i stays one.
const foldCase = (text: string): string =>
  [...text]
    .map((one) => (one === 'ı' ? one : [...one.toUpperCase()].map((upper) => upper.toLowerCase()).join('')))
    .join('');

// RFC 5280 7.1: strings compare after RFC 4518: without case, runs of white space as one, what nobody sees left out.
function attributeKey(attribute: Attribute): string {
  if (attribute.text === null) return `${attribute.type}#${hex(attribute.der)}`;
  const text = attribute.text;
  const prepared = /^[\x20-\x7e]*$/.test(text)
    ? text.toLowerCase()
    : foldCase(text.normalize('NFKC').replace(ignorable, '')).normalize('NFKC');
  return `${attribute.type}=${prepared.replace(spaces, ' ').trim()}`;
}

/** Reads a Name (RDNSequence). Throws DerError. */
export function readDistinguishedName(element: Element, complain: Complain = () => {}): DistinguishedName {
  expectTag(element, tags.sequence, 'a name');
  const attributes: Attribute[][] = [];
  for (const relative of children(element)) {
    expectTag(relative, tags.set, 'a relative distinguished name');
    const members = children(relative).map((member): Attribute => {
      expectTag(member, tags.sequence, 'an attribute');
      const [type, value, more] = children(member);
      if (type === undefined || value === undefined || more !== undefined) {
        throw new DerError('an attribute that is not type and value');
      }
      return {
        type: readObjectIdentifier(type),
        tag: value.tag,
        text: readString(value, complain),
        der: encodingOf(value),
      };
    });
    if (members.length === 0) throw new DerError('an empty relative distinguished name');
    attributes.push(members);
  }
  const keys = attributes.map((members) =>
    members.length === 1 ? attributeKey(members[0]!) : members.map(attributeKey).sort().join('\x01'),
  );
  return {
    der: encodingOf(element),
    // RFC 4514 2.1: the last relative distinguished name comes first.
    get text() {
      return attributes
        .toReversed()
        .map((members) => members.map(attributeText).join('+'))
        .join(',');
    },
    keys,
    // No prepared text has such a character in it.
    key: keys.join('\0'),
    attributes,
    isEmpty: attributes.length === 0,
  };
}

/** Canonical text of 4 or 16 octets (RFC 5952); hex for any other length. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return hex(bytes);
  const groups = Array.from({ length: 8 }, (_, index) => bytes[index * 2]! * 256 + bytes[index * 2 + 1]!);
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const text = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.at < 0) return text(groups);
  return `${text(groups.slice(0, best.at))}::${text(groups.slice(best.at + best.length))}`;
}

/** Reads one GeneralName; shape only, so that what is malformed inside can still be shown. Throws DerError. */
export function readGeneralName(element: Element): GeneralName {
  const bytes = contentsOf(element);
  switch (element.tag) {
    case contextPrimitive(1):
      return { kind: 'email', value: latin1(bytes), bytes };
    case contextPrimitive(2):
      return { kind: 'dns', value: latin1(bytes), bytes };
    case contextPrimitive(6):
      return { kind: 'uri', value: latin1(bytes), bytes };
    case contextPrimitive(7):
      return { kind: 'ip', value: addressText(bytes), bytes };
    case contextConstructed(4): {
      const inner = readElement(element.bytes, element.contents, element.end);
      if (inner.end !== element.end) throw new DerError('bytes after a directory name');
      const name = readDistinguishedName(inner);
      return { kind: 'directory', value: name.text, name, bytes };
    }
    case contextConstructed(0):
      readOtherName(element);
      return other(bytes, element);
    case contextPrimitive(8):
      readObjectIdentifier(element, contextPrimitive(8));
      return other(bytes, element);
    case contextConstructed(3):
    case contextConstructed(5):
      return other(bytes, element);
    default:
      throw new DerError('a general name of an unknown kind');
  }
}

const other = (bytes: Uint8Array, { tag }: Element): GeneralName => ({
  kind: 'other',
  value: hex(bytes.subarray(0, 64)),
  tag: tag & 0x1f,
  bytes,
});

// RFC 5280 4.2.1.6: OtherName is a type and, explicitly tagged, a value of it.
function readOtherName(element: Element): void {
  const [type, value, more] = children(element);
  if (type === undefined || value?.tag !== contextConstructed(0) || more !== undefined)
    throw new DerError('a bad other name');
  readObjectIdentifier(type);
}

/** Reads GeneralNames: a SEQUENCE of at least one. Throws DerError. */
export function readGeneralNames(element: Element): GeneralName[] {
  const names = children(element).map(readGeneralName);
  if (names.length === 0) throw new DerError('an empty list of names'); // RFC 5280 4.2.1.6
  return names;
}

const prefixes = {
  dns: 'DNS',
  ip: 'IP',
  email: 'EMAIL',
  uri: 'URI',
  directory: 'DIRECTORY',
  other: 'OTHER',
} as const;

/** `DNS:mx.example.com`, `IP:192.0.2.1`, and so on: one entry, unescaped. */
export const nameText = (name: GeneralName): string => `${prefixes[name.kind]}:${name.value}`;
