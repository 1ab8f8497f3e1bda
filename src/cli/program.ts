// A fresh commander tree for one run: the global flags, and the one command that is wanted. Commander's own errors
// are turned into ours, with the nearest right word. Help is made in help/, loaded when it is asked for.
// PRODUCT.md section 2; DESIGN.md section 3, habit 17.

import { Command, type CommanderError, Option } from 'commander';
import { loadWords, type Sections } from '../words/catalogue.ts';
import type { Language } from '../words/language.ts';
import { type CommandEntry, commandTable, findCommand } from './commands/table.ts';
import { CliError } from './errors.ts';
import { settingsTable } from './settings-table.ts';

/** Global flags that take a value: the word after them is no command. */
export const globalFlagsWithValue = ['--store', '--config', '--lang', '--actor', '--lock-wait'];

/** What the words of a command line ask for. */
export type Asked =
  | {
      readonly kind: 'run';
      readonly entry: CommandEntry;
      readonly operands: string[];
      readonly options: Record<string, unknown>;
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' };

/** The place of the command word in argv; -1 when there is none. */
export function commandIndex(argv: readonly string[]): number {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return index;
    if (globalFlagsWithValue.includes(word)) index++;
  }
  return -1;
}

/** Reads a command line. @throws CliError for every usage error */
export async function readCommandLine(argv: readonly string[], language: Language): Promise<Asked> {
  const words = await loadWords(language, 'commands');
  const beforeDashes = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (beforeDashes.includes('--version') || beforeDashes.includes('-V')) return { kind: 'version' };
  const index = commandIndex(argv);
  const word = index < 0 ? undefined : argv[index];
  if (word === undefined) return readWithoutCommand(argv, words, language);
  if (word === 'help') {
    const { helpOn } = await import('./help/help.ts');
    return { kind: 'help', text: await helpOn(argv.slice(index + 1), language) };
  }
  const entry = findCommand(word);
  if (!entry) throw await unknownCommand(word);
  const rest = [...argv.slice(0, index), ...argv.slice(index + 1)];
  return parse(entry, rest, words, language);
}

/** `routes` alone is a command too, without a word of its own. */
const overviewEntry: CommandEntry = {
  name: '',
  aliases: [],
  group: 'setup',
  load: async () => (await import('./commands/overview.ts')).overview,
};

async function readWithoutCommand(
  argv: readonly string[],
  words: Sections['commands'],
  language: Language,
): Promise<Asked> {
  if (argv.includes('--version') || argv.includes('-V')) return { kind: 'version' };
  return parse(overviewEntry, argv, words, language);
}

async function unknownCommand(word: string): Promise<CliError> {
  const { nearest } = await import('./nearest.ts');
  const all = [...commandTable.flatMap(({ name, aliases }) => [name, ...aliases]), 'help'];
  return new CliError('unknown-command', { given: `"${word}"`, nearest: nearest(word, all) });
}

/** Declares one command with the global flags beside its own. */
export async function declareCommand(entry: CommandEntry, words: Sections['commands']): Promise<Command> {
  const module = await entry.load();
  const says = words.of[entry.name as keyof typeof words.of] ?? { description: '', operands: '' };
  const command = new Command(entry.name)
    .description(says.description)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .configureHelp({ helpWidth: 100, showGlobalOptions: false, optionTerm: (option) => option.flags })
    .showSuggestionAfterError(false);
  command.usage(`${says.operands}${says.operands ? ' ' : ''}[flags]`);
  module.declare(command, words);
  declareGlobals(command, words);
  // The name as a person types it, in `Usage:`.
  command.name(`routes ${entry.name}`);
  return command;
}

function declareGlobals(command: Command, words: Sections['commands']): void {
  const { flags } = words;
  const group = words.globalFlags;
  const option = (form: string, text: string) => command.addOption(new Option(form, text).helpGroup(group));
  option('--store <file>', flags.store);
  option('--config <file>', flags.config);
  option('--lang <language>', flags.lang);
  option('--json', flags.json);
  option('--color', flags.color);
  option('--no-color', flags.noColor);
  option('-q, --quiet', flags.quiet);
  option('-v, --verbose', flags.verbose);
  option('--no-input', flags.noInput);
  option('--no-pager', flags.noPager);
  command.addHelpOption(new Option('-h, --help', flags.help).helpGroup(group));
  command.setOptionValue('color', undefined);
  command.setOptionValue('input', undefined);
  command.setOptionValue('pager', undefined);
}

