// The blocks of a PEM file (RFC 7468), as people have them: with words around, indented, quoted, run together, cut off.
// Whatever is in them is somebody else's matter. The work grows with the file, however its lines stand.

/** Labels of a certificate; the last is OpenSSL's own form, with settings behind the certificate. */
export const certificateLabels: readonly string[] = [
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'TRUSTED CERTIFICATE',
];

export interface PemBlock {
  readonly label: string;
  /** Base64, as it stands there; empty where the end is missing. */
  readonly body: string;
  /** With all that stands on the same lines. */
  readonly lines: string;
}

const begin = /-----BEGIN ([A-Z0-9 ]{1,64})-----/g;

/** Octets of a line that are looked at, before a block and after it; more than anybody writes there. */
const longestLine = 4096;

/**
 * The blocks, in order. A block counts only where its line begins with it, as for OpenSSL: one behind words, as in a
 * comment, is none. One that another begins within has lost its end.
 */
export function pemBlocks(bytes: Buffer): readonly PemBlock[] {
  // A byte order mark stands before each of several files that were joined.
  const text = bytes.toString('latin1').replaceAll('\xef\xbb\xbf', '');
  const begins = [...text.matchAll(begin)].filter(({ index }) => isAtItsPlace(lineBefore(text, index)));
  return begins.map(({ 0: line, 1: label, index }, position): PemBlock => {
    const next = begins[position + 1]?.index ?? text.length;
    const before = lineBefore(text, index);
    const inside = text.slice(index + line.length, next);
    const end = `-----END ${label}-----`;
    const length = inside.indexOf(end);
    if (length < 0) return { label: label!, body: '', lines: before + line + inside };
    const whole = line + inside.slice(0, length) + end;
    const after = text.slice(index + whole.length, index + whole.length + longestLine);
    const lines = before + whole + /^[^\n]*\n?/.exec(after)![0];
    return { label: label!, body: inside.slice(0, length), lines };
  });
}

function lineBefore(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - longestLine), index);
  return before.slice(before.lastIndexOf('\n') + 1);
}

// What is indented, quoted or run together was meant as a block.
function isAtItsPlace(before: string): boolean {
  return !/[^\s>]/.test(before) || before.endsWith('-----') || before.includes('\r');
}

/** DER as a PEM certificate. */
export function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** The DER SEQUENCE at the start, without what follows; null when there is none, or it is cut off. X.690 8.1. */
export function outerSequence(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes[0] !== 0x30) return null;
  const first = bytes[1]!;
  const octets = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || octets > 3 || bytes.length < 2 + octets) return null;
  const end = 2 + octets + (octets === 0 ? first : bytes.readUIntBE(2, octets));
  return bytes.length >= end ? bytes.subarray(0, end) : null;
}
