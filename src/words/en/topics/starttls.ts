// English: topics of findings about SMTP and STARTTLS: what the server says before there is a certificate.

import {
  letSendersIn,
  listenWithStarttls,
  modernProtocols,
  noClientCertificates,
  offerStarttls,
  readTheLog,
} from './mail-servers.ts';
import type { CodeTopic, ReasonTopic } from './topic.ts';

const remark = (title: string, means: string, mend: string): ReasonTopic => ({ title, means, mend });

const fromElsewhere =
  'Test from another network before you change the route: a server may refuse or hold up this machine and take mail from Google all the same.';

export const starttlsTopics = {
  'starttls-not-supported': {
    title: 'no STARTTLS, so no TLS',
    means:
      'The server speaks SMTP, but mail cannot be encrypted on the way to it. With "require secure transport (TLS)" on, Gmail would return mail; with the box off, mail would travel in clear text where STARTTLS is simply not offered.',
    side: 'To the server the session looks ordinary: EHLO, no STARTTLS, QUIT. Its list of extensions can be seen by hand:\n  $ routes test-tls --host mx1.example.com --transcript',
    mend: "Turn TLS on at the server, with a certificate. If the server is a relay provider's, ask the provider. Turning the box off comes last: leave it on where possible.",
    steps: offerStarttls,
    reasons: {
      'not-offered': {
        title: 'the answer to EHLO has no STARTTLS',
        means:
          'The server lists its extensions, and STARTTLS is not among them. Either TLS is off, or its certificate or key could not be loaded, or it is offered on another port or to other clients only.',
        side: 'Look at the log of its start: many servers say there that a key cannot be read, and then go on without TLS.',
        mend: 'Turn TLS on, with a certificate that fits the host.',
        steps: offerStarttls,
      },
      refused: {
        title: 'STARTTLS is offered and then refused, or EHLO is',
        means:
          'The server answers STARTTLS (or EHLO itself) with a reply that is no go-ahead, such as 502 or 503. A reply 4yz is told as smtp-failure/try-later instead.',
        side: 'The reason stands in the log of the server at the time of the test: often its certificate or its key cannot be read, or its TLS library could not start.',
        mend: 'Make key and certificate readable for the mail server, and check that they fit each other:\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
        steps: readTheLog,
      },
      masked: {
        title: 'something on the way hides STARTTLS',
        means:
          'Where STARTTLS belongs the list of extensions has a word of the same length, such as XXXXXXXA. A firewall that inspects SMTP does this, at the server or in the network of this machine; so this is inconclusive, not a fail.',
        side: 'The server itself offers STARTTLS, which a session from its own network shows.',
        mend: `Switch the inspection of SMTP off in that firewall (Cisco: "no fixup protocol smtp", or no "inspect esmtp" in the policy map). ${fromElsewhere}`,
      },
    },
  },

  'smtp-failure': {
    title: 'the dialogue in SMTP went wrong',
    means:
      'The connection stands, but the server did not get as far as STARTTLS in good SMTP. A server that refuses or delays this machine is inconclusive: it may treat Google otherwise. What is no SMTP at all is a fail.',
    side: 'The log of the server shows the session and often the rule that ended it. --transcript shows each line with its time:\n  $ routes test-tls --host mx1.example.com --transcript',
    mend: `Check host and port first. ${fromElsewhere}`,
    steps: letSendersIn,
    reasons: {
      'greeting-rejected': {
        title: 'refused in the greeting',
        means:
          'The server greets with 5yz: it wants nothing from this machine. That says nothing about its TLS, so it is inconclusive.',
        side: 'Its log names the rule: a block list, a missing name for the address of this machine (PTR), an access list.',
        mend: `Let the machine that tests in. ${fromElsewhere}`,
        steps: letSendersIn,
      },
      'greeting-timed-out': {
        title: 'connected, but no greeting',
        means:
          'Nothing was said within --greeting-timeout (40 s unless set). Some servers hold the greeting back on purpose; a port that speaks implicit TLS or HTTP stays silent because it waits for the client.',
        side: 'The log of the server shows a connection that was lost before it said anything, or nothing at all when another program has the port.',
        mend: 'Check host and port; for a slow server give it more time:\n  $ routes test-tls --host mx1.example.com --greeting-timeout 2m',
        steps: letSendersIn,
      },
      'try-later': {
        title: 'the server asks to try later',
        means:
          'A reply 4yz, to the connection, EHLO or STARTTLS: too many connections, greylisting, a server under load. It is no verdict on its TLS.',
        side: 'The log shows the limit that was reached. 454 after STARTTLS mostly means that its TLS could not start: look for key and certificate.',
        mend: 'Try again in some minutes, or let the test do it:\n  $ routes test-tls inbound --retries 3',
        steps: letSendersIn,
      },
      'implicit-tls': {
        title: 'the port speaks implicit TLS (SMTPS)',
        means:
          'The server waits for a TLS hello at once, as port 465 does. Gmail routes use STARTTLS, which begins in clear text.',
        side: 'The log shows a handshake that failed or timed out on that port.',
        mend: 'Use the port where the server speaks SMTP with STARTTLS, 25 or 587:\n  $ routes edit inbound --host mx1.example.com:587',
        steps: listenWithStarttls,
      },
      'bad-reply': {
        title: 'not SMTP, or a reply that is none',
        means:
          'What the server sends is no SMTP reply: another service (SSH, IMAP, POP3, FTP), codes that disagree within one reply, text without a code.',
        side: 'The service that has the port is another one than you think; a proxy or load balancer in front of it may add lines of its own.',
        mend: 'Check host and port.',
        steps: listenWithStarttls,
      },
      'reply-too-long': {
        title: 'a reply that does not end',
        means: 'The server sent more lines or octets than any reply needs, and was cut off.',
        side: 'Mostly not a mail server at all, or one that loops.',
        mend: 'Check host and port.',
        steps: listenWithStarttls,
      },
      'timed-out': {
        title: 'the server stopped answering',
        means:
          'It greeted, and then no whole reply came within --command-timeout (30 s), or within the deadline of the address (90 s). Some servers slow unknown clients down on purpose (tarpit).',
        side: 'The log shows a client that left, or a look-up that took too long.',
        mend: `Give it more time (--command-timeout, --deadline). ${fromElsewhere}`,
        steps: letSendersIn,
      },
    },
  },

  'smtp-remark': {
    title: 'SMTP that works and bends the rules',
    means:
      'Notes: the test went on. Strict clients could stumble over what they tell. They change no verdict.',
    side: 'Nothing is logged; the server believes that it is right.',
    mend: 'Update or mend what writes the replies: a proxy, a content filter, a banner that was set by hand.',
    reasons: {
      'bare-lf': remark(
        'lines end with LF alone',
        'RFC 5321 2.3.8 wants CRLF.',
        'Mend the program in front of the mail server that writes replies; mail servers themselves send CRLF.',
      ),
      'code-changed': remark(
        'a reply that changes its code',
        'RFC 5321 4.2.1 wants the same code on each line. Postfix greets with 220- first, to see who talks too early, and refuses after that; the last code counts here.',
        'Nothing needs to be done at the server. When this machine is refused, test from another network.',
      ),
      'missing-text': remark(
        'a code without a space and text',
        'RFC 5321 4.2 wants at least a space after the code.',
        'Set a banner or message with text in it.',
      ),
      'long-line': remark(
        'a reply line of more than 512 octets',
        'RFC 5321 4.5.3.1.5 allows 512.',
        'Shorten the banner: smtpd_banner (Postfix), smtp_banner (Exim), Set-ReceiveConnector -Banner (Exchange).',
      ),
      'lower-case-keyword': remark(
        'starttls in lower case',
        'Keywords of EHLO are compared without case (RFC 5321 2.4), so this is right; some old clients do not know it.',
        'Nothing needs to be done.',
      ),
      'many-lines': remark(
        'an unusually long answer to EHLO',
        'The list of extensions has many more lines than servers have.',
        'Look at what adds them: a proxy, or a filter.',
      ),
      'not-ascii': remark(
        'octets over 127 in a reply',
        'RFC 5321 2.4 allows ASCII only in a reply.',
        'Write the banner and messages in ASCII.',
      ),
      'control-character': remark(
        'control characters in a reply',
        'RFC 5321 4.2 does not allow them; here they are shown escaped.',
        'Take them out of the banner and messages.',
      ),
      'early-data': remark(
        'a reply before it was asked',
        'The server speaks out of turn: a reply came before the command.',
        'Look at what stands in front of the server; a proxy may send a banner of its own.',
      ),
    },
  },

  'weak-protocol': {
    title: 'only TLS that is too old, or without certificates',
    means:
      "The newest that the server speaks lies under this test's floor, TLS 1.2, or its ciphers are broken. Google says that its mail servers still speak TLS 1.0 and 1.1, so what Gmail would do is told as unknown there.",
    side: 'The log shows a handshake that failed for want of a common version or cipher ("no shared cipher", "unsupported protocol").',
    mend: 'Turn TLS 1.2 and 1.3 on; an operating system that cannot is past its time.',
    steps: modernProtocols,
    reasons: {
      'ssl-3': {
        title: 'nothing newer than SSL 3',
        means: 'SSL 3 was withdrawn in 2015 (RFC 7568); no sender speaks it any more.',
        steps: modernProtocols,
      },
      'tls-1.0': {
        title: 'nothing newer than TLS 1.0',
        means: 'TLS 1.0 was withdrawn in 2021 (RFC 8996).',
        steps: modernProtocols,
      },
      'tls-1.1': {
        title: 'nothing newer than TLS 1.1',
        means: 'TLS 1.1 was withdrawn in 2021 (RFC 8996).',
        steps: modernProtocols,
      },
      anonymous: {
        title: 'TLS only without certificates',
        means:
          'The server offers anonymous ciphers only: the mail is encrypted, for anybody who happens to answer.',
        side: 'The server has no certificate, or none that it could load.',
        mend: 'Give the server a certificate.',
        steps: offerStarttls,
      },
      'old-cipher': {
        title: 'only ciphers that are broken or obsolete',
        means: 'RC4, 3DES and their kin are the best that the server speaks.',
        mend: 'Turn TLS 1.2 or 1.3 with AES-GCM or ChaCha20 on.',
        steps: modernProtocols,
      },
      'seen-at-second-look': {
        title: 'what old settings would have got',
        means:
          'A note beside a handshake that failed: one more connection, with every old setting allowed, got this far. It never turns anything into a pass.',
        steps: modernProtocols,
      },
    },
  },
} satisfies Record<string, CodeTopic>;

