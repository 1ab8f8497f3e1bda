// A root folder of its own for each mail server: its packages, the libraries they need, its users, its configuration
// at the paths that the server's manual names. The server runs in it by chroot, so nothing of the machine is touched.
// Whatever it forks is known by its root and session, and is stopped; all folders go when we go.

import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { download, type Package, Unavailable, unpack } from './packages.ts';

const readyWithin = 20_000;
const stoppedWithin = 5_000;
const outputKept = 200_000;
const roots = new Set<SideRoot>();

/** A user of the server's own, with a group of the same name and number. */
export interface Account {
  readonly name: string;
  readonly id: number;
}

export class SideRoot {
  readonly folder: string;
  readonly packages: readonly Package[];
  readonly #sessions = new Set<number>();
  #output = '';

  /** Makes the root folder of some packages; throws Unavailable when this machine cannot. */
  constructor(packageNames: readonly string[], accounts: readonly Account[] = []) {
    this.packages = download(packageNames);
    // Its parent is closed to other users, for keys lie inside; it is open itself, for the server changes user.
    const parent = mkdtempSync(join(realpathSync(tmpdir()), `routes-interop-${packageNames[0]}-`));
    this.folder = join(parent, 'root');
    roots.add(this);
    mkdirSync(this.folder);
    chmodSync(this.folder, 0o755);
    unpack(this.packages, this.folder);
    this.#addLibraries();
    this.#addDevices();
    this.#addAccounts(accounts);
  }

  /** The version of one of its packages. */
  version(packageName: string): string {
    return this.packages.find(({ name }) => name === packageName)?.version ?? 'unknown';
  }

  /** Writes a file, and the folders above it. */
  write(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
    chmodSync(join(this.folder, path), mode);
  }

  /** Makes a folder owned by an account, or by root. */
  makeFolder(path: string, owner: number = 0, mode = 0o755): void {
    mkdirSync(join(this.folder, path), { recursive: true });
    chmodSync(join(this.folder, path), mode);
    chownSync(join(this.folder, path), owner, owner);
  }

  /** The text of a file that the server wrote, '' while there is none. */
  read(path: string): string {
    const file = join(this.folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Runs a program of the server's to its end; returns what it printed. */
  run(command: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('chroot', [this.folder, ...command], {
      encoding: 'utf8',
      env: environment,
    });
    if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr.trim()}`);
    return stdout;
  }

  /** Starts a server in the foreground; resolves when each of its ports takes connections. */
  async start(command: readonly string[], ports: readonly number[]): Promise<void> {
    const server = spawn('chroot', [this.folder, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      // A session of its own, by which its processes are known.
      detached: true,
    });
    if (server.pid !== undefined) this.#sessions.add(server.pid);
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString('utf8')).slice(-outputKept);
    };
    server.stdout.on('data', keep);
    server.stderr.on('data', keep);
    const deadline = Date.now() + readyWithin;
    for (const port of ports) {
      while (!(await accepts(port))) {
        if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
          throw new Error(`${command[0]} does not listen on port ${port}\n${this.#output}`);
        }
        await wait(20);
      }
    }
  }

  /** What the server printed. */
  get output(): string {
    return this.#output;
  }

  /** Ends every process of the server and removes its folder; safe to call at any time, and twice. */
  stop(): void {
    const deadline = Date.now() + stoppedWithin;
    // A process may fork while the list is read: until none is left.
    for (let list = this.#processes(); list.length > 0 && Date.now() < deadline; list = this.#processes()) {
      for (const id of list) {
        try {
          process.kill(id, 'SIGKILL');
        } catch {
          // Gone between the list and the signal.
        }
      }
    }
    rmSync(dirname(this.folder), { recursive: true, force: true });
    roots.delete(this);
  }

  /** Every process that has this root folder, or is of a session that was started here. */
  #processes(): number[] {
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => id > 0 && (this.#sessions.has(sessionOf(id)) || rootOf(id) === this.folder));
  }

  /** Copies the machine's libraries that the programs are linked with to the same paths below the root. */
  #addLibraries(): void {
    const programs = filesBelow(this.folder).filter(isProgram);
    const own = [
      ...new Set(programs.filter((file) => /\.so[.\d]*$/.test(file)).map((file) => dirname(file))),
    ];
    const { stdout } = spawnSync('ldd', programs, {
      encoding: 'utf8',
      env: { ...environment, LD_LIBRARY_PATH: own.join(':') },
      maxBuffer: 64 * 1024 * 1024,
    });
    // "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)", and the loader without an arrow
    const libraries = new Set([...stdout.matchAll(/(?:=>\s+|^\s+)(\/\S+) \(0x/gm)].map(([, path]) => path!));
    for (const library of libraries) {
      const copy = join(this.folder, library);
      if (library.startsWith(this.folder) || existsSync(copy)) continue;
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(library, copy, constants.COPYFILE_FICLONE);
      chmodSync(copy, 0o755);
    }
  }

  #addDevices(): void {
    for (const [name, number] of [
      ['null', '3'],
      ['urandom', '9'],
    ]) {
      const path = join(this.folder, 'dev', name!);
      mkdirSync(dirname(path), { recursive: true });
      spawnSync('mknod', ['-m', '666', path, 'c', '1', number!], { stdio: 'ignore' });
      try {
        closeSync(openSync(path, 'r+'));
      } catch {
        throw new Unavailable('a root folder of its own needs device files, and this machine allows none');
      }
    }
  }

  #addAccounts(accounts: readonly Account[]): void {
    const all = [{ name: 'root', id: 0 }, { name: 'nobody', id: 65534 }, ...accounts];
    this.write('/etc/passwd', all.map(({ name, id }) => `${name}:x:${id}:${id}::/:/bin/false\n`).join(''));
    this.write('/etc/group', all.map(({ name, id }) => `${name}:x:${id}:\n`).join(''));
    this.write('/etc/hosts', '127.0.0.1 localhost\n::1 localhost\n');
    this.write('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n');
    this.write('/etc/shadow', all.map(({ name }) => `${name}:*:::::::\n`).join(''), 0o600);
    this.makeFolder('/tmp', 0, 0o1777);
    this.makeFolder('/run');
    this.makeFolder('/var/run');
  }
}

