// The judgement of one address: four lines, findings, one verdict. Evidence and boxes in, verdict out; pure.
// Every line is judged as if its box were on (`observed`), then the boxes say which lines count (`lines`).
// Chain and name are judged apart: a bad chain never hides a wrong name. PRODUCT.md section 4.

import type { OpenSslOpinion, ProbeEvidence, SecondLook, Target } from '../probe/evidence.ts';
import type { Options } from '../route/route.ts';
import { type Certificate, type CertificateReading, readCertificate } from './certificate.ts';
import { chainRemarks, keyIdentifierRemark } from './chain-remarks.ts';
import { type Delivery, type DialogueFault, dialogueFault } from './dialogue.ts';
import { type ExpiryLimits, expiresSoon, isoTime } from './expiry.ts';
import {
  type Finding,
  type Judged,
  type Lines,
  type LineVerdict,
  type Severity,
  type Verdict,
  worst,
} from './finding.ts';
import { judgeName } from './name-line.ts';
import { neededElsewhere, type OtherOpinion, otherOpinion, withKnownRoot } from './other-trust.ts';
import type { AnchorIndex, PathAnswer } from './path.ts';
import { type JudgedTrust, pathBy } from './path-by.ts';
import type { ChainRepair } from './repair.ts';
import { onlyDecrypts } from './server-certificate.ts';

/** What is asked of one address. */
export interface Question {
  readonly options: Options;
  /** The instant judged for, epoch milliseconds. */
  readonly at: number;
  /** OpenSSL judged this day: false at another `--at`, and where there was no handshake. */
  readonly isToday: boolean;
  /** The first decides, the others are told. */
  readonly trusts: readonly JudgedTrust[];
  /** Names to expect on the certificate, the one that counts first; under MX lookup the typed domain is told beside it. */
  readonly referenceIdentifiers: readonly string[];
  readonly limits: ExpiryLimits;
  /** SHA-256 fingerprint of the leaf that should be served (`--expect`). */
  readonly expect: string | null;
}

export interface AddressJudgement {
  readonly target: Target;
  readonly preference: number | null;
  readonly evidence: ProbeEvidence;
  readonly verdict: Verdict;
  readonly delivery: Delivery;
  readonly lines: Lines;
  readonly observed: Lines;
  /** Root cause first. */
  readonly findings: readonly Finding[];
  readonly presented: readonly CertificateReading[];
  readonly path: PathAnswer | null;
  /** Name of the trust store that decided. */
  readonly trust: string;
  readonly otherTrust: readonly OtherOpinion[];
  /** The chain as it should be sent, where what it lacks is at hand (at-hand.ts). */
  readonly repair?: ChainRepair | null;
  readonly referenceIdentifiers: readonly string[];
}

const severityRank: Record<Severity, number> = { fail: 0, inconclusive: 1, warn: 2, note: 3 };

/** Judges one address. */
export function judgeAddress(
  evidence: ProbeEvidence,
  preference: number | null,
  question: Question,
): AddressJudgement {
  const { options } = question;
  const fault = dialogueFault(evidence);
  const presented = (evidence.tls?.presentedChain.certificates ?? []).map(readingOf);
  const path = presented.length > 0 ? pathBy(question.trusts[0], presented, question.at) : null;
  const otherTrust = question.trusts.slice(1).map((trust) => otherOpinion(trust, presented, question.at));
  const ca = judgeChain(evidence, { presented, path, otherTrust }, question);
  const hostname = judgeName(evidence, presented, question.referenceIdentifiers);
  const mx: LineVerdict = options.lookupMx ? 'pass' : 'off';
  const tls = judgeTls(evidence, fault);
  const observed: Lines = { mx, tls: tls.line, ca: ca.line, hostname: hostname.line };
  const lines: Lines = {
    mx,
    // A rehearsal says nothing of a server's TLS: the line stays out of the verdict.
    tls: options.requireTls && !evidence.rehearsed ? observed.tls : 'off',
    ca: options.requireCa ? observed.ca : 'off',
    hostname: options.verifyHostname ? observed.hostname : 'off',
  };
  const told = [
    whenOn(options.requireTls, tls.findings, fault?.severityOptional ?? 'note'),
    whenOn(options.requireCa, ca.findings, 'note'),
  ];
  // A certificate that nobody can read is why the handshake broke, not the other way round.
  if (presented[0]?.kind === 'unreadable') told.reverse();
  const findings = inOrder([
    ...told.flat(),
    ...whenOn(options.verifyHostname, hostname.findings, 'note'),
    ...expectation(presented, fault, question),
    ...remarks(evidence, fault),
    ...(evidence.rehearsed ? leafRemark(evidence.rehearsed.leafPosition) : []),
  ]);
  return {
    target: evidence.target,
    preference,
    evidence,
    verdict: worst([...Object.values(lines).map(lineAsVerdict), ...findings.map(findingAsVerdict)]),
    delivery: deliveryOf(lines, fault, options),
    lines,
    observed,
    findings,
    presented,
    path,
    trust: question.trusts[0]!.name,
    otherTrust,
    referenceIdentifiers: question.referenceIdentifiers,
  };
}

