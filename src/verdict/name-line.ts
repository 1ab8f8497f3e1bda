// The `hostname` line: is the leaf for the name that counts, and which names could be typed in its place? The matching
// itself is identity.ts. Judged whatever became of the chain.

import type { ProbeEvidence } from '../probe/evidence.ts';
import { addressValue, unreachableAddress, unreachableName } from '../route/host.ts';
import type { Certificate, CertificateReading } from './certificate.ts';
import type { Finding, Judged } from './finding.ts';
import { isHostName, matchIdentity, wildcardOfSuffix } from './identity.ts';

/** Judges the name. `references`: the one that counts first; under MX lookup the domain typed behind it. */
export function judgeName(
  evidence: ProbeEvidence,
  presented: readonly CertificateReading[],
  references: readonly string[],
): Judged {
  const leaf = presented[0];
  if (leaf === undefined) {
    const isAnonymous = evidence.tls?.established && evidence.tls.presentedChain.problem === null;
    return { line: isAnonymous ? 'fail' : 'inconclusive', findings: [] };
  }
  const reference = references[0]!;
  if (leaf.kind === 'unreadable') {
    const data = { reference, names: [], commonNames: [], unreadable: true };
    return { line: 'fail', findings: [mismatch('no-names', data)] };
  }
  const match = matchIdentity(leaf.certificate, reference);
  if (match.matched) return { line: 'pass', findings: [] };
  return {
    line: 'fail',
    findings: [
      mismatch(match.reason, {
        reference,
        names: leaf.certificate.names,
        commonNames: leaf.certificate.commonNames,
        usableNames: usableNames(leaf.certificate.names),
        ...suffixWide(leaf.certificate, match.reference),
        // Under MX lookup: would the typed domain have matched?
        ...(references.length > 1
          ? {
              mx: true,
              others: references.slice(1).filter((other) => matchIdentity(leaf.certificate, other).matched),
            }
          : {}),
      }),
    ],
  };
}

// The wildcard that another reader of names may take for a match, and why it is none.
function suffixWide(certificate: Certificate, reference: string): Finding['data'] {
  const wildcard = wildcardOfSuffix(certificate, reference);
  return wildcard === null ? {} : { suffixWildcard: wildcard };
}

// Names that could be typed instead: whole ones, not wildcards, and such as Google can reach.
function usableNames(names: readonly string[]): string[] {
  return names.flatMap((entry) => {
    const [, kind, name = ''] = /^(DNS|IP):(.*)$/s.exec(entry) ?? [];
    const isAddress = addressValue(name) !== null;
    const isUsable =
      kind === 'IP'
        ? isAddress && unreachableAddress(name) === null
        : !isAddress && isHostName(name) && unreachableName(name) === null;
    return isUsable ? [name] : [];
  });
}

function mismatch(reason: string, data: Finding['data']): Finding {
  return { code: 'certificate-host-mismatch', reason, severity: 'fail', rootCause: false, data };
}
