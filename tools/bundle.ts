// Builds dist/: one CommonJS bundle with a chunk for every command, which is what starts fastest, and the texts that
// are printed without loading any of it. The licences of what is bundled go beside it.

import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { rootHelp } from '../src/cli/program.ts';
import { commands } from '../src/words/en/commands.ts';

const root = join(__dirname, '..');
const dist = join(root, 'dist');

/** The folder of the package that a bundled file belongs to; null for our own. */
function packageOf(file: string): string | null {
  const match = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
  return match ? match[1]! : null;
}

function licences(files: readonly string[]): string {
  const folders = [...new Set(files.map(packageOf).filter((folder) => folder !== null))].sort();
  return folders
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENCE', 'LICENSE.txt', 'license.md'].find((one) =>
        existsSync(join(folder, one)),
      );
      const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(78)}\n\n`);
}

// Commander loads node:child_process for commands that are programs of their own, which ours never are: a tenth of
// the start of `list`.
const withoutChildProcess: Plugin = {
  name: 'without-child-process',
  resolveId: (source, importer) =>
    source === 'node:child_process' && /[\\/]commander[\\/]/.test(importer ?? '') ? '\0no-child-process' : null,
  load: (id) => (id === '\0no-child-process' ? 'export {};' : null),
};

// What every command loads is one chunk: opening a file costs more than reading a few kilobytes of it.
const groups = [{ name: 'always', test: /[\\/](words[\\/]en[\\/]commands|cli[\\/]views[\\/]list-view)\.ts$/ }];

async function build(): Promise<void> {
  const made = mkdtempSync(join(root, 'node_modules', '.dist-'));
  const bundle = await rolldown({
    input: { start: join(root, 'src/start.ts'), main: join(root, 'src/main.ts') },
    platform: 'node',
    external: ['typescript'],
    // jsonc-parser's main is UMD, which cannot be bundled.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [withoutChildProcess],
    logLevel: 'warn',
    onLog(level, log, handler) {
      // reflect-metadata and its kin look at `this`; direct eval is not ours.
      if (log.code !== 'EVAL' && log.code !== 'COMMONJS_VARIABLE_IN_ESM') handler(level, log);
    },
  });
  const { output } = await bundle.write({
    dir: made,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: { groups },
    minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
    comments: false,
  });
  await bundle.close();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(made, 'version.txt'), `${version}\n`);
  writeFileSync(join(made, 'help.txt'), rootHelp(commands));
  const files = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  writeFileSync(join(made, 'THIRD-PARTY-LICENSES.txt'), licences(files));
  chmodSync(made, 0o755);
  // In one step, so that a program that starts meanwhile finds the old build or the new one.
  rmSync(dist, { recursive: true, force: true });
  renameSync(made, dist);
}

void build();
