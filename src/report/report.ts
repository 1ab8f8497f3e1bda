// The report of test-tls: judgements mapped field by field into the contract of PRODUCT.md section 8, with the words
// of every finding. No judgement here. Sentences hold only escaped text; the other fields are data as it came.

import type { ProbeEvidence, ServerEvidence } from '../probe/evidence.ts';
import type { CertificateReading } from '../verdict/certificate.ts';
import { isoTime } from '../verdict/expiry.ts';
import type { Finding } from '../verdict/finding.ts';
import type { AddressJudgement } from '../verdict/judge.ts';
import type { HostJudgement, UnresolvedServer } from '../verdict/roll-up.ts';
import type { Sections } from '../words/catalogue.ts';
import { escapeData } from './escape.ts';
import { explanationOf, repairReport } from './explanation.ts';
import type { AddressReport, FindingReport, HostReport } from './schema.ts';

/** Provenance: where and with what a report was made. */
export interface RunFacts {
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly at: string;
  readonly tool: string;
  readonly node: string;
  readonly openssl: string;
  readonly trust: readonly { readonly name: string; readonly count: number; readonly sha256: string }[];
  readonly resolver: string;
  readonly ehloName: string | null;
  readonly arguments: readonly string[];
  /** Whether the dialogue is part of the report (`--transcript`). */
  readonly transcript: boolean;
  /** Whether the paths that were tried are part of the report (`--explain`). */
  readonly explain?: boolean;
  /** `--shard i/n`: which part of the hosts this is; null for all of them. */
  readonly shard: { readonly index: number; readonly count: number } | null;
  /** Set by `--redact`: names are placeholders, each report's own. */
  readonly redacted?: true | undefined;
}

/** What a report holds only when asked for. */
export type Wanted = Pick<RunFacts, 'transcript' | 'explain'>;

export interface ReportWords {
  readonly findings: Sections['findings'];
  readonly report: Sections['report'];
}

/** What was judged of one host, in the report's shape and words. `warnings`: those that needed the DNS. */
export function hostReport(
  host: HostJudgement,
  warnings: HostReport['warnings'],
  words: ReportWords,
  wanted: Wanted,
): HostReport {
  const order = new Map(host.resolved.servers.map(({ server }, index) => [server, index]));
  const addresses = [
    ...host.addresses.map((judged) => addressReport(judged, !host.leftOut.includes(judged), words, wanted)),
    ...host.unresolved.map((server) => unresolvedReport(server, host)),
  ];
  // By MX preference, then as answered.
  addresses.sort((one, other) => (order.get(one.server) ?? 0) - (order.get(other.server) ?? 0));
  return {
    host: host.row.host,
    port: host.row.port,
    table: host.table,
    load: host.row.load,
    verdict: host.verdict,
    lines: shared(host.lines),
    observed: shared(host.observed),
    // A rehearsal has one file and no addresses.
    consistency: consistency(host.addresses.filter(({ evidence }) => !evidence.rehearsed)),
    findings: shared(host.findings.map((finding) => findingReport(finding, words))),
    resolution: shared(host.resolved.servers.filter(({ source }) => source !== 'literal').map(resolutionOf)),
    warnings: shared(warnings),
    fractions: shared(host.fractions),
    deliversInClear: host.deliversInClear,
    addresses,
  };
}

function resolutionOf({
  server,
  preference,
  source,
  lookup,
}: ServerEvidence): HostReport['resolution'][number] {
  const found = lookup.kind === 'records' ? lookup : null;
  return {
    server,
    preference,
    source,
    addresses: found?.records.length ?? 0,
    ttl: found?.ttl ?? null,
    authenticated: found?.authenticated ?? null,
    aliases: [...(found?.aliases ?? [])],
  };
}

/** Addresses grouped by the leaf that they serve, in the order in which each leaf was first seen. */
function consistency(addresses: readonly AddressJudgement[]): HostReport['consistency'] {
  const groups = new Map<string | null, string[]>();
  for (const { presented, target } of addresses) {
    const leaf = presented[0];
    const key = leaf === undefined ? null : fingerprintOf(leaf);
    const group = groups.get(key);
    if (group) group.push(target.address);
    else groups.set(key, [target.address]);
  }
  return [...groups].map(([fingerprint256, list]) => ({ fingerprint256, addresses: list }));
}

const fingerprintOf = (reading: CertificateReading): string =>
  reading.kind === 'certificate' ? reading.certificate.fingerprint256 : reading.fingerprint256;

/** A finding in words. */
export function findingReport(finding: Finding, words: ReportWords): FindingReport {
  const says = words.findings.of(finding.code, finding.reason);
  const data = escapeData(finding.data);
  const remedies = (says.remedies?.(data) ?? []).filter((remedy) => remedy !== null);
  const isOff = finding.data.boxOff === true && finding.severity === 'note';
  return {
    code: finding.code,
    reason: finding.reason,
    severity: finding.severity,
    rootCause: finding.rootCause,
    message: `${isOff ? words.findings.ifOn[finding.data.wouldBe as 'fail'] : ''}${says.message(data)}`,
    remedy: remedies.length > 0 && !isOff ? remedies.join('\n') : null,
    data: finding.data,
  };
}

