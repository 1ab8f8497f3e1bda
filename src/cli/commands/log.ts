// `routes log`: the audit log, filtered; `--verify` checks its chain; `--format` and `--output` give a period to an
// auditor, with the hashes. PRODUCT.md sections 6 and 9.

import type { Command } from 'commander';
import { forTerminal } from '../../report/escape.ts';
import type { LogFilter, LogLine, Store, Verification } from '../../store/types.ts';
import type { Context } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { auditRows, entryLines } from '../views/log-view.ts';
import { loadView } from '../views/plan-view.ts';
import type { CommandModule } from './command.ts';
import { writeAnswer } from './export.ts';
import { sayRepaired } from './talk.ts';

interface LogOptions {
  readonly route?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly until?: string;
  readonly last?: string;
  readonly verify?: boolean;
  readonly format?: string;
  readonly output?: string;
}

const formats = ['text', 'json', 'jsonl', 'csv'] as const;
type LogFormat = (typeof formats)[number];

export const log: CommandModule<LogOptions> = {
  declare(command: Command, words) {
    const { flags } = words;
    command
      .option('--route <name>', flags.logRoute)
      .option('--actor <who>', flags.logActor)
      .option('--since <time>', flags.logSince)
      .option('--until <time>', flags.logUntil)
      .option('--last <n>', flags.logLast)
      .option('--verify', flags.logVerify)
      .option('--format <text|json|jsonl|csv>', flags.logFormat)
      .option('--output <file>', flags.logOutput);
  },

  async run(context, _operands, options) {
    const filter = filterOf(context.now(), options);
    const last = lastOf(options.last);
    const format = formatOf(context, options.format);
    if (context.isJson && format !== 'json' && options.output === undefined)
      throw new CliError('flags-conflict', { one: '--json', other: `--format ${format}` });
    const store = await context.store({ forReading: true });
    if (options.verify === true) return verify(context, store, filter, last);
    const { text, lines } = await printed(context, store, format, filter, last);
    if (options.output !== undefined) {
      writeAnswer(context, options.output, text, store.file);
      const words = await context.words('storeCommands');
      if (context.isJson) context.printJson({ version: 1, file: options.output, lines });
      else await context.print(words.logWrote(lines, forTerminal(options.output)));
    } else await context.print(text);
    return exitCodes.done;
  },
};

/** The log in a format, as one text. */
async function printed(
  context: Context,
  store: Store,
  format: LogFormat,
  filter: LogFilter,
  last: number | null,
): Promise<{ text: string; lines: number }> {
  if (format === 'json') {
    const verification = await store.verify();
    await sayRepaired(context, verification.repaired);
    const entries = await entriesOf(store, filter, last);
    const { forJson } = await import('../../report/escape.ts');
    return { text: `${forJson(documentOf(entries, verification))}\n`, lines: entries.length };
  }
  const contents = await store.read();
  await sayRepaired(context, contents.repaired);
  const entries = await entriesOf(store, filter, last);
  if (format === 'jsonl') {
    const text = entries.map(({ entry }) => `${JSON.stringify(entry)}\n`).join('');
    return { text, lines: entries.length };
  }
  const view = await loadView(context);
  if (format === 'csv') {
    const { csvLine } = await import('../../store/formats/csv.ts');
    const { plainStyle } = await import('../terminal.ts');
    const plain = {
      ...view,
      style: plainStyle,
      words: await context.codes('storeCommands'),
      commands: await context.codes('commands'),
      boxNames: (await context.codes('problems')).boxNames,
    };
    const rows = entries.flatMap((line) => auditRows(line, plain));
    return {
      text: [auditColumns, ...rows].map((cells) => `${csvLine(cells)}\n`).join(''),
      lines: entries.length,
    };
  }
  const known = await linesOf(
    store,
    entries.flatMap(({ entry }) => entry.undoes ?? []),
  );
  const blocks = entries.map((line) => entryLines(line, view, (hash) => known.get(hash)).join('\n'));
  if (blocks.length === 0) context.say((await isEmpty(store)) ? view.words.logEmpty : view.words.logNone);
  return { text: blocks.join('\n\n'), lines: entries.length };
}

/** The lines of these hashes, also of those that the filter keeps back. */
async function linesOf(store: Store, hashes: readonly string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  if (hashes.length === 0) return known;
  const wanted = new Set(hashes);
  for await (const { line, entry } of store.log()) {
    if (wanted.has(entry.hash)) known.set(entry.hash, line);
  }
  return known;
}