/** Stops every server and removes every folder, at once. */
export function stopAll(): void {
  for (const root of [...roots]) root.stop();
}

/** Ports on loopback that nobody listens on, below those that the system hands out by itself. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    if (block === null || block.next === block.end) block = await claimBlock();
    const port = block.next++;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

/** The ports of this run: its first one stays taken, so that no other run of ours takes the same block. */
let block: { next: number; readonly end: number } | null = null;
const blockSize = 100;

async function claimBlock(): Promise<{ next: number; readonly end: number }> {
  for (;;) {
    const first = 10_000 + blockSize * Math.floor(Math.random() * 200);
    const server = createServer();
    const isOurs = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(first, '127.0.0.1', () => resolve(true));
    });
    server.unref();
    if (isOurs) return { next: first + 1, end: first + blockSize };
  }
}

/** Whether this machine has an IPv6 loopback address. */
export function hasIpv6(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => server.close(() => resolve(true)));
  });
}

/** Waits until it holds, for as long as a busy server may take; false when it does not come to hold. */
export async function holds(condition: () => boolean): Promise<boolean> {
  const deadline = Date.now() + readyWithin;
  while (!condition()) {
    if (Date.now() > deadline) return false;
    await wait(20);
  }
  return true;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    // All addresses: a server may want the port on more than one.
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** Nothing of the caller's environment reaches a server. */
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** The process that started this one, or took it over. */
export function parentOf(id: number): number {
  return statusOf(id).parent;
}

function sessionOf(id: number): number {
  return statusOf(id).session;
}

/** Zeroes where there is no such process, or a zombie. */
function statusOf(id: number): { parent: number; session: number } {
  try {
    // 4242 (name of any kind) S parent group session ...
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (fields[0] !== 'Z') return { parent: Number(fields[1]), session: Number(fields[3]) };
  } catch {
    // Gone.
  }
  return { parent: 0, session: 0 };
}

/** The root folder of a process, '' where it cannot be seen. */
function rootOf(id: number): string {
  try {
    return readlinkSync(`/proc/${id}/root`);
  } catch {
    return '';
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A program or a shared library: something the loader loads. */
function isProgram(file: string): boolean {
  if (lstatSync(file).size < 64) return false;
  const descriptor = openSync(file, 'r');
  const start = Buffer.alloc(4);
  readSync(descriptor, start, 0, 4, 0);
  closeSync(descriptor);
  return start.toString('latin1') === '\x7fELF';
}
