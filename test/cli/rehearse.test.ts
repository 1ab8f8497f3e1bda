// Rehearsals from outside: what a file is, which certificate in it is the leaf, whether the key fits, that no server is
// contacted; and chains repaired with what is at hand.

import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { type Issued, issue, makeKeys } from '../../src/demo/certificates.ts';
import { type RunningServer, startServer } from '../../src/demo/servers.ts';
import { CertificateFileError, certificatesIn, readServedFile } from '../../src/probe/served-file.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { type CertificateFiles, writeCertificateFiles } from '../support/certificate-files.ts';
import { mx, startDns } from '../support/dns-server.ts';
import { inFolder, runProgram } from '../support/session.ts';
import { spawnOnTerminal } from '../support/terminal.ts';

const timeout = 20_000;
let root: Issued;
let intermediate: Issued;
let leaf: Issued;
let files: CertificateFiles;
let trust: string;

beforeAll(async () => {
  root = await issue({ subject: 'CN=Root', ca: true });
  intermediate = await issue({ subject: 'CN=Issuer', ca: true, issuer: root });
  files = await writeCertificateFiles(root, intermediate);
  leaf = files.leaf;
  trust = join(files.folder, 'root.pem');
  writeFileSync(trust, root.pem);
}, timeout);

afterAll(() => files.remove());

const file = (name: string) => join(files.folder, name);
const bytes = (...parts: readonly Issued[]) => Buffer.from(parts.map(({ pem }) => pem).join(''));
const block = (label: string) => Buffer.from(`-----BEGIN ${label}-----\nMAA=\n-----END ${label}-----\n`);
const hex = (text: string) => Buffer.from(text, 'hex');

/** The code of what a reader refuses with. */
function problemOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof CertificateFileError) return error.code;
    throw error;
  }
  return 'none';
}

async function run(...argv: string[]) {
  return inFolder(async (folder) => {
    const { stdout, stderr, exitCode } = await runProgram([...argv, '--trust', trust], folder);
    return { stdout, stderr, exitCode };
  });
}

async function reportOf(...argv: string[]): Promise<Report> {
  const { stdout } = await run(...argv, '--json');
  return ReportSchema.parse(JSON.parse(stdout));
}

