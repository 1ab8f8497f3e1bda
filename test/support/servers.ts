// A set of real servers on loopback for tests from outside: one for each thing that a certificate can have wrong.
// `places` gives their hosts with ports and the PEM file of the CA that signed them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import { startServer } from '../../src/demo/servers.ts';

export interface TestServers {
  /** `good` is `good.example.com:12345`; `ca` is a PEM file. */
  readonly places: Readonly<Record<string, string>>;
  readonly root: Issued;
  readonly intermediate: Issued;
  stop(): Promise<void>;
}

const day = 24 * 3600 * 1000;

export async function startTestServers(): Promise<TestServers> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-servers-'));
  const root = await issue({ subject: 'O=routes test,CN=Test Root', ca: true });
  const intermediate = await issue({
    subject: 'O=routes test,CN=Test Issuer',
    ca: true,
    issuer: root,
    pathLength: 0,
  });
  const leaf = (name: string, more = {}) =>
    issue({ subject: name, names: [name], issuer: intermediate, ...more });
  const ends = (days: number) => ({
    notBefore: new Date(Date.now() - 100 * day),
    notAfter: new Date(Date.now() + days * day),
  });
  const chains: Record<string, Issued[]> = {
    good: [await leaf('good.example.com'), intermediate],
    selfsigned: [await issue({ subject: 'CN=selfsigned.example.com', names: ['selfsigned.example.com'] })],
    wrongname: [await leaf('other.example.com'), intermediate],
    expired: [await leaf('expired.example.com', ends(-10)), intermediate],
    soon: [await leaf('soon.example.com', ends(5)), intermediate],
    incomplete: [await leaf('incomplete.example.com')],
    twofold: [await leaf('other.example.com', ends(-10)), intermediate],
    plain: [],
  };
  const servers = await Promise.all(
    Object.entries(chains).map(
      async ([name, chain]) => [name, await startServer({ chain, name: `${name}.example.com` })] as const,
    ),
  );
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, root.pem);
  const good = chains.good!.map(({ pem }) => pem);
  writeFileSync(join(folder, 'good.pem'), good.join(''));
  writeFileSync(join(folder, 'disorder.pem'), root.pem + good.toReversed().join(''));
  return {
    places: {
      ...Object.fromEntries(servers.map(([name, { port }]) => [name, `${name}.example.com:${port}`])),
      ca,
      goodpem: join(folder, 'good.pem'),
      disorderpem: join(folder, 'disorder.pem'),
      local: Object.keys(chains)
        .map((name) => `--resolve ${name}.example.com=127.0.0.1`)
        .join(' '),
    },
    root,
    intermediate,
    stop: async () => {
      await Promise.all(servers.map(([, server]) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
