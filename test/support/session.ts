// Sessions as text: what a user types, and what comes back on stdout, stderr and as exit code. Run as real processes
// of the built program, in an empty folder of their own. UPDATE_SESSIONS=1 writes what came back into the file.
//
//   # a comment                      = name            a file: the lines until the next empty one
//   $ routes add inbound ...         $ cat routes.json    shows a file
//   stdout as it is, "! " before stderr, "[2]" for an exit code that is not 0
//
// Times, days, folders and ports are written as <time>, <day>, <dir>, <port:good>. After every command that fails,
// store and log must be there byte for byte as before.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const program = join(import.meta.dirname, '..', '..', 'bin', 'routes.js');

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** An environment without what the outside may have set: colours, options of Node, settings of ours. */
export function cleanEnvironment(folder: string, more: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      !/^(ROUTES_|XDG_|NODE_|FORCE_COLOR|NO_COLOR|CLICOLOR|LC_|LANG|COLUMNS|TERM)/.test(name),
  ) as [string, string][];
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    ...more,
  };
}

/** Runs the built program as a process of its own. */
export function runProgram(
  argv: readonly string[],
  folder: string,
  env: Record<string, string> = {},
  input = '',
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...argv], {
      cwd: folder,
      env: cleanEnvironment(folder, env),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ stdout, stderr, exitCode, signal }));
  });
}

/** An empty folder, gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-test-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Words of a line as a shell splits them: quotes, and a backslash before one character. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  for (const match of line.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g)) {
    words.push(
      match[0].replace(
        /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
        (_, single, double, escaped) => single ?? double?.replace(/\\(.)/g, '$1') ?? escaped,
      ),
    );
  }
  return words;
}

interface Step {
  readonly line: string;
  /** The lines that stand below it in the file. */
  readonly expected: readonly string[];
}

/** What a session can refer to as `{good}`: a host with its port. */
export type Places = Readonly<Record<string, string>>;

/** Runs a session; gives the text that the file should have. */
export async function runSession(text: string, places: Places = {}): Promise<string> {
  return inFolder(async (folder) => {
    const out: string[] = [];
    const env: Record<string, string> = {};
    for (const step of stepsOf(text)) {
      out.push(step.line);
      if (!step.line.startsWith('$ ')) {
        if (step.line.startsWith('= ')) writeInto(folder, step.line.slice(2), step.expected);
        out.push(...step.expected);
        continue;
      }
      const words = splitWords(fill(step.line.slice(2), places, folder));
      out.push(...normalise(await runStep(words, folder, env), places, folder), '');
    }
    return `${out
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`;
  });
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let current: { line: string; expected: string[] } | null = null;
  for (const line of text.trim().split('\n')) {
    if (line.startsWith('$ ') || line.startsWith('= ') || line.startsWith('# ')) {
      current = { line, expected: [] };
      steps.push(current);
    } else if (current) current.expected.push(line);
  }
  return steps;
}

function writeInto(folder: string, name: string, lines: readonly string[]): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n').trimEnd()}\n`);
}

async function runStep(words: string[], folder: string, env: Record<string, string>): Promise<string[]> {
  if (words[0] === 'cat') return readFileSync(join(folder, words[1]!), 'utf8').trimEnd().split('\n');
  if (words[0] === 'export') {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(words[1]!)!;
    env[name!] = value!;
    return [];
  }
  if (words[0] !== 'routes') throw new Error(`a session runs routes, cat and export, not ${words[0]}`);
  const before = kept(folder);
  const { stdout, stderr, exitCode } = await runProgram(words.slice(1), folder, env);
  // What is saved although it could not be told, or failed, is the one exception (PRODUCT.md section 3).
  const maySave = words.includes('--test') && (exitCode === 3 || words.includes('--save-anyway'));
  if (exitCode !== 0 && !maySave && kept(folder) !== before)
    throw new Error(`a failing command changed the store: ${words.join(' ')}`);
  const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  return [
    ...lines(stdout),
    ...lines(stderr).map((line) => `! ${line}`),
    ...(exitCode === 0 ? [] : [`[${exitCode}]`]),
  ];
}

function kept(folder: string): string {
  const files = ['routes.json', 'data/routes/routes.json'].flatMap((name) => [name, `${name}.audit.jsonl`]);
  return files
    .map((name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '-'))
    .join('\0');
}

function fill(line: string, places: Places, folder: string): string {
  return line.replace(/\{(\w[\w-]*)\}/g, (whole, name) =>
    name === 'dir' ? folder : (places[name] ?? whole),
  );
}

function normalise(lines: readonly string[], places: Places, folder: string): string[] {
  return lines.map((line) => {
    let text = line.replaceAll(folder, '<dir>');
    for (const [name, value] of Object.entries(places)) {
      if (value.startsWith('/')) text = text.replaceAll(value, `<${name}>`);
      const port = /:(\d+)$/.exec(value)?.[1];
      if (port)
        text = text
          .replaceAll(`:${port}`, `:<port:${name}>`)
          .replaceAll(`"port": ${port}`, `"port": <port:${name}>`);
    }
    return text
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
      .replace(/\b20\d\d-\d\d-\d\d\b/g, '<day>')
      .replace(/\b([0-9A-F]{2}:){31}[0-9A-F]{2}\b/g, '<fingerprint>')
      .replace(/\b\d+ roots\b/g, '<count> roots')
      .replace(/Node \d+\.\d+\.\d+/g, 'Node <version>');
  });
}
