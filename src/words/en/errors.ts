// English: ordinary mistakes. Each gives what was given, what is allowed, and what to do next. Texts come escaped.

import { jsonFault } from '../parts.ts';
import { jsonFaults } from './json-faults.ts';
import { fileSaying } from './rehearse.ts';

type Data = Readonly<Record<string, unknown>>;

/** `message` without full stop, `hint` or null. */
export interface Saying {
  message: string;
  hint: string | null;
}

const say = (message: string, hint: string | null = null): Saying => ({ message, hint });
const at = (data: Data) => `${data.file}:${data.line}:${data.column}`;
const oneOf = (list: unknown) => (list as string[]).join(', ');

const kinds: Record<string, string> = {
  directory: 'a folder',
  fifo: 'a pipe (FIFO)',
  socket: 'a socket',
  device: 'a device',
  other: 'no ordinary file',
};

const errnos: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'the file system is read-only',
  EIO: 'input/output error',
  ELOOP: 'too many symbolic links',
  EXDEV: 'it would cross file systems',
  EEXIST: 'it exists already',
  EMFILE: 'too many open files',
  'no-ordinary-file': 'no ordinary file',
};
/** What a flag or a setting takes, by the name of the form. */
const forms = {
  resolve: 'host=address[,address], such as mx1.example.com=192.0.2.10',
  mx: 'domain=host[,host], such as example.com=mx1.example.com',
  resolver: 'an address, with a port or without: 192.0.2.53, [2001:db8::53]:53',
  'ehlo-name': 'a host name, or an address literal such as [192.0.2.1]',
  'host-of-store': 'a host of the store, with a port or without',
  'whole-number': 'a whole number',
  'time-ahead': 'a date such as 2026-11-01, a time such as 2026-11-01T08:00:00Z, or +30d',
  'time-past': 'a day such as 2026-11-01, a time such as 2026-11-01T08:00:00Z, or 7d for seven days ago',
  shard: 'i/n, such as 2/8: part 2 of 8',
  duration: 'a duration such as 2s, 500ms, 1m',
  count: 'a whole number from 0',
  'count-from-1': 'a whole number from 1 to 10000',
  'per-cent': 'a whole number from 0 to 100',
  trust: 'mozilla, system, or a PEM file',
  path: 'a path',
  text: 'one line of text',
} satisfies Record<string, string>;
export type FormName = keyof typeof forms;

/** A list of words stands for itself. */
const takes = (allowed: unknown): string =>
  typeof allowed === 'string' ? allowed : forms[(allowed as { form: FormName }).form];
const errno = (data: Data) => errnos[String(data.errno)] ?? String(data.errno);
const holder = (who: unknown): string => {
  const { pid, host } = (who ?? {}) as { pid?: number | null; host?: string | null };
  return pid ? ` (process ${pid}${host ? ` on ${host}` : ''})` : '';
};
const notEditable: Record<string, string> = {
  alias: 'a YAML alias',
  anchor: 'a YAML anchor',
  'without-effect': 'it would not count',
};
const conflicts: Record<string, string> = {
  families: 'without either, both families are tested',
  'host-or-tables': 'a route has a single host (--host) or tables (--primary, --secondary)',
  'name-or-host': 'test a stored route by its name, or a server by --host',
  'boxes-of-route': 'a stored route is tested with its own boxes; a server by --host has those of the flags',
  'name-twice': 'name it once',
  'own-config': 'it changes your own config file; another one is changed by hand',
};
/** A flag, or the name of a route. */
const side = (one: unknown): string =>
  typeof one === 'string' ? one : `the route name ${(one as { routeName: string }).routeName}`;
const untouched = 'the file was left as it is';
const mendByHand = 'mend it by hand or take it from a backup; nothing was written';

