// Every sentence a person reads, by section and by language: the type of the catalogue, and how a section is loaded.
// English is the pattern: a language that lacks an entry, or has it in another shape, fails the type check.
// One section of one language is loaded at a time, so no command pays for words it does not say.

import type { commands } from './en/commands.ts';
import type { completion } from './en/completion.ts';
import type { errors } from './en/errors.ts';
import type { findings } from './en/findings.ts';
import type { help } from './en/help.ts';
import type { interview } from './en/interview.ts';
import type { problems } from './en/problems.ts';
import type { rehearse } from './en/rehearse.ts';
import type { report } from './en/report.ts';
import type { settings } from './en/settings.ts';
import type { storeCommands } from './en/store-commands.ts';
import type { topics } from './en/topics.ts';
import type { Language } from './language.ts';

export type { Language };

export interface Sections {
  commands: typeof commands;
  completion: typeof completion;
  errors: typeof errors;
  findings: typeof findings;
  help: typeof help;
  interview: typeof interview;
  problems: typeof problems;
  rehearse: typeof rehearse;
  report: typeof report;
  settings: typeof settings;
  storeCommands: typeof storeCommands;
  topics: typeof topics;
}

const loaders: { [L in Language]: { [S in keyof Sections]: () => Promise<Sections[S]> } } = {
  en: {
    commands: async () => (await import('./en/commands.ts')).commands,
    completion: async () => (await import('./en/completion.ts')).completion,
    errors: async () => (await import('./en/errors.ts')).errors,
    findings: async () => (await import('./en/findings.ts')).findings,
    help: async () => (await import('./en/help.ts')).help,
    interview: async () => (await import('./en/interview.ts')).interview,
    problems: async () => (await import('./en/problems.ts')).problems,
    rehearse: async () => (await import('./en/rehearse.ts')).rehearse,
    report: async () => (await import('./en/report.ts')).report,
    settings: async () => (await import('./en/settings.ts')).settings,
    storeCommands: async () => (await import('./en/store-commands.ts')).storeCommands,
    topics: async () => (await import('./en/topics.ts')).topics,
  },
  ja: {
    commands: async () => (await import('./ja/commands.ts')).commands,
    completion: async () => (await import('./ja/completion.ts')).completion,
    errors: async () => (await import('./ja/errors.ts')).errors,
    findings: async () => (await import('./ja/findings.ts')).findings,
    help: async () => (await import('./ja/help.ts')).help,
    interview: async () => (await import('./ja/interview.ts')).interview,
    problems: async () => (await import('./ja/problems.ts')).problems,
    rehearse: async () => (await import('./ja/rehearse.ts')).rehearse,
    report: async () => (await import('./ja/report.ts')).report,
    settings: async () => (await import('./ja/settings.ts')).settings,
    storeCommands: async () => (await import('./ja/store-commands.ts')).storeCommands,
    topics: async () => (await import('./ja/topics.ts')).topics,
  },
};

/** One section of the catalogue in one language. */
export function loadWords<S extends keyof Sections>(language: Language, section: S): Promise<Sections[S]> {
  return loaders[language][section]();
}
