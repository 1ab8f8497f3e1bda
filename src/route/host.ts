// Hosts: the text a person types, read into host and port, and two hosts compared.
// A DNS name is letters, digits and hyphens by label once it is an A-label; a U-label is accepted, kept as typed,
// and looked up as its A-label (UTS 46, as browsers do). What a host is not (URL, user part, zone, wildcard, port
// glued wrongly) has a problem code of its own, so that the message can say what to type instead. R3, R4.

import type { BlockList } from 'node:net';
import { defaultPort, type Host } from './route.ts';

export type HostProblem =
  | 'host-missing'
  | 'host-has-scheme'
  | 'host-has-path'
  | 'host-has-user'
  | 'host-has-zone'
  | 'host-is-wildcard'
  | 'host-has-port'
  | 'host-has-space'
  | 'host-needs-brackets'
  | 'host-has-brackets'
  | 'host-brackets-open'
  | 'host-not-in-brackets'
  | 'host-has-load'
  | 'host-bad-address'
  | 'host-bad-name'
  | 'host-too-long';

export type PortProblem = 'port-465' | 'port-not-allowed';

/** The A-label form of a DNS name: lower case, no trailing dot; null when the text is no host name. RFC 1123 2.1, RFC 5890. */
export function asciiName(name: string): string | null {
  const plain = name.endsWith('.') ? name.slice(0, -1) : name;
  // The fast way for a name that is plain already; punycode goes the long way to be checked.
  const ascii =
    /^[a-z0-9.-]+$/i.test(plain) && !/(^|\.)xn--/i.test(plain) ? plain.toLowerCase() : toAscii(plain);
  if (ascii === null || ascii.length === 0 || ascii.length > 253) return null;
  const labels = ascii.split('.');
  if (!labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))) return null;
  // An address in disguise: browsers read a last label that is a number as IPv4 (WHATWG URL, "ends in a number").
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1)!)) return null;
  return ascii;
}

