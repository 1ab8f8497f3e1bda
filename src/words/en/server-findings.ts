// English: findings about servers before and beside their certificates: DNS, connection, SMTP, STARTTLS, the handshake.
// Of the four remedies of the console's page (R15) only those that fit the cause are named, boxes last. Texts in `data`
// come escaped.

import { type Data, note, type Say, says, text, unlessOff } from '../parts.ts';
import { boxes, elsewhere, list, relay, seconds } from './finding-parts.ts';

const stages: Record<string, string> = {
  resolve: 'while looking up the name',
  connect: 'while connecting',
  greeting: 'before the greeting',
  ehlo: 'in answer to EHLO',
  starttls: 'in answer to STARTTLS',
  handshake: 'during the TLS handshake',
  done: 'after the TLS handshake',
};
const where = (data: Data) => stages[text(data.stage)] ?? '';

/** What a reply is, by the stage in which it came. */
const replies: Record<string, string> = {
  greeting: 'greeting',
  ehlo: 'answer to EHLO',
  starttls: 'answer to STARTTLS',
  handshake: 'side of the TLS handshake',
  done: 'answer to EHLO on the encrypted channel',
};
const reply = (data: Data) => replies[text(data.stage)] ?? 'reply';

const protocols: Record<string, string> = {
  ssh: 'an SSH server',
  imap: 'an IMAP server',
  pop3: 'a POP3 server',
  ftp: 'an FTP server',
  http: 'an HTTP server',
  tls: 'a server that speaks TLS at once',
  unknown: 'no SMTP server',
};

const badReplies: Record<string, string> = {
  'no-code': 'no reply code',
  'codes-disagree': 'codes that disagree within one reply',
  'bad-separator': 'neither a space nor a hyphen after the code',
  'bad-character': 'characters that no reply may have',
  'unexpected-code': 'a code that has no place there',
};

/** How a handshake ended, in the words of TLS. */
const handshakeEnd = (data: Data): string => {
  switch (data.cause) {
    case 'tls-alert':
      return data.from === 'client'
        ? `this side refused it with the alert ${data.alert}`
        : `the server sent the alert ${data.alert} (${data.number})`;
    case 'closed':
      return data.how === 'reset' ? 'the server reset the connection' : 'the server closed the connection';
    case 'timed-out':
      return `no answer within ${seconds(data.milliseconds)}`;
    case 'not-tls':
      return `the server answered with something that is no TLS: "${data.sample}"`;
    case 'tls-error':
      return text(data.message || data.code);
    case 'flood':
      return 'the server sent more than any handshake needs';
    default:
      return text(data.cause);
  }
};

const protocol = (data: Data): string => text(data.protocol).replace(/v(?=\d)/, ' ');

const oldProtocol: Say = {
  message: (data) =>
    data.protocol === 'SSLv3'
      ? 'the server speaks nothing newer than SSL 3, which no sender speaks any more'
      : `the server speaks nothing newer than ${protocol({ protocol: data.protocol === 'TLSv1' ? 'TLSv1.0' : data.protocol })}; TLS 1.2 is this test's floor (Google says that its servers still speak 1.0 and 1.1)`,
  remedies: () => ['turn TLS 1.2 or 1.3 on at the server'],
};

/** What ended the wait for a greeting. */
const limitFlag = (data: Data): string => (data.limit === 'deadline' ? '--deadline' : '--greeting-timeout');

