// The one list of commands. Parser, help, README and completions are fed from it; a command's file is loaded
// only when it is the one wanted. Order: as `routes --help` shows them.

import type { CommandModule } from './command.ts';

export type CommandGroup = 'routes' | 'testing' | 'store' | 'setup';

export interface CommandEntry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: CommandGroup;
  readonly load: () => Promise<CommandModule<never>>;
}

export const commandTable = [
  { name: 'add', aliases: [], group: 'routes', load: async () => (await import('./add.ts')).add },
  { name: 'list', aliases: ['ls'], group: 'routes', load: async () => (await import('./list.ts')).list },
  { name: 'show', aliases: [], group: 'routes', load: async () => (await import('./show.ts')).show },
  { name: 'edit', aliases: [], group: 'routes', load: async () => (await import('./edit.ts')).edit },
  {
    name: 'remove',
    aliases: ['rm'],
    group: 'routes',
    load: async () => (await import('./remove.ts')).remove,
  },
  {
    name: 'replace-host',
    aliases: [],
    group: 'routes',
    load: async () => (await import('./replace-host.ts')).replaceHost,
  },
  {
    name: 'console',
    aliases: [],
    group: 'routes',
    load: async () => (await import('./console.ts')).consoleForm,
  },
  {
    name: 'test-tls',
    aliases: [],
    group: 'testing',
    load: async () => (await import('./test-tls.ts')).testTls,
  },
  {
    name: 'rehearse',
    aliases: [],
    group: 'testing',
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  { name: 'report', aliases: [], group: 'testing', load: async () => (await import('./report.ts')).report },
  { name: 'check', aliases: [], group: 'testing', load: async () => (await import('./check.ts')).check },
  { name: 'demo', aliases: [], group: 'testing', load: async () => (await import('./demo.ts')).demo },
  { name: 'log', aliases: [], group: 'store', load: async () => (await import('./log.ts')).log },
  { name: 'undo', aliases: [], group: 'store', load: async () => (await import('./undo.ts')).undo },
  {
    name: 'import',
    aliases: [],
    group: 'store',
    load: async () => (await import('./import.ts')).importRoutes,
  },
  {
    name: 'export',
    aliases: [],
    group: 'store',
    load: async () => (await import('./export.ts')).exportRoutes,
  },
  { name: 'apply', aliases: [], group: 'store', load: async () => (await import('./apply.ts')).apply },
  { name: 'init', aliases: [], group: 'setup', load: async () => (await import('./init.ts')).init },
  { name: 'config', aliases: [], group: 'setup', load: async () => (await import('./config.ts')).config },
  { name: 'schema', aliases: [], group: 'setup', load: async () => (await import('./schema.ts')).schema },
  {
    name: 'completion',
    aliases: [],
    group: 'setup',
    load: async () => (await import('./completion.ts')).completion,
  },
] as const satisfies readonly CommandEntry[];

export type CommandName = (typeof commandTable)[number]['name'];

/** The entry of a command word, also by its alias. */
export function findCommand(word: string): CommandEntry | undefined {
  return commandTable.find(
    ({ name, aliases }) => name === word || (aliases as readonly string[]).includes(word),
  );
}
