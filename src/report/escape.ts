// Hostile text made harmless, once for each format it goes into. A server's reply, a certificate's subject, a name
// in a file: none may move the cursor, colour a line, forge one, or hide what it says. CWE-150, CWE-117.

// Controls (C0, DEL, C1), line and paragraph separators, bidi marks, fillers and formatting that nobody sees, tags, lone
// surrogates, code points that are no characters.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]|\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f/g;

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u0000': '\\0' };

function visible(character: string): string {
  const simple = named[character];
  if (simple !== undefined) return simple;
  const code = character.codePointAt(0)!;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** One line for a terminal or plain text: what cannot be seen is written out, and a long text is cut at `most` characters. */
export function forTerminal(text: unknown, most = 400): string {
  const whole = String(text);
  const cut = whole.length > most ? `${whole.slice(0, most)}... (${whole.length} characters)` : whole;
  return cut.replace(unsafe, visible);
}

/** A JSON document: what a terminal could act on is escaped as JSON does, so it parses to the same value. RFC 8259 7. */
export function forJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One entry of a list in a line, in quotes where it could pass for several. CVE-2021-44532. */
export function forList(text: string): string {
  const safe = forTerminal(text);
  return /[\s,"]/.test(safe) ? `"${safe.replaceAll('"', '\\"')}"` : safe;
}

/** A shell word, as a person would copy it: quoted only when it must be. */
export function forShell(text: string): string {
  const safe = forTerminal(text, 10_000);
  // bash and zsh read these escapes: the word is the same, and all of it can be seen.
  if (safe !== text) return `$'${safe.replaceAll("'", "\\'")}'`;
  return /^[A-Za-z0-9_@%+=:,./[\]-]+$/.test(safe) && !/^[[]/.test(safe)
    ? safe
    : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** Data for a sentence: every text in it escaped for one line. */
export function escapeData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, escapeValue(value)]));
}

/** A document out of a file, for a terminal: every text in it, and every key. What was escaped already stays as it is. */
export function escapeDocument<T>(value: T, key = ''): T {
  if (typeof value === 'string') {
    // The one text of several lines: each is put on a line of its own.
    const lines = key === 'remedy' ? value.split('\n') : [value];
    return lines.map((line) => forTerminal(line, 100_000)).join('\n') as T;
  }
  if (Array.isArray(value)) return value.map((one) => escapeDocument(one, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [forTerminal(name), escapeDocument(one, name)]);
  return Object.fromEntries(entries) as T;
}

function escapeValue(value: unknown): unknown {
  if (typeof value === 'string') return forTerminal(value);
  if (Array.isArray(value)) return value.map(escapeValue);
  if (typeof value === 'object' && value !== null) return escapeData(value as Record<string, unknown>);
  return value;
}
