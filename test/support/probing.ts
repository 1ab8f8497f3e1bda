// Certificates made once, and a probe of a script with short limits: what the tables of test/probe share.

import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import type { Cause, ProbeEvidence, Target, TrustStore } from '../../src/probe/evidence.ts';
import { TlsClient } from '../../src/probe/handshake.ts';
import { defaultProbeSettings, type ProbeSettings, probe } from '../../src/probe/probe.ts';
import { type Script, startScripted } from './scripted-server.ts';

export interface Fixture {
  readonly root: Issued;
  readonly intermediate: Issued;
  readonly leaf: Issued;
  readonly trust: TrustStore;
  readonly tls: TlsClient;
}

export async function makeFixture(): Promise<Fixture> {
  const root = await issue({ subject: 'Test Root', ca: true });
  const intermediate = await issue({ subject: 'Test Intermediate', ca: true, issuer: root });
  const leaf = await issue({ subject: 'mx.example.com', names: ['mx.example.com'], issuer: intermediate });
  const trust = trustOf(root);
  return { root, intermediate, leaf, trust, tls: new TlsClient(trust) };
}

export function trustOf(...anchors: Issued[]): TrustStore {
  return {
    name: 'test',
    kind: 'file',
    anchors: anchors.map(({ der }) => der),
    pem: anchors.map(({ pem }) => pem),
    sha256: '',
  };
}

/** A server's context that sends exactly this chain. */
export function serverContext(chain: readonly Issued[], options: SecureContextOptions = {}): SecureContext {
  return createSecureContext({
    ca: [],
    cert: chain.map(({ pem }) => pem).join(''),
    key: chain[0]!.keyPem,
    ...options,
  });
}

export function targetOf(port: number, sni: string | null = 'mx.example.com'): Target {
  return { server: sni ?? '127.0.0.1', address: '127.0.0.1', family: 4, port, sni };
}

/** Limits of a second, so that a table of silent servers takes no minutes. */
export const shortSettings: ProbeSettings = {
  ...defaultProbeSettings,
  connectTimeout: 1000,
  greetingTimeout: 400,
  commandTimeout: 400,
  tlsTimeout: 600,
  deadline: 2000,
  ehloName: 'probe.example.net',
};

export interface Seen {
  readonly evidence: ProbeEvidence;
  readonly commands: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
}

/** Plays the script to one probe. */
export async function probeScript(
  script: Script,
  tls: TlsClient,
  settings: Partial<ProbeSettings> = {},
  target: Partial<Target> = {},
  signal?: AbortSignal,
): Promise<Seen> {
  const server = await startScripted(script);
  try {
    const startedAt = performance.now();
    const evidence = await probe(
      { ...targetOf(server.port), ...target },
      { ...shortSettings, ...settings },
      { tls, ...(signal && { signal }) },
    );
    const milliseconds = performance.now() - startedAt;
    return { evidence, commands: server.commands, connections: server.connections, milliseconds };
  } finally {
    await server.stop();
  }
}

/** The cause, or null for a probe that was done. */
export function causeOf({ outcome }: ProbeEvidence): Cause | null {
  return outcome.kind === 'done' ? null : outcome.cause;
}
