// The pages that are written by hand, and what stands on them: fenced blocks, command lines, links.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** README.md and docs/*.md; docs/commands.md too, which is generated. */
export const allPages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
export const handWritten = allPages.filter((page) => page !== 'docs/commands.md');

export const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** The text outside fenced blocks. */
export const proseOf = (page: string) => textOf(page).replace(/^```[\s\S]*?^```$/gm, '');

const blocksOf = (page: string) =>
  [...textOf(page).matchAll(/^```.*\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);

// After a prompt, after the key of a step or a hook in YAML, or by itself.
const start = /^\s*(?:\$ |- run: |entry: )?(?=(?:npx |routes |node bin\/routes\.js\b))/;

/** The lines of fenced blocks that call the program, each whole. In a block with prompts the other lines are answers. */
export function commandsOf(page: string): string[] {
  return blocksOf(page).flatMap((block) => {
    const lines = block.replace(/\\\n\s*/g, '').split('\n');
    const asked = lines.filter((line) => line.startsWith('$ '));
    return (asked.length > 0 ? asked : lines)
      .filter((line) => start.test(line))
      .map((line) => line.replace(start, '').replace(/\s+#.*$/, ''));
  });
}

/** Files whose text stands on the page, below a line that ends with their name: `routes.csv`: */
export function filesOf(page: string): { name: string; text: string }[] {
  return [...textOf(page).matchAll(/`([\w.-]+\.(?:csv|json|yaml))`:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(
    (match) => ({ name: match[1]!, text: match[2]! }),
  );
}
