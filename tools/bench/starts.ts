// What a whole process costs, against an empty one: `node -e 0`. Issue 2, section Speed. Beside test-tls stand a bare
// Node script that does the least of the same, and what else people test with.

import { join } from 'node:path';
import { type Contender, type Cost, compare } from './compare.ts';
import type { Figure } from './figures.ts';
import { type Ground, program, serverName, testArguments } from './ground.ts';
import type { OtherTool } from './other-tools.ts';

const empty = 'node -e 0';
const test = 'test-tls --host --trust file.pem';
const bare = 'a bare script that does the same';

const goals: Readonly<Record<string, number>> = {
  'routes --version': 1.15,
  'routes --help': 1.15,
  'routes list (ten routes)': 1.3,
  'routes list (with a config file)': 1.6,
  'routes add (with flags)': 1.6,
};

/** test-tls: 2.2 on a machine where the bare script takes 1.95; where Node starts faster, both take more of it. */
const testGoal = 2.2;
const testGoalToBare = 2.2 / 1.95;

/** CPU ratios of so short runs swing by some 15 per cent when the machine is busy; those of test-tls by more. */
const slack = 0.25;
const testSlack = 0.3;

export async function starts(ground: Ground, tools: readonly OtherTool[], rounds: number): Promise<Figure[]> {
  const server = await ground.startServer();
  const costs = await compare(contenders(ground, tools, server.port), rounds, ground.env);
  const ratio = (name: string, what: keyof Cost) => costs.get(name)![what] / costs.get(empty)![what];
  return [...costs.keys()].slice(1).map((name) => ({
    name,
    value: ratio(name, 'cpu'),
    unit: `x ${empty}`,
    goal: name === test ? Math.max(testGoal, testGoalToBare * ratio(bare, 'cpu')) : (goals[name] ?? null),
    slack: name === test ? testSlack : slack,
    remark: `${costs.get(name)!.cpu.toFixed(1)} ms CPU; by the clock ${ratio(name, 'wall').toFixed(2)}`,
  }));
}

function contenders(ground: Ground, tools: readonly OtherTool[], port: number): Contender[] {
  const { folder, configured, store, scratchStore } = ground;
  const node = (name: string, argv: readonly string[], cwd = folder): Contender => ({
    name,
    argv: [process.execPath, ...argv],
    cwd,
  });
  const all = [
    node(empty, ['-e', '0']),
    node('routes --version', [program, '--version']),
    node('routes --help', [program, '--help']),
    node('routes list (ten routes)', [program, 'list', '--store', store]),
    node('routes list (with a config file)', [program, 'list'], configured),
    {
      ...node('routes add (with flags)', [
        program,
        'add',
        'new {i}',
        '--host',
        'new{i}.example.com',
        '--store',
        scratchStore,
      ]),
      prepare: () => ground.resetScratchStore(),
    },
    node(test, testArguments(ground, port)),
    node(bare, [join(__dirname, 'bare-probe.js'), String(port), serverName, ground.trustFile]),
  ];
  for (const { name, argv, env } of tools)
    all.push({ name, argv: argv(port, ground.trustFile), cwd: folder, env });
  return all;
}
