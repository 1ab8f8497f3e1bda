// A process that changes a store, for the tests that kill it, race it or break its system calls.
// worker <store> add <prefix> <count> | hold <prefix> | remove <name> | read
// It prints a JSON line for each change: { "done": kind, "repaired": ... } or { "error": code, "data": ... }.

import { writeSync } from 'node:fs';
import { addRoute, findRoute, removeRoutes } from '../../src/route/changes.ts';
import { openStore } from '../../src/store/store.ts';
import { routeNamed } from './routes.ts';

const [file, action, name, count] = process.argv.slice(2);

const store = openStore({
  file: file!,
  mustExist: false,
  actor: 'worker@test',
  clock: () => new Date(),
  lockWait: Number(process.env.LOCK_WAIT ?? 30_000),
  loadValidator: async () => () => [],
});

function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    say(await work());
  } catch (error) {
    const { code, data } = error as { code?: string; data?: unknown };
    say({ error: code ?? String(error), data });
    process.exitCode = 2;
  }
}

async function add(route: string, meanwhile?: () => Promise<void>): Promise<unknown> {
  const started = performance.now();
  const result = await store.change(
    async (routes) => {
      await meanwhile?.();
      return addRoute(routes, routeNamed(route), new Date().toISOString());
    },
    { command: 'add' },
  );
  return { done: result.kind, route, repaired: result.repaired, took: performance.now() - started };
}

async function main(): Promise<void> {
  if (action === 'read') {
    await attempt(async () => {
      const { routes, repaired } = await store.read();
      return { done: 'read', routes: routes.length, repaired };
    });
  } else if (action === 'remove') {
    await attempt(async () => {
      const { kind, repaired } = await store.change(
        (routes) => removeRoutes(routes, [findRoute(routes, name!)!]),
        {
          command: 'remove',
        },
      );
      return { done: kind, repaired };
    });
  } else if (action === 'hold') {
    await attempt(() =>
      add(name!, async () => {
        say({ holding: true });
        await new Promise((resolve) => {
          process.stdin.once('data', resolve);
        });
        process.stdin.destroy();
      }),
    );
  } else {
    for (let index = 0; index < Number(count); index += 1) await attempt(() => add(`${name}-${index}`));
  }
}

void main();
