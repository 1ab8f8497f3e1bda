// English: what is said around the store: plans and differences, the log, the console's form, files of routes.
// Names, hosts and notes come escaped.

import { jsonFault } from '../parts.ts';
import { jsonFaults } from './json-faults.ts';

type Data = Readonly<Record<string, unknown>>;

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
const routes = (count: number) => many(count, 'route', 'routes');
const list = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ');

/** What is wrong with a file as such; `allowed` or null. */
const faults = {
  'file-empty': () => ({ message: 'the file is empty', allowed: null }),
  'file-not-text': (data) => ({
    message: data.reason === 'nul-byte' ? 'not text: it has a NUL byte' : 'not text: it is not UTF-8',
    allowed: 'UTF-8, or UTF-16 with a byte order mark',
  }),
  'file-syntax': (data) => ({
    message: `not ${data.format}: ${jsonFault(jsonFaults, data.detail)}`,
    allowed: null,
  }),
  'file-truncated': (data) => ({ message: `not ${data.format}: the text ends too early`, allowed: null }),
  'key-twice': (data) => ({ message: `the key ${data.key} is there twice`, allowed: 'each key once' }),
  'key-forbidden': (data) => ({ message: `the key ${data.key} is not allowed`, allowed: null }),
  'key-not-text': () => ({ message: 'a list or an object stands where a key belongs', allowed: 'a word' }),
  'key-unknown': (data) => ({
    message: `unknown key ${data.key}`,
    allowed: '$schema, version, routes',
  }),
  shape: (data) => ({
    message: `${data.given} stands where ${data.expected === 'array' ? 'a list of routes' : data.expected} belongs`,
    allowed: 'an object with version and routes, or a list of routes',
  }),
  'version-newer': (data) => ({
    message: `the file has version ${data.version}, and this program knows versions up to ${data.supported}`,
    allowed: null,
  }),
  'column-unknown': (data) => ({
    message: `unknown column ${data.column}`,
    allowed: (data.columns as string[]).join(', '),
  }),
  'column-twice': (data) => ({ message: `the column ${data.column} is there twice`, allowed: 'each once' }),
  'column-missing': (data) => ({
    message: `there is no column ${data.column}`,
    allowed: 'a first line with the names of the columns',
  }),
  'cells-too-many': (data) => ({
    message: `this row has more cells than the ${many(Number(data.columns), 'column', 'columns')} of the first line`,
    allowed: 'quotes around a cell with a comma in it',
  }),
  'quote-open': () => ({ message: 'these quotes are never closed', allowed: '" at both ends' }),
  'quote-inside': () => ({
    message: 'text after the closing quotes of a cell',
    allowed: 'quotes inside a cell are doubled: ""',
  }),
} satisfies Record<string, (data: Data) => { message: string; allowed: string | null }>;

