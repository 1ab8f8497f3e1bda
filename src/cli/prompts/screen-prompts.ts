// The questions on a terminal that can move its cursor, made with inquirer's core: text with a remark below it while
// it is typed, and lists with keys of their own. Each takes Esc as a way back, is drawn anew when the window changes,
// and breaks its lines between words.

import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  useEffect,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core';
import { wrapText } from '../views/wrap.ts';
import type {
  Answer,
  Asker,
  BoxesQuestion,
  Choice,
  ChoiceQuestion,
  Terminal,
  TextQuestion,
} from './asker.ts';
import { interrupted } from './asker.ts';

type Left = { readonly kind: 'left' };
type Result<T> = Answer<T> | Left;
type Readline = Parameters<Parameters<typeof useEffect>[0]>[0];

/** Milliseconds; a slow line may bring the parts of an arrow key one by one. */
const escapePatience = 150;
const hideCursor = '\u001b[?25l';
/** Lines of a screen that a list leaves to its question, the description and the keys. */
const linesAround = 9;

export function screenAsker(terminal: Terminal): Asker {
  const ask = async <T, C extends object>(
    prompt: (config: C & { terminal: Terminal }, context: object) => Promise<Result<T>>,
    config: C,
  ): Promise<Answer<T>> => {
    const { input, output, signal } = terminal;
    try {
      const result = await prompt({ ...config, terminal }, { input, output, signal });
      if (result.kind !== 'left') return result;
    } catch (error) {
      const { name } = error as Error;
      if (name !== 'ExitPromptError' && name !== 'AbortPromptError') throw error;
    }
    throw interrupted();
  };
  return {
    text: (question) => ask<string, TextQuestion>(textPrompt, question),
    choice: <T>(question: ChoiceQuestion<T>) =>
      ask<T, ListConfig>(listPrompt as never, { ...question, kind: 'choice' } as ListConfig),
    boxes: <T>(question: BoxesQuestion<T>) =>
      ask<readonly T[], ListConfig>(listPrompt as never, { ...question, kind: 'boxes' } as never),
    yesNo: (message, fallback) => ask<boolean, YesNoConfig>(yesNoPrompt, { message, fallback }),
    close() {},
  };
}

/** What all of them have in common: the window's width, its changes, and an input that ends. */
function useTerminal({ output }: Terminal, leave: () => void): { columns: number; rows: number } {
  const [, redraw] = useState(0);
  useEffect((rl: Readline) => {
    const onResize = () => redraw((count) => count + 1);
    // How long an Esc waits for the rest of a key; Node's half a second is felt as a stop.
    (rl as { escapeCodeTimeout?: number }).escapeCodeTimeout = escapePatience;
    // Ctrl-D on an empty line, or nobody there any more.
    rl.on('close', leave);
    output.on('resize', onResize);
    return () => output.removeListener('resize', onResize);
  }, []);
  return { columns: Math.max(20, output.columns || 80), rows: output.rows || 24 };
}

const isEscape = (key: { name: string }) => key.name === 'escape';

type State = 'asked' | 'answered' | 'gone-back';

/** The question with its mark; what is typed follows it on the last line. */
function head({ style }: Terminal, message: string, state: State, columns: number): string {
  const mark = { asked: style.strong('?'), answered: style.pass('✓'), 'gone-back': style.faint('<') }[state];
  return wrap(`${mark} ${state === 'asked' ? style.strong(message) : message}`, columns);
}

const wrap = (text: string, columns: number, indent = '') =>
  wrapText(text, Math.max(16, columns - 1 - indent.length))
    .split('\n')
    .map((line) => indent + line)
    .join('\n');

const textPrompt = createPrompt<Result<string>, TextQuestion & { terminal: Terminal }>((config, done) => {
  const { terminal } = config;
  const { style } = terminal;
  const [state, setState] = useState<State>('asked');
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { columns } = useTerminal(terminal, () => done({ kind: 'left' }));
  useKeypress((key, rl) => {
    if (state !== 'asked') return;
    if (isEnterKey(key)) {
      const found = config.validate(value);
      if (found === null) {
        setState('answered');
        done({ kind: 'answer', value });
        return;
      }
      // Readline has emptied its line: what was typed is there to be mended.
      rl.write(value);
      setProblem(found);
    } else if (isEscape(key)) {
      setState('gone-back');
      done({ kind: 'back', typed: value });
    } else {
      setValue(rl.line);
      setProblem(null);
    }
  });
  useEffect((rl) => {
    if (config.fallback === '') return;
    rl.write(config.fallback);
    setValue(config.fallback);
  }, []);
  const remark =
    problem === null
      ? (config.remark?.(value, state === 'answered') ?? null)
      : { kind: 'problem', text: problem };
  const line = `${head(terminal, config.message, state, columns)} ${value}`;
  if (remark === null || state === 'gone-back') return [line, undefined];
  if (state === 'answered' && remark.kind === 'problem') return [line, undefined];
  const paint = remark.kind === 'problem' ? style.fail : style.warn;
  return [line, wrap(paint(`${remark.kind === 'problem' ? '✗' : '!'} ${remark.text}`), columns, '  ')];
});

interface YesNoConfig {
  readonly message: string;
  readonly fallback: boolean;
}

