// Trust stores: which anchors exactly, and what a file is that is none.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { issue } from '../../src/demo/certificates.ts';
import { startServer } from '../../src/demo/servers.ts';
import { TlsClient } from '../../src/probe/handshake.ts';
import { probe } from '../../src/probe/probe.ts';
import { loadTrust, TrustError } from '../../src/probe/trust.ts';
import { type Fixture, makeFixture, shortSettings, targetOf } from '../support/probing.ts';

let fixture: Fixture;
let folder: string;

beforeAll(async () => {
  fixture = await makeFixture();
  folder = mkdtempSync(join(tmpdir(), 'trust-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Uint8Array): string {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return path;
}

test('mozilla is exactly the list of this Node', () => {
  const trust = loadTrust('mozilla');
  expect(trust.pem).toBe(rootCertificates);
  expect(trust.anchors).toHaveLength(rootCertificates.length);
  expect(trust).toMatchObject({ name: 'mozilla', kind: 'mozilla' });
  expect(trust.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('system is there', () => {
  expect(loadTrust('system').anchors.length).toBeGreaterThan(10);
});

test('a file: every certificate once, whatever stands between; the hash is of the set', () => {
  const { root, intermediate } = fixture;
  const path = fileOf(
    `# my roots\r\n${root.pem}\nSubject: x\n${intermediate.pem.replaceAll('\n', '\r\n')}${root.pem}`,
  );
  const trust = loadTrust(path);
  expect(trust.anchors.map((der) => Buffer.from(der))).toEqual(
    [root, intermediate].map(({ der }) => Buffer.from(der)),
  );
  expect(trust).toMatchObject({ name: path, kind: 'file' });
  expect(loadTrust(fileOf(intermediate.pem + root.pem)).sha256).toBe(trust.sha256);
});

test('a byte order mark before each of two files that were joined', () => {
  const { root, intermediate } = fixture;
  const bom = '\ufeff';
  expect(loadTrust(fileOf(bom + root.pem + bom + intermediate.pem)).pem).toHaveLength(2);
});

test('a certificate that was commented out is no anchor', () => {
  const { root, intermediate } = fixture;
  const trust = loadTrust(fileOf(root.pem.replace(/^(?=.)/gm, '# ') + intermediate.pem));
  expect(trust.anchors.map((der) => Buffer.from(der))).toEqual([Buffer.from(intermediate.der)]);
});

test('two megabytes of beginnings are looked at in a moment', () => {
  const start = process.cpuUsage();
  for (const between of ['\n', ' ', '\r'])
    expect(() => loadTrust(fileOf(`-----BEGIN CERTIFICATE-----${between}`.repeat(75_000)))).toThrow(
      TrustError,
    );
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(5);
});

describe('a file that is none', () => {
  test.each([
    ['empty', () => ' \n', 'empty'],
    ['a private key', () => fixture.leaf.keyPem, 'private-key'],
    [
      'a private key in DER',
      () => Buffer.from(fixture.leaf.keyPem.replace(/-----.*-----/g, ''), 'base64'),
      'private-key',
    ],
    ['a certificate in DER', () => fixture.root.der, 'der'],
    ['PKCS#7', () => '-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n', 'pkcs7'],
    ['PKCS#7 in DER', () => Buffer.from('300f06092a864886f70d010702a0020000', 'hex'), 'pkcs7'],
    ['PKCS#12', () => Buffer.from('3082010002010330820100', 'hex'), 'pkcs12'],
    [
      'a request',
      () => '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n',
      'no-certificate',
    ],
    ['text', () => 'hello', 'no-certificate'],
    [
      'a broken certificate',
      () => `${fixture.root.pem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      'broken-certificate',
    ],
    [
      'one that lost its end',
      () => fixture.root.pem.replace(/-----END.*\n/, '') + fixture.intermediate.pem,
      'broken-certificate',
    ],
    [
      'one whose end has four dashes',
      () => fixture.root.pem.replace('-----END', '----END') + fixture.intermediate.pem,
      'broken-certificate',
    ],
  ])('%s', (_title, content, code) => {
    const path = fileOf(content());
    expect(() => loadTrust(path)).toThrow(TrustError);
    expect(() => loadTrust(path)).toThrow(expect.objectContaining({ code }));
  });

  test('no file at all', () => {
    expect(() => loadTrust(join(folder, 'missing'))).toThrow(
      expect.objectContaining({ code: 'unreadable', data: expect.objectContaining({ errno: 'ENOENT' }) }),
    );
  });
});

test('an intermediate in the file is an anchor', async () => {
  const { leaf, intermediate } = fixture;
  const server = await startServer({ chain: [leaf] });
  try {
    const tls = new TlsClient(loadTrust(fileOf(intermediate.pem)));
    const evidence = await probe(targetOf(server.port), shortSettings, { tls });
    expect(evidence.tls!.openssl!.error).toBeNull();
  } finally {
    await server.stop();
  }
});

test('a client certificate is shown when asked for; a key that does not load rejects', async () => {
  const { leaf, intermediate, root, trust } = fixture;
  const client = await issue({ subject: 'client', issuer: root, extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] });
  const server = await startServer({
    chain: [leaf, intermediate],
    tls: { requestCert: true, rejectUnauthorized: true, ca: root.pem },
  });
  try {
    const tls = new TlsClient(trust, { certificate: client.pem, key: client.keyPem });
    const evidence = await probe(targetOf(server.port), shortSettings, { tls });
    expect(evidence).toMatchObject({ outcome: { kind: 'done' }, tls: { clientCertificate: 'asked' } });
    const broken = new TlsClient(trust, { certificate: client.pem, key: leaf.keyPem });
    await expect(probe(targetOf(server.port), shortSettings, { tls: broken })).rejects.toMatchObject({
      code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH',
    });
  } finally {
    await server.stop();
  }
});

// With NODE_EXTRA_CA_CERTS a private CA verifies as if it were Mozilla's, and servers send issuers that they were
// not given (FACTS of Node): neither may happen to us.
test('NODE_EXTRA_CA_CERTS changes neither the judge nor the chain', () => {
  const script = `
    import { readFileSync } from 'node:fs';
    import { TlsClient } from '${process.cwd()}/src/probe/handshake.ts';
    import { startServer } from '${process.cwd()}/src/demo/servers.ts';
    import { defaultProbeSettings, probe } from '${process.cwd()}/src/probe/probe.ts';
    import { loadTrust } from '${process.cwd()}/src/probe/trust.ts';
    const [pem, keyPem] = JSON.parse(readFileSync(0, 'utf8'));
    (async () => {
      const server = await startServer({ chain: [{ pem, keyPem }] });
      const target = { server: 'mx.example.com', address: '127.0.0.1', family: 4 as const, port: server.port, sni: 'mx.example.com' };
      const { tls } = await probe(target, defaultProbeSettings, { tls: new TlsClient(loadTrust('mozilla')) });
      await server.stop();
      console.log(JSON.stringify([tls!.openssl!.error, tls!.presentedChain.certificates.length]));
    })();`;
  const { root, intermediate, leaf } = fixture;
  const extra = fileOf(root.pem + intermediate.pem);
  const path = join(folder, 'extra.mts');
  writeFileSync(path, script);
  const { FORCE_COLOR: _color, NODE_OPTIONS: _options, ...environment } = process.env;
  const told = execFileSync(process.execPath, ['--import', 'tsx', path], {
    input: JSON.stringify([leaf.pem, leaf.keyPem]),
    env: { ...environment, NODE_EXTRA_CA_CERTS: extra },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  expect(JSON.parse(told.toString())).toEqual(['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 1]);
});
