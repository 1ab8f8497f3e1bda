// The command tree as plain data: commands, flags, operands, and what a value of each may be. Loads every command, so
// it is for tools and tests, never for a run. What it says feeds the completions, the man page and docs/commands.md.

import { type Argument, type Command, Help, type Option } from 'commander';
import { loadWords, type Sections } from '../../words/catalogue.ts';
import { defaultLanguage, type Language, languages } from '../../words/language.ts';
import { configActions } from '../commands/config.ts';
import { reportActions } from '../commands/report.ts';
import { schemaNames } from '../commands/schema.ts';
import { type CommandEntry, type CommandGroup, commandTable } from '../commands/table.ts';
import { helpOf, helpWords } from '../help/help.ts';
import { declareCommand, globalFlagsWithValue } from '../program.ts';
import { settingsTable } from '../settings-table.ts';
import { shells } from './shells.ts';

/** What may stand where a value belongs. */
export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly orFile: boolean }
  /** `text` and `number` are typed: there is nothing to choose from. */
  | { readonly kind: 'file' | 'folder' | 'route' | 'host' | 'number' | 'text' };

export interface DescribedFlag {
  readonly long: string;
  readonly short: string | null;
  /** As the help shows it: `-q, --quiet`, `--store <file>`. */
  readonly form: string;
  readonly description: string;
  /** The heading that it stands under in the help; empty for the command's own. */
  readonly group: string;
  readonly value: Value;
  /** What the help calls the value; empty for a flag without one. */
  readonly placeholder: string;
  readonly isRepeatable: boolean;
  /** `--no-require-tls` for `--require-tls`, and the other way round. */
  readonly opposite: string | null;
}

export interface DescribedOperand {
  readonly name: string;
  readonly value: Value;
  readonly isVariadic: boolean;
}

export interface DescribedCommand {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Null for `help`, which is no entry of the table. */
  readonly group: CommandGroup | null;
  readonly summary: string;
  readonly description: string;
  /** What stands after `routes` in its usage line. */
  readonly usage: string;
  readonly examples: readonly string[];
  readonly operands: readonly DescribedOperand[];
  /** Its own flags; those that every command takes are apart. */
  readonly flags: readonly DescribedFlag[];
  /** What `routes help <command>` prints. */
  readonly help: string;
}

export interface Description {
  readonly commands: readonly DescribedCommand[];
  readonly globalFlags: readonly DescribedFlag[];
  /** What stands before the command only. */
  readonly rootFlags: readonly DescribedFlag[];
  /** Flags that may stand before the command and take the word after them. */
  readonly globalFlagsWithValue: readonly string[];
  readonly topics: readonly string[];
}

type Words = Sections['commands'];

/** Describes every command that is not hidden. @throws Error for a placeholder that nobody has explained below */
export async function describeCommands(language: Language = defaultLanguage): Promise<Description> {
  const words = await loadWords(language, 'commands');
  const { helpSummary } = await loadWords(language, 'completion');
  const commands: DescribedCommand[] = [];
  let globalFlags: readonly DescribedFlag[] = [];
  for (const entry of commandTable as readonly (CommandEntry & { hidden?: boolean })[]) {
    if (entry.hidden) continue;
    const command = await declareCommand(entry, words);
    const flags = describeFlags(entry.name, command);
    const isGlobal = ({ group }: DescribedFlag) => group === words.globalFlags;
    globalFlags = flags.filter(isGlobal);
    commands.push(
      describeCommand(
        entry,
        command,
        words,
        flags.filter((flag) => !isGlobal(flag)),
        await helpOf(entry, command, language),
      ),
    );
  }
  const topics = await helpWords(language);
  commands.push({
    name: 'help',
    aliases: [],
    group: null,
    summary: helpSummary,
    description: helpSummary,
    usage: 'help [topic]',
    examples: [],
    operands: [
      {
        name: 'topic',
        value: chooseFrom([...new Set([...commands.map(({ name }) => name), ...topics])]),
        isVariadic: false,
      },
    ],
    flags: [],
    help: '',
  });
  return { commands, globalFlags, rootFlags: [versionFlag(words)], globalFlagsWithValue, topics };
}

