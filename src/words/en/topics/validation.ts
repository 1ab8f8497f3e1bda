// English: topics of findings about the rules of paths and certificates, and of the two judges.

import { installCertificate } from './mail-servers.ts';
import { handshakeReasons } from './starttls.ts';
import type { CodeTopic, ReasonTopic } from './topic.ts';

const issueAgain =
  'Have the certificate issued again by a publicly trusted CA, and install it with its chain.';

const broken = (title: string, means: string, mend = issueAgain): ReasonTopic => ({
  title,
  means,
  mend,
  steps: installCertificate,
});

export const validationTopics = {
  'validation-failure': {
    title: 'the certificate, its path or the handshake breaks a rule',
    means:
      'Everything that is neither a wrong name, nor a date, nor a missing trust: keys and signatures that are too weak, certificates that may not do what they are used for, a handshake that breaks. The finding names the certificate and the rule.',
    side: 'The server notices nothing of a certificate that is refused; a broken handshake stands in its log. See the path and where it breaks:\n  $ routes test-tls --host mx1.example.com --explain',
    mend: `${issueAgain} Under a trust file of your own some rules of the public web PKI are remarks only: \`routes help trust\`.`,
    steps: installCertificate,
    reasons: {
      'weak-key': broken(
        'a key that is too weak',
        'RSA below 2048 bits, DSA, or a small curve, in a certificate of the path. Refused under every trust.',
        'Make a new key (RSA of 2048 bits or more, or P-256) and have the certificate issued for it.',
      ),
      'weak-signature': broken(
        'signed in a way that is not safe',
        'MD5 or SHA-1 signs a certificate of the path. Refused under every trust; the signature of the root itself proves nothing and is not looked at.',
      ),
      'not-a-server-certificate': broken(
        'the certificate may not be used for a server',
        'Its extended key usage or key usage leaves servers out: it was issued for clients, for mail signing, or for an authority.',
      ),
      'name-constraint': broken(
        'the CA may not vouch for this name',
        'An authority on the path is limited to certain names, and this one is not among them (RFC 5280 4.2.1.10).',
        'Have the certificate issued by an authority that may vouch for the name, or use a name that it may vouch for.',
      ),
      'path-length': broken(
        'too many intermediates',
        'An authority on the path allows fewer authorities below it than there are (RFC 5280 4.2.1.9).',
      ),
      'not-a-ca': broken(
        'signed by a certificate that is no authority',
        'A certificate of the path signed another and may not: it is no CA, or may not sign certificates.',
      ),
      'bad-signature': broken(
        'a signature is wrong',
        'The issuer of that name did not sign this certificate: the file was damaged, or an older certificate of the CA with another key is sent.',
        'Install the chain that came with the certificate, unchanged.',
      ),
      'critical-extension': broken(
        'an extension that must be understood, and is not',
        'The certificate asks to be refused by whoever does not know one of its extensions.',
      ),
      malformed: broken(
        'the certificate breaks the rules of its format',
        'Something in its encoding is not as RFC 5280 and DER want it. Lenient programs take it, strict ones refuse it.',
      ),
      'web-pki-policy': broken(
        'a rule of the public web PKI is broken',
        "Public CAs are bound by the CA/Browser Forum's Baseline Requirements; the finding names the one. A CA of your own is not bound by them: under a trust file this is a remark.",
      ),
      policy: broken(
        'the certificate policies do not allow it',
        'An authority on the path asks for a policy that the certificates below it do not have (RFC 5280 6.1).',
      ),
      'too-complex': broken(
        'too intricate to be judged',
        'The search for a path was given up at its bound: very many certificates with the same names, keys of enormous size, or very many name constraints.',
        "Send only the server's certificate and its intermediates.",
      ),
      'no-certificate': broken(
        'the server showed no certificate',
        'The handshake went without one, or ended before one came.',
        'Give the server a certificate.',
      ),
      'chain-too-large': broken(
        'more certificates than senders take',
        "The chain is larger than TLS clients allow: OpenSSL's stops at 102400 octets.",
        "Send only the server's certificate and its intermediates; a whole bundle of roots was probably installed as the chain.",
      ),
      'key-mismatch': broken(
        'the key does not belong to the certificate',
        'In a rehearsal: key and certificate do not fit each other, so no server could serve the two.',
        'Take the key with which this certificate was requested, or have it issued again for this one:\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
      ),
      ...handshakeReasons,
    },
  },

  'judges-disagree': {
    title: 'OpenSSL and this program do not agree',
    means:
      'Two judges look at each handshake: this program\'s own path engine (RFC 5280), which decides "ca", and OpenSSL, which can only make it stricter.',
    side: 'Nothing is logged at the server.',
    mend: 'See the path and what was tried before it:\n  $ routes test-tls --host mx1.example.com --explain',
    reasons: {
      'openssl-refuses': {
        title: 'a path exists, but OpenSSL refuses it',
        means:
          'A fail: senders that are built on OpenSSL would refuse the certificate for the reason that is named. Also where OpenSSL finds no issuer on the only path there is, mostly for key identifiers that disagree.',
        mend: 'Check the certificate with its CA.',
        steps: installCertificate,
      },
      'openssl-refuses-other-path': {
        title: 'valid by a path that OpenSSL does not try',
        means:
          'A warning: OpenSSL takes the first issuer that fits and does not try another after a dead end. What leads it astray is sent by the server, mostly an expired or a cross-signed certificate.',
        mend: 'Leave out of the chain what leads nowhere and what has expired.',
        steps: installCertificate,
      },
      'openssl-accepts': {
        title: 'OpenSSL on its own would have accepted it',
        means: 'A note beside a fail: OpenSSL checks less. The finding above it counts.',
      },
    },
  },

  'one-judge': {
    title: 'judged by this program alone',
    means: 'A note: OpenSSL, the second judge, had nothing to judge.',
    mend: 'Nothing needs to be mended.',
    reasons: {
      'another-day': {
        title: 'OpenSSL knows this day only',
        means: 'With --at another day is judged, and OpenSSL is not asked.',
      },
      'no-handshake': {
        title: 'no handshake that was finished',
        means:
          'In a rehearsal without a key, and where a handshake broke off. With the key OpenSSL judges too:\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
      },
    },
  },
} satisfies Record<string, CodeTopic>;
