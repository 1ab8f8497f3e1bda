// English: findings about certificates, the path and the name. Of the four remedies of the console's page (R15) only those
// that fit the cause are named, boxes last. Texts in `data` come escaped.

import { type Data, day, note, type Say } from '../parts.ts';
import { boxes, days, list, newCertificate, of, provider } from './finding-parts.ts';
import { repairRemedy } from './rehearse.ts';

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

/** Something against a certificate or a path, with the engine's own phrase and the rule behind it. */
const chainFault = (
  message: (data: Data) => string,
  remedy = newCertificate,
  before: (data: Data) => string | null = () => null,
): Say => ({
  message: (data) =>
    `${message(data)}${data.what ? `: ${data.what}` : ''}${data.rule ? ` (${data.rule})` : ''}`,
  remedies: (data) =>
    data.underPrivateTrust
      ? ['a CA of your own is not bound by it; a public one is']
      : [before(data), remedy, provider, boxes.ca],
});

/** Under MX lookup: that the certificate would be for the domain typed. */
const othersOf = (data: Data): string =>
  Array.isArray(data.others) && data.others.length > 0
    ? `; it is for ${list(data.others)}, the domain typed, but the MX host is what is checked (assumption: Google does not publish which)`
    : '';

const suffixOf = (data: Data): string =>
  data.suffixWildcard
    ? `, but ${data.suffixWildcard} stands for all of a public suffix and so counts for no host (BR 3.2.2.6)`
    : '';

/** OpenSSL finds no issuer on the only path there is. */
const isIssuerless = (data: Data): boolean =>
  data.onlyPath === true && /^UNABLE_TO_/.test(String(data.error));

/** R15: a name that is on the certificate; null where none could be typed. */
const useAnother = (data: Data): string | null => {
  const usable = (data.usableNames as string[] | undefined) ?? [];
  if (usable.length === 0) return null;
  return data.mx
    ? `name a host in the MX record that is on the certificate: ${list(usable)}`
    : `use a host name that is on the certificate: ${list(usable)}`;
};

/** Subjects of certificates; one that cannot be read has none. */
const subjectsOf = (data: Data): string =>
  list((data.subjects as (string | null)[]).map((subject) => subject ?? 'one that cannot be read'));

const publiclyTrusted = 'install a certificate from a CA that is publicly trusted';

/** Which certificate the missing one signed, where that is not the server's own. */
const signedBy = (data: Data): string => (data.isLeaf ? '' : `, which signed "${data.subject}"`);

/** Where something is sent that nobody can read: the missing certificate may be there. */
const unreadableOf = (data: Data): string =>
  Array.isArray(data.unreadable)
    ? `, unless it is what cannot be read (certificate ${list(data.unreadable.map(String))} of the chain)`
    : '';

const fullChain = (data: Data): string[] => {
  const isSomewhere = Array.isArray(data.caIssuers) && data.caIssuers.length > 0;
  const where = isSomewhere ? `, which the certificate says is at ${list(data.caIssuers, 2)}` : '';
  if (data.isLeaf)
    return [
      `install the full chain: the server's certificate, then the intermediate "${data.issuer}"${where}`,
    ];
  return [
    `if "${data.issuer}" belongs to a public CA, send it too, after "${data.subject}"${where}`,
    publiclyTrusted,
  ];
};

const repairedOr = (data: Data, others: string[]): string[] => {
  const repaired = repairRemedy(data);
  return repaired === null ? others : [repaired];
};

