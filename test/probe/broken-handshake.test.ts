// Handshakes that break after the certificate, and Certificate messages that no library would send: what was sent
// is still seen. Also what else the server's first flight says: a staple, pieces of records, suites.

import { createServer, type Server as TlsServer } from 'node:tls';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProbeEvidence } from '../../src/probe/evidence.ts';
import { readServerFlight } from '../../src/probe/presented-chain.ts';
import { causeOf, type Fixture, makeFixture, probeScript, serverContext } from '../support/probing.ts';
import { answerAfterTls, greetToStarttls, type Peer, type Script } from '../support/scripted-server.ts';
import { alert, certificates, firstFlight, handshake, record, serverHello } from '../support/tls-bytes.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await makeFixture();
});

const chainContext = (version: 'TLSv1.2' | 'TLSv1.3') =>
  serverContext([fixture.leaf, fixture.intermediate], { minVersion: version, maxVersion: version });

/** Answers the ClientHello with these octets, then does as told. */
const flightOf =
  (
    make: (hello: Buffer) => Promise<Buffer> | Buffer,
    then: (peer: Peer) => unknown = (peer) => peer.gone,
  ): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    peer.send(await make(await peer.hello()));
    await then(peer);
  };

const seesChain = (evidence: ProbeEvidence): void => {
  expect(evidence.tls).toMatchObject({ established: false, openssl: null });
  const { presentedChain } = evidence.tls!;
  expect(presentedChain).toMatchObject({ whole: true, problem: null });
  expect(presentedChain.certificates.map((der) => Buffer.from(der).toString('hex'))).toEqual(
    [fixture.leaf, fixture.intermediate].map(({ der }) => Buffer.from(der).toString('hex')),
  );
  expect(evidence.secondLook).toBeNull();
};

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s: after its certificate', (version) => {
  const cut = async (hello: Buffer): Promise<Buffer> => {
    const flight = await firstFlight(chainContext(version), hello);
    return flight.subarray(0, flight.length - (version === 'TLSv1.2' ? 5 : 20));
  };

  test('the server closes', async () => {
    const { evidence } = await probeScript(
      flightOf(cut, (peer) => peer.end()),
      fixture.tls,
    );
    expect(causeOf(evidence)).toEqual({ kind: 'closed', how: 'end' });
    expect(evidence.tls).toMatchObject({ protocol: version });
    seesChain(evidence);
  });

  test('the server is silent', async () => {
    const { evidence } = await probeScript(flightOf(cut), fixture.tls);
    expect(causeOf(evidence)).toMatchObject({ kind: 'timed-out' });
    seesChain(evidence);
  });

  test('garbage follows', async () => {
    const broken = async (hello: Buffer) => Buffer.concat([await cut(hello), Buffer.alloc(2000, 0x41)]);
    const { evidence } = await probeScript(flightOf(broken), fixture.tls);
    expect(causeOf(evidence)).toMatchObject({ kind: 'tls-error' });
    seesChain(evidence);
  });
});

test('an alert after the certificate, as an OpenSMTPD sends', async () => {
  const make = async (hello: Buffer) => {
    const flight = await firstFlight(chainContext('TLSv1.2'), hello);
    return Buffer.concat([flight, alert(80)]);
  };
  const { evidence } = await probeScript(flightOf(make), fixture.tls);
  expect(causeOf(evidence)).toEqual({
    kind: 'tls-alert',
    alert: 'internal_error',
    number: 80,
    from: 'server',
  });
  seesChain(evidence);
});

