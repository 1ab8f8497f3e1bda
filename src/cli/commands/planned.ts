// A change that is shown before it is made: import, apply, undo and replace-host. The plan goes to stdout, then it is
// asked, then it is made as one change; what was shown is what is made, or nothing is (`store-moved-on`).

import type { Command } from 'commander';
import { type Changed, liveBy } from '../../route/changes.ts';
import type { Route } from '../../route/route.ts';
import { routeWarnings } from '../../route/warnings.ts';
import type { ChangeMeta, ChangeResult, Store } from '../../store/types.ts';
import type { Sections } from '../../words/catalogue.ts';
import { commandLine } from '../command-line.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { shortTime } from '../views/difference-view.ts';
import { isEmpty, loadView, type Plan, planJson, planLines, planOf } from '../views/plan-view.ts';
import { type ChangeFlags, declareChangeFlags } from './change-flags.ts';
import { confirm, sayChange, sayRepaired, shown } from './talk.ts';

export interface PlannedFlags extends ChangeFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export function declarePlanned(command: Command, words: Sections['commands']): void {
  command.option('-y, --yes', words.flags.yes).option('--dry-run', words.flags.dryRun);
  declareChangeFlags(command, words);
}

/** Shows what `make` would do, asks, and does it as one change. */
export async function carryOut(
  context: Context,
  store: Store,
  make: (routes: Parameters<Parameters<Store['change']>[0]>[0]) => Changed | Promise<Changed>,
  wanted: {
    readonly meta: ChangeMeta;
    readonly flags: PlannedFlags;
    readonly question: (plan: Plan) => string;
    /** False where the answer could not be typed: standard input was the file. */
    readonly canAsk?: boolean;
  },
): Promise<Plan> {
  const { meta, flags } = wanted;
  if (flags.yes === true && flags.dryRun !== true) {
    // Nobody looks at the plan first, so it is made of what is there when it is made: no other writer's change is lost.
    let changed: Changed | undefined;
    const result = await store.change(async (routes) => {
      changed = await make(routes);
      return changed;
    }, meta);
    const plan = planOf(changed!.changes);
    if (!context.isJson) await showPlan(context, plan);
    await sayDone(context, plan, result);
    return plan;
  }
  const before = await store.read();
  await sayRepaired(context, before.repaired);
  const plan = planOf((await make(before.routes)).changes);
  const agreed = await askPlan(context, plan, wanted);
  if (agreed) await sayDone(context, plan, await store.change(make, { ...meta, onlyIf: before.hash }));
  return plan;
}

/** Shows a plan and asks; false when there is nothing to do, or nothing was to be done. @throws CliError */
export async function askPlan(
  context: Context,
  plan: Plan,
  {
    flags,
    question,
    canAsk = true,
    isMore = false,
  }: {
    readonly flags: PlannedFlags;
    readonly question: (plan: Plan) => string;
    readonly canAsk?: boolean;
    /** There is more to do than the plan says: another order. */
    readonly isMore?: boolean;
  },
): Promise<boolean> {
  if (!context.isJson) await showPlan(context, plan);
  if ((isEmpty(plan) && !isMore) || flags.dryRun === true) {
    if (context.isJson) printPlan(context, plan, false);
    return false;
  }
  if (flags.yes !== true && (!context.canAsk || !canAsk)) {
    const beside = { plan: planJson(plan), applied: false };
    throw new CliError('needs-yes', { command: context.command }, { beside });
  }
  if (!(await confirm(context, question(plan), flags.yes))) throw new CliError('declined');
  return true;
}

/** The plan, on stdout. */
export async function showPlan(context: Context, plan: Plan): Promise<void> {
  const view = await loadView(context);
  if (isEmpty(plan)) await context.print(view.words.planEmpty);
  else {
    const { add, change, remove } = plan;
    const summary = view.words.planIs(add.length, change.length, remove.length);
    await context.print([...planLines(plan, view), '', summary].join('\n'));
  }
}

function printPlan(context: Context, plan: Plan, applied: boolean): void {
  context.printJson({ version: 1, plan: planJson(plan), applied });
}

/** What a plan says once it is made; under --json the document. */
export async function sayDone(context: Context, plan: Plan, result: ChangeResult): Promise<void> {
  await sayChange(context, result);
  if (context.isJson) {
    printPlan(context, plan, result.kind === 'changed');
    return;
  }
  if (result.kind === 'unchanged') return;
  const words = await context.words('storeCommands');
  await context.print(words.planDone(plan.add.length, plan.change.length, plan.remove.length));
  await sayWarningsOf(context, plan);
  const left = [...plan.add, ...plan.change.map(({ after }) => after)];
  if (left.some((one) => one.console === null))
    context.say(`routes: ${words.pendingHint(commandLine(context, 'console', null, ['--pending']))}`);
  const live = lastLive(left);
  if (live !== null && Date.parse(live) > context.now().getTime())
    context.say(`routes: ${words.liveHint(shortTime(live))}`);
  const toDelete = plan.remove.filter((one) => one.console !== null).map(({ name }) => shown(name));
  if (toDelete.length > 0) context.say(`routes: ${words.deleteHint(toDelete)}`);
}

/** R13: the time by which the last of them is live that the console knows; null where it knows none. */
function lastLive(routes: readonly Route[]): string | null {
  return routes.reduce<string | null>((last, route) => {
    const by = liveBy(route);
    return by !== null && (last === null || by > last) ? by : last;
  }, null);
}

/** Warnings of more routes than this are for `routes check`. */
const mostWarnings = 10;

async function sayWarningsOf(context: Context, plan: Plan): Promise<void> {
  if (context.globals.quiet === true) return;
  const routes = [...plan.add, ...plan.change.map(({ after }) => after)];
  const found = routes.flatMap((route) => routeWarnings(route).map((warning) => ({ route, warning })));
  if (found.length === 0) return;
  const words = await context.words('storeCommands');
  const { warning: title } = await context.words('errors');
  const told = await context.tellWarnings(found.slice(0, mostWarnings).map(({ warning }) => warning));
  for (const [index, { message }] of told.entries())
    context.say(`routes: ${title}: ${words.warningOf(shown(found[index]!.route.name), message)}`);
  if (found.length > told.length)
    context.say(`routes: ${title}: ${words.moreWarnings(found.length - told.length)}`);
}
