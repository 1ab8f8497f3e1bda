// A test as commands run it: live list while it goes, then the report as text or as JSON.

import type { Report } from '../../report/schema.ts';
import type { TextSettings } from '../../report/text.ts';
import type { Context } from '../context.ts';
import { widthOf } from '../terminal.ts';
import type { TestFlags } from '../test-flags.ts';
import type { Tested } from '../test-route.ts';

/** Tests with progress on stderr. */
export async function testWithProgress(
  context: Context,
  routes: readonly Tested[],
  flags: TestFlags,
): Promise<Report> {
  const { testRoutes } = await import('../test-route.ts');
  const { startLiveList } = await import('../live-list.ts');
  const live = await startLiveList(context);
  const idle: string[] = [];
  try {
    return await testRoutes(context, routes, flags, (progress) => {
      if (progress.kind === 'idle-answer') idle.push(progress.text);
      else live.onProgress(progress);
    });
  } finally {
    live.stop();
    await sayIdleAnswers(context, idle);
  }
}

/** Warns of answers given by hand that nothing asked for. */
export async function sayIdleAnswers(context: Context, sentences: readonly string[]): Promise<void> {
  if (sentences.length === 0) return;
  const { warning } = await context.words('errors');
  for (const sentence of sentences) context.say(`routes: ${warning}: ${sentence}`);
}

/** Prints a report as a tree, to stdout or (where stdout has another answer) to stderr. */
export async function printReport(
  context: Context,
  report: Report,
  stream: 'stdout' | 'stderr' = 'stdout',
): Promise<void> {
  const { textReport } = await import('../../report/text.ts');
  const settings = await textSettings(context, stream);
  const text = textReport(report, await context.words('report'), settings);
  const whole = text + (await drawn(context, report, settings));
  if (stream === 'stdout') await context.print(whole);
  else context.streams.stderr.write(whole);
}

/** The paths drawn, where the report has them (`--explain`). */
async function drawn(context: Context, report: Report, settings: TextSettings): Promise<string> {
  const isExplained = ({ hosts }: Report['routes'][number]) =>
    hosts.some(({ addresses }) => addresses.some(({ explanation }) => explanation !== undefined));
  if (!report.routes.some(isExplained)) return '';
  const { explainReport } = await import('../../report/explain.ts');
  return `\n${explainReport(report, (await context.words('rehearse')).explain, settings)}`;
}

async function textSettings(context: Context, stream: 'stdout' | 'stderr'): Promise<TextSettings> {
  const style = await context.style(stream);
  const width = widthOf(context.streams[stream], context.surroundings.env);
  const isVerbose = context.globals.verbose === true;
  if (width === null) return { paint: style, wrap: (text, first) => first + text, isVerbose };
  const { loadLayout } = await import('../views/layout.ts');
  const layout = await loadLayout(width);
  return { paint: style, wrap: (text, first, rest) => layout.wrap(text, first, rest), isVerbose };
}
