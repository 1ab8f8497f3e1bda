// Judges every case of a path-validation suite in the form of x509-limbo: `npm run conformance -- limbo.json [--json]`.
// A case passes when a path verifies under the web PKI's rules and the leaf is for the expected name. `--live` serves
// each over STARTTLS and probes it. Exit code 1 when anything was wrongly accepted.

import { readFileSync } from 'node:fs';
import { type JudgedCase, judgeOffline, type SuiteCase } from './conformance-suite.ts';

interface Count {
  agree: number;
  wronglyAccepted: number;
  wronglyRefused: number;
  skipped: number;
}

function countOf(cases: readonly JudgedCase[]): Count {
  const count: Count = { agree: 0, wronglyAccepted: 0, wronglyRefused: 0, skipped: 0 };
  for (const { expected, actual } of cases) {
    if (actual === 'SKIPPED') count.skipped++;
    else if (actual === expected) count.agree++;
    else if (actual === 'SUCCESS') count.wronglyAccepted++;
    else count.wronglyRefused++;
  }
  return count;
}

const isBetterTls = ({ id }: { id: string }): boolean => id.startsWith('bettertls::');

function describe(title: string, cases: readonly JudgedCase[]): string[] {
  const count = countOf(cases);
  const judged = cases.length - count.skipped;
  const share = judged === 0 ? '-' : `${((100 * count.agree) / judged).toFixed(1)}%`;
  const counts = `wrongly accepted ${count.wronglyAccepted}, wrongly refused ${count.wronglyRefused}, skipped ${count.skipped}`;
  const lines = [`${title}: agree ${count.agree} of ${judged} (${share}), ${counts}`];
  const categories = new Map<string, JudgedCase[]>();
  for (const one of cases) {
    const category = one.id.split('::').slice(0, -1).join('::');
    categories.set(category, [...(categories.get(category) ?? []), one]);
  }
  for (const [category, members] of categories) {
    const part = countOf(members);
    lines.push(
      `  ${category}: agree ${part.agree}, wrongly accepted ${part.wronglyAccepted}, wrongly refused ${part.wronglyRefused}, skipped ${part.skipped}`,
    );
    const skipped = new Map<string, string[]>();
    for (const { id, expected, actual, reason } of members) {
      if (actual === 'SKIPPED') skipped.set(reason!, [...(skipped.get(reason!) ?? []), id]);
      if (actual === 'SKIPPED' || actual === expected) continue;
      lines.push(
        actual === 'SUCCESS' ? `    WRONGLY ACCEPTED: ${id}` : `    wrongly refused: ${id}: ${reason}`,
      );
    }
    for (const [reason, ids] of skipped) lines.push(`    skipped, ${reason}: ${ids.join(', ')}`);
  }
  return lines;
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const flags = new Set(words.filter((word) => word.startsWith('--')));
  const [file] = words.filter((word) => !word.startsWith('--'));
  const unknown = [...flags].find((flag) => flag !== '--json' && flag !== '--live');
  if (file === undefined || unknown !== undefined) {
    process.stderr.write('usage: npm run conformance -- FILE [--json] [--live]\n');
    return 2;
  }
  const suite = (JSON.parse(readFileSync(file, 'utf8')) as { testcases: SuiteCase[] }).testcases;
  const now = new Date();
  const cases: JudgedCase[] = [];
  const judge = flags.has('--live') ? (await import('./conformance-live.ts')).judgeLive : judgeOffline;
  for (const suiteCase of suite) cases.push(await judge(suiteCase, now));
  const core = cases.filter((one) => !isBetterTls(one));
  const betterTls = cases.filter(isBetterTls);
  const lines = flags.has('--json')
    ? [JSON.stringify({ summary: countOf(core), cases })]
    : [...describe('core', core), '', ...describe('BetterTLS', betterTls)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return countOf(cases).wronglyAccepted > 0 ? 1 : 0;
}

main().then((code) => {
  process.exitCode = code;
});