async function isEmpty(store: Store): Promise<boolean> {
  for await (const _ of store.log()) return false;
  return true;
}

async function entriesOf(store: Store, filter: LogFilter, last: number | null): Promise<LogLine[]> {
  const entries: LogLine[] = [];
  for await (const line of store.log(filter)) entries.push(line);
  return last === null ? entries : last === 0 ? [] : entries.slice(-last);
}

function documentOf(entries: readonly LogLine[], { chain, fault, forks, lines, file }: Verification) {
  return { version: 1, entries: entries.map(({ entry }) => entry), chain, fault, forks, lines, file };
}

async function verify(context: Context, store: Store, filter: LogFilter, last: number | null) {
  const verification = await store.verify();
  await sayRepaired(context, verification.repaired);
  const { chain, fault, forks, lines } = verification;
  const exitCode = chain === 'intact' ? exitCodes.done : exitCodes.failed;
  if (context.isJson) {
    context.printJson(documentOf(await entriesOf(store, filter, last), verification));
    return exitCode;
  }
  const words = await context.words('storeCommands');
  const file = forTerminal(verification.file);
  const isOpen = forks.some(({ joinedAt }) => joinedAt === null);
  const { hint } = await context.words('errors');
  if (chain === 'intact')
    await context.print(isOpen ? words.verifiedFork(file, lines) : words.verified(file, lines));
  else if ('brokenAt' in chain) {
    await context.print(words.brokenAt(file, chain.brokenAt, words.chainFaults[fault ?? 'changed']));
    context.say(`routes: ${hint}: ${words.brokenHint}`);
  } else {
    await context.print(words.editedOrCut(file));
    context.say(`routes: ${hint}: ${words.editedHint}`);
  }
  for (const { after, lines: forked, joinedAt } of forks)
    await context.print(words.fork(forked.join(` ${words.and} `), after, joinedAt));
  return exitCode;
}

// --- Flags --------------------------------------------------------------------------------------------------------

function formatOf(context: Context, given: string | undefined): LogFormat {
  const format = given ?? (context.isJson ? 'json' : 'text');
  if (!(formats as readonly string[]).includes(format))
    throw new CliError('bad-flag-value', {
      flag: '--format',
      given: `"${format}"`,
      allowed: formats.join(', '),
    });
  return format as LogFormat;
}

function lastOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliError('bad-flag-value', {
    flag: '--last',
    given: `"${text}"`,
    allowed: { form: 'whole-number' },
  });
}

function filterOf(now: Date, { route, actor, since, until }: LogOptions): LogFilter {
  return {
    ...(route === undefined ? {} : { route }),
    ...(actor === undefined ? {} : { actor }),
    ...(since === undefined ? {} : { since: instant('--since', since, now, 'first') }),
    ...(until === undefined ? {} : { until: instant('--until', until, now, 'last') }),
  };
}

/** The first line of the CSV, which programs read. */
const auditColumns = [
  'line',
  'time',
  'actor',
  'command',
  'reason',
  'setting',
  'event',
  'route',
  'difference',
  'before',
  'after',
  'undoes',
  'previous',
  'store',
  'hash',
];

const hours: Record<string, number> = { h: 1, d: 24, w: 168 };

/** A day is the whole of it: `--until 2026-11-30` ends with its last millisecond. */
function instant(flag: string, text: string, now: Date, end: 'first' | 'last'): Date {
  const relative = /^-?(\d{1,5})([hdw])$/.exec(text);
  if (relative) return new Date(now.getTime() - Number(relative[1]) * hours[relative[2]!]! * 3_600_000);
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(
    text,
  );
  const [, day, time, zone = 'Z'] = match ?? [];
  const date = new Date(time === undefined ? `${day}T00:00:00Z` : `${day}T${time}${zone}`);
  // 2026-02-30 would roll over to March.
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  if (!isDay || Number.isNaN(date.getTime())) {
    throw new CliError('bad-flag-value', {
      flag,
      given: `"${text}"`,
      allowed: { form: 'time-past' },
    });
  }
  const isWholeDay = time === undefined && end === 'last';
  return isWholeDay ? new Date(date.getTime() + 24 * 3_600_000 - 1) : date;
}
