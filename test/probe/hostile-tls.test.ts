// Servers that are broken, hostile or odd once STARTTLS was said, and the evidence of each: a table to read as a manual.

import { describe, test } from '@jest/globals';
import {
  afterGo,
  afterTls,
  context,
  fixture,
  prepare,
  type Row,
  run,
  seesChain,
} from '../support/hostile.ts';
import { serverContext } from '../support/probing.ts';
import { answerAfterTls, greetToStarttls, type Script } from '../support/scripted-server.ts';
import { alert, record, serverHello } from '../support/tls-bytes.ts';

prepare();

describe('after the 220 to STARTTLS', () => {
  const injects = (go: string | Uint8Array, text: string): Row => ({
    does: '',
    stage: 'done',
    cause: null,
    evidence: { injected: text, tls: { established: true } },
    check: seesChain,
    script: async (peer) => {
      await greetToStarttls(peer, go);
      await peer.secure(context);
      await answerAfterTls(peer);
    },
  });
  test.each<Row>([
    { ...injects('220 go\r\n250 injected\r\n', '250 injected\r\n'), does: 'a reply came with it' },
    { ...injects('220 go\r\n\n', '\n'), does: 'a line end came with it' },
    { ...injects('220 go\r\nx', 'x'), does: 'an octet came with it' },
    {
      does: 'a reply came behind it',
      stage: 'done',
      cause: null,
      evidence: { injected: '250 injected\r\n' },
      script: async (peer) => {
        await greetToStarttls(peer);
        peer.send('250 injected\r\n');
        await peer.secure(context);
        await answerAfterTls(peer);
      },
    },
    {
      does: 'the connection ends',
      script: afterGo((peer) => peer.end()),
      stage: 'handshake',
      cause: { kind: 'closed', how: 'end' },
    },
    {
      does: 'the connection is reset',
      script: afterGo((peer) => peer.reset()),
      stage: 'handshake',
      cause: { kind: 'closed' },
    },
    {
      does: 'nothing comes',
      script: afterGo((peer) => peer.gone),
      stage: 'handshake',
      cause: { kind: 'timed-out', milliseconds: 600 },
    },
    {
      does: 'a reply comes behind our hello, and TLS behind that',
      stage: 'done',
      cause: null,
      evidence: { injected: '250 injected\r\n', tls: { established: true } },
      check: seesChain,
      script: async (peer) => {
        await greetToStarttls(peer);
        const hello = await peer.hello();
        peer.send('250 injec');
        await new Promise((resolve) => setTimeout(resolve, 30));
        peer.send('ted\r\n');
        peer.socket.unshift(hello);
        await peer.secure(context);
        await answerAfterTls(peer);
      },
    },
    {
      does: 'binary garbage comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send(Buffer.from([1, 2, 3, 4, 5, 6]));
        await peer.gone;
      }),
      stage: 'handshake',
      cause: { kind: 'not-tls' },
      evidence: { injected: null },
    },
    {
      does: 'garbage comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send('garbage, no TLS\r\n');
        await peer.gone;
      }),
      stage: 'handshake',
      cause: { kind: 'not-tls', sample: 'garbage, no TLS\r\n' },
      evidence: { injected: null },
    },
    {
      does: 'an alert comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send(alert(80));
        await peer.gone;
      }),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'internal_error', number: 80, from: 'server' },
      evidence: { secondLook: { why: 'handshake-refused' } },
    },
    {
      does: 'close_notify comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send(Buffer.from([21, 3, 3, 0, 2, 1, 0]));
        peer.end();
      }),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'close_notify', from: 'server' },
    },
    {
      does: 'half a ServerHello comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send(Buffer.from('160303007a02000076030300', 'hex'));
        await peer.gone;
      }),
      stage: 'handshake',
      cause: { kind: 'timed-out' },
    },
    {
      does: 'half a ServerHello and the end come',
      script: afterGo(async (peer) => {
        await peer.hello();
        peer.send(Buffer.from('160303007a02000076030300', 'hex'));
        peer.end();
      }),
      stage: 'handshake',
      cause: { kind: 'closed' },
    },
    {
      does: 'a record in drops comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        await peer.drip(Buffer.from('160303007a02000076030300', 'hex'), 100);
        await peer.gone;
      }),
      stage: 'handshake',
      cause: { kind: 'timed-out' },
    },
    {
      does: 'a flood of empty messages comes',
      script: afterGo(async (peer) => {
        await peer.hello();
        await peer.flood(Buffer.concat([Buffer.from('1603034000', 'hex'), Buffer.alloc(16384)]), 64 << 20);
      }),
      stage: 'handshake',
      cause: { kind: 'flood' },
    },
  ])('$does', run);
});

describe('once TLS is up', () => {
  const stopped = (cause: object) => ({
    tls: { established: true, openssl: { error: null }, afterHandshake: { kind: 'stopped', cause } },
  });
  test.each<Row>([
    {
      does: 'nothing is said',
      script: afterTls((peer) => peer.gone),
      stage: 'handshake',
      cause: { kind: 'timed-out' },
      evidence: stopped({ kind: 'timed-out' }),
      check: seesChain,
    },
    {
      does: 'the connection ends',
      script: afterTls((peer) => peer.end()),
      stage: 'handshake',
      cause: { kind: 'closed' },
      evidence: stopped({ kind: 'closed' }),
      check: seesChain,
    },
    {
      does: 'the connection is reset',
      script: afterTls((peer) => peer.reset()),
      stage: 'handshake',
      cause: { kind: 'closed' },
      check: seesChain,
    },
    {
      does: 'an endless reply floods',
      script: afterTls((peer) => peer.flood('250-mx\r\n'.repeat(2000), 64 << 20)),
      stage: 'handshake',
      cause: { kind: 'reply-too-long' },
      check: seesChain,
    },
    {
      does: 'garbage floods',
      script: afterTls((peer) => peer.flood(Buffer.alloc(65536, 0x78), 64 << 20)),
      stage: 'handshake',
      cause: { kind: 'bad-reply' },
      check: seesChain,
    },
    {
      does: 'a reply comes an octet at a time for ever',
      script: afterTls((peer) => peer.drip('250 mx mx mx mx', 100)),
      stage: 'handshake',
      cause: { kind: 'timed-out' },
      check: seesChain,
    },
  ])('$does', run);
});

