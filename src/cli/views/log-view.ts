// Lines of the log as a person reads them, and as an auditor's table: who, when, by which command, what was different.

import { forTerminal } from '../../report/escape.ts';
import type { LogEntry, LogLine } from '../../store/types.ts';
import { differenceText, shortTime, type ViewWords } from './difference-view.ts';
import { planLines, planOf } from './plan-view.ts';

/** One entry: a head, and its changes below. `lineOf`: the line of a hash, where it is known. */
export function entryLines(
  { line, entry }: LogLine,
  view: ViewWords,
  lineOf: (hash: string) => number | undefined,
): string[] {
  const { style, words } = view;
  const below = planLines(planOf(entry.changes), view).flatMap((text) => text.split('\n'));
  const remarks = remarksOf(entry, view, lineOf);
  if (below.length + remarks.length === 0) remarks.push(words.logMade);
  return [
    `${style.faint(`#${line}`)} ${style.strong(headOf(entry))}`,
    ...[...remarks.map((remark) => style.faint(remark)), ...below].map((text) => `  ${text}`),
  ];
}

/** Who did what when. */
export function headOf({ time, actor, command, reason }: LogEntry): string {
  const head = [shortTime(time), actor, command].map((text) => forTerminal(text)).join('  ');
  return reason === undefined ? head : `${head}  "${forTerminal(reason)}"`;
}

function remarksOf(
  entry: LogEntry,
  { words }: ViewWords,
  lineOf: (hash: string) => number | undefined,
): string[] {
  const remarks: string[] = [];
  if (entry.command === 'external edit') remarks.push(words.logExternal);
  if (entry.undoes !== undefined)
    remarks.push(words.logUndoes(lineOf(entry.undoes) ?? null, forTerminal(entry.undoes.slice(0, 12))));
  if (entry.previous.length > 1) remarks.push(words.logJoins);
  if (entry.order !== undefined) remarks.push(words.logOrder);
  return remarks;
}

/** The cells of one entry for an auditor: a row a change, whole, with the hashes. */
export function auditRows({ line, entry }: LogLine, view: ViewWords): (string | null)[][] {
  const changes = entry.changes.length > 0 ? entry.changes : [null];
  return changes.map((change) => [
    String(line),
    entry.time,
    entry.actor,
    entry.command,
    entry.reason ?? null,
    entry.setting,
    change?.event ?? null,
    change?.name ?? null,
    change?.before && change.after ? differenceText(change.before, change.after, view) : null,
    change?.before ? JSON.stringify(change.before) : null,
    change?.after ? JSON.stringify(change.after) : null,
    entry.undoes ?? null,
    entry.previous.join(' ') || null,
    entry.store,
    entry.hash,
  ]);
}
