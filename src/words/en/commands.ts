// English: commands, their flags and examples, and what they say when they have worked. Names come escaped.

interface CommandWords {
  summary: string;
  description: string;
  operands: string;
  examples: string[];
}

const of = {
  add: {
    summary: 'add a route; on a terminal asks for what is missing',
    description:
      'Adds a route to the store. On a terminal it asks for what is missing, in the order of the console; elsewhere flags say it all.',
    operands: '[name]',
    examples: [
      'routes add',
      'routes add inbound --host mx1.example.com --test',
      'routes add inbound --primary mx1.example.com=60 --primary mx2.example.com=40',
    ],
  },
  list: {
    summary: 'the routes: name, hosts, boxes, pending or set',
    description: 'Lists the routes of the store. In a pipe: tab-separated, without a header.',
    operands: '',
    examples: ['routes list', 'routes ls --host mx1.example.com', 'routes list --pending --json'],
  },
  show: {
    summary: 'one route whole, with its warnings',
    description: 'Shows one route whole, with its warnings and whether it is live.',
    operands: '<name>',
    examples: ['routes show inbound', 'routes show inbound --json'],
  },
  edit: {
    summary: 'change a route',
    description:
      "Changes a route: the same flags and questions as `add`, filled in with today's values. A table named in flags is replaced whole.",
    operands: '<name>',
    examples: [
      'routes edit inbound',
      'routes edit inbound --host mx2.example.com:587',
      'routes edit inbound --name "to Exchange" --no-secondary',
    ],
  },
  remove: {
    summary: 'remove routes',
    description: 'Removes routes from the store. Asks first; where nobody can be asked, --yes says so.',
    operands: '<name...>',
    examples: ['routes remove inbound', 'routes rm old older --yes'],
  },
  'replace-host': {
    summary: 'one host for another, in every route that has it',
    description:
      'Puts one host in the place of another in every route that has it, as one change, after showing them. Without a port every port of the old host is meant, and each row keeps its own.',
    operands: '<old> <new>',
    examples: [
      'routes replace-host mx1.example.com mx9.example.com',
      'routes replace-host mx1.example.com:25 mx9.example.com:587 --dry-run',
    ],
  },
  console: {
    summary: 'what to type into the Google console; --done records it',
    description:
      'Shows what to type into the Google Admin console, field by field in its order and words. --done records that it was set there, who did and when; a later change makes the route pending again.',
    operands: '[name]',
    examples: ['routes console inbound', 'routes console inbound --done', 'routes console --pending'],
  },
  log: {
    summary: 'the audit log; --verify checks it',
    description:
      'Shows who changed what, when, by which command and why, oldest first. --verify checks that no line was changed, removed or moved. --format and --output write a period for an auditor, with the hashes.',
    operands: '',
    examples: [
      'routes log --route inbound --since 30d',
      'routes log --verify',
      'routes log --since 2026-10-01 --until 2026-10-31 --format csv --output october.csv',
    ],
  },
  undo: {
    summary: 'take the last change back',
    description:
      'Takes the last change back, as a change of its own in the log: shows what that would be, and asks. An undo can be undone.',
    operands: '',
    examples: ['routes undo', 'routes undo --dry-run', 'routes undo --yes --reason "wrong server"'],
  },
  import: {
    summary: 'add routes from JSON, YAML or CSV files',
    description:
      'Adds the routes of files, all or nothing, as one change. Every error of every row is told at once, with file, line and column. A name that exists is an error unless --update, which replaces that route. `-` is standard input.',
    operands: '<file...>',
    examples: [
      'routes import routes.csv --dry-run',
      'routes import new.yaml --update',
      'routes export --store old.json | routes import - --yes',
    ],
  },
  export: {
    summary: 'write the routes as JSON, YAML or CSV',
    description: 'Writes the routes as JSON, YAML or CSV, to a file or to standard output.',
    operands: '[file]',
    examples: ['routes export routes.csv', 'routes export --format yaml', 'routes export --json'],
  },
  apply: {
    summary: 'make the store equal to a file; --check for CI',
    description:
      'Makes the store equal to a file, as one change: shows the plan (add, change, remove), and asks. --check changes nothing and exits 1 when they are not equal.',
    operands: '<file>',
    examples: [
      'routes apply routes.yaml',
      'routes apply routes.yaml --check',
      'routes apply routes.yaml --yes',
    ],
  },
  'test-tls': {
    summary: 'test the servers of routes, or of --host, over real STARTTLS',
    description:
      'Tests every server of the routes named (all of them when none is named), or of --host without a stored route: would Gmail deliver to it, and why not?',
    operands: '[name...]',
    examples: [
      'routes test-tls',
      'routes test-tls --host mx1.example.com --explain',
      'routes test-tls --host new.example.com --resolve new.example.com=192.0.2.10',
    ],
  },
  rehearse: {
    summary: 'what test-tls would say if the servers served this certificate file',
    description:
      'Tells, before a certificate is installed, what test-tls would say if every server of the route served this file. Contacts no server; asks the DNS for MX hosts only. With --key OpenSSL judges too, inside this process.',
    operands: '[name...]',
    examples: [
      'routes rehearse inbound --cert fullchain.pem',
      'routes rehearse inbound --cert fullchain.pem --key privkey.pem --at 2026-11-01',
      'routes rehearse inbound --cert cert.pem --intermediates ca.pem --write fixed.pem',
    ],
  },
  report: {
    summary: 'join the JSON reports of several runs, such as shards',
    description:
      'Joins JSON reports of test-tls into what one run would have said: the shards of one run (--shard i/n), or reports of different routes.',
    operands: '<merge> <file...>',
    examples: [
      'routes report merge shard-1.json shard-2.json',
      'routes report merge shard-*.json --json > report.json',
    ],
  },
  check: {
    summary: 'validate the whole store without the network',
    description: 'Validates the whole store without the network, for CI and for a pre-commit hook.',
    operands: '',
    examples: ['routes check', 'routes check --strict', 'routes check --store mail/routes.json --json'],
  },
  demo: {
    summary: 'see it work: mail servers with good and bad certificates, here',
    description:
      'Starts mail servers with good and bad certificates on this machine, adds routes to them in a scratch store, tests them, and leaves nothing behind.',
    operands: '',
    examples: ['routes demo', 'routes demo --no-color'],
  },
  init: {
    summary: 'a store in this folder, to be kept in git',
    description:
      'Writes .routesrc.json and an empty store into this folder, for a store that is kept in git.',
    operands: '',
    examples: ['routes init', 'routes init --store mail/routes.json'],
  },
  config: {
    summary: 'the settings in force and where each came from; set, get, unset',
    description:
      'Shows every setting in force, and where it came from. `set` and `unset` change your own config file, which is made when there is none; `get` prints one value in force.',
    operands: '[get <key> | set <key> <value> | unset <key>]',
    examples: ['routes config', 'routes config set minDays 30', 'routes config get trust --json'],
  },
  schema: {
    summary: 'print a JSON Schema',
    description: 'Prints the JSON Schema of the store, of the report of test-tls, or of a config file.',
    operands: '<store|report|config>',
    examples: ['routes schema store', 'routes schema report > report.schema.json'],
  },
  completion: {
    summary: 'completion for bash, zsh, fish, PowerShell',
    description:
      'Prints the script with which a shell completes commands, flags, their values, and the names of your routes. On a terminal it says how to install it.',
    operands: '<bash|zsh|fish|powershell>',
    examples: [
      'routes completion bash',
      'eval "$(routes completion bash)"',
      'routes completion fish > ~/.config/fish/completions/routes.fish',
    ],
  },
} satisfies Record<string, CommandWords>;