// The same bytes are one object for all probes (probe.ts), so that a certificate that many servers show is read once.
const readings = new WeakMap<Uint8Array, CertificateReading>();

function readingOf(der: Uint8Array): CertificateReading {
  const known = readings.get(der);
  if (known) return known;
  const reading = readCertificate(der);
  readings.set(der, reading);
  return reading;
}

/** A line as it counts towards a verdict. */
export function lineAsVerdict(line: LineVerdict): Verdict {
  return line === 'off' ? 'pass' : line;
}

/** A finding as it counts towards a verdict: notes stay out. */
export function findingAsVerdict({ severity }: Finding): Verdict {
  return severity === 'note' ? 'pass' : severity;
}

/** Root cause first: the worst finding leads, and only it is one; notes are never a cause. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const sorted = findings.toSorted((one, other) => severityRank[one.severity] - severityRank[other.severity]);
  return sorted.map((finding, index) => ({
    ...finding,
    rootCause: index === 0 && finding.severity !== 'note',
  }));
}

// What a box that is off would have found is told as a note: what it would be, were the box on.
function whenOn(isOn: boolean, findings: readonly Finding[], severityOff: Severity): Finding[] {
  if (isOn) return [...findings];
  return findings.map((finding) => {
    if (finding.severity === 'note') return finding;
    const isMilder = severityRank[severityOff] > severityRank[finding.severity];
    const severity = isMilder ? severityOff : finding.severity;
    return { ...finding, severity, data: { ...finding.data, boxOff: true, wouldBe: finding.severity } };
  });
}

function judgeTls(evidence: ProbeEvidence, fault: DialogueFault | null): Judged {
  if (evidence.rehearsed) return { line: fault ? fault.tls : 'off', findings: fault ? [fault.finding] : [] };
  const beside: Finding[] = [];
  const seen = evidence.secondLook?.seen;
  if (fault?.finding.code === 'validation-failure' && seen?.protocol && !isUpToDate(seen)) {
    beside.push({
      code: 'weak-protocol',
      reason: 'seen-at-second-look',
      severity: 'note',
      rootCause: false,
      data: { ...seen },
    });
  }
  if (fault) return { line: fault.tls, findings: [fault.finding, ...beside] };
  // No fault and no handshake cannot be; still no pass without one.
  return { line: evidence.tls?.established ? 'pass' : 'inconclusive', findings: [] };
}

/** Whether nothing weak was spoken: then the fault lies elsewhere, and its own words say so. RFC 9325 4.2. */
function isUpToDate({ protocol, cipher }: SecondLook['seen']): boolean {
  return protocol === 'TLSv1.3' || /^ECDHE-.*(?:GCM|CCM|CHACHA20)/.test(cipher ?? '');
}

type Chain = Pick<AddressJudgement, 'presented' | 'path' | 'otherTrust'>;

function judgeChain(evidence: ProbeEvidence, chain: Chain, question: Question): Judged {
  const { presented, path, otherTrust } = chain;
  const problem = evidence.tls?.presentedChain.problem ?? null;
  if (path === null) {
    // A finished handshake without a certificate: an anonymous suite.
    if (evidence.tls?.established && problem !== 'not-seen')
      return { line: 'fail', findings: [noCertificate(problem)] };
    return { line: 'inconclusive', findings: [] };
  }
  if (!path.verified) return refused(evidence, path, otherTrust, question);
  const misused = misuse(evidence, path.path[0]!);
  if (misused) return refused(evidence, { refusal: misused, consequences: [] }, otherTrust, question);
  const certificates = path.path;
  const soon = expiresSoon(certificates, question.at, question.limits);
  const findings: Finding[] = [
    ...(soon ? [soon] : []),
    // What binds public CAs only may matter to a sender; what RFC 5280 asks of issuers matters to none.
    ...path.policyRemarks.map((refusal) =>
      refusalFinding(refusal, refusal.basis === 'web-pki' ? 'warn' : 'note', { underPrivateTrust: true }),
    ),
    ...chainRemarks(presented, certificates, neededElsewhere(otherTrust)),
    ...oneJudge(evidence, question),
  ];
  const opinion = question.isToday ? (evidence.tls?.openssl ?? null) : null;
  const disagreement = openSslRefuses(opinion, presented, certificates, question.trusts[0]!.anchors);
  if (disagreement) findings.unshift(disagreement);
  else if (opinion === null) findings.push(...keyIdentifierRemark(certificates));
  return { line: disagreement?.severity === 'fail' ? 'fail' : 'pass', findings };
}

