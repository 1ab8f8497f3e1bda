// Servers that are broken, hostile or odd from the 220 to STARTTLS on, and what the built program says of
// each: code, reason and severity of the one cause; the lines tls, ca, hostname; verdict, delivery, exit code. FACTS.md
// section 6 and PRODUCT.md section 4, to be read as a manual.

import type { SecureContextOptions } from 'node:tls';
import { describe, expect } from '@jest/globals';
import { afterGo, context, fixture, useCertificates } from '../support/mail-scripts.ts';
import { serverContext } from '../support/probing.ts';
import { type Check, impatient, programTable, type Row } from '../support/program-table.ts';
import { answerAfterTls, good, greetToStarttls, type Peer, type Script } from '../support/scripted-server.ts';
import { alert, certificates, firstFlight, record, serverHello } from '../support/tls-bytes.ts';

const place = useCertificates();

/** Answers the hello with these bytes and then does nothing more. */
const sends = (
  bytes: Uint8Array | ((hello: Buffer) => Promise<Buffer>),
  then?: (peer: Peer) => unknown,
): Script =>
  afterGo(async (peer) => {
    const hello = await peer.hello();
    peer.send(typeof bytes === 'function' ? await bytes(hello) : bytes);
    await (then ? then(peer) : peer.gone);
  });

const afterTls =
  (act: (peer: Peer) => Promise<void> | void, options?: SecureContextOptions): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    await peer.secure(options ? serverContext([fixture.leaf, fixture.intermediate], options) : context);
    await act(peer);
  };

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

const showsChain: Check = ({ presentedChain }) =>
  expect(presentedChain.map(({ names }) => names)).toEqual([['DNS:mx.example.com'], []]);

describe('injection', () => {
  const injects =
    (go: string): Script =>
    async (peer) => {
      await greetToStarttls(peer, go);
      await peer.secure(context);
      await answerAfterTls(peer);
    };
  const told = {
    cause: 'validation-failure/injection fail',
    lines: 'fail pass pass',
    ends: 'fail return 1',
    check: showsChain,
  };
  const rows: Row[] = [
    { does: 'a reply came with the 220', script: injects('220 go\r\n250 injected\r\n'), ...told },
    { does: 'one octet came with the 220', script: injects('220 go\r\nx'), ...told },
    { does: 'an empty line came with the 220', script: injects('220 go\r\n\r\n'), ...told },
    {
      does: 'a reply came behind our hello, and TLS behind that',
      script: afterGo(async (peer) => {
        const hello = await peer.hello();
        peer.send('250 injected\r\n');
        peer.socket.unshift(hello);
        await peer.secure(context);
        await answerAfterTls(peer);
      }),
      ...told,
    },
    { does: 'a second 220 came with the first', script: injects('220 go\r\n220 go\r\n'), ...told },
  ];
  programTable(rows, place);
});

