// `routes rehearse [name...] --cert file.pem`: what test-tls would say if every server of the routes served this file,
// before it is installed. No server is contacted. --write makes the chain that should be served.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { forTerminal } from '../../report/escape.ts';
import type { Report } from '../../report/schema.ts';
import type { Certificate } from '../../verdict/certificate.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { declareRouteFlags, namesAnything, type RouteFlags } from '../route-flags.ts';
import { declareRehearsalFlags, type TestFlags } from '../test-flags.ts';
import type { CommandModule } from './command.ts';
import { printReport, sayIdleAnswers } from './run-test.ts';
import { wantedRoutes } from './test-tls.ts';

interface RehearseOptions extends RouteFlags, TestFlags {
  readonly cert?: string;
  readonly key?: string;
  readonly write?: string;
  readonly yes?: boolean;
}

export const rehearse: CommandModule<RehearseOptions> = {
  declare(command: Command, words) {
    command.argument('[name...]');
    declareRouteFlags(command, words, words.flags.rehearseHost);
    declareRehearsalFlags(command, words);
  },

  async run(context, names, options) {
    const { cert, key, write } = options;
    if (names.length === 0 && !namesAnything(options))
      throw context.usage('missing-operand', { operand: '<name>', orFlag: '--host' });
    if (cert === undefined) throw context.usage('missing-operand', { operand: '--cert <file>' });
    if (write !== undefined) mustBeWritable(context, write, options.yes);
    const { readServed } = await import('../certificate-files.ts');
    const file = readServed(context, cert, key);
    const routes = await wantedRoutes(context, names, options);
    const { exitCodeOf, rehearseRoutes } = await import('../test-route.ts');
    const { report, chain, handshake, idle } = await rehearseRoutes(context, routes, options, file);
    await sayIdleAnswers(context, idle);
    const told = await asRehearsal(context, report, { certificate: cert, key: key ?? null, handshake });
    // Asked before the report is printed on stdout, told after it.
    const outcome = write === undefined ? null : await writeChain(context, write, chain, report, options.yes);
    if (context.isJson)
      context.printJson({ ...told, rehearsal: { ...told.rehearsal, written: outcome?.written ?? null } });
    else await printReport(context, told);
    if (outcome) context.say(`routes: ${outcome.says}`);
    return exitCodeOf(report, await context.setting<boolean>('strict'));
  },
};

type Rehearsal = Omit<NonNullable<Report['rehearsal']>, 'written'>;

/** The report with what makes it one of a rehearsal: every sentence says so. */
async function asRehearsal(context: Context, report: Report, rehearsal: Rehearsal) {
  const words = await context.words('rehearse');
  const file = forTerminal(rehearsal.certificate);
  return {
    ...report,
    notes: [words.note(file), ...report.notes],
    rehearsal: { ...rehearsal, written: null },
    routes: report.routes.map((route) => ({ ...route, sentence: words.sentence(file, route.sentence) })),
  };
}

// Where nobody can be asked, a file that exists ends the command before it has done anything; one with a private key does
// so whoever agrees: nothing could bring it back.
function mustBeWritable(context: Context, file: string, yes: boolean | undefined): void {
  if (holdsKey(resolve(context.surroundings.cwd, file))) throw new CliError('file-holds-key', { file });
  if (yes !== true && !context.canAsk && existsSync(resolve(context.surroundings.cwd, file)))
    throw new CliError('file-exists', { file, yes: true });
}

function holdsKey(path: string): boolean {
  try {
    return readFileSync(path, 'latin1').includes('PRIVATE KEY-----');
  } catch {
    return false;
  }
}

// What a rehearsal found against the chain, a box that is off aside; null where the certificate that is missing is all.
function againstChain({ routes }: Report, laterDay: string): string | null {
  const [address] = routes.flatMap(({ hosts }) => hosts.flatMap(({ addresses }) => addresses));
  const cause = address?.findings.find(
    ({ code, reason }) => chainCodes.has(code) && reason !== 'key-mismatch' && reason !== 'tls-handshake',
  );
  if (cause === undefined || cause.reason === 'missing-intermediate') return null;
  return cause.reason === 'not-yet-valid' ? cause.message + laterDay : cause.message;
}

const chainCodes = new Set(['certificate-expired', 'certificate-not-trusted', 'validation-failure']);

async function writeChain(
  context: Context,
  file: string,
  chain: readonly Certificate[] | null,
  report: Report,
  yes: boolean | undefined,
): Promise<{ says: string; written: string | null }> {
  const words = await context.words('rehearse');
  const shown = forTerminal(file);
  if (chain === null)
    return { says: words.notWritten(shown, againstChain(report, words.laterDay)), written: null };
  const path = resolve(context.surroundings.cwd, file);
  const isThere = existsSync(path);
  if (isThere && yes !== true) {
    const { confirm } = await import('./talk.ts');
    if (!(await confirm(context, words.overwriteQuestion(shown), yes)))
      return { says: words.declined(shown), written: null };
  }
  const { pemOf } = await import('../../probe/pem.ts');
  try {
    // `wx`: what has appeared meanwhile is not written over.
    writeFileSync(path, chain.map(({ der }) => pemOf(der)).join(''), { flag: isThere ? 'w' : 'wx' });
  } catch (error) {
    const { code: errno } = error as NodeJS.ErrnoException;
    throw new CliError('file-unwritable', { file, errno }, { cause: error });
  }
  return { says: words.written(shown, chain.length), written: file };
}
