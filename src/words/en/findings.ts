// English: what each finding means and what mends it. Texts in `data` come escaped for the place they are shown in.
// Of the four remedies of the console's page (R15) only those that fit the cause are named, boxes last.

type Data = Readonly<Record<string, unknown>>;

interface Say {
  message: (data: Data) => string;
  remedies?: (data: Data) => (string | null)[];
}

const text = (value: unknown) => String(value);
const list = (value: unknown, most = 6): string => {
  const all = Array.isArray(value) ? value.map(String) : [];
  if (all.length === 0) return 'none';
  return all.length > most
    ? `${all.slice(0, most).join(', ')} and ${all.length - most} more`
    : all.join(', ');
};
const seconds = (milliseconds: unknown) => {
  const value = Number(milliseconds);
  return value < 1000 ? `${value} ms` : `${Number((value / 1000).toFixed(1))} s`;
};
const day = (time: unknown) => String(time).slice(0, 10);
const days = (count: unknown) => `${count} ${Number(count) === 1 ? 'day' : 'days'}`;
const says = (data: Data) => `${data.code}${data.text ? ` ${data.text}` : ''}`;
const of = (data: Data) => (data.subject ? `the certificate "${data.subject}"` : 'a certificate');

const boxes = {
  tls: 'turn off "require secure transport (TLS)" (--no-require-tls): mail may then travel in clear text; leave the box on where possible',
  ca: 'turn off "require CA-signed certificate" (--no-require-ca): anybody in between can then pose as the server; leave the box on where possible',
  hostname:
    'turn off "validate certificate hostname" (--no-verify-hostname): any certificate of a trusted CA then passes; leave the box on where possible',
};
const provider = "if the server is a relay provider's, ask the provider about this certificate";
const relay = "if the server is a relay provider's, ask the provider";
const newCertificate = 'install a certificate from a trusted CA that names this host';
const elsewhere = 'try again from another network before you change the route';

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

const protocols: Record<string, string> = {
  ssh: 'an SSH server',
  imap: 'an IMAP server',
  pop3: 'a POP3 server',
  ftp: 'an FTP server',
  http: 'an HTTP server',
  tls: 'a server that speaks TLS at once',
  unknown: 'not an SMTP server',
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
      return `the server answered in clear text instead: "${data.sample}"`;
    case 'tls-error':
      return text(data.message || data.code);
    case 'flood':
      return 'the server sent more than any handshake needs';
    default:
      return text(data.cause);
  }
};

const expired = (what: string): Say => ({
  message: (data) => `${what}${data.subject ? ` "${data.subject}"` : ''} expired on ${day(data.notAfter)}`,
  remedies: () =>
    what === 'the certificate'
      ? ['renew the certificate and install the new one with its chain', provider, boxes.ca]
      : [
          'install the chain that your CA hands out today, without the expired certificate',
          provider,
          boxes.ca,
        ],
});

const soon = (what: string): Say => ({
  message: (data) =>
    `${what} "${data.subject}" expires on ${day(data.notAfter)}, ${days(data.daysLeft)} from the day judged (${data.percentLeft}% of its life)`,
  remedies: () => ['renew it before that day, or the route starts to return mail'],
});

const chainFault = (message: (data: Data) => string): Say => ({
  message: (data) => `${message(data)}${data.rule ? ` (${data.rule})` : ''}`,
  remedies: () => [newCertificate, provider, boxes.ca],
});

const note = (message: string): Say => ({ message: () => message });