describe('what a file is, when it is not certificates in PEM', () => {
  const csr = async () => {
    const keys = await makeKeys();
    const made = await x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=mx1.example.com',
      keys: keys as never,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    });
    return Buffer.from(made.rawData);
  };
  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['nothing', () => Buffer.from(' \n'), 'empty'],
    ['words', () => Buffer.from('hello'), 'no-certificate'],
    ['a key', () => Buffer.from(leaf.keyPem), 'private-key'],
    [
      'a key with parameters before it',
      () => Buffer.concat([block('EC PARAMETERS'), block('EC PRIVATE KEY')]),
      'private-key',
    ],
    ['an encrypted key', () => block('ENCRYPTED PRIVATE KEY'), 'private-key'],
    [
      'a key in DER',
      () => createPrivateKey(leaf.keyPem).export({ format: 'der', type: 'pkcs8' }),
      'private-key',
    ],
    ['a public key', () => block('PUBLIC KEY'), 'public-key'],
    ['a request', () => block('CERTIFICATE REQUEST'), 'request'],
    ['a request by an old name', () => block('NEW CERTIFICATE REQUEST'), 'request'],
    ['a request in DER', csr, 'request-der'],
    ['a revocation list', () => block('X509 CRL'), 'revocation-list'],
    ['a certificate in DER', () => Buffer.from(leaf.der), 'der'],
    ['PKCS#7', () => block('PKCS7'), 'pkcs7'],
    ['CMS', () => block('CMS'), 'pkcs7'],
    ['PKCS#7 in DER', () => hex('300d06092a864886f70d010702a000'), 'pkcs7-der'],
    ['PKCS#7 in BER, of no definite length', () => hex('308006092a864886f70d010702a0800000'), 'pkcs7-der'],
    ['PKCS#12', () => hex('30820900020103308208c6'), 'pkcs12'],
    ['a Java keystore', () => hex('feedfeed00000002'), 'java-keystore'],
    ['UTF-16', () => Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'), 'utf-16'],
    ['Base64 alone', () => Buffer.from(leaf.pem.replace(/-----.*-----/g, '')), 'base64'],
    ['a certificate cut off', () => bytes(leaf).subarray(0, 300), 'broken-certificate'],
    [
      'a certificate cut short within its lines',
      () => Buffer.from(leaf.pem.replace(/\n.{64}\n/, '\n')),
      'broken-certificate',
    ],
  ])(
    '%s',
    async (_title, make, expected) => {
      const content = await make();
      expect(problemOf(() => certificatesIn(content))).toBe(expected);
    },
    timeout,
  );

  // OpenSSL is asked, for its word is what a server starts by.
  const lines = (change: (pem: string) => string) => () =>
    Buffer.from(change(leaf.pem + intermediate.pem), 'latin1');
  test.each<[string, () => Buffer, string]>([
    ['as it is', lines((pem) => pem), 'none'],
    ['CRLF', lines((pem) => pem.replaceAll('\n', '\r\n')), 'none'],
    ['a mark of UTF-8 before it', lines((pem) => `\xef\xbb\xbf${pem}`), 'none'],
    [
      'words between',
      lines((pem) => pem.replaceAll('-----BEGIN', 'Bag Attributes\n x: y\n-----BEGIN')),
      'none',
    ],
    [
      'a comment about a marker',
      lines((pem) => `${pem}# the next -----BEGIN CERTIFICATE----- is gone\n`),
      'none',
    ],
    ['an old one commented out', lines((pem) => `${pem.replace(/^/gm, '# ')}\n${pem}`), 'none'],
    ['no last newline', lines((pem) => pem.trimEnd()), 'none'],
    ['CR alone', lines((pem) => pem.replaceAll('\n', '\r')), 'broken-certificate'],
    [
      'two blocks on one line',
      lines((pem) => pem.replace(/-----\n+-----/, '----------')),
      'broken-certificate',
    ],
    ['indented', lines((pem) => pem.replace(/^/gm, '    ')), 'broken-certificate'],
    ['quoted as in mail', lines((pem) => pem.replace(/^/gm, '> ')), 'broken-certificate'],
    ['a blank line inside', lines((pem) => pem.replace(/(.{64}\n)/, '$1\n')), 'broken-certificate'],
    ['foreign characters', lines((pem) => pem.replace(/(.{64}\n)/, '!!!!$1')), 'broken-certificate'],
    ['a third one cut off', lines((pem) => `${pem}${pem.slice(0, 200)}\n`), 'broken-certificate'],
  ])(
    'certificates that no server could load: %s',
    (_title, make, expected) => {
      expect(problemOf(() => readServedFile(make(), null))).toBe(expected);
    },
    timeout,
  );

  test.each<[string, () => Buffer, string]>([
    ['certificates', () => bytes(leaf), 'certificate'],
    ['nothing', () => Buffer.from(''), 'no-key'],
    ['an encrypted key', () => block('ENCRYPTED PRIVATE KEY'), 'encrypted-key'],
    ['a key in DER', () => createPrivateKey(leaf.keyPem).export({ format: 'der', type: 'pkcs8' }), 'der-key'],
    ["OpenSSH's format", () => block('OPENSSH PRIVATE KEY'), 'openssh-key'],
    ['a damaged key', () => block('PRIVATE KEY'), 'broken-key'],
  ])(
    'where a key belongs: %s',
    (_title, make, expected) => {
      expect(problemOf(() => readServedFile(bytes(leaf), make()))).toBe(expected);
    },
    timeout,
  );

  test(
    'the message has the command that converts it, with the name quoted',
    async () => {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, "new cert's.der"), leaf.der);
        const { stderr, exitCode } = await runProgram(
          ['rehearse', '--host', 'mx1.example.com', '--cert', "new cert's.der"],
          folder,
        );
        expect(stderr).toContain(`openssl x509 -inform der -in 'new cert'\\''s.der' -out certificate.pem`);
        expect(exitCode).toBe(2);
      });
    },
    timeout,
  );
});

