// Files of routes that a person names: read whole, or refused whole with everything that is wrong in all of them, by
// file, line and column. Used by import and apply; export finds its format here too.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { escapeData } from '../../report/escape.ts';
import type { Problem } from '../../route/problem.ts';
import { nameKey, type Route } from '../../route/route.ts';
import { type FormatName, formatNames, formatOf } from '../../store/formats/format.ts';
import type { Context } from '../context.ts';
import { CliError, type ErrorDetail, tellProblems } from '../errors.ts';

/** `-` in a file's place. */
export const standardStream = '-';

export interface FoundRoute {
  readonly route: Route;
  /** What is wrong with it, told at its name. */
  readonly fault: (problem: Pick<Problem, 'code'>) => PlacedProblem;
}

export interface PlacedProblem extends Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** By --format, else by the name; `-` is JSON. @throws CliError */
export function formatFor(file: string, format: string | undefined): FormatName {
  if (format !== undefined) {
    if ((formatNames as readonly string[]).includes(format)) return format as FormatName;
    throw new CliError('bad-flag-value', {
      flag: '--format',
      given: `"${format}"`,
      allowed: formatNames.join(', '),
    });
  }
  const found = file === standardStream ? 'json' : formatOf(file);
  if (found === null) throw new CliError('format-unknown', { file });
  return found;
}

/** Every route of every file, in their order. @throws CliError with every error of all of them */
export async function readRoutes(
  context: Context,
  files: readonly string[],
  format: string | undefined,
): Promise<FoundRoute[]> {
  const { readRoutesFile } = await import('../../store/formats/routes-file.ts');
  const words = await context.words('storeCommands');
  const formats = files.map((file) => formatFor(file, format));
  const found: FoundRoute[] = [];
  const details: ErrorDetail[] = [];
  const taken = new Set<string>();
  for (const [index, named] of files.entries()) {
    const ofFile: ErrorDetail[] = [];
    const octets = await readOctets(context, named);
    const file = named === standardStream ? words.standardInput : named;
    const read = await readRoutesFile(octets, formats[index]!);
    for (const { code, path, data, line, column } of read.faults) {
      const { message, allowed } = words.faults[code]!(escapeData(data));
      ofFile.push({ path, message, given: null, allowed, flag: null, file, line, column });
    }
    const problems: PlacedProblem[] = read.problems.map((problem) => ({ ...problem, file }));
    for (const [place, route] of read.routes.entries()) {
      const path = `routes[${place}].name`;
      const fault: FoundRoute['fault'] = ({ code }) => ({
        code,
        path,
        given: route.name,
        data: {},
        file,
        ...read.placeOf(path),
      });
      // Twice in one file is the file's own problem; here it is another file that has it.
      if (taken.has(nameKey(route.name))) problems.push(fault({ code: 'name-taken' }));
      taken.add(nameKey(route.name));
      found.push({ route, fault });
    }
    ofFile.push(...(await tellPlaced(context, problems)));
    details.push(...ofFile.sort((one, other) => one.line! - other.line! || one.column! - other.column!));
  }
  if (details.length > 0) throw new CliError('files-not-valid', { existing: false }, { details });
  return found;
}

/** Problems of a file in words: mended in the file, so no flag. */
export async function tellPlaced(
  context: Context,
  problems: readonly PlacedProblem[],
): Promise<ErrorDetail[]> {
  const told = await tellProblems(problems, context.language);
  return told.map((detail, index) => {
    const { file, line, column } = problems[index]!;
    return { ...detail, flag: null, file, line, column };
  });
}

async function readOctets(context: Context, file: string): Promise<Buffer> {
  if (file === standardStream) {
    const parts: Buffer[] = [];
    for await (const part of standardInput(context)) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }
  try {
    return readFileSync(resolve(context.surroundings.cwd, file));
  } catch (error) {
    throw new CliError(
      'file-unreadable',
      { file, errno: (error as NodeJS.ErrnoException).code },
      { cause: error },
    );
  }
}

// What is no terminal is looked at only by who reads it (process-streams.ts); a test hands in a stream.
function standardInput({ streams }: Context): AsyncIterable<Buffer | string> {
  return Symbol.asyncIterator in streams.stdin
    ? (streams.stdin as unknown as AsyncIterable<Buffer>)
    : process.stdin;
}
