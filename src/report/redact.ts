// A report without addresses and names (`--redact`), to be shown to strangers: hosts become host-1, addresses 192.0.2.1 and
// 2001:db8::1, certificates certificate-1, whatever names a person, a path or a route its own kind of placeholder. The
// same thing has the same placeholder everywhere in the report, in sentences and in what servers said. What a root program
// vouches for keeps its name: it says nothing about the hosts. Free words in a banner are not recognised.

import { isIP } from 'node:net';
import { addressValue, hostKey } from '../route/host.ts';
import { forTerminal } from './escape.ts';
import type { AddressReport, Report } from './schema.ts';

/** The same report, with placeholders. */
export function redactReport(report: Report): Report {
  return new Redaction(report).report();
}

type Kind = 'host' | 'route' | 'file' | 'name' | 'mailbox' | 'certificate' | 'serial' | 'text';

// Strings of our own vocabulary, or that name nothing of anybody's.
const kept = new Set(
  `code reason severity verdict delivery stage table protocol cipher keyExchange clientCertificate tool node openssl
  generatedAt at notBefore notAfter rule source why from error alert cause sha256 type path extension extendedKeyUsage`.split(
    /\s+/,
  ),
);
const flagsWithFile = /^--(trust|expect|client-cert|client-key|store|config|cert|key|intermediates|write)$/;

