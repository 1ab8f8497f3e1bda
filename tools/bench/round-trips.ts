// How often a whole `test-tls`, and each other tool, waits for the wire until its verdict: the time that a delaying
// proxy adds, counted in round trips. Issue 5: 6 in TLS 1.3 and 7 in TLS 1.2, and not one more.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startDelayingProxy } from '../../test/support/delaying-proxy.ts';
import type { Figure } from './figures.ts';
import { type Ground, testArguments } from './ground.ts';
import type { OtherTool } from './other-tools.ts';

/** There and back, in milliseconds: long beside what a start varies by. */
const trip = 300;
/** The proxy delays neither the TCP handshake (one trip) nor the way of its end to the server (half a one). */
const notDelayed = 1.5;
const repeats = 3;

export async function roundTrips(ground: Ground, tools: readonly OtherTool[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [version, goal] of [
    ['TLSv1.3', 6],
    ['TLSv1.2', 7],
  ] as const) {
    const server = await ground.startServer(version);
    const proxy = await startDelayingProxy(server.port, trip / 2);
    const ours: OtherTool = {
      name: 'test-tls',
      argv: (port) => [process.execPath, ...testArguments(ground, port)],
      env: {},
    };
    for (const tool of [ours, ...tools]) {
      const near = await fastest(ground, tool, server.port);
      const far = await fastest(ground, tool, proxy.port);
      figures.push({
        name: `${tool.name}, ${version}`,
        value: Math.round((far - near) / trip + notDelayed),
        unit: 'round trips',
        goal: tool === ours ? goal : null,
        slack: 0,
      });
    }
    await proxy.stop();
  }
  return figures;
}

// The least of several: load makes a run longer, never shorter.
async function fastest(ground: Ground, tool: OtherTool, port: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < repeats; count++) {
    const startedAt = performance.now();
    const [program, ...argv] = tool.argv(port, ground.trustFile);
    const child = spawn(program!, argv, {
      cwd: ground.folder,
      env: { ...ground.env, ...tool.env },
      stdio: 'ignore',
    });
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`${tool.name} ended with ${status}`);
    times.push(performance.now() - startedAt);
  }
  return Math.min(...times);
}
