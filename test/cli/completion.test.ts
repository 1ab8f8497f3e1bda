// Completion for real: each shell that is installed runs on a pty with the script loaded, tab is pressed, and the
// line is sent. `routes` is a stand-in there that says which words it was given; only `list` is the program itself.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type IPty, spawn } from '@lydell/node-pty';
import { type Shell, scriptFiles, shells } from '../../src/cli/completion/shells.ts';
import { cleanEnvironment, inFolder, program, runProgram } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

const completions = join(import.meta.dirname, '..', '..', 'completions');
const tab = '\t';

const isInstalled = (name: string) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;

/** A test of something that must be installed; skipped elsewhere, and the title says why. */
function describeWith(name: string, title: string, body: () => void): void {
  if (isInstalled(name)) describe(title, body);
  else describe.skip(`${title} (skipped: ${name} is not installed)`, body);
}

const store = (names: readonly string[]) => ({
  version: 1,
  routes: names.map((name, index) => ({
    name,
    hosts:
      index === 0
        ? {
            type: 'multiple',
            primary: [
              { host: 'mx1.example.com', port: 25, load: 60 },
              { host: '2001:db8::1', port: 25, load: 40 },
            ],
            secondary: [{ host: 'backup.example.net', port: 25, load: 100 }],
          }
        : { type: 'single', host: `mx${index + 1}.example.com`, port: 587 },
    options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
    console: null,
  })),
});

