// The dialogue with one address as text (`--transcript`): who was spoken to and when, every line with its time, what TLS
// negotiated, and how it ended; as one would paste it into a ticket. A report in, lines out; what came from outside is
// escaped, one line of the server's is one line here.

import type { Sections } from '../words/catalogue.ts';
import { forTerminal } from './escape.ts';
import type { AddressReport, Report } from './schema.ts';

type Words = Sections['report']['transcript'];

const arrows: Record<string, string> = { client: '>', server: '<', event: '*' };
const longestLine = 600;

/** The lines of one transcript, without indent; none where no dialogue was kept. */
export function transcriptLines(address: AddressReport, report: Report, words: Words): string[] {
  if (address.dialogue === undefined) return [];
  const { server, port, address: at } = address;
  const place = at?.includes(':') ? `[${at}]:${port}` : `${at}:${port}`;
  const lines = [words.head(forTerminal(server), forTerminal(place), report.generatedAt, report.run.tool)];
  if (address.attempts > 1) lines.push(words.lastOf(address.attempts));
  for (const { at: milliseconds, from, text } of address.dialogue) {
    const said = from === 'event' ? eventText(text, address, words) : forTerminal(text, longestLine);
    lines.push(`${milliseconds.toFixed(1).padStart(9)} ms ${arrows[from] ?? '*'} ${said}`);
  }
  if (address.secondLook) {
    const { why, seen } = address.secondLook;
    lines.push(`${' '.repeat(13)}* ${words.secondLook(why, forTerminal(JSON.stringify(seen)))}`);
  }
  const cause = address.findings.find(({ rootCause }) => rootCause);
  lines.push(`${' '.repeat(13)}= ${words.verdicts[address.verdict]}${cause ? `: ${cause.message}` : ''}`);
  return lines;
}

function eventText(text: string, address: AddressReport, words: Words): string {
  const [kind = '', ...rest] = text.split(' ');
  if (kind === 'connected') return words.connected;
  if (kind === 'tls' && address.tls) return words.tls(negotiated(address, words));
  if (kind === 'stopped') return words.stopped(forTerminal(rest.join(' ')));
  if (kind === 'lines-left-out') return words.leftOut(Number(rest[0]));
  return forTerminal(text, longestLine);
}

/** What TLS negotiated: protocol, cipher, key exchange, SNI, client certificate, staple, the chain in one word each. */
function negotiated({ tls, presentedChain }: AddressReport, words: Words): string {
  const { protocol, cipher, keyExchange, sni, clientCertificate, ocspStapled } = tls!;
  const [leaf] = presentedChain;
  return [
    [protocol, cipher, keyExchange].filter(Boolean).join(', '),
    sni === null ? words.noSni : words.sni(forTerminal(sni)),
    clientCertificate === 'not-asked' ? null : words.clientCertificate[clientCertificate],
    ocspStapled ? words.stapled : null,
    words.certificates(
      presentedChain.length,
      leaf ? forTerminal(leaf.subject, 120) : null,
      leaf?.fingerprint256 ?? null,
    ),
  ]
    .filter(Boolean)
    .join('; ');
}
