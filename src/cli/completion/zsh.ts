// The zsh script: a spec of _arguments for every flag and operand, put into shell/_routes.

import type { DescribedCommand, DescribedFlag, DescribedOperand, Description, Value } from './describe.ts';
import { fillIn, singleQuoted } from './script.ts';

/** The script, from the part that is written by hand. */
export function zshScript(description: Description, template: string): string {
  const { commands, globalFlags, rootFlags } = description;
  return fillIn(template, [
    listOf('__routes_global_flags', globalFlags.map(flagSpec)),
    '',
    listOf('__routes_root_flags', rootFlags.map(flagSpec)),
    '',
    '__routes_commands() {',
    '  local -a commands',
    '  commands=(',
    ...commands.flatMap(({ name, aliases, summary }) =>
      [name, ...aliases].map((word) => `    ${singleQuoted(`${word}:${summary}`)}`),
    ),
    '  )',
    "  _describe -t commands 'command' commands",
    '}',
    '',
    '__routes_command_arguments() {',
    '  case $1 in',
    ...commands.flatMap(commandLines),
    '    *) _message "no such command: $1"; return 1 ;;',
    '  esac',
    '}',
  ]);
}

function listOf(name: string, specs: readonly string[]): string {
  return [`typeset -ga ${name}`, `${name}=(`, ...specs.map((spec) => `  ${spec}`), ')'].join('\n');
}

function commandLines({ name, aliases, flags, operands }: DescribedCommand): string[] {
  const specs = [...flags.map(flagSpec), ...operands.map(operandSpec)];
  return [
    `    ${[name, ...aliases].join('|')})`,
    '      _arguments -s -S : $__routes_global_flags \\',
    ...specs.map((spec) => `        ${spec} \\`),
    '        && return 0',
    '      return 1',
    '      ;;',
  ];
}

function flagSpec({
  long,
  short,
  description,
  value,
  isRepeatable,
  opposite,
  placeholder,
}: DescribedFlag): string {
  const takesValue = value.kind !== 'none';
  const ends = [
    `[${escapeSpec(description)}]`,
    ...(takesValue ? [`:${escapeSpec(placeholder)}:${actionOf(value)}`] : []),
  ].join('');
  const sign = takesValue ? '=' : '';
  if (isRepeatable) return singleQuoted(`*${long}${sign}${ends}`);
  // Help ends it all; a flag is given once; a box is on or off.
  const excluded = [short, long, opposite].filter((one) => one !== null);
  const exclusion = long === '--help' || long === '--version' ? '(- *)' : `(${excluded.join(' ')})`;
  if (short === null) return singleQuoted(`${exclusion}${long}${sign}${ends}`);
  return `${singleQuoted(exclusion)}{${short}${takesValue ? '+' : ''},${long}${sign}}${singleQuoted(ends)}`;
}

function operandSpec({ name, value, isVariadic }: DescribedOperand): string {
  return singleQuoted(`${isVariadic ? '*' : ''}:${escapeSpec(name)}:${actionOf(value)}`);
}

// An action with a space before it is called without the arguments of _arguments.
function actionOf(value: Value): string {
  switch (value.kind) {
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'route':
      return ' __routes_names';
    case 'host':
      return ' __routes_hosts';
    case 'words':
      return value.orFile
        ? ` __routes_words_or_files ${value.words.join(' ')}`
        : `(${value.words.join(' ')})`;
    case 'number':
    case 'text':
    case 'none':
      return '';
  }
}

function escapeSpec(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}