/** A folder with two stores, files to choose from, and the stand-in on the path. */
function prepareFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'routes-completion-'));
  for (const name of ['bin', 'data/routes', 'config', 'with space'])
    mkdirSync(join(folder, name), { recursive: true });
  const names = ['inbound', 'to Exchange', '東京 支社', 'it\'s "$HOME" `x`', 'site:north', 'site:south'];
  writeFileSync(join(folder, 'data/routes/routes.json'), JSON.stringify(store(names)));
  writeFileSync(join(folder, 'with space/other.json'), JSON.stringify(store(['elsewhere'])));
  writeFileSync(join(folder, 'private-root.pem'), '');
  for (const name of ['routes', 'mail-routes']) {
    const file = join(folder, 'bin', name);
    const lines = [
      '#!/bin/sh',
      `if [ "$1" = list ]; then exec '${process.execPath}' '${program}' "$@"; fi`,
      `printf 'given:'; printf '<%s>' "$@"; echo '.'`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

interface ShellSetUp {
  readonly argv: readonly string[];
  /** Typed once, before the first line. */
  readonly start: (script: string) => string;
  /** How often tab is pressed until what fits is listed: where something can be added first, and where not. */
  readonly tabs: { readonly adding: number; readonly listing: number };
  /** Takes the line away. */
  readonly clear: string;
}

const setUps: Readonly<Record<'bash' | 'zsh' | 'fish', ShellSetUp>> = {
  bash: {
    argv: ['--norc', '--noprofile', '-i'],
    start: (script) => `bind 'set enable-bracketed-paste off' 2>/dev/null; set -u; source '${script}'`,
    tabs: { adding: 3, listing: 2 },
    clear: '\u0015',
  },
  zsh: {
    argv: ['-f', '-i'],
    start: (script) =>
      `autoload -Uz compinit && compinit -u -D; LISTMAX=1000; unsetopt beep prompt_sp; source '${script}'`,
    tabs: { adding: 2, listing: 1 },
    clear: '\u0015',
  },
  fish: {
    argv: ['--no-config', '-i'],
    start: (script) => `set fish_autosuggestion_enabled 0; source '${script}'`,
    tabs: { adding: 1, listing: 1 },
    clear: '\u0015',
  },
};

/** A shell on a pty of its own. */
class ShellOnTerminal {
  readonly #child: IPty;
  #shown = '';
  #seenUpTo = 0;
  #listeners = new Set<() => void>();

  constructor(shell: keyof typeof setUps, folder: string) {
    const env = cleanEnvironment(folder, {
      TERM: 'xterm',
      LANG: 'C.UTF-8',
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      PS1: '% ',
      INPUTRC: '/dev/null',
      HISTFILE: '/dev/null',
    });
    this.#child = spawn(shell, [...setUps[shell].argv], { cwd: folder, cols: 180, rows: 50, env });
    this.#child.onData((data) => {
      this.#shown += data;
      for (const listener of this.#listeners) listener();
    });
  }

  type(keys: string): void {
    this.#child.write(keys);
  }

  /** What is shown next that fits; rejects when nothing comes for a while. */
  see(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const text = stripVTControlCharacters(this.#shown);
        const found = pattern.exec(text.slice(this.#seenUpTo));
        if (!found) return;
        this.#listeners.delete(look);
        clearTimeout(timer);
        this.#seenUpTo += found.index + found[0].length;
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#listeners.delete(look);
        const text = stripVTControlCharacters(this.#shown).slice(this.#seenUpTo);
        reject(new Error(`not shown: ${pattern}\n${text.slice(-2000)}`));
      }, 8000);
      this.#listeners.add(look);
      look();
    });
  }

  /** Types a line with tabs in it, sends it, and says which words the program was given. */
  async given(line: string): Promise<string> {
    this.type(`${line}\r`);
    return (await this.see(/given:(.*)\.\r?\n/))[1]!;
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

// `|` is the tab key.
const lines: readonly (readonly [what: string, typed: string, given: string])[] = [
  ['a command', 'routes sho|', '<show>'],
  ['a command of the other name of the program', 'mail-routes che|', '<check>'],
  [
    'a command after a flag of every command',
    "routes --store 'with space/other.json' che|",
    '<--store><with space/other.json><check>',
  ],
  ['a flag', 'routes test-tls --transc|', '<test-tls><--transcript>'],
  ['a flag of every command', 'routes check --verb|', '<check><--verbose>'],
  ['a flag before the command', 'routes --no-in| check', '<--no-input><check>'],
  ['the words of a flag', 'routes test-tls --trust moz|', '<test-tls><--trust><mozilla>'],
  ['the words of a flag, after =', 'routes test-tls --trust=sys|', '<test-tls><--trust=system>'],
  ['a file where words stand too', 'routes test-tls --trust priv|', '<test-tls><--trust><private-root.pem>'],
  ['a file', 'routes check --store with|oth|', '<check><--store><with space/other.json>'],
  ['a host of the store', 'routes test-tls --host mx2|', '<test-tls><--host><mx2.example.com:587>'],
  ['a host of a secondary table', 'routes replace-host back|', '<replace-host><backup.example.net:25>'],
  ['an IPv6 host', "routes replace-host '[|", '<replace-host><[2001:db8::1]:25>'],
  [
    'a host of the store, after = and a colon',
    'routes test-tls --host=mx2.example.com:5|',
    '<test-tls><--host=mx2.example.com:587>',
  ],
  ['a file behind an arrow', 'routes show inbound 2> priv|', '<show><inbound>'],
  ['a schema', 'routes schema rep|', '<schema><report>'],
  ['a shell', 'routes completion powers|', '<completion><powershell>'],
  ['a help topic', 'routes help exit|', '<help><exit-codes>'],
  ['a finding', 'routes help certificate-e|', '<help><certificate-expired>'],
  ['what config does', 'routes config un|', '<config><unset>'],
  ['a setting', 'routes config set minL|', '<config><set><minLifetime>'],
  ['a route', 'routes show inb|', '<show><inbound>'],
  ['a route with a space', 'routes show to|', '<show><to Exchange>'],
  ['a route with a space, begun with a quote', 'routes show "to|', '<show><to Exchange>'],
  ['a route with a space, begun with the other quote', "routes show 'to E|", '<show><to Exchange>'],
  ['a route with a space, after a backslash', 'routes show to\\ E|', '<show><to Exchange>'],
  ['a Japanese route', 'routes show 東|', '<show><東京 支社>'],
  ['a route with every quote in it', 'routes edit it|', '<edit><it\'s "$HOME" `x`>'],
  ['a route with a colon', 'routes show site:n|', '<show><site:north>'],
  ['a second route, by an alias', 'routes rm inbound to|', '<rm><inbound><to Exchange>'],
  ['a route after --', 'routes show -- to|', '<show><--><to Exchange>'],
  [
    'a route of the store named before',
    "routes --store 'with space/other.json' show el|",
    '<--store><with space/other.json><show><elsewhere>',
  ],
  [
    'a route of the store named after =',
    'routes show --store="with space/other.json" el|',
    '<show><--store=with space/other.json><elsewhere>',
  ],
  ['nothing where nothing fits', 'routes show nobody|', '<show><nobody>'],
];

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  describeWith(shell, `tab in ${shell}`, () => {
    let folder: string;
    let terminal: ShellOnTerminal;

    beforeAll(async () => {
      folder = prepareFolder();
      terminal = new ShellOnTerminal(shell, folder);
      terminal.type(`${setUps[shell].start(join(completions, scriptFiles[shell]))}; routes ready\r`);
      await terminal.see(/given:<ready>/);
    });

    afterAll(() => {
      terminal.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test.each(lines)('%s', async (_what, typed, given) => {
      expect(await terminal.given(typed.replaceAll('|', tab))).toBe(given);
    });

    const { tabs, clear } = setUps[shell];
    const inBash: [string, string, number, RegExp] = [
      'flags where no operand is left',
      'routes show inbound ',
      tabs.adding,
      /--json.*one JSON document/,
    ];
    test.each([
      // fish shortens what is on the line already.
      ['flags, and what they do', 'routes test-tls --no-requ', tabs.adding, /require-ca.*do not require it/],
      ['commands, and what they do', 'routes ', tabs.listing, /check.*validate the whole store/],
      ['the routes', 'routes edit s', tabs.adding, /site:south/],
      ...(shell === 'bash' ? [inBash] : []),
    ])('tab lists %s', async (_what, typed, count, shown) => {
      terminal.type(typed + tab.repeat(count));
      await terminal.see(shown);
      terminal.type(clear);
      expect(await terminal.given('routes done')).toBe('<done>');
    });
  });
}

describeWith('pwsh', 'PowerShell', () => {
  test('its script parses, and completes a command', () => {
    const script = join(completions, scriptFiles.powershell);
    const command = `. '${script}'; (TabExpansion2 -inputScript 'routes sho' -cursorColumn 10).CompletionMatches.CompletionText`;
    expect(execFileSync('pwsh', ['-NoProfile', '-Command', command], { encoding: 'utf8' }).trim()).toBe(
      'show',
    );
  });
});

describe('routes completion', () => {
  test.each(shells)(
    '%s: prints the script that is checked in, and nothing else in a pipe',
    async (shell: Shell) => {
      await inFolder(async (folder) => {
        const ran = await runProgram(['completion', shell], folder);
        expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
        expect(ran.stdout).toBe(readFileSync(join(completions, scriptFiles[shell]), 'utf8'));
      });
    },
  );

  test('on a terminal it says how to install it', async () => {
    await inFolder(async (folder) => {
      const terminal = spawnOnTerminal(['completion', 'fish'], folder);
      await terminal.see('routes completion fish > ~/.config/fish/completions/routes.fish');
      expect(await terminal.exit).toBe(0);
    });
  });

  test('a shell that it does not know: exit code 2, and the ones that it knows', async () => {
    await inFolder(async (folder) => {
      const ran = await runProgram(['completion', 'tcsh'], folder);
      expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ran.stderr).toContain('bash, zsh, fish, powershell');
    });
  });

  test('--json: one document with the script and how to install it', async () => {
    await inFolder(async (folder) => {
      const ran = await runProgram(['completion', 'zsh', '--json'], folder);
      const document = JSON.parse(ran.stdout);
      expect(document).toMatchObject({
        version: 1,
        shell: 'zsh',
        script: expect.stringContaining('#compdef routes'),
      });
      expect(document.install.length).toBeGreaterThan(0);
    });
  });
});
