// A fresh commander tree for one run: the global flags, and the one command that is wanted. Commander's own errors
// are turned into ours, with the nearest right word. PRODUCT.md section 2; DESIGN.md section 3, habit 17.

import { Command, type CommanderError, Option } from 'commander';
import { type Language, loadWords, type Sections } from '../words/catalogue.ts';
import { type CommandEntry, commandTable, findCommand } from './commands/table.ts';
import { CliError } from './errors.ts';

/** Global flags that take a value: the word after them is no command. */
export const globalFlagsWithValue = ['--store', '--config', '--actor', '--lock-wait'];

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
  const index = commandIndex(argv);
  const word = index < 0 ? undefined : argv[index];
  if (word === undefined) return readWithoutCommand(argv, words);
  if (word === 'help') return readHelp(argv.slice(index + 1), words);
  const entry = findCommand(word);
  if (!entry) throw await unknownCommand(word);
  const rest = [...argv.slice(0, index), ...argv.slice(index + 1)];
  const command = await declareCommand(entry, words);
  return parse(command, entry, rest);
}

function readWithoutCommand(argv: readonly string[], words: Sections['commands']): Asked {
  if (argv.includes('--version') || argv.includes('-V')) return { kind: 'version' };
  const wrong = argv.find(
    (word, index) => !knownGlobal(word) && !globalFlagsWithValue.includes(argv[index - 1] ?? ''),
  );
  if (wrong !== undefined && wrong !== '--')
    throw new CliError('unknown-flag', { given: `"${wrong}"`, nearest: null, command: '' });
  return { kind: 'help', text: rootHelp(words) };
}

const plainGlobals = [
  '--json',
  '--no-color',
  '--color',
  '--quiet',
  '-q',
  '--verbose',
  '-v',
  '--no-input',
  '--help',
  '-h',
];
const knownGlobal = (word: string) =>
  plainGlobals.includes(word) ||
  globalFlagsWithValue.some((flag) => word === flag || word.startsWith(`${flag}=`));

async function readHelp(rest: readonly string[], words: Sections['commands']): Promise<Asked> {
  const topic = rest.find((word) => !word.startsWith('-'));
  if (topic === undefined) return { kind: 'help', text: rootHelp(words) };
  const entry = findCommand(topic);
  if (entry) return { kind: 'help', text: helpOf(await declareCommand(entry, words)) };
  const text = words.topics[topic as keyof typeof words.topics];
  if (text !== undefined) return { kind: 'help', text };
  throw await unknownCommand(topic, Object.keys(words.topics));
}

async function unknownCommand(word: string, more: readonly string[] = []): Promise<CliError> {
  const { nearest } = await import('./nearest.ts');
  const all = [...commandTable.flatMap(({ name, aliases }) => [name, ...aliases]), 'help', ...more];
  return new CliError('unknown-command', { given: `"${word}"`, nearest: nearest(word, all) });
}

/** Declares one command with the global flags beside its own. */
export async function declareCommand(entry: CommandEntry, words: Sections['commands']): Promise<Command> {
  const module = await entry.load();
  const says = words.of[entry.name as keyof typeof words.of];
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
  command.addHelpText('after', exampleText(says.examples, words));
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
  option('--json', flags.json);
  option('--color', flags.color);
  option('--no-color', flags.noColor);
  option('-q, --quiet', flags.quiet);
  option('-v, --verbose', flags.verbose);
  option('--no-input', flags.noInput);
  command.addHelpOption(new Option('-h, --help', flags.help).helpGroup(group));
  command.setOptionValue('color', undefined);
  command.setOptionValue('input', undefined);
}

function exampleText(examples: readonly string[], words: Sections['commands']): string {
  const lines = examples.map((example) => `  $ ${example}`);
  return `\n${words.examples}\n${lines.join('\n')}\n\n${words.exitCodeLine}`;
}

async function parse(command: Command, entry: CommandEntry, argv: readonly string[]): Promise<Asked> {
  let operands: string[] = [];
  let wantsHelp = false;
  command.action((...received: unknown[]) => {
    operands = (received.slice(0, -2).flat() as (string | undefined)[]).filter((one) => one !== undefined);
  });
  try {
    await command.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const code = (error as CommanderError).code;
    if (code === 'commander.helpDisplayed' || code === 'commander.help') wantsHelp = true;
    else throw await usageError(error as CommanderError, entry, command);
  }
  if (wantsHelp) return { kind: 'help', text: helpOf(command) };
  return { kind: 'run', entry, operands, options: command.opts() };
}

/** A command's whole help: commander writes what comes after it apart. */
export function helpOf(command: Command): string {
  const parts: string[] = [];
  const keep = (part: string) => void parts.push(part);
  command.configureOutput({ writeOut: keep, writeErr: keep, getOutHasColors: () => false });
  command.outputHelp();
  return parts.join('');
}

// commander's codes are its stable part; its sentences are not used.
async function usageError(error: CommanderError, entry: CommandEntry, command: Command): Promise<CliError> {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const flag = quoted.split(/[ ,]+/).find((word) => word.startsWith('--')) ?? quoted;
  switch (error.code) {
    case 'commander.unknownOption': {
      const { nearest } = await import('./nearest.ts');
      const given = quoted.split('=')[0]!;
      const near = nearest(
        given,
        command.options.map(({ long }) => long ?? ''),
      );
      return new CliError('unknown-flag', { given: `"${given}"`, nearest: near, command: entry.name });
    }
    case 'commander.optionMissingArgument':
      return new CliError('flag-needs-value', { flag, command: entry.name });
    case 'commander.missingArgument':
      return new CliError('missing-operand', { operand: quoted, command: entry.name });
    case 'commander.excessArguments':
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

/** `routes --help`: one screen, grouped by what people want to do, examples first. Printed into the build. */
export function rootHelp(words: Sections['commands']): string {
  const width = Math.max(...commandTable.map(({ name, aliases }) => label(name, aliases).length)) + 2;
  const groups = (Object.keys(words.groups) as (keyof typeof words.groups)[]).map((group) => {
    const lines = commandTable
      .filter((entry) => entry.group === group)
      .map(({ name, aliases }) => `  ${label(name, aliases).padEnd(width)}${words.of[name].summary}`);
    return `${words.groups[group]}\n${lines.join('\n')}`;
  });
  const examples = words.rootExamples.map((example) => `  $ ${example}`).join('\n');
  return `${words.tagline}\n\n${words.examples}\n${examples}\n\n${groups.join('\n\n')}\n\n${words.globalFlags}\n${words.globalLines.join('\n')}\n\n${words.rootFooter}\n`;
}

function label(name: string, aliases: readonly string[]): string {
  return [name, ...aliases].join(', ');
}
