// Questions on the terminal, with inquirer: on stderr, so that stdout stays the answer. Loaded only when there is
// somebody to ask. Ctrl-C and a closed input end as `interrupted`, with nothing saved.

import inquirer from 'inquirer';
import type { Context } from './context.ts';
import { CliError, exitCodes } from './errors.ts';

type Question = Readonly<Record<string, unknown>>;

/** Asks one question of inquirer's; the answer as it gives it. @throws CliError interrupted */
async function ask<T>(context: Context, question: Question): Promise<T> {
  const { stdin, stderr } = context.streams;
  const { signal } = context.surroundings;
  const prompt = inquirer.createPromptModule({
    input: stdin as NodeJS.ReadStream,
    output: stderr as NodeJS.WriteStream,
    signal,
  } as never);
  try {
    const answers = await prompt([{ ...question, name: 'answer' }] as never);
    return (answers as { answer: T }).answer;
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'ExitPromptError' && name !== 'AbortPromptError') throw error;
    throw new CliError('interrupted', { saved: false }, { exitCode: exitCodes.interrupted });
  }
}

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly checked?: boolean;
  readonly description?: string;
}

type Validate = (text: string) => true | string;

export function askText(
  context: Context,
  message: string,
  settings: { fallback?: string; validate?: Validate } = {},
): Promise<string> {
  const { fallback, validate } = settings;
  return ask(context, {
    type: 'input',
    message,
    ...(fallback === undefined ? {} : { default: fallback, prefill: 'editable' }),
    ...(validate ? { validate } : {}),
  });
}

export function askYesNo(context: Context, message: string, fallback = false): Promise<boolean> {
  return ask(context, { type: 'confirm', message, default: fallback });
}

export function askChoice<T>(
  context: Context,
  message: string,
  choices: readonly Choice<T>[],
  fallback?: T,
): Promise<T> {
  return ask(context, {
    type: 'select',
    message,
    choices,
    ...(fallback === undefined ? {} : { default: fallback }),
  });
}

export function askBoxes<T>(
  context: Context,
  message: string,
  choices: readonly Choice<T>[],
  validate: (values: T[]) => true | string,
): Promise<T[]> {
  return ask(context, {
    type: 'checkbox',
    message,
    choices,
    loop: false,
    // inquirer hands over the choices that are ticked.
    validate: (ticked: readonly { value: T }[]) => validate(ticked.map(({ value }) => value)),
  });
}
