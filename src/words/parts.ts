// What the words of every language are made with, and that says nothing itself. Texts in `data` come escaped for the
// place they are shown in.

export type Data = Readonly<Record<string, unknown>>;

/** The words for one finding: what it means, and what mends it, likeliest first. */
export interface Say {
  message: (data: Data) => string;
  remedies?: (data: Data) => (string | null)[];
}

/** What a certificate or key file is, and the way to what is needed. */
export interface FileSaying {
  readonly is: string;
  readonly hint: string;
}

export const text = (value: unknown) => String(value);

/** The day of an ISO time. */
export const day = (time: unknown) => String(time).slice(0, 10);

/** A reply as it came: its code, and its text where it has one. */
export const says = (data: Data) => `${data.code}${data.text ? ` ${data.text}` : ''}`;

export const note = (message: string): Say => ({ message: () => message });

/** A box is no remedy where it is off already. */
export const unlessOff = (data: Data, box: string): string | null => (data.boxOff ? null : box);

/** Names one after the other: what stands for none of them, and for those past the first few. */
export function listing(none: string, more: (shown: string, left: number) => string) {
  return (value: unknown, most = 6): string => {
    const all = Array.isArray(value) ? value.map(String) : [];
    if (all.length === 0) return none;
    const shown = all.slice(0, most).map(entry).join(', ');
    return all.length > most ? more(shown, all.length - most) : shown;
  };
}

// In quotes where it could pass for several. CVE-2021-44532.
const entry = (value: string): string => (/[\s,"]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value);

/** The codes of jsonc-parser, and one of ours. */
export type JsonFaults = Readonly<
  Record<
    | 'InvalidSymbol'
    | 'InvalidNumberFormat'
    | 'PropertyNameExpected'
    | 'ValueExpected'
    | 'ColonExpected'
    | 'CommaExpected'
    | 'CloseBraceExpected'
    | 'CloseBracketExpected'
    | 'EndOfFileExpected'
    | 'InvalidCommentToken'
    | 'UnexpectedEndOfComment'
    | 'UnexpectedEndOfString'
    | 'UnexpectedEndOfNumber'
    | 'InvalidUnicode'
    | 'InvalidEscapeCharacter'
    | 'InvalidCharacter'
    | 'TooDeep'
    | 'MergeConflict',
    string
  >
>;

/** The words for `data.detail`; what is none of these codes comes from another parser, in words already. */
export const jsonFault = (faults: JsonFaults, detail: unknown): string =>
  (faults as Record<string, string>)[String(detail)] ?? String(detail);

/** What is wrong with a file, by `data.problem`; null for what has no words. */
export function fileSayings(files: Readonly<Record<string, (data: Data) => FileSaying>>) {
  return (data: Data): FileSaying | null =>
    files[String(data.problem)]?.({ ...data, shell: data.shell ?? data.file }) ?? null;
}

interface RepairData {
  readonly chain: readonly string[];
  readonly missing: readonly { subject: string; source: string; where: string }[];
}

/** Where a certificate is that a chain lacks, by the kind of place. */
export type Places = Readonly<Record<string, (where: string) => string>>;

export const placeIn = (places: Places, source: string, where: string | null): string =>
  places[source]?.(where ?? '') ?? '';

/** The subjects of the chain to send, each that was missing with its place; null where what it lacks is not at hand. */
export function chainToSend(data: Data, places: Places, beside: (place: string) => string): string | null {
  const repair = data.repair as RepairData | undefined;
  if (repair === undefined) return null;
  const found = new Map(
    repair.missing.map(({ subject, source, where }) => [subject, beside(placeIn(places, source, where))]),
  );
  return repair.chain.map((subject) => `"${subject}"${found.get(subject) ?? ''}`).join(', ');
}
