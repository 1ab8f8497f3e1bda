// What the store costs as it grows: list, show, check and add of 100 to 100,000 routes, beside reading and writing
// the same file as plain JSON in a process of its own. Issue 6.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figures.ts';
import { type Ground, program } from './ground.ts';

/** A small multiple of JSON.parse plus JSON.stringify of the same file. */
const goals = { list: 2.5, show: 2.5, check: 5, add: 4 } as const;
type Name = keyof typeof goals;
const mostMegabytes = 400;

export async function storeScale(ground: Ground, isQuick: boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of isQuick ? [1000, 10_000] : [100, 1000, 10_000, 100_000]) {
    const file = await makeStore(ground, count);
    const plain = await run(ground, [
      '-e',
      `const fs=require('fs');const t=fs.readFileSync(${JSON.stringify(file)},'utf8');fs.writeFileSync(${JSON.stringify(`${file}.copy`)},JSON.stringify(JSON.parse(t),null,2))`,
    ]);
    for (const name of Object.keys(goals) as Name[]) {
      const { cpu, megabytes } = await run(ground, [program, ...argumentsOf(name, count), '--store', file]);
      figures.push({
        name: `${name} of ${count.toLocaleString('en')} routes`,
        value: cpu / plain.cpu,
        unit: 'x parse and stringify',
        goal: count >= 10_000 ? goals[name] : null,
        slack: 0.3,
        remark: `${cpu.toFixed(0)} ms CPU, ${megabytes.toFixed(0)} MB`,
      });
      if (count === 100_000)
        figures.push({
          name: `peak memory of ${name}`,
          value: megabytes,
          unit: 'MB',
          goal: mostMegabytes,
          slack: 0,
        });
    }
  }
  return figures;
}

function argumentsOf(name: Name, count: number): string[] {
  if (name === 'show') return ['show', `route ${count - 1}`];
  return name === 'add' ? ['add', `new ${Math.random()}`, '--host', 'new.example.com', '--quiet'] : [name];
}

/** Written by the program itself, so that its log vouches for it. */
async function makeStore(ground: Ground, count: number): Promise<string> {
  const file = join(ground.folder, `scale-${count}.json`);
  const routes = Array.from({ length: count }, (_, index) => ({
    name: `route ${index}`,
    hosts: { type: 'single', host: `mx${index}.example.com`, port: 25 },
    options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
    console: null,
  }));
  writeFileSync(
    file,
    `${JSON.stringify({ $schema: 'urn:mail-routes:schema:store:1', version: 1, routes }, null, 2)}\n`,
  );
  await run(ground, [program, 'add', 'first', '--host', 'mx.example.com', '--quiet', '--store', file]);
  return file;
}

async function run(ground: Ground, argv: readonly string[]): Promise<{ cpu: number; megabytes: number }> {
  const usage = join(ground.folder, 'usage.json');
  const child = spawn(process.execPath, ['--require', join(__dirname, 'usage.js'), ...argv], {
    cwd: ground.folder,
    env: { ...ground.env, USAGE_FILE: usage },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${argv.join(' ').slice(0, 200)} ended with ${exitCode}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, 'utf8'));
  return { cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: maxRSS / 1024 };
}
