// docs/session.svg: a session of the built program on a real terminal, against STARTTLS servers on loopback, drawn as
// text. The same bytes on every run: days, ports and environment are fixed, and what is random (keys, serial numbers,
// the DNS server's port) is never shown.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import { columnsOf } from '../src/cli/views/wrap.ts';
import { type Issued, issue } from '../src/demo/certificates.ts';
import { type RunningServer, startServer } from '../src/demo/servers.ts';
import { a, type DnsServer, startDns } from '../test/support/dns-server.ts';

const program = join(__dirname, '..', 'bin', 'routes.js');
const columns = 80;
/** 127.0.0.1, because other loopback addresses do not answer everywhere; ports that hardly anything else takes. */
const address = '127.0.0.1';
const hosts = { complete: 'mx1.example.com', incomplete: 'mx2.example.com' };
const ports = { complete: 2587, incomplete: 2588 };

/** What is run before the picture begins. */
const before = ['add', 'inbound'];
for (const kind of ['complete', 'incomplete'] as const)
  before.push('--primary', `${hosts[kind]}:${ports[kind]}=50`);

/** What is typed, word for word, and the exit code that it must have. */
const shown = [
  { argv: ['list'], exitCode: 0 },
  { argv: ['test-tls', 'inbound', '--at', '2026-12-01'], exitCode: 1 },
];

/** The SVG text. */
export async function picture(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-picture-'));
  const stops: (() => Promise<void>)[] = [];
  try {
    const { root, intermediate, leaf } = await certificates();
    writeFileSync(join(folder, 'ca.pem'), root.pem);
    for (const kind of ['complete', 'incomplete'] as const) {
      const own = await leaf(hosts[kind]);
      const chain = kind === 'complete' ? [own, intermediate] : [own];
      stops.push((await startAt(ports[kind], hosts[kind], chain)).stop);
    }
    const dns = await startNames();
    stops.push(dns.stop);
    const env = environment(folder, dns);
    await run(before, 0, folder, env);
    let output = '';
    for (const { argv, exitCode } of shown) {
      if (output !== '') output += '\r\n';
      output += `\u001b[2m$\u001b[22m \u001b[1mroutes ${argv.join(' ')}\u001b[22m\r\n`;
      output += await run(argv, exitCode, folder, env);
    }
    return drawn(screenOf(output));
  } finally {
    for (const stop of stops) await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function certificates() {
  const valid = (from: string, to: string) => ({ notBefore: new Date(from), notAfter: new Date(to) });
  const root = await issue({
    subject: 'O=Example,CN=Root CA',
    ca: true,
    ...valid('2024-01-01', '2044-01-01'),
  });
  const intermediate = await issue({
    subject: 'O=Example,CN=Issuing CA',
    ca: true,
    issuer: root,
    pathLength: 0,
    ...valid('2025-01-01', '2035-01-01'),
  });
  const leaf = (name: string) =>
    issue({ subject: name, names: [name], issuer: intermediate, ...valid('2026-11-20', '2027-02-18') });
  return { root, intermediate, leaf };
}

/** Waits a while for the port: another run may have it. */
async function startAt(port: number, name: string, chain: readonly Issued[]): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startServer({ address, port, name, chain, tls: { minVersion: 'TLSv1.3' } });
    } catch (error) {
      if (attempt === 40) {
        const cause = (error as Error).message;
        throw new Error(`the picture of a session needs port ${port} on ${address} to be free: ${cause}`);
      }
      await sleep(250);
    }
  }
}

function startNames(): Promise<DnsServer> {
  const names = Object.values(hosts);
  return startDns(
    Object.fromEntries(
      names.flatMap((name) => [
        [`A ${name}`, { answers: [a(name, address)] }],
        [`AAAA ${name}`, {}],
      ]),
    ),
  );
}

/** Nothing of this machine's; the settings are here, so that only what a person would type is typed. */
function environment(folder: string, dns: DnsServer): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    LC_ALL: 'C',
    TERM: 'xterm-256color',
    ROUTES_STORE: 'routes.json',
    ROUTES_ACTOR: 'picture',
    // From a config file it would be a whole path.
    ROUTES_TRUST: 'ca.pem',
    ROUTES_RESOLVER: `${dns.address}:${dns.port}`,
    ROUTES_EHLO_NAME: 'client.example.com',
  };
}

/** Runs the program on a terminal; gives all that it wrote there. */
async function run(
  argv: readonly string[],
  expected: number,
  cwd: string,
  env: Record<string, string>,
): Promise<string> {
  // Higher than any answer: nothing scrolls, no pager.
  const child = spawn(process.execPath, [program, ...argv], { cwd, cols: columns, rows: 100, env });
  let output = '';
  child.onData((data) => {
    output += data;
  });
  const exitCode = await new Promise<number>((resolve) => child.onExit((end) => resolve(end.exitCode)));
  if (exitCode !== expected)
    throw new Error(`routes ${argv.join(' ')}: exit code ${exitCode}, not ${expected}\n${output}`);
  return output;
}

/** One column of the terminal; the right half of a wide character has no text. */
interface Cell {
  readonly text: string;
  readonly look: string;
}

const blank: Cell = { text: ' ', look: '' };

const colours: Readonly<Record<string, string>> = { 31: 'red', 32: 'green', 33: 'yellow', 35: 'magenta' };

