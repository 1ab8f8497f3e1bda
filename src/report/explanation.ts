// How a verdict on a chain came about, as fields of the report (`--explain`): for each trust store the path chosen, the
// paths tried and where each broke; and the chain as it should be sent. Drawn by explain.ts. No judgement here.

import type { Certificate, CertificateReading } from '../verdict/certificate.ts';
import { isoTime } from '../verdict/expiry.ts';
import type { Finding } from '../verdict/finding.ts';
import { type AddressJudgement, refusalFinding } from '../verdict/judge.ts';
import type { PathAnswer, Refusal } from '../verdict/path.ts';
import type { ChainRepair, RepairedCertificate } from '../verdict/repair.ts';
import type { AddressReport, Explanation } from './schema.ts';

/** Puts a finding into a sentence. */
type Tell = (finding: Finding) => string;

/** One explanation for each trust store that was asked, the one that decides first; none without a certificate. */
export function explanationOf(judged: AddressJudgement, tell: Tell): Explanation[] {
  const asked = [{ trust: judged.trust, path: judged.path }, ...judged.otherTrust];
  return asked.flatMap(({ trust, path }) =>
    path === null ? [] : [explained(trust, path, judged.presented, tell)],
  );
}

/** A repair, mapped field by field. */
export function repairReport(repair: ChainRepair): NonNullable<AddressReport['repair']> {
  const entry = ({ certificate, source, where }: RepairedCertificate) => ({
    subject: certificate.subject,
    fingerprint256: certificate.fingerprint256,
    source,
    where,
  });
  return {
    chain: repair.chain.map(entry),
    missing: repair.missing.map(({ certificate }) => certificate.fingerprint256),
    surplus: repair.surplus.map(({ fingerprint256 }) => fingerprint256),
    reordered: repair.isReordered,
  };
}

function explained(
  trust: string,
  answer: PathAnswer,
  presented: readonly CertificateReading[],
  tell: Tell,
): Explanation {
  const step = (certificate: Certificate) => ({
    subject: certificate.subject,
    notBefore: isoTime(certificate.notBefore),
    notAfter: isoTime(certificate.notAfter),
    fingerprint256: certificate.fingerprint256,
    position: positionOf(certificate, presented),
  });
  const refusal = (one: Refusal) => refusalReport(one, trust, tell);
  const path = answer.verified ? answer.path : answer.bestPath;
  return {
    trust,
    verified: answer.verified,
    reachesAnchor: answer.verified || answer.nearest !== null,
    path: path.map(step),
    refusals: answer.verified ? [] : [answer.refusal, ...answer.consequences].map(refusal),
    // What was chosen, or came nearest, is drawn once.
    tried: answer.tried
      .filter(
        ({ certificates }) =>
          certificates.length !== path.length || certificates.some((one, index) => one !== path[index]),
      )
      .map(({ certificates, refusal: one }) => ({ path: certificates.map(step), refusal: refusal(one) })),
  };
}

function positionOf(certificate: Certificate, presented: readonly CertificateReading[]): number | null {
  const position = presented.findIndex(
    (one) => one.kind === 'certificate' && one.certificate.fingerprint256 === certificate.fingerprint256,
  );
  return position < 0 ? null : position;
}

function refusalReport(refusal: Refusal, trust: string, tell: Tell) {
  return {
    code: refusal.code,
    reason: refusal.reason,
    subject: refusal.certificate?.subject ?? null,
    fingerprint256: refusal.certificate?.fingerprint256 ?? null,
    rule: refusal.rule,
    message: tell(refusalFinding(refusal, 'note', { trust })),
  };
}