function addressReport(
  judged: AddressJudgement,
  counted: boolean,
  words: ReportWords,
  wanted: Wanted,
): AddressReport {
  const { evidence, target, path } = judged;
  const certificates = path === null ? [] : path.verified ? path.path : path.bestPath;
  return {
    address: evidence.rehearsed ? null : target.address,
    family: evidence.rehearsed ? null : target.family,
    server: target.server,
    preference: judged.preference,
    port: target.port,
    verdict: judged.verdict,
    counted,
    lines: shared(judged.lines),
    observed: shared(judged.observed),
    stage: evidence.stage,
    findings: judged.findings.map((finding) => findingReport(finding, words)),
    tls: shared(tlsReport(evidence)),
    secondLook: evidence.secondLook && {
      why: evidence.secondLook.why,
      seen: { ...evidence.secondLook.seen },
    },
    otherTrust: shared(judged.otherTrust.map(({ trust, verified, reason }) => ({ trust, verified, reason }))),
    openssl: shared(evidence.tls?.openssl ?? null),
    referenceIdentifiers: [...judged.referenceIdentifiers],
    presentedChain: sharedChain(judged.presented),
    path: shared(
      path && {
        verified: path.verified,
        trust: judged.trust,
        certificates: certificates.map(({ fingerprint256 }) => fingerprint256),
        anchor: path.verified ? path.anchor.subject : null,
      },
    ),
    ...(judged.repair ? { repair: repairReport(judged.repair) } : {}),
    ...(wanted.explain
      ? { explanation: explanationOf(judged, (one) => findingReport(one, words).message) }
      : {}),
    replies: shared(evidence.replies.map(({ code, lines }) => ({ code, lines: [...lines] }))),
    timings: { ...evidence.timings },
    attempts: evidence.attempts,
    ...(wanted.transcript ? { dialogue: evidence.dialogue.map((line) => ({ ...line })) } : {}),
  };
}

function tlsReport({ tls, rehearsed }: ProbeEvidence): AddressReport['tls'] {
  if (tls === null || rehearsed) return null;
  const { protocol, cipher, keyExchange, sni, clientCertificate, ocspStapled } = tls;
  return { protocol, cipher, keyExchange, sni, clientCertificate, ocspStapled };
}

type CertificateEntry = AddressReport['presentedChain'][number];

// Thousands of servers show the same: each certificate, chain and set of facts is one object for all that show it.
const toldCertificates = new WeakMap<CertificateReading, CertificateEntry>();
const toldFacts = new Map<string, unknown>();
/** Facts of one server's own are never told again: their keys would only fill the memory. */
const mostFacts = 500;

/** The same object for the same facts, where they were told lately. Plain data, never changed afterwards. */
function shared<T>(facts: T): T {
  if (facts === null) return facts;
  const key = JSON.stringify(facts);
  const known = toldFacts.get(key);
  if (known !== undefined) return known as T;
  remember(key, facts);
  return facts;
}

function sharedChain(presented: readonly CertificateReading[]): CertificateEntry[] {
  const chain = presented.map(certificateReport);
  const key = chain.map(({ fingerprint256 }) => fingerprint256).join();
  const known = toldFacts.get(key) as CertificateEntry[] | undefined;
  if (known) return known;
  remember(key, chain);
  return chain;
}

function remember(key: string, facts: unknown): void {
  // What is told often is soon there again.
  if (toldFacts.size >= mostFacts) toldFacts.clear();
  toldFacts.set(key, facts);
}

function certificateReport(reading: CertificateReading): CertificateEntry {
  const known = toldCertificates.get(reading);
  if (known) return known;
  const entry = certificateEntry(reading);
  toldCertificates.set(reading, entry);
  return entry;
}

function certificateEntry(reading: CertificateReading): CertificateEntry {
  if (reading.kind === 'unreadable') {
    return {
      subject: '',
      issuer: '',
      serialNumber: '',
      names: [],
      notBefore: null,
      notAfter: null,
      fingerprint256: reading.fingerprint256,
      problem: reading.problem,
    };
  }
  const { subject, issuer, serialNumber, names, notBefore, notAfter, fingerprint256 } = reading.certificate;
  return {
    subject,
    issuer,
    serialNumber,
    names: [...names],
    notBefore: isoTime(notBefore),
    notAfter: isoTime(notAfter),
    fingerprint256,
  };
}

function unresolvedReport(server: UnresolvedServer, host: HostJudgement): AddressReport {
  return {
    address: null,
    family: null,
    server: server.server,
    preference: server.preference,
    port: host.row.port,
    verdict: server.verdict,
    counted: true,
    lines: { ...server.lines },
    observed: { ...server.observed },
    stage: 'resolve',
    findings: [],
    tls: null,
    secondLook: null,
    otherTrust: [],
    openssl: null,
    referenceIdentifiers: [server.server],
    presentedChain: [],
    path: null,
    replies: [],
    timings: { resolve: host.resolved.milliseconds },
    attempts: 0,
  };
}