const fingerprint = /\b(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\b/g;
const mailbox = /[\p{L}\p{N}._%+-]{1,64}@(?=[\p{L}\p{N}[])/gu;
// A domain name in running text: at least two labels, the last one of letters.
const domain =
  /(?<![\p{L}\p{N}_.-])(\*\.)?((?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.)+(?:xn--[a-z0-9-]{1,59}|\p{L}{2,63}))(?![\p{L}\p{N}_-])/giu;
// RFC 5321 4.1.3, and an entry of subjectAltName.
const addressLiteral = /\b(IPv6|IP):([0-9a-f:.]{2,45})/gi;
const ipv6 = /(?<![\w:.])[0-9a-f]{0,4}:[0-9a-f:.]{1,44}(?![\w:])/gi;
// Sections of an RFC or of the Baseline Requirements are none.
const ipv4 = /(?<![\w.])(?<!\bRFC \d{1,5} )(?<!\bBR )\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g;
const commands = /^(test-tls|add|edit|rehearse|demo)$/;

class Redaction {
  readonly #report: Report;
  readonly #placeholders = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  /** Whole texts with their placeholders, longest first. */
  #known: [text: string, placeholder: string][] = [];
  /** Distinguished names and fingerprints of what a root program vouches for. */
  readonly #public = new Set<string>();

  constructor(report: Report) {
    this.#report = report;
    for (const address of addressesOf(report)) this.#keepPublic(address);
    this.#learn();
  }

  report(): Report {
    const redacted = this.#walk(this.#report, '') as Report;
    for (const [index, { name }] of this.#report.routes.entries())
      if (name !== null) redacted.routes[index]!.name = this.#sign('route', name);
    redacted.run.arguments = this.#arguments(this.#report.run.arguments);
    redacted.run.redacted = true;
    return redacted;
  }

  #sign(kind: Kind, text: string): string {
    const key = `${kind} ${kind === 'host' ? hostKey(text.toLowerCase()) : text}`;
    let placeholder = this.#placeholders.get(key);
    if (placeholder === undefined) {
      placeholder = `${kind}-${this.#next(kind)}`;
      this.#placeholders.set(key, placeholder);
    }
    return placeholder;
  }

  #next(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }

  #address(text: string): string {
    const key = `address ${addressValue(text) ?? text}`;
    let placeholder = this.#placeholders.get(key);
    if (placeholder === undefined) {
      const family = isIP(text);
      placeholder = family === 6 ? `2001:db8::${this.#next('v6').toString(16)}` : ipv4Of(this.#next('v4'));
      this.#placeholders.set(key, placeholder);
    }
    return placeholder;
  }

  #host(name: string): string {
    if (isIP(name) !== 0) return this.#address(name);
    return name.startsWith('*.') ? `*.${this.#sign('host', name.slice(2))}` : this.#sign('host', name);
  }

  // RFC 5280 names of public CAs stay: those on a path to an anchor of a root program, the leaf aside.
  #keepPublic({ path, presentedChain }: AddressReport): void {
    if (!path?.verified || (path.trust !== 'mozilla' && path.trust !== 'system')) return;
    const above = new Set(path.certificates.slice(1));
    for (const one of above) this.#public.add(one);
    if (path.anchor !== null) this.#public.add(path.anchor);
    for (const { fingerprint256, subject, issuer } of presentedChain) {
      if (above.has(fingerprint256)) this.#public.add(subject).add(issuer);
      else if (fingerprint256 === path.certificates[0]) this.#public.add(issuer);
    }
  }

  // What is a name by its place, so that it is recognised wherever it stands.
  #learn(): void {
    const { run, routes } = this.#report;
    const known = new Map<string, string>();
    const add = (text: string, placeholder: string): void => {
      if (text === '' || text === placeholder) return;
      known.set(text, placeholder);
      // In sentences it stands escaped, and so must what takes its place.
      known.set(forTerminal(text), forTerminal(placeholder));
    };
    for (const file of this.#files()) add(file, this.#sign('file', file));
    for (const { name, hosts } of routes) {
      if (name !== null) this.#sign('route', name);
      for (const { host, addresses } of hosts) {
        add(host, this.#host(host));
        for (const address of addresses) {
          add(address.server, this.#host(address.server));
          if (address.address !== null) this.#address(address.address);
          for (const one of address.presentedChain) {
            for (const dn of [one.subject, one.issuer]) {
              if (this.#public.has(dn)) known.set(dn, dn);
              else add(dn, this.#distinguished(dn));
            }
          }
        }
      }
    }
    if (run.ehloName !== null && /^[\w-]+(\.|$)/.test(run.ehloName))
      add(run.ehloName, this.#host(run.ehloName));
    this.#known = [...known].sort(([one], [other]) => other.length - one.length);
  }

  #files(): string[] {
    const { trust, arguments: typed } = this.#report.run;
    const files = trust.map(({ name }) => name);
    for (const [index, word] of typed.entries()) {
      const [flag = '', value] = splitFlag(word);
      if (flagsWithFile.test(flag)) files.push(value ?? typed[index + 1] ?? '');
    }
    return files.filter((file) => file !== '' && file !== 'mozilla' && file !== 'system');
  }

  // RFC 4514: the types stay, their values go. A country is no name.
  #distinguished(text: string): string {
    return text.replace(/((?:^|[,+])\s*)([\w.-]+)=((?:\\.|[^,+\\])*)/gs, (whole, before, type, value) => {
      if (type === 'C' || value === '') return whole;
      const isHost = new RegExp(domain.source, 'iu').test(value) || isIP(value) !== 0;
      return `${before}${type}=${isHost ? this.#sweep(value) : this.#sign('name', value)}`;
    });
  }

  #walk(value: unknown, key: string): unknown {
    if (typeof value === 'string') return this.#string(value, key);
    if (Array.isArray(value)) return value.map((one) => this.#walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#walk(one, name)]));
  }

  #string(text: string, key: string): string {
    if (kept.has(key) || text === '') return text;
    return key === 'serialNumber' ? this.#sign('serial', text) : this.#text(text);
  }

  /** One text: what is known by its place first, then whatever has the form of an address or a name. */
  #text(text: string): string {
    if (this.#public.has(text)) return text;
    const pieces: string[] = [];
    // What was replaced must not be looked at again: 192.0.2.1 may be somebody's, too.
    const put = (placeholder: string): string => marked(pieces.push(placeholder) - 1);
    let rest = text.replaceAll('\u0000', '\ufffd');
    // The code of a reply is no part of the name behind it: 250-mx.example.com.
    rest = rest.replace(/(^|\n)(\d{3}[ -])/g, (_, before, code) => before + put(code));
    // Before the host behind it: what is left of a mailbox without one is no longer known for it.
    rest = this.#mailboxes(rest, put);
    for (const [known, placeholder] of this.#known) {
      if (rest.includes(known)) rest = replaceWord(rest, known, () => put(placeholder));
    }
    return this.#sweep(rest, put).replace(mark, (one) => pieces[indexOf(one)]!);
  }

  #mailboxes(text: string, put: (placeholder: string) => string): string {
    return text.replace(mailbox, (one) => `${put(this.#sign('mailbox', one.slice(0, -1)))}@`);
  }

  #sweep(text: string, put: (placeholder: string) => string = (placeholder) => placeholder): string {
    return this.#mailboxes(text, put)
      .replace(fingerprint, (one) => (this.#public.has(one) ? one : put(this.#sign('certificate', one))))
      .replace(domain, (_, wildcard = '', name) => `${wildcard}${put(this.#host(name))}`)
      .replace(addressLiteral, (whole, kind, one) =>
        isIP(one) ? `${kind}:${put(this.#address(one))}` : whole,
      )
      .replace(ipv6, (one) => (isIP(one) === 6 ? put(this.#address(one)) : one))
      .replace(ipv4, (one) => (isIP(one) === 4 ? put(this.#address(one)) : one));
  }

  // Flags stay, with values that are numbers, times or words of ours; whatever else a person typed is text.
  #arguments(typed: readonly string[]): string[] {
    const command = typed.find((word) => commands.test(word));
    return typed.map((word) => {
      const [flag = '', value] = splitFlag(word);
      if (value !== undefined) return `${flag}=${this.#argument(value)}`;
      return word.startsWith('-') || word === command ? word : this.#argument(word);
    });
  }

  #argument(value: string): string {
    if (/^(mozilla|system|\+?\d+[a-z]{0,2}|\d{4}-\d\d-\d\d[T\d:.Z+-]*)$/.test(value)) return value;
    const route = this.#placeholders.get(`route ${value}`);
    if (route !== undefined) return route;
    const redacted = this.#text(value);
    return redacted === value ? this.#sign('text', value) : redacted;
  }
}

const addressesOf = (report: Report): AddressReport[] =>
  report.routes.flatMap(({ hosts }) => hosts.flatMap(({ addresses }) => addresses));

const splitFlag = (word: string): string[] => /^(--[a-z-]+)=(.*)$/s.exec(word)?.slice(1) ?? [word];

// RFC 5737 has three networks for documentation; after those the one for benchmarks (RFC 2544) has room.
function ipv4Of(count: number): string {
  const networks = ['192.0.2', '198.51.100', '203.0.113'];
  const network = networks[Math.floor((count - 1) / 254)];
  if (network !== undefined) return `${network}.${((count - 1) % 254) + 1}`;
  return `198.18.${(count >> 8) & 255}.${count & 255}`;
}

// A replaced piece: its number between NULs, in digits that no text and no pattern here has.
const marked = (index: number): string =>
  `\u0000${String(index).replace(/\d/g, (digit) => String.fromCharCode(0xe000 + Number(digit)))}\u0000`;
const mark = /\u0000[\ue000-\ue009]+\u0000/g;
const indexOf = (one: string): number =>
  Number(
    one.replace(/[\ue000-\ue009]/g, (digit) => String(digit.charCodeAt(0) - 0xe000)).replaceAll('\u0000', ''),
  );

/** Replaces a text where it stands alone, so that a host `mx` is not found in `mxa`. */
function replaceWord(text: string, word: string, by: () => string): string {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_-]/u.test(character);
  let result = '';
  let from = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, Math.max(at + 1, from))) {
    const isWhole =
      !(isPart(word[0]) && (isPart(text[at - 1]) || text[at - 1] === '.')) &&
      !(isPart(word.at(-1)) && isPart(text[at + word.length]));
    if (!isWhole) continue;
    result += text.slice(from, at) + by();
    from = at + word.length;
  }
  return result + text.slice(from);
}