const flags = {
  help: 'this help',
  version: 'the version',
  store: 'the store to use',
  config: 'the config file to use',
  lang: 'the language of what is said: en, ja (settings, then the locale)',
  json: 'exactly one JSON document on stdout',
  color: 'colour, also in a pipe; or --color=always, never, auto',
  noColor: 'no colour',
  quiet: 'only the answer, no talk',
  verbose: 'more: notes, times, replies, certificates',
  noInput: 'never ask',
  noPager: 'show long answers without the pager',
  yes: 'go on without being asked',
  actor: 'who is changing this, for the audit log (default: user@host)',
  reason: 'why, for the audit log',
  lockWait: 'how long to wait for another writer (default: 15s)',
  name: 'the name of the route',
  newName: 'a new name for the route',
  host: 'a single host: name or address, port 25 when none is named',
  primary: 'a host of the primary table, with its load in per cent; repeatable',
  secondary: 'a host of the secondary table; repeatable',
  noSecondary: 'no secondary table',
  lookupMx: 'perform MX lookup on host: for a domain, not for a server',
  noLookupMx: 'no MX lookup (the default)',
  requireTls: 'require secure transport (the default)',
  noRequireTls: 'do not require TLS; turns the next two off as well',
  requireCa: 'require a CA-signed certificate (the default)',
  noRequireCa: 'do not require it',
  verifyHostname: 'validate the certificate hostname (the default)',
  noVerifyHostname: 'do not validate it',
  note: 'a note, for people',
  label: 'a label; repeatable',
  newNote: "another note, for people; '' takes it away",
  newLabel: 'a label in place of all there are; repeatable',
  noLabels: 'take all labels away',
  test: 'test before saving; a route that fails is not saved',
  saveAnyway: 'with --test: save it all the same',
  listHost: 'only routes that use this host',
  listLabel: 'only routes with this label',
  listPending: 'only routes that are not yet set in the console',
  dryRun: 'show what would change, and change nothing',
  format: "the format (default: by the file's name; `-` is json)",
  update: 'routes that exist are replaced by those of the file',
  applyCheck: 'change nothing; exit 1 when the store is not what the file says',
  consoleDone: 'record that the route is set in the console now, and by whom',
  logRoute: 'only changes of this route',
  logActor: 'only changes by this person',
  logSince: 'only from this day or time on: 2026-11-01, a time, or 7d for seven days ago',
  logUntil: 'only up to this day (the whole of it) or time',
  logLast: 'only the last n of them',
  logVerify: 'check the chain of the log; exit 1 when it is broken',
  logFormat: 'text; json or jsonl with every hash; csv for a spreadsheet (default: text)',
  logOutput: 'write to this file',
  strictCheck: 'warnings fail too',
  testHost: 'test this server, which is in no store',
  testLabel: 'test the routes with this label',
  resolve: 'answer given by hand: dial these addresses for this host; repeatable',
  trust:
    'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)',
  minDays: 'warn when a certificate expires within so many days (default: 14)',
  minLifetime: 'warn when less than so many per cent of a lifetime are left',
  strict: 'warnings fail too',
  ehloName: "the name to say in EHLO (default: this host's)",
  connectTimeout: 'for the connection (default: 10s)',
  greetingTimeout: 'for the whole greeting (default: 40s)',
  commandTimeout: 'for the whole reply to a command (default: 30s)',
  tlsTimeout: 'for the TLS handshake (default: 15s)',
  deadline: 'for one address, all in all (default: 90s)',
  concurrency: 'probes at once (default: 64)',
  retries: 'try an inconclusive address again so many times (default: 0)',
  at: 'judge validity on that day: 2026-11-01, a time, or +30d',
  expect: 'is this the certificate that is served, everywhere?',
  ipv4: 'only IPv4 addresses',
  ipv6: 'only IPv6 addresses',
  mx: 'answer given by hand: the MX hosts of this domain; repeatable',
  resolver: "the DNS server to ask (default: the system's)",
  clientCert: 'a client certificate to show, PEM',
  clientKey: 'its key, PEM',
  shard: 'test only part i of n of the hosts, for a matrix of jobs',
  transcript: 'show the dialogue with times',
  redact: 'placeholders for addresses and names, to show the report to strangers',
  intermediates: 'certificates at hand, PEM: remedies name those that the chain lacks',
  explain: 'draw the path: what is presented, what was tried and where it broke, what each trust store says',
  cert: 'the certificate file that the servers would serve, PEM',
  key: 'its key, PEM: must fit, and lets OpenSSL judge too; is not kept',
  write: 'write the chain in the right order to this file, with what it lacks',
  rehearseHost: 'rehearse for this server, which is in no store',
  yesOverwrite: 'with --write: write over a file that exists',
};