describe('a Certificate message', () => {
  const sends = (message: Buffer): Script =>
    flightOf(() => Buffer.concat([record(22, serverHello(0xc02f)), record(22, message)]));
  const der = (): Uint8Array => fixture.leaf.der;

  test.each([
    [
      'with a certificate that is none',
      () => certificates([der(), Buffer.from('nonsense')]),
      { whole: true, problem: null },
      2,
    ],
    [
      'with an empty certificate',
      () => certificates([der(), Buffer.alloc(0)]),
      { whole: true, problem: null },
      2,
    ],
    ['without a certificate', () => certificates([]), { whole: true, problem: null, octets: 3 }, 0],
    [
      'with a length that lies',
      () => handshake(11, Buffer.from('0000ff0000100011', 'hex')),
      { whole: false, problem: 'malformed' },
      0,
    ],
    [
      'with octets behind its list',
      () => Buffer.concat([handshake(11, Buffer.from('000000ffff', 'hex'))]),
      { whole: false, problem: 'malformed' },
      0,
    ],
  ])('%s', async (_title, make, chain, count) => {
    const { evidence } = await probeScript(sends(make()), fixture.tls);
    expect(causeOf(evidence)).toMatchObject({ kind: 'tls-error' });
    expect(evidence.tls!.presentedChain).toMatchObject(chain);
    expect(evidence.tls!.presentedChain.certificates).toHaveLength(count);
  });

  test('that ends in the middle', async () => {
    const whole = certificates([der(), der()]);
    const half = flightOf(
      () => Buffer.concat([record(22, serverHello(0xc02f)), record(22, whole.subarray(0, whole.length - 9))]),
      (peer) => peer.end(),
    );
    const { evidence } = await probeScript(half, fixture.tls);
    expect(causeOf(evidence)).toEqual({ kind: 'closed', how: 'end' });
    expect(evidence.tls!.presentedChain).toMatchObject({ whole: false, problem: 'cut-short' });
    expect(evidence.tls!.presentedChain.certificates).toHaveLength(1);
  });
});

test('a version that we refuse, named by the ServerHello', async () => {
  const script = flightOf(() => record(22, serverHello(0xc013, 0x0301), 0x0301));
  const { evidence } = await probeScript(script, fixture.tls);
  expect(causeOf(evidence)).toMatchObject({ kind: 'tls-error', sentAlert: 'protocol_version' });
  expect(evidence.tls).toMatchObject({
    protocol: 'TLSv1',
    cipher: 'ECDHE-RSA-AES128-SHA',
    established: false,
  });
  expect(evidence.secondLook).toEqual({
    why: 'handshake-refused',
    seen: { protocol: 'TLSv1', cipher: 'ECDHE-RSA-AES128-SHA' },
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s', (version) => {
  test.each([1, 3, 100])('in pieces of %i octets', async (pieces) => {
    const script: Script = async (peer) => {
      await greetToStarttls(peer);
      await peer.secure(chainContext(version), { pieces });
      await answerAfterTls(peer);
    };
    const { evidence } = await probeScript(script, fixture.tls);
    expect(evidence.outcome).toEqual({ kind: 'done' });
    expect(evidence.tls!.presentedChain.certificates).toHaveLength(2);
  });

  test('a staple is seen', async () => {
    const server: TlsServer = createServer();
    server.on('OCSPRequest', (_certificate, _issuer, callback) =>
      callback(null, Buffer.from('3003020100', 'hex')),
    );
    const script: Script = async (peer) => {
      await greetToStarttls(peer);
      await peer.secure(chainContext(version), { server });
      await answerAfterTls(peer);
    };
    const { evidence } = await probeScript(script, fixture.tls);
    expect(evidence.tls).toMatchObject({ established: true, ocspStapled: true });
    expect(evidence.tls!.presentedChain.certificates).toHaveLength(2);
  });
});

test('no octets make it throw', () => {
  const flight = Buffer.concat([
    record(22, serverHello(0xc02f)),
    record(22, certificates([fixture.leaf.der])),
  ]);
  for (let length = 0; length <= flight.length; length += 1)
    readServerFlight(flight.subarray(0, length), null);
  for (let index = 0; index < flight.length; index += 1) {
    const changed = Buffer.from(flight);
    changed[index] = changed[index]! ^ 0xff;
    readServerFlight(changed, Buffer.alloc(32));
  }
});