export const certificateFindings = {
  'certificate-host-mismatch/no-names': {
    message: (data) =>
      data.unreadable
        ? `the certificate cannot be read, so it cannot be for ${data.reference}`
        : `the certificate names no host at all, so it cannot be for ${data.reference}`,
    remedies: () => [newCertificate, provider, boxes.hostname],
  },
  'certificate-host-mismatch/other-names': {
    message: (data) =>
      `the certificate is not for ${data.reference}; it names ${list(data.names)}${suffixOf(data)}${othersOf(data)}`,
    remedies: (data) => [useAnother(data), newCertificate, provider, boxes.hostname],
  },
  'certificate-host-mismatch/common-name-only': {
    message: (data) =>
      `the certificate has ${data.reference} only as its common name, which no sender reads any more; its subjectAltName names ${list(data.names)}${othersOf(data)}`,
    remedies: (data) => [
      useAnother(data),
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
    remedies: (data) => [repairRemedy(data), publiclyTrusted, provider, boxes.ca],
  },
  'certificate-not-trusted/missing-intermediate': {
    message: (data) =>
      data.trustedBy
        ? `the chain leads to the root "${data.issuer}", which is not among the trusted roots (${data.trust}); ${data.trustedBy} has it`
        : data.isCircle
          ? `the chain leads in a circle: "${data.issuer}" and "${data.subject}" vouch for one another, and no trusted root (${data.trust}) for either`
          : `the server does not send the certificate of "${data.issuer}"${signedBy(data)}${unreadableOf(data)}${data.repair ? '' : `, or that is a CA nobody trusts (${data.trust})`}`,
    remedies: (data) => [
      ...(data.trustedBy || data.isCircle ? [publiclyTrusted] : repairedOr(data, fullChain(data))),
      provider,
      boxes.ca,
    ],
  },
  'validation-failure/weak-key': chainFault(
    (data) => `${of(data)} has a key that is too weak`,
    'have a certificate issued for a stronger key: RSA of 2048 bits or more, or P-256',
  ),
  'validation-failure/weak-signature': chainFault(
    (data) => `${of(data)} is signed in a way that is not safe`,
  ),
  'validation-failure/not-a-server-certificate': chainFault(
    (data) => `${of(data)} may not be used for a server`,
  ),
  'validation-failure/name-constraint': {
    message: (data) =>
      `the CA "${data.constrainedBy}" may not vouch for ${data.name}: its name constraints ${
        data.what === 'excluded'
          ? `exclude ${data.constraint}`
          : data.what === 'not-permitted'
            ? `permit only names such as ${data.constraint}`
            : 'are of a kind that is not understood'
      } (${data.rule})`,
    remedies: () => [newCertificate, provider, boxes.ca],
  },
  'validation-failure/path-length': {
    message: (data) =>
      `the chain is too long: ${of(data)} allows ${data.limit} intermediates below it, and there are ${data.count} (${data.rule})`,
    remedies: () => [newCertificate, provider, boxes.ca],
  },
  'validation-failure/not-a-ca': chainFault((data) => `${of(data)} signed another certificate and may not`),
  'validation-failure/bad-signature': chainFault(
    (data) => `the signature on ${of(data)} is wrong`,
    newCertificate,
    (data) =>
      data.isByName
        ? `if "${data.issuer}" was made anew under its old name: send the new one, which vouches for this certificate`
        : null,
  ),
  'validation-failure/critical-extension': chainFault(
    (data) => `${of(data)} asks to be refused by whoever does not know one of its extensions`,
  ),
  'validation-failure/malformed': chainFault((data) => `${of(data)} breaks the rules of its format`),
  'validation-failure/web-pki-policy': chainFault(
    (data) => `${of(data)} breaks a rule of the public web PKI`,
  ),
  'validation-failure/policy': chainFault(() => 'the certificate policies of the chain do not allow it'),
  'validation-failure/too-complex': chainFault(() => 'the chain is too intricate to be judged'),
  'validation-failure/key-mismatch': {
    message: () => 'the key does not belong to the certificate: a server could not even start with the two',
    remedies: () => ['take the key with which this certificate was asked for'],
  },
  'validation-failure/no-certificate': {
    message: () => 'the server showed no certificate',
    remedies: () => [newCertificate, boxes.ca],
  },
  'validation-failure/chain-too-large': {
    message: (data) =>
      `the server sends more certificates than senders take${data.octets ? `: ${data.octets} octets, where OpenSSL stops at 102400` : ''}`,
    remedies: () => ["send only the server's certificate and its intermediates"],
  },
  'judges-disagree/openssl-refuses': {
    message: (data) =>
      `a path to a trust anchor exists, but OpenSSL refuses it${isIssuerless(data) ? ', for it finds no issuer on it' : ''} (${data.error})`,
    remedies: (data) => [
      Array.isArray(data.rivals)
        ? `leave out of the chain what is not on the path: ${list(data.rivals)}; OpenSSL may have gone that way`
        : null,
      isIssuerless(data)
        ? 'have the certificate issued again: the key identifiers or names of issuer and certificate may disagree'
        : 'check the certificate with its CA; senders built on OpenSSL will refuse it',
      boxes.ca,
    ],
  },
  'judges-disagree/openssl-refuses-other-path': {
    message: (data) => `valid by another path, but senders built on OpenSSL may refuse it (${data.error})`,
    remedies: () => ['leave out of the chain what leads nowhere, and what has expired'],
  },
  'judges-disagree/openssl-accepts': note('OpenSSL on its own would have accepted this chain'),
  'one-judge/another-day': {
    message: (data) =>
      `judged by this program alone: OpenSSL, the second judge, knows this day only, not ${day(data.at)}`,
  },
  'one-judge/no-handshake': {
    message: () => 'judged by this program alone: OpenSSL, the second judge, needs a finished handshake',
  },
  'chain-remark/extra-certificate': {
    message: (data) => `sends what no path needs: ${subjectsOf(data)}`,
    remedies: () => ['leave it out; it costs a little at every connection'],
  },
  'chain-remark/key-identifiers': {
    message: (data) =>
      `"${data.subject}" names another key identifier than its issuer "${data.issuer}" has: senders built on OpenSSL will not find the issuer`,
    remedies: () => ['have the certificate issued again, with the key identifier of its issuer'],
  },
  'chain-remark/anchor-sent': {
    message: (data) => `sends its trust anchor along: ${list(data.subjects)}`,
    remedies: () => ['leave it out; senders have their own'],
  },
  'chain-remark/wrong-order': {
    message: () => 'sends its certificates in the wrong order',
    remedies: (data) => [
      repairRemedy(data) ??
        'put each certificate right before the one that signed it; old senders insist on it',
    ],
  },
  'chain-remark/leaf-not-first': {
    message: (data) =>
      `the server's own certificate is number ${Number(data.position) + 1} in the file; servers take the first for theirs, and many do not start with such a file`,
    remedies: (data) => [repairRemedy(data) ?? "put the server's certificate first"],
  },
  'chain-remark/intermediate-not-sent': {
    message: (data) =>
      `verifies only because the trust store holds ${list(data.subjects)}, which is not sent; who trusts the root alone does not get there`,
    remedies: (data) => [repairRemedy(data)],
  },
  'chain-remark/duplicate': {
    message: (data) => `sends the same certificate more than once: ${subjectsOf(data)}`,
  },
  'expires-soon/leaf': soon('the certificate'),
  'expires-soon/intermediate': soon('the intermediate certificate'),
  'expires-soon/anchor': soon('the trust anchor'),
  'expectation-mismatch/other-leaf': {
    message: (data) =>
      `another certificate is served, ${data.served}, than the one expected, ${data.expected}`,
    remedies: () => ['install the expected certificate on this server and load it anew'],
  },
  'expectation-mismatch/nothing-served': {
    message: (data) => `no certificate was served; the one expected is ${data.expected}`,
    remedies: () => ['install the expected certificate on this server and turn TLS on'],
  },
} satisfies Record<string, Say>;
