// Every command on the pages is run, as it stands, by bash, in the order of its page and in one folder: a walk-through is
// really walked. Without network: names lead to an address of this machine where nobody listens, so a test of servers
// ends with "cannot tell".

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import { a, type DnsServer, startDns } from '../support/dns-server.ts';
import { cleanEnvironment, program, type Ran } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';
import { commandsOf, filesOf, handWritten, root, textOf } from './pages.ts';

/** Not run here, and why. */
const skipped: Record<string, string> = {
  'npx mail-routes add': 'asks field by field: test/cli/interview.test.ts answers',
};

/** Ask on a terminal, and are answered there with yes. */
const asking = ['routes apply routes.yaml'];

/** What a page takes to be there. */
const given: Record<string, readonly string[]> = {
  'README.md': ['routes add inbound --host mx1.example.com'],
  'docs/ci.md': ['routes init', 'routes import routes.yaml --yes'],
  'docs/import-export.md': ['routes init', 'routes add inbound --host mx1.example.com'],
  'docs/trust.md': ['routes init', 'routes add inbound --host mx1.example.com'],
};

/** Lines that find what is wrong, as their page says. */
const finding = [
  'routes rehearse --host mx9.example.com --cert cert.pem --intermediates ca.pem --write fixed.pem',
  'routes rehearse inbound --cert fullchain.pem --trust mozilla --trust corporate.pem --explain',
];

/** How a line may end. Nothing ends with 2: each is understood, and runs. */
function mayEndWith(line: string): number[] {
  if (/ test-tls\b/.test(line)) return [0, 1, 3];
  if (/ --check\b| check --strict\b/.test(line)) return [0, 1];
  return finding.includes(line) ? [1] : [0];
}

let dns: DnsServer;
let materials: { folder: string; env: Record<string, string> };

beforeAll(async () => {
  const names = handWritten.flatMap((page) => textOf(page).match(/\b[\w.-]+\.example\.(?:com|net)\b/g) ?? []);
  dns = await startDns(
    Object.fromEntries(
      [...new Set(names)].flatMap((name) => [
        [`A ${name}`, { answers: [a(name, '127.0.0.9')] }],
        [`AAAA ${name}`, { answers: [] }],
      ]),
    ),
  );
  const folder = mkdtempSync(join(tmpdir(), 'routes-docs-'));
  await writeMaterials(folder);
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    ROUTES_RESOLVER: `127.0.0.1:${dns.port}`,
    ROUTES_TRUST: join(folder, 'corporate.pem'),
    ROUTES_CONNECT_TIMEOUT: '1s',
    ROUTES_GREETING_TIMEOUT: '1s',
    ROUTES_COMMAND_TIMEOUT: '1s',
    ROUTES_TLS_TIMEOUT: '1s',
    ROUTES_DEADLINE: '3s',
    CI_COMMIT_SHA: '3f786850e387550fdab836ed7e6dc881de23001b',
  };
  materials = { folder, env };
}, 30_000);

afterAll(async () => {
  await dns.stop();
  rmSync(materials.folder, { recursive: true, force: true });
});

const fileNames = ['fullchain.pem', 'cert.pem', 'ca.pem', 'privkey.pem', 'corporate.pem'];

/** Certificates that are valid on every day that a page may name, and the programs that lines call. */
async function writeMaterials(folder: string): Promise<void> {
  const always = { notBefore: new Date('2020-01-01'), notAfter: new Date('2049-01-01') };
  const anchor: Issued = await issue({ subject: 'CN=Corporate Root', ca: true, ...always });
  const middle = await issue({ subject: 'CN=Issuing CA', ca: true, issuer: anchor, ...always });
  const servers = ['mx1.example.com', 'mx2.example.com', 'mx9.example.com', 'backup.example.net'];
  const leaf = await issue({ subject: servers[0]!, names: servers, issuer: middle, ...always });
  const texts = [leaf.pem + middle.pem, leaf.pem, middle.pem, leaf.keyPem, anchor.pem];
  for (const [index, name] of fileNames.entries()) writeFileSync(join(folder, name), texts[index]!);

  mkdirSync(join(folder, 'bin'));
  const routes = `exec '${process.execPath}' '${program}' "$@"`;
  const npx = `[ "$1" = --no-install ] && shift\ncase $1 in mail-routes | routes) shift ;; *) exit 99 ;; esac\n${routes}`;
  for (const [name, script] of Object.entries({ routes, npx }))
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** A folder with what the pages talk about. */
async function makeFolder(page: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-page-'));
  for (const name of fileNames) copyFileSync(join(materials.folder, name), join(folder, name));
  copyFileSync(join(root, 'docs', 'examples', 'routes.yaml'), join(folder, 'routes.yaml'));
  writeFileSync(join(folder, 'new.csv'), 'name,host\nnew,mx1.example.com\n');
  writeFileSync(
    join(folder, 'old.yaml'),
    'routes: [{ name: old, hosts: { type: single, host: mx2.example.com } }]\n',
  );
  for (const { name, text } of filesOf(page)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'bin'));
  symlinkSync(program, join(folder, 'bin', 'routes.js'));
  for (const line of given[page] ?? [])
    expect({ line, ...(await run(line, folder)) }).toMatchObject({ exitCode: 0 });
  return folder;
}

function run(line: string, folder: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', `set -o pipefail; ${line}`], {
      cwd: folder,
      env: cleanEnvironment(folder, materials.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ stdout, stderr, exitCode, signal }));
  });
}

async function runOnTerminal(line: string, folder: string): Promise<number> {
  const spawned = spawnOnTerminal(line.split(' ').slice(1), folder, { env: materials.env });
  await spawned.see('?');
  spawned.type('y\r');
  return spawned.exit;
}

const pages = handWritten
  .map((page) => ({ page, lines: commandsOf(page).filter((line) => !(line in skipped)) }))
  .filter(({ lines }) => lines.length > 0);

describe.each(pages)('$page', ({ page, lines }) => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeFolder(page);
  }, 30_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(lines)('%s', async (line) => {
    if (asking.includes(line)) {
      expect(await runOnTerminal(line, folder)).toBe(0);
      return;
    }
    const { stdout, stderr, exitCode } = await run(line, folder);
    const told = { line, exitCode, stderr, stdout: mayEndWith(line).includes(exitCode!) ? '' : stdout };
    expect(told).toEqual({
      line,
      exitCode: mayEndWith(line).includes(exitCode!) ? exitCode : mayEndWith(line),
      stderr: expect.not.stringContaining('routes: error:'),
      stdout: '',
    });
  });
});

test('what is skipped, answered on a terminal, or to end with 1 stands on a page', () => {
  const all = handWritten.flatMap(commandsOf);
  expect([...Object.keys(skipped), ...asking, ...finding].filter((line) => !all.includes(line))).toEqual([]);
});
