// The presented chain against the certificates that the server was given: octet for octet, in order.

import { once } from 'node:events';
import { connect } from 'node:net';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import { startServer } from '../../src/demo/servers.ts';
import type { ProbeEvidence } from '../../src/probe/evidence.ts';
import { startHandshake, type TlsClient, Wire } from '../../src/probe/handshake.ts';
import { readServerFlight } from '../../src/probe/presented-chain.ts';
import { probe } from '../../src/probe/probe.ts';
import { type Fixture, makeFixture, serverContext, shortSettings, targetOf } from '../support/probing.ts';
import { startScripted } from '../support/scripted-server.ts';

let fixture: Fixture;
let chains: Record<string, readonly Issued[]>;

beforeAll(async () => {
  fixture = await makeFixture();
  const { root, intermediate, leaf } = fixture;
  const many = [];
  for (let count = 0; count < 30; count += 1) many.push(await issue({ subject: `Extra ${count}`, ca: true }));
  const rsa = await issue({ subject: 'mx.example.com', names: ['mx.example.com'], key: 'rsa2048' });
  const wide = await issue({
    subject: 'mx.example.com',
    names: Array.from({ length: 3000 }, (_, count) => `host${count}.example.com`),
    issuer: root,
  });
  chains = {
    'leaf alone': [leaf],
    'leaf and intermediate': [leaf, intermediate],
    'wrong order': [leaf, root, intermediate],
    duplicates: [leaf, intermediate, intermediate, leaf],
    'over 8 KB': [leaf, intermediate, ...many],
    '3,000 names': [wide],
    'self-signed RSA': [rsa],
  };
});

async function seen(chain: readonly Issued[], tls: SecureContextOptions = {}): Promise<ProbeEvidence> {
  const server = await startServer({ chain, tls });
  try {
    return await probe(targetOf(server.port), shortSettings, { tls: fixture.tls });
  } finally {
    await server.stop();
  }
}

function expectChain(evidence: ProbeEvidence, chain: readonly Issued[]): void {
  const presented = evidence.tls!.presentedChain;
  expect(presented.certificates.map((der) => Buffer.from(der).toString('hex'))).toEqual(
    chain.map(({ der }) => Buffer.from(der).toString('hex')),
  );
  expect(presented).toMatchObject({ whole: true, problem: null });
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s shows', (version) => {
  test.each([
    'leaf alone',
    'leaf and intermediate',
    'wrong order',
    'duplicates',
    'over 8 KB',
    '3,000 names',
    'self-signed RSA',
  ])('%s', async (name) => {
    const chain = chains[name]!;
    const evidence = await seen(chain, { minVersion: version, maxVersion: version });
    expect(evidence.outcome).toEqual({ kind: 'done' });
    expect(evidence.tls).toMatchObject({ established: true, protocol: version });
    expectChain(evidence, chain);
  });
});

