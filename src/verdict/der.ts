// A strict reader of DER (X.690 10 and 11), no more of it than certificates need.
// Strictness is the point: a second encoding of the same value is an error here, never tolerated.
// Every read is bounded by the element that holds it, so hostile bytes end in a DerError and nothing else.

/** Bytes that are not DER, or not what was expected at this place. The message names no offsets. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** One element: its identifier octet, and where it and its contents lie in `bytes`. */
export interface Element {
  readonly bytes: Uint8Array;
  readonly tag: number;
  readonly start: number;
  readonly contents: number;
  readonly end: number;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Context-specific tags, RFC 5280 appendix A: primitive [n] and constructed [n]. */
export const contextPrimitive = (number: number): number => 0x80 | number;
export const contextConstructed = (number: number): number => 0xa0 | number;

/** Elements in one SEQUENCE or SET: more is refused rather than kept. */
const mostChildren = 100_000;

/** Reads the element at `offset`, which must end at or before `limit`. Throws DerError. */
export function readElement(bytes: Uint8Array, offset: number, limit: number): Element {
  if (offset + 2 > limit) throw new DerError('the encoding ends early');
  const tag = bytes[offset]!;
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag number above 30');
  const first = bytes[offset + 1]!;
  let contents = offset + 2;
  let length = first;
  if (first >= 0x80) {
    // X.690 10.1: the definite form, in the least number of octets.
    const count = first & 0x7f;
    if (count === 0) throw new DerError('an indefinite length');
    if (count > 4) throw new DerError('a length of more than four octets');
    if (contents + count > limit) throw new DerError('the encoding ends early');
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + bytes[contents + index]!;
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('a length that is not minimal');
    contents += count;
  }
  if (length > limit - contents) throw new DerError('an element longer than what holds it');
  return { bytes, tag, start: offset, contents, end: contents + length };
}

/** The one element that fills `bytes`; trailing bytes are an error. */
export function readWhole(bytes: Uint8Array): Element {
  const element = readElement(bytes, 0, bytes.length);
  if (element.end !== bytes.length) throw new DerError('bytes after the end');
  return element;
}

/** `element` itself, when it has this tag. */
export function expectTag(element: Element | undefined, tag: number, what: string): Element {
  if (element === undefined) throw new DerError(`${what} is missing`);
  if (element.tag !== tag) throw new DerError(`${what} has the wrong tag`);
  return element;
}

/** The elements inside a constructed element, which they must fill. */
export function children(element: Element): Element[] {
  if ((element.tag & 0x20) === 0) throw new DerError('a primitive element where a constructed one belongs');
  const found: Element[] = [];
  let offset = element.contents;
  while (offset < element.end) {
    const child = readElement(element.bytes, offset, element.end);
    found.push(child);
    if (found.length > mostChildren) throw new DerError('too many elements');
    offset = child.end;
  }
  return found;
}

/** Header and contents, as a view. */
export const encodingOf = (element: Element): Uint8Array =>
  element.bytes.subarray(element.start, element.end);

/** Contents without the header, as a view. */
export const contentsOf = (element: Element): Uint8Array =>
  element.bytes.subarray(element.contents, element.end);

/** X.690 11.1: TRUE is FF and nothing else. */
export function readBoolean(element: Element): boolean {
  expectTag(element, tags.boolean, 'a BOOLEAN');
  const value = element.bytes[element.contents];
  if (element.end - element.contents !== 1 || (value !== 0 && value !== 0xff)) {
    throw new DerError('a BOOLEAN that is not 00 or FF');
  }
  return value === 0xff;
}

/** The octets of an INTEGER in two's complement, which must be minimal (X.690 8.3.2). */
export function readInteger(element: Element, tag: number = tags.integer): Uint8Array {
  expectTag(element, tag, 'an INTEGER');
  const octets = contentsOf(element);
  if (octets.length === 0) throw new DerError('an INTEGER without octets');
  if (octets.length > 1) {
    const top = octets[0]!;
    const negative = octets[1]! >= 0x80;
    if ((top === 0 && !negative) || (top === 0xff && negative))
      throw new DerError('an INTEGER that is not minimal');
  }
  return octets;
}

/** A whole number from 0; one above 2^53 is rounded, as it is only ever compared. */
export function readSmallInteger(element: Element, tag: number = tags.integer): number {
  const octets = readInteger(element, tag);
  if (octets[0]! >= 0x80) throw new DerError('a negative INTEGER');
  if (octets.length > 20) throw new DerError('an INTEGER that is too large');
  let value = 0;
  for (const octet of octets) value = value * 256 + octet;
  return value;
}

/** Octets of an OBJECT IDENTIFIER that are read: one made of a UUID has 20 (X.667). */
const longestIdentifier = 128;

/** Dotted form of an OBJECT IDENTIFIER; arcs must be minimal (X.690 8.19), and have no bound. */
export function readObjectIdentifier(element: Element, tag: number = tags.objectIdentifier): string {
  expectTag(element, tag, 'an OBJECT IDENTIFIER');
  const { bytes, contents, end } = element;
  if (contents === end || end - contents > longestIdentifier)
    throw new DerError('an OBJECT IDENTIFIER of a bad length');
  let text = '';
  // A number while it is small, as nearly all are.
  let arc: number | bigint = 0;
  let fresh = true;
  for (let offset = contents; offset < end; offset++) {
    const octet = bytes[offset]!;
    if (fresh && octet === 0x80) throw new DerError('an OBJECT IDENTIFIER that is not minimal');
    if (typeof arc === 'number' && arc >= 2 ** 46) arc = BigInt(arc);
    arc = typeof arc === 'number' ? arc * 128 + (octet & 0x7f) : arc * 128n + BigInt(octet & 0x7f);
    fresh = octet < 0x80;
    if (!fresh) continue;
    text += text === '' ? firstArcs(arc) : `.${arc}`;
    arc = 0;
  }
  if (!fresh) throw new DerError('an OBJECT IDENTIFIER that ends early');
  return text;
}

/** The first two arcs, which share one number. X.690 8.19.4. */
function firstArcs(number: number | bigint): string {
  if (typeof number === 'bigint') return `2.${number - 80n}`;
  return number < 40 ? `0.${number}` : number < 80 ? `1.${number - 40}` : `2.${number - 80}`;
}

/** A BIT STRING of whole octets: a key or a signature. */
export function readOctetAlignedBits(element: Element, tag: number = tags.bitString): Uint8Array {
  expectTag(element, tag, 'a BIT STRING');
  if (element.end === element.contents) throw new DerError('a BIT STRING without octets');
  if (element.bytes[element.contents] !== 0) throw new DerError('a BIT STRING that is not whole octets');
  return element.bytes.subarray(element.contents + 1, element.end);
}

/** Whether the contents are those of a BIT STRING: up to seven bits are unused, and they are zero. X.690 8.6, 11.2. */
export function isBitString(element: Element): boolean {
  const octets = contentsOf(element);
  const unused = octets[0];
  if (unused === undefined || unused > 7) return false;
  return octets.length === 1 ? unused === 0 : (octets[octets.length - 1]! & ((1 << unused) - 1)) === 0;
}

/** A BIT STRING of named bits, bit 0 first; X.690 11.2: no trailing zero bits. Returns a mask, bit n as 1 << n. */
export function readNamedBits(
  element: Element,
  complain: (rule: string, what: string, basis: 'profile') => void,
): number {
  expectTag(element, tags.bitString, 'a BIT STRING');
  const octets = contentsOf(element);
  const unused = octets[0];
  if (unused === undefined || unused > 7 || octets.length > 4)
    throw new DerError('a BIT STRING of a bad form');
  if (octets.length === 1) {
    if (unused !== 0) throw new DerError('an empty BIT STRING with unused bits');
    return 0;
  }
  const last = octets[octets.length - 1]!;
  if ((last & ((1 << unused) - 1)) !== 0) throw new DerError('a BIT STRING with unused bits that are set');
  if ((last & (1 << unused)) === 0) complain('X.690 11.2', 'a BIT STRING with trailing zero bits', 'profile');
  let mask = 0;
  for (let bit = 0; bit < (octets.length - 1) * 8; bit++) {
    if (octets[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) mask |= 1 << bit;
  }
  return mask;
}

const digits = (text: string): boolean => /^[0-9]+$/.test(text);

/** Milliseconds since 1970 of a Time. RFC 5280 4.1.2.5: seconds and Z required, no fraction, UTCTime through 2049. */
export function readTime(
  element: Element,
  complain: (rule: string, what: string, basis: 'profile') => void,
): number {
  const octets = contentsOf(element);
  const utc = element.tag === tags.utcTime;
  if (!utc && element.tag !== tags.generalizedTime) throw new DerError('a time has the wrong tag');
  if (octets.length !== (utc ? 13 : 15)) throw new DerError('a time of a bad length');
  const text = String.fromCharCode(...octets);
  if (!text.endsWith('Z') || !digits(text.slice(0, -1))) throw new DerError('a time of a bad form');
  const short = utc ? Number(text.slice(0, 2)) : 0;
  const year = utc ? (short < 50 ? 2000 + short : 1900 + short) : Number(text.slice(0, 4));
  if (!utc && year < 2050 && year >= 1950) {
    complain('RFC 5280 4.1.2.5', 'a date before 2050 as GeneralizedTime', 'profile');
  }
  const rest = text.slice(utc ? 2 : 4);
  const [month, day, hour, minute, second] = [0, 2, 4, 6, 8].map((at) => Number(rest.slice(at, at + 2))) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59) throw new DerError('a time that does not exist');
  return date.getTime();
}
