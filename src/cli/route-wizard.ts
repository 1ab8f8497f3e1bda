// The interview of add and edit, from its first question to what is said when it is saved. The questions are in
// interview/; here are the two ways into it, the one change of the store, and what may have happened meanwhile.

import { addRoute, editRoute } from '../route/changes.ts';
import { differences } from '../route/difference.ts';
import { nameKey, type Route } from '../route/route.ts';
import { nameProblem, type RouteDraft } from '../route/validate.ts';
import type { ChangeResult, Store } from '../store/types.ts';
import { commandLine } from './command-line.ts';
import { metaOf } from './commands/change-flags.ts';
import { lastRecorded } from './commands/console.ts';
import { sayChange, shown } from './commands/talk.ts';
import type { Context } from './context.ts';
import { CliError, type ExitCode, exitCodes, printGiven } from './errors.ts';
import { addLine, editLine, sayConsole } from './interview/ending.ts';
import type { InterviewFlags } from './interview/flags.ts';
import { answeredBy, type Held, namesOf, withInterview } from './interview/interview.ts';
import { sayWrapped } from './interview/talk.ts';
import { differenceLines } from './views/difference-view.ts';
import { loadView } from './views/plan-view.ts';

/** The interview for a new route; what flags have said already is not asked. */
export async function interviewForNew(
  context: Context,
  draft: RouteDraft,
  flags: InterviewFlags,
): Promise<ExitCode> {
  const store = await context.store({ forReading: false });
  const taken = async () => namesOf((await store.read()).routes);
  const beginning = { draft, answered: answeredBy(draft, flags), taken };
  const { held, result } = await withInterview(context, flags, beginning, async (interview) => {
    for (;;) {
      const held = await interview.hold();
      const now = context.now().toISOString();
      const saved = await saving(context, addLine(context, held.route, flags), () =>
        store.change(
          (routes) => {
            refuseTaken(held.route, routes);
            return addRoute(routes, held.route, now);
          },
          metaOf(context, flags),
        ),
      );
      if (saved !== 'name-taken') return { held, result: saved };
    }
  });
  const words = await context.words('commands');
  await sayChange(context, result);
  await context.print(words.added(shown(held.route.name)));
  await sayEnd(context, held, addLine(context, held.route, flags));
  if (!held.isTested)
    context.say(`routes: ${words.testHint(commandLine(context, 'test-tls', held.route.name))}`);
  await sayConsole(context, result.routes.at(-1)!, null);
  return held.exitCode;
}

/** The interview for a route that is there, filled in with today's values. */
export async function interviewForEdit(
  context: Context,
  store: Store,
  first: Route,
  flags: InterviewFlags,
): Promise<ExitCode> {
  let today = first;
  const taken = async () =>
    namesOf((await store.read()).routes.filter((route) => !isNamed(route, first.name)));
  const beginning = { draft: first, answered: [], taken };
  const { held, result } = await withInterview(context, flags, beginning, async (interview) => {
    for (;;) {
      const held = await interview.hold();
      const now = context.now().toISOString();
      let found: Route | null = null;
      const line = editLine(context, today, held.route, flags);
      const saved = await saving(context, line, () =>
        store.change(
          (routes) => {
            const before = routes.find((route) => isNamed(route, first.name));
            if (!before)
              throw new CliError('no-such-route', { given: printGiven(first.name), nearest: null });
            found = before;
            if (changedFields(today, before).length > 0) return { routes, changes: [] };
            refuseTaken(
              held.route,
              routes.filter((route) => route !== before),
            );
            return editRoute(routes, before, withNotesOf(held.route, before), now);
          },
          metaOf(context, flags),
        ),
      );
      if (saved === 'name-taken') continue;
      if (changedFields(today, found!).length === 0) return { held, result: saved };
      // Somebody else changed it since it was read: what they did is not undone without a word.
      await sayMeanwhile(context, today, found!);
      today = found!;
    }
  });
  const words = await context.words('commands');
  await sayChange(context, result);
  const isChanged = result.kind === 'changed';
  await context.print(
    isChanged ? words.changed(shown(held.route.name)) : words.unchanged(shown(held.route.name)),
  );
  await sayEnd(context, held, isChanged ? editLine(context, today, held.route, flags) : null);
  const route = result.routes.find((one) => isNamed(one, held.route.name))!;
  if (isChanged) await sayConsole(context, route, await lastRecorded(store, route));
  return held.exitCode;
}

// Notes and labels are not asked for: they stay as they are in the store, whoever changed them meanwhile.
function withNotesOf(route: Route, { note, labels }: Route): Route {
  const { note: _note, labels: _labels, ...asked } = route;
  return { ...asked, ...(note === undefined ? {} : { note }), ...(labels === undefined ? {} : { labels }) };
}

function changedFields(one: Route, other: Route) {
  return differences(one, withNotesOf(other, one));
}

const isNamed = (route: Route, name: string) => nameKey(route.name) === nameKey(name);

/** @throws CliError route-not-valid when the name was taken since it was typed */
function refuseTaken({ name }: Route, others: readonly Route[]): void {
  const problem = nameProblem(name, namesOf(others));
  if (problem) throw new CliError('route-not-valid', {}, { problems: [problem] });
}

/** Saves. A name that was taken meanwhile is asked for again; of anything else the answers are left as a command line. */
async function saving(
  context: Context,
  line: string | null,
  save: () => Promise<ChangeResult>,
): Promise<ChangeResult | 'name-taken'> {
  try {
    return await save();
  } catch (error) {
    if (error instanceof CliError && error.problems[0]?.code === 'name-taken') return 'name-taken';
    if (line !== null) context.say(`routes: ${(await context.words('interview')).later}:\n  ${line}`);
    throw error;
  }
}

async function sayMeanwhile(context: Context, before: Route, after: Route): Promise<void> {
  const { meanwhile } = await context.words('interview');
  const view = await loadView(context, 'stderr');
  context.say([`routes: ${meanwhile}`, ...differenceLines(before, after, view, '  ')].join('\n'));
}

/** How the test went, and the one command line that would have done the same. */
async function sayEnd(context: Context, { route, exitCode }: Held, line: string | null): Promise<void> {
  const words = await context.words('commands');
  const name = shown(route.name);
  if (exitCode === exitCodes.failed) await sayWrapped(context, [`routes: ${words.savedAnyway(name)}`], '  ');
  if (exitCode === exitCodes.inconclusive)
    await sayWrapped(context, [`routes: ${words.savedUntold(name)}`], '  ');
  // Never broken: it is there to be copied.
  if (line !== null) context.say(`routes: ${(await context.words('interview')).sameByFlags}:\n  ${line}`);
}
