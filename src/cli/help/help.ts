// What `routes help` and `--help` print: the screen of all commands, one command's help with its exit codes, a topic,
// what a finding means. Loaded when help is asked for, and never by a command that does its work.

import type { Command } from 'commander';
import { loadWords, type Sections } from '../../words/catalogue.ts';
import { defaultLanguage, type Language } from '../../words/language.ts';
import { type CommandEntry, commandTable, findCommand } from '../commands/table.ts';
import { CliError } from '../errors.ts';
import { declareCommand } from '../program.ts';
import { codeTopic, reasonTopic } from './finding-topic.ts';

type Topics = Sections['topics'];

/** What stands after `routes help`: nothing, a command, a topic, a code, `code/reason`, a reason. @throws CliError */
export async function helpOn(rest: readonly string[], language: Language): Promise<string> {
  const word = rest.find((one) => !one.startsWith('-'));
  if (word === undefined) return (await loadWords(language, 'help')).screen;
  const topics = await loadWords(language, 'topics');
  const text = await topicText(word, topics);
  if (text !== null) return text;
  const entry = findCommand(word);
  if (entry)
    return helpOf(entry, await declareCommand(entry, await loadWords(language, 'commands')), language);
  throw await unknownTopic(word, topics);
}

/** The text of a topic, of a code, or of `code/reason`; null for a word that is none of them. */
export async function topicText(word: string, topics: Topics): Promise<string | null> {
  const general = topics.general as Readonly<Record<string, string>>;
  if (Object.hasOwn(general, word)) return general[word]!;
  const [code, reason] = word.split(/\/(.*)/s);
  if (!Object.hasOwn(topics.findings, code!)) {
    const [only, ...others] = codesOf(word, topics);
    return only !== undefined && others.length === 0 ? reasonTopic(only, word, topics) : null;
  }
  if (reason === undefined) return codeTopic(code!, topics);
  return Object.hasOwn(topics.findings[code!]!.reasons, reason) ? reasonTopic(code!, reason, topics) : null;
}

/** The codes that have this reason. */
function codesOf(reason: string, { findings }: Topics): string[] {
  return Object.keys(findings).filter((code) => Object.hasOwn(findings[code]!.reasons, reason));
}

/** Every word that `routes help` knows besides the commands; with `code/reason` left out. */
export async function helpWords(language: Language): Promise<string[]> {
  const { general, findings } = await loadWords(language, 'topics');
  return [...Object.keys(general), ...Object.keys(findings)];
}

async function unknownTopic(word: string, topics: Topics): Promise<CliError> {
  const { nearest } = await import('../nearest.ts');
  const { general, findings } = topics;
  const several = codesOf(word, topics).map((code) => `${code}/${word}`);
  const commands = commandTable.flatMap(({ name, aliases }) => [name, ...aliases]);
  const reasons = Object.entries(findings).flatMap(([code, one]) =>
    Object.keys(one.reasons).flatMap((reason) => [`${code}/${reason}`, reason]),
  );
  const all = [...commands, ...Object.keys(general), ...Object.keys(findings), ...reasons];
  const near = several.length > 0 ? several : [nearest(word, all)].filter((one) => one !== null);
  return new CliError('unknown-topic', { given: `"${word}"`, nearest: near });
}

/** A command's whole help: commander writes what comes after it apart. */
export async function helpOf(entry: CommandEntry, command: Command, language: Language): Promise<string> {
  const words = await loadWords(language, 'help');
  const says = (await loadWords(language, 'commands')).of;
  if (!Object.hasOwn(says, entry.name)) return words.screen;
  const examples = says[entry.name as keyof typeof says].examples.map((example) => `  $ ${example}`);
  const exits = Object.entries((words.exits as Record<string, Record<number, string>>)[entry.name] ?? {}).map(
    ([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`,
  );
  command.addHelpText(
    'after',
    `\n${words.examples}:\n${examples.join('\n')}\n\n${words.exitCodes}:\n${exits.join('\n')}`,
  );
  const parts: string[] = [];
  const keep = (part: string) => void parts.push(part);
  if (language !== defaultLanguage) await speak(command, words.titles);
  command.configureOutput({ writeOut: keep, writeErr: keep, getOutHasColors: () => false });
  command.outputHelp();
  return parts.join('');
}

/** Commander's own headings in another language, and its columns for characters that are two wide. */
async function speak(command: Command, titles: Readonly<Record<string, string>>): Promise<void> {
  const { columnsOf, wrapText } = await import('../views/wrap.ts');
  command.configureHelp({
    ...command.configureHelp(),
    styleTitle: (title) => titles[title] ?? title,
    displayWidth: columnsOf,
    boxWrap: (text, width) => wrapText(text, width),
  });
}
