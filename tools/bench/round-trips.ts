// How often a whole `test-tls` waits for the wire until its verdict: the time that a delaying proxy adds, counted in
// round trips. Issue 5: 6 in TLS 1.3 and 7 in TLS 1.2, and not one more.

import { execFile } from 'node:child_process';
import { startDelayingProxy } from '../../test/support/delaying-proxy.ts';
import type { Figure } from './figures.ts';
import { type Ground, testArguments } from './ground.ts';

/** There and back, in milliseconds: long beside what a start varies by. */
const trip = 300;
/** The proxy delays neither the TCP handshake (one trip) nor the way of its end to the server (half a one). */
const notDelayed = 1.5;
const repeats = 3;

export async function roundTrips(ground: Ground): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [version, goal] of [
    ['TLSv1.3', 6],
    ['TLSv1.2', 7],
  ] as const) {
    const server = await ground.startServer(version);
    const proxy = await startDelayingProxy(server.port, trip / 2);
    const near = await fastest(ground, server.port);
    const far = await fastest(ground, proxy.port);
    await proxy.stop();
    figures.push({
      name: `test-tls until the verdict, ${version}`,
      value: Math.round((far - near) / trip + notDelayed),
      unit: 'round trips',
      goal,
      slack: 0,
    });
  }
  return figures;
}

// The least of several: load makes a run longer, never shorter.
async function fastest(ground: Ground, port: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < repeats; count++) {
    const startedAt = performance.now();
    await new Promise<void>((resolve, reject) => {
      execFile(
        process.execPath,
        testArguments(ground, port),
        { cwd: ground.folder, env: ground.env },
        (error) => (error ? reject(error) : resolve()),
      );
    });
    times.push(performance.now() - startedAt);
  }
  return Math.min(...times);
}
