// docs/commands.md, every command with its help; and the table of commands between two markers of README.md.

import type { Description } from '../src/cli/completion/describe.ts';
import { loadWords, type Sections } from '../src/words/catalogue.ts';
import { manual } from '../src/words/en/manual.ts';

const markers = { begin: '<!-- commands -->', end: '<!-- /commands -->' };

/** The page of all commands, in the groups of `routes --help`. */
export async function commandsPage({ commands }: Description): Promise<string> {
  const { groups } = await loadWords('en', 'commands');
  const parts = groupNames(groups).map((group) => {
    const sections = commands
      .filter((command) => command.group === group)
      .map(({ name, help }) => `### ${name}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`);
    return `## ${groups[group]}\n\n${sections.join('\n')}`;
  });
  return `# ${manual.commandsTitle}\n\n${manual.commandsIntro}\n\n${parts.join('\n')}`;
}

/** The text with the table between its markers; as it is when it has none. */
export async function commandTableIn(readme: string, { commands }: Description): Promise<string> {
  const begin = readme.indexOf(markers.begin);
  const end = readme.indexOf(markers.end);
  if (begin < 0 || end < begin) return readme;
  const { groups } = await loadWords('en', 'commands');
  const rows = groupNames(groups).flatMap((group) =>
    commands
      .filter((command) => command.group === group)
      .map(({ name, aliases, summary }) => {
        const also = aliases.map((alias) => `, \`${alias}\``).join('');
        return `| [\`routes ${name}\`](docs/commands.md#${name})${also} | ${cell(summary)} |`;
      }),
  );
  const table = [`| ${manual.tableHead.join(' | ')} |`, '| --- | --- |', ...rows].join('\n');
  return `${readme.slice(0, begin + markers.begin.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

type Groups = Sections['commands']['groups'];
const groupNames = (groups: Groups) => Object.keys(groups) as (keyof Groups)[];

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
