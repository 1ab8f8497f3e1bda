// A change that the system refuses: at each of its calls, on a full disk, on a read-only one. Store and log are then
// as they were, nothing is left behind, and the next change works.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildWorker, newFolder, open, runTraced, snapshot, storeWith } from './support.ts';
import { expectWhole, hasStrace, pathsOf, record, withStrace } from './tracing.ts';

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0;
const worker = buildWorker();

withStrace(`refused by the system${hasStrace ? '' : ' (skipped: no strace, or not x86-64)'}`, () => {
  test.each([
    ['fsync', 'EIO'],
    ['fsync', 'EDQUOT'],
    ['rename', 'EXDEV'],
    ['rename', 'EBUSY'],
    ['write', 'ENOSPC'],
    ['write', 'EIO'],
    ['symlink', 'ENOSPC'],
    ['symlink', 'EROFS'],
    ['openat', 'EMFILE'],
    ['ftruncate', 'EIO'],
  ])('%s, each time it is called: %s', async (call, errno) => {
    const recorded = record(worker, (await storeWith('zero')).file, ['add', 'one', '1']);
    const count = Math.max(1, recorded.filter(({ name }) => name === call).length);
    for (let when = 1; when <= count; when += 1) {
      const { file } = await storeWith('zero');
      const before = snapshot(dirname(file));
      const inject = ['-e', `inject=${call}:error=${errno}:when=${when}`];
      const { lines } = runTraced(worker, [file, 'add', 'one', '1'], [...pathsOf(file), ...inject]);
      const { error, done, data } = lines[0]! as { error?: string; done?: string; data?: { errno?: string } };
      if (done === 'changed') {
        await expectWhole(file, ['zero'], 'one-0');
        continue;
      }
      expect([
        'store-write-failed',
        'store-read-only',
        'store-unreadable',
        'log-unreadable',
        'store-not-durable',
      ]).toContain(error);
      if (data?.errno) expect(data.errno).toBe(errno);
      // Only where the new store is in place already can it not be said that nothing happened.
      if (error !== 'store-not-durable') expect(snapshot(dirname(file))).toEqual(before);
      await expectWhole(file, ['zero'], 'one-0');
    }
  });

  test.each([
    ['fsync', 'EIO'],
    ['write', 'ENOSPC'],
    ['rename', 'EXDEV'],
  ])('%s, from the first on: %s', async (call, errno) => {
    const { file } = await storeWith('zero');
    const before = snapshot(dirname(file));
    const { lines } = runTraced(
      worker,
      [file, 'add', 'one', '1'],
      [...pathsOf(file), '-e', `inject=${call}:error=${errno}:when=1+`],
    );
    expect(lines[0]).toMatchObject({ error: 'store-write-failed', data: { errno } });
    expect(snapshot(dirname(file))).toEqual(before);
  });

  test('a line written in part and a log that cannot be cut: the next command mends it and says so', async () => {
    const { file } = await storeWith('zero');
    const { lines } = runTraced(
      worker,
      [file, 'add', 'one', '1'],
      [...pathsOf(file), '-e', 'inject=rename:error=EIO', '-e', 'inject=ftruncate:error=EIO'],
    );
    expect(lines[0]).toMatchObject({ error: 'store-write-failed', data: { step: 'rename', errno: 'EIO' } });
    const { repaired } = await open(file).read();
    expect(repaired).toMatchObject({
      kind: 'taken-back',
      entry: { command: 'add', changes: [{ name: 'one-0' }] },
    });
    await expectWhole(file, ['zero'], 'one-0');
  });
});

(canMount ? describe : describe.skip)(
  'on a file system of its own (skipped without root and mount namespaces)',
  () => {
    const inside = (script: string, folder: string) =>
      spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', folder, process.execPath, worker], {
        encoding: 'utf8',
      });

    test('that is full: refused, as it was, and works again when there is room', () => {
      const result = inside(
        `mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" && "$2" "$3" routes.json add a 3 >/dev/null &&
       { cat /dev/zero > filler 2>/dev/null; sha256sum routes.json* > before; sha256sum routes.json* > "$1/../sums"
         "$2" "$3" routes.json add b 1; sha256sum routes.json* | diff - "$1/../sums" && ls && rm filler &&
         "$2" "$3" routes.json add c 1; }; rm -f "$1/../sums"`,
        newFolderWithin(),
      );
      expect(result.stdout).toContain('"error":"store-write-failed"');
      expect(result.stdout).toContain('"errno":"ENOSPC"');
      expect(result.stdout).toContain('"done":"changed","route":"c-0"');
      expect(result.stdout).not.toMatch(/[<>] /);
    });

    test('that is read-only: read, and not written', () => {
      const result = inside(
        `mount -t tmpfs tmpfs "$1" && cd "$1" && "$2" "$3" routes.json add a 3 >/dev/null &&
       mount -o remount,ro "$1" && "$2" "$3" routes.json read; "$2" "$3" routes.json add b 1`,
        newFolderWithin(),
      );
      expect(result.stdout).toContain('"done":"read","routes":3');
      expect(result.stdout).toContain('"error":"store-read-only"');
      expect(result.stdout).toContain('"errno":"EROFS"');
    });

    test('of which the store is the mount point: refused, as it was', () => {
      const result = inside(
        `cd "$1" && "$2" "$3" routes.json add a 1 >/dev/null && mount --bind routes.json routes.json &&
       "$2" "$3" routes.json add b 1; ls; umount routes.json; "$2" "$3" routes.json read`,
        newFolderWithin(),
      );
      expect(result.stdout).toContain('"step":"rename","errno":"EBUSY"');
      expect(result.stdout).toContain('"routes":1');
      expect(result.stdout).not.toContain('routes.json.intent');
    });
  },
);

function newFolderWithin(): string {
  const folder = join(newFolder(), 'inside');
  mkdirSync(folder);
  return folder;
}
