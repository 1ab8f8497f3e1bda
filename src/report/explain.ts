// The path drawn (`--explain`): the presented certificates in the server's order, the path that was chosen or how far one
// came, the paths tried and where each broke, what each trust store says. A report in, text out; servers that show the
// same are drawn once. What came from outside is escaped on its way in.

import type { Sections } from '../words/catalogue.ts';
import { forTerminal } from './escape.ts';
import type { AddressReport, Explanation, HostReport, Report } from './schema.ts';
import type { TextSettings } from './text.ts';

type Words = Sections['rehearse']['explain'];
type Step = Explanation['path'][number];

/** Tried paths that are drawn; --json has them all. */
const mostTried = 6;
const mostPresented = 20;
const longestSubject = 120;

/** Every path of the report, with a newline at the end; drawn once for all servers that show the same. */
export function explainReport(report: Report, words: Words, settings: TextSettings): string {
  const drawings = [...drawingsOf(report, words)].map(([, { address, places }]) =>
    new Drawing(words, settings, report.rehearsal !== undefined).draw(address, places),
  );
  return drawings.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

interface Shown {
  readonly address: AddressReport;
  readonly places: string[];
}

function drawingsOf(report: Report, words: Words): Map<string, Shown> {
  const found = new Map<string, Shown>();
  for (const { hosts } of report.routes) {
    for (const host of hosts) {
      for (const address of host.addresses) {
        if (address.explanation === undefined) continue;
        const { explanation, presentedChain, openssl, repair } = address;
        const key = JSON.stringify([explanation, presentedChain, openssl, repair]);
        const place = placeOf(host, address, words);
        const same = found.get(key);
        if (same === undefined) found.set(key, { address, places: [place] });
        else if (!same.places.includes(place)) same.places.push(place);
      }
    }
  }
  return found;
}

function placeOf(host: HostReport, { address, server }: AddressReport, words: Words): string {
  const name = forTerminal(server.includes(':') ? `[${server}]:${host.port}` : `${server}:${host.port}`);
  return address === null || address === server ? name : words.at(name, forTerminal(address));
}

const day = (time: string | null): string => (time === null ? '?' : time.slice(0, 10));
const subjectOf = (subject: string): string => forTerminal(subject === '' ? '""' : subject, longestSubject);

class Drawing {
  readonly #words: Words;
  readonly #settings: TextSettings;
  readonly #isRehearsal: boolean;
  readonly #lines: string[] = [];

  constructor(words: Words, settings: TextSettings, isRehearsal: boolean) {
    this.#words = words;
    this.#settings = settings;
    this.#isRehearsal = isRehearsal;
  }

  draw(address: AddressReport, places: readonly string[]): readonly string[] {
    const words = this.#words;
    this.#say(this.#settings.paint.strong(words.title(places)), '', '  ');
    const [first] = address.explanation ?? [];
    if (first === undefined) {
      this.#say(words.nothing, '  ', '  ');
      return this.#lines;
    }
    this.#presented(address, first);
    this.#path(first);
    this.#tried(first);
    this.#trusts(address);
    this.#repair(address);
    return this.#lines;
  }

  #say(text: string, first: string, rest: string): void {
    this.#lines.push(this.#settings.wrap(text, first, rest));
  }

  #heading(text: string): void {
    this.#say(text, '  ', '  ');
  }

  #presented({ presentedChain }: AddressReport, { path }: Explanation): void {
    const words = this.#words;
    const { faint } = this.#settings.paint;
    const used = new Set(path.map(({ position }) => position));
    this.#heading(this.#isRehearsal ? words.inFile : words.presented);
    for (const [position, certificate] of presentedChain.slice(0, mostPresented).entries()) {
      const { subject, issuer, problem, notAfter } = certificate;
      const by = subject === issuer ? words.bySelf : words.by(subjectOf(issuer));
      const about = problem === undefined ? `${by}, ${words.until(day(notAfter))}` : forTerminal(problem);
      const unused = used.has(position) ? '' : `, ${words.notOnPath}`;
      this.#say(`${subjectOf(subject)}  ${faint(about + unused)}`, `    ${position}  `, '       ');
    }
    const left = presentedChain.length - mostPresented;
    if (left > 0) this.#say(words.more(left), '       ', '       ');
  }

  // Leaf on top; each certificate hangs from the one that it signed.
  #path({ path, verified, reachesAnchor, trust, refusals }: Explanation): void {
    const words = this.#words;
    const by = forTerminal(trust);
    this.#heading(verified ? words.chosen(by) : reachesAnchor ? words.nearest(by) : words.none(by));
    for (const [index, step] of path.entries()) {
      const indent = ' '.repeat(4 + Math.max(0, index - 1) * 2);
      this.#say(
        `${subjectOf(step.subject)}  ${this.#settings.paint.faint(this.#sentAs(step, reachesAnchor && index === path.length - 1))}`,
        index === 0 ? indent : `${indent}└ ${words.signedBy} `,
        `${indent}    `,
      );
      const own = refusals.filter(({ fingerprint256 }) => fingerprint256 === step.fingerprint256);
      this.#refusals(own, 4 + index * 2);
    }
    const onPath = new Set<string | null>(path.map(({ fingerprint256 }) => fingerprint256));
    this.#refusals(
      refusals.filter(({ fingerprint256 }) => !onPath.has(fingerprint256)),
      4,
    );
  }

  #refusals(refusals: Explanation['refusals'], indent: number): void {
    const before = ' '.repeat(indent);
    for (const { message } of refusals)
      this.#say(message, `${before}${this.#settings.paint.fail('✗')} `, `${before}  `);
  }

  #sentAs({ position, notAfter }: Step, isAnchor: boolean): string {
    const { sentAs, anchor, until } = this.#words;
    if (position === null) return `${anchor}, ${until(day(notAfter))}`;
    return isAnchor ? `${sentAs(position)} ${anchor}` : sentAs(position);
  }

  #tried({ tried }: Explanation): void {
    if (tried.length === 0) return;
    const { paint } = this.#settings;
    this.#heading(this.#words.tried);
    for (const { path, refusal } of tried.slice(0, mostTried)) {
      const way = path.map(({ position, subject }) =>
        position === null ? subjectOf(subject) : String(position),
      );
      this.#say(`${way.join(' → ')}: ${refusal.message}`, `    ${paint.fail('✗')} `, '      ');
    }
    if (tried.length > mostTried) this.#say(this.#words.more(tried.length - mostTried), '      ', '      ');
  }

  #trusts({ explanation = [], openssl }: AddressReport): void {
    const words = this.#words;
    this.#heading(words.trusts);
    for (const [index, { trust, verified, path, refusals }] of explanation.entries()) {
      const by = forTerminal(trust);
      // Why the first one refuses stands in its path, right above.
      const why = index === 0 ? null : (refusals[0]?.message ?? null);
      const text = verified
        ? words.trusted(by, subjectOf(path.at(-1)?.subject ?? ''))
        : words.notTrusted(by, why);
      this.#verdict(verified, text);
    }
    if (openssl === null) return;
    const by = forTerminal(openssl.trust);
    const { error } = openssl;
    this.#verdict(
      error === null,
      error === null ? words.openSslAccepts(by) : words.openSslRefuses(by, forTerminal(error)),
    );
  }

  #verdict(isFine: boolean, text: string): void {
    const { paint } = this.#settings;
    this.#say(text, `    ${isFine ? paint.pass('✓') : paint.fail('✗')} `, '      ');
  }

  #repair({ repair }: AddressReport): void {
    if (repair === undefined) return;
    this.#heading(this.#words.repair);
    for (const [index, { subject, source, where }] of repair.chain.entries()) {
      const from =
        source === 'presented'
          ? ''
          : `  ${this.#settings.paint.faint(`← ${this.#words.place(source, forTerminal(where))}`)}`;
      this.#say(`${subjectOf(subject)}${from}`, `    ${index}  `, '         ');
    }
  }
}