export const commands = {
  of,
  flags,
  groups: { routes: 'Routes', testing: 'Testing', store: 'Store and log', setup: 'Set-up' },
  examples: 'Examples',
  globalFlags: 'Everywhere:',
  routeFlags: 'Route flags:',
  testFlags: 'Test flags:',
  changeFlags: 'For the audit log:',

  // What a command says when it has worked.
  idleFlags: (flags: string[]) =>
    `nothing is tested without --test: ${flags.join(', ')} ${flags.length === 1 ? 'has' : 'have'} no effect`,
  /** `looked`: what was looked up instead; null: MX lookup is off there. */
  idleAnswer: (flag: string, names: string[], looked: string | null, near: string | null) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const why =
      looked === null
        ? 'MX lookup is off there (--lookup-mx)'
        : `${looked} was looked up instead${near === null ? '' : `; did you mean ${near}?`}`;
    return `${flag} ${names.slice(0, 3).join(', ')}${more}: not used; ${why}`;
  },
  added: (name: string) => `added "${name}"`,
  changed: (name: string) => `changed "${name}"`,
  unchanged: (name: string) => `"${name}" is as it was; nothing to change`,
  removed: (name: string) => `removed "${name}"`,
  removedHint: 'delete it in the Google Admin console too: Apps > Google Workspace > Gmail > Hosts',
  removeQuestion: (count: number) => (count === 1 ? 'Remove this route?' : `Remove these ${count} routes?`),
  repaired: {
    'taken-back':
      'an earlier change was interrupted and has been taken back; the store is as it was before it',
    finished:
      'an earlier change was interrupted after it was written; it is saved, and its traces are tidied up',
  },
  externalEdit: 'the store was edited outside since the last change; the audit log says so now',
  initialised: (store: string, config: string) => `made ${store} and ${config}`,
  initialisedStore: (store: string) => `made ${store}`,
  initHint: 'keep both in git, the audit log beside them too; then: routes add',
  initAttributes:
    'so that branches merge, in .gitattributes: *.audit.jsonl merge=union; in .gitignore: *.json.lock *.json.intent *.json.next',
  testHint: (line: string) => `test it: ${line}`,
  consoleHint: 'set it in the Google Admin console too: Apps > Google Workspace > Gmail > Hosts > Add Route',
  listEmpty: 'no routes yet; add one with `routes add`',
  listNone: 'no route fits',
  listMore: 'no more',
  pending: 'pending',
  pendingLong: 'pending: not yet recorded as set in the Google Admin console',
  liveNow: (by: string, at: string) => `set in the console by ${by} on ${at}; live`,
  liveBy: (at: string, by: string) => `set in the console by ${by}; live by ${at} at the latest`,
  setShort: 'set',
  columns: { name: 'NAME', hosts: 'HOSTS', boxes: 'BOXES', console: 'CONSOLE' },
  boxesShort: { lookupMx: 'mx', requireTls: 'tls', requireCa: 'ca', verifyHostname: 'hostname' },
  noBoxes: 'none',
  fields: {
    name: 'Name',
    host: 'Single host',
    primary: 'Primary',
    secondary: 'Secondary',
    options: 'Options',
    note: 'Note',
    labels: 'Labels',
    console: 'Console',
    warnings: 'Warnings',
  },
  load: 'load',
  boxOn: 'on',
  boxOff: 'off',
  checkFine: (count: number, file: string) =>
    `${file}: ${count === 1 ? '1 route is' : `${count} routes are`} valid`,
  checkFailed: (count: number, file: string) => `${file}: ${count === 1 ? '1 error' : `${count} errors`}`,
  warningsFail: (count: number) =>
    `${count === 1 ? '1 warning' : `${count} warnings`}, and --strict counts them`,
  settingColumns: { key: 'SETTING', value: 'VALUE', from: 'FROM' },
  origins: {
    flag: 'flag',
    environment: 'environment',
    'config file': 'config file',
    'user config file': 'your own config file',
    default: 'default',
  },
  notSet: '-',
  /** What holds where a setting has no value, shown to people in its place. */
  notSetMeans: {
    actor: '(user@host, as the system has them)',
    resolver: "(the system's)",
    ehloName: "(this machine's full name, else its address)",
    minDays: '(14, or a third of a life under 42 days)',
  },
  savedAnyway: (name: string) =>
    `saved "${name}" although its test failed: mail sent over it would be returned`,
  savedUntold: (name: string) =>
    `saved "${name}", but the test could not tell whether mail would be delivered`,
  demo: {
    intro:
      'Mail servers with good and bad certificates run on this machine now. What you would type, and what comes back:',
    outro: 'The servers are stopped and the scratch store is gone. Your turn: routes add',
  },
};