const sayings = {
  // The command line.
  'unknown-command': (data) =>
    say(
      `unknown command ${data.given}`,
      data.nearest ? `did you mean \`routes ${data.nearest}\`?` : '`routes --help` lists the commands',
    ),
  'unknown-topic': (data) => {
    const near = (data.nearest as string[]).map((word) => `\`routes help ${word}\``);
    return say(
      `no help on ${data.given}`,
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : 'topics: exit-codes, config, json, hosts, trust, files, verdicts, and the code of each finding; `routes --help` lists the commands',
    );
  },
  'unknown-flag': (data) =>
    say(
      `unknown flag ${data.given}`,
      data.nearest
        ? `did you mean ${data.nearest}?`
        : `\`routes ${data.command ? `${data.command} ` : ''}--help\` lists the flags${
            data.takesName ? '; a name that begins with a hyphen stands last, behind --' : ''
          }`,
    ),
  'flag-needs-value': (data) =>
    say(
      `${data.flag} needs a value`,
      `\`routes ${data.command ? `${data.command} ` : ''}--help\` shows its form`,
    ),
  'flag-takes-no-value': (data) =>
    say(`${data.flag} takes no value, and ${data.given} was given`, `write ${data.flag} alone`),
  'bad-flag-value': (data) =>
    say(`${data.flag} does not take ${data.given}`, `allowed: ${takes(data.allowed)}`),
  'flag-twice': (data) =>
    say(
      `${data.flag} is there twice`,
      data.flag === '--host' ? 'several servers are named by --primary, which is repeatable' : 'give it once',
    ),
  'missing-operand': (data) =>
    say(
      `missing: ${data.operand}${data.orFlag ? `, or ${data.orFlag}` : ''}`,
      `\`routes ${data.command} --help\` shows the form`,
    ),
  'too-many-operands': (data) =>
    say(
      `too many words for \`routes ${data.command}\`${data.given ? `: ${data.given}` : ''}`,
      'a name with spaces is quoted',
    ),
  usage: (data) => say(String(data.detail), `\`routes ${data.command} --help\` shows the form`),
  'flags-conflict': (data) =>
    say(
      `${side(data.one)} and ${data.other} cannot be used together`,
      conflicts[String(data.hint)] ?? 'choose one',
    ),
  'not-interactive': (data) =>
    say(`${data.what} is missing, and there is no terminal to ask on`, `give ${data.flag}`),
  'needs-yes': (data) =>
    say(
      `${data.command} asks before it goes on, and cannot ask here`,
      'add --yes to go on without being asked',
    ),
  'nothing-to-change': () =>
    say(
      'nothing to change was named',
      'name what is to be different, such as --host mx2.example.com; `routes edit --help` lists the flags',
    ),

  // Routes.
  'route-not-valid': (data) =>
    say(`the route is not valid${Number(data.count) > 1 ? ` (${data.count} errors)` : ''}`),
  'no-such-route': (data) =>
    say(
      `no route named ${data.given}`,
      data.nearest ? `did you mean ${data.nearest}?` : '`routes list` shows the names',
    ),
  'no-such-routes': (data) => say(`no routes named ${oneOf(data.given)}`, '`routes list` shows the names'),
  'nothing-to-test': (data) =>
    say(
      'nothing to test',
      data.because === 'empty-store'
        ? 'the store has no routes; add one with `routes add`, or test a server with --host'
        : 'no route fits',
    ),
  'test-failed': () =>
    say(
      'the test failed, so the route was not saved',
      'mend what the test shows, or save it all the same with --save-anyway',
    ),
  interrupted: (data) => say(data.saved === false ? 'interrupted; nothing was saved' : 'interrupted'),
  declined: () => say('nothing was changed'),

  // The store.
  'store-missing': (data) =>
    say(
      `there is no store ${data.file}`,
      'check the path; `routes init` makes an empty store in this folder, and `routes add` makes one where --store says',
    ),
  'store-dangling-link': (data) =>
    say(
      `${data.file} is a link to ${data.target}, which does not exist`,
      'make the file that it leads to, or remove the link',
    ),
  'store-not-a-file': (data) =>
    say(`the store ${data.file} is ${kinds[String(data.kind)] ?? 'no file'}`, 'name a file with --store'),
  'store-unreadable': (data) => say(`cannot read the store ${data.file}: ${errno(data)}`, untouched),
  'store-empty': (data) =>
    say(
      `the store ${data.file} is empty`,
      'an empty file is no store, and may have lost what was in it; take it from a backup, or remove it to begin anew',
    ),
  'store-not-text': (data) =>
    say(
      `${at(data)}: not text: ${data.reason === 'nul-byte' ? 'it has a NUL byte' : 'it is not UTF-8'}`,
      mendByHand,
    ),
  'store-not-json': (data) =>
    say(
      `${at(data)}: not JSON: ${data.reason === 'truncated' ? 'the text ends too early' : jsonFault(jsonFaults, data.detail)}`,
      mendByHand,
    ),
  'store-duplicate-key': (data) =>
    say(
      `${at(data)}: the key ${data.key} is there twice${data.path ? ` (${data.path})` : ''}`,
      'remove one of the two; nothing was written',
    ),
  'store-forbidden-key': (data) =>
    say(`${at(data)}: the key ${data.key} is not allowed`, 'remove it; nothing was written'),
  'store-wrong-shape': (data) =>
    say(
      `${at(data)}: ${data.path || 'the document'} is ${data.given}, where ${data.expected} belongs`,
      '`routes schema store` prints the shape; nothing was written',
    ),
  'store-newer-version': (data) =>
    say(
      `${at(data)}: the store has version ${data.version}, and this program knows versions up to ${data.supported}`,
      'update mail-routes; nothing was written',
    ),
  'store-invalid': (data) =>
    say(
      `the store ${data.file} has routes that are not valid${Number(data.count) > 1 ? ` (${data.count} errors)` : ''}`,
      '`routes check` lists them; mend them by hand; nothing was written',
    ),
  'store-not-ours': (data) =>
    say(
      `the store ${data.file} belongs to another user (${data.owner})`,
      'run as that user, so that the file keeps its owner',
    ),
  'store-read-only': (data) => say(`cannot write the store ${data.file}: ${errno(data)}`, untouched),
  'store-locked': (data) =>
    say(
      `another process holds the store ${data.file}${holder(data.holder)}; waited ${data.waited} ms`,
      `try again, or wait longer with --lock-wait; if nothing changes the store any more, remove ${data.lock}`,
    ),
  'store-lock-lost': (data) =>
    say(
      `another process took the store ${data.file} over while this one was held up`,
      'try again; nothing was written',
    ),
  'store-write-failed': (data) =>
    say(`cannot write the store ${data.file}: ${errno(data)}`, 'store and log are as they were'),
  'store-not-durable': (data) =>
    say(
      `the change is written, but the disk did not confirm it (${data.file}: ${errno(data)})`,
      'check the disk, then `routes list`',
    ),
  'store-moved-on': (data) =>
    say(`the store ${data.file} was changed meanwhile`, 'look at it and try again; nothing was written'),
  'change-invalid': (data) =>
    say(`the change would leave routes that are not valid (${data.count} errors)`, 'nothing was written'),
  'log-unreadable': (data) =>
    say(
      `cannot read the audit log ${data.file}${data.line ? `, line ${data.line}` : ''}`,
      data.line ? mendByHand : `\`routes log --verify\` says where; ${mendByHand}`,
    ),

  'undo-nothing': () => say('there is nothing to take back', '`routes log` shows what was changed'),
  'undo-edited-outside': (data) =>
    say(
      `the store ${data.file} was edited outside since the last change, so it is not known what would be taken back`,
      '`routes log --verify` tells more; put the store back by hand (git, a backup), or make the change forward',
    ),
  'undo-forked': (data) =>
    say(
      `branches were merged in the log of ${data.file}, so there are two last changes`,
      'the next change joins them; after it, undo takes that one back',
    ),

  // Files of routes.
  'files-not-valid': (data) =>
    say(
      Number(data.count) === 1 ? '1 error; nothing was changed' : `${data.count} errors; nothing was changed`,
      data.existing ? 'add --update to replace the routes that exist' : null,
    ),
  'format-unknown': (data) =>
    say(
      `the name of ${data.file} does not tell its format`,
      'name it: --format json, --format yaml or --format csv',
    ),
  'would-overwrite-store': (data) =>
    say(`${data.file} is the store or its log`, 'name another file; nothing was written'),
  'host-not-valid': () => say('the host is not valid'),
  'host-not-used': (data) =>
    say(`no route has the host ${data.given}`, '`routes list` shows the hosts; nothing was changed'),
  'routes-not-valid': (data) =>
    say(`${data.count} errors in the routes that this would leave`, 'nothing was changed'),

  // Settings.
  'config-unreadable': (data) =>
    say(`cannot read the config file ${data.file}: ${data.detail ?? errno(data)}`, 'check the path'),
  'config-not-readable-format': (data) =>
    say(
      `${data.file}${data.line ? `:${data.line}${data.column ? `:${data.column}` : ''}` : ''}: not ${data.format}${data.detail === 'may-hold-settings' ? ', and it may hold settings of routes' : `: ${jsonFault(jsonFaults, data.detail)}`}`,
      'a config file is JSON or YAML',
    ),
  'config-key-twice': (data) =>
    say(
      `${data.file}:${data.line}:${data.column}: ${data.key} is there twice`,
      'remove one of the two: the last would win without a word',
    ),
  'config-is-code': (data) =>
    say(
      `the config file ${data.file} is a program, and routes runs none`,
      'write it as JSON or YAML: .routesrc.json, .routesrc.yaml',
    ),
  'config-not-an-object': (data) =>
    say(`${data.file}: a config file is one object of settings`, '`routes schema config` prints its shape'),
  'config-unknown-key': (data) =>
    say(
      `${data.file}${data.line ? `:${data.line}` : ''}: unknown setting ${data.key}`,
      data.nearest ? `did you mean ${data.nearest}?` : '`routes schema config` lists the settings',
    ),
  'config-bad-value': (data) =>
    say(
      `${data.file}${data.line ? `:${data.line}` : ''}: ${data.key} does not take ${data.given}`,
      `allowed: ${takes(data.allowed)}`,
    ),
  'environment-bad-value': (data) =>
    say(`the environment's ${data.variable} does not take ${data.given}`, `allowed: ${takes(data.allowed)}`),

  'setting-unknown': (data) =>
    say(
      `unknown setting ${data.given}`,
      data.nearest ? `did you mean ${data.nearest}?` : '`routes config` lists the settings',
    ),
  'setting-bad-value': (data) =>
    say(`${data.key} does not take ${data.given}`, `allowed: ${takes(data.allowed)}`),
  'config-action-unknown': (data) =>
    say(
      `\`routes config\` does not know ${data.given}`,
      data.nearest ? `did you mean \`routes config ${data.nearest}\`?` : 'allowed: get, set, unset',
    ),
  'config-not-editable': (data) =>
    say(
      `${data.file} has ${data.key} in a form that cannot be changed here (${notEditable[String(data.detail)]})`,
      'change it by hand; nothing was written',
    ),

  // Reports that are joined.
  'report-file': (data) =>
    say(
      `${data.file} is no report of test-tls (${data.detail})`,
      'name files that `routes test-tls --json` wrote; `routes schema report` prints their shape',
    ),
  'merge-shards-and-wholes': () =>
    say('some of the reports are shards and some are whole', 'join the shards of one run, or whole reports'),
  'merge-shards-of-different-runs': (data) =>
    say(
      `the shards are of runs that were split differently (into ${oneOf(data.counts)})`,
      'join all shards of one run',
    ),
  'merge-shards-missing': (data) =>
    say(`shard ${oneOf(data.missing)} of ${data.count} is missing`, 'name the report of every shard'),
  'merge-shard-twice': (data) =>
    say(`shard ${data.index} is there twice`, 'name the report of every shard once'),
  'merge-shards-do-not-fit': () =>
    say(
      'the shards are of runs over different routes, or over routes that were changed in between',
      'run all shards over the same store',
    ),
  'merge-route-twice': (data) =>
    data.name === null
      ? say(
          'several of the reports are of --host, which has no name to tell them apart',
          'name all servers in one run, by --primary, or store them as routes',
        )
      : say(`the route "${data.name}" is in more than one report`, 'join reports of different routes'),
  'merge-different-days': () =>
    say('the reports were judged for different times (--at)', 'test with the same --at everywhere'),
  'merge-rehearsal': () =>
    say('one of the reports is a rehearsal: no server was tested', 'join reports of `routes test-tls`'),
  'merge-redacted': () =>
    say(
      'one of the reports is redacted: its names are placeholders of its own',
      'join the reports without --redact, and redact what comes out',
    ),
  'merge-different-trust': () =>
    say(
      'the reports were judged by different trust stores',
      'test with the same --trust and the same Node everywhere',
    ),

  // Files of the test.
  'file-exists': (data) =>
    say(`${data.file} exists already`, `it was left as it is${data.yes ? '; --yes writes over it' : ''}`),
  'file-holds-key': (data) =>
    say(`${data.file} holds a private key, and is not written over`, 'name another file'),
  'config-exists': (data) =>
    say(
      `${data.file} has settings of routes already`,
      'name the store there, as `store`; `routes config` shows what is in force here',
    ),
  'file-unreadable': (data) => say(`cannot read ${data.file}: ${errno(data)}`, 'check the path'),
  'file-unwritable': (data) => say(`cannot write ${data.file}: ${errno(data)}`, 'check the path'),
  'trust-file': (data) =>
    say(
      `${data.file} ${data.problem === 'broken-certificate' ? 'cannot be used' : 'holds no certificate that could be trusted'}${fileSaying(data) ? `: ${fileSaying(data)!.is}` : ''}`,
      fileSaying(data)?.hint ?? 'a trust file has one or more PEM certificates; each of them is an anchor',
    ),
  'trust-no-system': () => say('no trust store of this system was found', 'name a file: --trust file.pem'),
  'certificate-file': (data) =>
    say(
      `${data.file} ${data.problem === 'broken-certificate' ? 'cannot be used' : 'holds no PEM certificate'}${fileSaying(data) ? `: ${fileSaying(data)!.is}` : ''}`,
      fileSaying(data)?.hint ?? 'name a file with a PEM certificate',
    ),
  'key-file': (data) =>
    say(
      `${data.file} holds no key that could be used${fileSaying(data) ? `: ${fileSaying(data)!.is}` : ''}`,
      fileSaying(data)?.hint ?? 'name a file with a PEM key',
    ),
  'client-certificate': (data) =>
    say(
      `the client certificate cannot be used: ${data.missing ? `${data.missing} is missing` : data.misfit ? 'the two do not belong together' : data.detail}`,
      'give both --client-cert and --client-key, PEM, that fit each other',
    ),

  'no-home': () =>
    say(
      'this user has no home folder, so there is no default place for the store and the settings',
      'set HOME, or name a store with --store',
    ),
  'no-folder': () => say('the current folder does not exist any more', 'change to a folder that exists'),
  'output-failed': (data) =>
    say(`cannot write the output: ${errno(data)}`, 'a change that was made stays made: see `routes log`'),

  unexpected: (data) =>
    say(
      `something went wrong that should not: ${data.detail}`,
      'please report it with the command that led here; --verbose shows where',
    ),
} satisfies Record<string, (data: Data) => Saying>;
export type ErrorCode = keyof typeof sayings;

export const errors = {
  /** The words for an error's code; a code without words says itself. */
  of(code: string, data: Data): Saying {
    return (
      (sayings as Record<string, (data: Data) => Saying>)[code]?.(data) ??
      say(`${code}${data.detail ? `: ${data.detail}` : ''}`)
    );
  },
  oneOf,
  more: (count: number) => `and ${count} more`,
  error: 'error',
  hint: 'hint',
  warning: 'warning',
  given: 'given',
  allowed: 'allowed',
  /** Between two clauses. */
  and: '; ',
  flag: 'flag',
};
