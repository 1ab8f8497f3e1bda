// Long answers on a terminal: through the pager that is set, and nowhere else. Links to files: where the terminal has
// them, and never in a pipe.

import { describe, expect, test } from '@jest/globals';
import { inFolder, runProgram } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

const marked = { PAGER: "sed 's/^/paged: /'" };

const shown = (argv: readonly string[], env: Record<string, string>, rows = 10) =>
  inFolder(async (folder) => {
    const terminal = spawnOnTerminal(argv, folder, { rows, env });
    expect(await terminal.exit).toBe(0);
    return terminal.raw();
  });

describe('the pager', () => {
  test('gets what does not fit', async () => {
    const lines = (await shown(['help', 'exit-codes'], marked)).trim().split('\r\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !line.startsWith('paged: '))).toEqual([]);
  });
  test('of ours comes first', async () => {
    expect(await shown(['config'], { ...marked, ROUTES_PAGER: "sed 's/^/ours: /'" })).toMatch(/^ours: /);
  });
  test.each<[string, string[], Record<string, string>, number]>([
    ['what fits', ['config'], marked, 60],
    ['with --no-pager', ['config', '--no-pager'], marked, 10],
    ['help with --no-pager', ['help', 'exit-codes', '--no-pager'], marked, 10],
    ['where none is set', ['config'], {}, 10],
    ['where it is empty', ['config'], { ...marked, ROUTES_PAGER: '' }, 10],
    ['where it is cat', ['config'], { PAGER: 'cat' }, 10],
    ['where the terminal is dumb', ['config'], { ...marked, TERM: 'dumb' }, 10],
    ['where it cannot be run', ['config'], { PAGER: 'no-such-pager 2>/dev/null' }, 10],
  ])('not %s', async (_name, argv, env, rows) => {
    const text = await shown(argv, env, rows);
    expect(text).not.toContain('paged');
    expect(text.length).toBeGreaterThan(200);
  });
  test('not in a pipe', async () => {
    await inFolder(async (folder) => {
      const { stdout } = await runProgram(['help', 'exit-codes'], folder, marked);
      expect(stdout).not.toContain('paged');
    });
  });
});

describe('links to files', () => {
  test('where the terminal has them', async () => {
    expect(await shown([], { FORCE_HYPERLINK: '1' }, 24)).toMatch(
      /\u001b\]8;;file:\/\/\/.*routes\.json\u001b\\\/.*routes\.json\u001b\]8;;\u001b\\/,
    );
  });
  test('not where it has none', async () => {
    expect(await shown([], { FORCE_HYPERLINK: '0' }, 24)).not.toContain('\u001b]8');
  });
  test('not in a pipe', async () => {
    await inFolder(async (folder) => {
      expect((await runProgram([], folder, { FORCE_HYPERLINK: '1' })).stdout).not.toContain('\u001b]');
    });
  });
});
