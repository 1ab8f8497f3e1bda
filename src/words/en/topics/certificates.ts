// English: topics of findings about the certificate that a server shows: its name, its dates, who vouches for it.

import { installCertificate } from './mail-servers.ts';
import type { CodeTopic } from './topic.ts';

const leaveOn = 'Turning the box off comes last: leave it on where possible.';
const fullChain =
  "Install the full chain: the server's certificate first, then each intermediate, no root. Most CAs call that file fullchain.pem.";
const askProvider = "If the server is a relay provider's, ask the provider.";

export const certificateTopics = {
  'certificate-host-mismatch': {
    title: 'the certificate is not for this host',
    means:
      'The names on the certificate do not include the host that Gmail would connect to. Only the subjectAltName counts; the common name does not (RFC 9525). A wildcard stands for exactly one whole label: *.example.com is for mx1.example.com, and not for example.com or a.mx1.example.com.',
    side: 'The server notices nothing: the handshake is done, and the client leaves. See what it serves:\n  $ routes test-tls --host mx1.example.com --verbose',
    mend: `Use a host name in the route that is on the certificate, or install a certificate from a trusted CA that names this host. ${askProvider} ${leaveOn}`,
    steps: installCertificate,
    reasons: {
      'no-names': {
        title: 'the certificate names no host at all',
        means: 'It has no subjectAltName with a host in it, so it is for nobody.',
        mend: 'Have it issued again with the host as a subjectAltName.',
        steps: installCertificate,
      },
      'other-names': {
        title: 'the certificate names other hosts',
        means:
          "It is in order, but for other names. Often a web server's certificate, a default one, or one for the name by which the server knows itself.",
        side: 'A server that has several certificates chooses by SNI, the name that the client sends. Without one for this name it serves its default.',
        mend: 'Use a name that is on the certificate:\n  $ routes replace-host mail.example.com mx1.example.com\nor have a certificate issued for the host of the route. With MX lookup on, the MX host is what is checked here (assumption: Google does not publish which name it checks).',
        steps: installCertificate,
      },
      'common-name-only': {
        title: 'the host is only in the common name',
        means:
          "The subject has the host as its common name (CN), and the subjectAltName does not. The common name has not been read since RFC 6125 and 9525; today's CAs write both.",
        mend: 'Have the certificate issued again with the host as a subjectAltName.',
        steps: installCertificate,
      },
    },
  },

  'certificate-expired': {
    title: 'a certificate of the path is not valid on that day',
    means:
      "The day judged (today, or --at) lies outside the validity of a certificate on the way from the server's to the trust anchor.",
    side: 'The server goes on serving it and logs nothing. A renewed file on the disk is not enough: most servers read it only when they start or reload.',
    mend: `Install the renewed certificate with its chain, and reload the server. ${askProvider}`,
    steps: installCertificate,
    reasons: {
      leaf: {
        title: "the server's own certificate has expired",
        means: 'It was not renewed, or it was and the server still serves the old one.',
        side: 'Compare what is on the disk with what is served:\n  $ routes test-tls --host mx1.example.com --expect fullchain.pem',
        mend: 'Renew it, install it, reload the server; and let renewal do so by itself (certbot: --deploy-hook).',
        steps: installCertificate,
      },
      intermediate: {
        title: 'an intermediate certificate has expired',
        means:
          'The chain that is sent has a certificate of the CA in it that is past its date, and no other path leads on.',
        mend: `Take the chain that your CA hands out today. ${fullChain}`,
        steps: installCertificate,
      },
      anchor: {
        title: 'the trust anchor has expired',
        means:
          'The root at the end of the path is past its date, and no other path leads to one that is not.',
        mend: 'Have the certificate issued by a CA of today. With a trust file of your own, put the new root into it.',
        steps: installCertificate,
      },
      'not-yet-valid': {
        title: 'a certificate is valid only later',
        means: 'Its first day lies after the day judged.',
        side: "The clock of the machine that made it may be wrong; so may this machine's.",
        mend: 'Wait until then, or install one that is valid now. Before a cutover judge the day itself:\n  $ routes test-tls inbound --at 2026-11-01',
        steps: installCertificate,
      },
    },
  },

  'certificate-not-trusted': {
    title: 'no path leads to a trusted root',
    means:
      'The chain that the server sends does not lead to a trust anchor: nobody vouches for it, a CA that is not trusted does, or a certificate in the middle is missing. With "require CA-signed certificate" on, Gmail would return mail. It is reported to say of a self-signed certificate that the certificate doesn\'t match the host, so look here before you look at names.',
    side: 'The server notices nothing: the handshake is done, and the client leaves. See what it sends, and where the path breaks:\n  $ routes test-tls --host mx1.example.com --explain',
    mend: `${fullChain} It must come from a CA that is publicly trusted. Before it is installed, see what it would do:\n  $ routes rehearse inbound --cert fullchain.pem\n${askProvider} ${leaveOn}`,
    steps: installCertificate,
    reasons: {
      'self-signed': {
        title: 'the certificate is self-signed',
        means:
          'It is signed by its own key: no CA vouches for it. Mail servers make such a one when they are installed (Debian: ssl-cert-snakeoil.pem; Exchange: one named as the server).',
        side: 'The server serves its default, because no other certificate was set for this port, or the one that was set could not be loaded.',
        mend: 'Install a certificate from a publicly trusted CA that names this host.',
        steps: installCertificate,
      },
      'untrusted-anchor': {
        title: 'the chain ends at a root that is not trusted',
        means:
          "The chain is whole and ends at a root, but that root is not among those trusted: a company's own CA, a test CA, or one that is no longer trusted.",
        side: 'Clients inside the company trust that root, so there everything works.',
        mend: 'Install a certificate from a publicly trusted CA. To test the chain by your own root as well, name it second; the first list decides:\n  $ routes test-tls inbound --trust mozilla --trust corporate.pem',
        steps: installCertificate,
      },
      'missing-intermediate': {
        title: "a certificate between the server's and the root is not sent",
        means:
          'The server sends its own certificate, but not that of the CA which signed it (or that is a CA that nobody trusts). Browsers fetch or remember such certificates, so it works there; whether Gmail fetches one is not published, and it is taken here that it does not. Where another trust store has that CA as its root nothing is missing, and the sentence says so: the root is not trusted by the first.',
        side: "The server was given cert.pem where fullchain.pem belongs, or the CA's file was left out of the PFX or of the store of intermediates.",
        mend: `${fullChain} With the CA's file at hand the right one can be made:\n  $ routes rehearse inbound --cert a.pem --intermediates ca.pem --write b.pem`,
        steps: installCertificate,
      },
    },
  },

  'expires-soon': {
    title: 'a certificate of the path expires soon',
    means:
      'A warning: less than --min-days (14 unless set) are left, or, for certificates that live under 42 days, less than a third of their life. After that day the route would return mail.',
    side: 'Nothing is logged. If renewal is automatic, find out why it has not happened: its log, its timer, the hook that installs and reloads.',
    mend: 'Renew, install, reload. To be warned earlier:\n  $ routes config set minDays 30',
    steps: installCertificate,
    reasons: {
      leaf: {
        title: "the server's own certificate",
        means: 'It is the first of the path to expire.',
        steps: installCertificate,
      },
      intermediate: {
        title: 'an intermediate certificate',
        means: "A certificate of the CA runs out before the server's own: the chain must be renewed with it.",
        mend: 'Take the chain that your CA hands out today.',
        steps: installCertificate,
      },
      anchor: {
        title: 'the trust anchor',
        means: 'The root runs out first. The CA has a newer one, or the certificate must come from another.',
        mend: 'Ask the CA for a chain to its newer root; in a trust file of your own, add that root.',
      },
    },
  },

  'expectation-mismatch': {
    title: 'another certificate is served than the one expected',
    means:
      'With --expect the test compares what is served, everywhere, with a file. Not met is a fail, and exit code 1; what Gmail would do is told apart from it.',
    side: 'One of several servers behind the name was not reloaded, or a load balancer serves its own certificate.',
    mend: 'Install the expected certificate on the address that is named, and reload it:\n  $ routes test-tls inbound --expect fullchain.pem',
    steps: installCertificate,
    reasons: {
      'other-leaf': {
        title: 'another certificate is served',
        means: "The fingerprints differ: the old certificate, or another server's.",
        side: 'A file that was replaced counts only when the server has read it again.',
        steps: installCertificate,
      },
      'nothing-served': {
        title: 'no certificate was seen',
        means: 'The test did not get as far as a certificate; the other findings of that address say why.',
        steps: installCertificate,
      },
    },
  },

  'chain-remark': {
    title: 'a chain that works and is not tidy',
    means:
      'Warnings and notes: a path verifies, so none of them is a failure. Old or strict senders may stumble over some.',
    side: 'Nothing is logged. See what is sent, in the order in which it is:\n  $ routes test-tls --host mx1.example.com --explain',
    mend: `${fullChain} The tidy file can be made:\n  $ routes rehearse inbound --cert chain.pem --write tidy.pem`,
    steps: installCertificate,
    reasons: {
      'extra-certificate': {
        title: 'certificates that no path needs',
        means: 'They cost a little at every connection and help nobody.',
        mend: 'Leave them out.',
      },
      'anchor-sent': {
        title: 'the root is sent along',
        means: 'Senders have their own copy and trust no other.',
        mend: 'Leave it out.',
      },
      'wrong-order': {
        title: 'certificates in the wrong order',
        means:
          'Each must stand right before the one that signed it (TLS 1.2, RFC 5246 7.4.2). Most senders sort them; old ones do not.',
        mend: 'Put them in order:\n  $ routes rehearse inbound --cert chain.pem --write tidy.pem',
        steps: installCertificate,
      },
      duplicate: {
        title: 'the same certificate twice',
        means:
          "Often the server's certificate is in both files: that of the certificate and that of the chain.",
        mend: 'Leave one out.',
        steps: installCertificate,
      },
      'leaf-not-first': {
        title: "the server's certificate is not the first of the file",
        means:
          'In a rehearsal: servers take the first certificate of a file for their own, and many do not start when the key does not fit it.',
        mend: "Put the server's certificate first:\n  $ routes rehearse inbound --cert chain.pem --write tidy.pem",
        steps: installCertificate,
      },
      'intermediate-not-sent': {
        title: 'verifies only because the trust file has the intermediate',
        means:
          'The intermediate is not sent; the path holds because the file named by --trust has it. Who trusts the root alone does not get there.',
        mend: fullChain,
        steps: installCertificate,
      },
      'key-identifiers': {
        title: 'key identifiers of certificate and issuer disagree',
        means:
          'A warning: RFC 5280 has them as a help to find the issuer, so the path is valid. OpenSSL finds no issuer then, and with it many senders. Told where OpenSSL had no say of its own.',
        mend: 'Have the certificate issued again, with the subjectKeyIdentifier of its CA as its authorityKeyIdentifier.',
      },
    },
  },
} satisfies Record<string, CodeTopic>;
