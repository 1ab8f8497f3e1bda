// Routes as CSV (RFC 4180), one row a route; the columns are the flags of `routes add`. Read with commas, semicolons
// or tabs, as spreadsheets write them. No cell that we write can start a formula, wherever it is opened (CWE-1236):
// a cell that could, or that has in it what a line of text cannot hold, begins with an apostrophe and is escaped.

import { printHost, splitHostWords } from '../../route/host.ts';
import type { Problem } from '../../route/problem.ts';
import type { HostRow, Route } from '../../route/route.ts';
import type { Place } from '../errors.ts';
import { placesIn } from '../text-places.ts';
import type { Fault, ReadValues } from './format.ts';

/** The columns, in the order in which they are written. */
export const csvColumns = [
  'name',
  'host',
  'primary',
  'secondary',
  'lookupMx',
  'requireTls',
  'requireCa',
  'verifyHostname',
  'note',
  'labels',
  'consoleSetAt',
  'consoleBy',
  'createdAt',
  'updatedAt',
] as const;
export type CsvColumn = (typeof csvColumns)[number];

const boxes = ['lookupMx', 'requireTls', 'requireCa', 'verifyHostname'] as const;

export function printCsv(routes: readonly Route[]): string {
  const lines = routes.map((route) => {
    const cells = cellsOf(route);
    return csvLine(csvColumns.map((column) => cells[column] ?? null));
  });
  return `${[csvColumns.join(','), ...lines].join('\n')}\n`;
}

/** One line of CSV from texts; null is an empty cell. */
export function csvLine(cells: readonly (string | null)[]): string {
  return cells.map((cell) => (cell === null ? '' : quoted(guarded(cell)))).join(',');
}

function cellsOf({ name, hosts, options, note, labels, console, createdAt, updatedAt }: Route) {
  const table = (rows: readonly HostRow[]) =>
    rows.length === 0 ? null : rows.map((row) => `${printHost(row)}=${row.load}`).join(' ');
  const cells: Partial<Record<CsvColumn, string | null>> = {
    name,
    ...(hosts.type === 'single'
      ? { host: printHost(hosts) }
      : { primary: table(hosts.primary), secondary: table(hosts.secondary) }),
    note: note ?? null,
    labels: labels === undefined ? null : labels.map(escapeLabel).join(', '),
    consoleSetAt: console?.setAt ?? null,
    consoleBy: console?.by ?? null,
    createdAt: createdAt ?? null,
    updatedAt: updatedAt ?? null,
  };
  for (const box of boxes) cells[box] = String(options[box]);
  return cells;
}

// --- A cell -------------------------------------------------------------------------------------------------------

