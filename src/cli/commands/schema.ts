// `routes schema <store|report|config>`: prints a JSON Schema.

import { Argument, type Command } from 'commander';
import { CliError, exitCodes } from '../errors.ts';
import type { CommandModule } from './command.ts';

const schemas: Record<string, () => Promise<Record<string, unknown>>> = {
  store: async () => (await import('../../route/schema.ts')).storeJsonSchema(),
  report: async () => (await import('../../report/schema.ts')).reportJsonSchema(),
  config: async () => (await import('../settings-table.ts')).configJsonSchema(),
};

/** The names of the schemas, for docs and completions. */
export const schemaNames = Object.keys(schemas);

export const schema: CommandModule = {
  declare(command: Command) {
    command.addArgument(new Argument('<name>', schemaNames.join(', ')));
  },

  async run(context, [name]) {
    const make = schemas[name!];
    if (!make)
      throw new CliError('bad-flag-value', {
        flag: 'schema',
        given: `"${name}"`,
        allowed: schemaNames.join(', '),
      });
    context.printJson(await make());
    return exitCodes.done;
  },
};
