// Certificates with octets changed, judged until the time is over: `npx tsx tools/fuzz-certificates.ts [seconds]`.
// Nothing may be thrown, no judgement may take a second, and no changed certificate may verify.

import { rootCertificates } from 'node:tls';
import { readCertificate } from '../src/verdict/certificate.ts';
import { chainRemarks } from '../src/verdict/chain-remarks.ts';
import { matchIdentity } from '../src/verdict/identity.ts';
import { findPath, indexAnchors } from '../src/verdict/path.ts';
import { at, ca, host, limitedTo, makeCa, makeLeaf, root, selfSigned } from '../test/certs/chains.ts';
import { nameConstraints } from '../test/certs/forge.ts';

const seconds = Number(process.argv[2] ?? 60);
const names = [host, 'IP:c0000201', 'EMAIL:a@b.example', 'URI:https://x/', 'OTHER:x', 'DIRECTORY:d'];
const limited = makeCa(
  limitedTo(nameConstraints(['example.com', 'IP:c0000200ffffff00'], ['EMAIL:c.example'])),
);
const originals = [
  makeLeaf({ names }).der,
  makeLeaf({ issuer: limited, names }).der,
  limited.der,
  selfSigned().der,
  ...rootCertificates.slice(0, 40).map((pem) => Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64')),
];
const same = new Set(originals.map((der) => Buffer.from(der).toString('hex')));
const random = (below: number): number => Math.floor(Math.random() * below);

function mutate(der: Uint8Array): Uint8Array {
  const bytes = [...der];
  for (let count = 1 + random(5); count > 0; count--) {
    const index = random(bytes.length);
    const kind = random(5);
    if (kind === 0) bytes[index] = random(256);
    else if (kind === 1) bytes[index]! ^= 1 << random(8);
    else if (kind === 2) bytes.splice(index, random(8));
    else if (kind === 3) bytes.splice(index, 0, ...bytes.slice(random(bytes.length)).slice(0, random(40)));
    else bytes.splice(index, 0, random(256));
  }
  return Uint8Array.from(bytes);
}

const anchors = indexAnchors([root.der], 'judged');
let runs = 0;
let read = 0;
let slowest = 0;
for (const end = Date.now() + seconds * 1000; Date.now() < end; runs++) {
  const der = mutate(originals[random(originals.length)]!);
  const start = performance.now();
  const reading = readCertificate(der);
  const presented = [reading, limited.reading, ca.reading];
  const answer = findPath({ presented, anchors, at, policy: 'private' });
  findPath({
    presented: [ca.reading, reading],
    anchors: indexAnchors([der], 'judged'),
    at,
    policy: 'web-pki',
  });
  if (reading.kind === 'certificate') {
    read++;
    const { certificate } = reading;
    matchIdentity(certificate, host);
    chainRemarks(presented, answer.verified ? answer.path : answer.bestPath);
    JSON.stringify([
      certificate.subject,
      certificate.issuer,
      certificate.names,
      new Date(certificate.notAfter),
    ]);
  }
  const took = performance.now() - start;
  slowest = Math.max(slowest, took);
  const hex = Buffer.from(der).toString('hex');
  if (took > 1000 || (answer.verified && !same.has(hex))) {
    process.stdout.write(`${took > 1000 ? 'slow' : 'ACCEPTED'}: ${hex}\n`);
    process.exitCode = 1;
  }
}
process.stdout.write(
  `${runs} certificates, ${read} of them read, the slowest took ${slowest.toFixed(1)} ms\n`,
);