// Spreadsheets take =, +, -, @ (also full width, also after blanks and quotes) for the start of a formula.
const startsFormula = /^["\s]*[=+\-@＝＋－＠]/;
// Opened with semicolons between cells, quotes do not hold a cell together any more.
const formulaAfterSemicolon = /;(?=["'\s]*[=+\-@＝＋－＠])/g;
// What a line of text cannot hold, or would hide.
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
const escaped = (character: string) =>
  named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function guarded(text: string): string {
  const isPlain =
    text !== '' &&
    text === text.trim() &&
    !text.startsWith("'") &&
    !startsFormula.test(text) &&
    text.search(unprintable) === -1 &&
    text.search(formulaAfterSemicolon) === -1;
  if (isPlain) return text;
  const safe = text
    .replaceAll('\\', '\\\\')
    .replace(unprintable, escaped)
    .replace(formulaAfterSemicolon, escaped(';'));
  return `'${safe}`;
}

function unguarded(cell: string): string {
  if (!cell.startsWith("'")) return cell.trim();
  return cell
    .slice(1)
    .replace(/\\(?:u([0-9a-f]{4})|([nrt\\]))/gi, (_, code: string | undefined, letter: string) =>
      code === undefined
        ? { n: '\n', r: '\r', t: '\t', '\\': '\\' }[letter.toLowerCase()]!
        : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

function quoted(text: string): string {
  return /[",;\n\r\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Labels stand in one cell with commas between; a backslash takes the next character as it is.
function escapeLabel(label: string): string {
  return label.replace(/[\\,]|^\s+|\s+$/g, (part) => [...part].map((one) => `\\${one}`).join(''));
}

function splitLabels(cell: string): string[] {
  const labels: string[] = [];
  for (const [whole] of `${cell},`.matchAll(/(?:\\.|[^\\,])*,/gs)) {
    const text = whole
      .slice(0, -1)
      .replace(/^\s+/, '')
      .replace(/(?<!\\)\s+$/, '');
    labels.push(text.replace(/\\(.)/gs, '$1'));
  }
  return cell === '' ? [] : labels;
}

// --- The table ----------------------------------------------------------------------------------------------------

interface Cell {
  /** As written, quotes and apostrophe taken away. */
  readonly text: string;
  /** False: the cell is empty, and the column was left out. */
  readonly isFilled: boolean;
  /** Where it begins in the file, and where its text does. */
  readonly offset: number;
  readonly textOffset: number;
}

interface Row {
  readonly offset: number;
  readonly cells: readonly Cell[];
}

type Separator = ',' | ';' | '\t';

/** The separator: the one that the first line has most of. */
function separatorOf(text: string): Separator {
  const [first = ''] = text.split('\n', 1);
  const counts = ([',', ';', '\t'] as const).map((one) => ({ one, count: first.split(one).length }));
  return counts.sort((left, right) => right.count - left.count)[0]!.one;
}

function* rowsOf(
  text: string,
  separator: Separator,
  told: (fault: Omit<Fault, keyof Place>, offset: number) => void,
): Generator<Row> {
  let at = 0;
  while (at < text.length) {
    const offset = at;
    const cells: Cell[] = [];
    for (;;) {
      const start = at;
      let raw: string;
      let isQuoted = false;
      if (text[at] === '"') {
        isQuoted = true;
        let end = at + 1;
        for (;;) {
          end = text.indexOf('"', end);
          if (end === -1 || text[end + 1] !== '"') break;
          end += 2;
        }
        if (end === -1) {
          told({ code: 'quote-open', path: '', data: {} }, start);
          return;
        }
        raw = text.slice(at + 1, end).replaceAll('""', '"');
        at = end + 1;
        const next = text[at];
        if (next !== undefined && next !== separator && next !== '\n') {
          told({ code: 'quote-inside', path: '', data: {} }, at);
          at = endOf(text, at, separator);
        }
      } else {
        at = endOf(text, at, separator);
        raw = text.slice(start, at);
      }
      cells.push({
        text: unguarded(raw),
        isFilled: raw.trim() !== '',
        offset: start,
        textOffset:
          start + (isQuoted ? 1 : 0) + (raw.startsWith("'") ? 1 : raw.length - raw.trimStart().length),
      });
      if (text[at] !== separator) break;
      at += 1;
    }
    at += 1;
    yield { offset, cells };
  }
}

function endOf(text: string, from: number, separator: Separator): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === separator || text[at] === '\n') return at;
  }
  return text.length;
}

const plainName = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
const columnNames = new Map<string, CsvColumn>(csvColumns.map((column) => [plainName(column), column]));

/** `text` has LF as its line ends, or none but CR. */
export function readCsv(original: string): ReadValues {
  const text = original.includes('\n') ? original : original.replaceAll('\r', '\n');
  const places = placesIn(text);
  const faults: Fault[] = [];
  const told = (fault: Omit<Fault, keyof Place>, offset: number) =>
    void faults.push({ ...fault, ...places(offset) });
  const rows = [...rowsOf(text, separatorOf(text), told)].filter(({ cells }) =>
    cells.some(({ isFilled }) => isFilled),
  );
  const header = rows.shift() ?? { offset: 0, cells: [] };
  const columns = readHeader(header, told);
  // A column that nobody knows hides nothing of the others.
  const isHeaderBroken = faults.some(({ code }) => code === 'column-missing' || code === 'column-twice');
  for (const { cells } of rows) {
    const extra = cells.slice(header.cells.length).find(({ isFilled }) => isFilled);
    if (extra)
      told({ code: 'cells-too-many', path: '', data: { columns: header.cells.length } }, extra.offset);
  }
  const read = rows.map((row, index) => new RowReader(row, columns, `routes[${index}]`));
  const values = read.map((row) => row.value());
  return {
    // Without its columns, nothing can be said of the rows.
    values: isHeaderBroken ? [] : values,
    faults,
    problems: isHeaderBroken ? [] : read.flatMap((row) => row.problems),
    placeOf: (path) => {
      const index = Number(/^routes\[(\d+)\]/.exec(path)?.[1] ?? -1);
      return places(read[index]?.offsetOf(path.replace(/^routes\[\d+\]\.?/, '')) ?? 0);
    },
  };
}

function readHeader(
  header: Row,
  told: (fault: Omit<Fault, keyof Place>, offset: number) => void,
): Map<CsvColumn, number> {
  const columns = new Map<CsvColumn, number>();
  for (const [index, { text, isFilled, offset }] of header.cells.entries()) {
    // A spreadsheet's empty columns at the end.
    if (!isFilled) continue;
    const column = columnNames.get(plainName(text));
    if (column === undefined) {
      told({ code: 'column-unknown', path: '', data: { column: text, columns: csvColumns } }, offset);
    } else if (columns.has(column)) told({ code: 'column-twice', path: '', data: { column } }, offset);
    else columns.set(column, index);
  }
  if (!columns.has('name'))
    told({ code: 'column-missing', path: '', data: { column: 'name' } }, header.offset);
  return columns;
}

const boxWords: Record<string, boolean> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  x: true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/** One row: its value as a route's document has it, and where each part of it stands. */
class RowReader {
  readonly problems: Problem[] = [];
  readonly #row: Row;
  readonly #columns: ReadonlyMap<CsvColumn, number>;
  readonly #path: string;

  constructor(row: Row, columns: ReadonlyMap<CsvColumn, number>, path: string) {
    this.#row = row;
    this.#columns = columns;
    this.#path = path;
  }

  #cell(column: CsvColumn): Cell | undefined {
    const index = this.#columns.get(column);
    const cell = index === undefined ? undefined : this.#row.cells[index];
    return cell?.isFilled ? cell : undefined;
  }

  #text(column: CsvColumn): string | undefined {
    return this.#cell(column)?.text;
  }

  #problem(code: Problem['code'], path: string, given: unknown, data: Problem['data'] = {}): void {
    this.problems.push({ code, path: `${this.#path}.${path}`, given, data });
  }

  value(): Record<string, unknown> {
    const labels = this.#text('labels');
    const console = this.#console();
    const optional = {
      note: this.#text('note'),
      labels: labels === undefined ? undefined : splitLabels(labels),
      createdAt: this.#text('createdAt'),
      updatedAt: this.#text('updatedAt'),
    };
    return {
      name: this.#text('name') ?? '',
      hosts: this.#hosts(),
      options: Object.fromEntries(
        boxes.flatMap((box) => {
          const text = this.#text(box);
          if (text === undefined) return [];
          const isOn = boxWords[text.toLowerCase()];
          if (isOn === undefined)
            this.#problem('wrong-type', `options.${box}`, text, { expected: 'true or false' });
          return [[box, isOn ?? text]];
        }),
      ),
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
      console,
    };
  }

  #console(): unknown {
    const [setAt, by] = [this.#text('consoleSetAt'), this.#text('consoleBy')];
    if (setAt === undefined && by === undefined) return null;
    return { ...(setAt === undefined ? {} : { setAt }), ...(by === undefined ? {} : { by }) };
  }

  #hosts(): unknown {
    const [single, primary, secondary] = [this.#text('host'), this.#text('primary'), this.#text('secondary')];
    if (single !== undefined && (primary !== undefined || secondary !== undefined)) {
      this.#problem('hosts-both', 'hosts', single);
    } else if (single === undefined && primary === undefined && secondary === undefined) {
      this.#problem('hosts-missing', 'hosts', null);
    }
    if (single !== undefined) {
      const { host, port, problem } = splitHostWords(single, false);
      this.#judge('hosts', host, port, problem);
      return { type: 'single', host, port };
    }
    return {
      type: 'multiple',
      primary: this.#table('primary', primary),
      secondary: this.#table('secondary', secondary),
    };
  }

  #table(table: 'primary' | 'secondary', text: string | undefined): unknown[] {
    return tokensOf(text ?? '').map(({ token }, index) => {
      const { host, port, load, problem } = splitHostWords(token, true);
      this.#judge(`hosts.${table}[${index}]`, host, port, problem);
      if (load !== undefined && typeof load !== 'number')
        this.#problem('load-not-allowed', `hosts.${table}[${index}].load`, load, { table, row: index + 1 });
      return { host, port, ...(load === undefined ? {} : { load }) };
    });
  }

  #judge(path: string, host: string, port: number | string, problem: Problem['code'] | null): void {
    if (problem !== null) this.#problem(problem, `${path}.host`, host);
    if (typeof port !== 'number') this.#problem('port-not-allowed', `${path}.port`, port);
  }

  offsetOf(path: string): number {
    const table = /^hosts\.(primary|secondary)(?:\[(\d+)\])?/.exec(path);
    if (table) {
      const cell = this.#cell(table[1] as 'primary' | 'secondary');
      if (cell === undefined) return this.#row.offset;
      return cell.textOffset + (tokensOf(cell.text)[Number(table[2] ?? 0)]?.index ?? 0);
    }
    const column = columnAt(path);
    const cell = column === null ? undefined : this.#cell(column);
    // What is missing is told where its cell would be.
    const index = column === null ? undefined : this.#columns.get(column);
    return (
      cell?.textOffset ??
      (index === undefined ? undefined : this.#row.cells[index]?.offset) ??
      this.#row.offset
    );
  }
}

function columnAt(path: string): CsvColumn | null {
  if (path.startsWith('hosts')) return 'host';
  const option = /^options\.(\w+)/.exec(path)?.[1];
  if (option) return option as CsvColumn;
  if (path.startsWith('console')) return path === 'console.by' ? 'consoleBy' : 'consoleSetAt';
  const first = /^\w+/.exec(path)?.[0] ?? '';
  return (csvColumns as readonly string[]).includes(first) ? (first as CsvColumn) : null;
}

// Hosts stand in one cell with blanks between; commas and semicolons do as well, for no host has one.
function tokensOf(text: string): { token: string; index: number }[] {
  return [...text.matchAll(/[^\s,;]+/g)].map((match) => ({ token: match[0], index: match.index }));
}
