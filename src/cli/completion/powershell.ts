// The PowerShell script: the commands as tables, put into shell/routes.ps1.

import type { DescribedCommand, DescribedFlag, Description, Value } from './describe.ts';
import { fillIn } from './script.ts';

/** The script, from the part that is written by hand. */
export function powershellScript(description: Description, template: string): string {
  const { commands, globalFlags, rootFlags, globalFlagsWithValue } = description;
  const takeValue = new Set([
    ...globalFlagsWithValue,
    ...commands
      .flatMap(({ flags }) => flags)
      .filter(({ value }) => value.kind !== 'none')
      .flatMap(({ long, short }) => [long, ...(short === null ? [] : [short])]),
  ]);
  const lines = [
    `$flagsWithValue = @(${[...takeValue].map(quoted).join(', ')})`,
    '$aliases = @{',
    ...commands.flatMap(({ name, aliases }) =>
      aliases.map((alias) => `    ${quoted(alias)} = ${quoted(name)}`),
    ),
    '}',
    '$globalFlags = [ordered]@{',
    ...[...globalFlags, ...rootFlags].map((flag) => `    ${flagEntry(flag)}`),
    '}',
    '$commands = [ordered]@{',
    ...commands.flatMap(commandLines).map((line) => `    ${line}`),
    '}',
  ];
  return fillIn(template, [lines.map((line) => `    ${line}`).join('\n')]);
}

function commandLines({ name, summary, flags, operands }: DescribedCommand): string[] {
  return [
    `${quoted(name)} = @{`,
    `    Summary = ${quoted(summary)}`,
    `    Operands = @(${operands.map(({ value }) => quoted(encode(value))).join(', ')})`,
    `    IsVariadic = $${operands.at(-1)?.isVariadic ?? false}`,
    ...(flags.length === 0
      ? []
      : ['    Flags = [ordered]@{', ...flags.map((flag) => `        ${flagEntry(flag)}`), '    }']),
    '}',
  ];
}

function flagEntry({ long, description, value }: DescribedFlag): string {
  return `${quoted(long)} = @(${quoted(description)}, ${quoted(encode(value))})`;
}

function encode(value: Value): string {
  if (value.kind !== 'words') return value.kind;
  return `${value.orFile ? 'words-or-file' : 'words'} ${value.words.join(' ')}`;
}

// The curly quotes are quotes to PowerShell too.
function quoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}
