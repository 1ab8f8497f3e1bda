// Makes src/verdict/public-suffix-list.ts from a copy of https://publicsuffix.org/list/public_suffix_list.dat:
// `npx tsx tools/update-public-suffixes.ts public_suffix_list.dat [date]`, the date where the file names none.
// Only its ICANN section: below a private suffix (github.io) a wildcard for all of it can be right (BR 3.2.2.6).
// Suffixes of one label are left out: every top-level domain is one.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';

const [file, date = 'of unknown date'] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: update-public-suffixes.ts public_suffix_list.dat');
const text = readFileSync(file, 'utf8');
const version = /^\/\/ VERSION: (.*)$/m.exec(text)?.[1] ?? date;
const byTop = new Map<string, string[]>();
const icann = text.slice(text.indexOf('===BEGIN ICANN DOMAINS==='), text.indexOf('===END ICANN DOMAINS==='));
for (const line of icann.split('\n')) {
  const rule = line.trim();
  if (rule === '' || rule.startsWith('//')) continue;
  const mark = rule.startsWith('!') ? '!' : '';
  const labels = rule
    .slice(mark.length)
    .split('.')
    .map((label) => (label === '*' ? '*' : domainToASCII(label)));
  const top = labels.pop()!;
  if (labels.length === 0) continue;
  const list = byTop.get(top) ?? [];
  list.push(mark + labels.join('.'));
  byTop.set(top, list);
}
const lines = [...byTop].sort().map(([top, rules]) => `${top} ${rules.sort().join(' ')}`);
writeFileSync(
  join(__dirname, '../src/verdict/public-suffix-list.ts'),
  `// Data of the ICANN section of the Public Suffix List (publicsuffix.org), version ${version}, under the Mozilla Public License 2.0,
// https://mozilla.org/MPL/2.0/. Made by tools/update-public-suffixes.ts: a line for each top-level domain, and on it
// what stands left of that domain in the rules below it. Not edited by hand.

// biome-ignore format: data
export const publicSuffixList = \`
${lines.join('\n')}
\`;
`,
);
