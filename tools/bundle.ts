// Builds dist/: one CommonJS bundle with a chunk for every command, which is what starts fastest, and the texts that
// are printed without loading any of it. The licences of what is bundled go beside it.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OutputOptions, type Plugin, rolldown } from 'rolldown';
import { loadWords } from '../src/words/catalogue.ts';
import { languages } from '../src/words/language.ts';

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
    source === 'node:child_process' && /[\\/]commander[\\/]/.test(importer ?? '')
      ? '\0no-child-process'
      : null,
  load: (id) => (id === '\0no-child-process' ? 'export {};' : null),
};

// What is always loaded together is one chunk, with all that it imports: opening a file costs more than reading a
// few kilobytes of it.
const together = [
  {
    name: 'main',
    test: /(bundle[\\/]performance|rolldown[\\/]runtime|src[\\/]main|words[\\/]en[\\/]commands|cli[\\/](commands[\\/]list|views[\\/]list-view))\.[jt]s$/,
  },
  {
    name: 'flags',
    test: /src[\\/]cli[\\/]((route|test)-flags|commands[\\/](add|test-tls|change-flags|talk|run-test))\.ts$/,
  },
  { name: 'change', test: /src[\\/]store[\\/]transaction\.ts$/ },
  {
    name: 'test',
    test: /src[\\/](cli[\\/](test-route|live-list)|report[\\/]text|words[\\/]en[\\/](findings|report))\.ts$/,
  },
];

// Chunks are loaded by src/start.ts alone, which takes them as they are.
const asFunction = {
  postBanner: '(function (exports, require, module, __filename, __dirname) {',
  postFooter: '})',
};

/** Bundles what one file leads to; the names of the files that went into it. */
async function bundle(
  entry: string,
  into: string,
  around: Pick<OutputOptions, 'postBanner' | 'postFooter'> = {},
): Promise<string[]> {
  const built = await rolldown({
    input: join(root, entry),
    platform: 'node',
    external: ['typescript'],
    // jsonc-parser's main is UMD, which cannot be bundled.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [withoutChildProcess],
    transform: { inject: { performance: [join(root, 'tools/bundle/performance.ts'), 'performance'] } },
    preserveEntrySignatures: 'allow-extension',
    logLevel: 'warn',
    onLog(level, log, handler) {
      // reflect-metadata and its kin look at `this`; direct eval is not ours; what every command loads is imported
      // as if it were not, by those that must not know.
      if (!['EVAL', 'COMMONJS_VARIABLE_IN_ESM', 'INEFFECTIVE_DYNAMIC_IMPORT'].includes(log.code ?? ''))
        handler(level, log);
    },
  });
  const { output } = await built.write({
    dir: into,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: { groups: together },
    minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
    comments: false,
    ...around,
  });
  await built.close();
  const chunks = output.filter((part) => part.type === 'chunk');
  for (const { fileName, code } of chunks) writeFileSync(join(into, fileName), asAscii(code));
  return chunks.flatMap(({ moduleIds }) => moduleIds);
}

// One tick or arrow, and V8 keeps the whole text of a chunk at two octets a character: twice the memory, and another
// round of garbage collection in a short run.
function asAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// Runs what most people run, and keeps what V8 compiled for it; src/start.ts says what for. V8 is told not to note
// which functions were hot: it would compile those again, at once, in every short run. A build where this cannot run
// is as good, but for a slower start.
function keepCompiled(folder: string): void {
  const script = `
    const { mkdirSync, writeFileSync } = require('node:fs');
    const { setFlagsFromString } = require('node:v8');
    const { compiledFolder, loadedScripts, start } = require(${JSON.stringify(join(folder, 'start.js'))});
    setFlagsFromString('--no-sparkplug');
    process.on('exit', () => {
      // Code compiled under other flags would not be taken.
      setFlagsFromString('--sparkplug');
      mkdirSync(compiledFolder, { recursive: true });
      for (const [name, script] of loadedScripts) writeFileSync(compiledFolder + '/' + name, script.createCachedData());
    });
    start();`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const scratch = mkdtempSync(join(folder, 'scratch-'));
  writeFileSync(join(scratch, '.routesrc.json'), '{ "store": "routes.json" }\n');
  // The last word on a chunk is the demo's: it does more than the list of a store that is not there.
  const runs = [
    ...languages.map((language) => ['list', '--no-input', '--lang', language]),
    ['demo', '--lang', 'en'],
  ];
  for (const argv of runs) {
    spawnSync(process.execPath, ['-e', script, 'routes', ...argv], {
      cwd: scratch,
      env,
      stdio: 'ignore',
      timeout: 30_000,
    });
  }
  rmSync(scratch, { recursive: true });
}

async function build(): Promise<void> {
  const made = mkdtempSync(join(root, 'node_modules', '.dist-'));
  await bundle('src/start.ts', made);
  const files = await bundle('src/main.ts', made, asFunction);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(made, 'version.txt'), `${version}\n`);
  for (const language of languages)
    writeFileSync(join(made, `help-${language}.txt`), (await loadWords(language, 'help')).screen);
  writeFileSync(join(made, 'THIRD-PARTY-LICENSES.txt'), licences(files));
  keepCompiled(made);
  chmodSync(made, 0o755);
  // In one step, so that a program that starts meanwhile finds the old build or the new one.
  rmSync(dist, { recursive: true, force: true });
  renameSync(made, dist);
}

void build();