const yesNoPrompt = createPrompt<Result<boolean>, YesNoConfig & { terminal: Terminal }>((config, done) => {
  const { terminal, message, fallback } = config;
  const { words, style } = terminal;
  const [state, setState] = useState<State>('asked');
  const [value, setValue] = useState('');
  const { columns } = useTerminal(terminal, () => done({ kind: 'left' }));
  useKeypress((key, rl) => {
    if (state !== 'asked') return;
    if (isEscape(key)) {
      setState('gone-back');
      done({ kind: 'back', typed: '' });
    } else if (isEnterKey(key)) {
      const yes = value === '' ? fallback : isYes(value, words.yes);
      setValue(yes ? words.yes : words.no);
      setState('answered');
      done({ kind: 'answer', value: yes });
    } else setValue(rl.line);
  });
  const hint = state === 'asked' ? ` ${style.faint(fallback ? '(Y/n)' : '(y/N)')}` : '';
  return `${head(terminal, message, state, columns)}${hint} ${value}`;
});

/** `y`, `yes`, and the language's own word. */
const isYes = (text: string, yes: string) => /^(y|yes)$/i.test(text.trim()) || text.trim() === yes;

type ListConfig = { readonly message: string; readonly choices: readonly Choice<unknown>[] } & (
  | ({ readonly kind: 'choice' } & Pick<ChoiceQuestion<unknown>, 'fallback' | 'title' | 'validate'>)
  | ({ readonly kind: 'boxes' } & Pick<BoxesQuestion<unknown>, 'ticked' | 'adjust' | 'validate'>)
);

/** Stands for an answer that there is none. */
const goneBack = '\u0000';

const listPrompt = createPrompt<Result<unknown>, ListConfig & { terminal: Terminal }>((config, done) => {
  const { terminal, choices } = config;
  const { style, words } = terminal;
  const offered = config.kind === 'choice' ? choices.findIndex(({ value }) => value === config.fallback) : 0;
  const [active, setActive] = useState(Math.max(0, offered));
  const [ticked, setTicked] = useState<readonly unknown[]>(config.kind === 'boxes' ? config.ticked : []);
  const [end, setEnd] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { columns, rows } = useTerminal(terminal, () => done({ kind: 'left' }));
  const settle = (value: unknown, shown: string, found: string | null) => {
    setProblem(found);
    if (found !== null) return;
    setEnd(shown);
    done({ kind: 'answer', value });
  };
  const choose = (choice: Choice<unknown>) => {
    if (config.kind === 'choice')
      settle(choice.value, choice.short ?? choice.name, config.validate?.(choice.value) ?? null);
  };
  useKeypress((key, rl) => {
    const typed = rl.line;
    rl.clearLine(0);
    if (end !== null) return;
    if (isEscape(key)) {
      setEnd(goneBack);
      done({ kind: 'back', typed: '' });
    } else if (isUpKey(key) || isDownKey(key)) {
      setProblem(null);
      setActive((active + (isUpKey(key) ? choices.length - 1 : 1)) % choices.length);
    } else if (config.kind === 'boxes') {
      if (isEnterKey(key)) {
        const shown = choices
          .filter(({ value }) => ticked.includes(value))
          .map((one) => one.short ?? one.name);
        settle(ticked, shown.join(', ') || words.none, config.validate(ticked));
      } else if (isSpaceKey(key)) {
        setProblem(null);
        setTicked(toggled(config, ticked, choices[active]!.value));
      }
    } else if (isEnterKey(key)) choose(choices[active]!);
    else {
      const letter = typed.trim().toLowerCase();
      const direct = choices.find((choice) => choice.key === letter);
      const near =
        letter === '' ? -1 : choices.findIndex(({ name }) => name.toLowerCase().startsWith(letter));
      if (direct) choose(direct);
      else if (near >= 0) setActive(near);
    }
  });
  const page = usePagination({
    items: choices,
    active,
    pageSize: Math.max(4, rows - linesAround),
    loop: false,
    renderItem: ({ item, isActive }) => {
      const box =
        config.kind === 'boxes' ? `${ticked.includes(item.value) ? style.pass('[x]') : '[ ]'} ` : '';
      const key = item.key === undefined ? '' : ` ${style.faint(`(${item.key})`)}`;
      const name = wrap(item.name, columns - 2 - (config.kind === 'boxes' ? 4 : 0)).replaceAll(
        '\n',
        '\n    ',
      );
      return `${isActive ? '❯' : ' '} ${box}${isActive ? style.strong(name) : name}${key}`;
    },
  });
  if (end !== null) {
    const title = (config.kind === 'choice' && config.title) || config.message;
    const state = end === goneBack ? 'gone-back' : 'answered';
    return head(terminal, `${title} ${state === 'answered' ? style.strong(end) : ''}`, state, columns);
  }
  const first = head(terminal, config.message, 'asked', columns);
  const { description } = choices[active]!;
  const lines = [
    first,
    page,
    description === undefined ? '' : style.faint(wrap(description, columns, '    ')),
    problem === null ? '' : wrap(style.fail(`✗ ${problem}`), columns, '  '),
    style.faint(wrap(config.kind === 'boxes' ? words.keys.boxes : words.keys.choice, columns, '  ')),
  ];
  return lines.filter((line) => line !== '').join('\n') + hideCursor;
});

function toggled(
  config: Pick<BoxesQuestion<unknown>, 'adjust'>,
  ticked: readonly unknown[],
  changed: unknown,
): readonly unknown[] {
  const after = ticked.includes(changed) ? ticked.filter((one) => one !== changed) : [...ticked, changed];
  return config.adjust(after, changed);
}
