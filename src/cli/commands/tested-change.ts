// A route that is tested before it is saved (R11, R12): the flags of `add` and `edit` for it, and what becomes of the
// change by the verdict.

import { type Command, Option } from 'commander';
import type { Report } from '../../report/schema.ts';
import type { Route } from '../../route/route.ts';
import type { Sections } from '../../words/catalogue.ts';
import type { Context } from '../context.ts';
import { CliError, type ExitCode, exitCodes } from '../errors.ts';
import { declareTestFlags, type TestFlags } from '../test-flags.ts';
import { printReport, testWithProgress } from './run-test.ts';
import { shown } from './talk.ts';

export interface TestedChangeFlags extends TestFlags {
  readonly test?: boolean;
  readonly saveAnyway?: boolean;
  readonly strict?: boolean;
}

/** Declares --test, --save-anyway and every flag of a test. */
export function declareTestedChange(command: Command, words: Sections['commands']): void {
  const { flags, testFlags } = words;
  command.addOption(new Option('--test', flags.test).helpGroup(testFlags));
  command.addOption(new Option('--save-anyway', flags.saveAnyway).helpGroup(testFlags));
  declareTestFlags(command, words);
}

const flagsOfTest = [
  'saveAnyway',
  'resolve',
  'mx',
  'at',
  'expect',
  'ipv4',
  'ipv6',
  'clientCert',
  'clientKey',
  'transcript',
  'shard',
  'redact',
  'intermediates',
  'explain',
] as const satisfies (keyof TestedChangeFlags)[];

/** Warns of flags of a test where nothing is tested: a --test that was forgotten in a script would never be missed. */
export async function sayIdleFlags(context: Context, options: TestedChangeFlags): Promise<void> {
  const idle = flagsOfTest.filter((flag) => options[flag] !== undefined);
  if (idle.length === 0) return;
  const flags = idle.map((flag) => `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const { warning } = await context.words('errors');
  context.say(`routes: ${warning}: ${(await context.words('commands')).idleFlags(flags)}`);
}

/**
 * Tests, then saves or not. PRODUCT.md section 3: a fail is 1 and nothing is saved; with --save-anyway saved and still 1;
 * inconclusive is saved and 3. @throws CliError test-failed, interrupted
 */
export async function testThenSave(
  context: Context,
  route: Route,
  options: TestedChangeFlags,
  save: (report: Report) => Promise<unknown>,
): Promise<ExitCode> {
  const report = await testWithProgress(context, [route], options);
  const { exitCodeOf } = await import('../test-route.ts');
  const exitCode = exitCodeOf(report, await context.setting<boolean>('strict'));
  if (!context.isJson) await printReport(context, report);
  if (context.surroundings.signal.aborted)
    throw new CliError('interrupted', { saved: false }, { exitCode: exitCodes.interrupted });
  if (exitCode === exitCodes.failed && !options.saveAnyway) {
    throw new CliError('test-failed', {}, { exitCode, beside: { report } });
  }
  await save(report);
  const words = await context.words('commands');
  if (exitCode === exitCodes.failed) context.say(`routes: ${words.savedAnyway(shown(route.name))}`);
  if (exitCode === exitCodes.inconclusive) context.say(`routes: ${words.savedUntold(shown(route.name))}`);
  return exitCode;
}
