// Chains that are wrong, odd or hostile, served over real STARTTLS, and what the built program says of each:
// code, reason and severity of the one cause; the lines tls, ca, hostname; verdict, delivery, exit code. A chain never
// hides a name, nor a name a chain. FACTS.md sections 5 and 6, PRODUCT.md section 4; tables to read as a manual.

import { describe, expect } from '@jest/globals';
import { extensionOids, nameConstraints, oid, sequence } from '../certs/forge.ts';
import { programTable, type Row, useFolder } from '../support/program-table.ts';
import {
  badChain,
  ca,
  caWith,
  day,
  host,
  inYears,
  leaf,
  make,
  mentions,
  pass,
  pem,
  root,
  serves,
  warned,
} from '../support/served-chains.ts';

const place = useFolder(() => pem(root));

describe('trust', () => {
  const stranger = make({ subject: 'Stranger', authority: true, ...inYears(10) });
  const strangerCa = make({ subject: 'Stranger CA', authority: true, issuer: stranger, ...inYears(5) });
  const withIssuerUrl = {
    [extensionOids.aia]: {
      value: sequence(
        sequence(
          oid('1.3.6.1.5.5.7.48.2'),
          Buffer.concat([Buffer.from([0x86, 27]), Buffer.from('http://ca.example/inter.cer')]),
        ),
      ),
    },
  };
  const rows: Row[] = [
    { does: 'a good chain', script: serves(leaf(), ca), ...pass },
    {
      does: 'self-signed',
      script: serves(make({ subject: host, names: [host] })),
      cause: 'certificate-not-trusted/self-signed fail',
      ...badChain,
      check: mentions('self-signed', 'CN=mx.example.com'),
    },
    {
      does: 'self-signed and expired: renewing would not help',
      script: serves(make({ subject: host, names: [host], notAfter: new Date(Date.now() - day) })),
      cause: 'certificate-not-trusted/self-signed fail',
      ...badChain,
      also: ['certificate-expired/leaf'],
    },
    {
      does: 'self-signed for another name: both are told',
      script: serves(make({ subject: 'a.example', names: ['a.example'] })),
      cause: 'certificate-not-trusted/self-signed fail',
      lines: 'pass fail fail',
      ends: 'fail return 1',
      also: ['certificate-host-mismatch/other-names'],
    },
    {
      does: 'a root that nobody trusts, sent along',
      script: serves(leaf({ issuer: strangerCa }), strangerCa, stranger),
      cause: 'certificate-not-trusted/untrusted-anchor fail',
      ...badChain,
      check: mentions('CN=Stranger'),
    },
    {
      does: 'the intermediate is missing',
      script: serves(leaf()),
      cause: 'certificate-not-trusted/missing-intermediate fail',
      ...badChain,
      check: mentions('does not send', 'CN=Test CA', 'nobody trusts'),
    },
    {
      does: 'the intermediate is missing, and the certificate says where it is',
      script: serves(leaf({ extensions: withIssuerUrl })),
      cause: 'certificate-not-trusted/missing-intermediate fail',
      ...badChain,
      check: mentions('http://ca.example/inter.cer'),
    },
    {
      does: "another CA's intermediate in its place",
      script: serves(leaf(), strangerCa),
      cause: 'certificate-not-trusted/missing-intermediate fail',
      ...badChain,
    },
    {
      does: 'a CA nobody trusts, whose root is not sent',
      script: serves(leaf({ issuer: strangerCa }), strangerCa),
      cause: 'certificate-not-trusted/missing-intermediate fail',
      ...badChain,
      check: mentions('CN=Stranger'),
    },
    {
      does: "a forged signature under the CA's name",
      script: serves(leaf({ spoilSignature: true }), ca),
      cause: 'validation-failure/bad-signature fail',
      ...badChain,
    },
    {
      does: 'a CA of the right name with another key',
      script: serves(leaf(), caWith({})),
      cause: 'certificate-not-trusted/missing-intermediate fail',
      ...badChain,
    },
  ];
  programTable(rows, place);
});

describe('time', () => {
  const ago = (days: number) => new Date(Date.now() - days * day);
  const ahead = (days: number) => new Date(Date.now() + days * day);
  const expiredCa = caWith({ notAfter: ago(2) });
  const cross = { keys: root.keys, subject: 'Test Root' } as const;
  const oldRoot = make({ subject: 'Old Root', authority: true, ...inYears(3) });
  const crossed = make({
    ...cross,
    authority: true,
    issuer: oldRoot,
    notBefore: ago(900),
    notAfter: ago(30),
  });
  const rows: Row[] = [
    {
      does: 'expired',
      script: serves(leaf({ notAfter: ago(1) }), ca),
      cause: 'certificate-expired/leaf fail',
      ...badChain,
    },
    {
      does: 'expired, and for another name',
      host: 'mx2.example.com',
      script: serves(leaf({ notAfter: ago(1) }), ca),
      cause: 'certificate-expired/leaf fail',
      lines: 'pass fail fail',
      ends: 'fail return 1',
      also: ['certificate-host-mismatch/other-names'],
    },
    {
      does: 'not valid yet',
      script: serves(leaf({ notBefore: ahead(1) }), ca),
      cause: 'certificate-expired/not-yet-valid fail',
      ...badChain,
    },
    {
      does: 'the intermediate has expired',
      script: serves(leaf({ issuer: expiredCa }), expiredCa),
      cause: 'certificate-expired/intermediate fail',
      ...badChain,
    },
    {
      does: 'expires in five days',
      script: serves(leaf({ notAfter: ahead(5) }), ca),
      cause: 'expires-soon/leaf warn',
      ...warned,
    },
    {
      does: 'lives six days, three are left',
      script: serves(leaf({ notBefore: ago(3), notAfter: ahead(3) }), ca),
      ...pass,
    },
    {
      does: 'lives six days, one is left',
      script: serves(leaf({ notBefore: ago(5), notAfter: ahead(1) }), ca),
      cause: 'expires-soon/leaf warn',
      ...warned,
    },
    {
      does: '--min-days 90',
      script: serves(leaf(), ca),
      flags: ['--min-days=90'],
      cause: 'expires-soon/leaf warn',
      ...warned,
    },
    {
      does: '--min-days 90 under --strict',
      script: serves(leaf(), ca),
      flags: ['--min-days=90', '--strict'],
      cause: 'expires-soon/leaf warn',
      lines: 'pass pass pass',
      ends: 'warn deliver 1',
    },
    {
      does: '--min-lifetime 50 (60 of 90 days are left)',
      script: serves(leaf(), ca),
      flags: ['--min-lifetime=50'],
      ...pass,
    },
    {
      does: '--min-lifetime 70',
      script: serves(leaf(), ca),
      flags: ['--min-lifetime=70'],
      cause: 'expires-soon/leaf warn',
      ...warned,
    },
    {
      does: '--at in 200 days',
      script: serves(leaf(), ca),
      flags: ['--at=+200d'],
      cause: 'certificate-expired/leaf fail',
      ...badChain,
      also: ['one-judge/another-day'],
    },
    {
      does: 'an expired cross-signed root in the chain (AddTrust)',
      script: serves(leaf(), ca, crossed),
      ...pass,
      also: ['chain-remark/extra-certificate'],
    },
  ];
  programTable(rows, place);
});

