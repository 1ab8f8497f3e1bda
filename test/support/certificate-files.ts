// Certificate files as people have them lying about, for rehearsals: whole, without their intermediate, in disorder,
// with the key or another one. Signed by the CA of servers.ts, so `{ca}` is the file to trust.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Issued, issue } from '../../src/demo/certificates.ts';

export interface CertificateFiles {
  readonly folder: string;
  readonly leaf: Issued;
  remove(): void;
}

const day = 24 * 3600 * 1000;

/** Writes the files into a folder of their own; all are for mx1.example.com and mx2.example.com. */
export async function writeCertificateFiles(root: Issued, intermediate: Issued): Promise<CertificateFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-certificates-'));
  const names = ['mx1.example.com', 'mx2.example.com'];
  const subject = 'mx1.example.com';
  const leaf = await issue({ subject, names, issuer: intermediate });
  const stranger = await issue({ subject: 'CN=Stranger', ca: true });
  const deadRoot = await issue({
    subject: 'CN=Dead Root',
    ca: true,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2024-01-01'),
  });
  // One CA with two certificates: the one that lasts longer leads to a root that has expired.
  const branch = await issue({ subject: 'CN=Branch', ca: true, issuer: root });
  const deadBranch = await issue({
    subject: 'CN=Branch',
    ca: true,
    issuer: deadRoot,
    keys: branch.keys,
    notAfter: new Date(Date.now() + 7000 * day),
  });
  const branchLeaf = await issue({ subject, names, issuer: branch });
  const ends = { notBefore: new Date(Date.now() - 100 * day), notAfter: new Date(Date.now() - 10 * day) };
  const chains: Record<string, Issued[]> = {
    'full.pem': [leaf, intermediate],
    'leaf.pem': [leaf],
    'intermediate.pem': [stranger, intermediate],
    'disorder.pem': [root, intermediate, leaf, stranger, intermediate],
    'expired.pem': [await issue({ subject, names, issuer: intermediate, ...ends }), intermediate],
    'self-signed.pem': [await issue({ subject, names })],
    'two-ways.pem': [branchLeaf, deadBranch, branch],
    'roots.pem': [root, deadRoot],
    'partial.pem': [intermediate],
  };
  for (const [name, chain] of Object.entries(chains))
    writeFileSync(join(folder, name), chain.map(({ pem }) => pem).join(''));
  writeFileSync(join(folder, 'key.pem'), leaf.keyPem);
  writeFileSync(join(folder, 'other-key.pem'), branchLeaf.keyPem);
  writeFileSync(join(folder, 'ca-key.pem'), intermediate.keyPem);
  writeFileSync(join(folder, 'leaf.der'), leaf.der);
  writeFileSync(join(folder, 'combined.pem'), leaf.keyPem + leaf.pem + intermediate.pem);
  return { folder, leaf, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
