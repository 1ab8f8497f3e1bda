// The questions of the console's form but its tables: name, kind, a server with its port, the four boxes. Each answer
// is held against the rules as it is given, and what is unwise is told at once.

import { escapeData, forTerminal } from '../../report/escape.ts';
import {
  addressValue,
  hostProblem,
  portProblem,
  printHost,
  serverKey,
  splitHostWords,
  unreachableAddress,
  unreachableName,
} from '../../route/host.ts';
import type { ProblemCode, Warning } from '../../route/problem.ts';
import { defaultPort, type Options } from '../../route/route.ts';
import { nameProblem } from '../../route/validate.ts';
import type { Sections } from '../../words/catalogue.ts';
import { printGiven } from '../errors.ts';
import type { Answer, Asker, Remark } from '../prompts/asker.ts';
import { type Answers, problemsOf, type Server } from './answers.ts';
import type { LookUp } from './look-up.ts';
import type { Way } from './questions.ts';

/** What every question needs. */
export interface Room {
  readonly asker: Asker;
  readonly lookUp: LookUp;
  readonly words: Sections['interview'];
  readonly problems: Sections['problems'];
}

/** What a step leaves behind: answers, and whether the person went back from it. */
export interface Taken {
  readonly answers: Answers;
  readonly isBack: boolean;
}

export async function askName(
  { asker, words, problems }: Room,
  answers: Answers,
  taken: ReadonlySet<string>,
): Promise<Taken> {
  const problemOf = (text: string) => {
    const problem = nameProblem(text, taken);
    return problem && sentence(problems, problem.code, text);
  };
  const answer = await asker.text({
    message: words.name,
    fallback: answers.name,
    validate: problemOf,
    // While it is typed only what more typing would not mend by itself.
    remark: (text) => {
      const problem = nameProblem(text, taken);
      return problem?.code === 'name-taken' ? { kind: 'problem', text: problemOf(text)! } : null;
    },
  });
  const name = answer.kind === 'back' ? answer.typed : answer.value.normalize('NFC').trim();
  return { answers: { ...answers, name }, isBack: answer.kind === 'back' };
}

export async function askKind({ asker, words }: Room, answers: Answers): Promise<Taken> {
  const answer = await asker.choice<Way<'kind'> & Answers['kind']>({
    message: words.kind,
    choices: [
      { value: 'single', name: words.single, description: words.singleHint },
      { value: 'multiple', name: words.multiple, description: words.multipleHint },
    ],
    fallback: answers.kind,
  });
  if (answer.kind === 'back') return { answers, isBack: true };
  return { answers: withKind(answers, answer.value), isBack: false };
}

// A host that was typed for one kind is the first of the other, where that has none yet.
function withKind(answers: Answers, kind: Answers['kind']): Answers {
  const { single, primary } = answers;
  if (kind === 'multiple' && primary.length === 0 && single !== null && hostProblem(single.host) === null)
    return { ...answers, kind, primary: [{ ...single, load: 100 }] };
  if (kind === 'single' && single === null && primary.length > 0)
    return { ...answers, kind, single: { host: primary[0]!.host, port: primary[0]!.port } };
  return { ...answers, kind };
}

export interface ServerQuestion {
  /** What is asked for, such as a host of the primary table. */
  readonly title: string;
  readonly before: Server | null;
  /** Where to begin when one of the two is to be changed. */
  readonly from: 'host' | 'port';
  /** The other servers of its table. */
  readonly others: readonly Server[];
  readonly options: Options;
}

export interface ServerTaken {
  readonly server: Server;
  readonly options: Options;
  readonly isBack: boolean;
}

/** Host, then port, then the MX box where a domain was typed; going back loses nothing of it. */
export async function askServer(room: Room, question: ServerQuestion): Promise<ServerTaken> {
  const { options } = question;
  let server: Server = question.before ?? { host: '', port: defaultPort };
  let at: 'host' | 'port' | 'domain' = question.from;
  for (;;) {
    if (at === 'host') {
      const answer = await askHost(room, question.title, server.host);
      if (answer.kind === 'back') return { server: { ...server, host: answer.typed }, options, isBack: true };
      const words = readHost(answer.value);
      server = { host: words.host, port: words.port ?? server.port };
      room.lookUp.begin(server.host);
      at = 'port';
    } else if (at === 'port') {
      const answer = await askPort(room, server, question.others);
      const port = Number(answer.kind === 'back' ? answer.typed : answer.value);
      if (portProblem(port) === null) server = { ...server, port };
      if (answer.kind === 'back' && question.from === 'port') return { server, options, isBack: true };
      at = answer.kind === 'back' ? 'host' : 'domain';
    } else {
      if (options.lookupMx || !(await room.lookUp.isDomain(server.host)))
        return { server, options, isBack: false };
      const way = await askDomain(room, server.host);
      if (way === 'tick') return { server, options: { ...options, lookupMx: true }, isBack: false };
      if (way === 'keep') return { server, options, isBack: false };
      at = way === 'again' ? 'host' : 'port';
    }
  }
}

