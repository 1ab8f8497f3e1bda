// Flags of a test, the same in test-tls and `add --test`: declared here, and read into what the walk needs.

import { type Command, Option } from 'commander';
import type { HandAnswer } from '../probe/resolver.ts';
import { hostProblem } from '../route/host.ts';
import type { Sections } from '../words/catalogue.ts';
import { CliError } from './errors.ts';
import { collect } from './route-flags.ts';

/** As commander gives them; what is a setting too (time-outs, trust) is read through the settings. */
export interface TestFlags {
  readonly resolve?: readonly string[];
  readonly mx?: readonly string[];
  readonly at?: string;
  readonly expect?: string;
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly transcript?: boolean;
  readonly shard?: string;
  readonly redact?: boolean;
  readonly intermediates?: string;
  readonly explain?: boolean;
}

/** Declares every flag of a test. */
export function declareTestFlags(command: Command, words: Sections['commands']): void {
  const { flags, testFlags: group } = words;
  const option = (form: string, text: string) => command.addOption(new Option(form, text).helpGroup(group));
  const repeatable = (form: string, text: string) =>
    command.addOption(new Option(form, text).argParser(collect as never).helpGroup(group));
  repeatable('--resolve <host=address[,address]>', flags.resolve);
  repeatable('--mx <domain=host[,host]>', flags.mx);
  option('--resolver <address[:port]>', flags.resolver);
  repeatable('--trust <mozilla|system|file>', flags.trust);
  option('--at <date>', flags.at);
  option('--min-days <n>', flags.minDays);
  option('--min-lifetime <percent>', flags.minLifetime);
  option('--expect <file>', flags.expect);
  option('--strict', flags.strict);
  option('--ehlo-name <name>', flags.ehloName);
  option('--ipv4', flags.ipv4);
  option('--ipv6', flags.ipv6);
  option('--client-cert <file>', flags.clientCert);
  option('--client-key <file>', flags.clientKey);
  option('--connect-timeout <duration>', flags.connectTimeout);
  option('--greeting-timeout <duration>', flags.greetingTimeout);
  option('--command-timeout <duration>', flags.commandTimeout);
  option('--tls-timeout <duration>', flags.tlsTimeout);
  option('--deadline <duration>', flags.deadline);
  option('--concurrency <n>', flags.concurrency);
  option('--retries <n>', flags.retries);
  option('--intermediates <file>', flags.intermediates);
  option('--explain', flags.explain);
  option('--shard <i/n>', flags.shard);
  option('--transcript', flags.transcript);
  option('--redact', flags.redact);
}

/** Declares the flags of a test that a rehearsal has too: what is judged, and nothing of the network but MX. */
export function declareRehearsalFlags(command: Command, words: Sections['commands']): void {
  const { flags, testFlags: group } = words;
  const option = (form: string, text: string) => command.addOption(new Option(form, text).helpGroup(group));
  const repeatable = (form: string, text: string) =>
    command.addOption(new Option(form, text).argParser(collect as never).helpGroup(group));
  option('--cert <file>', flags.cert);
  option('--key <file>', flags.key);
  option('--intermediates <file>', flags.intermediates);
  option('--write <file>', flags.write);
  option('--yes', flags.yesOverwrite);
  option('--explain', flags.explain);
  repeatable('--trust <mozilla|system|file>', flags.trust);
  option('--at <date>', flags.at);
  option('--min-days <n>', flags.minDays);
  option('--min-lifetime <percent>', flags.minLifetime);
  option('--strict', flags.strict);
  repeatable('--mx <domain=host[,host]>', flags.mx);
  option('--resolver <address[:port]>', flags.resolver);
}

/** Answers given by hand. @throws CliError for a form that is none, a name or an address that is none */
export function handAnswers(
  flag: '--resolve' | '--mx',
  texts: readonly string[] | undefined,
  isValue: (text: string) => boolean,
): HandAnswer[] {
  return (texts ?? []).map((text) => {
    const [, name = '', list = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    const values = list.split(',').map((one) => one.trim().replace(/^\[(.*)\]$/, '$1'));
    if (hostProblem(name) !== null || values.length === 0 || !values.every(isValue)) {
      throw new CliError('bad-flag-value', { flag, given: `"${text}"`, allowed: { form: flag.slice(2) } });
    }
    return { name, values };
  });
}

/**
 * The instant to judge for: `--at`, or now. ISO dates are 00:00:00 UTC of that day; `+30d` counts from now. `isToday`: it
 * is on this day, in UTC, for which OpenSSL speaks.
 */
export function instantOf(now: Date, at: string | undefined): { at: Date; isToday: boolean } {
  const instant = at === undefined ? now : instantNamed(now, at);
  const dayOf = (date: Date) => date.toISOString().slice(0, 10);
  return { at: instant, isToday: dayOf(instant) === dayOf(now) };
}

function instantNamed(now: Date, at: string): Date {
  const relative = /^\+(\d{1,5})([dhw])$/.exec(at);
  if (relative) {
    const hours = { h: 1, d: 24, w: 168 }[relative[2] as 'h' | 'd' | 'w'];
    return new Date(now.getTime() + Number(relative[1]) * hours * 3_600_000);
  }
  const date = readDate(at);
  if (date === null) {
    throw new CliError('bad-flag-value', {
      flag: '--at',
      given: `"${at}"`,
      allowed: { form: 'time-ahead' },
    });
  }
  return date;
}

function readDate(text: string): Date | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!match) return null;
  // A time without a zone is UTC, as dates are.
  const whole = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const date = new Date(whole);
  if (Number.isNaN(date.getTime())) return null;
  // 2026-02-30 would roll over to March.
  const day = new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`);
  return day.getUTCDate() === Number(match[3]) ? date : null;
}

/** One part of a run that is split: `index` from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** `--shard i/n`. @throws CliError for anything else */
export function shardOf(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const [, index, count] = (/^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index > count) {
    throw new CliError('bad-flag-value', {
      flag: '--shard',
      given: `"${text}"`,
      allowed: { form: 'shard' },
    });
  }
  return { index, count };
}
