// Certificate policies (RFC 5280 6.1), for a user who accepts any policy: the only question left is whether a path
// that must be valid under some explicit policy is. A set of policies stands in for the tree, which suffices for that.

import type { Certificate } from './certificate.ts';
import { anyPolicy } from './extensions.ts';

/** The certificate at which the path stops being valid under any policy though it must be; null when it is fine. */
export function brokenPolicy(path: readonly Certificate[]): Certificate | null {
  // RFC 5280 6.1.2 (d)-(f): the counters start beyond the path's end.
  const count = path.length - 1;
  const counters = { explicit: count + 1, mapping: count + 1, any: count + 1 };
  let valid = new Set([anyPolicy]);
  for (let index = count - 1; index >= 0; index--) {
    const certificate = path[index]!;
    const isLeaf = index === 0;
    const { policies, policyMappings, policyConstraints, inhibitAnyPolicy } = certificate.extensions;
    valid = stillValid(valid, policies, counters.any > 0 || (!isLeaf && certificate.isSelfIssued));
    // 6.1.3 (f)
    if (counters.explicit === 0 && valid.size === 0) return certificate;
    if (isLeaf) {
      // 6.1.5 (a), (b)
      if (counters.explicit > 0) counters.explicit--;
      if (policyConstraints?.requireExplicit === 0) counters.explicit = 0;
      return counters.explicit === 0 && valid.size === 0 ? certificate : null;
    }
    valid = mapped(valid, policyMappings, counters.mapping > 0);
    if (!certificate.isSelfIssued) {
      // 6.1.4 (h)
      counters.explicit = Math.max(0, counters.explicit - 1);
      counters.mapping = Math.max(0, counters.mapping - 1);
      counters.any = Math.max(0, counters.any - 1);
    }
    // 6.1.4 (i), (j)
    counters.explicit = Math.min(counters.explicit, policyConstraints?.requireExplicit ?? counters.explicit);
    counters.mapping = Math.min(counters.mapping, policyConstraints?.inhibitMapping ?? counters.mapping);
    counters.any = Math.min(counters.any, inhibitAnyPolicy ?? counters.any);
  }
  return null;
}

// 6.1.3 (d), (e)
function stillValid(
  valid: Set<string>,
  policies: readonly string[] | null,
  anyAllowed: boolean,
): Set<string> {
  if (policies === null) return new Set();
  const next = new Set<string>();
  for (const policy of policies) {
    if (policy === anyPolicy) {
      if (anyAllowed) for (const one of valid) next.add(one);
    } else if (valid.has(policy) || valid.has(anyPolicy)) next.add(policy);
  }
  return next;
}

// 6.1.4 (b)
function mapped(
  valid: Set<string>,
  mappings: readonly { readonly issuer: string; readonly subject: string }[],
  allowed: boolean,
): Set<string> {
  if (mappings.length === 0) return valid;
  const next = new Set(valid);
  for (const { issuer } of mappings) next.delete(issuer);
  if (!allowed) return next;
  for (const { issuer, subject } of mappings)
    if (valid.has(issuer) || valid.has(anyPolicy)) next.add(subject);
  return next;
}