const sayings: Record<string, Say> = {
  'starttls-not-supported/not-offered': {
    message: () => 'the server does not offer STARTTLS',
    remedies: (data) =>
      data.boxOff
        ? ['mail is delivered in clear text; turn TLS on at the server']
        : ['turn TLS on at the server, with a certificate', relay, boxes.tls],
  },
  'starttls-not-supported/refused': {
    message: (data) =>
      data.stage === 'ehlo'
        ? `the server refuses EHLO${data.encrypted ? ' on the encrypted channel' : ''}: ${says(data)}`
        : `the server offers STARTTLS and then refuses it: ${says(data)}`,
    remedies: () => [
      "look in the server's log why it refuses; often its certificate or key cannot be read",
      provider,
      boxes.tls,
    ],
  },
  'starttls-not-supported/masked': {
    message: (data) =>
      `something on the way hides STARTTLS: the server's list has "${data.masked}" in its place`,
    remedies: () => [
      'a firewall that inspects SMTP does this, at the server or in this network; switch that inspection off',
      elsewhere,
    ],
  },
  'certificate-host-mismatch/no-names': {
    message: (data) => `the certificate names no host at all, so it cannot be for ${data.reference}`,
    remedies: () => [newCertificate, provider, boxes.hostname],
  },
  'certificate-host-mismatch/other-names': {
    message: (data) => `the certificate is not for ${data.reference}; it names ${list(data.names)}`,
    remedies: (data) => {
      const usable = (data.usableNames as string[] | undefined) ?? [];
      return [
        usable.length > 0 ? `use a host name that is on the certificate: ${list(usable)}` : null,
        newCertificate,
        provider,
        boxes.hostname,
      ];
    },
  },
  'certificate-host-mismatch/common-name-only': {
    message: (data) =>
      `the certificate has ${data.reference} only as its common name, which no sender reads any more; its subjectAltName names ${list(data.names)}`,
    remedies: () => [
      'have the certificate issued again with this host as a subjectAltName',
      provider,
      boxes.hostname,
    ],
  },
  'certificate-expired/leaf': expired('the certificate'),
  'certificate-expired/intermediate': expired('the intermediate certificate'),
  'certificate-expired/anchor': expired('the trust anchor'),
  'certificate-expired/not-yet-valid': {
    message: (data) => `${of(data)} is valid only from ${data.notBefore}`,
    remedies: () => [
      'wait until then, or install one that is valid now; check the clock where it was made',
      boxes.ca,
    ],
  },
  'certificate-not-trusted/self-signed': {
    message: (data) =>
      `the certificate is self-signed: no CA vouches for "${data.subject}" (Gmail is reported to say of this that the certificate doesn't match the host)`,
    remedies: () => [newCertificate, provider, boxes.ca],
  },
  'certificate-not-trusted/untrusted-anchor': {
    message: (data) =>
      `the chain ends at "${data.subject}", which is not among the trusted roots (${data.trust})`,
    remedies: () => ['install a certificate from a CA that is publicly trusted', provider, boxes.ca],
  },
  'certificate-not-trusted/missing-intermediate': {
    message: (data) =>
      `the server does not send the certificate of "${data.issuer}", or that is a CA nobody trusts (${data.trust})`,
    remedies: (data) => [
      `install the full chain: the server's certificate, then the intermediate "${data.issuer}"${
        Array.isArray(data.caIssuers) && data.caIssuers.length > 0
          ? `, which the certificate says is at ${list(data.caIssuers, 2)}`
          : ''
      }`,
      provider,
      boxes.ca,
    ],
  },
  'validation-failure/weak-key': chainFault(
    (data) => `${of(data)} has a key that is too weak${data.what ? `: ${data.what}` : ''}`,
  ),
  'validation-failure/weak-signature': chainFault(
    (data) => `${of(data)} is signed in a way that is no longer safe${data.what ? `: ${data.what}` : ''}`,
  ),
  'validation-failure/not-a-server-certificate': chainFault(
    (data) => `${of(data)} may not be used by a server`,
  ),
  'validation-failure/name-constraint': chainFault(
    (data) =>
      `a CA in the chain may not vouch for this name: its name constraints forbid it${data.name ? ` (${data.name})` : ''}`,
  ),
  'validation-failure/path-length': chainFault((data) => `the chain is longer than ${of(data)} allows`),
  'validation-failure/not-a-ca': chainFault((data) => `${of(data)} signed another certificate and is no CA`),
  'validation-failure/bad-signature': chainFault((data) => `the signature on ${of(data)} is wrong`),
  'validation-failure/critical-extension': chainFault(
    (data) => `${of(data)} has a critical extension that nobody here knows${data.oid ? `: ${data.oid}` : ''}`,
  ),
  'validation-failure/malformed': chainFault(
    (data) => `${of(data)} breaks the rules of its format${data.what ? `: ${data.what}` : ''}`,
  ),
  'validation-failure/web-pki-policy': {
    message: (data) =>
      `${of(data)} breaks a rule of the public web PKI${data.what ? `: ${data.what}` : ''}${data.rule ? ` (${data.rule})` : ''}`,
    remedies: (data) =>
      data.underPrivateTrust
        ? ['a private CA is not bound by it; a public one is']
        : [newCertificate, provider, boxes.ca],
  },
  'validation-failure/policy': chainFault(
    (data) => `the certificate policies of the chain do not allow it${data.what ? `: ${data.what}` : ''}`,
  ),
  'validation-failure/too-complex': chainFault(() => 'the chain has too many possible paths to try them all'),
  'validation-failure/no-certificate': {
    message: () => 'the server showed no certificate',
    remedies: () => [newCertificate, boxes.ca],
  },
  'validation-failure/chain-too-large': {
    message: () => 'the server sends more certificates than any sender takes',
    remedies: () => ["send only the server's certificate and its intermediates"],
  },
  'validation-failure/tls-handshake': {
    message: (data) => `the TLS handshake failed: ${handshakeEnd(data)}`,
    remedies: (data) => [
      data.cause === 'not-tls'
        ? "look in the server's log why it does not start TLS after its 220"
        : "look in the server's log for this handshake; check that key and certificate fit each other",
      provider,
      boxes.tls,
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
  'dns-failure/no-such-name': {
    message: (data) =>
      `${data.server ?? data.host} does not exist in the DNS${data.mx ? ', though an MX record names it' : ''}`,
    remedies: (data) => [
      data.mx
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
  'dns-failure/refused-name': {
    message: (data) => `${data.server ?? data.host} is no name that may be looked up`,
  },
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
  'judges-disagree/openssl-refuses': {
    message: (data) => `a path to a trust anchor exists, but OpenSSL refuses it (${data.error})`,
    remedies: () => ['check the certificate with its CA; senders built on OpenSSL will refuse it', boxes.ca],
  },
  'judges-disagree/openssl-refuses-other-path': {
    message: (data) => `valid by another path, but senders built on OpenSSL may refuse it (${data.error})`,
    remedies: () => ['leave out of the chain what leads nowhere, and what has expired'],
  },
  'judges-disagree/openssl-accepts': note('OpenSSL on its own would have accepted this chain'),
  'smtp-failure/greeting-rejected': {
    message: (data) => `the server refuses this machine in its greeting: ${says(data)}`,
    remedies: () => ['it may take mail from Google all the same; look in its log', elsewhere],
  },
  'smtp-failure/greeting-timed-out': {
    message: (data) => `connected, but no greeting within ${seconds(data.milliseconds)}`,
    remedies: () => [
      'a slow greeting can be meant (postscreen): raise --greeting-timeout; if the port speaks implicit TLS, use 25 or 587',
      elsewhere,
    ],
  },
  'smtp-failure/try-later': {
    message: (data) => `the server asks to try later ${where(data)}: ${says(data)}`,
    remedies: () => ['try again in some minutes (--retries); this is no verdict on its TLS'],
  },
  'smtp-failure/implicit-tls': {
    message: () =>
      'the port speaks implicit TLS (SMTPS), which is not STARTTLS: the server waits for a TLS hello',
    remedies: () => ['use the port where the server speaks SMTP with STARTTLS, 25 or 587'],
  },
  'smtp-failure/bad-reply': {
    message: (data) => {
      if (data.protocol)
        return `not SMTP: this is ${protocols[text(data.protocol)] ?? 'another protocol'} ("${data.sample}")`;
      if (data.problem === 'unexpected-code')
        return `the server greets with ${says(data)}, where 220 belongs`;
      return `the server's reply ${where(data)} is no SMTP: ${badReplies[text(data.problem)] ?? data.problem} ("${data.sample}")`;
    },
    remedies: () => ['check host and port: they must be those of an SMTP server'],
  },
  'smtp-failure/reply-too-long': {
    message: (data) =>
      `the server's reply ${where(data)} does not end: more than ${data.limit} ${data.what === 'lines' ? 'lines' : 'octets'}`,
    remedies: () => ['check host and port: they must be those of an SMTP server'],
  },
  'smtp-failure/timed-out': {
    message: (data) =>
      `the server stopped answering ${where(data)}: nothing whole within ${seconds(data.milliseconds)}`,
    remedies: () => ["look in the server's log; it may hold this machine up and not Google", elsewhere],
  },
  'smtp-remark/bare-lf': note('ends lines with LF alone, where CRLF belongs (RFC 5321 2.3.8)'),
  'smtp-remark/missing-text': note('sends a reply code without the space and text after it (RFC 5321 4.2)'),
  'smtp-remark/long-line': note('sends a reply line of more than 512 octets (RFC 5321 4.5.3.1.5)'),
  'smtp-remark/lower-case-keyword': note('writes STARTTLS in lower case'),
  'smtp-remark/many-lines': note('sends an unusually long list in answer to EHLO'),
  'smtp-remark/not-ascii': note('sends octets over 127 in a reply (RFC 5321 2.4)'),
  'smtp-remark/control-character': note('sends control characters in a reply (RFC 5321 4.2)'),
  'smtp-remark/early-data': note('sends a reply before it was asked'),
  'chain-remark/extra-certificate': {
    message: (data) => `sends what no path needs: ${list(data.subjects)}`,
    remedies: () => ['leave it out; it costs a little at every connection'],
  },
  'chain-remark/anchor-sent': {
    message: (data) => `sends its trust anchor along: ${list(data.subjects)}`,
    remedies: () => ['leave it out; senders have their own'],
  },
  'chain-remark/wrong-order': {
    message: () => 'sends its certificates in the wrong order',
    remedies: () => ['put each certificate right before the one that signed it; old senders insist on it'],
  },
  'chain-remark/duplicate': {
    message: (data) => `sends the same certificate more than once: ${list(data.subjects)}`,
  },
  'expires-soon/leaf': soon('the certificate'),
  'expires-soon/intermediate': soon('the intermediate certificate'),
  'expires-soon/anchor': soon('the trust anchor'),
  'weak-protocol/anonymous': {
    message: (data) => `the server speaks TLS only without certificates (${data.cipher})`,
    remedies: () => ['give the server a certificate', boxes.tls],
  },
  'weak-protocol/seen-at-second-look': {
    message: (data) =>
      `a second look with every old setting allowed got ${data.protocol}${data.cipher ? ` with ${data.cipher}` : ''}`,
  },
  'expectation-mismatch/other-leaf': {
    message: (data) =>
      `another certificate is served, ${data.served}, than the one expected, ${data.expected}`,
    remedies: () => ['install the expected certificate on this server and load it anew'],
  },
  'mx-names/mx-host-checked': {
    message: (data) =>
      `under MX lookup the certificate is checked for the MX host ${data.server}, not for ${data.domain} (assumption: Google does not publish which)`,
  },
};

const weakProtocol: Say = {
  message: (data) =>
    `the server speaks nothing newer than ${text(data.protocol).replace('v', ' ')}; TLS 1.2 is this test's floor (Google says that its servers still speak 1.0 and 1.1)`,
  remedies: () => ['turn TLS 1.2 or 1.3 on at the server'],
};

export const findings = {
  /** The words for one finding. Codes without words say themselves, so that nothing is ever swallowed. */
  of(code: string, reason: string | null): Say {
    const saying = sayings[`${code}/${reason}`];
    if (saying) return saying;
    if (code === 'weak-protocol') return weakProtocol;
    return {
      message: (data) => `${code}${reason ? ` (${reason})` : ''}${data.what ? `: ${data.what}` : ''}`,
    };
  },
  wouldFail: 'would fail if the box were on: ',
};
