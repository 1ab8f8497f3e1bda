// From an error to lines on stderr, or to one JSON document, and to the exit code (PRODUCT.md sections 3 and 9).
// Errors carry a code and data; the sentences come from words/ here, at the last moment.

import { escapeData, forJson, forTerminal } from '../report/escape.ts';
import type { Problem } from '../route/problem.ts';
import { loadWords } from '../words/catalogue.ts';
import type { Language } from '../words/language.ts';

/** PRODUCT.md section 3. */
export const exitCodes = { done: 0, failed: 1, didNotRun: 2, inconclusive: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An ordinary mistake or refusal: told in words, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;
  /** What stands beside `error` in the JSON document. */
  readonly beside: Readonly<Record<string, unknown>>;
  /** Details that are in words already, such as those of a file, each with its place. */
  readonly details: readonly ErrorDetail[] | null;

  constructor(
    code: string,
    data: Readonly<Record<string, unknown>> = {},
    more: {
      problems?: readonly Problem[];
      exitCode?: ExitCode;
      cause?: unknown;
      beside?: Readonly<Record<string, unknown>>;
      details?: readonly ErrorDetail[];
    } = {},
  ) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.data = data;
    this.problems = more.problems ?? [];
    this.exitCode = more.exitCode ?? exitCodes.didNotRun;
    this.beside = more.beside ?? {};
    this.details = more.details ?? null;
  }
}

export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
  readonly given: unknown;
  readonly allowed: string | null;
  readonly flag: string | null;
  /** Where it is written, when it comes from a file. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An error in words: what is printed, and the JSON document of section 9. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: readonly ErrorDetail[];
  readonly exitCode: ExitCode;
}

interface Coded {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly problems?: readonly Problem[];
  readonly details?: readonly ErrorDetail[] | null;
  readonly exitCode?: ExitCode;
}

/** Puts any error into words. Nothing that is thrown gets past this. */
export async function tellError(error: unknown, language: Language): Promise<ToldError> {
  const coded = asCoded(error);
  const words = await loadWords(language, 'errors');
  const problems =
    coded.problems ?? (Array.isArray(coded.data.problems) ? (coded.data.problems as Problem[]) : []);
  const count = coded.details?.length ?? problems.length;
  const saying = words.of(coded.code, escapeData(count > 0 ? { ...coded.data, count } : coded.data));
  return {
    code: coded.code,
    message: saying.message,
    hint: saying.hint,
    details: coded.details ?? placedIn(coded, problems, await tellProblems(problems, language)),
    exitCode: coded.exitCode ?? exitCodes.didNotRun,
  };
}

// What is in the store is mended there: by file, line and column, and by no flag.
function placedIn(
  { code, data }: Coded,
  problems: readonly Problem[],
  details: readonly ErrorDetail[],
): readonly ErrorDetail[] {
  if (code !== 'store-invalid') return details;
  const file = String(data.file);
  return details.map((detail, index) => {
    const { line, column } = problems[index] as Problem & { line: number; column: number };
    return { ...detail, flag: null, file, line, column };
  });
}

function asCoded(error: unknown): Coded {
  const { code, data } = (error ?? {}) as Partial<Coded>;
  if (typeof code === 'string' && typeof data === 'object' && data !== null) return error as Coded;
  const { errno, syscall } = (error ?? {}) as { errno?: unknown; syscall?: unknown };
  if (syscall === 'write' && typeof errno === 'number')
    return { code: 'output-failed', data: { errno: code } };
  const detail =
    error instanceof Error || (error as Error | null)?.message ? (error as Error).message : String(error);
  return { code: 'unexpected', data: { detail } };
}

/** Problems of a route in words, each with the flag that mends it. */
export async function tellProblems(problems: readonly Problem[], language: Language): Promise<ErrorDetail[]> {
  const words = await loadWords(language, 'problems');
  return problems.map((problem) => {
    const saying = words.of[problem.code];
    const data = escapeData(problem.data);
    return {
      path: problem.path,
      message: saying.message(printGiven(problem.given), data),
      given: problem.given ?? null,
      allowed: saying.allowed(data),
      flag: flagFor(problem),
    };
  });
}

/** A value as it is quoted in a sentence. */
export function printGiven(given: unknown): string {
  return typeof given === 'string'
    ? `"${forTerminal(given)}"`
    : forTerminal(JSON.stringify(given) ?? 'nothing');
}

const optionFlags: Record<string, string> = {
  lookupMx: '--no-lookup-mx',
  requireTls: '--require-tls',
  requireCa: '--no-require-ca',
  verifyHostname: '--no-verify-hostname',
};

/** The flag that mends a problem, by its path; null where no flag does (a file is mended by hand). */
export function flagFor({ path, code }: Pick<Problem, 'path' | 'code'>): string | null {
  const place = path.replace(/^routes\[\d+\]\.?/, '');
  if (code === 'unknown-field') return null;
  if (place === 'name') return '--name';
  const table = /^hosts\.(primary|secondary)/.exec(place);
  if (table) return `--${table[1]}`;
  if (place.startsWith('hosts')) return '--host';
  const option = /^options\.(\w+)/.exec(place);
  if (option) return optionFlags[option[1]!] ?? null;
  if (place === 'note') return '--note';
  if (place.startsWith('labels')) return '--label';
  return null;
}

/** Errors of one command shown to a person; JSON has them all. */
const mostDetails = 20;

/** The lines for people (DESIGN.md section 3, habit 7). */
export async function errorLines(told: ToldError, language: Language): Promise<string[]> {
  const words = await loadWords(language, 'errors');
  // One detail says it all; several have a line in common.
  const lines = told.details.length === 1 ? [] : [`routes: ${words.error}: ${told.message}`];
  // What a file says wrong is mended in one go: all of it, one line each, as compilers tell it. Of the store `check` does.
  const placed = told.details.filter(({ file }) => file !== undefined);
  const most = told.code === 'store-invalid' ? mostDetails : placed.length;
  for (const { file, line, column, path, message, allowed } of placed.slice(0, most)) {
    const where = `${forTerminal(file)}:${line}:${column}: ${path ? `${forTerminal(path)}: ` : ''}`;
    lines.push(
      `routes: ${words.error}: ${where}${message}${allowed ? `${words.and}${words.allowed}: ${allowed}` : ''}`,
    );
  }
  if (placed.length > most) lines.push(`routes: ${words.error}: ${words.more(placed.length - most)}`);
  const others = told.details.filter(({ file }) => file === undefined);
  for (const detail of others.slice(0, mostDetails)) {
    const place = detail.path ? `${forTerminal(detail.path)}: ` : '';
    lines.push(`routes: ${words.error}: ${place}${detail.message}`);
    const more = [
      detail.allowed && `${words.allowed}: ${detail.allowed}`,
      detail.flag && `${words.flag}: ${detail.flag}`,
    ];
    const said = more.filter(Boolean).join(words.and);
    if (said) lines.push(`routes: ${words.hint}: ${said}`);
  }
  if (others.length > mostDetails)
    lines.push(`routes: ${words.error}: ${words.more(others.length - mostDetails)}`);
  if (told.hint) lines.push(`routes: ${words.hint}: ${told.hint}`);
  return lines;
}

/** The JSON document of an error (PRODUCT.md section 9), with what the error brought along, such as a report. */
export function errorJson({ code, message, hint, details }: ToldError, error: unknown): string {
  const beside = error instanceof CliError ? error.beside : {};
  return forJson({ version: 1, error: { code, message, hint, details }, ...beside });
}