// RFC 8446 4.4.2.2, RFC 5246 7.4.2: a key that signs the handshake must be allowed to; only RSA key exchange asks for less.
function misuse({ tls }: ProbeEvidence, leaf: Certificate): Refusal | null {
  const base = { code: 'validation-failure', basis: 'path', certificate: leaf } as const;
  // Where there was a handshake OpenSSL has used it.
  if (tls?.established !== true && !leaf.hasUsableKey)
    return {
      ...base,
      reason: 'malformed',
      rule: 'RFC 5280 4.1.2.7',
      data: { what: 'a key that cannot be used' },
    };
  if (tls?.keyExchange === 'RSA' || !onlyDecrypts(leaf)) return null;
  return {
    ...base,
    reason: 'not-a-server-certificate',
    rule: 'RFC 8446 4.4.2.2',
    data: { what: 'keyUsage does not allow digital signatures', keyUsage: leaf.extensions.keyUsage },
  };
}

function noCertificate(problem: string | null): Finding {
  const reason =
    problem === 'too-large' ? 'chain-too-large' : problem === 'malformed' ? 'malformed' : 'no-certificate';
  return { code: 'validation-failure', reason, severity: 'fail', rootCause: false, data: {} };
}

function refused(
  evidence: ProbeEvidence,
  found: Pick<PathAnswer & { verified: false }, 'refusal' | 'consequences'>,
  otherTrust: readonly OtherOpinion[],
  question: Question,
): Judged {
  const { presentedChain, openssl } = evidence.tls!;
  // What was cut off may have held the missing certificate: not a refusal, a riddle.
  const refusal = withKnownRoot(found.refusal, otherTrust);
  const isCut = !presentedChain.whole && refusal.reason === 'missing-intermediate';
  const findings = [
    refusalFinding(refusal, isCut ? 'inconclusive' : 'fail', { trust: question.trusts[0]!.name }),
    ...found.consequences.map((one) => refusalFinding(one, 'note', {})),
    ...oneJudge(evidence, question),
  ];
  if (question.isToday && openssl !== null && openssl.error === null) {
    findings.push({
      code: 'judges-disagree',
      reason: 'openssl-accepts',
      severity: 'note',
      rootCause: false,
      data: { trust: openssl.trust },
    });
  }
  return { line: isCut ? 'inconclusive' : 'fail', findings };
}

// OpenSSL judges this day only, and only where there was a handshake: else one judge decides, and that is said.
function oneJudge({ tls }: ProbeEvidence, { isToday, at }: Question): Finding[] {
  if (isToday && tls !== null && tls.openssl !== null) return [];
  const reason = isToday ? 'no-handshake' : 'another-day';
  return [{ code: 'one-judge', reason, severity: 'note', rootCause: false, data: { at: isoTime(at) } }];
}

type Refusal = (PathAnswer & { verified: false })['refusal'];

/** A refusal as a finding; `extra` is added to its data. */
export function refusalFinding(refusal: Refusal, severity: Severity, extra: Finding['data']): Finding {
  return {
    code: refusal.code,
    reason: refusal.reason,
    severity,
    rootCause: false,
    data: { ...certificateData(refusal.certificate), rule: refusal.rule, ...refusal.data, ...extra },
  };
}

function certificateData(certificate: Certificate | null): Finding['data'] {
  if (certificate === null) return {};
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    notBefore: isoTime(certificate.notBefore),
    notAfter: isoTime(certificate.notAfter),
    fingerprint256: certificate.fingerprint256,
  };
}

// Reasons of OpenSSL's that another path explains: it looked no further after a dead end. A certificate on our path is
// neither expired nor, the anchor aside, self-signed. DEPTH_ZERO_SELF_SIGNED_CERT speaks of the leaf, so it is not here.
// Where there is no other path, none explains anything: OpenSSL speaks of ours.
const explainable = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
]);

