// The man page, from the same tree as the help. roff(7) by man(7)'s macros: whatever is not ours is escaped, so that no
// line of text becomes a request.

import type { DescribedCommand, DescribedFlag, Description } from '../src/cli/completion/describe.ts';
import { settingsTable, variableOf } from '../src/cli/settings-table.ts';
import { loadWords } from '../src/words/catalogue.ts';
import { manual } from '../src/words/en/manual.ts';

/** The man page `routes(1)`. */
export async function manPage({ commands, globalFlags, rootFlags }: Description): Promise<string> {
  const { tagline, rootExamples } = await loadWords('en', 'help');
  const { general } = await loadWords('en', 'topics');
  const { headings } = manual;
  const exitCodes = general['exit-codes'].split('\n').slice(2);
  const lines = [
    '.\\" Made by `npm run generate` from the command tree; not edited by hand.',
    '.TH ROUTES 1 "" "mail\\-routes" "User Commands"',
    // No word is broken, and no space stretched: commands are to be copied.
    '.nh',
    '.ad l',
    section(headings.name),
    `routes, mail\\-routes \\- ${escaped(manual.name)}`,
    section(headings.synopsis),
    ...commands
      .filter(({ group }) => group !== null)
      .flatMap(({ usage }) => [`.B routes`, text(usage), '.br']),
    section(headings.description),
    text(`${tagline}.`),
    ...manual.description.flatMap((paragraph) => ['.PP', text(paragraph)]),
    section(headings.commands),
    ...commands.filter(({ group }) => group !== null).flatMap(commandLines),
    section(headings.flags),
    ...[...globalFlags, ...rootFlags].flatMap(flagLines),
    section(headings.topics),
    ...verbatim(exitCodes),
    section(headings.environment),
    text(manual.environmentIntro),
    ...settingsTable.flatMap((setting) =>
      item(variableOf(setting), manual.setting(setting.key, setting.flag)),
    ),
    ...item('ROUTES_CONFIG', manual.configVariable),
    ...item('NO_COLOR, FORCE_COLOR', manual.colourVariables),
    section(headings.files),
    ...manual.files.flatMap(([file, meaning]) => item(file!, meaning!)),
    section(headings.examples),
    ...verbatim(rootExamples.map((example) => `$ ${example}`)),
    section(headings.seeAlso),
    text(manual.seeAlso),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ usage, aliases, description, flags, examples }: DescribedCommand): string[] {
  return [
    `.SS "routes ${escaped(usage).replaceAll('"', '\\(dq')}"`,
    text(aliases.length > 0 ? `${description} ${manual.aliases(aliases)}` : description),
    ...flags.flatMap(flagLines),
    '.PP',
    text(manual.exampleHeading),
    ...verbatim(examples.map((example) => `$ ${example}`)),
  ];
}

const flagLines = ({ form, description }: DescribedFlag) => item(form, description);
const section = (heading: string) => `.SH ${heading}`;
const item = (term: string, meaning: string) => ['.TP', `.B ${escaped(term)}`, text(meaning)];

function verbatim(lines: readonly string[]): string[] {
  return ['.PP', '.nf', '.RS 4', ...trimmed(lines).map(text), '.RE', '.fi'];
}

function trimmed(lines: readonly string[]): readonly string[] {
  const isText = (line: string) => line.trim() !== '';
  return lines.slice(lines.findIndex(isText), lines.findLastIndex(isText) + 1);
}

/** A line of text; an empty one, or one that begins as a request does, gets a mark without width before it. */
function text(line: string): string {
  const whole = escaped(line);
  return whole === '' || /^[.'\s]/.test(whole) ? `\\&${whole}` : whole;
}

function escaped(line: string): string {
  return line
    .replaceAll('\\', '\\(rs')
    .replaceAll('-', '\\-')
    .replaceAll('`', '\\(ga')
    .replaceAll("'", '\\(aq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti');
}
