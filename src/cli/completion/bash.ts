// The bash script: what is known of the commands as functions of `case`, put into shell/routes.bash.

import type { DescribedCommand, DescribedFlag, Description, Value } from './describe.ts';
import { fillIn, singleQuoted } from './script.ts';

/** The script, from the part that is written by hand. */
export function bashScript(description: Description, template: string): string {
  const { commands, globalFlags, rootFlags } = description;
  return fillIn(template, [
    caseFunction('__routes_command', '$1', [
      ...commands
        .filter(({ aliases }) => aliases.length > 0)
        .map(({ name, aliases }) => ({ patterns: aliases, does: `command=${name}` })),
      { patterns: ['*'], does: 'command=$1' },
    ]),
    '',
    offeringFunction(
      '__routes_commands',
      commands.map(({ name, summary }) => [name, summary]),
    ),
    '',
    caseFunction(
      '__routes_flags',
      '$1',
      [
        ...commands
          .filter(({ flags }) => flags.length > 0)
          .map(({ name, flags }) => ({ patterns: [name], does: offered(pairsOf(flags)) })),
        { patterns: ["''"], does: offered(pairsOf(rootFlags)) },
      ],
      offered(pairsOf(globalFlags), '+='),
    ),
    '',
    caseFunction('__routes_flag_value', '"$1 $2"', [
      ...flagCases(description, ({ value }) => encode(value)).map(([patterns, value]) => ({
        patterns,
        does: `value=${value}`,
      })),
      { patterns: ['*'], does: 'value=none' },
    ]),
    '',
    caseFunction('__routes_is_repeatable', '"$1 $2"', [
      ...flagCases(description, ({ isRepeatable }) => (isRepeatable ? 'return 0' : 'none')).map(
        ([patterns, does]) => ({ patterns, does }),
      ),
      { patterns: ['*'], does: 'return 1' },
    ]),
    '',
    operandFunction(commands),
  ]);
}

interface Case {
  readonly patterns: readonly string[];
  readonly does: string;
}

function caseFunction(name: string, subject: string, cases: readonly Case[], afterwards?: string): string {
  const lines = cases.map(({ patterns, does }) => `    ${patterns.join(' | ')}) ${does} ;;`);
  const end = afterwards === undefined ? [] : [`  ${afterwards}`];
  return [`${name}() {`, `  case ${subject} in`, ...lines, '  esac', ...end, '}'].join('\n');
}

function offeringFunction(name: string, pairs: readonly (readonly [string, string])[]): string {
  return [`${name}() {`, `  ${offered(pairs)}`, '}'].join('\n');
}

function offered(pairs: readonly (readonly [string, string])[], sign: '=' | '+=' = '='): string {
  const lines = pairs.map(([word, meaning]) => `      ${word} ${singleQuoted(meaning)}`);
  return `offered${sign}(\n${lines.join('\n')}\n    )`;
}

const pairsOf = (flags: readonly DescribedFlag[]) =>
  flags.map(({ long, description }) => [long, description] as const);

/**
 * Patterns of `command flag` by what is said of them; what says `none` is left out. A flag of which every command
 * says the same is there once.
 */
function flagCases(
  { commands, globalFlags, rootFlags }: Description,
  say: (flag: DescribedFlag) => string,
): [string[], string][] {
  const byFlag = new Map<string, Map<string, string>>();
  const add = (command: string, flag: DescribedFlag) => {
    for (const form of [flag.long, flag.short]) {
      if (form === null) continue;
      const sayings = byFlag.get(form) ?? new Map<string, string>();
      byFlag.set(form, sayings.set(command, say(flag)));
    }
  };
  for (const flag of [...globalFlags, ...rootFlags]) add('', flag);
  for (const { name, flags } of commands) for (const flag of flags) add(name, flag);
  const patterns = new Map<string, string[]>();
  for (const [form, sayings] of byFlag) {
    const isOne = new Set(sayings.values()).size === 1;
    for (const [command, saying] of isOne ? [...sayings].slice(0, 1) : sayings) {
      if (saying === 'none') continue;
      const pattern = isOne ? `*' ${form}'` : `'${command} ${form}'`;
      patterns.set(saying, [...(patterns.get(saying) ?? []), pattern]);
    }
  }
  return [...patterns].map(([saying, list]) => [list, saying]);
}

function operandFunction(commands: readonly DescribedCommand[]): string {
  const byValue = new Map<string, string[]>();
  for (const { name, operands } of commands) {
    operands.forEach(({ value, isVariadic }, index) => {
      const encoded = encode(value);
      const pattern = isVariadic ? `'${name} '*` : `'${name} ${index}'`;
      byValue.set(encoded, [...(byValue.get(encoded) ?? []), pattern]);
    });
  }
  const cases = [...byValue].map(([value, patterns]) => ({ patterns, does: `value=${value}` }));
  return caseFunction('__routes_operand_value', '"$1 $2"', [
    ...cases,
    { patterns: ['*'], does: 'value=none' },
  ]);
}

function encode(value: Value): string {
  if (value.kind !== 'words') return singleQuoted(value.kind);
  return singleQuoted(`${value.orFile ? 'words-or-file' : 'words'} ${value.words.join(' ')}`);
}