// Where each certificate of the path has one issuer by name, and all are on it, no other path explains anything.
function hasOtherWay(
  presented: readonly CertificateReading[],
  path: readonly Certificate[],
  anchors: AnchorIndex,
): boolean {
  const onPath = new Set(path.map(({ fingerprint256 }) => fingerprint256));
  const issuers = path.flatMap(({ issuerName }) => anchors.withSubject(issuerName.key));
  // What we cannot read OpenSSL may.
  const sent = presented.map((one) => (one.kind === 'certificate' ? one.certificate : one));
  // An anchor that is no root is where OpenSSL may have gone on.
  return (
    !path.at(-1)!.isSelfIssued ||
    [...issuers, ...sent].some(({ fingerprint256 }) => !onPath.has(fingerprint256))
  );
}

// Certificates that are sent and go by the name of one on the path, which OpenSSL may have taken in its place.
function rivalsOf(presented: readonly CertificateReading[], path: readonly Certificate[]): string[] {
  const onPath = new Set(path.map(({ fingerprint256 }) => fingerprint256));
  const names = new Set(path.slice(1).map(({ subjectName }) => subjectName.key));
  return presented.flatMap((one, position) =>
    one.kind === 'certificate' &&
    names.has(one.certificate.subjectName.key) &&
    !onPath.has(one.certificate.fingerprint256)
      ? [`${one.certificate.subject} (${position})`]
      : [],
  );
}

// The second judge can only make it stricter. PRODUCT.md section 4, "two judges".
function openSslRefuses(
  opinion: OpenSslOpinion | null,
  presented: readonly CertificateReading[],
  path: readonly Certificate[],
  anchors: AnchorIndex,
): Finding | null {
  if (opinion === null || opinion.error === null) return null;
  const { error } = opinion;
  const isOnlyPath = explainable.has(error) && !hasOtherWay(presented, path, anchors);
  const isExplained = explainable.has(error) && !isOnlyPath;
  const rivals = isExplained ? [] : rivalsOf(presented, path);
  return {
    code: 'judges-disagree',
    reason: isExplained ? 'openssl-refuses-other-path' : 'openssl-refuses',
    severity: isExplained ? 'warn' : 'fail',
    rootCause: false,
    data: {
      error,
      trust: opinion.trust,
      ...(isOnlyPath && { onlyPath: true }),
      ...(rivals.length > 0 && { rivals }),
    },
  };
}

function expectation(
  presented: readonly CertificateReading[],
  fault: DialogueFault | null,
  { expect, options }: Question,
): Finding[] {
  if (expect === null) return [];
  const finding = (reason: string, severity: Severity, data: Finding['data']): Finding[] => [
    { code: 'expectation-mismatch', reason, severity, rootCause: false, data },
  ];
  const leaf = presented[0];
  if (leaf === undefined) {
    // With TLS required the missing certificate has its cause told already; without, nothing else would fail.
    if (options.requireTls) return [];
    const isCertain = fault?.finding.reason === 'not-offered';
    return finding('nothing-served', isCertain ? 'fail' : 'inconclusive', { expected: expect });
  }
  const served = leaf.kind === 'certificate' ? leaf.certificate.fingerprint256 : leaf.fingerprint256;
  return served === expect ? [] : finding('other-leaf', 'fail', { expected: expect, served });
}

function remarks(evidence: ProbeEvidence, fault: DialogueFault | null): Finding[] {
  // What is no SMTP breaks none of its rules.
  const isOther = fault?.finding.code === 'smtp-failure' && evidence.stage === 'greeting';
  if (isOther && fault.tls === 'fail') return [];
  return [...new Set(evidence.liberties)].map((reason) => ({
    code: 'smtp-remark',
    reason,
    severity: 'note',
    rootCause: false,
    data: {},
  }));
}

// Servers take the first certificate of a file for their own, and its key for the key.
function leafRemark(position: number): Finding[] {
  if (position === 0) return [];
  const data = { position };
  return [{ code: 'chain-remark', reason: 'leaf-not-first', severity: 'warn', rootCause: false, data }];
}

function deliveryOf(lines: Lines, fault: DialogueFault | null, options: Options): Delivery {
  if (fault) {
    const word = options.requireTls ? fault.delivery.required : fault.delivery.optional;
    // A certificate that fails returns the mail, whatever else could not be told.
    if (word !== 'unknown' || (lines.ca !== 'fail' && lines.hostname !== 'fail')) return word;
    return fault.finding.code === 'weak-protocol' ? 'unknown' : 'return';
  }
  const values = Object.values(lines);
  if (values.includes('fail')) return 'return';
  return values.includes('inconclusive') ? 'unknown' : 'deliver';
}
