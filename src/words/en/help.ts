// English: what only help says: the screen of `routes --help`, the exit codes of each command, and `routes` alone. Not
// loaded by a command that does its work; what else a command says of itself is in commands.ts.

const misuse = 'did not run: usage, settings';
const store = 'the store';
const interrupted = 'interrupted; nothing was saved';
const testExits = {
  0: 'every server passes, or passes with warnings (--strict: warnings fail too)',
  1: 'a server fails: mail to it would be returned',
};

/** By command: the exit codes that it can end with, each in one line. */
const exits = {
  add: {
    0: 'added; with --test: every server passes, or passes with warnings',
    1: 'with --test: a server fails, so nothing was added (added with --save-anyway)',
    2: `${misuse}, ${store}, a route that is not valid`,
    3: 'with --test: added, but something could not be told',
    130: interrupted,
  },
  list: { 0: 'listed, even when there is none', 2: `${misuse}, ${store}` },
  show: { 0: 'shown', 2: `${misuse}, ${store}, no route of that name` },
  edit: {
    0: 'changed, or there was nothing to change',
    1: 'asked to test: a server fails, and the route was saved all the same',
    2: `${misuse}, ${store}, no route of that name, a route that is not valid`,
    3: 'asked to test: saved, but something could not be told',
    130: interrupted,
  },
  remove: {
    0: 'removed',
    2: `${misuse}, ${store}, no route of that name, or the answer was no`,
    130: interrupted,
  },
  'replace-host': {
    0: 'changed, or shown with --dry-run',
    2: `${misuse}, ${store}, no route has the host, or the answer was no`,
    130: interrupted,
  },
  console: { 0: 'shown, or recorded', 2: `${misuse}, ${store}, no route of that name` },
  'test-tls': {
    ...testExits,
    2: `${misuse}, ${store}, no route of that name, nothing to test`,
    3: 'no server fails, but something could not be told',
    130: 'interrupted; what was tested until then is printed',
  },
  rehearse: {
    0: 'it would pass, or pass with warnings (--strict: warnings fail too)',
    1: 'it would fail: mail would be returned',
    2: `${misuse}, ${store}, no route of that name, a file that cannot be used`,
    3: 'it would not fail, but something could not be told',
    130: 'interrupted',
  },
  report: {
    0: 'joined: every server passes, or passes with warnings (--strict: warnings fail too)',
    1: 'a server fails',
    2: `${misuse}, a file that is no report, reports that do not belong together`,
    3: 'no server fails, but something could not be told',
  },
  check: {
    0: 'every route is valid',
    1: 'a route is not valid (--strict: or has a warning)',
    2: `${misuse}, ${store}`,
  },
  demo: { 0: 'shown', 2: `${misuse}, no room for a scratch store` },
  log: {
    0: 'shown; with --verify: intact',
    1: 'with --verify: a line was changed, removed or moved, or the store was edited outside',
    2: `${misuse}, a store or log that cannot be read`,
  },
  undo: {
    0: 'taken back, or shown with --dry-run',
    2: `${misuse}, ${store}, nothing to take back, or the answer was no`,
    130: interrupted,
  },
  import: {
    0: 'imported, or shown with --dry-run',
    2: `${misuse}, ${store}, a file that is not valid, or the answer was no`,
    130: interrupted,
  },
  export: { 0: 'written', 2: `${misuse}, ${store}, a file that cannot be written` },
  apply: {
    0: 'applied, or equal already',
    1: 'with --check: the store is not what the file says',
    2: `${misuse}, ${store}, a file that is not valid, or the answer was no`,
    130: interrupted,
  },
  init: { 0: 'made', 2: `${misuse}, a file that exists already or cannot be written` },
  config: {
    0: 'shown, or set; get: printed, an empty line for what is not set',
    2: `did not run: no such setting, a value that it does not take, a file that cannot be written`,
  },
  schema: { 0: 'printed', 2: `${misuse}, no schema of that name` },
  completion: { 0: 'printed', 2: `${misuse}, no shell of that name` },
} satisfies Record<string, Record<number, string>>;

// One screen of 80 by 24, with a line left for the prompt: 23 lines at most. Wrapped by hand; a test counts.
const screen = `routes: Gmail mail routes, and whether Gmail would deliver to their servers

Examples
  $ routes add inbound --host mx1.example.com   # or just: routes add
  $ routes test-tls inbound                     # would Gmail deliver? why not?
  $ routes console inbound                      # what to type into the console

Routes   add, edit              a route; on a terminal asks for what is missing
         list, show, remove     all routes; one of them whole; take it away
         replace-host           one host for another, in every route that has it
         console                what to type into the Google console; --done
Testing  test-tls               the servers of routes, or of --host, by STARTTLS
         rehearse               the same, as if they served this certificate
         report                 join the JSON of several runs, such as shards
         check, demo            the store without the network; see it all work
Store    log, undo              who changed what; take the last change back
         import, export, apply  routes from files, to files, exactly as a file
Set-up   init, config           a store in this folder, for git; your settings
         completion, schema     for your shell; JSON Schemas

Flags    --store FILE  --config FILE  --json  --quiet  --verbose  --no-input
Help     routes <command> --help; routes help <topic>: exit-codes, config, json,
         hosts, trust, files, verdicts, or the code of a finding
`;

type Steps = readonly (readonly [command: string, meaning: string])[];

/** `routes` alone. */
const overview = {
  what: [
    'routes keeps the mail routes of Gmail (Google Workspace) in a file, and tests',
    'the mail servers behind them: with these boxes ticked, would Gmail deliver to',
    'them, today and on the day of the cutover, and why not?',
  ],
  noStore: (file: string) => `There is no store yet (${file}). To begin:`,
  empty: (file: string) => `${file}: no routes yet. To begin:`,
  counts: (file: string, routes: number, pending: number) =>
    `${file}: ${routes === 1 ? '1 route' : `${routes} routes`}, ${
      pending === 0
        ? 'all recorded as set in the Google Admin console'
        : `${pending} still to be set in the Google Admin console`
    }`,
  first: [
    ['routes demo', 'see it work, with mail servers on this machine'],
    ['routes add', 'your first route; asks for what it needs'],
    ['routes init', 'or first a store in this folder, to be kept in git'],
  ] as Steps,
  whenEmpty: [
    ['routes add', 'your first route; asks for what it needs'],
    ['routes import routes.csv', 'routes from a file'],
  ] as Steps,
  next: (pending: number): Steps => [
    ['routes list', 'the routes'],
    ['routes test-tls', 'would Gmail deliver to their servers?'],
    ...(pending > 0
      ? ([['routes console --pending', 'what is still to be set in the console']] as Steps)
      : ([['routes log', 'who changed what, and when']] as Steps)),
  ],
  more: '`routes --help` lists everything.',
};

export const help = {
  overview,
  exits,
  screen,
  tagline: 'routes: Gmail mail routes, and whether Gmail would deliver to the servers behind them',
  rootExamples: [
    'routes add inbound --host mx1.example.com',
    'routes test-tls inbound',
    'routes console inbound',
  ],
  examples: 'Examples',
  exitCodes: 'Exit codes',
  /** Commander's headings. */
  titles: { 'Usage:': 'Usage:', 'Arguments:': 'Arguments:', 'Options:': 'Options:' } as Record<
    string,
    string
  >,
};
