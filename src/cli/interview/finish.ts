// The end of the interview: the route as `show` has it, with its warnings; then test, save, change something, or leave.
// After a test that failed, what the console's page says to do (R15), the boxes last and with its warning. R11, R12.

import { forTerminal } from '../../report/escape.ts';
import type { Report } from '../../report/schema.ts';
import { printHost } from '../../route/host.ts';
import { hostRows, type Route } from '../../route/route.ts';
import { askBoxes } from '../../route/validate.ts';
import { routeWarnings } from '../../route/warnings.ts';
import { printReport, testWithProgress } from '../commands/run-test.ts';
import type { Context } from '../context.ts';
import { type Choice, interrupted } from '../prompts/asker.ts';
import { widthOf } from '../terminal.ts';
import { loadLayout } from '../views/layout.ts';
import { routeLines } from '../views/route-view.ts';
import type { Answers, Step } from './answers.ts';
import type { Room } from './fields.ts';
import type { InterviewFlags } from './flags.ts';
import type { Way } from './questions.ts';
import { failingBoxes, type NameToUse, namesToUse, withHost } from './remedies.ts';
import { sayAdvice } from './talk.ts';

/** How the finish ends: save, another look at a step, or answers that a remedy has changed. */
export type End =
  | { readonly kind: 'save'; readonly isTested: boolean }
  | { readonly kind: 'step'; readonly step: Step; readonly from: 'host' | 'port' }
  | { readonly kind: 'answers'; readonly answers: Answers }
  | { readonly kind: 'back' };

export class Finish {
  readonly #context: Context;
  readonly #room: Room;
  readonly #flags: InterviewFlags;
  #tested: { readonly route: string; readonly report: Report } | null = null;
  #testAtOnce: boolean;

  constructor(context: Context, room: Room, flags: InterviewFlags) {
    this.#context = context;
    this.#room = room;
    this.#flags = flags;
    this.#testAtOnce = flags.test === true;
  }

  /** The report on this very route; null when it was changed since, or never tested. */
  reportOn(route: Route): Report | null {
    return this.#tested?.route === JSON.stringify(route) ? this.#tested.report : null;
  }

