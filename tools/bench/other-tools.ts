// What else people test with, as far as this machine has it or Debian's packages do: each verifies the chain against the
// CA it is given, and each is tried once before it is timed, so that none is timed while it fails.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { download, Unavailable, unpack, whyUnavailable } from '../../test/interop/packages.ts';
import { type Ground, serverName } from './ground.ts';

export interface OtherTool {
  readonly name: string;
  /** The command that tests 127.0.0.1 at a port. */
  argv(port: number, trustFile: string): string[];
  readonly env: Readonly<Record<string, string>>;
}

interface Wanted extends Omit<OtherTool, 'env'> {
  /** What it prints when it has verified the chain. */
  readonly proof: RegExp;
}

const sClient: Wanted = {
  name: 'openssl s_client',
  argv: (port, trustFile) => [
    ...['openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-starttls', 'smtp'],
    ...['-servername', serverName, '-CAfile', trustFile, '-verify_return_error', '-brief'],
  ],
  proof: /^Verification: OK/m,
};

const curl: Wanted = {
  name: 'curl',
  argv: (port, trustFile) => [
    ...['curl', '--silent', '--ssl-reqd', '--cacert', trustFile, '--request', 'NOOP'],
    ...['--resolve', `${serverName}:${port}:127.0.0.1`, `smtp://${serverName}:${port}`],
  ],
  // It is silent, and would have ended with 60.
  proof: /^/,
};

const posttlsFinger = (program: string): Wanted => ({
  name: 'posttls-finger',
  argv: (port, trustFile) => [
    ...[program, '-c', '-l', 'verify', '-F', trustFile, `[127.0.0.1]:${port}`, serverName],
  ],
  proof: /Verified TLS connection established/,
});

/** The tools that are here and work. */
export async function otherTools(ground: Ground): Promise<OtherTool[]> {
  const server = await ground.startServer();
  const postfix = isHere('posttls-finger') ? { program: 'posttls-finger', env: {} } : unpackedPostfix(ground);
  const all: [Wanted, Readonly<Record<string, string>>][] = [];
  for (const tool of [sClient, curl]) if (isHere(tool.argv(0, '')[0]!)) all.push([tool, {}]);
  if (postfix !== null) all.push([posttlsFinger(postfix.program), postfix.env]);
  const working: OtherTool[] = [];
  for (const [{ name, argv, proof }, env] of all) {
    const [program, ...rest] = argv(server.port, ground.trustFile);
    // Beside this very server: its event loop must go on, so not spawnSync.
    const { status, said } = await run(program!, rest, { ...ground.env, ...env });
    if (status === 0 && proof.test(said)) working.push({ name, argv, env });
    else process.stderr.write(`bench: ${name} does not verify here, and is left out: ${said.trim()}\n`);
  }
  return working;
}

const isHere = (program: string) => spawnSync('which', [program]).status === 0;

function run(
  program: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('error', (error) => resolve({ status: null, said: error.message }));
    child.on('close', (status) => resolve({ status, said }));
  });
}

// posttls-finger comes with Postfix, which one does not install for a measurement: it runs out of the unpacked package.
function unpackedPostfix(ground: Ground): { program: string; env: Record<string, string> } | null {
  if (whyUnavailable() !== null) return null;
  const root = join(ground.folder, 'postfix');
  try {
    mkdirSync(root);
    unpack(download(['postfix']), root);
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
  const configuration = join(root, 'etc', 'postfix');
  mkdirSync(configuration, { recursive: true });
  writeFileSync(
    join(configuration, 'main.cf'),
    'compatibility_level = 3.6\nmyhostname = bench.example.net\nmail_owner = daemon\nsetgid_group = mail\n',
  );
  const libraries = ['usr/lib/postfix', 'usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'].map((part) =>
    join(root, part),
  );
  return {
    program: join(root, 'usr', 'sbin', 'posttls-finger'),
    env: { MAIL_CONFIG: configuration, LD_LIBRARY_PATH: libraries.join(':') },
  };
}
