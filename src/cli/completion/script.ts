// What the scripts of all shells have in common: the part written by hand, and the data put into it.

const generatedLine = '# @generated';
const dataLine = '# @data';

/** Puts the data where the template asks for it. @throws Error for a template that does not ask */
export function fillIn(template: string, data: readonly string[]): string {
  for (const line of [generatedLine, dataLine])
    if (!template.includes(`\n${line}\n`)) throw new Error(`the template lacks the line ${line}`);
  return template
    .replace(generatedLine, () => '# Made by `npm run generate` from the command tree; not edited by hand.')
    .replace(dataLine, () => data.join('\n'));
}

/** A word for bash and zsh, whatever is in it. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
