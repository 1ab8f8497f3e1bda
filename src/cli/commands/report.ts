// `routes report merge <file...>`: joins the JSON of several runs of test-tls, such as the shards of one.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import type { Report } from '../../report/schema.ts';
import { defaultLanguage } from '../../words/language.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { CommandModule } from './command.ts';
import { printReport } from './run-test.ts';

export const reportActions = ['merge'];

export const report: CommandModule<{ readonly strict?: boolean; readonly redact?: boolean }> = {
  declare(command: Command, words) {
    command.addArgument(new Argument('<action>', reportActions.join(', ')));
    command.argument('<file...>');
    command.option('--strict', words.flags.strict).option('--redact', words.flags.redact);
  },

  async run(context, [action, ...files], { redact }) {
    if (!reportActions.includes(action!)) {
      throw new CliError('bad-flag-value', {
        flag: 'report',
        given: `"${action}"`,
        allowed: reportActions.join(', '),
      });
    }
    const { mergeReports } = await import('../../report/merge.ts');
    const reports = await Promise.all(files.map((file) => readReport(context, file)));
    const merged = mergeReports(reports, context.argv, await context.words('report'));
    if (merged.kind === 'refused') throw new CliError(`merge-${merged.problem.kind}`, { ...merged.problem });
    const joined = redact
      ? (await import('../../report/redact.ts')).redactReport(merged.report)
      : merged.report;
    if (context.isJson) await context.printJsonWhole(joined);
    else await printReport(context, await forReading(context, joined));
    const { exitCodeOf } = await import('../test-route.ts');
    return exitCodeOf(merged.report, await context.setting<boolean>('strict'));
  },
};

// Out of a file comes whatever somebody put into it.
async function forReading(context: Context, report: Report): Promise<Report> {
  const { escapeDocument } = await import('../../report/escape.ts');
  const safe = escapeDocument(report);
  if (context.language === defaultLanguage) return safe;
  const { retell } = await import('../../report/retell.ts');
  return retell(safe, { findings: await context.words('findings'), report: await context.words('report') });
}

/** A report out of a file. @throws CliError when it is none */
export async function readReport(context: Context, file: string): Promise<Report> {
  const { ReportSchema } = await import('../../report/schema.ts');
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(resolve(context.surroundings.cwd, file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CliError('report-file', { file, detail: 'not JSON' });
    throw new CliError(
      'file-unreadable',
      { file, errno: (error as NodeJS.ErrnoException).code },
      { cause: error },
    );
  }
  const read = ReportSchema.safeParse(document);
  // As it came, so that the order of its fields stays.
  if (read.success) return document as Report;
  const [issue] = read.error.issues;
  throw new CliError('report-file', {
    file,
    detail: `${issue!.path.join('.') || 'the document'}: ${issue!.message}`,
  });
}