/** What the terminal shows in the end: of the control sequences, those that the program uses. */
function screenOf(output: string): Cell[][] {
  const rows: Cell[][] = [];
  let row = 0;
  let column = 0;
  let weight = '';
  let colour = '';
  const style = (code: string): void => {
    if (code === '' || code === '0') weight = colour = '';
    else if (code === '1') weight = 'bold';
    else if (code === '2') weight = 'dim';
    else if (code === '22') weight = '';
    else if (code === '39') colour = '';
    else if (code in colours) colour = colours[code]!;
    else throw new Error(`a style that the picture does not know: ${code}`);
  };
  const put = (text: string): void => {
    const width = columnsOf(text);
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    rows[row] ??= [];
    const look = `${weight} ${colour}`.trim();
    while (rows[row]!.length < column) rows[row]!.push(blank);
    rows[row]!.splice(column, width, { text, look }, ...(width === 2 ? [{ text: '', look }] : []));
    column += width;
  };
  for (const [token, parameters, final] of output.matchAll(/\u001b\[([?\d;]*)([A-Za-z])|./gsu)) {
    if (token === '\r') column = 0;
    else if (token === '\n') row += 1;
    else if (final === undefined) {
      if (/\p{C}/u.test(token))
        throw new Error(`a character that the picture does not know: ${JSON.stringify(token)}`);
      put(token);
    } else if (final === 'm') parameters!.split(';').forEach(style);
    else if (final === 'A') row = Math.max(0, row - Number(parameters || 1));
    else if (final === 'G') column = Number(parameters || 1) - 1;
    else if (final === 'B') row += Number(parameters || 1);
    else if (final === 'K' && parameters === '2') rows[row] = [];
    else if (final === 'K' && parameters === '') rows[row]?.splice(column);
    else throw new Error(`a control sequence that the picture does not know: ${JSON.stringify(token)}`);
  }
  return Array.from(rows, (cells) => cells ?? []);
}

interface Run {
  readonly column: number;
  readonly width: number;
  readonly text: string;
  readonly look: string;
}

/** What is drawn in one go: of one look, without two spaces side by side, so that columns stand where they are. */
function runsOf(cells: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  let begin = 0;
  while (begin < cells.length) {
    const { look } = cells[begin]!;
    const isGap = (at: number) => cells[at]!.text === ' ' && (cells[at + 1]?.text ?? ' ') === ' ';
    let end = begin;
    while (end < cells.length && cells[end]!.look === look && !isGap(end)) end += 1;
    const text = cells
      .slice(begin, end)
      .map((cell) => cell.text)
      .join('');
    const column = begin + (text.length - text.trimStart().length);
    const width = columnsOf(text.trim());
    if (width > 0) runs.push({ column, width, text: text.trim(), look });
    begin = Math.max(end, begin + 1);
  }
  return runs;
}

const cellWidth = 8.4;
const rowHeight = 20;
const margin = 20;
const barHeight = 36;

const light = {
  window: '#ffffff',
  edge: '#d0d7de',
  text: '#1f2328',
  dim: '#59636e',
  red: '#cf222e',
  green: '#1a7f37',
  yellow: '#9a6700',
  magenta: '#8250df',
};
const dark: typeof light = {
  window: '#161b22',
  edge: '#3d444d',
  text: '#e6edf3',
  dim: '#9198a1',
  red: '#ff7b72',
  green: '#3fb950',
  yellow: '#d29922',
  magenta: '#d2a8ff',
};

function rulesOf({ window, edge, text, ...looks }: typeof light): string {
  const rules = Object.entries(looks).map(([look, fill]) => `.${look}{fill:${fill}}`);
  return [
    `.window{fill:${window};stroke:${edge}}`,
    `.button{fill:${edge}}`,
    `text{fill:${text}}`,
    ...rules,
  ].join('');
}

const fonts = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';

function drawn(screen: readonly (readonly Cell[])[]): string {
  const width = columns * cellWidth + 2 * margin;
  const height = barHeight + screen.length * rowHeight + margin;
  const plain = screen.map((cells) =>
    cells
      .map((cell) => cell.text)
      .join('')
      .trimEnd(),
  );
  const lines = screen.flatMap((cells, row) => runsOf(cells).map((run) => lineOf(run, row)));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">A session of routes in a terminal: ${escapeXml(`routes ${shown.at(-1)!.argv.join(' ')}`)}</title>`,
    `<desc id="desc">${escapeXml(plain.join('\n'))}</desc>`,
    '<style>',
    `text{font-family:${fonts};font-size:14px;white-space:pre}`,
    '.bold{font-weight:bold}',
    rulesOf(light),
    `@media (prefers-color-scheme:dark){${rulesOf(dark)}}`,
    '</style>',
    `<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...[0, 1, 2].map((at) => `<circle class="button" cx="${margin + 6 + at * 20}" cy="20" r="6"/>`),
    '<g xml:space="preserve">',
    ...lines,
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

/** `textLength`: whatever font there is, text takes the columns that it had. */
function lineOf({ column, width, text, look }: Run, row: number): string {
  const x = rounded(margin + column * cellWidth);
  const y = barHeight + row * rowHeight + 14;
  const style = look === '' ? '' : ` class="${look}"`;
  return `<text x="${x}" y="${y}" textLength="${rounded(width * cellWidth)}"${style}>${escapeXml(text)}</text>`;
}

const rounded = (length: number) => String(Math.round(length * 10) / 10);
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
