// What a question is, what becomes of it, and who asks: the same for every kind of terminal (prompts.ts chooses).

import { CliError, exitCodes } from '../errors.ts';
import type { Style } from '../terminal.ts';

/** What became of a question: Esc goes back, and what was typed by then is not lost. */
export type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'back'; readonly typed: string };

/** A remark below what is being typed. */
export interface Remark {
  readonly kind: 'problem' | 'advice';
  readonly text: string;
}

export interface TextQuestion {
  readonly message: string;
  /** Stands there to be changed. */
  readonly fallback: string;
  /** A sentence when this cannot be the answer. */
  readonly validate: (text: string) => string | null;
  /** Told while it is typed, and again when it is entered: advice then stays on the screen. */
  readonly remark?: (text: string, isEntered: boolean) => Remark | null;
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** What is shown once it is chosen; `name` when absent. */
  readonly short?: string;
  /** One sentence, shown while the cursor is on it. */
  readonly description?: string;
  /** This key chooses it at once. */
  readonly key?: string;
}

export interface ChoiceQuestion<T> {
  readonly message: string;
  /** What stands before the answer once there is one; `message` when absent. */
  readonly title?: string;
  readonly choices: readonly Choice<T>[];
  readonly fallback?: T | undefined;
  /** A sentence when this cannot be the answer. */
  readonly validate?: (value: T) => string | null;
}

export interface BoxesQuestion<T> {
  readonly message: string;
  readonly choices: readonly Choice<T>[];
  readonly ticked: readonly T[];
  /** What is ticked after one box was: a box may take others with it. */
  readonly adjust: (ticked: readonly T[], changed: T) => readonly T[];
  readonly validate: (ticked: readonly T[]) => string | null;
}

/** Asks; one at a time. Every method throws `interrupted` when the person leaves. */
export interface Asker {
  text(question: TextQuestion): Promise<Answer<string>>;
  choice<T>(question: ChoiceQuestion<T>): Promise<Answer<T>>;
  boxes<T>(question: BoxesQuestion<T>): Promise<Answer<readonly T[]>>;
  yesNo(message: string, fallback: boolean): Promise<Answer<boolean>>;
  /** Lets the terminal go. */
  close(): void;
}

/** The terminal as a question needs it. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  readonly style: Style;
  readonly words: PromptWords;
}

export interface PromptWords {
  readonly yes: string;
  readonly no: string;
  /** No box is ticked. */
  readonly none: string;
  readonly keys: {
    readonly choice: string;
    readonly boxes: string;
    readonly lineText: (today: string) => string;
    readonly lineChoice: string;
    readonly lineBoxes: string;
    readonly lineNumber: (most: number) => string;
    readonly lineYesNo: string;
  };
}

/** The person left. */
export function interrupted(): CliError {
  return new CliError('interrupted', { saved: false }, { exitCode: exitCodes.interrupted });
}