describe('the handshake', () => {
  const hello = Buffer.from('160303007a02000076030300', 'hex');
  const rows: Row[] = [
    { does: 'is good', script: (peer) => good(context)(peer), ...pass, check: showsChain },
    {
      does: 'ends at once',
      script: afterGo((peer) => peer.end()),
      ...noHandshake,
      check: mentions('closed'),
    },
    { does: 'is reset', script: afterGo((peer) => peer.reset()), ...noHandshake },
    {
      does: 'never comes',
      script: afterGo((peer) => peer.gone),
      flags: impatient,
      ...noHandshake,
      check: mentions('no answer'),
    },
    {
      does: 'never comes, until the deadline',
      script: afterGo((peer) => peer.gone),
      flags: ['--tls-timeout=60s', '--deadline=1500ms'],
      ...noHandshake,
    },
    {
      does: 'is garbage in text',
      script: sends(Buffer.from('no TLS here\r\n')),
      ...noHandshake,
      check: mentions('no TLS here'),
    },
    { does: 'is binary garbage', script: sends(Buffer.from([1, 2, 3, 4, 5, 6])), ...noHandshake },
    {
      does: 'is an SMTP refusal',
      script: sends(Buffer.from('454 4.7.0 TLS not available\r\n')),
      ...noHandshake,
      check: mentions('454'),
    },
    {
      does: 'is the alert handshake_failure',
      script: sends(alert(40)),
      ...noHandshake,
      check: mentions('handshake_failure'),
    },
    {
      does: 'is the alert internal_error',
      script: sends(alert(80)),
      ...noHandshake,
      check: mentions('internal_error'),
    },
    {
      does: 'is the alert unrecognized_name',
      script: sends(alert(112)),
      ...noHandshake,
      check: mentions('unrecognized_name'),
    },
    { does: 'is an alert that no RFC names', script: sends(alert(99)), ...noHandshake },
    {
      does: 'is close_notify',
      script: sends(Buffer.from([21, 3, 3, 0, 2, 1, 0]), (peer) => peer.end()),
      ...noHandshake,
      check: mentions('close_notify'),
    },
    { does: 'is half a ServerHello', script: sends(hello), flags: impatient, ...noHandshake },
    { does: 'is half a ServerHello and the end', script: sends(hello, (peer) => peer.end()), ...noHandshake },
    {
      does: 'is a record in drops',
      script: afterGo(async (peer) => {
        await peer.hello();
        await peer.drip(Buffer.alloc(300, hello), 100);
      }),
      flags: impatient,
      ...noHandshake,
    },
    {
      does: 'is a flood of empty records',
      script: afterGo(async (peer) => {
        await peer.hello();
        await peer.flood(Buffer.from('1603030000'.repeat(2000), 'hex'), 64 << 20);
      }),
      flags: impatient,
      ...noHandshake,
    },
    {
      does: 'is a flood',
      script: afterGo(async (peer) => {
        await peer.hello();
        await peer.flood(Buffer.concat([Buffer.from('1603034000', 'hex'), Buffer.alloc(16384)]), 64 << 20);
      }),
      ...noHandshake,
    },
    { does: 'is our own hello, sent back', script: sends(async (own) => own), ...noHandshake },
    {
      does: 'is a ServerHello with a suite that nobody offered',
      script: sends(record(22, serverHello(0x1399))),
      ...noHandshake,
    },
    {
      does: 'is a ServerHello of a TLS that does not exist',
      script: sends(record(22, serverHello(0xc02f, 0x0399))),
      ...noHandshake,
    },
    {
      does: 'comes in pieces of one octet',
      script: async (peer) => {
        await greetToStarttls(peer);
        await peer.secure(context, { pieces: 1 });
        await answerAfterTls(peer);
      },
      ...pass,
    },
    {
      does: 'breaks after the certificate, as that of an OpenSMTPD does',
      script: sends(async (own) =>
        Buffer.concat([
          await firstFlight(
            serverContext([fixture.leaf, fixture.intermediate], { maxVersion: 'TLSv1.2' }),
            own,
          ),
          alert(80),
        ]),
      ),
      cause: 'validation-failure/tls-handshake fail',
      lines: 'fail pass pass',
      ends: 'fail return 1',
      also: ['one-judge/no-handshake'],
      check: showsChain,
    },
    {
      does: 'breaks before it says which key exchange: none is told',
      script: sends(() =>
        Promise.resolve(
          Buffer.concat([
            record(22, serverHello(0xc02b)),
            record(22, certificates([fixture.leaf.der, fixture.intermediate.der])),
            alert(80),
          ]),
        ),
      ),
      cause: 'validation-failure/tls-handshake fail',
      lines: 'fail pass pass',
      ends: 'fail return 1',
      check: ({ tls }) => expect(tls).toMatchObject({ protocol: 'TLSv1.2', keyExchange: null }),
    },
    {
      does: 'breaks after a certificate for another name',
      host: 'other.example.com',
      script: sends(async (own) =>
        Buffer.concat([
          await firstFlight(
            serverContext([fixture.leaf, fixture.intermediate], { maxVersion: 'TLSv1.2' }),
            own,
          ),
          alert(80),
        ]),
      ),
      cause: 'validation-failure/tls-handshake fail',
      lines: 'fail pass fail',
      ends: 'fail return 1',
      also: ['certificate-host-mismatch/other-names'],
    },
    {
      does: 'has a certificate that is none',
      script: sends(
        Buffer.concat([record(22, serverHello(0xc02f)), record(22, certificates([Buffer.from('nonsense')]))]),
      ),
      cause: 'validation-failure/malformed fail',
      lines: 'fail fail fail',
      ends: 'fail return 1',
    },
    {
      does: 'has an empty list of certificates',
      script: sends(Buffer.concat([record(22, serverHello(0xc02f)), record(22, certificates([]))])),
      ...noHandshake,
    },
    {
      does: 'has a megabyte of certificates',
      script: sends(async () => {
        const message = certificates(
          Array.from({ length: 1200 }, () => fixture.leaf.der).flatMap((der) => [der, der]),
        );
        const records = [record(22, serverHello(0xc02f))];
        for (let at = 0; at < message.length; at += 16384)
          records.push(record(22, message.subarray(at, at + 16384)));
        return Buffer.concat(records);
      }),
      cause: 'validation-failure/chain-too-large fail',
      lines: 'fail inconclusive pass',
      ends: 'fail return 1',
    },
  ];
  programTable(rows, place);
});

