// Servers that are broken, hostile or odd in what TLS they want: client certificates, old versions, SNI, and what the built program says of
// each: code, reason and severity of the one cause; the lines tls, ca, hostname; verdict, delivery, exit code. FACTS.md
// section 6 and PRODUCT.md section 4, to be read as a manual.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { issue } from '../../src/demo/certificates.ts';
import { afterGo, context, fixture, useCertificates } from '../support/mail-scripts.ts';
import { serverContext } from '../support/probing.ts';
import { type Check, programTable, type Row } from '../support/program-table.ts';
import { answerAfterTls, greetToStarttls, type Peer, type Script } from '../support/scripted-server.ts';
import { alert, record, serverHello } from '../support/tls-bytes.ts';

const place = useCertificates();

const clientFolder = mkdtempSync(join(tmpdir(), 'routes-client-'));
const clientFile = join(clientFolder, 'client.pem');
afterAll(() => rmSync(clientFolder, { recursive: true, force: true }));

beforeAll(async () => {
  const own = await issue({ subject: 'sender.example.net', names: ['sender.example.net'] });
  writeFileSync(clientFile, own.pem + own.keyPem);
});

const afterTls =
  (act: (peer: Peer) => Promise<void> | void, options?: SecureContextOptions): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    await peer.secure(options ? serverContext([fixture.leaf, fixture.intermediate], options) : context);
    await act(peer);
  };

const speaking = (options: SecureContextOptions): Script => afterTls(answerAfterTls, options);

const pass = { cause: null, lines: 'pass pass pass', ends: 'pass deliver 0' };
const noHandshake = {
  cause: 'validation-failure/tls-handshake fail',
  lines: 'fail inconclusive inconclusive',
  ends: 'fail return 1',
};
const untoldTls = { lines: 'inconclusive pass pass', ends: 'inconclusive unknown 3' };

const mentions =
  (text: string): Check =>
  ({ findings }) =>
    expect(findings[0]!.message).toContain(text);

describe('client certificates', () => {
  const wants =
    (maxVersion: 'TLSv1.2' | 'TLSv1.3', rejectUnauthorized: boolean): Script =>
    async (peer) => {
      await greetToStarttls(peer);
      await peer.secure(serverContext([fixture.leaf, fixture.intermediate], { maxVersion }), {
        requestCert: true,
        rejectUnauthorized,
      });
      await answerAfterTls(peer);
    };
  const isSaid =
    (word: string): Check =>
    ({ tls }) =>
      expect(tls!.clientCertificate).toBe(word);
  const rows: Row[] = (['TLSv1.2', 'TLSv1.3'] as const).flatMap((version): Row[] => [
    { does: `asked for under ${version}`, script: wants(version, false), ...pass, check: isSaid('asked') },
    {
      does: `required under ${version}`,
      script: wants(version, true),
      cause: 'validation-failure/client-certificate-required inconclusive',
      ...untoldTls,
      check: isSaid('required'),
    },
    {
      does: `asked for under ${version}, and shown`,
      script: wants(version, false),
      flags: ['--client-cert', clientFile, '--client-key', clientFile],
      ...pass,
      check: isSaid('asked'),
    },
  ]);
  programTable(rows, place);
});

