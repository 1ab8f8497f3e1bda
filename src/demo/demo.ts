// The play of `routes demo`: six servers on loopback, each with one thing to see, and the commands to see it with.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue } from './certificates.ts';
import { type RunningServer, startServer } from './servers.ts';

export interface Demo {
  readonly servers: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  /** The demo's own CA, as a PEM file. */
  readonly trustFile: string;
  /** Command lines without `routes`, to be run in the folder. */
  readonly commands: readonly (readonly string[])[];
  stop(): Promise<void>;
}

const day = 24 * 3600 * 1000;

/** Makes certificates, starts the servers, writes the CA into `folder`. */
export async function startDemo(folder: string): Promise<Demo> {
  const root = await issue({ subject: 'O=routes demo,CN=Demo Root CA', ca: true });
  const intermediate = await issue({
    subject: 'O=routes demo,CN=Demo Issuing CA',
    ca: true,
    issuer: root,
    pathLength: 0,
  });
  const leaf = (name: string, more = {}) =>
    issue({ subject: name, names: [name], issuer: intermediate, ...more });
  const chains = {
    good: [await leaf('mx1.example.com'), intermediate],
    'self-signed': [await issue({ subject: 'localhost', names: ['selfsigned.example.com'] })],
    'wrong-name': [await leaf('other.example.com'), intermediate],
    expired: [
      await leaf('expired.example.com', {
        notBefore: new Date(Date.now() - 100 * day),
        notAfter: new Date(Date.now() - 10 * day),
      }),
      intermediate,
    ],
    incomplete: [await leaf('incomplete.example.com')],
    plain: [],
  };
  const hosts: Record<keyof typeof chains, string> = {
    good: 'mx1.example.com',
    'self-signed': 'selfsigned.example.com',
    'wrong-name': 'wrongname.example.com',
    expired: 'expired.example.com',
    incomplete: 'incomplete.example.com',
    plain: 'plain.example.com',
  };
  const servers: Record<string, RunningServer> = {};
  for (const [kind, chain] of Object.entries(chains)) {
    servers[kind] = await startServer({ chain, name: hosts[kind as keyof typeof hosts] });
  }
  const trustFile = join(folder, 'demo-ca.pem');
  writeFileSync(trustFile, root.pem);
  const at = (kind: keyof typeof hosts) => `${hosts[kind]}:${servers[kind]!.port}`;
  const resolve = Object.values(hosts).flatMap((host) => ['--resolve', `${host}=127.0.0.1`]);
  const bad = ['self-signed', 'wrong-name', 'expired', 'incomplete', 'plain'] as const;
  return {
    servers: Object.values(servers).map(({ name, address, port }) => ({ name, address, port })),
    trustFile,
    commands: [
      ['add', 'inbound', '--host', at('good')],
      [
        'add',
        'balanced',
        '--primary',
        `${at('good')}=50`,
        '--primary',
        `${at('self-signed')}=50`,
        '--secondary',
        at('plain'),
      ],
      ...bad.map((kind) => ['add', kind, '--host', at(kind), '--quiet']),
      ['list'],
      ['test-tls', 'inbound', '--trust', 'demo-ca.pem', ...resolve.slice(0, 2)],
      ['test-tls', 'balanced', ...bad, '--trust', 'demo-ca.pem', ...resolve],
    ],
    stop: async () => {
      await Promise.all(Object.values(servers).map((server) => server.stop()));
    },
  };
}
