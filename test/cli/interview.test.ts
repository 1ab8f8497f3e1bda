// The interview on a real pty: the console's fields in its order, a wrong port corrected, loads, Ctrl-C.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Spawned, spawnOnTerminal } from '../support/terminal.ts';
import { inFolder } from '../support/session.ts';

const key = { enter: '\r', down: '\u001b[B', up: '\u001b[A', interrupt: '\u0003', endOfInput: '\u0004', clear: '\u0015' };

/** Answers one question after another: what is waited for, then what is typed. */
async function answer(terminal: Spawned, steps: readonly (readonly [string, string])[]): Promise<void> {
  for (const [question, keys] of steps) {
    await terminal.see(question);
    terminal.type(keys);
  }
}

const stored = (folder: string) => JSON.parse(readFileSync(join(folder, 'data/routes/routes.json'), 'utf8')).routes;

describe('routes add, asked field by field', () => {
  test('a single host; a wrong port is told, and it goes on', async () => {
    await inFolder(async (folder) => {
      const terminal = spawnOnTerminal(['add'], folder);
      await answer(terminal, [
        ['? Name', `inbound${key.enter}`],
        ['? Host options', key.enter],
        ['? Host name', `mx1.example.com${key.enter}`],
        ['? Port', `${key.clear}465${key.enter}`],
        ['implicit TLS', `${key.clear}587${key.enter}`],
        ['? Options', key.enter],
        ['? What now?', `${key.down}${key.enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(terminal.text()).toContain('routes add inbound --host mx1.example.com:587');
      expect(stored(folder)).toMatchObject([
        {
          name: 'inbound',
          hosts: { type: 'single', host: 'mx1.example.com', port: 587 },
          options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
        },
      ]);
    });
  });

  test('multiple hosts with loads that are typed, and a secondary table', async () => {
    await inFolder(async (folder) => {
      const terminal = spawnOnTerminal(['add', 'balanced'], folder);
      await answer(terminal, [
        ['? Name', key.enter],
        ['? Host options', `${key.down}${key.enter}`],
        ['? Primary host 1', `mx1.example.com${key.enter}`],
        ['? Port', key.enter],
        ['? Another primary host?', `y${key.enter}`],
        ['? Primary host 2', `mx2.example.com${key.enter}`],
        ['? Port', key.enter],
        ['? Another primary host?', key.enter],
        ['? Share the load evenly (50/50)?', `n${key.enter}`],
        ['? Load of mx1.example.com:25', `${key.clear}70${key.enter}`],
        ['? Load of mx2.example.com:25 in per cent (30 left', key.enter],
        ['? Secondary hosts', `y${key.enter}`],
        ['? Secondary host 1', `backup.example.net${key.enter}`],
        ['? Port', key.enter],
        ['? Another secondary host?', key.enter],
        ['? Options', key.enter],
        ['? What now?', `${key.down}${key.enter}`],
      ]);
      expect(await terminal.exit).toBe(0);
      expect(stored(folder)[0].hosts).toEqual({
        type: 'multiple',
        primary: [
          { host: 'mx1.example.com', port: 25, load: 70 },
          { host: 'mx2.example.com', port: 25, load: 30 },
        ],
        secondary: [{ host: 'backup.example.net', port: 25, load: 100 }],
      });
    });
  });

  test.each([
    ['Ctrl-C', key.interrupt],
    ['Ctrl-D', key.endOfInput],
  ])('%s leaves with 130, says so, and saves nothing', async (_, keys) => {
    await inFolder(async (folder) => {
      const terminal = spawnOnTerminal(['add'], folder);
      await answer(terminal, [
        ['? Name', `inbound${key.enter}`],
        ['? Host options', keys],
      ]);
      expect(await terminal.exit).toBe(130);
      expect(terminal.text()).toContain('nothing was saved');
      expect(existsSync(join(folder, 'data'))).toBe(false);
    });
  });
});

test('routes edit starts from the values of today', async () => {
  await inFolder(async (folder) => {
    const first = spawnOnTerminal(['add', 'inbound', '--host', 'mx1.example.com', '--no-verify-hostname'], folder);
    expect(await first.exit).toBe(0);
    const terminal = spawnOnTerminal(['edit', 'inbound'], folder);
    await answer(terminal, [
      ['? Name', key.enter],
      ['? Host options', key.enter],
      ['? Host name', `${key.clear}mx9.example.com${key.enter}`],
      ['? Port', key.enter],
      ['? Options', key.enter],
      ['? What now?', `${key.down}${key.enter}`],
    ]);
    expect(await terminal.exit).toBe(0);
    expect(stored(folder)).toMatchObject([{ hosts: { host: 'mx9.example.com' }, options: { verifyHostname: false } }]);
  });
});

test('routes remove shows what would go, and asks', async () => {
  await inFolder(async (folder) => {
    await spawnOnTerminal(['add', 'inbound', '--host', 'mx1.example.com'], folder).exit;
    const no = spawnOnTerminal(['remove', 'inbound'], folder);
    await answer(no, [['Remove this route?', key.enter]]);
    expect(await no.exit).toBe(2);
    expect(stored(folder)).toHaveLength(1);
    const yes = spawnOnTerminal(['remove', 'inbound'], folder);
    await answer(yes, [['Remove this route?', `y${key.enter}`]]);
    expect(await yes.exit).toBe(0);
    expect(stored(folder)).toHaveLength(0);
  });
});

test('--no-input never asks, also on a terminal', async () => {
  await inFolder(async (folder) => {
    const terminal = spawnOnTerminal(['add', '--no-input'], folder);
    expect(await terminal.exit).toBe(2);
    expect(terminal.text()).toContain('a route needs a name');
  });
});