describe('which certificate is the leaf', () => {
  test.each<[string, () => Buffer, string | null, number, boolean | null]>([
    ['the first', () => bytes(leaf, intermediate), null, 0, null],
    ['the only one, though it is an authority', () => bytes(root), null, 0, null],
    ['the one that is no authority', () => bytes(root, intermediate, leaf), null, 2, null],
    ['the one that the key fits', () => bytes(intermediate, leaf), 'leaf', 1, true],
    [
      'the one whose key stands beside it',
      () => Buffer.from(intermediate.pem + leaf.keyPem + leaf.pem),
      null,
      1,
      true,
    ],
    ['not an authority, though the key fits that', () => bytes(leaf, intermediate), 'authority', 0, false],
    ['the authority, when it is alone and the key fits', () => bytes(intermediate), 'authority', 0, true],
  ])(
    '%s',
    (_title, make, key, leafPosition, keyFits) => {
      const keys: Record<string, string> = { leaf: leaf.keyPem, authority: intermediate.keyPem };
      const served = readServedFile(make(), key === null ? null : Buffer.from(keys[key]!));
      expect({ leafPosition: served.leafPosition, keyFits: served.keyFits }).toEqual({
        leafPosition,
        keyFits,
      });
    },
    timeout,
  );

  test('all others keep their order, and repeats are kept', () => {
    const { certificates } = readServedFile(bytes(root, intermediate, leaf, intermediate), null);
    const expected = [leaf, root, intermediate, intermediate].map(({ der }) => Buffer.from(der));
    expect(certificates.map((der) => Buffer.from(der))).toEqual(expected);
  });
});

describe('the report', () => {
  test(
    'has no address and no TLS, and says what was rehearsed',
    async () => {
      const report = await reportOf('rehearse', '--host', 'mx1.example.com', '--cert', file('full.pem'));
      expect(report).toMatchObject({
        verdict: 'pass',
        rehearsal: { certificate: file('full.pem'), key: null, handshake: false, written: null },
        routes: [{ delivery: 'deliver', share: { primary: { deliver: 100 } } }],
      });
      const [host] = report.routes[0]!.hosts;
      expect(host).toMatchObject({
        lines: { mx: 'off', tls: 'off', ca: 'pass', hostname: 'pass' },
        consistency: [],
      });
      expect(host!.addresses).toMatchObject([
        {
          address: null,
          server: 'mx1.example.com',
          stage: 'resolve',
          tls: null,
          openssl: null,
          observed: { tls: 'off' },
        },
      ]);
      expect(host!.addresses[0]!.presentedChain).toHaveLength(2);
    },
    timeout,
  );

  test(
    'has the word of OpenSSL with --key, which is not asked about another day',
    async () => {
      const argv = [
        'rehearse',
        '--host',
        'mx1.example.com',
        '--cert',
        file('leaf.pem'),
        '--key',
        file('key.pem'),
      ];
      const report = await reportOf(...argv);
      expect(report.rehearsal).toMatchObject({ handshake: true });
      expect(report.routes[0]!.hosts[0]!.addresses[0]!.openssl).toEqual({
        trust,
        error: expect.stringMatching(/^UNABLE_TO_/),
      });
    },
    timeout,
  );

  test(
    'a chain that OpenSSL cannot take breaks the handshake, not the program',
    async () => {
      await inFolder(async (folder) => {
        const many = Array.from({ length: 300 }, () => intermediate.pem).join('');
        writeFileSync(join(folder, 'huge.pem'), leaf.pem + many);
        const argv = [
          'rehearse',
          '--host',
          'mx1.example.com',
          '--cert',
          'huge.pem',
          '--key',
          file('key.pem'),
        ];
        const { stdout, exitCode } = await runProgram([...argv, '--trust', trust, '--json'], folder);
        const { findings } = (JSON.parse(stdout) as Report).routes[0]!.hosts[0]!.addresses[0]!;
        expect(findings[0]).toMatchObject({ code: 'validation-failure', severity: 'fail', rootCause: true });
        expect(exitCode).toBe(1);
      });
    },
    timeout,
  );

  test.each<[string, string[], number]>([
    ['an address that is not on the certificate', ['--host', '192.0.2.1'], 1],
    ['a host by a U-label', ['--host', 'bücher.example'], 1],
    ['an address with the name left unchecked', ['--host', '192.0.2.1', '--no-verify-hostname'], 0],
    ['two tables', ['--primary', 'mx1.example.com', '--secondary', 'mx2.example.com:587'], 0],
    ['MX without an answer', ['--host', 'example.com', '--lookup-mx', '--mx', 'example.com=.'], 2],
  ])(
    '%s',
    async (_title, argv, expected) => {
      const { exitCode } = await run('rehearse', ...argv, '--cert', file('full.pem'));
      expect(exitCode).toBe(expected);
    },
    timeout,
  );
});

