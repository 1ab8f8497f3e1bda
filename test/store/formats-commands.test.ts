// The commands of the store as real processes, where a session cannot go: pipes, branches merged by git, an auditor's
// copy checked without us, hostile text on its way through every answer.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder, runProgram } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

const run = async (folder: string, ...argv: string[]) => {
  const ran = await runProgram(argv, folder, { ROUTES_ACTOR: 'ada@example.com' });
  expect({ argv, stderr: ran.stderr, exitCode: ran.exitCode }).toMatchObject({ exitCode: 0 });
  return ran.stdout;
};
const names = async (folder: string, ...flags: string[]) =>
  (JSON.parse(await run(folder, 'list', '--json', ...flags)).routes as { name: string }[]).map(
    ({ name }) => name,
  );

test.each(['json', 'yaml', 'csv'])('%s through a pipe, from one store into another', async (format) => {
  await inFolder(async (folder) => {
    await run(folder, 'init', '--quiet');
    await run(folder, 'add', 'メール "1"', '--host', 'mx1.example.com', '--note', '=1;=2', '--label', 'a, b');
    await run(
      folder,
      'add',
      'tables',
      '--primary',
      'mx1.example.com=70',
      '--primary',
      '[2001:db8::1]:587=30',
    );
    await run(folder, 'console', 'tables', '--done');
    const text = await run(folder, 'export', '--format', format);
    const argv = ['import', '-', '--yes', '--format', format, '--store', 'other.json'];
    expect((await runProgram(argv, folder, {}, text)).exitCode).toBe(0);
    const [one, other] = [
      await run(folder, 'list', '--json'),
      await run(folder, 'list', '--json', '--store', 'other.json'),
    ];
    expect(JSON.parse(other)).toEqual(JSON.parse(one));
  });
});

test('two branches merged by git: verified, forked, joined by the next change', async () => {
  await inFolder(async (folder) => {
    const git = (...argv: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...argv], {
        cwd: folder,
        stdio: 'pipe',
        encoding: 'utf8',
      });
    git('init', '-q', '-b', 'main');
    const told = await runProgram(['init'], folder);
    expect(told.stderr).toContain('.gitattributes');
    writeFileSync(join(folder, '.gitattributes'), '*.audit.jsonl merge=union\n');
    for (const name of ['first', 'middle', 'last'])
      await run(folder, 'add', name, '--host', 'mx1.example.com');
    git('add', '.');
    git('commit', '-qm', 'base');
    git('checkout', '-qb', 'branch');
    await run(folder, 'edit', 'first', '--host', 'mx2.example.com');
    git('commit', '-qam', 'branch');
    git('checkout', '-q', 'main');
    await run(folder, 'edit', 'last', '--host', 'mx3.example.com');
    git('commit', '-qam', 'main');
    git('merge', '-q', 'branch', '-m', 'merged');
    expect(await run(folder, 'log', '--verify')).toMatch(
      /intact: 6 lines, and the store is as the merged branches left it\nlines 5 and 6 both come after line 4: .* which the next change joins\n/,
    );
    const undone = await runProgram(['undo', '--yes'], folder);
    expect(undone.exitCode).toBe(2);
    expect(undone.stderr).toContain('two last changes');
    await run(folder, 'add', 'joining', '--host', 'mx1.example.com');
    expect(await run(folder, 'log', '--verify')).toContain('joined by line 7');
    const document = JSON.parse(await run(folder, 'log', '--json', '--since', '1h'));
    expect(document).toMatchObject({
      version: 1,
      chain: 'intact',
      forks: [{ after: 4, lines: [5, 6], joinedAt: 7 }],
    });
    expect(await run(folder, 'log', '--last', '1')).toContain('joins branches that were merged');
    await run(folder, 'undo', '--yes');
    expect(await names(folder)).toEqual(['first', 'middle', 'last']);
  });
});

test("an auditor's copy of a period can be checked without us", async () => {
  await inFolder(async (folder) => {
    await run(folder, 'init', '--quiet');
    await run(folder, 'add', 'a', '--host', 'mx1.example.com', '--reason', 'ticket "1", =2');
    await run(folder, 'edit', 'a', '--host', 'mx2.example.com');
    await run(folder, 'log', '--format', 'jsonl', '--output', 'period.jsonl', '--since', '1h');
    const copy = readFileSync(join(folder, 'period.jsonl'), 'utf8');
    expect(copy).toBe(readFileSync(join(folder, 'routes.json.audit.jsonl'), 'utf8'));
    for (const line of copy.trimEnd().split('\n')) {
      const sum = createHash('sha256')
        .update(line.replace(/,"hash":"\w+"\}$/, '}'))
        .digest('hex');
      expect(line.endsWith(`,"hash":"${sum}"}`)).toBe(true);
    }
    const csv = await run(folder, 'log', '--format', 'csv');
    const last = copy.trimEnd().split('\n').at(-1)!;
    expect(csv).toContain(JSON.parse(last).hash);
    expect(csv).toContain('"ticket ""1"", =2"');
  });
});

