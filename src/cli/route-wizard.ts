// The interview of add and edit: the console's fields in its order and words, then test, save, change or leave.
// Each answer is held against the rules as it is given; going round again offers the earlier answers. Nothing is
// saved before the last question.

import { forShell, forTerminal } from '../report/escape.ts';
import type { Report } from '../report/schema.ts';
import { addRoute, editRoute } from '../route/changes.ts';
import { hostProblem, portProblem, printHost } from '../route/host.ts';
import { evenLoads } from '../route/loads.ts';
import type { ProblemCode } from '../route/problem.ts';
import {
  defaultPort,
  type Hosts,
  hostRows,
  nameKey,
  type Options,
  type Route,
  type TableName,
} from '../route/route.ts';
import { nameProblem, type RouteDraft, type RowDraft, validateRoute } from '../route/validate.ts';
import { routeWarnings } from '../route/warnings.ts';
import type { Store } from '../store/types.ts';
import type { Sections } from '../words/catalogue.ts';
import { type ChangeFlags, metaOf } from './commands/change-flags.ts';
import { printReport, testWithProgress } from './commands/run-test.ts';
import { sayChange, sayWarnings, shown } from './commands/talk.ts';
import type { Context } from './context.ts';
import { CliError, type ExitCode, exitCodes, printGiven } from './errors.ts';
import { askBoxes, askChoice, askText, askYesNo } from './prompts.ts';
import { flagsOf } from './route-flags.ts';
import type { TestFlags } from './test-flags.ts';
import { routeLines } from './views/route-view.ts';

type Row = { host: string; port: number; load: number };

/** The interview for a new route; what flags have said already is offered as the answer. */
export async function interviewForNew(
  context: Context,
  draft: RouteDraft,
  options: ChangeFlags & TestFlags,
): Promise<ExitCode> {
  const store = await context.store({ forReading: false });
  const { routes } = await store.read();
  const interview = await Interview.begin(context, routes, options);
  const route = await interview.hold(draft);
  const now = context.now().toISOString();
  const result = await store.change(
    (current) => addRoute(current, interview.checked(route, current), now),
    metaOf(context, options),
  );
  await sayChange(context, result);
  const words = await context.words('commands');
  context.print(words.added(shown(route.name)));
  await sayWarnings(context, routeWarnings(route));
  await interview.sayFlags(route, 'add');
  context.say(`routes: ${words.consoleHint}`);
  return interview.exitCode;
}

/** The interview for a route that is there, filled in with today's values. */
export async function interviewForEdit(
  context: Context,
  store: Store,
  today: Route,
  options: ChangeFlags & TestFlags,
): Promise<ExitCode> {
  const { routes } = await store.read();
  const interview = await Interview.begin(
    context,
    routes.filter((route) => nameKey(route.name) !== nameKey(today.name)),
    options,
  );
  const wanted = await interview.hold(today);
  const now = context.now().toISOString();
  const result = await store.change(
    (current) => {
      const before = current.find((route) => nameKey(route.name) === nameKey(today.name));
      if (!before) throw new CliError('no-such-route', { given: printGiven(today.name), nearest: null });
      return editRoute(
        current,
        before,
        interview.checked(
          wanted,
          current.filter((route) => route !== before),
        ),
        now,
      );
    },
    metaOf(context, options),
  );
  await sayChange(context, result);
  const words = await context.words('commands');
  context.print(
    result.kind === 'changed' ? words.changed(shown(wanted.name)) : words.unchanged(shown(wanted.name)),
  );
  await sayWarnings(context, routeWarnings(wanted));
  if (result.kind === 'changed') await interview.sayFlags(wanted, 'edit', today.name);
  return interview.exitCode;
}

class Interview {
  readonly #context: Context;
  readonly #taken: ReadonlySet<string>;
  readonly #options: ChangeFlags & TestFlags;
  readonly #words: Sections['interview'];
  readonly #problems: Sections['problems'];
  exitCode: ExitCode = exitCodes.done;

