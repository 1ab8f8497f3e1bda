// Names in certificates that are wrong, odd or hostile, served over real STARTTLS, and what the built program says of each:
// code, reason and severity of the one cause; the lines tls, ca, hostname; verdict, delivery, exit code. A chain never
// hides a name, nor a name a chain. FACTS.md sections 5 and 6, PRODUCT.md section 4; tables to read as a manual.

import { describe, expect } from '@jest/globals';
import { type Forged, name } from '../certs/forge.ts';
import { programTable, type Row, useFolder } from '../support/program-table.ts';
import {
  badName,
  ca,
  day,
  host,
  leaf,
  make,
  mentions,
  mismatch,
  pass,
  pem,
  root,
  serves,
} from '../support/served-chains.ts';

const place = useFolder(() => pem(root));

describe('names', () => {
  const named = (...names: string[]): Forged[] => [leaf({ names, subject: name(['O', 'routes']) }), ca];
  const many = Array.from({ length: 3000 }, (_, index) => `host-${index}.example.com`);
  const rows: Row[] = [
    {
      does: 'another name',
      script: serves(...named('www.example.org', '*.example.org')),
      ...mismatch,
      check: mentions(
        'www.example.org, DNS:*.example.org',
        'use a host name that is on the certificate: www.example.org',
      ),
    },
    { does: 'a wildcard', script: serves(...named('*.example.com')), ...pass },
    {
      does: 'a wildcard over two labels',
      host: 'a.mx.example.com',
      script: serves(...named('*.example.com')),
      ...mismatch,
    },
    {
      does: 'a wildcard within a label',
      script: serves(...named('m*.example.com')),
      cause: 'certificate-host-mismatch/other-names fail',
      ...badName,
    },
    {
      does: 'a wildcard in the middle',
      script: serves(...named('mx.*.com')),
      cause: 'certificate-host-mismatch/other-names fail',
      ...badName,
    },
    {
      does: 'the common name only',
      script: serves(leaf({ names: [] }), ca),
      cause: 'certificate-host-mismatch/common-name-only fail',
      ...badName,
    },
    {
      does: 'the common name beside other names',
      script: serves(leaf({ names: ['www.example.org'] }), ca),
      cause: 'certificate-host-mismatch/common-name-only fail',
      ...badName,
    },
    {
      does: 'no name at all',
      script: serves(leaf({ names: [], subject: 'Mail server' }), ca),
      cause: 'certificate-host-mismatch/no-names fail',
      ...badName,
    },
    {
      does: 'the name in e-mail and URI entries',
      script: serves(...named('EMAIL:a@mx.example.com', 'URI:smtp://mx.example.com')),
      cause: 'certificate-host-mismatch/no-names fail',
      ...badName,
    },
    { does: 'in capitals', script: serves(...named('MX.Example.COM')), ...pass },
    { does: 'typed with a trailing dot', host: 'mx.example.com.', script: serves(...named(host)), ...pass },
    { does: 'a trailing dot in the certificate', script: serves(...named('mx.example.com.')), ...mismatch },
    {
      does: 'a NUL behind the name',
      script: serves(...named('mx.example.com\u0000.evil.example')),
      cause: 'validation-failure/malformed fail',
      lines: 'pass fail fail',
      ends: 'fail return 1',
    },
    {
      does: 'a comma in a name',
      script: serves(...named('a.example, DNS:mx.example.com')),
      cause: 'validation-failure/malformed fail',
      lines: 'pass fail fail',
      ends: 'fail return 1',
    },
    {
      does: 'a newline and colours in a name',
      script: serves(...named('x\n\u001b[32m✓ pass\u001b[0m')),
      cause: 'validation-failure/malformed fail',
      lines: 'pass fail fail',
      ends: 'fail return 1',
    },
    {
      does: 'an IDN, typed as U-label',
      host: 'bücher.example.com',
      script: serves(...named('xn--bcher-kva.example.com')),
      ...pass,
    },
    {
      does: 'an IDN, typed as A-label',
      host: 'xn--bcher-kva.example.com',
      script: serves(...named('xn--bcher-kva.example.com')),
      ...pass,
    },
    {
      does: 'a U-label in the certificate',
      host: 'bücher.example.com',
      script: serves(...named('bücher.example.com')),
      cause: 'validation-failure/malformed fail',
      lines: 'pass fail fail',
      ends: 'fail return 1',
    },
    { does: 'an address, by its entry', host: '127.0.0.1', script: serves(...named('IP:7f000001')), ...pass },
    {
      does: 'an address, as a DNS name',
      host: '127.0.0.1',
      script: serves(...named('127.0.0.1')),
      cause: 'certificate-host-mismatch/other-names fail',
      ...badName,
    },
    { does: 'one of 3,000 names', host: 'host-2999.example.com', script: serves(...named(...many)), ...pass },
    {
      does: 'none of 3,000 names',
      script: serves(...named(...many)),
      ...mismatch,
      check: mentions('and 2994 more'),
    },
    {
      does: 'a private name',
      host: 'mail.corp',
      script: serves(...named('mail.corp')),
      ...pass,
      check: (_, report) => expect(report.routes[0]!.sentence).toContain('Google cannot reach'),
    },
  ];
  programTable(rows, place);
});

describe('boxes that are off are observed', () => {
  const rows: Row[] = [
    {
      does: 'self-signed, no CA required',
      script: serves(make({ subject: host, names: [host] })),
      flags: ['--no-require-ca'],
      cause: null,
      lines: 'pass off pass',
      ends: 'pass deliver 0',
      check: ({ observed, findings }) => {
        expect(observed.ca).toBe('fail');
        expect(findings[0]!.message).toMatch(/^would fail if the box were on: /);
      },
    },
    {
      does: 'another name, name not verified',
      host: 'mx2.example.com',
      script: serves(leaf(), ca),
      flags: ['--no-verify-hostname'],
      cause: null,
      lines: 'pass pass off',
      ends: 'pass deliver 0',
      check: ({ observed }) => expect(observed.hostname).toBe('fail'),
    },
    {
      does: 'another name, no CA required: the name still counts',
      host: 'mx2.example.com',
      script: serves(make({ subject: host, names: [host] })),
      flags: ['--no-require-ca'],
      cause: 'certificate-host-mismatch/other-names fail',
      lines: 'pass off fail',
      ends: 'fail return 1',
    },
    {
      does: 'expires soon, no CA required',
      script: serves(leaf({ notAfter: new Date(Date.now() + 3 * day) }), ca),
      flags: ['--no-require-ca'],
      cause: null,
      lines: 'pass off pass',
      ends: 'pass deliver 0',
    },
  ];
  programTable(rows, place);
});