/** `mx1.example.com:587` and `[2001:db8::1]:25` are taken apart: that is how they are copied. */
function readHost(text: string): { host: string; port?: number } {
  const host = text.trim();
  const problem = hostProblem(host);
  if (problem !== 'host-has-port' && problem !== 'host-has-brackets') return { host };
  const words = splitHostWords(host, false);
  return words.problem === null && portProblem(words.port) === null
    ? { host: words.host, port: Number(words.port) }
    : { host };
}

function askHost({ asker, problems }: Room, message: string, fallback: string): Promise<Answer<string>> {
  return asker.text({
    message,
    fallback,
    validate: (text) => {
      const { host } = readHost(text);
      const problem = hostProblem(host);
      if (problem !== 'host-has-port' && problem !== 'host-has-brackets')
        return problem && sentence(problems, problem, host);
      // What is wrong may be the port alone: 465 has words of its own.
      const words = splitHostWords(host, false);
      const ofPort = words.problem === null ? portProblem(words.port) : null;
      return ofPort === null ? sentence(problems, problem, host) : sentence(problems, ofPort, words.port);
    },
    remark: (text, isEntered) => hostAdvice(problems, readHost(text).host, isEntered),
  });
}

/** R3 and what Google cannot reach, as soon as it can be told from what is typed. */
function hostAdvice(problems: Sections['problems'], host: string, isEntered: boolean): Remark | null {
  const warning = adviceOn(host, isEntered);
  if (warning === null) return null;
  return { kind: 'advice', text: problems.warnings[warning.code](escapeData(warning.data)) };
}

function adviceOn(host: string, isEntered: boolean): Pick<Warning, 'code' | 'data'> | null {
  const address = addressValue(host);
  if (address !== null) {
    const kind = unreachableAddress(address);
    return kind === null
      ? { code: 'address-not-name', data: { host } }
      : { code: 'unreachable-address', data: { host, kind } };
  }
  // `mx1.example` may be on its way to `mx1.example.com`: nothing is said of a name before it is whole.
  const kind = isEntered ? unreachableName(host) : null;
  return kind === null ? null : { code: 'unreachable-name', data: { host, kind } };
}

function askPort(
  { asker, words, problems }: Room,
  server: Server,
  others: readonly Server[],
): Promise<Answer<string>> {
  const numberOf = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : text);
  return asker.text({
    message: words.port,
    fallback: String(server.port),
    validate: (text) => {
      const port = numberOf(text);
      const problem = portProblem(port);
      if (problem !== null) return sentence(problems, problem, port);
      const typed = { host: server.host, port: Number(port) };
      const isTwice = others.some((other) => serverKey(other) === serverKey(typed));
      return isTwice ? words.serverTwice(forTerminal(printHost(typed))) : null;
    },
    // R4: its own words, before anybody has to press enter for them.
    remark: (text) =>
      numberOf(text) === 465 ? { kind: 'problem', text: sentence(problems, 'port-465', 465) } : null,
  });
}

async function askDomain({ asker, words }: Room, host: string): Promise<Way<'domain'>> {
  const answer = await asker.choice<Way<'domain'>>({
    message: words.domain(forTerminal(host)),
    choices: [
      { value: 'tick', name: words.domainTick, description: words.domainTickHint },
      { value: 'again', name: words.domainAgain },
      { value: 'keep', name: words.domainKeep },
    ],
  });
  return answer.kind === 'back' ? 'back' : answer.value;
}

const boxNames = ['lookupMx', 'requireTls', 'requireCa', 'verifyHostname'] as const;

export async function askBoxes({ asker, words, problems }: Room, answers: Answers): Promise<Taken> {
  const withTicked = (ticked: readonly (keyof Options)[]): Answers => ({
    ...answers,
    options: Object.fromEntries(boxNames.map((box) => [box, ticked.includes(box)])) as unknown as Options,
  });
  const answer = await asker.boxes<keyof Options>({
    message: words.boxes,
    choices: boxNames.map((box) => ({
      value: box,
      name: problems.boxNames[box]!,
      description: words.boxHints[box],
    })),
    ticked: boxNames.filter((box) => answers.options[box]),
    // R10: turning TLS off turns off what needs it.
    adjust: (ticked, changed) =>
      changed === 'requireTls' && !ticked.includes('requireTls')
        ? ticked.filter((box) => box === 'lookupMx')
        : ticked,
    validate: (ticked) => {
      const [problem] = problemsOf(withTicked(ticked), 'boxes', new Set());
      return problem ? sentence(problems, problem.code, problem.given, problem.data) : null;
    },
  });
  if (answer.kind === 'back') return { answers, isBack: true };
  return { answers: withTicked(answer.value), isBack: false };
}

/** A problem in words. */
export function sentence(
  problems: Sections['problems'],
  code: ProblemCode,
  given: unknown,
  data: Readonly<Record<string, unknown>> = {},
): string {
  return problems.of[code].message(printGiven(given), escapeData(data));
}