export const storeCommands = {
  faults,

  // Differences and plans.
  marks: { add: '+', change: '~', remove: '-' },
  arrow: '->',
  none: '(none)',
  fields: {
    name: 'Name',
    hosts: 'Hosts',
    host: 'Single host',
    primary: (row: number) => `Primary ${row}`,
    secondary: (row: number) => `Secondary ${row}`,
    note: 'Note',
    labels: 'Labels',
    console: 'Console',
  },
  on: 'on',
  off: 'off',
  pending: 'pending',
  setBy: (by: string, at: string) => `set by ${by} on ${at}`,
  planEmpty: 'nothing to change',
  planIs: (add: number, change: number, remove: number) =>
    list([
      add > 0 ? `${add} to add` : '',
      change > 0 ? `${change} to change` : '',
      remove > 0 ? `${remove} to remove` : '',
    ]),
  planDone: (add: number, change: number, remove: number) =>
    list([
      add > 0 ? `added ${add}` : '',
      change > 0 ? `changed ${change}` : '',
      remove > 0 ? `removed ${remove}` : '',
    ]),
  questions: {
    import: (add: number, change: number) =>
      change === 0 ? `Add ${routes(add)}?` : `Add ${routes(add)} and change ${change}?`,
    apply: 'Apply this plan?',
    undo: 'Take this back?',
    replaceHost: (count: number) => `Change ${routes(count)}?`,
  },
  warningOf: (name: string, message: string) => `"${name}": ${message}`,
  moreWarnings: (count: number) =>
    `and ${many(count, 'more warning', 'more warnings')}; \`routes check\` lists all`,
  liveHint: (at: string) => `what is set in the console is live by ${at} at the latest`,
  recordedAgain: (names: string[]) =>
    `${names.map((name) => `"${name}"`).join(', ')} ${names.length === 1 ? 'is' : 'are'} recorded as set in the console again: if that was changed meanwhile, set it anew as \`routes console\` says`,
  pendingHint: (line: string) => `what is pending is still to be set in the Google Admin console: ${line}`,
  deleteHint: (names: readonly string[]) =>
    `delete in the Google Admin console too: ${names
      .slice(0, 5)
      .map((name) => `"${name}"`)
      .join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`,
  drift: 'the store is not what the file says',
  noDrift: 'the store is what the file says',

  // undo
  undoing: (line: string) => `takes back: ${line}`,

  // import and export
  exported: (count: number, file: string) => `wrote ${routes(count)} to ${file}`,
  standardInput: '(standard input)',

  // log
  logEmpty: 'the log is empty; the first change begins it',
  logNone: 'no change fits',
  logMade: 'made the store',
  logOrder: 'put the routes into another order',
  logExternal: 'found in the store, made by none of our commands',
  logUndoes: (line: number | null, hash: string) =>
    line === null ? `takes back line ${hash}` : `takes back line ${line}`,
  logJoins: 'joins branches that were merged',
  logWrote: (count: number, file: string) => `wrote ${many(count, 'line', 'lines')} of the log to ${file}`,
  verified: (file: string, lines: number) =>
    lines === 0
      ? `${file}: intact; there is no line yet`
      : `${file}: intact: ${many(lines, 'line', 'lines')}, and the store is as the last one left it`,
  verifiedFork: (file: string, lines: number) =>
    `${file}: intact: ${many(lines, 'line', 'lines')}, and the store is as the merged branches left it`,
  brokenAt: (file: string, line: number, why: string) => `${file}:${line}: broken: ${why}`,
  chainFaults: {
    'not-an-entry': 'this line is no entry of the log',
    changed: 'this line was changed after it was written',
    'line-before-missing': 'the line that was written before this one is missing, or stands after it',
    twice: 'this line is there twice',
  },
  brokenHint: 'compare it with a copy (git, a backup); what stands below this line was not looked at',
  editedOrCut: (file: string) =>
    `${file}: edited outside, or the log was cut: the store is not what the last line left`,
  editedHint:
    'the next change writes what was edited into the log as an external edit; `git log` may know more of it',
  fork: (lines: string, after: number, joined: number | null) =>
    `lines ${lines} both come after ${after === 0 ? 'the beginning' : `line ${after}`}: branches that were merged, ${
      joined === null ? 'which the next change joins' : `joined by line ${joined}`
    }`,
  and: 'and',

  // console: the form's own words, in its order.
  console: {
    where: 'Google Admin console: Apps > Google Workspace > Gmail > Hosts',
    addRoute: 'Add Route',
    editRoute: 'edit the route',
    name: 'Name',
    server: 'Specify email server',
    single: 'Single host',
    multiple: 'Multiple hosts',
    host: 'Host name or IP address',
    port: 'Port',
    load: 'Load (%)',
    primary: 'Primary',
    secondary: 'Secondary',
    options: 'Options',
    boxes: {
      lookupMx: 'Perform MX lookup on host',
      requireTls: 'Require mail to be transmitted via a secure (TLS) connection (Recommended)',
      requireCa: 'Require CA signed certificate (Recommended)',
      verifyHostname: 'Validate certificate hostname (Recommended)',
    },
    ticked: '[x]',
    unticked: '[ ]',
    finish: 'Test TLS connection, then Save',
    changedSince: (by: string, at: string) => `Changed since ${by} set it there on ${at}:`,
    next: (line: string) => `when it is saved there: ${line}`,
    done: (name: string, by: string) => `recorded: "${name}" is set in the console, by ${by}`,
    doneLive: (at: string) => `a change is live by ${at} at the latest, usually sooner`,
    already: (name: string) => `"${name}" is recorded as set already`,
    nonePending: 'nothing is pending: every route is recorded as set in the console',
  },
};
