// The program as a process among others: pipes that close, signals, colours, an environment that would like to help.

import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ScriptedServer, startScripted } from '../support/scripted-server.ts';
import { startTestServers, type TestServers } from '../support/servers.ts';
import { cleanEnvironment, inFolder, program, runProgram } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

let servers: TestServers;
let silent: ScriptedServer;
const arrivals = new EventEmitter();

beforeAll(async () => {
  servers = await startTestServers();
  silent = await startScripted(() => void arrivals.emit('connection'));
});
afterAll(async () => {
  await Promise.all([servers.stop(), silent.stop()]);
});

const good = () => ['test-tls', '--host', servers.places.good!, '--resolve', 'good.example.com=127.0.0.1'];

describe('trust', () => {
  test('mozilla means Mozilla: a CA from NODE_EXTRA_CA_CERTS or SSL_CERT_FILE does not slip in', async () => {
    await inFolder(async (folder) => {
      const env = {
        NODE_EXTRA_CA_CERTS: servers.places.ca!,
        SSL_CERT_FILE: servers.places.ca!,
        NODE_OPTIONS: '--use-openssl-ca',
      };
      const { stdout, exitCode } = await runProgram([...good(), '--json'], folder, env);
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout).routes[0].hosts[0].lines).toMatchObject({
        tls: 'pass',
        ca: 'fail',
        hostname: 'pass',
      });
    });
  });

  test('a leaf alone is judged as sent alone, whatever this Node would add', async () => {
    await inFolder(async (folder) => {
      const argv = [
        'test-tls',
        '--host',
        servers.places.incomplete!,
        '--resolve',
        'incomplete.example.com=127.0.0.1',
      ];
      const { stdout } = await runProgram([...argv, '--trust', servers.places.ca!, '--json'], folder);
      const [address] = JSON.parse(stdout).routes[0].hosts[0].addresses;
      expect(address.presentedChain).toHaveLength(1);
      expect(address.findings[0]).toMatchObject({
        code: 'certificate-not-trusted',
        reason: 'missing-intermediate',
        rootCause: true,
      });
    });
  });
});

describe('streams', () => {
  test('a reader that goes away is no error', async () => {
    await inFolder(async (folder) => {
      const code = await new Promise<number | null>((resolve) => {
        const child = spawn(process.execPath, [program, 'schema', 'report'], {
          cwd: folder,
          env: cleanEnvironment(folder),
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        child.stdout.destroy();
        child.on('close', resolve);
      });
      expect(code).toBe(0);
    });
  });

  test('a long answer is whole, also in a slow pipe', async () => {
    await inFolder(async (folder) => {
      const routes = Array.from({ length: 3000 }, (_, index) => ({
        name: `route ${index}`,
        hosts: { type: 'single', host: `mx${index}.example.com`, port: 25 },
        options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
        console: null,
      }));
      writeFileSync(join(folder, 'many.json'), JSON.stringify({ version: 1, routes }));
      const { stdout } = await runProgram(['list', '--json', '--store', 'many.json'], folder);
      expect(JSON.parse(stdout).routes).toHaveLength(3000);
    });
  });

  test.each<[string, Record<string, string>, string[], boolean]>([
    ['a pipe', {}, [], false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['--color', {}, ['--color'], true],
    ['NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, [], false],
    ['--no-color', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('colour: %s', async (_, env, flags, isColoured) => {
    await inFolder(async (folder) => {
      const { stdout } = await runProgram([...good(), '--trust', servers.places.ca!, ...flags], folder, env);
      expect(stdout.includes('\u001b[')).toBe(isColoured);
    });
  });

  test('on a terminal the live list goes away, and the tree is wrapped at its width', async () => {
    await inFolder(async (folder) => {
      const terminal = spawnOnTerminal([...good(), '--trust', servers.places.ca!], folder, { cols: 40 });
      await terminal.see('with these boxes Gmail would');
      expect(await terminal.exit).toBe(0);
    });
  });
});

describe('signals', () => {
  async function interrupted(
    argv: readonly string[],
    folder: string,
    arrived: Promise<unknown> = once(arrivals, 'connection'),
  ) {
    const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env: cleanEnvironment(folder) });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    await arrived;
    child.kill('SIGINT');
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    return { stdout, stderr, exitCode };
  }

  test('Ctrl-C prints what is known so far, and exits 130', async () => {
    await inFolder(async (folder) => {
      const { stdout, exitCode } = await interrupted(
        ['test-tls', '--host', `127.0.0.1:${silent.port}`, '--json'],
        folder,
      );
      expect(exitCode).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({ verdict: 'inconclusive' });
    });
  });

  test('Ctrl-C while names are looked up asks no further, and exits 130 at once', async () => {
    const dns = createSocket('udp4');
    dns.bind(0, '127.0.0.1');
    await once(dns, 'listening');
    let asked = 0;
    dns.on('message', () => {
      asked += 1;
    });
    try {
      await inFolder(async (folder) => {
        const loads = 'mx{}.example.com=1';
        const rows = Array.from({ length: 100 }, (_, index) => [
          '--primary',
          loads.replace('{}', String(index)),
        ]);
        const resolver = ['--resolver', `127.0.0.1:${dns.address().port}`, '--concurrency', '4'];
        const startedAt = performance.now();
        const { stdout, exitCode } = await interrupted(
          ['test-tls', ...rows.flat(), ...resolver, '--json'],
          folder,
          once(dns, 'message'),
        );
        // Nobody waits for the ten seconds of a name.
        expect(performance.now() - startedAt).toBeLessThan(8_000);
        expect(exitCode).toBe(130);
        expect(asked).toBeLessThan(20);
        const [route] = JSON.parse(stdout).routes;
        expect(route).toMatchObject({ verdict: 'inconclusive', delivery: 'unknown' });
        expect(route.hosts[99].findings[0]).toMatchObject({
          code: 'connection-failure',
          reason: 'cancelled',
        });
      });
    } finally {
      dns.close();
    }
  });

  test('Ctrl-C during add --test saves nothing', async () => {
    await inFolder(async (folder) => {
      const argv = ['add', 'x', '--host', `127.0.0.1:${silent.port}`, '--test', '--json'];
      const { stdout, stderr, exitCode } = await interrupted(argv, folder);
      expect(exitCode).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } });
      expect(stderr).toContain('nothing was saved');
      expect((await runProgram(['list', '--json'], folder)).stdout).toContain('"routes": []');
    });
  });
});

test('routes demo shows it all, exits 0, and leaves nothing behind', async () => {
  await inFolder(async (folder) => {
    const { stdout, exitCode, stderr } = await runProgram(['demo'], folder, { TMPDIR: folder });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const seen of [
      '$ routes add inbound',
      'is self-signed',
      'is not for',
      'expired on',
      'does not send',
      'does not offer STARTTLS',
    ]) {
      expect(stdout).toContain(seen);
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});
