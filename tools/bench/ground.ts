// What the measures stand on: a scratch folder with stores, a STARTTLS server on loopback with its CA in a file, and
// an environment in which nothing of this machine's slows a start.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issue } from '../../src/demo/certificates.ts';
import { type RunningServer, startServer } from '../../src/demo/servers.ts';

export const program = join(__dirname, '..', '..', 'bin', 'routes.js');
export const serverName = 'mx1.example.com';

export interface Ground {
  readonly folder: string;
  /** A folder with a config file that names the store. */
  readonly configured: string;
  /** Ten routes, written by the program itself. */
  readonly store: string;
  /** A copy of it, to be changed. */
  readonly scratchStore: string;
  resetScratchStore(): void;
  readonly trustFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** `address`: 127.0.0.1 when absent; 0.0.0.0 answers on every loopback address. */
  startServer(maxVersion?: 'TLSv1.2' | 'TLSv1.3', address?: string): Promise<RunningServer>;
  stop(): Promise<void>;
}

export async function prepareGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-bench-'));
  const configured = join(folder, 'configured');
  mkdirSync(configured);
  const store = join(folder, 'routes.json');
  writeFileSync(join(configured, '.routesrc.json'), `${JSON.stringify({ store })}\n`);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    LC_ALL: 'C',
  };
  for (let count = 1; count <= 10; count++) {
    const argv = [program, 'add', `route ${count}`, '--host', `mx${count}.example.com`, '--store', store];
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the store could not be made: ${stderr}`);
  }
  const root = await issue({ subject: 'O=bench,CN=Bench Root CA', ca: true });
  const intermediate = await issue({
    subject: 'O=bench,CN=Bench Issuing CA',
    ca: true,
    issuer: root,
    pathLength: 0,
  });
  const leaf = await issue({ subject: serverName, names: [serverName], issuer: intermediate });
  const trustFile = join(folder, 'ca.pem');
  writeFileSync(trustFile, root.pem);
  const servers: RunningServer[] = [];
  const scratchStore = join(folder, 'scratch.json');
  const log = (file: string) => `${file}.audit.jsonl`;
  return {
    folder,
    configured,
    store,
    scratchStore,
    resetScratchStore() {
      copyFileSync(store, scratchStore);
      copyFileSync(log(store), log(scratchStore));
    },
    trustFile,
    env,
    async startServer(maxVersion = 'TLSv1.3', address = '127.0.0.1') {
      const server = await startServer({
        address,
        chain: [leaf, intermediate],
        name: serverName,
        tls: { maxVersion },
      });
      servers.push(server);
      return server;
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The command line that tests a server on loopback, as a person would write it. */
export function testArguments({ trustFile }: Ground, port: number): string[] {
  const host = ['--host', `${serverName}:${port}`, '--resolve', `${serverName}=127.0.0.1`];
  return [program, 'test-tls', ...host, '--trust', trustFile];
}