function describeCommand(
  { name, aliases, group }: CommandEntry,
  command: Command,
  words: Words,
  flags: readonly DescribedFlag[],
  help: string,
): DescribedCommand {
  const { summary, description, examples } = words.of[name as keyof typeof words.of];
  const operands = command.registeredArguments.map((argument) => describeOperand(name, argument));
  const usage = `${name} ${command.usage()}`;
  return {
    name,
    aliases,
    group,
    summary,
    description,
    usage,
    examples,
    operands,
    flags,
    help,
  };
}

const versionFlag = (words: Words): DescribedFlag => ({
  long: '--version',
  short: '-V',
  form: '-V, --version',
  description: words.flags.version,
  group: words.globalFlags,
  value: { kind: 'none' },
  placeholder: '',
  isRepeatable: false,
  opposite: null,
});

function describeFlags(commandName: string, command: Command): DescribedFlag[] {
  const options = new Help().visibleOptions(command) as Option[];
  const isThere = (long: string) => options.some((option) => option.long === long);
  return options
    .filter(({ long }) => long !== undefined)
    .map((option) => {
      const long = option.long!;
      const placeholder = /[<[](.*)[>\]]$/.exec(option.flags)?.[1] ?? '';
      const opposite = long.startsWith('--no-') ? `--${long.slice(5)}` : `--no-${long.slice(2)}`;
      return {
        long,
        short: option.short ?? null,
        form: option.flags,
        description: option.description,
        group: option.helpGroupHeading ?? '',
        value: flagValue(commandName, option, placeholder),
        placeholder,
        // A flag that is collected has a parser of its own.
        isRepeatable: option.variadic || option.parseArg !== undefined,
        opposite: isThere(opposite) ? opposite : null,
      };
    });
}

function describeOperand(commandName: string, argument: Argument): DescribedOperand {
  const name = argument.name();
  const value = argument.argChoices
    ? chooseFrom(argument.argChoices)
    : (operandValues[`${commandName} ${name}`] ??
      operandValues[name] ??
      valueNamed(name, `routes ${commandName}`));
  return { name, value, isVariadic: argument.variadic };
}

function flagValue(commandName: string, option: Option, placeholder: string): Value {
  if (placeholder === '') return { kind: 'none' };
  if (option.argChoices) return chooseFrom(option.argChoices);
  return flagValues[option.long!] ?? valueNamed(placeholder, `routes ${commandName} ${option.long}`);
}

const chooseFrom = (words: readonly string[], orFile = false): Value => ({ kind: 'words', words, orFile });

// Where the placeholder does not say it all: by flag, by operand, by `command operand`.
const flagValues: Readonly<Record<string, Value>> = {
  '--route': { kind: 'route' },
  '--lang': chooseFrom(languages),
};
const operandValues: Readonly<Record<string, Value>> = {
  name: { kind: 'route' },
  'add name': { kind: 'text' },
  'config action': chooseFrom(configActions),
  'report action': chooseFrom(reportActions),
  'schema name': chooseFrom(schemaNames),
  'completion shell': chooseFrom(shells),
};

// What a placeholder stands for, by the word that it begins with.
const placeholders: Readonly<Record<string, Value>> = {
  file: { kind: 'file' },
  cert: { kind: 'file' },
  folder: { kind: 'folder' },
  route: { kind: 'route' },
  host: { kind: 'host' },
  old: { kind: 'host' },
  new: { kind: 'host' },
  n: { kind: 'number' },
  percent: { kind: 'number' },
  'per-cent': { kind: 'number' },
  count: { kind: 'number' },
  setting: chooseFrom(settingsTable.map(({ key }) => key)),
  key: chooseFrom(settingsTable.map(({ key }) => key)),
  shell: chooseFrom(shells),
  ...Object.fromEntries(
    [
      'address',
      'actor',
      'date',
      'domain',
      'duration',
      'i',
      'label',
      'name',
      'text',
      'time',
      'value',
      'who',
    ].map((word) => [word, { kind: 'text' } as const]),
  ),
};

function valueNamed(placeholder: string, where: string): Value {
  const parts = placeholder.replace(/\.\.\.$/, '').split('|');
  const isFile = (part: string) => /^(file|.*\.pem)$/.test(part);
  if (parts.length > 1)
    return chooseFrom(
      parts.filter((part) => !isFile(part)),
      parts.some(isFile),
    );
  const value = placeholders[/^[\w-]+/.exec(placeholder)?.[0] ?? ''];
  if (value === undefined) {
    throw new Error(
      `${where}: nobody knows what <${placeholder}> stands for; add it to src/cli/completion/describe.ts`,
    );
  }
  return value;
}