test('hostile text in a file reaches no terminal as it is', async () => {
  await inFolder(async (folder) => {
    const note = 'x\u001b]0;owned\u0007\u202e\u009b31m\r\nroutes: error: forged';
    const route = { name: 'a\u202eb', note, hosts: { type: 'single', host: 'mx1.example.com', port: 25 } };
    writeFileSync(join(folder, 'in.json'), JSON.stringify([route]));
    await run(folder, 'init', '--quiet');
    const said = [await run(folder, 'import', 'in.json', '--yes')];
    for (const argv of [
      ['log'],
      ['log', '--json'],
      ['log', '--format', 'csv'],
      ['export'],
      ['export', '--format', 'yaml'],
      ['export', '--format', 'csv'],
      ['console', route.name],
      ['undo', '--dry-run'],
      ['undo', '--dry-run', '--json'],
    ])
      said.push(await run(folder, ...argv));
    expect(said.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(said.join('')).not.toMatch(/^routes: error: forged/m);
    expect(JSON.parse(await run(folder, 'export')).routes[0].note).toBe(note);
  });
});

test('writers at once: no import is lost', async () => {
  await inFolder(async (folder) => {
    await run(folder, 'init', '--quiet');
    const all = Array.from({ length: 8 }, (_, index) => `route ${index}`);
    for (const name of all)
      writeFileSync(join(folder, `${name}.csv`), `name,host\n${name},mx1.example.com\n`);
    await Promise.all(all.map((name) => run(folder, 'import', `${name}.csv`, '--yes')));
    expect((await names(folder)).sort()).toEqual(all);
    expect(await run(folder, 'log', '--verify')).toContain('intact: 9 lines');
  });
});

test('on a terminal it is asked: no, Ctrl-C, yes; and what was shown is what is made', async () => {
  await inFolder(async (folder) => {
    await run(folder, 'init', '--quiet');
    await run(folder, 'add', 'old', '--host', 'mx1.example.com');
    writeFileSync(join(folder, 'wanted.csv'), 'name,host\nnew,mx2.example.com\n');
    const store = () => readFileSync(join(folder, 'routes.json'), 'utf8');
    const before = store();
    const ask = async (argv: string[], keys: string, meanwhile = async () => {}) => {
      const terminal = spawnOnTerminal(argv, folder);
      await terminal.see('(y/N)');
      await meanwhile();
      terminal.type(keys);
      return { exitCode: await terminal.exit, text: terminal.text() };
    };
    const no = await ask(['apply', 'wanted.csv'], 'n\r');
    expect(no).toMatchObject({ exitCode: 2 });
    expect(no.text).toMatch(/\+ new .*- old .*1 to add, 1 to remove.*Apply this plan\?.*nothing was changed/);
    expect(await ask(['import', 'wanted.csv'], '\u0003')).toMatchObject({ exitCode: 130 });
    expect(await ask(['undo'], '\r')).toMatchObject({ exitCode: 2 });
    expect(store()).toBe(before);
    const late = await ask(['apply', 'wanted.csv'], 'y\r', async () => {
      await run(folder, 'edit', 'old', '--note', 'meanwhile');
    });
    expect(late).toMatchObject({ exitCode: 2 });
    expect(late.text).toContain('was changed meanwhile');
    expect(await ask(['replace-host', 'mx1.example.com', 'mx3.example.com'], 'y\r')).toMatchObject({
      exitCode: 0,
    });
    expect(await ask(['apply', 'wanted.csv'], 'y\r')).toMatchObject({ exitCode: 0 });
    expect(await names(folder)).toEqual(['new']);
  });
});

test.each(['routes.json', 'routes.yaml', 'routes.csv'])(
  'docs/examples/%s is what all of them say',
  async (name) => {
    await inFolder(async (folder) => {
      const examples = join(import.meta.dirname, '..', '..', 'docs', 'examples');
      await run(folder, 'import', join(examples, name), '--yes', '--store', 'store.json');
      expect(
        await run(folder, 'apply', join(examples, 'routes.json'), '--check', '--store', 'store.json'),
      ).toBe('nothing to change\n');
      expect(await names(folder, '--store', 'store.json')).toEqual(['inbound', 'to Exchange', '社内メール']);
    });
  },
);
