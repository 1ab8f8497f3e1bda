// Evidence written by hand: what a probe of a good server shows, and parts of it replaced. For the tables of test/verdict.

import type {
  Cause,
  ProbeEvidence,
  ResolveEvidence,
  ServerEvidence,
  Stage,
  TlsEvidence,
} from '../../src/probe/evidence.ts';
import type { Options } from '../../src/route/route.ts';
import { type AddressJudgement, judgeAddress, type Question } from '../../src/verdict/judge.ts';
import { indexAnchors, type PathPolicy } from '../../src/verdict/path.ts';
import { at, ca, host, makeLeaf, root } from '../certs/chains.ts';
import type { Forged } from '../certs/forge.ts';

export const allOn: Options = { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true };
const goodLeaf = makeLeaf();

/** TLS as of a finished handshake with this chain. */
export function tlsOf(chain: readonly Forged[], change: Partial<TlsEvidence> = {}): TlsEvidence {
  return {
    established: true,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    keyExchange: 'X25519',
    sni: host,
    clientCertificate: 'not-asked',
    ocspStapled: false,
    presentedChain: { certificates: chain.map(({ der }) => der), whole: true, problem: null, octets: null },
    openssl: { trust: 'test', error: null },
    afterHandshake: { kind: 'answered', reply: { code: 250, lines: [host] } },
    ...change,
  };
}

/** A good server's evidence; `chain` and whatever else is changed. */
export function evidenceOf(
  change: Partial<ProbeEvidence> & { chain?: readonly Forged[] } = {},
): ProbeEvidence {
  const { chain = [goodLeaf, ca], ...rest } = change;
  return {
    target: { server: host, address: '192.0.2.1', family: 4, port: 25, sni: host },
    stage: 'done',
    outcome: { kind: 'done' },
    replies: [],
    liberties: [],
    injected: null,
    tls: tlsOf(chain),
    secondLook: null,
    timings: {},
    dialogue: [],
    attempts: 1,
    ...rest,
  };
}

/** A probe that stopped before TLS. */
export const stoppedAt = (stage: Stage, cause: Cause, change: Partial<ProbeEvidence> = {}): ProbeEvidence =>
  evidenceOf({ stage, outcome: { kind: 'stopped', stage, cause }, tls: null, ...change });

export interface Asked extends Partial<Question> {
  readonly policy?: PathPolicy;
  readonly anchors?: readonly Forged[];
}

export function questionOf({ policy = 'web-pki', anchors = [root], ...change }: Asked = {}): Question {
  const index = indexAnchors(
    anchors.map(({ der }) => der),
    'judged',
  );
  return {
    options: allOn,
    at: at.getTime(),
    isToday: true,
    trusts: [{ name: 'test', anchors: index, policy }],
    referenceIdentifiers: [host],
    limits: { minDays: null, minLifetime: null },
    expect: null,
    ...change,
  };
}

export const judge = (
  evidence: ProbeEvidence,
  asked: Asked = {},
  preference: number | null = null,
): AddressJudgement => judgeAddress(evidence, preference, questionOf(asked));

/** tls, ca, hostname. */
export const linesOf = ({ lines: { tls, ca: chain, hostname } }: AddressJudgement): string =>
  `${tls} ${chain} ${hostname}`;

/** Everything found, as `code/reason severity`; the root cause with an asterisk. */
export const found = ({ findings }: Pick<AddressJudgement, 'findings'>): string[] =>
  findings.map(
    ({ code, reason, severity, rootCause }) => `${code}/${reason} ${severity}${rootCause ? '*' : ''}`,
  );

export const serverOf = (
  server: string,
  addresses: readonly string[],
  change: Partial<ServerEvidence> = {},
): ServerEvidence => ({
  server,
  preference: null,
  source: 'dns',
  isAddress: false,
  lookup: {
    kind: 'records',
    records: addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ttl: 300,
    authenticated: false,
    aliases: [],
  },
  ...change,
});

export const resolvedTo = (
  servers: readonly ServerEvidence[],
  change: Partial<ResolveEvidence> = {},
): ResolveEvidence => ({
  mx: null,
  mxSource: null,
  leftOut: [],
  servers,
  milliseconds: 1,
  ...change,
});
