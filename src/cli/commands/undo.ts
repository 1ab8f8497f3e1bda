// `routes undo`: the last change, taken back as a change of its own, after showing what that would be.

import type { Route } from '../../route/route.ts';
import { exitCodes } from '../errors.ts';
import { headOf } from '../views/log-view.ts';
import { type Plan, planOf } from '../views/plan-view.ts';
import { metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { askPlan, declarePlanned, type PlannedFlags, sayDone } from './planned.ts';
import { sayRepaired, shown } from './talk.ts';

export const undo: CommandModule<PlannedFlags> = {
  declare: declarePlanned,

  async run(context, _operands, options) {
    const store = await context.store({ forReading: true });
    const { entry, draft, hash, repaired } = await store.planUndo();
    await sayRepaired(context, repaired);
    const words = await context.words('storeCommands');
    context.say(`routes: ${words.undoing(headOf(entry))}`);
    const plan = planOf(draft.changes);
    const question = () => words.questions.undo;
    if (await askPlan(context, plan, { flags: options, question, isMore: entry.order !== undefined })) {
      await sayDone(context, plan, await store.undo({ ...metaOf(context, options), onlyIf: hash }));
      const recorded = recordedAgain(plan);
      if (recorded.length > 0 && !context.isJson)
        context.say(`routes: ${words.recordedAgain(recorded.map(({ name }) => shown(name)))}`);
    }
    return exitCodes.done;
  },
};

// The record is as it was; whether the console was changed in between only its administrator knows.
function recordedAgain({ add, change }: Plan): Route[] {
  const kept = change.filter(({ before }) => before.console === null).map(({ after }) => after);
  return [...add, ...kept].filter((route) => route.console !== null);
}
