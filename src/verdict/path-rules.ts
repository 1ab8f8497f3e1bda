// What is against certificates together: limits that an issuer sets for what is below it, and policies over the whole.
// Everything that can be said of a path whose signatures hold comes from here.

import type { Certificate } from './certificate.ts';
import { brokenConstraint, constraintDefects } from './name-constraints.ts';
import type { Search } from './path-search.ts';
import { brokenPolicy } from './policies.ts';
import type { Refusal } from './refusal.ts';
import { serverRefusals } from './server-certificate.ts';

/** Everything against the leaf; `isTrusted`: it is in the trust store itself. */
export function leafRefusals(search: Search, leaf: Certificate, isTrusted: boolean): Refusal[] {
  return [...search.refusalsOf(leaf, isTrusted ? 'trusted-leaf' : 'leaf'), ...serverRefusals(leaf)];
}

/** What an issuer's own limits have against the certificates below it; `below`: leaf first. */
export function issuerRefusals(
  search: Search,
  issuer: Certificate,
  below: readonly Certificate[],
): Refusal[] {
  const found: Refusal[] = [];
  const limit = issuer.extensions.basicConstraints?.pathLength ?? null;
  if (limit !== null) {
    // RFC 5280 4.2.1.9: intermediates that are not self-issued; the last certificate is none.
    const count = below.slice(1).filter((certificate) => !certificate.isSelfIssued).length;
    if (count > limit) {
      const data = { what: `allows ${limit} intermediates below it, there are ${count}`, limit, count };
      found.push(refusalOf('path-length', 'RFC 5280 4.2.1.9', issuer, data));
    }
  }
  if (issuer.extensions.nameConstraints === null) return found;
  const defects = search.remember(issuer, issuer, malformedConstraints);
  if (defects.length > 0) {
    const rule = 'RFC 5280 4.2.1.10';
    return [...found, ...defects.map((what) => refusalOf('malformed', rule, issuer, { what }))];
  }
  for (const [index, certificate] of below.entries()) {
    // RFC 5280 4.2.1.10: not applied to self-issued certificates, but for the last one.
    if (index > 0 && certificate.isSelfIssued) continue;
    const refusal = search.remember(issuer, certificate, nameRefusal);
    if (refusal !== null) found.push(refusal);
  }
  return found;
}

const malformedConstraints = (_search: Search, issuer: Certificate): string[] =>
  constraintDefects(issuer.extensions.nameConstraints!);

function nameRefusal(search: Search, issuer: Certificate, certificate: Certificate): Refusal | null {
  const constraints = issuer.extensions.nameConstraints!;
  const names = search.constrainedNamesOf(certificate);
  search.work((names.length * (constraints.permitted.length + constraints.excluded.length)) / 256);
  const problem = brokenConstraint(constraints, names);
  if (problem === null) return null;
  const rule = 'RFC 5280 4.2.1.10';
  if (problem.kind === 'too-many') {
    return refusalOf('too-complex', rule, issuer, { what: 'too many names and name constraints' });
  }
  const constraint = 'constraint' in problem ? (problem.constraint?.value ?? null) : null;
  const data = { what: problem.kind, name: problem.name.value, constraint, constrainedBy: issuer.subject };
  return refusalOf('name-constraint', rule, certificate, data);
}

/** What policies have against a whole path; leaf first. */
export function policyRefusals(path: readonly Certificate[]): Refusal[] {
  const certificate = brokenPolicy(path);
  if (certificate === null) return [];
  const data = { what: 'valid under no policy, though one is required' };
  return [refusalOf('policy', 'RFC 5280 6.1.3 (f)', certificate, data)];
}

function refusalOf(
  reason: string,
  rule: string,
  certificate: Certificate,
  data: Record<string, unknown>,
): Refusal {
  return { code: 'validation-failure', reason, basis: 'path', certificate, rule, data };
}

/** Everything against a path whose signatures hold: leaf first, anchor last. */
export function pathRefusals(search: Search, path: readonly Certificate[]): Refusal[] {
  const found = leafRefusals(search, path[0]!, path.length === 1);
  for (let index = 1; index < path.length; index++) {
    const certificate = path[index]!;
    const role = index === path.length - 1 ? search.anchorRole : 'intermediate';
    found.push(
      ...search.refusalsOf(certificate, role),
      ...issuerRefusals(search, certificate, path.slice(0, index)),
    );
  }
  found.push(...policyRefusals(path));
  return found;
}