describe('a client certificate', () => {
  const wants =
    (version: 'TLSv1.2' | 'TLSv1.3', rejectUnauthorized: boolean): Script =>
    async (peer) => {
      await greetToStarttls(peer);
      await peer.secure(serverContext([fixture.leaf, fixture.intermediate], { maxVersion: version }), {
        requestCert: true,
        rejectUnauthorized,
      });
      await answerAfterTls(peer);
    };
  test.each<Row>([
    {
      does: 'is asked for under TLS 1.2',
      script: wants('TLSv1.2', false),
      stage: 'done',
      cause: null,
      evidence: { tls: { clientCertificate: 'asked' } },
      check: seesChain,
    },
    {
      does: 'is asked for under TLS 1.3',
      script: wants('TLSv1.3', false),
      stage: 'done',
      cause: null,
      evidence: { tls: { clientCertificate: 'asked' } },
      check: seesChain,
    },
    {
      does: 'is required under TLS 1.2',
      script: wants('TLSv1.2', true),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'handshake_failure' },
      evidence: { tls: { established: false, clientCertificate: 'required' }, secondLook: null },
      check: seesChain,
    },
    {
      does: 'is required under TLS 1.3',
      script: wants('TLSv1.3', true),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'certificate_required' },
      evidence: { tls: { established: true, clientCertificate: 'required' }, secondLook: null },
      check: seesChain,
    },
  ])('$does', run);
});

describe('the second look', () => {
  const old =
    (options: object): Script =>
    async (peer) => {
      await greetToStarttls(peer);
      await peer.secure(serverContext([fixture.leaf], { ciphers: 'ALL:@SECLEVEL=0', ...options }));
      await answerAfterTls(peer);
    };
  test.each<Row>([
    {
      does: 'finds TLS 1.0',
      script: old({ minVersion: 'TLSv1', maxVersion: 'TLSv1' }),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'protocol_version' },
      evidence: {
        tls: { established: false },
        secondLook: { why: 'handshake-refused', seen: { protocol: 'TLSv1' } },
      },
    },
    {
      does: 'finds TLS 1.1',
      script: old({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'protocol_version' },
      evidence: { secondLook: { seen: { protocol: 'TLSv1.1' } } },
    },
    {
      does: 'finds an anonymous suite',
      script: old({ maxVersion: 'TLSv1.2', ciphers: 'ADH-AES128-SHA256:AECDH-AES128-SHA:@SECLEVEL=0' }),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'handshake_failure' },
      evidence: { secondLook: { seen: { protocol: 'TLSv1.2', cipher: 'AECDH-AES128-SHA' } } },
    },
    {
      does: 'finds a server that signs with SHA-1 only',
      script: old({ maxVersion: 'TLSv1.2', sigalgs: 'ECDSA+SHA1' }),
      stage: 'handshake',
      cause: { kind: 'tls-alert', alert: 'handshake_failure' },
      evidence: { secondLook: { why: 'handshake-refused', seen: { protocol: 'TLSv1.2' } } },
    },
    {
      does: 'finds SSL 3.0',
      script: async (peer) => {
        await greetToStarttls(peer);
        await peer.hello();
        peer.send(record(22, serverHello(0x000a, 0x0300), 0x0300));
        await peer.gone;
      },
      stage: 'handshake',
      cause: { kind: 'tls-error' },
      evidence: {
        tls: { protocol: 'SSLv3' },
        secondLook: { seen: { protocol: 'SSLv3', cipher: 'DES-CBC3-SHA' } },
      },
    },
    {
      does: 'finds RC4, which OpenSSL no longer has',
      script: async (peer) => {
        await greetToStarttls(peer);
        await peer.hello();
        peer.send(peer.connection === 1 ? alert(40) : record(22, serverHello(0x0005)));
        await peer.gone;
      },
      stage: 'handshake',
      cause: { kind: 'tls-alert' },
      evidence: { secondLook: { seen: { protocol: 'TLSv1.2', cipher: 'RC4-SHA' } } },
    },
    {
      does: 'finds implicit TLS behind a silent greeting',
      script: async (peer) => {
        await peer.secure(context);
        peer.send('220 mx ESMTP\r\n');
        await peer.gone;
      },
      stage: 'greeting',
      cause: { kind: 'timed-out' },
      evidence: {
        tls: null,
        secondLook: { why: 'silent-greeting', seen: { implicitTls: true, protocol: 'TLSv1.3' } },
      },
    },
    {
      does: 'finds HTTP behind a silent greeting',
      script: async (peer) => {
        await peer.hello();
        peer.send('HTTP/1.1 400 Bad Request\r\n\r\n');
        peer.end();
      },
      stage: 'greeting',
      cause: { kind: 'timed-out' },
      evidence: { secondLook: { seen: { otherProtocol: 'http' } } },
    },
  ])('$does', run);
});
