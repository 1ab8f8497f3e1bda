// A run that is split and joined again says what one run would have said, byte for byte apart from times and `run`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Report } from '../../src/report/schema.ts';
import { startTestServers, type TestServers } from '../support/servers.ts';
import { inFolder, runProgram } from '../support/session.ts';

let servers: TestServers;
beforeAll(async () => {
  servers = await startTestServers();
});
afterAll(() => servers.stop());

type Row = { host: string; port: number; load: number };
const kinds = ['good', 'selfsigned', 'wrongname', 'expired', 'soon', 'incomplete', 'plain'];

function row(kind: string, load: number): Row {
  const [host, port] = servers.places[kind]!.split(':');
  return { host: host!, port: Number(port), load };
}

function storeOf(tables: readonly (readonly string[])[]) {
  const loads = (count: number) =>
    Array.from({ length: count }, (_, index) => Math.floor(100 / count) + (index < 100 % count ? 1 : 0));
  const rows = (list: readonly string[]) => list.map((kind, index) => row(kind, loads(list.length)[index]!));
  const routes = tables.map((list, index) => ({
    name: `route ${index}`,
    hosts: { type: 'multiple', primary: rows(list), secondary: index % 2 ? [row('good', 100)] : [] },
    options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
    console: null,
  }));
  return { version: 1, routes };
}

/** Without what differs by right. */
function comparable(text: string): unknown {
  const { generatedAt, at, run, ...report } = JSON.parse(text);
  return JSON.parse(
    JSON.stringify(report, (key, value) => (key === 'timings' || key === 'at' ? null : value)),
  );
}

const flags = () => [
  ...['--store', 'store.json', '--trust', servers.places.ca!, '--json'],
  ...kinds.flatMap((kind) => ['--resolve', `${kind}.example.com=127.0.0.1`]),
];

async function shard(folder: string, index: number, count: number): Promise<string> {
  const { stdout, stderr } = await runProgram(
    ['test-tls', '--shard', `${index}/${count}`, ...flags()],
    folder,
  );
  if (stdout === '') throw new Error(stderr);
  writeFileSync(join(folder, `shard-${index}.json`), stdout);
  return stdout;
}

