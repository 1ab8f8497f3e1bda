// The walk through the questions: step by step in the console's order, back with Esc, on to the first step that has no
// answer yet, and to the summary when all have one. What flags have said is answered; nothing is saved in here.

import { nameKey, type Route } from '../../route/route.ts';
import type { RouteDraft } from '../../route/validate.ts';
import type { Context } from '../context.ts';
import { CliError, type ExitCode, exitCodes } from '../errors.ts';
import { openAsker } from '../prompts.ts';
import type { RouteFlags } from '../route-flags.ts';
import { type Answers, answersFrom, openStep, problemsOf, routeOf, type Step, stepsOf } from './answers.ts';
import { askBoxes, askKind, askName, askServer, type Room, sentence, type Taken } from './fields.ts';
import { Finish } from './finish.ts';
import type { InterviewFlags } from './flags.ts';
import { LookUp } from './look-up.ts';
import { askTable } from './table.ts';
import { sayWrapped } from './talk.ts';

/** Where to begin: a draft of a new route, or the route of today. */
export interface Beginning {
  readonly draft: RouteDraft | Route;
  /** Steps that flags have answered. */
  readonly answered: readonly Step[];
  /** Names that are taken, asked for anew before each use: others may add routes meanwhile. */
  readonly taken: () => Promise<ReadonlySet<string>>;
}

/** What was chosen in the end, and how its test went. */
export interface Held {
  readonly route: Route;
  readonly exitCode: ExitCode;
  readonly isTested: boolean;
}

/** Opens the terminal for an interview, and closes it whatever happens. */
export async function withInterview<T>(
  context: Context,
  flags: InterviewFlags,
  beginning: Beginning,
  work: (interview: Interview) => Promise<T>,
): Promise<T> {
  const lookUp = await LookUp.open(context, flags);
  const words = await context.words('interview');
  const asker = await openAsker(context);
  const room: Room = { asker, lookUp, words, problems: await context.words('problems') };
  const { env } = context.surroundings;
  await sayWrapped(context, [env.TERM === 'dumb' ? words.introLines : words.intro], '');
  try {
    return await work(new Interview(context, room, new Finish(context, room, flags), beginning));
  } finally {
    lookUp.close();
    asker.close();
  }
}

export class Interview {
  readonly room: Room;
  readonly #context: Context;
  readonly #finish: Finish;
  readonly #takenNow: Beginning['taken'];
  readonly #answered: Set<Step>;
  #answers: Answers;
  #taken: ReadonlySet<string> = new Set();

  constructor(context: Context, room: Room, finish: Finish, { draft, answered, taken }: Beginning) {
    this.#context = context;
    this.room = room;
    this.#finish = finish;
    this.#takenNow = taken;
    this.#answered = new Set(answered);
    this.#answers = answersFrom(draft);
  }

  /** Asks until there is a route to save. @throws CliError interrupted when the person leaves */
  async hold(): Promise<Held> {
    let step = await this.#open();
    for (;;) {
      if (step !== null) {
        step = await this.#step(step);
        continue;
      }
      const validated = routeOf(this.#answers);
      if (validated.kind === 'invalid')
        throw new CliError('route-not-valid', {}, { problems: validated.problems });
      const { route } = validated;
      const end = await this.#finish.ask(route, this.#answers);
      if (end.kind === 'save')
        return { route, exitCode: await this.#exitCode(route), isTested: end.isTested };
      if (end.kind === 'answers') this.#answers = end.answers;
      step =
        end.kind === 'back'
          ? stepsOf(this.#answers).at(-1)!
          : end.kind === 'step'
            ? end.step
            : await this.#open();
      if (end.kind === 'step' && end.step === 'server') step = await this.#server(end.from);
    }
  }

  /** Somebody took the name meanwhile: says so when it is asked next. */
  async #open(): Promise<Step | null> {
    this.#taken = await this.#takenNow();
    return openStep(this.#answers, this.#answered, this.#taken);
  }

  async #exitCode(route: Route): Promise<ExitCode> {
    const report = this.#finish.reportOn(route);
    if (report === null) return exitCodes.done;
    const { exitCodeOf } = await import('../test-route.ts');
    return exitCodeOf(report, await this.#context.setting<boolean>('strict'));
  }

  async #step(step: Step): Promise<Step | null> {
    if (step === 'server') return this.#server('host');
    return this.#turn(step, (answers) => this.#ask(step, answers));
  }

  #server(from: 'host' | 'port'): Promise<Step | null> {
    return this.#turn('server', async (answers) => {
      const { single, options } = answers;
      const title = this.room.words.host;
      const taken = await askServer(this.room, { title, before: single, from, others: [], options });
      const { server, isBack } = taken;
      return { answers: { ...answers, single: server, options: taken.options }, isBack };
    });
  }

  /** One step; then the next that is open, or on Esc the one before. Esc from a change leaves everything as it was. */
  async #turn(step: Step, ask: (answers: Answers) => Promise<Taken>): Promise<Step | null> {
    const before = this.#answers;
    const isChange = openStep(before, this.#answered, this.#taken) === null;
    await this.#sayProblem(step);
    const { answers, isBack } = await ask(before);
    if (isBack && isChange) return null;
    this.#answers = answers;
    if (!isBack) {
      this.#answered.add(step);
      return this.#open();
    }
    const steps = stepsOf(answers);
    return steps[Math.max(0, steps.indexOf(step) - 1)]!;
  }

  // A step that was answered, by a flag or before, and is asked again: why.
  async #sayProblem(step: Step): Promise<void> {
    if (!this.#answered.has(step)) return;
    const [problem] = problemsOf(this.#answers, step, this.#taken);
    if (!problem) return;
    const { problems } = this.room;
    const text = sentence(problems, problem.code, problem.given, problem.data);
    await sayWrapped(this.#context, [`! ${text}`], '  ');
  }

  #ask(step: Exclude<Step, 'server'>, answers: Answers): Promise<Taken> {
    switch (step) {
      case 'name':
        return askName(this.room, answers, this.#taken);
      case 'kind':
        return askKind(this.room, answers);
      case 'boxes':
        return askBoxes(this.room, answers);
      default:
        return askTable(this.room, answers, step);
    }
  }
}

/** The steps that flags have answered. */
export function answeredBy({ name, hosts }: RouteDraft, flags: RouteFlags): Step[] {
  const { lookupMx, requireTls, requireCa, verifyHostname } = flags;
  const hasBoxes = [lookupMx, requireTls, requireCa, verifyHostname].some((box) => box !== undefined);
  return [
    ...(name === undefined ? [] : (['name'] as const)),
    ...(hosts === null
      ? []
      : hosts.type === 'single'
        ? (['kind', 'server'] as const)
        : (['kind', 'primary', 'secondary'] as const)),
    ...(hasBoxes || hosts !== null ? (['boxes'] as const) : []),
  ];
}

/** The names of routes, as they are compared. */
export const namesOf = (routes: readonly Route[]): ReadonlySet<string> =>
  new Set(routes.map(({ name }) => nameKey(name)));