describe('every cipher', () => {
  test.each([
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256', 'leaf and intermediate'],
    ['TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'leaf and intermediate'],
    ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256', 'leaf and intermediate'],
    ['TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'leaf and intermediate'],
    ['TLSv1.2', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'leaf and intermediate'],
    ['TLSv1.2', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'leaf and intermediate'],
    ['TLSv1.2', 'ECDHE-ECDSA-AES128-SHA', 'leaf and intermediate'],
    ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256', 'self-signed RSA'],
    ['TLSv1.2', 'ECDHE-RSA-AES256-SHA384', 'self-signed RSA'],
    ['TLSv1.2', 'AES128-GCM-SHA256', 'self-signed RSA'],
  ] as const)('%s %s', async (version, cipher, name) => {
    const chain = chains[name]!;
    const evidence = await seen(chain, { minVersion: version, maxVersion: version, ciphers: cipher });
    expect(evidence.outcome).toEqual({ kind: 'done' });
    expect(evidence.tls).toMatchObject({ protocol: version, cipher });
    expect(evidence.tls!.keyExchange).toMatch(cipher === 'AES128-GCM-SHA256' ? /^RSA$/ : /^X25519/);
    expectChain(evidence, chain);
  });
});

describe('the key exchange', () => {
  test.each([
    ['P-256', 'P-256'],
    ['P-384', 'P-384'],
    ['secp521r1', 'P-521'],
    ['X448', 'X448'],
  ])('%s, after a HelloRetryRequest', async (ecdhCurve, keyExchange) => {
    const chain = chains['leaf and intermediate']!;
    const evidence = await seen(chain, { minVersion: 'TLSv1.3', ecdhCurve });
    expect(evidence.tls).toMatchObject({ established: true, protocol: 'TLSv1.3', keyExchange });
    expectChain(evidence, chain);
  });

  test('a prime of 2,048 bits under TLS 1.2', async () => {
    const evidence = await seen(chains['self-signed RSA']!, {
      maxVersion: 'TLSv1.2',
      ciphers: 'DHE-RSA-AES128-GCM-SHA256',
      dhparam: 'auto',
    });
    expect(evidence.tls).toMatchObject({ established: true, keyExchange: 'DH-2048' });
  });
});

describe('every key', () => {
  test.each(['p384', 'p521', 'ed25519', 'rsa1024', 'rsa3072'] as const)('%s', async (key) => {
    const leaf = await issue({ subject: 'mx.example.com', names: ['mx.example.com'], key });
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const evidence = await seen([leaf], { maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' });
      expect(evidence).toMatchObject({ outcome: { kind: 'done' }, tls: { protocol: version } });
      expectChain(evidence, [leaf]);
    }
  });

  test('a signature with SHA-1', async () => {
    const { root, keys } = { root: fixture.root, keys: fixture.leaf.keys };
    const leaf = await issue({ subject: 'mx.example.com', issuer: root, keys, hash: 'SHA-1' });
    const evidence = await seen([leaf], { ciphers: 'ALL:@SECLEVEL=0' });
    expect(evidence.outcome).toEqual({ kind: 'done' });
    expectChain(evidence, [leaf]);
  });
});

// Our hello does not offer them, so the handshake is made by a client that does.
test.each(['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'])('%s is read', async (cipher) => {
  const { leaf, intermediate } = fixture;
  const tls = { minVersion: 'TLSv1.3', ciphers: `${cipher}:DEFAULT@SECLEVEL=0` } as const;
  const context = serverContext([leaf, intermediate], tls);
  const client = { secureContext: createSecureContext(tls) } as TlsClient;
  const server = await startScripted(async (peer) => {
    await peer.secure(context);
    await peer.gone;
  });
  const socket = connect(server.port, '127.0.0.1');
  try {
    const wire = new Wire(socket);
    socket.on('data', (chunk: Buffer) => wire.arrive(chunk));
    const handshake = startHandshake(wire, client, null);
    await once(handshake.socket, 'secureConnect');
    const flight = readServerFlight(wire.stopRecording(), handshake.secret);
    expect(flight).toMatchObject({ cipher, presentedChain: { whole: true } });
    expect(flight.presentedChain.certificates.map((der) => Buffer.from(der))).toEqual(
      [leaf, intermediate].map(({ der }) => Buffer.from(der)),
    );
    handshake.socket.destroy();
  } finally {
    socket.destroy();
    await server.stop();
  }
});

test('a chain larger than OpenSSL takes: told, with what came of it', async () => {
  const chain = [fixture.leaf, ...Array.from({ length: 300 }, () => fixture.intermediate)];
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const evidence = await seen(chain, { minVersion: version, maxVersion: version });
    const { presentedChain, established } = evidence.tls!;
    expect(established).toBe(false);
    expect(presentedChain).toMatchObject({ whole: false, problem: 'too-large' });
    expect(presentedChain.octets).toBeGreaterThan(102_400);
    expect(Buffer.from(presentedChain.certificates[0]!).equals(fixture.leaf.der)).toBe(true);
    expect(evidence.outcome).toMatchObject({
      kind: 'stopped',
      stage: 'handshake',
      cause: { kind: 'tls-error', code: 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE' },
    });
  }
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '%s: the same leaf is one object for all probes',
  async (version) => {
    const chain = chains['leaf alone']!;
    const one = await seen(chain, { maxVersion: version });
    const other = await seen(chain, { maxVersion: version });
    expect(one.tls!.presentedChain.certificates[0]).toBe(other.tls!.presentedChain.certificates[0]);
  },
);