async function parse(
  entry: CommandEntry,
  argv: readonly string[],
  words: Sections['commands'],
  language: Language,
): Promise<Asked> {
  const command = await declareCommand(entry, words);
  const { rest, colour } = takeColour(argv, command);
  let operands: string[] = [];
  let wantsHelp = false;
  command.action((...received: unknown[]) => {
    operands = (received.slice(0, -2).flat() as (string | undefined)[]).filter((one) => one !== undefined);
  });
  const seen = watchRepeats(command, entry);
  try {
    await command.parseAsync(rest, { from: 'user' });
  } catch (error) {
    const code = (error as CommanderError).code;
    if (code === 'commander.helpDisplayed' || code === 'commander.help') wantsHelp = true;
    else throw await usageError(error as CommanderError, entry, command);
  }
  if (!wantsHelp) assertConsistent(seen, entry);
  if (wantsHelp) {
    const { helpOf } = await import('./help/help.ts');
    return { kind: 'help', text: await helpOf(entry, command, language) };
  }
  const options = command.opts();
  return { kind: 'run', entry, operands, options: colour === null ? options : { ...options, color: colour } };
}

// `--color=always`, as git and ls have it. Declared with a value, `--color` would take the word after it for one.
function takeColour(
  argv: readonly string[],
  command: Command,
): { readonly rest: string[]; readonly colour: string | null } {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  // Behind a flag that takes a value it is that value.
  const isValue = (index: number) => {
    const before = argv[index - 1];
    return command.options.some(
      ({ long, short, required }) =>
        required && (before === long || (short !== undefined && before === short)),
    );
  };
  const isValued = (word: string, index: number) =>
    index < end && word.startsWith('--color=') && !isValue(index);
  // The last word counts.
  const last = argv.findLastIndex((word, index) => index < end && /^--(no-)?color(=|$)/.test(word));
  return {
    rest: argv.filter((word, index) => !isValued(word, index)),
    colour: last >= 0 && isValued(argv[last]!, last) ? argv[last]!.slice('--color='.length) : null,
  };
}

// A second value would silently take the first one's place: of two servers only one would be tested.
function watchRepeats(command: Command, entry: CommandEntry): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const option of command.options) {
    const flag = option.long!;
    // Settings may be said twice, as by an alias and by hand: the last word counts.
    const isSetting =
      settingsTable.some((setting) => setting.flag === flag) || flag === '--config' || flag === '--no-color';
    command.on(`option:${option.name()}`, () => {
      const takesOne = (option.required || option.optional) && option.parseArg === undefined && !isSetting;
      if (takesOne && seen.has(flag)) throw new CliError('flag-twice', { flag, command: entry.name });
      if (!isSetting) seen.add(flag);
    });
  }
  return seen;
}

/** @throws CliError when a flag and its contrary were both given */
function assertConsistent(seen: ReadonlySet<string>, entry: CommandEntry): void {
  for (const flag of seen) {
    const contrary = `--no-${flag.slice(2)}`;
    if (seen.has(contrary))
      throw new CliError('flags-conflict', { one: flag, other: contrary, command: entry.name });
  }
}

// commander's codes are its stable part; its sentences are not used.
async function usageError(error: CommanderError, entry: CommandEntry, command: Command): Promise<CliError> {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const flag = quoted.split(/[ ,]+/).find((word) => word.startsWith('--')) ?? quoted;
  switch (error.code) {
    case 'commander.unknownOption': {
      const { nearest } = await import('./nearest.ts');
      const given = quoted.split('=')[0]!;
      if (given !== quoted && command.options.some(({ long }) => long === given))
        return new CliError('flag-takes-no-value', {
          flag: given,
          given: `"${quoted.slice(given.length + 1)}"`,
        });
      const near = nearest(given, [...command.options.map(({ long }) => long ?? ''), '--help']);
      const takesName = command.registeredArguments.length > 0;
      return new CliError('unknown-flag', {
        given: `"${given}"`,
        nearest: near,
        command: entry.name,
        takesName,
      });
    }
    case 'commander.optionMissingArgument':
      return new CliError('flag-needs-value', { flag, command: entry.name });
    case 'commander.missingArgument':
      return new CliError('missing-operand', { operand: quoted, command: entry.name });
    case 'commander.excessArguments':
      if (entry.name === '') return unknownCommand(command.args[0] ?? '');
      return new CliError('too-many-operands', {
        command: entry.name,
        given: command.args.slice(command.registeredArguments.length).join(' '),
      });
    case 'commander.invalidArgument':
      return error instanceof CliError
        ? error
        : new CliError('usage', { detail: error.message.replace(/^error: /, ''), command: entry.name });
    default:
      if (error instanceof CliError) return error;
      if (typeof error.code === 'string' && error.code.startsWith('commander.')) {
        return new CliError('usage', { detail: error.message.replace(/^error: /, ''), command: entry.name });
      }
      throw error;
  }
}