  static async begin(
    context: Context,
    others: readonly Route[],
    options: ChangeFlags & TestFlags,
  ): Promise<Interview> {
    const interview = new Interview(
      context,
      others,
      options,
      await context.words('interview'),
      await context.words('problems'),
    );
    context.say(interview.#words.intro);
    return interview;
  }

  private constructor(
    context: Context,
    others: readonly Route[],
    options: ChangeFlags & TestFlags,
    words: Sections['interview'],
    problems: Sections['problems'],
  ) {
    this.#context = context;
    this.#taken = new Set(others.map(({ name }) => nameKey(name)));
    this.#options = options;
    this.#words = words;
    this.#problems = problems;
  }

  /** Asks until there is a route to save. @throws CliError interrupted when the person leaves */
  async hold(first: RouteDraft | Route): Promise<Route> {
    let draft: RouteDraft | Route = first;
    for (;;) {
      const route = await this.#fields(draft);
      await this.#summary(route);
      const next = await this.#finish(route);
      if (next === 'save') return route;
      draft = route;
    }
  }

  /** The route against the names of this moment: another may have taken it meanwhile. */
  checked(route: Route, others: readonly Route[]): Route {
    const problem = nameProblem(route.name, new Set(others.map(({ name }) => nameKey(name))));
    if (problem) throw new CliError('route-not-valid', {}, { problems: [problem] });
    return route;
  }

  /** The one command line that would have done the same. */
  async sayFlags(route: Route, command: 'add' | 'edit', before = route.name): Promise<void> {
    const rename = command === 'edit' && before !== route.name ? ['--name', route.name] : [];
    const line = ['routes', command, before, ...rename, ...flagsOf(route)].map(forShell).join(' ');
    this.#context.say(`${this.#words.sameByFlags}: ${line}`);
  }

  async #fields(draft: RouteDraft | Route): Promise<Route> {
    const name = await this.#name(draft.name);
    const hosts = await this.#hosts(draft.hosts as Hosts | null);
    const options = await this.#boxes(draft.options, hosts);
    const { note, labels } = draft as Route;
    const validated = validateRoute({
      name,
      hosts,
      options,
      ...(note ? { note } : {}),
      ...(labels ? { labels } : {}),
    });
    if (validated.kind === 'valid') return validated.route;
    throw new CliError('route-not-valid', {}, { problems: validated.problems });
  }

