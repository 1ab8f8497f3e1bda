// A config file that is there but cannot be read is never passed over: another store would be used without a word.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder, runProgram } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

test.each<[string, (folder: string) => void, string]>([
  [
    'a link that leads nowhere',
    (folder) => symlinkSync('nowhere', join(folder, '.routesrc.json')),
    'no such file',
  ],
  ['a folder', (folder) => mkdirSync(join(folder, '.routesrc.json')), 'it is a folder'],
  ['a pipe', (folder) => void spawnSync('mkfifo', [join(folder, '.routesrc.yaml')]), 'no ordinary file'],
  [
    'a package.json with a slip, and settings of ours in it',
    (folder) => writeFileSync(join(folder, 'package.json'), '{ "routes": { "store": "a.json" }, }'),
    'not JSON',
  ],
  [
    'a key that is there twice',
    (folder) => writeFileSync(join(folder, '.routesrc.json'), '{ "store": "a.json",\n  "store": "b.json" }'),
    '.routesrc.json:2:3: store is there twice',
  ],
  [
    'the same in a package.json',
    (folder) =>
      writeFileSync(join(folder, 'package.json'), '{ "routes": { "store": "a.json", "store": "b.json" } }'),
    'store is there twice',
  ],
  [
    'the same, once by its number',
    (folder) =>
      writeFileSync(join(folder, '.routesrc.json'), '{ "store": "a.json", "\\u0073tore": "b.json" }'),
    'store is there twice',
  ],
  [
    'the same in YAML',
    (folder) => writeFileSync(join(folder, '.routesrc.yaml'), 'store: a.json\nstore: b.json\n'),
    '.routesrc.yaml:2:1: not YAML',
  ],
  [
    'the same in a folder above',
    (folder) => symlinkSync('nowhere', join(folder, '..', '.routesrc.yml')),
    'no such file',
  ],
])('%s', async (_, make, said) => {
  await inFolder(async (outer) => {
    const folder = join(outer, 'inner');
    mkdirSync(folder);
    make(folder);
    const { exitCode, stderr, stdout } = await runProgram(['check'], folder);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});

test('a package.json of somebody else, torn or not, is none of ours', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "x", }');
    expect((await runProgram(['check'], folder)).exitCode).toBe(0);
  });
});

test('no home folder: a store that is named is enough', async () => {
  await inFolder(async (folder) => {
    const env = { HOME: '', XDG_CONFIG_HOME: '', XDG_DATA_HOME: '' };
    expect(
      (await runProgram(['add', 'x', '--host', 'mx1.example.com', '--store', 'a.json'], folder, env))
        .exitCode,
    ).toBe(0);
    expect(await runProgram(['list'], folder, env)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--store'),
    });
  });
});

test('a setting without a value: a person is told what holds, a program is not told a value', async () => {
  await inFolder(async (folder) => {
    const shown = async (env: Record<string, string>) => {
      const terminal = spawnOnTerminal(['config'], folder, { rows: 60, env });
      expect(await terminal.exit).toBe(0);
      return terminal.text();
    };
    expect(await shown({})).toMatch(/minDays +\(14, or .*42 days\) +default/);
    // The share of a lifetime is the only rule then.
    expect(await shown({ ROUTES_MIN_LIFETIME: '20' })).toMatch(/minDays +- +default/);
    expect((await runProgram(['config'], folder)).stdout).toContain('minDays\t-\tdefault\n');
    expect((await runProgram(['config', 'get', 'minDays'], folder)).stdout).toBe('\n');
  });
});

test.each([
  ['package.json', '{ "routes": { "store": "mine.json" } }'],
  ['.routesrc.yaml', 'store: mine.json\n'],
])('init makes no second config file beside %s', async (name, text) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, name), text);
    const { exitCode, stderr } = await runProgram(['init'], folder);
    expect({ exitCode, files: readdirSync(folder) }).toEqual({ exitCode: 2, files: [name] });
    expect(stderr).toContain(name);
  });
});

test('a relative XDG folder is ignored, as its specification says', async () => {
  await inFolder(async (folder) => {
    const env = { HOME: folder, XDG_DATA_HOME: 'data', XDG_CONFIG_HOME: 'config' };
    mkdirSync(join(folder, 'config', 'routes'), { recursive: true });
    writeFileSync(join(folder, 'config', 'routes', 'config.json'), '{ "color": "never" }');
    const of = async (key: string) => (await runProgram(['config', 'get', key], folder, env)).stdout.trim();
    expect(await of('store')).toBe(join(folder, '.local', 'share', 'routes', 'routes.json'));
    expect(await of('color')).toBe('auto');
  });
});