describe('the chain as sent', () => {
  const other = make({ subject: 'Unrelated', authority: true, ...inYears(5) });
  const many = Array.from({ length: 60 }, (_, index) =>
    make({ subject: `Extra ${index}`, authority: true, keys: other.keys }),
  );
  const rows: Row[] = [
    {
      does: 'in the wrong order',
      script: serves(leaf(), root, ca),
      cause: 'chain-remark/wrong-order warn',
      ...warned,
      also: ['chain-remark/anchor-sent'],
    },
    { does: 'with its root', script: serves(leaf(), ca, root), ...pass, also: ['chain-remark/anchor-sent'] },
    {
      does: 'with a certificate twice',
      script: serves(leaf(), ca, ca),
      ...pass,
      also: ['chain-remark/duplicate'],
    },
    {
      does: 'with a stranger in it',
      script: serves(leaf(), ca, other),
      ...pass,
      also: ['chain-remark/extra-certificate'],
    },
    {
      does: 'of 61 certificates',
      script: serves(leaf(), ca, ...many.slice(1)),
      ...pass,
      also: ['chain-remark/extra-certificate'],
      check: ({ presentedChain }) => expect(presentedChain).toHaveLength(61),
    },
  ];
  programTable(rows, place);
});

describe('what a certificate may not be', () => {
  const limited = caWith({
    extensions: {
      [extensionOids.nameConstraints]: { critical: true, value: nameConstraints(['example.org']) },
    },
  });
  const short = caWith({ subject: 'Short CA', pathLength: 0 });
  const below = caWith({ subject: 'Below', issuer: short });
  const noCa = make({ subject: 'No CA', issuer: ca, names: ['no-ca.example'] });
  const weakCa = caWith({ key: 1024 });
  const clientOnly = { [extensionOids.extendedKeyUsage]: { value: sequence(oid('1.3.6.1.5.5.7.3.2')) } };
  const unknownCritical = { '1.3.6.1.4.1.99999.7': { critical: true, value: [5, 0] } };
  const rows: Row[] = [
    {
      does: 'of a weak key',
      script: serves(leaf({ key: 1024 }), ca),
      cause: 'validation-failure/weak-key fail',
      ...badChain,
      check: mentions('RSA of 1024 bits'),
    },
    {
      does: 'signed by a weak key',
      script: serves(leaf({ issuer: weakCa }), weakCa),
      cause: 'validation-failure/weak-key fail',
      ...badChain,
    },
    {
      does: 'signed with SHA-1',
      script: serves(leaf({ signature: 'ecdsa-sha1' }), ca),
      cause: 'validation-failure/weak-signature fail',
      ...badChain,
    },
    {
      does: 'for clients only',
      script: serves(leaf({ extensions: clientOnly }), ca),
      cause: 'validation-failure/not-a-server-certificate fail',
      ...badChain,
    },
    {
      does: 'outside its name constraints',
      script: serves(leaf({ issuer: limited }), limited),
      cause: 'validation-failure/name-constraint fail',
      ...badChain,
      check: mentions('example.org'),
    },
    {
      does: 'below too many intermediates',
      script: serves(leaf({ issuer: below }), below, short),
      cause: 'validation-failure/path-length fail',
      ...badChain,
    },
    {
      does: 'signed by what is no CA',
      script: serves(leaf({ issuer: noCa }), noCa, ca),
      cause: 'validation-failure/not-a-ca fail',
      ...badChain,
    },
    {
      does: 'with a critical extension that nobody knows',
      script: serves(leaf({ extensions: unknownCritical }), ca),
      cause: 'validation-failure/critical-extension fail',
      ...badChain,
    },
    {
      does: 'an Ed25519 key, under a trust file of one’s own',
      script: serves(leaf({ key: 'ed25519' }), ca),
      cause: 'validation-failure/web-pki-policy warn',
      ...warned,
    },
    {
      does: 'without authority key identifier, under a trust file of one’s own',
      script: serves(leaf({ extensions: { [extensionOids.aki]: null } }), ca),
      ...pass,
      also: ['validation-failure/malformed'],
    },
  ];
  programTable(rows, place);
});
