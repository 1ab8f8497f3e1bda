// Mail servers out of Debian's packages, without installing them: downloaded by apt, unpacked into a folder of their
// own together with the dependencies that this machine lacks. So packages that conflict live side by side, and
// nothing of the machine changes. Downloads are kept in node_modules/.cache; a second run needs no network.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cache = resolve(__dirname, '../../node_modules/.cache/interop');

/** Why servers cannot run on this machine at all; a reason to skip, not a failure of the program. */
export class Unavailable extends Error {}

export interface Package {
  readonly name: string;
  readonly version: string;
  /** The downloaded file. */
  readonly file: string;
}

/** Says what this machine lacks to run servers from packages, or null when it lacks nothing. */
export function whyUnavailable(): string | null {
  if (process.platform !== 'linux') return 'the servers come from Debian packages, and this is no Linux';
  if (process.getuid?.() !== 0) return 'mail servers change user and root folder, which needs root';
  for (const program of ['apt-get', 'dpkg', 'chroot', 'ldd']) {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error) return `there is no ${program}`;
  }
  return null;
}

/** Packages and what they need beyond this machine, downloaded or from the cache. Throws Unavailable. */
export function download(names: readonly string[]): readonly Package[] {
  mkdirSync(cache, { recursive: true });
  const known = wanted(names);
  if (known?.every(({ file }) => existsSync(file))) return known;
  if (known && fetchMissing(known)) return known;
  // No lists yet, or lists so old that the files they name are gone.
  apt(['update']);
  const fresh = wanted(names);
  if (!fresh) throw new Unavailable(`apt has no ${names.join(', ')}`);
  if (!fetchMissing(fresh)) throw new Unavailable(`apt could not download ${names.join(', ')}`);
  return fresh;
}

/** Unpacks packages into a folder. */
export function unpack(packages: readonly Package[], folder: string): void {
  for (const { file } of packages) {
    const { status, stderr } = spawnSync('dpkg', ['-x', file, folder], { encoding: 'utf8' });
    if (status !== 0) {
      rmSync(file, { force: true });
      throw new Error(`dpkg could not unpack ${file}: ${stderr.trim()}`);
    }
  }
}

/** What apt would install for them. Null: apt does not know them (yet). */
function wanted(names: readonly string[]): Package[] | null {
  const answer = apt(['--simulate', '--no-install-recommends', '--reinstall', 'install', ...names]);
  if (answer === null) return null;
  // Inst postfix [3.7.10 of before] (3.7.11-0+deb12u1 Debian:12.15/oldstable [amd64])
  const lines = answer.matchAll(/^Inst (\S+) (?:\[\S*\] )?\((\S+) [^)]*\[(\w+)\]\)/gm);
  return [...lines].map(([, of, version, architecture]) => {
    const bare = of!.replace(/:.*/, '');
    return {
      name: bare,
      version: version!,
      file: join(cache, `${bare}_${version!.replaceAll(':', '%3a')}_${architecture}.deb`),
    };
  });
}

/** Downloads what the cache lacks; a file is in the cache whole or not at all. */
function fetchMissing(packages: readonly Package[]): boolean {
  const missing = packages.filter(({ file }) => !existsSync(file));
  const folder = mkdtempSync(join(cache, 'download-'));
  try {
    const names = missing.map(({ name, version }) => `${name}=${version}`);
    if (apt(['download', ...names], folder) === null) return false;
    for (const file of readdirSync(folder)) renameSync(join(folder, file), join(cache, file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return missing.every(({ file }) => existsSync(file));
}

/** Runs apt-get; null when it fails. */
function apt(args: readonly string[], folder?: string): string | null {
  // Its own sandbox user may not write into our folder.
  const options = ['-o', 'APT::Sandbox::User=root', '-o', 'Debug::NoLocking=true', '-qq'];
  const { status, stdout } = spawnSync('apt-get', [...options, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 90_000,
  });
  return status === 0 ? stdout : null;
}