describe('once TLS is up', () => {
  const rows: Row[] = [
    {
      does: 'nothing is said',
      script: afterTls((peer) => peer.gone),
      flags: impatient,
      cause: 'smtp-failure/timed-out inconclusive',
      ...untoldTls,
      check: showsChain,
    },
    {
      does: 'the connection ends',
      script: afterTls((peer) => peer.end()),
      cause: 'connection-failure/closed inconclusive',
      ...untoldTls,
    },
    {
      does: 'the connection is reset',
      script: afterTls((peer) => peer.reset()),
      cause: 'connection-failure/closed inconclusive',
      ...untoldTls,
    },
    {
      does: 'an endless reply floods',
      script: afterTls((peer) => peer.flood('250-mx\r\n'.repeat(2000), 64 << 20)),
      cause: 'smtp-failure/reply-too-long inconclusive',
      ...untoldTls,
    },
    {
      does: 'garbage floods',
      script: afterTls((peer) => peer.flood(Buffer.alloc(65536, 'x'), 64 << 20)),
      cause: 'smtp-failure/bad-reply inconclusive',
      ...untoldTls,
    },
    {
      does: 'a reply comes an octet at a time',
      script: afterTls((peer) => peer.drip('250 mx mx mx mx mx', 150)),
      flags: impatient,
      cause: 'smtp-failure/timed-out inconclusive',
      ...untoldTls,
    },
    {
      does: 'EHLO is answered 421',
      script: afterTls((peer) => answerAfterTls(peer, '421 4.7.0 not for you\r\n')),
      cause: 'smtp-failure/try-later inconclusive',
      ...untoldTls,
    },
    {
      does: 'EHLO is answered 550',
      script: afterTls((peer) => answerAfterTls(peer, '550 5.7.1 no\r\n')),
      cause: 'starttls-not-supported/refused fail',
      lines: 'fail pass pass',
      ends: 'fail return 1',
    },
    {
      does: 'a greeting is sent once more',
      script: afterTls(async (peer) => {
        peer.send('220 mx ESMTP\r\n');
        await answerAfterTls(peer);
      }),
      cause: 'starttls-not-supported/refused fail',
      lines: 'fail pass pass',
      ends: 'fail return 1',
    },
    {
      does: 'a 250 comes that nobody asked for, and EHLO is refused',
      script: afterTls(
        async (peer) => {
          peer.send('250 early\r\n');
          await answerAfterTls(peer, '554 5.7.1 go away\r\n');
        },
        { maxVersion: 'TLSv1.2' },
      ),
      cause: 'starttls-not-supported/refused fail',
      also: ['smtp-remark/early-data'],
      lines: 'fail pass pass',
      ends: 'fail return 1',
    },
    {
      does: 'a 250 and a 421 come in one breath',
      script: afterTls((peer) => peer.send('250 mx\r\n421 4.7.1 client certificate required\r\n')),
      cause: 'smtp-failure/try-later inconclusive',
      ...untoldTls,
    },
    {
      does: 'a 250 comes that nobody asked for, and EHLO is not answered',
      script: afterTls(
        async (peer) => {
          peer.send('250 early\r\n');
          await peer.gone;
        },
        { maxVersion: 'TLSv1.2' },
      ),
      flags: impatient,
      cause: 'smtp-failure/timed-out inconclusive',
      ...untoldTls,
    },
    {
      does: 'a 250 comes that nobody asked for, and EHLO is answered',
      script: afterTls(
        async (peer) => {
          peer.send('250 early\r\n');
          await answerAfterTls(peer);
        },
        { maxVersion: 'TLSv1.2' },
      ),
      ...pass,
    },
    {
      does: 'a 250 comes again and again',
      script: afterTls((peer) => peer.flood('250 mx\r\n'.repeat(2000), 64 << 20)),
      cause: 'smtp-failure/reply-too-long inconclusive',
      ...untoldTls,
    },
    {
      does: 'a wrong name and silence: both are told',
      host: 'other.example.com',
      script: afterTls((peer) => peer.gone),
      flags: impatient,
      cause: 'certificate-host-mismatch/other-names fail',
      also: ['smtp-failure/timed-out'],
      lines: 'inconclusive pass fail',
      ends: 'fail return 1',
    },
  ];
  programTable(rows, place);
});