export const serverFindings = {
  'starttls-not-supported/not-offered': {
    message: () => 'the server does not offer STARTTLS',
    remedies: (data) =>
      data.boxOff
        ? ['mail is delivered in clear text; turn TLS on at the server']
        : ['turn TLS on at the server, with a certificate', relay, boxes.tls],
  },
  'starttls-not-supported/refused': {
    message: (data) => {
      const command =
        data.stage === 'ehlo' ? `EHLO${data.encrypted ? ' on the encrypted channel' : ''}` : 'STARTTLS';
      if (Number(data.code) < 400)
        return `the server answers ${command} with ${says(data)}, where ${data.stage === 'ehlo' ? 250 : 220} belongs`;
      return data.stage === 'ehlo'
        ? `the server refuses ${command}: ${says(data)}`
        : `the server offers STARTTLS and then refuses it: ${says(data)}`;
    },
    remedies: (data) => [
      data.stage === 'ehlo'
        ? "look in the server's log why it refuses; it may refuse this machine and not Google"
        : "look in the server's log why it refuses; often its certificate or key cannot be read",
      relay,
      unlessOff(data, boxes.tls),
    ],
  },
  'starttls-not-supported/masked': {
    message: (data) => `something on the way hides or overwrites STARTTLS: it shows as "${data.masked}"`,
    remedies: () => [
      'a firewall that inspects SMTP does this, at the server or in this network; switch that inspection off',
      elsewhere,
    ],
  },
  'validation-failure/tls-handshake': {
    message: (data) => `the TLS handshake failed: ${handshakeEnd(data)}`,
    remedies: (data) => [
      data.cause === 'not-tls'
        ? "look in the server's log why it does not start TLS after its 220"
        : "look in the server's log for this handshake; check that key and certificate fit each other",
      relay,
      unlessOff(data, boxes.tls),
    ],
  },
  'validation-failure/key-mismatch': {
    message: (data) =>
      `the key does not belong to the certificate${data.position === null ? '' : `, but to number ${Number(data.position) + 1} in the file`}; no server can serve the two`,
    remedies: () => [
      'find the key that this certificate was requested with, or have it issued again for this one',
    ],
  },
  'validation-failure/injection': {
    message: (data) =>
      `bytes in clear text came with the go-ahead to STARTTLS, before the handshake: "${data.injected}"; somebody in between can put words into the encrypted session (CVE-2011-0411)`,
    remedies: () => ['update the mail server: it must throw away what it has read before it starts TLS'],
  },
  'validation-failure/client-certificate-required': {
    message: () => 'the server demands a client certificate, and this test showed none that it takes',
    remedies: () => [
      'do not demand client certificates of senders, or test with --client-cert and --client-key',
    ],
  },
  'weak-protocol/anonymous': {
    message: (data) => `the server speaks TLS only without certificates (${data.cipher})`,
    remedies: (data) => ['give the server a certificate', unlessOff(data, boxes.tls)],
  },
  'weak-protocol/seen-at-second-look': {
    message: (data) =>
      `a second look with every old setting allowed got ${protocol(data)}${data.cipher ? ` with ${data.cipher}` : ''}`,
  },
  'weak-protocol/ssl-3': oldProtocol,
  'weak-protocol/tls-1.0': oldProtocol,
  'weak-protocol/tls-1.1': oldProtocol,
  'weak-protocol/old-cipher': {
    message: (data) =>
      `the server speaks only what is broken or obsolete: ${protocol(data)} with ${data.cipher} is the best that a second look got`,
    remedies: (data) => [
      'turn TLS 1.2 or 1.3 with AES-GCM or ChaCha20 on at the server',
      relay,
      unlessOff(data, boxes.tls),
    ],
  },
  'smtp-failure/greeting-rejected': {
    message: (data) => `the server refuses this machine in its greeting: ${says(data)}`,
    remedies: () => ['it may take mail from Google all the same; look in its log', elsewhere],
  },
  'smtp-failure/greeting-timed-out': {
    message: (data) =>
      `connected, but no greeting within ${seconds(data.milliseconds)}${data.limit === 'deadline' ? ', the time left to the deadline' : ''}${
        data.protocol
          ? `; spoken to, it answers as ${protocols[text(data.protocol)] ?? 'another protocol'}`
          : ''
      }`,
    remedies: (data) =>
      data.protocol
        ? ['check host and port: they must be those of an SMTP server']
        : [
            `a slow greeting can be meant (postscreen): raise ${limitFlag(data)}; if the port speaks implicit TLS, use 25 or 587`,
            elsewhere,
          ],
  },
  'smtp-failure/try-later': {
    message: (data) => `the server asks to try later in its ${reply(data)}: ${says(data)}`,
    remedies: () => ['try again in some minutes (--retries); this is no verdict on its TLS'],
  },
  'smtp-failure/implicit-tls': {
    message: () =>
      'the port speaks implicit TLS (SMTPS), which is not STARTTLS: the server waits for a TLS hello',
    remedies: () => ['use the port where the server speaks SMTP with STARTTLS, 25 or 587'],
  },
  'smtp-failure/bad-reply': {
    message: (data) => {
      if (data.protocol === 'unknown') return `not SMTP: the server says "${data.sample}"`;
      if (data.protocol)
        return `not SMTP: this is ${protocols[text(data.protocol)] ?? 'another protocol'} ("${data.sample}")`;
      if (data.problem === 'unexpected-code')
        return `the server greets with ${says(data)}, where 220 belongs`;
      return `the server's ${reply(data)} is no SMTP: ${badReplies[text(data.problem)] ?? data.problem} ("${data.sample}")`;
    },
    remedies: () => ['check host and port: they must be those of an SMTP server'],
  },
  'smtp-failure/reply-too-long': {
    message: (data) =>
      `the server's ${reply(data)} does not end: more than ${data.limit} ${data.what === 'lines' ? 'lines' : 'octets'}`,
    remedies: () => ['check host and port: they must be those of an SMTP server'],
  },
  'smtp-failure/timed-out': {
    message: (data) =>
      `the server's ${reply(data)} did not come, or not whole, within ${seconds(data.milliseconds)}`,
    remedies: () => ["look in the server's log; it may hold this machine up and not Google", elsewhere],
  },
  'smtp-remark/bare-lf': note('ends lines with LF alone, where CRLF belongs (RFC 5321 2.3.8)'),
  'smtp-remark/code-changed': note(
    'begins a reply with one code and ends it with another (RFC 5321 4.2.1): the last one counts here',
  ),
  'smtp-remark/missing-text': note('sends a reply code without the space and text after it (RFC 5321 4.2)'),
  'smtp-remark/long-line': note('sends a reply line of more than 512 octets (RFC 5321 4.5.3.1.5)'),
  'smtp-remark/lower-case-keyword': note('writes STARTTLS in lower case'),
  'smtp-remark/many-lines': note('sends an unusually long list in answer to EHLO'),
  'smtp-remark/not-ascii': note('sends octets over 127 in a reply (RFC 5321 2.4)'),
  'smtp-remark/control-character': note('sends control characters in a reply (RFC 5321 4.2)'),
  'smtp-remark/early-data': note('sends a reply before it was asked'),
  'connection-failure/refused': {
    message: () => 'the connection was refused: nothing listens on that port, or a firewall says no',
    remedies: () => [
      'check that the server runs and listens on this port; a firewall may let Google in and not this machine',
      elsewhere,
    ],
  },
  'connection-failure/timed-out': {
    message: (data) => `no answer to the connection within ${seconds(data.milliseconds)}`,
    remedies: () => [
      "this machine's own network may block the port (many providers block port 25), or the server is down",
      elsewhere,
    ],
  },
  'connection-failure/unreachable': {
    message: (data) => `this machine has no route to that address (${data.errno})`,
    remedies: () => ["the fault is probably in this machine's network", elsewhere],
  },
  'connection-failure/closed': {
    message: (data) => `the server closed the connection ${where(data)}`,
    remedies: () => ['the server may refuse this machine and not Google; look in its log', elsewhere],
  },
  'connection-failure/cancelled': { message: () => 'the test was interrupted before it could tell' },
  'dns-failure/no-such-name': {
    message: (data) =>
      data.hasAddress
        ? `asked for its MX, the DNS says that ${data.host} does not exist, though it has an address`
        : `${data.server ?? data.host} does not exist in the DNS${data.mx ? ', though an MX record names it' : ''}`,
    remedies: (data) => [
      data.hasAddress
        ? "mend the domain's name servers: where there is no MX the answer is NOERROR and empty (RFC 8020)"
        : data.mx
          ? 'mend the MX record'
          : 'check the name; for servers not in the DNS yet, give the address with --resolve',
    ],
  },
  'dns-failure/no-address': {
    message: (data) =>
      `${data.server ?? data.host} has no address in the DNS${data.mx ? ', though an MX record names it' : ''}`,
    remedies: (data) => [
      data.mx
        ? 'give that name an address, or mend the MX record'
        : 'if it is a domain, turn MX lookup on (--lookup-mx); else give it an address',
    ],
  },
  'dns-failure/null-mx': {
    message: (data) =>
      Number(data.beside) > 0
        ? `${data.host} has a null MX beside ${data.beside} other MX; senders do not agree on what that means`
        : `${data.host} says that it takes no mail at all (null MX, RFC 7505)`,
    remedies: () => ['check the domain; or take the null MX away'],
  },
  'dns-failure/no-mx': {
    message: (data) => `${data.host} has no MX record; the name itself is used (RFC 5321 5.1)`,
    remedies: () => ['if it is a server and not a domain, turn MX lookup off (--no-lookup-mx)'],
  },
  'dns-failure/mx-is-address': {
    message: (data) => `an MX record names the address ${data.server}; it must name a host (RFC 5321 5.1)`,
    remedies: () => ['give that server a name, and put the name into the MX record'],
  },
  'dns-failure/mx-is-alias': {
    message: (data) =>
      `the MX host ${data.server} is an alias of ${list(data.aliases, 2)}; RFC 2181 10.3 forbids that`,
    remedies: () => ['name the real host in the MX record'],
  },
  'dns-failure/mx-left-out': {
    message: (data) => `${data.host} has too many MX hosts; ${data.leftOut} of them were not tested`,
    remedies: () => ['test the rest by name: routes test-tls --host mx42.example.com'],
  },
  'dns-failure/server-failure': {
    message: (data) => `the DNS could not answer for ${data.server ?? data.host} (${data.answer})`,
    remedies: () => [
      "the fault is at the resolver or the domain's name servers; try again, or ask another one with --resolver",
    ],
  },
  'dns-failure/timed-out': {
    message: (data) =>
      `the DNS did not answer for ${data.server ?? data.host} within ${seconds(data.milliseconds)}`,
    remedies: () => [
      "the fault is probably at this machine's resolver; try again, or ask another one with --resolver",
    ],
  },
  'dns-failure/one-family': {
    message: (data) =>
      `the DNS could not say which IPv${data.family} addresses ${data.server} has, so those were not tested`,
    remedies: () => [
      "the fault is at the resolver or the domain's name servers; try again, or ask another one with --resolver",
    ],
  },
  'dns-failure/family-left-out': {
    message: (data) =>
      `${data.server} has IPv${data.family} addresses alone, and those were left out (--ipv${Number(data.family) === 4 ? 6 : 4}): nothing was tested`,
    remedies: (data) => [`test it with --ipv${data.family}, or with neither flag`],
  },
  'dns-failure/refused-name': {
    message: (data) => `${data.server ?? data.host} is no name that may be looked up`,
  },
  'mx-names/mx-host-checked': {
    message: (data) =>
      `under MX lookup each certificate is checked for its MX host (${list(data.servers, 3)}), not for ${data.domain} (assumption: Google does not publish which)`,
  },
} satisfies Record<string, Say>;
