// The questions in plain lines, for a terminal that cannot move its cursor and for a screen reader: each is said once,
// the answer is a line, and nothing is ever drawn over. Lists are numbered. `<` alone goes back.

import { createInterface } from 'node:readline';
import type { Answer, Asker, BoxesQuestion, Choice, ChoiceQuestion, Terminal } from './asker.ts';
import { interrupted } from './asker.ts';

const back = '<';

export function lineAsker(terminal: Terminal): Asker {
  const lines = new Lines(terminal);
  const { words } = terminal;
  const say = (text: string) => terminal.output.write(`${text}\n`);
  const read = async <T>(
    prompt: string,
    answerOf: (line: string) => { value: T } | { problem: string },
  ): Promise<Answer<T>> => {
    for (;;) {
      const line = await lines.next(prompt);
      if (line.trim() === back) return { kind: 'back', typed: '' };
      const answer = answerOf(line);
      if ('value' in answer) return { kind: 'answer', value: answer.value };
      say(`  ${answer.problem}`);
    }
  };
  const list = (message: string, choices: readonly Choice<unknown>[], mark: (value: unknown) => string) => {
    say(`? ${message}`);
    for (const [index, { name, value, description, key }] of choices.entries()) {
      say(`  ${index + 1}. ${mark(value)}${name}${key === undefined ? '' : ` (${key})`}`);
      if (description !== undefined) say(`     ${description}`);
    }
  };
  return {
    text: ({ message, fallback, validate, remark }) => {
      const prompt = `? ${message}${fallback === '' ? '' : ` ${words.keys.lineText(fallback)}`}: `;
      return read(prompt, (line) => {
        const value = line === '' ? fallback : line;
        const problem = validate(value);
        if (problem !== null) return { problem };
        const said = remark?.(value, true);
        if (said) say(`  ! ${said.text}`);
        return { value };
      });
    },
    choice: <T>({ message, choices, fallback, validate }: ChoiceQuestion<T>) => {
      list(message, choices, () => '');
      const offered = Math.max(
        0,
        choices.findIndex(({ value }) => value === fallback),
      );
      return read(
        `${words.keys.lineChoice} [${offered + 1}]: `,
        (line): { value: T } | { problem: string } => {
          const choice =
            line.trim() === ''
              ? choices[offered]
              : (choices[Number(line) - 1] ?? choices.find(({ key }) => key === line.trim()));
          if (!choice) return { problem: words.keys.lineNumber(choices.length) };
          const problem = validate?.(choice.value) ?? null;
          return problem === null ? { value: choice.value } : { problem };
        },
      );
    },
    boxes: async <T>(question: BoxesQuestion<T>): Promise<Answer<readonly T[]>> => {
      const { message, choices, adjust, validate } = question;
      let { ticked } = question;
      for (;;) {
        list(message, choices, (value) => (ticked.includes(value as T) ? '[x] ' : '[ ] '));
        const answer = await read(`${words.keys.lineBoxes}: `, (line) => {
          const index = line.trim() === '' ? -1 : Number(line) - 1;
          if (index !== -1 && !choices[index]) return { problem: words.keys.lineNumber(choices.length) };
          const problem = index === -1 ? validate(ticked) : null;
          return problem === null ? { value: index } : { problem };
        });
        if (answer.kind === 'back') return answer;
        if (answer.value === -1) return { kind: 'answer', value: ticked };
        const { value } = choices[answer.value]!;
        ticked = adjust(
          ticked.includes(value) ? ticked.filter((one) => one !== value) : [...ticked, value],
          value,
        );
      }
    },
    yesNo: (message, fallback) =>
      read(`? ${message} ${fallback ? '(Y/n)' : '(y/N)'}: `, (line) => {
        const text = line.trim().toLowerCase();
        if (text === '') return { value: fallback };
        if (text === 'y' || text === 'yes' || text === words.yes) return { value: true };
        if (text === 'n' || text === 'no' || text === words.no) return { value: false };
        return { problem: words.keys.lineYesNo };
      }),
    close: () => lines.close(),
  };
}

/** Lines as they come; what is typed ahead waits. */
class Lines {
  readonly #terminal: Terminal;
  readonly #readline: ReturnType<typeof createInterface>;
  readonly #waiting: string[] = [];
  #isOver = false;
  #wake: () => void = () => {};

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#readline = createInterface({ input: terminal.input, terminal: false });
    this.#readline.on('line', (line) => {
      this.#waiting.push(line);
      this.#wake();
    });
    this.#readline.on('close', () => this.#end());
    terminal.signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  async next(prompt: string): Promise<string> {
    this.#terminal.output.write(prompt);
    while (this.#waiting.length === 0) {
      if (this.#isOver || this.#terminal.signal.aborted) {
        this.#terminal.output.write('\n');
        throw interrupted();
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#waiting.shift()!;
  }

  close(): void {
    this.#readline.close();
    this.#terminal.input.pause();
  }

  #end(): void {
    this.#isOver = true;
    this.#wake();
  }
}
