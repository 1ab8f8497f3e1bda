// The report as a person reads it: a tree, route over host over address, the root cause first and what mends it.
// Only formats: every judgement is in the report. What came from outside is escaped on its way in.

import type { Sections } from '../words/catalogue.ts';
import { forList, forTerminal } from './escape.ts';
import type { AddressReport, FindingReport, HostReport, Report, RouteReport } from './schema.ts';
import { transcriptLines } from './transcript.ts';

type Words = Sections['report'];
type Verdict = Report['verdict'];
type Paint = (text: string) => string;

/** What the terminal can do; plain text gets painters that change nothing and a wrapper that wraps nothing. */
export interface TextSettings {
  readonly paint: Readonly<Record<Verdict | 'strong' | 'faint', Paint>>;
  /** Wraps a text; `first` and `rest` come before the first and every other line. */
  readonly wrap: (text: string, first: string, rest: string) => string;
  readonly isVerbose: boolean;
}

const marks: Record<Verdict, string> = { pass: '✓', warn: '!', fail: '✗', inconclusive: '?' };
const lineNames = ['mx', 'tls', 'ca', 'hostname'] as const;

/** The whole report as text, with a newline at the end. */
export function textReport(report: Report, words: Words, settings: TextSettings): string {
  return new TextReport(report, words, settings).print();
}

class TextReport {
  readonly #report: Report;
  readonly #words: Words;
  readonly #settings: TextSettings;
  readonly #lines: string[] = [];

  constructor(report: Report, words: Words, settings: TextSettings) {
    this.#report = report;
    this.#words = words;
    this.#settings = settings;
  }

  print(): string {
    const { routes, notes, summary, run } = this.#report;
    if (routes.length === 0 && run.shard !== null) this.#wrapped(this.#words.emptyShard(run.shard), '', '  ');
    for (const [index, route] of routes.entries()) {
      if (index > 0) this.#line('');
      this.#route(route);
    }
    this.#line('');
    for (const note of notes) this.#wrapped(`${this.#words.severities.note}: ${note}`, '', '  ');
    if (summary.hosts > 1) this.#wrapped(this.#words.summary(summary), '', '  ');
    for (const line of this.#footer()) this.#wrapped(this.#settings.paint.faint(line), '', '  ');
    return `${this.#lines.join('\n')}\n`;
  }

  #line(text: string): void {
    this.#lines.push(text);
  }

