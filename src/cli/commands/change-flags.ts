// Flags of every command that changes the store: who, why, how long to wait for another writer.

import { type Command, Option } from 'commander';
import type { ChangeMeta } from '../../store/types.ts';
import type { Sections } from '../../words/catalogue.ts';
import type { Context } from '../context.ts';

export interface ChangeFlags {
  readonly reason?: string;
}

export function declareChangeFlags(command: Command, words: Sections['commands']): void {
  const option = (form: string, text: string) =>
    command.addOption(new Option(form, text).helpGroup(words.changeFlags));
  option('--actor <who>', words.flags.actor);
  option('--reason <text>', words.flags.reason);
  option('--lock-wait <duration>', words.flags.lockWait);
}

/** What the audit log records beside the change. */
export function metaOf(context: Context, { reason }: ChangeFlags): ChangeMeta {
  return { command: context.command, ...(reason === undefined ? {} : { reason }) };
}
