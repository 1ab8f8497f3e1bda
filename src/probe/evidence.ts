// What a server shows, unjudged. Every type of what can be seen, and nothing about what it means:
// verdict/ reads these and never asks the network. Text in here is as the server sent it: hostile.

/** How far one probe got. PRODUCT.md section 8. */
export type Stage = 'resolve' | 'connect' | 'greeting' | 'ehlo' | 'starttls' | 'handshake' | 'done';

/** One address to try, and the names that go with it. */
export interface Target {
  /** The name or address probed: the host as typed, or the MX host under MX lookup (R7). */
  readonly server: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
  /** The A-label sent in the TLS hello; null for an address (RFC 6066 3). */
  readonly sni: string | null;
}

/** One SMTP reply (RFC 5321 4.2); `lines` are the texts after code and separator. */
export interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Where a reply was odd but usable: each becomes a note. */
export type Liberty =
  | 'bare-lf' // a line ended by LF alone (RFC 5321 2.3.8)
  | 'code-changed' // a reply that began as a yes and ends as a refusal (RFC 5321 4.2.1)
  | 'missing-text' // a code without the space and text (RFC 5321 4.2)
  | 'long-line' // a reply line over 512 octets (RFC 5321 4.5.3.1.5)
  | 'lower-case-keyword' // an EHLO keyword not in capitals
  | 'many-lines' // over 100 lines in one reply
  | 'not-ascii' // octets over 127 in a reply
  | 'control-character' // a control character in a reply's text (RFC 5321 4.2)
  | 'early-data'; // the server sent the next reply before it was asked

export type OtherProtocol = 'ssh' | 'imap' | 'pop3' | 'ftp' | 'http' | 'tls' | 'unknown';

/** Why a probe stopped before `done`. */
export type Cause =
  | { readonly kind: 'refused' } // ECONNREFUSED
  | { readonly kind: 'unreachable'; readonly errno: string } // ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EACCES...
  | { readonly kind: 'timed-out'; readonly milliseconds: number; readonly limit: 'stage' | 'deadline' }
  | { readonly kind: 'closed'; readonly how: 'end' | 'reset' }
  | { readonly kind: 'bad-reply'; readonly problem: BadReply; readonly sample: string }
  | { readonly kind: 'reply-too-long'; readonly what: 'line' | 'lines' | 'bytes'; readonly limit: number }
  | { readonly kind: 'unexpected-reply'; readonly reply: Reply } // a well-formed reply that is no go-ahead
  | { readonly kind: 'other-protocol'; readonly protocol: OtherProtocol; readonly sample: string }
  | { readonly kind: 'starttls-not-offered'; readonly masked: string | null } // masked: the word in its place
  | {
      readonly kind: 'tls-alert';
      readonly alert: string;
      readonly number: number;
      readonly from: 'server' | 'client';
    }
  | {
      readonly kind: 'tls-error';
      readonly code: string;
      readonly message: string;
      /** RFC name of the alert that our side sent, where it could be seen. */
      readonly sentAlert?: string;
    }
  | { readonly kind: 'not-tls'; readonly sample: string } // clear bytes where the ServerHello belongs
  | { readonly kind: 'flood'; readonly limit: number }
  | { readonly kind: 'cancelled' };

export type BadReply = 'no-code' | 'codes-disagree' | 'bad-separator' | 'bad-character';

/** The server's answer to the second EHLO, on the encrypted channel. */
export type AfterHandshake =
  | { readonly kind: 'answered'; readonly reply: Reply }
  | { readonly kind: 'stopped'; readonly cause: Cause };

/** What was seen of the presented chain (the Certificate message, RFC 8446 4.4.2). */
export interface PresentedChain {
  /** DER of each certificate in the server's own order; the first is the leaf. */
  readonly certificates: readonly Uint8Array[];
  /** Whole: nothing was left out. */
  readonly whole: boolean;
  /** Why it is not whole: too many bytes, a connection that ended inside it, a message that does not parse, none seen. */
  readonly problem: 'too-large' | 'cut-short' | 'malformed' | 'not-seen' | null;
  /** Octets of the Certificate message, where known. */
  readonly octets: number | null;
}

/** OpenSSL's word on the path alone, of this handshake and this day. */
export interface OpenSslOpinion {
  /** Name of the trust store it judged by. */
  readonly trust: string;
  /** Null: it accepted. Else its code as Node spells it, such as CERT_HAS_EXPIRED. */
  readonly error: string | null;
}

export interface TlsEvidence {
  /** The handshake was finished on our side. */
  readonly established: boolean;
  /** As Node spells it: TLSv1.3. Null when the server named none. */
  readonly protocol: string | null;
  readonly cipher: string | null;
  /** Group or key exchange: X25519, P-256, X25519MLKEM768, RSA. */
  readonly keyExchange: string | null;
  readonly sni: string | null;
  readonly clientCertificate: 'not-asked' | 'asked' | 'required';
  readonly ocspStapled: boolean;
  readonly presentedChain: PresentedChain;
  /** Null where there was no finished handshake. */
  readonly openssl: OpenSslOpinion | null;
  readonly afterHandshake: AfterHandshake | null;
}

