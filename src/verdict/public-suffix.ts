// Which names are public suffixes of registries, below which unrelated parties have their names: nobody may have one
// certificate for everything there (BR 3.2.2.6). The rules are those of the ICANN section of publicsuffix.org.

import { publicSuffixList } from './public-suffix-list.ts';

const known = new Map<string, ReadonlySet<string>>();

function rulesBelow(top: string): ReadonlySet<string> {
  let rules = known.get(top);
  if (rules === undefined) {
    const start = publicSuffixList.indexOf(`\n${top} `);
    const from = start + top.length + 2;
    rules = new Set(
      start < 0 ? [] : publicSuffixList.slice(from, publicSuffixList.indexOf('\n', from)).split(' '),
    );
    if (start >= 0) known.set(top, rules);
  }
  return rules;
}

/** Whether `name`, lower-case A-labels without trailing dot, is itself a public suffix; every single label is one. */
export function isPublicSuffix(name: string): boolean {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return true;
  const rules = rulesBelow(name.slice(dot + 1));
  const left = name.slice(0, dot);
  if (rules.has(left)) return true;
  const parent = left.includes('.') ? `*.${left.slice(left.indexOf('.') + 1)}` : '*';
  return rules.has(parent) && !rules.has(`!${left}`);
}