  #wrapped(text: string, first: string, rest: string): void {
    this.#lines.push(this.#settings.wrap(text, first, rest));
  }

  #mark(verdict: Verdict): string {
    return this.#settings.paint[verdict](marks[verdict]);
  }

  #verdict(verdict: Verdict): string {
    return this.#settings.paint[verdict](this.#words.verdicts[verdict]);
  }

  #route(route: RouteReport): void {
    const { strong } = this.#settings.paint;
    const words = this.#words;
    if (route.name === null) {
      this.#wrapped(
        `${this.#verdict(route.verdict)}: ${route.sentence}`,
        `${this.#mark(route.verdict)} `,
        '  ',
      );
    } else {
      this.#wrapped(
        `${strong(forTerminal(route.name))}: ${this.#verdict(route.verdict)}`,
        `${this.#mark(route.verdict)} `,
        '  ',
      );
      this.#wrapped(route.sentence, '  ', '  ');
    }
    const isMultiple = route.hosts.length > 1 || route.tables.secondary !== null;
    if (isMultiple) {
      this.#wrapped(words.share(words.tables.primary, route.share.primary), '  ', '    ');
      if (route.share.secondary)
        this.#wrapped(words.share(words.tables.secondary, route.share.secondary), '  ', '    ');
    }
    for (const message of new Set(route.warnings.map((one) => one.message)))
      this.#wrapped(`${words.warning}: ${message}`, '  ', '    ');
    for (const table of ['primary', 'secondary'] as const) {
      const hosts = route.hosts.filter((host) => host.table === table);
      if (hosts.length === 0) continue;
      this.#line('');
      if (isMultiple) this.#line(`  ${strong(words.tables[table])}`);
      for (const host of hosts) this.#host(host, isMultiple);
    }
    this.#strictest(route);
  }

  // Of use only where the boxes that are on do not all pass, or where more could be on.
  #strictest({ strictestPassing, options }: RouteReport): void {
    if (strictestPassing === null) return;
    const boxes = ['requireTls', 'requireCa', 'verifyHostname'] as const;
    if (boxes.every((box) => strictestPassing[box] === options[box])) return;
    const on = boxes.filter((box) => strictestPassing[box]).map((box) => this.#words.boxes[box]);
    this.#line('');
    this.#wrapped(
      `${this.#words.strictest}: ${on.length > 0 ? on.join(this.#words.comma) : this.#words.strictestNone}`,
      '  ',
      '    ',
    );
  }

  #host(host: HostReport, isMultiple: boolean): void {
    const words = this.#words;
    const name = forTerminal(
      host.host.includes(':') ? `[${host.host}]:${host.port}` : `${host.host}:${host.port}`,
    );
    const load = isMultiple ? `  ${this.#settings.paint.faint(words.load(host.load))}` : '';
    this.#wrapped(
      `${this.#settings.paint.strong(name)}${load}  ${this.#verdict(host.verdict)}`,
      `  ${this.#mark(host.verdict)} `,
      '    ',
    );
    this.#findings(host.findings, '    ');
    for (const { server, source, ttl, authenticated } of host.resolution) {
      const name = forTerminal(server);
      if (source === 'hosts-file') this.#wrapped(words.sources[source](name), '    ', '      ');
      else if (!this.#settings.isVerbose) continue;
      else if (source === 'by-hand') this.#wrapped(words.sources[source](name), '    ', '      ');
      else if (source === 'dns') this.#wrapped(words.resolved(name, ttl, authenticated), '    ', '      ');
    }
    for (const address of host.addresses)
      if (address.address !== null || address.presentedChain.length > 0) this.#address(address, host);
    if (host.consistency.length > 1) {
      const total = host.consistency.reduce((sum, group) => sum + group.addresses.length, 0);
      for (const { fingerprint256, addresses } of host.consistency) {
        const served =
          fingerprint256 === null
            ? words.noCertificate
            : words.certificate(`${fingerprint256.slice(0, 23)}...`);
        this.#wrapped(
          `${words.consistent(addresses.length, total, served)}: ${addresses.map((one) => forTerminal(one)).join(', ')}`,
          '    ',
          '      ',
        );
      }
    }
  }

  #address(address: AddressReport, host: HostReport): void {
    const words = this.#words;
    const { paint } = this.#settings;
    const shown = lineNames
      .filter((name) => name !== 'mx' || address.lines.mx !== 'off')
      .map((name) => this.#lineVerdict(name, address));
    const facts = [
      address.tls?.protocol,
      lastDay(address) && words.until(lastDay(address)!),
      address.attempts > 1 && words.attempts(address.attempts),
    ].filter(Boolean);
    const under =
      address.server === host.host ? '' : ` ${paint.faint(`(${words.under(forTerminal(address.server))})`)}`;
    this.#wrapped(
      `${forTerminal(address.address ?? this.#report.rehearsal?.certificate)}${under}  ${shown.join(' · ')}${facts.length > 0 ? `  ${paint.faint(facts.join(words.comma))}` : ''}`,
      `    ${this.#mark(address.verdict)} `,
      '        ',
    );
    this.#findings(address.findings, '      ');
    for (const { trust, verified, reason } of address.otherTrust) {
      this.#wrapped(words.otherTrust(forTerminal(trust), verified, reason), '      ', '        ');
    }
    if (this.#settings.isVerbose) this.#details(address);
    this.#transcript(address);
  }

  #lineVerdict(name: (typeof lineNames)[number], { lines, observed }: AddressReport): string {
    const words = this.#words;
    const value = lines[name];
    const isRehearsed = name === 'tls' && this.#report.rehearsal !== undefined;
    const text = `${words.lines[name]} ${isRehearsed ? words.notRehearsed : words.lineVerdicts[value]}`;
    if (value === 'off')
      return this.#settings.paint.faint(
        isRehearsed || observed[name] === 'off' ? text : `${text} (${words.lineVerdicts[observed[name]]})`,
      );
    return this.#settings.paint[value](text);
  }

  #findings(findings: readonly FindingReport[], indent: string): void {
    const words = this.#words;
    for (const finding of findings) {
      if (finding.severity === 'note' && !this.#settings.isVerbose && !isTold(finding)) continue;
      const title = words.severities[finding.severity];
      const paint =
        finding.severity === 'note' ? this.#settings.paint.faint : this.#settings.paint[finding.severity];
      this.#wrapped(finding.message, `${indent}${paint(`${title}:`)} `, `${indent}  `);
      // What only follows from the cause is mended with it: remedies once, under the root cause.
      if (finding.remedy === null || (!finding.rootCause && finding.severity === 'note')) continue;
      for (const remedy of finding.remedy.split('\n'))
        this.#wrapped(remedy, `${indent}  ${words.remedy} `, `${indent}    `);
    }
  }

  #details(address: AddressReport): void {
    const words = this.#words.verbose;
    const indent = '      ';
    const say = (text: string, first = indent, rest = `${indent}  `) => this.#wrapped(text, first, rest);
    if (address.presentedChain.length > 0) {
      say(`${words.presented}:`);
      for (const [index, certificate] of address.presentedChain.entries()) {
        say(
          `${index}. ${forTerminal(certificate.subject || certificate.problem || '""')}`,
          `${indent}  `,
          `${indent}     `,
        );
        const names = certificate.names.slice(0, 12).map(forList);
        if (certificate.names.length > 12) names.push('...');
        say(`${words.issuer} ${forTerminal(certificate.issuer)}`, `${indent}     `, `${indent}       `);
        if (names.length > 0) say(`${words.names} ${names.join(', ')}`, `${indent}     `, `${indent}       `);
        say(
          `${words.valid} ${day(certificate.notBefore)} - ${day(certificate.notAfter)}, ${words.fingerprint} ${certificate.fingerprint256}`,
          `${indent}     `,
          `${indent}       `,
        );
      }
    } else say(words.nothingPresented);
    if (address.path?.verified)
      say(
        `${words.path}: ${forTerminal(address.path.anchor)} (${forTerminal(address.path.trust)}, ${address.path.certificates.length})`,
      );
    else if (address.path) say(words.noPath);
    if (address.tls) {
      const { cipher, keyExchange, clientCertificate, ocspStapled } = address.tls;
      const facts = [
        cipher,
        keyExchange,
        words.clientCertificate[clientCertificate],
        ocspStapled && words.stapled,
      ].filter(Boolean);
      if (facts.length > 0) say(facts.map((fact) => forTerminal(fact)).join(', '));
    }
    if (address.secondLook)
      say(`${words.secondLook}: ${forTerminal(JSON.stringify(address.secondLook.seen))}`);
    for (const { code, lines } of address.replies)
      say(`${words.reply} ${code} ${forTerminal(lines.join(' | '))}`);
    const times = Object.entries(address.timings).map(
      ([stage, milliseconds]) => `${stage} ${milliseconds} ms`,
    );
    if (times.length > 0) say(`${words.timings}: ${times.join(', ')}`);
  }

  // Never wrapped: a transcript is there to be pasted.
  #transcript(address: AddressReport): void {
    for (const line of transcriptLines(address, this.#report, this.#words.transcript))
      this.#line(`      ${line}`);
  }

  *#footer(): Generator<string> {
    const { run, at, generatedAt } = this.#report;
    const words = this.#words;
    const trust = run.trust[0];
    if (trust?.name === 'mozilla') yield words.trustMozilla(trust.count, run.node.replace(/^v/, ''));
    else if (trust?.name === 'system') yield words.trustSystem(trust.count);
    else if (trust) yield words.trustFile(forTerminal(trust.name), trust.count);
    if (at !== generatedAt) yield this.#report.rehearsal ? words.rehearsedFor(at) : words.judgedFor(at);
    if (this.#settings.isVerbose) yield words.verbose.notShown;
    else if (this.#report.verdict !== 'pass') yield words.more;
    const topic = topicOf(this.#report);
    if (topic !== null) yield words.topic(topic);
  }
}

/** What `routes help` is to be asked for: the first cause that the verdict rests on; null when all passes. */
function topicOf({ verdict, routes }: Report): string | null {
  const hosts = routes.flatMap((route) => route.hosts);
  const findings = hosts.flatMap((host) => [
    ...host.findings,
    ...host.addresses.flatMap((address) => address.findings),
  ]);
  const cause = findings.find(({ rootCause, severity }) => rootCause && severity === verdict);
  const first = cause ?? findings.find(({ severity }) => severity === verdict);
  return first === undefined ? null : first.reason === null ? first.code : `${first.code}/${first.reason}`;
}

// Notes worth a line also without --verbose: what a box that is off hides.
function isTold(finding: FindingReport): boolean {
  return finding.data.boxOff === true || finding.code === 'mx-names';
}

/** The day on which what was sent of a verified path first ends; the leaf's where none verified. */
function lastDay({ presentedChain, path }: AddressReport): string | null {
  const counts = presentedChain.filter(
    ({ fingerprint256 }, index) =>
      index === 0 || (path?.verified === true && path.certificates.includes(fingerprint256)),
  );
  const ends = counts.map(({ notAfter }) => notAfter).filter((end) => end !== null);
  return ends.sort()[0]?.slice(0, 10) ?? null;
}

const day = (time: string | null) => (time === null ? '?' : time.slice(0, 10));
