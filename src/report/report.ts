// The report of test-tls: judgements mapped field by field into the contract of PRODUCT.md section 8, with the words
// of every finding. No judgement here. Sentences hold only escaped text; the other fields are data as it came.

import type { ProbeEvidence } from '../probe/evidence.ts';
import type { Options } from '../route/route.ts';
import type { CertificateReading } from '../verdict/certificate.ts';
import { isoTime } from '../verdict/expiry.ts';
import { type Finding, worst } from '../verdict/finding.ts';
import type { AddressJudgement } from '../verdict/judge.ts';
import type { HostJudgement, RouteJudgement, UnresolvedServer } from '../verdict/roll-up.ts';
import type { Sections } from '../words/catalogue.ts';
import { escapeData, forTerminal } from './escape.ts';
import { explanationOf, repairReport } from './explanation.ts';
import type { AddressReport, FindingReport, HostReport, Report, RouteReport } from './schema.ts';

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
}

type Wanted = Pick<RunFacts, 'transcript' | 'explain'>;

/** One route as judged, with what stands beside the judgement. */
export interface JudgedRoute {
  readonly name: string | null;
  readonly options: Options;
  readonly judgement: RouteJudgement;
  readonly warnings: readonly { readonly code: string; readonly path: string; readonly message: string }[];
  /** Names and addresses that Google cannot reach, whatever their verdict. */
  readonly unreachable: readonly string[];
}

export interface ReportWords {
  readonly findings: Sections['findings'];
  readonly report: Sections['report'];
}

/** Builds the report of one run. */
export function buildReport(facts: RunFacts, routes: readonly JudgedRoute[], words: ReportWords): Report {
  const hosts = routes.flatMap(({ judgement }) => judgement.hosts);
  const count = (verdict: string) => hosts.filter((host) => host.verdict === verdict).length;
  const { transcript, explain, generatedAt, at, ...run } = facts;
  return {
    version: 1,
    generatedAt,
    at,
    verdict: worst(routes.map(({ judgement }) => judgement.verdict)),
    run: { ...run, trust: [...run.trust], arguments: [...run.arguments] },
    summary: {
      routes: routes.length,
      hosts: hosts.length,
      addresses: hosts.reduce((sum, { addresses }) => sum + addresses.length, 0),
      pass: count('pass'),
      warn: count('warn'),
      fail: count('fail'),
      inconclusive: count('inconclusive'),
    },
    notes: runNotes(hosts, words.report),
    routes: routes.map((route) => routeReport(route, words, { transcript, explain: explain === true })),
  };
}

function runNotes(hosts: readonly HostJudgement[], words: Sections['report']): string[] {
  const families = new Set(hosts.flatMap(({ leftOut }) => leftOut.map(({ target }) => target.family)));
  const notes = [...families].map((family) => words.noRouteToFamily(family));
  const probes = hosts.flatMap(({ addresses }) => addresses.map(({ evidence }) => evidence));
  if (blocksPort25(probes)) notes.push(words.port25Blocked);
  return notes;
}

// Every target on port 25 times out, several of them: it looks like this machine's own network.
function blocksPort25(probes: readonly ProbeEvidence[]): boolean {
  const isTimedOut = ({ outcome }: ProbeEvidence) =>
    outcome.kind === 'stopped' && outcome.stage === 'connect' && outcome.cause.kind === 'timed-out';
  const onPort25 = probes.filter(({ target }) => target.port === 25);
  const others = probes.filter(({ target }) => target.port !== 25);
  const places = new Set(onPort25.map(({ target }) => target.address));
  return places.size > 1 && onPort25.every(isTimedOut) && (others.length === 0 || !others.every(isTimedOut));
}

function routeReport(
  { name, options, judgement, warnings, unreachable }: JudgedRoute,
  words: ReportWords,
  wanted: Wanted,
): RouteReport {
  const { lookupMx, requireTls, requireCa, verifyHostname } = options;
  return {
    name,
    verdict: judgement.verdict,
    delivery: judgement.delivery,
    sentence: words.report.sentence(
      judgement.delivery,
      unreachable.map((one) => forTerminal(one)),
    ),
    options: { lookupMx, requireTls, requireCa, verifyHostname },
    strictestPassing: judgement.strictestPassing,
    tables: judgement.tables,
    share: {
      primary: { ...judgement.share.primary },
      secondary: judgement.share.secondary && { ...judgement.share.secondary },
    },
    warnings: [...warnings],
    hosts: judgement.hosts.map((host) => hostReport(host, words, wanted)),
  };
}

function hostReport(host: HostJudgement, words: ReportWords, wanted: Wanted): HostReport {
  const order = new Map(host.resolved.servers.map(({ server }, index) => [server, index]));
  const addresses = [
    ...host.addresses.map((judged) => addressReport(judged, words, wanted)),
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
    lines: { ...host.lines },
    observed: { ...host.observed },
    // A rehearsal has one file and no addresses.
    consistency: consistency(host.addresses.filter(({ evidence }) => !evidence.rehearsed)),
    findings: host.findings.map((finding) => findingReport(finding, words)),
    addresses,
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

function addressReport(judged: AddressJudgement, words: ReportWords, wanted: Wanted): AddressReport {
  const { evidence, target, path } = judged;
  const certificates = path === null ? [] : path.verified ? path.path : path.bestPath;
  return {
    address: evidence.rehearsed ? null : target.address,
    family: evidence.rehearsed ? null : target.family,
    server: target.server,
    preference: judged.preference,
    port: target.port,
    verdict: judged.verdict,
    lines: { ...judged.lines },
    observed: { ...judged.observed },
    stage: evidence.stage,
    findings: judged.findings.map((finding) => findingReport(finding, words)),
    tls: tlsReport(evidence),
    secondLook: evidence.secondLook && {
      why: evidence.secondLook.why,
      seen: { ...evidence.secondLook.seen },
    },
    otherTrust: judged.otherTrust.map(({ trust, verified, reason }) => ({ trust, verified, reason })),
    openssl: evidence.tls?.openssl ? { ...evidence.tls.openssl } : null,
    referenceIdentifiers: [...judged.referenceIdentifiers],
    presentedChain: judged.presented.map(certificateReport),
    path: path && {
      verified: path.verified,
      trust: judged.trust,
      certificates: certificates.map(({ fingerprint256 }) => fingerprint256),
      anchor: path.verified ? path.anchor.subject : null,
    },
    ...(judged.repair ? { repair: repairReport(judged.repair) } : {}),
    ...(wanted.explain
      ? { explanation: explanationOf(judged, (one) => findingReport(one, words).message) }
      : {}),
    replies: evidence.replies.map(({ code, lines }) => ({ code, lines: [...lines] })),
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

function certificateReport(reading: CertificateReading): AddressReport['presentedChain'][number] {
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
    lines: { ...server.lines },
    observed: { ...server.lines },
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
