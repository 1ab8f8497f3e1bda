// Many servers at once, beside what people use in a loop, in one run against one local server that answers on a
// thousand loopback addresses: probes a second, CPU for a probe, memory, and what dead hosts cost. Issue 5.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Figure } from './figures.ts';
import { type Ground, program } from './ground.ts';
import type { OtherTool } from './other-tools.ts';

interface Cost {
  /** Seconds. */
  readonly wall: number;
  readonly cpu: number;
}

/** Address number `index` of the loopback range. */
const address = (index: number) =>
  `127.${1 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${1 + (index % 250)}`;

export async function many(ground: Ground, tools: readonly OtherTool[], isQuick: boolean): Promise<Figure[]> {
  const server = await ground.startServer('TLSv1.3', '0.0.0.0');
  const count = 1000;
  // The slow ones get fewer, and are counted up.
  const few = isQuick ? 160 : 300;
  const store = storeOf(ground, count, server.port);
  // A whole root store for all of them, as in real use: each process of a loop reads it anew.
  const trust = join(ground.folder, 'roots.pem');
  writeFileSync(trust, [...rootCertificates, readFileSync(ground.trustFile, 'utf8')].join('\n'));
  const ours = ['test-tls', '--store', store, '--trust', trust, '--json'];
  const routes = await time([process.execPath, program, ...ours], ground.env);
  const bare = await time([process.execPath, join(__dirname, 'bare-loop.js'), String(count)], {
    ...ground.env,
    PORT: String(server.port),
    CA: trust,
  });
  const figures: Figure[] = [
    {
      name: `${count} servers: probes a second`,
      value: count / routes.wall,
      unit: '1/s',
      goal: null,
      slack: 0,
    },
    {
      name: 'CPU for a probe, judging included',
      value: routes.cpu / bare.cpu,
      unit: 'x a bare loop that verifies',
      goal: 1.5,
      slack: 0.2,
      remark: `${((routes.cpu * 1000) / count).toFixed(2)} ms`,
    },
  ];
  for (const { name, argv, env } of tools) {
    const goal = goals[name];
    if (goal === undefined) continue;
    const script = `seq ${few} | xargs -P 8 -I{} "$@" >/dev/null 2>&1`;
    const loop = await time(['bash', '-c', script, 'bash', ...argv(server.port, trust)], {
      ...ground.env,
      ...env,
    });
    const perProbe = routes.wall / count / (loop.wall / few);
    figures.push({
      name: `time for a probe, beside xargs -P 8 ${name}`,
      value: perProbe,
      unit: `x ${name}`,
      goal,
      // The loops start a process for each probe: what that costs is the machine's, and swings with it.
      slack: 0.4,
      remark: `${(1 / perProbe).toFixed(1)} times as many a second`,
    });
  }
  figures.push(...(await memory(ground, server.port, isQuick)), await deadHosts(ground, server.port));
  return figures;
}

/** At least 5 times s_client's, 8 times posttls-finger's: at most a fifth and an eighth of the time. */
const goals: Readonly<Record<string, number>> = { 'openssl s_client': 1 / 5, 'posttls-finger': 1 / 8 };

function storeOf(
  ground: Ground,
  count: number,
  port: number,
  extra: readonly { host: string; port: number }[] = [],
): string {
  const hosts = [
    ...Array.from({ length: count - extra.length }, (_, index) => ({ host: address(index), port })),
    ...extra,
  ];
  const routes = [];
  for (let start = 0; start < hosts.length; start += 100) {
    const rows = hosts.slice(start, start + 100);
    const load = (index: number) => Math.floor(100 / rows.length) + (index < 100 % rows.length ? 1 : 0);
    routes.push({
      name: `route ${start}`,
      hosts: {
        type: 'multiple',
        primary: rows.map((row, index) => ({ ...row, load: load(index) })),
        secondary: [],
      },
      options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: false },
      console: null,
    });
  }
  const file = join(ground.folder, `many-${count}-${extra.length}.json`);
  writeFileSync(file, JSON.stringify({ version: 1, routes }));
  return file;
}

async function time(argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Cost> {
  const child = spawn('bash', ['-c', `TIMEFORMAT='%R %U %S'; time "$@" >/dev/null`, 'bash', ...argv], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  const [wall, user, system] = said.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { wall: wall!, cpu: user! + system! };
}

/** Peak memory at ten times the targets, against that at a thousand. */
async function memory(ground: Ground, port: number, isQuick: boolean): Promise<Figure[]> {
  if (isQuick) return [];
  const one = await peak(ground, 1000, port);
  const ten = await peak(ground, 10_000, port);
  return [
    { name: 'peak memory, 10,000 servers with --json', value: ten / 1024, unit: 'MB', goal: 300, slack: 0 },
    { name: 'peak memory, 10,000 servers beside 1,000', value: ten / one, unit: 'x', goal: 1.6, slack: 0.1 },
  ];
}

/** Kilobytes. */
async function peak(ground: Ground, count: number, port: number): Promise<number> {
  const file = join(ground.folder, `peak-${count}`);
  const argv = [
    '--require',
    join(__dirname, 'usage.js'),
    program,
    'test-tls',
    '--store',
    storeOf(ground, count, port),
    '--trust',
    ground.trustFile,
    '--json',
  ];
  const child = spawn(process.execPath, argv, { env: { ...ground.env, USAGE_FILE: file }, stdio: 'ignore' });
  await once(child, 'close');
  return JSON.parse(readFileSync(file, 'utf8')).maxRSS;
}

/** A hundred hosts of which ten never answer a connection, with a time-out of 5 s. */
async function deadHosts(ground: Ground, port: number): Promise<Figure> {
  const seconds = 5;
  const hole = await startHole();
  const dead = Array.from({ length: 10 }, (_, index) => ({ host: `127.0.9.${index + 1}`, port: hole.port }));
  const argv = [
    'test-tls',
    '--store',
    storeOf(ground, 100, port, dead),
    '--trust',
    ground.trustFile,
    '--json',
    '--connect-timeout',
    `${seconds}s`,
  ];
  const { wall } = await time([process.execPath, program, ...argv, '--concurrency', '64'], ground.env);
  hole.stop();
  return {
    name: '100 hosts, 10 of them dead',
    value: wall / seconds,
    unit: 'x their time-out',
    goal: 1.2,
    slack: 0.1,
    remark: `${wall.toFixed(1)} s`,
  };
}

// A listener that is stopped and whose queue is full: the kernel lets further connections wait, as a host that is gone.
async function startHole(): Promise<{ port: number; stop(): void }> {
  const script = `const s=require('net').createServer().listen(0,'0.0.0.0',1,()=>console.log(s.address().port))`;
  const child: ChildProcess = spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [data] = await once(child.stdout!, 'data');
  const port = Number(String(data));
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await once(fillers[0]!, 'connect');
  return {
    port,
    stop() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