/** One more connection that may say why; never able to make anything pass. */
export interface SecondLook {
  readonly why: 'silent-greeting' | 'handshake-refused' | 'not-smtp';
  readonly seen: {
    /** A server that answers a ClientHello at once: implicit TLS (SMTPS) or another protocol over TLS. */
    readonly implicitTls?: boolean;
    /** What the server speaks at our lowest security level. */
    readonly protocol?: string;
    readonly cipher?: string;
    readonly alert?: string;
    /** It answered in clear, in a protocol that we know. */
    readonly otherProtocol?: OtherProtocol;
    readonly nothing?: boolean;
  };
}

export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly stage: Stage; readonly cause: Cause };

/** A line of the dialogue for --transcript; `at` is milliseconds since the connection began. */
export interface DialogueLine {
  readonly at: number;
  readonly from: 'client' | 'server' | 'event';
  readonly text: string;
}

/** What stands in for a connection in a rehearsal: a file that the server is taken to serve (served-file.ts). */
export interface Rehearsed {
  /** Where in the file the leaf is, from 0; servers take the first certificate for theirs. */
  readonly leafPosition: number;
  /** Whether the key fits the leaf; null without a key. */
  readonly keyFits: boolean | null;
  /** Where in the file a certificate is that the key fits instead of the leaf; null for none. */
  readonly keyPosition: number | null;
  /** Why the handshake inside this process broke off; null when there was none, or it went through. */
  readonly handshakeFault: Cause | null;
}

/** One connection to one address. */
export interface ProbeEvidence {
  readonly target: Target;
  /** Furthest stage begun; `done` when the second EHLO was answered, or never needed. */
  readonly stage: Stage;
  readonly outcome: Outcome;
  readonly replies: readonly Reply[];
  readonly liberties: readonly Liberty[];
  /** Bytes that came with or after the 220 to STARTTLS, before the handshake: injection. Shortened. */
  readonly injected: string | null;
  readonly tls: TlsEvidence | null;
  readonly secondLook: SecondLook | null;
  /** Milliseconds spent in each stage. */
  readonly timings: Readonly<Partial<Record<Stage, number>>>;
  readonly dialogue: readonly DialogueLine[];
  /** 1, and one more for each retry of an inconclusive result. */
  readonly attempts: number;
  /** Set in a rehearsal alone: there was no connection, and `target.address` is the server's name. */
  readonly rehearsed?: Rehearsed;
}

/** An answer of the DNS, or of what stands in for it. */
export type Lookup<T> =
  | {
      readonly kind: 'records';
      readonly records: readonly T[];
      readonly ttl: number | null;
      readonly authenticated: boolean | null;
      /** Names passed on the way by CNAME, in order. */
      readonly aliases: readonly string[];
    }
  | { readonly kind: 'no-such-name' }
  | { readonly kind: 'no-records' } // the name exists, the type does not
  | { readonly kind: 'family-left-out'; readonly family: 4 | 6 } // all its addresses are of this one, not asked for
  | { readonly kind: 'server-failure'; readonly code: string }
  | { readonly kind: 'timed-out'; readonly milliseconds: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused-to-look-up'; readonly problem: string };

export interface MxRecord {
  readonly preference: number;
  /** '' is the null MX (RFC 7505). */
  readonly exchange: string;
}

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Where an answer came from. */
export type AnswerSource = 'dns' | 'hosts-file' | 'by-hand' | 'literal' | 'not-looked-up';

/** One server of a host: the host itself, or one MX host; with all its addresses. */
export interface ServerEvidence {
  readonly server: string;
  /** MX preference; null where no MX record named it. */
  readonly preference: number | null;
  readonly source: AnswerSource;
  readonly lookup: Lookup<Address>;
  /** The MX target is an address, which RFC 5321 5.1 forbids; nothing was looked up. */
  readonly isAddress: boolean;
  /** What became of the other family, where one answered and the other failed. */
  readonly partial?: { readonly family: 4 | 6; readonly lookup: Lookup<Address> };
}

/** What names led to for one host of a route, before any connection. */
export interface ResolveEvidence {
  /** Null when MX lookup is off. */
  readonly mx: Lookup<MxRecord> | null;
  readonly mxSource: AnswerSource | null;
  /** MX hosts that are not looked at, for there are too many. */
  readonly leftOut: readonly MxRecord[];
  readonly servers: readonly ServerEvidence[];
  readonly milliseconds: number;
}

/** A set of trust anchors, read once and shared. PRODUCT.md section 4, --trust. */
export interface TrustStore {
  /** mozilla, system, or the file's path as typed. */
  readonly name: string;
  readonly kind: 'mozilla' | 'system' | 'file';
  readonly anchors: readonly Uint8Array[];
  readonly pem: readonly string[];
  /** Hash of the sorted DER hashes: names the set. */
  readonly sha256: string;
}