describe('the network', () => {
  test(
    'is asked for MX and for nothing else',
    async () => {
      const dns = await startDns({
        'MX example.com': {
          answers: [mx('example.com', 10, 'mx1.example.com'), mx('example.com', 20, 'mx2.example.com')],
        },
        'MX none.example.com': { answers: [mx('none.example.com', 0, '.')] },
        'MX broken.example.com': { rcode: 2 },
      });
      try {
        const rehearse = (host: string, ...more: string[]) =>
          run(
            'rehearse',
            '--host',
            host,
            '--cert',
            file('full.pem'),
            '--resolver',
            `127.0.0.1:${dns.port}`,
            ...more,
          );
        expect((await rehearse('mx1.example.com')).exitCode).toBe(0);
        expect(dns.questions).toEqual([]);
        expect(
          (await rehearse('example.com', '--lookup-mx', '--mx', 'example.com=mx2.example.com')).exitCode,
        ).toBe(0);
        expect(dns.questions).toEqual([]);
        expect((await rehearse('example.com', '--lookup-mx')).exitCode).toBe(0);
        expect((await rehearse('none.example.com', '--lookup-mx')).exitCode).toBe(1);
        expect((await rehearse('broken.example.com', '--lookup-mx')).exitCode).toBe(3);
        expect(dns.questions.filter((question) => !question.startsWith('MX '))).toEqual([]);
      } finally {
        await dns.stop();
      }
    },
    timeout,
  );
});

