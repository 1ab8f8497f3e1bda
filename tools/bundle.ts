// Builds dist/: one CommonJS bundle with a chunk for every command, which is what starts fastest, and the texts that
// are printed without loading any of it. The licences of what is bundled go beside it.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
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

async function build(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { main: join(root, 'src/main.ts') },
    platform: 'node',
    external: ['typescript'],
    // jsonc-parser's main is UMD, which cannot be bundled.
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
    onLog(level, log, handler) {
      // reflect-metadata and its kin look at `this`; direct eval is not ours.
      if (log.code !== 'EVAL' && log.code !== 'COMMONJS_VARIABLE_IN_ESM') handler(level, log);
    },
  });
  const { output } = await bundle.write({
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: false,
  });
  await bundle.close();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(dist, 'version.txt'), `${version}\n`);
  writeFileSync(join(dist, 'help.txt'), rootHelp(commands));
  const files = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences(files));
}

void build();
