// What a chain lacks, when it is at hand: in a file, at another address of the host, in another trust store. The remedy
// then names the certificate, and the whole chain can be written down. Nothing here changes a verdict. Pure.

import type { Certificate, CertificateReading } from './certificate.ts';
import type { Finding } from './finding.ts';
import type { AddressJudgement, Question } from './judge.ts';
import { findPath, type PathQuestion } from './path.ts';
import type { JudgedTrust } from './path-by.ts';
import { type ChainRepair, type RepairedCertificate, repairChain, type WhereFound } from './repair.ts';

/** A certificate that this server did not send, and where it is. */
export interface AtHand {
  readonly reading: CertificateReading;
  readonly source: WhereFound;
  /** The file, the address, the name of the trust store. */
  readonly where: string;
}

/** The chain of `presented` as it should be sent: null when nothing verifies even so, or when nothing is to be done. */
export function repairFrom(
  presented: readonly CertificateReading[],
  question: Pick<Question, 'at' | 'trusts'>,
  atHand: readonly AtHand[],
): ChainRepair | null {
  const all = [...atHand, ...fromOtherTrust(presented, question.trusts, atHand)];
  const repair = repairChain(pathQuestion(presented, question, all));
  if (repair === null) return null;
  const placed = (certificate: Certificate): RepairedCertificate => {
    if (!repair.missing.includes(certificate)) return { certificate, source: 'presented', where: null };
    const found = all.find(({ reading }) => fingerprint(reading) === certificate.fingerprint256);
    // Neither sent nor given by hand: it is an anchor of the trust store that decides.
    return found
      ? { certificate, source: found.source, where: found.where }
      : { certificate, source: 'trust', where: question.trusts[0]!.name };
  };
  const chain = repair.chain.map(placed);
  const missing = chain.filter(({ source }) => source !== 'presented');
  return { chain, missing, surplus: repair.surplus, isReordered: repair.isReordered };
}

/** The whole chain to serve, in order and without a root; null when none verifies even with what is at hand. */
export function chainToServe(
  presented: readonly CertificateReading[],
  question: Pick<Question, 'at' | 'trusts'>,
  atHand: readonly AtHand[],
): readonly Certificate[] | null {
  const repair = repairFrom(presented, question, atHand);
  if (repair) return repair.chain.map(({ certificate }) => certificate);
  if (!findPath(pathQuestion(presented, question, atHand)).verified) return null;
  // In order already.
  return presented.flatMap((reading) => (reading.kind === 'certificate' ? [reading.certificate] : []));
}

/** The judgements of one host's addresses, each with the repair of its chain and with remedies that name it. */
export function withRepairs(
  judged: readonly AddressJudgement[],
  question: Pick<Question, 'at' | 'trusts'>,
  fromFile: readonly AtHand[],
): AddressJudgement[] {
  return judged.map((one) => {
    if (!isWorthRepair(one)) return one;
    const repair = repairFrom(one.presented, question, [...fromFile, ...fromOthers(one, judged)]);
    return repair === null ? one : { ...one, repair, findings: named(one, repair) };
  });
}

const repairable = ['missing-intermediate', 'untrusted-anchor', 'wrong-order', 'leaf-not-first'];

// Searching twice is for chains with a fault, or with a gap that an intermediate in the trust store bridges.
function isWorthRepair({ path, findings, presented }: AddressJudgement): boolean {
  if (path === null) return false;
  if (findings.some(({ reason }) => repairable.includes(reason ?? ''))) return true;
  if (!path.verified) return false;
  const { anchor } = path;
  return !anchor.isSelfIssued && !presented.some((one) => fingerprint(one) === anchor.fingerprint256);
}

function named({ findings, path }: AddressJudgement, repair: ChainRepair): Finding[] {
  const data = {
    chain: repair.chain.map(({ certificate }) => certificate.subject),
    missing: repair.missing.map(({ certificate, source, where }) => ({
      subject: certificate.subject,
      fingerprint256: certificate.fingerprint256,
      source,
      where,
    })),
  };
  // Told once, with the first that it mends.
  const first = findings.find(({ reason }) => repairable.includes(reason ?? ''));
  const told = findings.map((finding) =>
    finding === first ? { ...finding, data: { ...finding.data, repair: data } } : finding,
  );
  // It passes here, but only because the trust store holds what the server should send.
  const isGap = path?.verified === true && repair.missing.length > 0;
  if (!isGap) return told;
  const remark: Finding = {
    code: 'chain-remark',
    reason: 'intermediate-not-sent',
    severity: 'note',
    rootCause: false,
    data: { subjects: data.missing.map(({ subject }) => subject), repair: data },
  };
  return [...told, remark];
}

function pathQuestion(
  presented: readonly CertificateReading[],
  { at, trusts }: Pick<Question, 'at' | 'trusts'>,
  atHand: readonly AtHand[],
): PathQuestion {
  const { anchors, policy } = trusts[0]!;
  return {
    presented,
    intermediates: atHand.map(({ reading }) => reading),
    anchors,
    at: new Date(at),
    policy,
  };
}

function fromOthers(one: AddressJudgement, all: readonly AddressJudgement[]): AtHand[] {
  return all
    .filter((other) => other !== one)
    .flatMap(({ presented, target }) =>
      presented.slice(1).map((reading): AtHand => ({ reading, source: 'address', where: target.address })),
    );
}

/** Most issuers that are looked up in other trust stores. */
const mostLookUps = 20;

// Whatever the other trust stores hold under the names of issuers that are met on the way up.
function fromOtherTrust(
  presented: readonly CertificateReading[],
  trusts: readonly JudgedTrust[],
  atHand: readonly AtHand[],
): AtHand[] {
  const found = new Map<string, AtHand>();
  const known = [...presented, ...atHand.map(({ reading }) => reading)];
  const names = known.flatMap((one) => (one.kind === 'certificate' ? [one.certificate.issuerName.key] : []));
  const wanted = new Set(names.slice(0, mostLookUps));
  for (const name of wanted) {
    for (const { name: where, anchors } of trusts.slice(1)) {
      for (const certificate of anchors.withSubject(name)) {
        if (certificate.isSelfIssued || found.has(certificate.fingerprint256)) continue;
        found.set(certificate.fingerprint256, {
          reading: { kind: 'certificate', certificate },
          source: 'trust',
          where,
        });
        if (wanted.size < mostLookUps) wanted.add(certificate.issuerName.key);
      }
    }
  }
  return [...found.values()];
}

const fingerprint = (reading: CertificateReading): string =>
  reading.kind === 'certificate' ? reading.certificate.fingerprint256 : reading.fingerprint256;
