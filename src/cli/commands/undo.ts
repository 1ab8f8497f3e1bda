// `routes undo`: the last change, taken back as a change of its own, after showing what that would be.

import { exitCodes } from '../errors.ts';
import { headOf } from '../views/log-view.ts';
import { planOf } from '../views/plan-view.ts';
import { metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { askPlan, declarePlanned, type PlannedFlags, sayDone } from './planned.ts';
import { sayRepaired } from './talk.ts';

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
    }
    return exitCodes.done;
  },
};