describe('--shard i/n and report merge', () => {
  test('merge equals one run, for random routes and random splits', async () => {
    const subsets = fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(subsets, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (tables, count) => {
          await inFolder(async (folder) => {
            writeFileSync(join(folder, 'store.json'), JSON.stringify(storeOf(tables)));
            const whole = await runProgram(['test-tls', ...flags()], folder);
            const indexes = Array.from({ length: count }, (_, index) => index + 1);
            await Promise.all(indexes.map((index) => shard(folder, index, count)));
            const files = indexes.toReversed().map((index) => `shard-${index}.json`);
            const merged = await runProgram(['report', 'merge', ...files, '--json'], folder);
            expect(comparable(merged.stdout)).toEqual(comparable(whole.stdout));
            expect(merged.exitCode).toBe(whole.exitCode);
          });
        },
      ),
      { numRuns: 5 },
    );
  }, 60_000);

  test('every host is in exactly one shard, and shards differ by at most one host', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'store.json'), JSON.stringify(storeOf([kinds, ['good', 'soon']])));
      const counts = await Promise.all(
        [1, 2, 3].map(async (index) => JSON.parse(await shard(folder, index, 3)).summary.hosts),
      );
      expect(counts).toEqual([4, 3, 3]);
    });
  });

  test('an empty shard of a list that is not empty is no error', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'store.json'), JSON.stringify(storeOf([['expired']])));
      const { exitCode, stdout } = await runProgram(['test-tls', '--shard', '2/2', ...flags()], folder);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass', routes: [], summary: { hosts: 0 } });
      const plain = flags().filter((word) => word !== '--json');
      const told = await runProgram(['test-tls', '--shard', '2/2', ...plain], folder);
      expect(told.stdout).toMatch(/^shard 2 of 2 is empty/);
    });
  });

  test('a report out of a file cannot forge a line of ours', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'store.json'), JSON.stringify(storeOf([['good', 'expired']])));
      const report = JSON.parse(await shard(folder, 1, 1));
      const evil = '\u001b[2J\nforged: ok\u202e';
      // What has one of few values is refused as no report.
      const closed =
        /^(severity|verdict|delivery|stage|table|source|primary|secondary|mx|tls|ca|hostname|clientCertificate|at|generatedAt|sha256)$/;
      const poisoned = JSON.stringify(report, (key, value) =>
        typeof value === 'string' && !closed.test(key) ? `${value}${evil}` : value,
      );
      writeFileSync(join(folder, 'evil.json'), poisoned);
      for (const flags of [[], ['--verbose'], ['--lang', 'ja'], ['--redact']]) {
        const { stdout, stderr } = await runProgram(['report', 'merge', 'evil.json', ...flags], folder);
        expect(stderr).toBe('');
        expect(stdout).not.toMatch(/\u001b|\u202e|^forged/m);
        expect(stdout).toContain('forged');
      }
    });
  });

  test.each([['0/2'], ['3/2'], ['1'], ['1/0'], ['a/b'], ['-1/2']])('--shard %s is refused', async (text) => {
    await inFolder(async (folder) => {
      expect(
        (await runProgram(['test-tls', '--host', 'mx1.example.com', '--shard', text], folder)).exitCode,
      ).toBe(2);
    });
  });

  test('what does not fit together is refused, with what is missing', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'store.json'), JSON.stringify(storeOf([['good', 'soon']])));
      await Promise.all([1, 2].map((index) => shard(folder, index, 3)));
      const missing = await runProgram(['report', 'merge', 'shard-1.json', 'shard-2.json'], folder);
      expect(missing).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('shard 3 of 3 is missing'),
      });
      const twice = await runProgram(['report', 'merge', 'shard-1.json', 'shard-1.json'], folder);
      expect(twice).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('twice') });
      const refused = async (...files: string[]) => {
        const { exitCode, stdout } = await runProgram(['report', 'merge', ...files, '--json'], folder);
        return { exitCode, code: JSON.parse(stdout).error?.code };
      };
      const changed = (name: string, change: (report: Report) => void) => {
        const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        change(report);
        writeFileSync(join(folder, 'changed.json'), JSON.stringify(report));
        return 'changed.json';
      };
      await Promise.all([1, 2].map((index) => shard(folder, index, 2)));
      const second = (change: (report: Report) => void) =>
        refused('shard-1.json', changed('shard-2.json', change));
      const unfit = { exitCode: 2, code: 'merge-shards-do-not-fit' };
      // The route was changed between the two runs.
      expect(await second(({ routes }) => Object.assign(routes[0]!.options, { requireCa: false }))).toEqual(
        unfit,
      );
      expect(await second(({ routes }) => Object.assign(routes[0]!.hosts[0]!, { load: 80 }))).toEqual(unfit);
      expect(await second((report) => Object.assign(report, { at: '2027-01-01T00:00:00.000Z' }))).toEqual({
        exitCode: 2,
        code: 'merge-different-days',
      });
      expect(await second(({ run }) => Object.assign(run, { redacted: true }))).toEqual({
        exitCode: 2,
        code: 'merge-redacted',
      });
      const rehearsal = { certificate: 'a.pem', key: null, handshake: false, written: null };
      expect(await second((report) => Object.assign(report, { rehearsal }))).toEqual({
        exitCode: 2,
        code: 'merge-rehearsal',
      });
      // Fractions that no test gives must not keep the share busy.
      const fractions = { deliver: 1e9, return: -5, unknown: 0 };
      expect(await second(({ routes }) => Object.assign(routes[0]!.hosts[0]!, { fractions }))).toEqual({
        exitCode: 2,
        code: 'report-file',
      });
      writeFileSync(join(folder, 'other.json'), '{"version": 1}');
      const other = await runProgram(['report', 'merge', 'other.json', '--json'], folder);
      expect(other.exitCode).toBe(2);
      expect(JSON.parse(other.stdout)).toMatchObject({ error: { code: 'report-file' } });
    });
  });
});