  #name(today: unknown): Promise<string> {
    return askText(this.#context, this.#words.name, {
      ...(typeof today === 'string' ? { fallback: today } : {}),
      validate: (text) => {
        const problem = nameProblem(text, this.#taken);
        return problem === null || this.#problem(problem.code, text);
      },
    });
  }

  async #hosts(today: Hosts | null): Promise<Hosts> {
    const words = this.#words;
    const type = await askChoice<Hosts['type']>(
      this.#context,
      words.kind,
      [
        { name: words.single, value: 'single' },
        { name: words.multiple, value: 'multiple' },
      ],
      today?.type ?? 'single',
    );
    if (type === 'single') {
      const before = today === null ? undefined : hostRows({ hosts: today })[0]?.row;
      return { type, ...(await this.#server(words.host, before)) };
    }
    const old = today?.type === 'multiple' ? today : null;
    const first = today?.type === 'single' ? [{ host: today.host, port: today.port, load: 100 }] : [];
    const primary = await this.#table('primary', old?.primary ?? first);
    const hasSecondary = await askYesNo(this.#context, words.wantSecondary, (old?.secondary.length ?? 0) > 0);
    return {
      type,
      primary,
      secondary: hasSecondary ? await this.#table('secondary', old?.secondary ?? []) : [],
    };
  }

  async #server(
    message: string,
    before: { host: unknown; port: unknown } | undefined,
    others: readonly RowDraft[] = [],
  ): Promise<{ host: string; port: number }> {
    const host = await askText(this.#context, message, {
      ...(typeof before?.host === 'string' ? { fallback: before.host } : {}),
      validate: (text) => {
        const problem = hostProblem(text.trim());
        return problem === null || this.#problem(problem, text);
      },
    });
    const port = await askText(this.#context, this.#words.port, {
      fallback: String(before?.port ?? defaultPort),
      validate: (text) => {
        const problem = portProblem(/^\d+$/.test(text.trim()) ? Number(text) : text);
        if (problem !== null) return this.#problem(problem, text);
        const server = printHost({ host: host.trim(), port: Number(text) });
        const isTwice = others.some((row) => printHost(row as Row) === server);
        return !isTwice || this.#problem('server-twice', server, { table: '', first: 1 });
      },
    });
    return { host: host.trim(), port: Number(port) };
  }

  async #table(table: TableName, before: readonly RowDraft[]): Promise<Row[]> {
    const title = this.#words.tables[table];
    const servers: { host: string; port: number }[] = [];
    do {
      const row = servers.length;
      servers.push(
        await this.#server(this.#words.hostOf(title, row + 1), before[row] as Row | undefined, servers),
      );
    } while (await askYesNo(this.#context, this.#words.anotherHost(table), servers.length < before.length));
    return this.#loads(servers, before);
  }

  async #loads(
    servers: readonly { host: string; port: number }[],
    before: readonly RowDraft[],
  ): Promise<Row[]> {
    const even = evenLoads(servers.length);
    const isEven =
      before.length !== servers.length ||
      before.every(({ load }, index) => load === undefined || load === even[index]);
    if (
      servers.length === 1 ||
      (await askYesNo(this.#context, this.#words.shareEvenly(even.join('/')), isEven))
    ) {
      return servers.map((server, index) => ({ ...server, load: even[index]! }));
    }
    for (;;) {
      const loads: number[] = [];
      for (const [index, server] of servers.entries()) {
        const left = 100 - loads.reduce((sum, load) => sum + load, 0);
        const isLast = index === servers.length - 1;
        const offered = isLast ? left : (before[index]?.load ?? Math.floor(left / (servers.length - index)));
        loads.push(Number(await this.#load(printHost(server), left, String(offered))));
      }
      const sum = loads.reduce((total, load) => total + load, 0);
      if (sum === 100) return servers.map((server, index) => ({ ...server, load: loads[index]! }));
      this.#context.say(this.#words.loadsSum(sum));
    }
  }

  #load(host: string, left: number, fallback: string): Promise<string> {
    return askText(this.#context, this.#words.load(forTerminal(host), left), {
      fallback,
      validate: (text) =>
        /^([1-9]\d?|100)$/.test(text.trim()) || this.#problems.of['load-not-allowed'].allowed({}),
    });
  }

  async #boxes(today: Options, hosts: Hosts): Promise<Options> {
    const names = Object.keys(today) as (keyof Options)[];
    const ticked = await askBoxes(
      this.#context,
      this.#words.options,
      names.map((name) => ({ name: this.#problems.boxNames[name]!, value: name, checked: today[name] })),
      (values) => {
        const options = Object.fromEntries(
          names.map((name) => [name, values.includes(name)]),
        ) as unknown as Options;
        const validated = validateRoute({ name: 'x', hosts, options });
        if (validated.kind === 'valid') return true;
        const [problem] = validated.problems;
        return this.#problem(problem!.code, problem!.given, problem!.data);
      },
    );
    return Object.fromEntries(names.map((name) => [name, ticked.includes(name)])) as unknown as Options;
  }

  async #summary(route: Route): Promise<void> {
    const style = await this.#context.style('stderr');
    const words = await this.#context.words('commands');
    this.#context.say(['', ...routeLines(route, words, this.#problems.boxNames, style, null), ''].join('\n'));
    await sayWarnings(this.#context, routeWarnings(route));
  }

  async #finish(route: Route): Promise<'save' | 'change'> {
    const words = this.#words;
    let report: Report | null = null;
    for (;;) {
      const next = await askChoice(this.#context, words.next, [
        { name: words.testNow, value: 'test' as const },
        { name: report?.verdict === 'fail' ? words.saveAnyway : words.save, value: 'save' as const },
        { name: words.change, value: 'change' as const },
        { name: words.leave, value: 'leave' as const },
      ]);
      if (next === 'leave')
        throw new CliError('interrupted', { saved: false }, { exitCode: exitCodes.interrupted });
      if (next !== 'test') {
        this.exitCode = next === 'save' && report ? await this.#exitCodeOf(report) : exitCodes.done;
        return next;
      }
      report = await testWithProgress(this.#context, [route], this.#options);
      await printReport(this.#context, report, 'stderr');
    }
  }

  async #exitCodeOf(report: Report): Promise<ExitCode> {
    const { exitCodeOf } = await import('./test-route.ts');
    return exitCodeOf(report, await this.#context.setting<boolean>('strict'));
  }

  #problem(code: ProblemCode, given: unknown, data: Readonly<Record<string, unknown>> = {}): string {
    return this.#problems.of[code].message(printGiven(given), data);
  }
}
