// English: topics of findings about names and connections: what happens before a server has said a word.

import { letSendersIn, listenWithStarttls } from './mail-servers.ts';
import type { CodeTopic } from './topic.ts';

const elsewhere = 'Test from another network before you change the route.';
const lookItUp =
  'Ask by hand what the DNS says:\n  dig mx1.example.com A, dig mx1.example.com AAAA, dig example.com MX';

export const networkTopics = {
  'dns-failure': {
    title: 'the DNS does not lead to a server, or not well',
    means:
      'A host is looked up first: with MX lookup on its MX record, then the addresses. A name that does not exist or has no address is a fail; a resolver that does not answer is inconclusive, for the fault may be here.',
    side: 'The mail server never hears of it. The zone of the domain is what is to be looked at.',
    mend: `${lookItUp}\nA server that is not in the DNS yet is tested by its address:\n  $ routes test-tls --host mx.example.com --resolve mx.example.com=192.0.2.1`,
    reasons: {
      'no-such-name': {
        title: 'the name does not exist',
        means:
          'The DNS says so itself (NXDOMAIN). A typing error, a record that was deleted, or one that exists inside your network only.',
        mend: 'Mend the name in the route or the record in the zone. The MX record may name a host that is gone.',
      },
      'no-address': {
        title: 'the name has no address',
        means:
          'The name exists, but has neither A nor AAAA. Often it is a domain, not a server, and MX lookup is off.',
        mend: 'For a domain turn MX lookup on; for a server, give it an address:\n  $ routes edit partner --lookup-mx',
      },
      'null-mx': {
        title: 'the domain says that it takes no mail',
        means:
          'Its MX record is "0 ." (RFC 7505). Beside other MX records it is a contradiction, and senders do not agree on what it means.',
        mend: 'Check the domain, or take the null MX away.',
      },
      'no-mx': {
        title: 'MX lookup is on, and there is no MX record',
        means:
          'A warning: the name itself is used then (RFC 5321 5.1). Probably it is a server and not a domain.',
        mend: 'For a server turn MX lookup off:\n  $ routes edit inbound --no-lookup-mx',
      },
      'mx-is-address': {
        title: 'the MX record names an IP address',
        means: 'It must name a host (RFC 5321 5.1), so such a record leads nowhere.',
        mend: 'Give the server a name with an address, and put the name into the MX record.',
      },
      'mx-is-alias': {
        title: 'the MX host is an alias (CNAME)',
        means: 'A warning: RFC 2181 10.3 forbids it; most senders follow it all the same.',
        mend: 'Name the real host in the MX record.',
      },
      'mx-left-out': {
        title: 'too many MX hosts to test all',
        means:
          'Only the first hundred by preference were tested; of the rest nothing can be told, so the host is inconclusive.',
        mend: 'Name the servers that matter by themselves:\n  $ routes test-tls --host mx42.example.com',
      },
      'server-failure': {
        title: 'the DNS could not answer',
        means:
          'SERVFAIL or REFUSED: the name servers of the domain do not work, DNSSEC does not validate, or the resolver is not meant for you.',
        mend: 'Try again, or ask another resolver:\n  $ routes test-tls inbound --resolver 9.9.9.9',
      },
      'timed-out': {
        title: 'the DNS did not answer in time',
        means: 'No answer within 10 s in all. The fault is probably at the resolver of this machine.',
        mend: 'Try again, or ask another resolver:\n  $ routes test-tls inbound --resolver 9.9.9.9',
      },
      'refused-name': {
        title: 'the DNS led to a name that may not be looked up',
        means:
          'A record names something that is no host name: spaces, control characters, a label that is too long or begins with a hyphen.',
        mend: 'Mend that record in the zone.',
      },
      'one-family': {
        title: 'only one of IPv4 and IPv6 could be looked up',
        means:
          'One of the two questions (A, AAAA) was not answered, so addresses of that family are not known and not tested.',
        mend: 'Try again, or ask another resolver:\n  $ routes test-tls inbound --resolver 9.9.9.9',
      },
      'family-left-out': {
        title: 'every address is of the family that a flag leaves out',
        means:
          'With --ipv4 or --ipv6 addresses of the other family are not tested. This server has no others, so nothing is known of it; Google is not bound by the flag.',
        mend: 'Test it without the flag:\n  $ routes test-tls inbound',
      },
    },
  },

  'connection-failure': {
    title: 'no connection, so nothing can be told',
    means:
      'The address was not reached, or the connection ended early. It never passes, and it is no fail either: Google may reach what this machine does not.',
    side: 'Mostly the server has logged nothing. Look whether the connection arrives: its log, "ss -ltnp", the firewall\'s log.',
    mend: `Check that the server runs, listens on that port, and is let through by each firewall. ${elsewhere}`,
    steps: listenWithStarttls,
    reasons: {
      refused: {
        title: 'the connection was refused',
        means: 'The machine answers, but nothing listens on that port, or a firewall says no.',
        side: '"ss -ltnp" on the server shows whether anything listens there, and on which address.',
        mend: elsewhere,
        steps: listenWithStarttls,
      },
      'timed-out': {
        title: 'no answer to the connection',
        means:
          'Packets vanish: the server is down, a firewall drops them, or this network blocks port 25, as many providers do. When every server on port 25 times out, that is said.',
        side: 'When the connection does not arrive at the server, it is lost on the way.',
        mend: `${elsewhere} A CI runner of a cloud often cannot use port 25 at all.`,
        steps: listenWithStarttls,
      },
      unreachable: {
        title: 'no way from this machine to that address',
        means:
          "This machine has no route there, mostly because it has no IPv6. If another address of the host could be judged, the host's verdict rests on that one.",
        mend: 'Test from a machine that has IPv6, or leave that family out:\n  $ routes test-tls inbound --ipv4',
      },
      closed: {
        title: 'the server closed the connection',
        means:
          'It hung up before it had said what the test waited for. It may refuse this machine and not Google.',
        side: 'The log often names the rule: a block list, a limit, a client without a name.',
        mend: elsewhere,
        steps: letSendersIn,
      },
      cancelled: {
        title: 'the test was interrupted',
        means: 'Ctrl-C, before this address could be judged.',
        mend: 'Test again.',
      },
    },
  },

  'mx-names': {
    title: 'which name is checked under MX lookup',
    means: 'A note on what is assumed here, since Google does not publish it.',
    reasons: {
      'mx-host-checked': {
        title: 'each certificate is checked for its MX host',
        means:
          'With MX lookup on, the name on the certificate is compared with the MX host, not with the domain that was typed (assumption: Google does not publish which of the two it checks). A certificate that has both names is on the safe side.',
      },
    },
  },
} satisfies Record<string, CodeTopic>;
