// The fish script: a `complete` line for every command, flag and operand, put into shell/routes.fish.

import type { DescribedCommand, DescribedFlag, Description, Value } from './describe.ts';
import { fillIn } from './script.ts';

/** The script, from the part that is written by hand. */
export function fishScript(description: Description, template: string): string {
  const { commands, globalFlags, rootFlags, globalFlagsWithValue } = description;
  const flags = [...globalFlags, ...commands.flatMap((command) => command.flags)];
  const takeValue = new Set([
    ...globalFlagsWithValue,
    ...flags
      .filter(({ value }) => value.kind !== 'none')
      .flatMap(({ long, short }) => [long, ...(short === null ? [] : [short])]),
  ]);
  return fillIn(template, [
    `set -g __routes_flags_with_value ${[...takeValue].join(' ')}`,
    '',
    'complete -c routes -f',
    ...globalFlags.map((flag) => flagLine(flag, null)),
    ...rootFlags.map((flag) => flagLine(flag, '__routes_needs_command')),
    '',
    ...commands.flatMap(({ name, aliases, summary }) =>
      [name, ...aliases].map(
        (word) => `complete -c routes -n __routes_needs_command -f -a ${word} -d ${quoted(summary)}`,
      ),
    ),
    ...commands.flatMap(commandLines),
  ]);
}

function commandLines({ name, aliases, flags, operands }: DescribedCommand): string[] {
  const words = [name, ...aliases].join(' ');
  const operandLines = operands
    .map(({ value, isVariadic }, index) => {
      const choices = choicesOf(value);
      const condition = isVariadic ? `__routes_uses ${words}` : `__routes_next ${index + 1} ${words}`;
      return choices === '' ? null : `complete -c routes -n ${quoted(condition)} ${choices}`;
    })
    .filter((line) => line !== null);
  const lines = [...operandLines, ...flags.map((flag) => flagLine(flag, `__routes_uses ${words}`))];
  return lines.length === 0 ? [] : ['', ...lines];
}

function flagLine({ long, short, description, value }: DescribedFlag, condition: string | null): string {
  return [
    'complete -c routes',
    ...(condition === null ? [] : [`-n ${quoted(condition)}`]),
    ...(short === null ? [] : [`-s ${short.slice(1)}`]),
    `-l ${long.slice(2)}`,
    ...(value.kind === 'none' ? [] : ['-r', choicesOf(value) || '-f']),
    `-d ${quoted(description)}`,
  ].join(' ');
}

function choicesOf(value: Value): string {
  switch (value.kind) {
    case 'file':
      return '-F';
    case 'folder':
      return `-f -a ${quoted('(__fish_complete_directories)')}`;
    case 'route':
      return `-f -a ${quoted('(__routes_names)')}`;
    case 'host':
      return `-f -a ${quoted('(__routes_hosts)')}`;
    case 'words':
      return `${value.orFile ? '-F' : '-f'} -a ${quoted(value.words.join(' '))}`;
    case 'number':
    case 'text':
    case 'none':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
