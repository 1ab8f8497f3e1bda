// How fast the program is, beside other programs in one run:
// `npm run bench [-- --assert] [--quick] [--json] [--only starts]`. --assert exits 1 when a goal is missed by more than
// its slack. A measure is a file of tools/bench/, by whose name --only picks it; what it gives are figures with goals
// (figures.ts).

import { parseArgs } from 'node:util';
import { type Figure, isMissed, table } from './bench/figures.ts';
import { type Ground, prepareGround } from './bench/ground.ts';
import { judging } from './bench/judging.ts';
import { many } from './bench/many.ts';
import { type OtherTool, otherTools } from './bench/other-tools.ts';
import { roundTrips } from './bench/round-trips.ts';
import { starts } from './bench/starts.ts';
import { storeScale } from './bench/store.ts';

interface Measure {
  readonly name: string;
  readonly title: string;
  run(ground: Ground, tools: readonly OtherTool[], isQuick: boolean): Promise<Figure[]>;
}

const measures: readonly Measure[] = [
  {
    name: 'starts',
    title: 'whole processes',
    run: (ground, tools, isQuick) => starts(ground, tools, isQuick ? 10 : 24),
  },
  { name: 'round-trips', title: 'waiting for the wire', run: roundTrips },
  { name: 'many', title: 'many servers at once', run: many },
  {
    name: 'store',
    title: 'the store as it grows',
    run: (ground, _tools, isQuick) => storeScale(ground, isQuick),
  },
  { name: 'judging', title: 'judging', run: () => judging() },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      assert: { type: 'boolean' },
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string', multiple: true },
    },
  });
  const wanted = measuresNamed(values.only);
  const ground = await prepareGround();
  const figures: Figure[] = [];
  try {
    const tools = await otherTools(ground);
    for (const { title, run } of wanted) {
      const found = await run(ground, tools, values.quick === true);
      figures.push(...found);
      if (!values.json) console.log(`${title}\n${table(found)}\n`);
    }
  } finally {
    await ground.stop();
  }
  const missed = figures.filter(isMissed).length;
  const passed = figures.filter(({ goal }) => goal !== null).length - missed;
  if (values.json)
    console.log(JSON.stringify({ version: 1, node: process.version, passed, missed, figures }, null, 2));
  if (!values.assert) return;
  if (!values.json) console.log(`${passed} passed, ${missed} failed`);
  if (missed > 0) process.exitCode = 1;
}

/** All of them when none is named. @throws Error for a name that none has */
function measuresNamed(names: readonly string[] | undefined): readonly Measure[] {
  return (
    names?.map((name) => {
      const found = measures.find((measure) => measure.name === name);
      if (found) return found;
      throw new Error(`no measure "${name}": there are ${measures.map((one) => one.name).join(', ')}`);
    }) ?? measures
  );
}

void main();
