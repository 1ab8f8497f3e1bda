// English: what stands around the generated parts of the man page and of docs/commands.md. For tools/generate.ts only.

export const manual = {
  name: 'manage Gmail mail routes, and test the servers behind them over STARTTLS',
  headings: {
    name: 'NAME',
    synopsis: 'SYNOPSIS',
    description: 'DESCRIPTION',
    commands: 'COMMANDS',
    flags: 'FLAGS OF EVERY COMMAND',
    topics: 'EXIT STATUS',
    environment: 'ENVIRONMENT',
    files: 'FILES',
    examples: 'EXAMPLES',
    seeAlso: 'SEE ALSO',
  },
  description: [
    'routes keeps the mail routes of Gmail (Google Workspace: Apps > Google Workspace > Gmail > Hosts) in a file of their own, as the record of what is to be set in the console, and tests every server of a route as a sending mail server would: with these boxes ticked, would Gmail deliver to these servers, and why not?',
    'Google has no public interface for these routes: nothing here changes the console. A route is pending until it is recorded that it was set there.',
  ],
  exampleHeading: 'Examples:',
  environmentIntro:
    'Flags come before the environment, the environment before the config files. Every setting has a variable of its own:',
  configVariable: 'the config file to use',
  colourVariables: 'no colour, or colour also in a pipe',
  setting: (key: string, flag: string) => `the setting ${key}, as ${flag}`,
  files: [
    [
      '.routesrc.json, .routesrc.yaml, .config/routesrc.json, package.json (routes)',
      'settings of a folder; the nearest one going up counts',
    ],
    ['$XDG_CONFIG_HOME/routes/config.json', 'your own settings'],
    ['$XDG_DATA_HOME/routes/routes.json', 'the store, where no other is named'],
    ['<store>.audit.jsonl', 'the audit log of a store'],
  ],
  seeAlso:
    '`routes help <topic>` tells of exit-codes, config, json, hosts, trust, files, verdicts, and of each finding: what it means and how to mend it. The schemas of the store, of the report and of a config file are printed by `routes schema`.',
  commandsTitle: 'Commands',
  commandsIntro:
    'Made by `npm run generate` from the commands themselves; `routes <command> --help` prints the same.',
  aliases: (names: readonly string[]) => `Also: ${names.join(', ')}.`,
  tableHead: ['command', 'what it does'],
};