/** Topics of `validation-failure` that are about the handshake. */
export const handshakeReasons = {
  'tls-handshake': {
    title: 'the TLS handshake failed',
    means:
      'STARTTLS was agreed, and then the handshake broke: an alert, a connection that closed, clear text in its place, or silence. Where the certificate had come already it is judged all the same.',
    side: 'Its log has a line for this handshake at the time of the test. Frequent causes: a key that does not fit the certificate, a certificate or chain file that cannot be read, no version or cipher in common.',
    mend: 'Check that key and certificate fit each other:\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
    steps: readTheLog,
  },
  injection: {
    title: 'clear text slipped in before the handshake',
    means:
      'Bytes came with the go-ahead to STARTTLS, or right after it, before TLS began. A server that keeps what it has read in clear text lets somebody in between put words into the encrypted session (CVE-2011-0411).',
    side: 'Nothing is logged. The server, or a proxy in front of it, does not empty its buffer at STARTTLS.',
    mend: 'Update the mail server or the proxy. Postfix from 2.8 on throws such bytes away; so do all versions of Exim and Exchange that are still maintained.',
  },
  'client-certificate-required': {
    title: 'the server demands a client certificate',
    means:
      "The server went on only with a certificate of the client, and this test showed none that it takes. What it does with Google's is not known, so the tls line is inconclusive.",
    side: 'The log says that the peer did not return a certificate.',
    mend: 'Do not demand one of senders; or show yours in the test:\n  $ routes test-tls inbound --client-cert c.pem --client-key k.pem',
    steps: noClientCertificates,
  },
} satisfies Record<string, ReasonTopic>;