describe('what is too old', () => {
  const old = (options: SecureContextOptions): Script => speaking({ ciphers: 'ALL:@SECLEVEL=0', ...options });
  const twice = (suite: number): Script =>
    afterGo(async (peer) => {
      await peer.hello();
      peer.send(peer.connection === 1 ? alert(40) : record(22, serverHello(suite)));
      await peer.gone;
    });
  const lines = 'fail inconclusive inconclusive';
  const rows: Row[] = [
    // Google says that its servers still speak 1.0 and 1.1: our floor fails, delivery cannot be told.
    {
      does: 'TLS 1.0 only',
      script: old({ minVersion: 'TLSv1', maxVersion: 'TLSv1' }),
      cause: 'weak-protocol/tls-1.0 fail',
      lines,
      ends: 'fail unknown 1',
      check: mentions('TLS 1.0'),
    },
    {
      does: 'TLS 1.1 at most',
      script: old({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }),
      cause: 'weak-protocol/tls-1.1 fail',
      lines,
      ends: 'fail unknown 1',
      check: mentions('TLS 1.1'),
    },
    {
      does: 'TLS 1.0 only, TLS not required',
      script: old({ minVersion: 'TLSv1', maxVersion: 'TLSv1' }),
      flags: ['--no-require-tls'],
      cause: 'weak-protocol/tls-1.0 inconclusive',
      lines: 'off off off',
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'SSL 3.0 only',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send(record(22, serverHello(0x000a, 0x0300), 0x0300));
        await peer.gone;
      }),
      cause: 'weak-protocol/ssl-3 fail',
      lines,
      ends: 'fail return 1',
      check: mentions('SSL 3'),
    },
    {
      does: 'RC4 only',
      script: twice(0x0005),
      cause: 'weak-protocol/old-cipher fail',
      lines,
      ends: 'fail return 1',
      check: mentions('RC4-SHA'),
    },
    {
      does: '3DES only',
      script: twice(0x000a),
      cause: 'weak-protocol/old-cipher fail',
      lines,
      ends: 'fail return 1',
      check: mentions('DES-CBC3-SHA'),
    },
    {
      does: 'no encryption',
      script: twice(0xc010),
      cause: 'weak-protocol/old-cipher fail',
      lines,
      ends: 'fail return 1',
      check: mentions('NULL'),
    },
    {
      does: 'export ciphers',
      script: twice(0x0003),
      cause: 'weak-protocol/old-cipher fail',
      lines,
      ends: 'fail return 1',
      check: mentions('EXP-RC4-MD5'),
    },
    {
      does: 'an anonymous suite only',
      script: old({ maxVersion: 'TLSv1.2', ciphers: 'ADH-AES128-SHA256:AECDH-AES128-SHA:@SECLEVEL=0' }),
      cause: 'weak-protocol/anonymous fail',
      lines,
      ends: 'fail return 1',
    },
    {
      does: 'signs with SHA-1 only: a second look got what is not weak, and that is no finding',
      script: old({ maxVersion: 'TLSv1.2', sigalgs: 'ECDSA+SHA1' }),
      ...noHandshake,
      check: ({ findings, secondLook }) => {
        expect(secondLook!.seen).toMatchObject({
          protocol: 'TLSv1.2',
          cipher: expect.stringContaining('GCM'),
        });
        expect(findings.map(({ code }) => code)).not.toContain('weak-protocol');
      },
    },
    {
      does: 'signs with SHA-1 only, and speaks CBC only: what a second look got is told beside it',
      script: old({
        maxVersion: 'TLSv1.2',
        sigalgs: 'ECDSA+SHA1',
        ciphers: 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0',
      }),
      ...noHandshake,
      also: ['weak-protocol/seen-at-second-look'],
    },
    {
      does: 'TLS 1.2 only',
      script: speaking({ maxVersion: 'TLSv1.2' }),
      ...pass,
      check: ({ tls }) => expect(tls!.protocol).toBe('TLSv1.2'),
    },
    {
      does: 'TLS 1.2 with a CBC suite',
      script: speaking({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }),
      ...pass,
    },
  ];
  programTable(rows, place);
});

describe('SNI', () => {
  const byName = (): Script => async (peer) => {
    await greetToStarttls(peer);
    const other = await issue({
      subject: 'default',
      names: ['default.example.net'],
      issuer: fixture.intermediate,
    });
    const hello = await peer.hello();
    peer.socket.unshift(hello);
    const isNamed = hello.includes('mx.example.com');
    await peer.secure(isNamed ? context : serverContext([other, fixture.intermediate]));
    await answerAfterTls(peer);
  };
  const rows: Row[] = [
    {
      does: 'is the name typed',
      script: byName(),
      ...pass,
      check: ({ tls }) => expect(tls!.sni).toBe('mx.example.com'),
    },
    {
      does: 'has no trailing dot',
      host: 'MX.example.com.',
      script: byName(),
      ...pass,
      check: ({ tls }) => expect(tls!.sni).toBe('mx.example.com'),
    },
    {
      does: 'is none for an address',
      host: '127.0.0.1',
      script: byName(),
      cause: 'certificate-host-mismatch/other-names fail',
      lines: 'pass pass fail',
      ends: 'fail return 1',
      check: ({ tls }) => expect(tls!.sni).toBeNull(),
    },
  ];
  programTable(rows, place);
});