function toAscii(name: string): string | null {
  // domainToASCII would decode %-escapes and cut at URL delimiters: only letters of other scripts are its business here.
  if (/[\x00-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/.test(name)) return null;
  const { domainToASCII, domainToUnicode } = process.getBuiltinModule('node:url');
  const ascii = domainToASCII(name);
  // RFC 5891 5.4: an A-label is one only when it can be read back; newer Nodes leave that to us.
  const readBack = domainToUnicode(ascii);
  return ascii !== '' && !/(^|\.)xn--/.test(readBack) && domainToASCII(readBack) === ascii ? ascii : null;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** 4, 6, or 0 for no address. As net.isIP, which with its module and its IPv6 pattern costs `list` a third of its start. */
function isIP(text: string): 0 | 4 | 6 {
  const firstColon = text.indexOf(':');
  // One colon is a name with its port.
  if (firstColon >= 0 && text.includes(':', firstColon + 1))
    return process.getBuiltinModule('node:net').isIP(text) as 0 | 6;
  // A name ends in a letter, and needs no pattern to be told.
  return isDigit(text.charCodeAt(text.length - 1)) && ipv4.test(text) ? 4 : 0;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The value of an IP address in one spelling: IPv6 compressed in lower case (RFC 5952); null when it is none. */
export function addressValue(text: string): string | null {
  const kind = isIP(text);
  if (kind === 4) return text;
  if (kind === 6 && !text.includes('%')) return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  return null;
}

/** RFC 4291 2.5.5.2: the IPv4 address that an IPv4-mapped one stands for. `value`: as of `addressValue`. */
function unmapped(value: string): string {
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(value);
  if (!mapped) return value;
  const [high, low] = [mapped[1]!, mapped[2]!].map((group) => Number.parseInt(group, 16));
  return `${high! >> 8}.${high! & 255}.${low! >> 8}.${low! & 255}`;
}

/** The same for two spellings of one host: A-label, case and trailing dot; an address by its value. Unreadable text stays itself. */
export function hostKey(host: string): string {
  const address = addressValue(host);
  return address === null ? (asciiName(host) ?? host) : unmapped(address);
}

/** The same for two spellings of one server. */
export function serverKey({ host, port }: Host): string {
  return `${hostKey(host)} ${port}`;
}

/** What is wrong with a host without its port; null when it can be looked up or dialled. */
export function hostProblem(host: string): HostProblem | null {
  if (host.trim() === '') return 'host-missing';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host) || /^(mailto|smtps?):/i.test(host)) return 'host-has-scheme';
  if (/[/\\?#]/.test(host)) return 'host-has-path';
  if (host.includes('@')) return 'host-has-user';
  if (/:.*%/.test(host)) return 'host-has-zone';
  if (host.includes('*')) return 'host-is-wildcard';
  // U+200C and U+200D join letters in some scripts; what else cannot be seen is a slip of copying.
  const isPlain = /^[!-~]*$/.test(host);
  if (!isPlain && /[\s\x00-\x1f\x7f-\x9f]|(?![\u200c\u200d])\p{Cf}/u.test(host)) return 'host-has-space';
  if (host.startsWith('[') || host.endsWith(']')) return 'host-has-brackets';
  if (isIP(host) !== 0) return null;
  if (host.includes(':'))
    return /^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*$/i.test(host) ? 'host-bad-address' : 'host-has-port';
  if (/(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(host)) return 'host-bad-address';
  const bare = host.replace(/\.$/, '');
  if (bare.length > 253 || bare.split('.').some((label) => label.length > 63)) return 'host-too-long';
  return asciiName(host) === null ? 'host-bad-name' : null;
}

/** R3 and R4: what is wrong with a port; null for 25, 587 and 1024 to 65535. */
export function portProblem(port: unknown): PortProblem | null {
  if (port === 465) return 'port-465';
  const allowed =
    port === 25 || port === 587 || (Number.isInteger(port) && Number(port) >= 1024 && Number(port) <= 65535);
  return allowed ? null : 'port-not-allowed';
}

/** `h`, `h:p`, `[v6]`, `[v6]:p`, each with `=load` where a table is meant, taken apart; nothing is judged but the brackets. */
export interface HostWords {
  readonly host: string;
  /** A number when it is written as one, else the text as typed. */
  readonly port: number | string;
  /** Undefined when no load was named. */
  readonly load: number | string | undefined;
  readonly problem: HostProblem | null;
}

const wholeNumber = (text: string): number | string =>
  /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;

/** Takes the words of `--host`, `--primary` and `--secondary` apart. Never throws; problems come with the value. */
export function splitHostWords(text: string, withLoad: boolean): HostWords {
  const [, spec = '', loadText] = (withLoad && /^(.*?)=([^=]*)$/s.exec(text)) || [null, text, undefined];
  const load = loadText === undefined ? undefined : wholeNumber(loadText.replace(/%$/, ''));
  const words = (host: string, port: number | string, problem: HostProblem | null = null): HostWords => ({
    host,
    port,
    load,
    problem: problem ?? hostProblem(host),
  });
  const whole = spec.trim();
  // A URL, a path or a user part is told as that, never as a wrong port.
  const early = hostProblem(whole);
  if (early === 'host-has-scheme' || early === 'host-has-user' || early === 'host-has-path') {
    return words(whole, defaultPort, early);
  }
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(whole);
  if (bracketed) {
    const inside = bracketed[1]!;
    const port = bracketed[2] === undefined ? defaultPort : wholeNumber(bracketed[2]);
    if (isIP(inside) === 6 && !inside.includes('%')) return words(inside, port);
    if (inside.includes(':'))
      return words(inside, port, inside.includes('%') ? 'host-has-zone' : 'host-bad-address');
    // RFC 5321 4.1.3 has literals in brackets; a host here has none but for IPv6.
    return words(inside, port, 'host-not-in-brackets');
  }
  if (whole.startsWith('[') || (whole.includes(']') && whole.includes(':')))
    return words(whole, defaultPort, 'host-brackets-open');
  if (!withLoad && /=\d+%?$/.test(whole)) return words(whole, defaultPort, 'host-has-load');
  // RFC 3986 3.2.2: without brackets nobody can tell the last group of an IPv6 address from a port.
  if (isIP(whole) === 6) {
    return words(whole, defaultPort, whole.includes('%') ? 'host-has-zone' : 'host-needs-brackets');
  }
  const glued = /^([^:]*):([^:]*)$/s.exec(whole);
  if (glued) return words(glued[1]!, wholeNumber(glued[2]!));
  return words(whole, defaultPort);
}

/** A host as it is typed and shown: `mx.example.com:25`, `[2001:db8::1]:25`. */
export function printHost({ host, port }: { host: string; port: number | string }): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Why Google could not reach an address; null when nothing speaks against it. RFC 6890 and the IANA special-purpose registries. */
export type UnreachableAddress = 'loopback' | 'private' | 'link-local' | 'documentation' | 'special';

const unreachable: readonly [UnreachableAddress, readonly string[]][] = [
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']],
  [
    'special',
    [
      '0.0.0.0/8',
      '192.0.0.0/24',
      '198.18.0.0/15',
      '224.0.0.0/4',
      '240.0.0.0/4',
      '::/128',
      '100::/64',
      'ff00::/8',
      '5f00::/16',
    ],
  ],
];

type Lists = readonly [UnreachableAddress, BlockList][];

const lists: { ipv4?: Lists; ipv6?: Lists } = {};

function listsOf(family: 'ipv4' | 'ipv6'): Lists {
  const { BlockList } = process.getBuiltinModule('node:net');
  return unreachable.map(([kind, ranges]) => {
    const list = new BlockList();
    for (const range of ranges) {
      const [net, bits] = range.split('/');
      if (net!.includes(':') === (family === 'ipv6')) list.addSubnet(net!, Number(bits), family);
    }
    return [kind, list];
  });
}

/** R15's neighbours: tells the kind of an address that no server outside can reach. */
export function unreachableAddress(address: string): UnreachableAddress | null {
  const value = addressValue(address);
  if (value === null) return null;
  const plain = unmapped(value);
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  lists[family] ??= listsOf(family);
  return lists[family].find(([, list]) => list.check(plain, family))?.[0] ?? null;
}

// RFC 6761, 6762, 7686, 8375, 9476 and ICANN's .internal. The second-level example names do resolve, so they are not here.
const specialUse =
  /(^|\.)(local|localhost|test|example|invalid|onion|alt|internal|home\.arpa|localdomain|lan|corp|home)$/;

/** A name that the public DNS does not have: a single label or a special-use name. */
export function unreachableName(host: string): 'single-label' | 'special-use' | null {
  const name = asciiName(host);
  if (name === null) return null;
  if (specialUse.test(name)) return 'special-use';
  return name.includes('.') ? null : 'single-label';
}