describe('repair', () => {
  test(
    '--write makes a file of nothing but the chain, and a rehearsal of it passes',
    async () => {
      await inFolder(async (folder) => {
        const argv = ['rehearse', '--host', 'mx1.example.com', '--trust', trust, '--strict'];
        const write = await runProgram(
          [...argv, '--cert', file('disorder.pem'), '--write', 'fixed.pem'],
          folder,
        );
        expect(write).toMatchObject({
          exitCode: 1,
          stderr: 'routes: wrote fixed.pem: 2 certificates, in the right order\n',
        });
        expect(readFileSync(join(folder, 'fixed.pem'), 'utf8').replace(/\s+/g, '')).toBe(
          (leaf.pem + intermediate.pem).replace(/\s+/g, ''),
        );
        expect((await runProgram([...argv, '--cert', 'fixed.pem'], folder)).exitCode).toBe(0);
      });
    },
    timeout,
  );

  test(
    'a private key is never written over',
    async () => {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, 'key.pem'), leaf.keyPem);
        const argv = ['rehearse', '--host', 'mx1.example.com', '--trust', trust, '--cert', file('full.pem')];
        const write = ['--key', 'key.pem', '--write', 'key.pem', '--yes'];
        const { exitCode, stderr } = await runProgram([...argv, ...write], folder);
        expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('private key') });
        expect(readFileSync(join(folder, 'key.pem'), 'utf8')).toBe(leaf.keyPem);
      });
    },
    timeout,
  );

  test(
    'a file that is there is left as it is, to the byte',
    async () => {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, 'mine.pem'), 'mine');
        const asked = ['rehearse', '--host', 'mx1.example.com', '--trust', trust];
        const argv = [...asked, '--cert', file('full.pem')];
        const refused = await runProgram([...argv, '--write', 'mine.pem'], folder);
        expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
        expect(readFileSync(join(folder, 'mine.pem'), 'utf8')).toBe('mine');
        const written = await runProgram([...argv, '--write', 'mine.pem', '--yes', '--json'], folder);
        expect(JSON.parse(written.stdout).rehearsal.written).toBe('mine.pem');
        const missing = await runProgram(
          [...asked, '--cert', file('leaf.pem'), '--write', 'other.pem'],
          folder,
        );
        expect(missing.exitCode).toBe(1);
        expect(existsSync(join(folder, 'other.pem'))).toBe(false);
        const nowhere = await runProgram([...argv, '--write', 'no/such/folder.pem'], folder);
        expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cannot write') });
      });
    },
    timeout,
  );

  test.each([
    ['n', 'mine.pem was left as it is', false],
    ['y', 'wrote mine.pem: 2 certificates', true],
  ])(
    'on a terminal a file that is there is asked about: %s',
    async (answer, outcome, isWritten) => {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, 'mine.pem'), 'mine');
        const argv = ['rehearse', '--host', 'mx1.example.com', '--cert', file('full.pem'), '--trust', trust];
        const terminal = spawnOnTerminal([...argv, '--write', 'mine.pem'], folder, { cols: 200 });
        await terminal.see('mine.pem exists already. Write over it?');
        terminal.type(`${answer}\r`);
        await terminal.see(outcome);
        expect(await terminal.exit).toBe(0);
        expect(readFileSync(join(folder, 'mine.pem'), 'utf8') !== 'mine').toBe(isWritten);
      });
    },
    timeout,
  );

  test(
    'what another address of the host sends is named',
    async () => {
      const servers: RunningServer[] = [];
      try {
        servers.push(await startServer({ chain: [leaf, intermediate] }));
        const { port } = servers[0]!;
        servers.push(await startServer({ chain: [leaf], address: '127.0.0.2', port }));
        const report = await reportOf(
          ...['test-tls', '--host', `mx1.example.com:${port}`],
          ...['--resolve', 'mx1.example.com=127.0.0.1,127.0.0.2'],
        );
        const [whole, incomplete] = report.routes[0]!.hosts[0]!.addresses;
        expect(whole!.repair).toBeUndefined();
        expect(incomplete).toMatchObject({
          lines: { ca: 'fail' },
          repair: {
            chain: [
              { subject: 'CN=mx1.example.com', source: 'presented', where: null },
              { subject: 'CN=Issuer', source: 'address', where: '127.0.0.1' },
            ],
            reordered: false,
          },
        });
        expect(incomplete!.findings[0]!.remedy).toContain('"CN=Issuer" (sent by 127.0.0.1)');
      } finally {
        await Promise.all(servers.map((server) => server.stop()));
      }
    },
    timeout,
  );

  test(
    'an intermediate that only the trust store holds is told as a note',
    async () => {
      const { stdout, exitCode } = await inFolder((folder) =>
        runProgram(
          [
            'rehearse',
            '--host',
            'mx1.example.com',
            '--cert',
            file('leaf.pem'),
            '--trust',
            file('partial.pem'),
            '--json',
          ],
          folder,
        ),
      );
      const { findings, repair } = (JSON.parse(stdout) as Report).routes[0]!.hosts[0]!.addresses[0]!;
      expect(exitCode).toBe(0);
      expect(repair!.chain.at(-1)).toMatchObject({ source: 'trust', where: file('partial.pem') });
      expect(findings).toContainEqual(
        expect.objectContaining({ reason: 'intermediate-not-sent', severity: 'note' }),
      );
    },
    timeout,
  );

  test(
    'a file of intermediates may hold anything beside the one that is missing',
    async () => {
      const report = await reportOf(
        ...['rehearse', '--host', 'mx1.example.com', '--cert', file('leaf.pem')],
        ...['--intermediates', file('intermediate.pem')],
      );
      const { repair, lines } = report.routes[0]!.hosts[0]!.addresses[0]!;
      // What is at hand changes no verdict.
      expect(lines.ca).toBe('fail');
      expect(repair!.missing).toHaveLength(1);
      expect(repair!.chain.at(-1)).toMatchObject({ source: 'file', where: file('intermediate.pem') });
    },
    timeout,
  );
});