  /** @throws CliError interrupted when the person leaves */
  async ask(route: Route, answers: Answers): Promise<End> {
    await this.#summary(route);
    if (this.#testAtOnce) await this.#test(route);
    this.#testAtOnce = false;
    for (;;) {
      const report = this.reportOn(route);
      switch (await this.#next(route, report)) {
        case 'test':
          await this.#test(route);
          break;
        case 'save':
          return { kind: 'save', isTested: report !== null };
        case 'leave':
          throw interrupted();
        case 'back':
          return { kind: 'back' };
        case 'change': {
          const step = await this.#change(route);
          if (step !== null) return step;
          break;
        }
        case 'useName': {
          const name = await this.#useName(namesToUse(report!));
          if (name !== null) return { kind: 'answers', answers: withHost(answers, name) };
          break;
        }
        case 'untick': {
          const box = await this.#untick(report!);
          if (box !== null) {
            const options = askBoxes(answers.options, { ...answers.options, ...without(box, answers) });
            return { kind: 'answers', answers: { ...answers, options } };
          }
        }
      }
    }
  }

  async #summary(route: Route): Promise<void> {
    const style = await this.#context.style('stderr');
    const words = await this.#context.words('commands');
    const layout = await loadLayout(widthOf(this.#context.streams.stderr, this.#context.surroundings.env));
    const lines = routeLines(route, words, this.#room.problems.boxNames, style, null, layout);
    this.#context.say(['', ...lines, ''].join('\n'));
    await sayAdvice(this.#context, [...routeWarnings(route), ...(await this.#room.lookUp.warnings(route))]);
  }

  async #test(route: Route): Promise<void> {
    const report = await testWithProgress(this.#context, [route], this.#flags);
    await printReport(this.#context, report, 'stderr');
    if (this.#context.surroundings.signal.aborted) throw interrupted();
    this.#tested = { route: JSON.stringify(route), report };
  }

  async #next(route: Route, report: Report | null): Promise<Way<'next'>> {
    const { words, asker } = this.#room;
    const hasFailed = report?.verdict === 'fail';
    const choices: Choice<Way<'next'>>[] = [];
    const add = (value: Way<'next'>, name: string, description?: string) =>
      choices.push({ value, name, ...(description === undefined ? {} : { description }) });
    if (hasFailed && namesToUse(report).length > 0) add('useName', words.useName);
    add(
      'test',
      report === null ? words.testNow : words.testAgain,
      hasFailed ? words.testAgainHint : undefined,
    );
    if (!hasFailed) add('save', words.save);
    add('change', words.change);
    if (hasFailed) {
      if (failingBoxes(report).length > 0) add('untick', words.untick, words.untickHint);
      add('save', words.saveAnyway(report.routes[0]!.delivery));
    }
    add('leave', words.leave);
    const isFine = report !== null && !hasFailed;
    const answer = await asker.choice({
      message: words.next(forTerminal(route.name)),
      choices,
      fallback: isFine ? 'save' : choices[0]!.value,
    });
    return answer.kind === 'back' ? 'back' : answer.value;
  }

  /** Which answer is to be changed, each with what it is now. */
  async #change(route: Route): Promise<End | null> {
    const { words, asker, problems } = this.#room;
    const table = (name: 'primary' | 'secondary') =>
      hostRows(route)
        .filter((one) => one.table === name)
        .map(({ row }) => forTerminal(`${printHost(row)}=${row.load}`))
        .join(' ');
    const { hosts, options } = route;
    const on = (Object.keys(options) as (keyof typeof options)[]).filter((box) => options[box]);
    const choice = (value: Way<'change'>, today: string): Choice<Way<'change'>> => ({
      value,
      name: words.changeOf(words.answers[value as keyof typeof words.answers], today),
    });
    const choices = [
      choice('name', forTerminal(route.name)),
      choice('kind', hosts.type === 'single' ? words.single : words.multiple),
      ...(hosts.type === 'single'
        ? [choice('host', forTerminal(hosts.host)), choice('port', String(hosts.port))]
        : [choice('primary', table('primary')), choice('secondary', table('secondary') || words.none)]),
      choice('boxes', on.map((box) => problems.boxNames[box]!).join(', ') || words.none),
    ];
    const answer = await asker.choice({ message: words.changeWhich, choices });
    if (answer.kind === 'back') return null;
    switch (answer.value) {
      case 'host':
      case 'port':
        return { kind: 'step', step: 'server', from: answer.value };
      default:
        return { kind: 'step', step: answer.value as Step, from: 'host' };
    }
  }

  async #useName(names: readonly NameToUse[]): Promise<NameToUse | null> {
    const { words, asker } = this.#room;
    const answer = await asker.choice<NameToUse>({
      message: words.useNameWhich,
      choices: names.map((one) => ({
        value: one,
        name: words.nameFor(forTerminal(one.name), forTerminal(printHost(one))),
      })),
    });
    return answer.kind === 'back' ? null : answer.value;
  }

  async #untick(report: Report): Promise<'requireTls' | 'requireCa' | 'verifyHostname' | null> {
    const { words, asker, problems } = this.#room;
    const answer = await asker.choice({
      message: words.untickWhich,
      choices: failingBoxes(report).map((box) => ({
        value: box,
        name: problems.boxNames[box]!,
        description: words.untickHints[box],
      })),
    });
    return answer.kind === 'back' ? null : answer.value;
  }
}

// R10: without TLS neither of the other two can be on.
function without(box: 'requireTls' | 'requireCa' | 'verifyHostname', { options }: Answers) {
  const after = { ...options, [box]: false };
  return after.requireTls ? after : { ...after, requireCa: false, verifyHostname: false };
}
