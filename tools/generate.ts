// What is made from the commands and schemas: completions/, docs/schemas, the man page, docs/commands.md, the picture of
// a session and the table of commands in README.md. `npm run generate` writes what has changed; with --check it writes nothing, names what has
// drifted, and exits 1. The same sources give the same bytes: no dates, no versions, no machine.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bashScript } from '../src/cli/completion/bash.ts';
import { type Description, describeCommands } from '../src/cli/completion/describe.ts';
import { fishScript } from '../src/cli/completion/fish.ts';
import { powershellScript } from '../src/cli/completion/powershell.ts';
import { type Shell, scriptFiles, shells } from '../src/cli/completion/shells.ts';
import { zshScript } from '../src/cli/completion/zsh.ts';
import { configJsonSchema } from '../src/cli/settings-table.ts';
import { forJson } from '../src/report/escape.ts';
import { reportJsonSchema } from '../src/report/schema.ts';
import { storeJsonSchema } from '../src/route/schema.ts';
import { commandsPage, commandTableIn } from './commands-page.ts';
import { manPage } from './man-page.ts';
import { picture } from './picture.ts';

const root = join(__dirname, '..');

const scriptMakers: Readonly<Record<Shell, (description: Description, template: string) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** Every generated file by its path from the root. */
async function generated(): Promise<Map<string, string>> {
  const description = await describeCommands();
  const files = new Map<string, string>();
  for (const shell of shells) {
    const name = scriptFiles[shell];
    const template = readFileSync(join(root, 'src/cli/completion/shell', name), 'utf8');
    files.set(`completions/${name}`, scriptMakers[shell](description, template));
  }
  const schemas = { store: storeJsonSchema(), report: reportJsonSchema(), config: configJsonSchema() };
  for (const [name, schema] of Object.entries(schemas))
    files.set(`docs/schemas/${name}.schema.json`, `${forJson(schema)}\n`);
  files.set('docs/man/routes.1', await manPage(description));
  files.set('docs/commands.md', await commandsPage(description));
  files.set('docs/session.svg', await picture());
  const readme = existing('README.md');
  if (readme !== null) files.set('README.md', await commandTableIn(readme, description));
  return files;
}

function existing(path: string): string | null {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

async function generate(isCheck: boolean): Promise<void> {
  const drifted = [...(await generated())].filter(([path, text]) => existing(path) !== text);
  for (const [path, text] of drifted) {
    if (isCheck) {
      process.stderr.write(`generate: ${path} is not what the sources make; run \`npm run generate\`\n`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`generate: wrote ${path}\n`);
  }
  if (drifted.length === 0) process.stdout.write('generate: all is as the sources make it\n');
}

generate(process.argv.includes('--check')).catch((error: Error) => {
  process.stderr.write(`generate: ${error.message}\n`);
  process.exitCode = 1;
});
