// How long the verdict takes on a wire of 100 ms there and back: TCP, greeting, EHLO, STARTTLS, TLS, EHLO and not
// one trip more. The answer to QUIT is not waited for.

import { beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../../src/demo/servers.ts';
import { defaultProbeSettings, probe } from '../../src/probe/probe.ts';
import { startDelayingProxy } from '../support/delaying-proxy.ts';
import { type Fixture, makeFixture, targetOf } from '../support/probing.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await makeFixture();
});

test.each([
  ['TLSv1.3', 6],
  ['TLSv1.2', 7],
] as const)('%s: %i', async (version, trips) => {
  const server = await startServer({
    chain: [fixture.leaf, fixture.intermediate],
    tls: { maxVersion: version },
  });
  const proxy = await startDelayingProxy(server.port, 50);
  try {
    void fixture.tls.secureContext;
    const startedAt = performance.now();
    const evidence = await probe(targetOf(proxy.port), defaultProbeSettings, { tls: fixture.tls });
    const milliseconds = performance.now() - startedAt;
    expect(evidence.outcome).toEqual({ kind: 'done' });
    // The proxy delays neither the TCP handshake nor the way of its end to the server: 1.5 trips less.
    expect(Math.floor(milliseconds / 100)).toBe(trips - 2);
  } finally {
    await proxy.stop();
    await server.stop();
  }
});
