// One fact worth telling: a stable code, a reason below it, a severity, data. Sentences come later, from words/.
// The codes are the IANA STARTTLS result types of RFC 8460 4.3 where one exists.

export type Verdict = 'pass' | 'warn' | 'fail' | 'inconclusive';
export type LineVerdict = 'pass' | 'fail' | 'off' | 'inconclusive';
export type Severity = 'fail' | 'warn' | 'note' | 'inconclusive';
export type LineName = 'mx' | 'tls' | 'ca' | 'hostname';
export type Lines = Readonly<Record<LineName, LineVerdict>>;

/** Every code with every reason it can have (PRODUCT.md section 8). Each has its words: a test holds it. */
export const reasons = {
  'starttls-not-supported': ['not-offered', 'refused', 'masked'],
  'certificate-host-mismatch': ['no-names', 'other-names', 'common-name-only'],
  'certificate-expired': ['leaf', 'intermediate', 'anchor', 'not-yet-valid'],
  'certificate-not-trusted': ['self-signed', 'untrusted-anchor', 'missing-intermediate'],
  'validation-failure': [
    'weak-key',
    'weak-signature',
    'not-a-server-certificate',
    'name-constraint',
    'path-length',
    'not-a-ca',
    'bad-signature',
    'critical-extension',
    'malformed',
    'web-pki-policy',
    'policy',
    'too-complex',
    'no-certificate',
    'chain-too-large',
    'tls-handshake',
    'key-mismatch',
    'injection',
    'client-certificate-required',
  ],
  'dns-failure': [
    'no-such-name',
    'no-address',
    'null-mx',
    'no-mx',
    'mx-is-address',
    'mx-is-alias',
    'mx-left-out',
    'server-failure',
    'timed-out',
    'refused-name',
    'one-family',
    'family-left-out',
  ],
  'connection-failure': ['refused', 'timed-out', 'unreachable', 'closed', 'cancelled'],
  'judges-disagree': ['openssl-refuses', 'openssl-refuses-other-path', 'openssl-accepts'],
  'smtp-failure': [
    'greeting-rejected',
    'greeting-timed-out',
    'try-later',
    'implicit-tls',
    'bad-reply',
    'reply-too-long',
    'timed-out',
  ],
  'smtp-remark': [
    'bare-lf',
    'code-changed',
    'missing-text',
    'long-line',
    'lower-case-keyword',
    'many-lines',
    'not-ascii',
    'early-data',
    'control-character',
  ],
  'chain-remark': [
    'extra-certificate',
    'anchor-sent',
    'wrong-order',
    'duplicate',
    'leaf-not-first',
    'intermediate-not-sent',
    'key-identifiers',
  ],
  'expires-soon': ['leaf', 'intermediate', 'anchor'],
  'weak-protocol': ['ssl-3', 'tls-1.0', 'tls-1.1', 'anonymous', 'old-cipher', 'seen-at-second-look'],
  'expectation-mismatch': ['other-leaf', 'nothing-served'],
  'mx-names': ['mx-host-checked'],
  'one-judge': ['another-day', 'no-handshake'],
} as const;

export type FindingCode = keyof typeof reasons;

export interface Finding {
  readonly code: FindingCode;
  readonly reason: string | null;
  readonly severity: Severity;
  /** The one cause; what only follows from it has false. */
  readonly rootCause: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One line, and what was found against it. */
export interface Judged {
  readonly line: LineVerdict;
  readonly findings: readonly Finding[];
}

const rank: Record<Verdict, number> = { pass: 0, warn: 1, inconclusive: 2, fail: 3 };

/** The worst of several: fail, inconclusive, warn, pass (PRODUCT.md section 4); `pass` for none. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'pass';
  for (const verdict of verdicts) if (rank[verdict] > rank[result]) result = verdict;
  return result;
}
