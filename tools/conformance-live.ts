// One case of the suite over the wire: its certificate is served over STARTTLS on loopback, the real probe connects,
// and the real judge decides, OpenSSL's opinion included. Only cases with a key can be served.

import { startServer } from '../src/demo/servers.ts';
import type { Target, TrustStore } from '../src/probe/evidence.ts';
import { TlsClient } from '../src/probe/handshake.ts';
import { defaultProbeSettings, probe } from '../src/probe/probe.ts';
import { addressValue } from '../src/route/host.ts';
import { judgeAddress } from '../src/verdict/judge.ts';
import { indexAnchors } from '../src/verdict/path.ts';
import { derOf, type JudgedCase, judgeOffline, type SuiteCase } from './conformance-suite.ts';

/** Judges one case by a real connection; a case that cannot be served is skipped. */
export async function judgeLive(suiteCase: SuiteCase, now: Date): Promise<JudgedCase> {
  const offline = judgeOffline(suiteCase, now);
  if (offline.actual === 'SKIPPED') return offline;
  const { id, expected_result: expected } = suiteCase;
  const key = suiteCase.peer_certificate_key;
  const skipped = (reason: string): JudgedCase => ({ id, expected, actual: 'SKIPPED', reason });
  if (!key) return skipped('there is no key to serve it with');
  const chain = [suiteCase.peer_certificate, ...(suiteCase.untrusted_intermediates ?? [])];
  let server: Awaited<ReturnType<typeof startServer>>;
  try {
    const tls = { ciphers: 'DEFAULT@SECLEVEL=0' };
    server = await startServer({ chain: chain.map((pem) => ({ pem, keyPem: key })), tls });
  } catch (error) {
    return skipped(`OpenSSL does not serve it: ${(error as Error).message}`);
  }
  try {
    const judgement = await judgeServed(suiteCase, server, now);
    if (judgement.evidence.tls?.presentedChain.certificates.length === 0) {
      return skipped('the handshake ended before a certificate came');
    }
    const { ca, hostname } = judgement.observed;
    if (ca === 'pass' && hostname === 'pass') return { id, expected, actual: 'SUCCESS', reason: null };
    const [cause] = judgement.findings;
    return {
      id,
      expected,
      actual: 'FAILURE',
      reason: `${cause?.reason ?? 'unknown'}; ca ${ca}, hostname ${hostname}`,
    };
  } finally {
    await server.stop();
  }
}

async function judgeServed(suiteCase: SuiteCase, server: { address: string; port: number }, now: Date) {
  const host = suiteCase.expected_peer_name!.value;
  const pem = suiteCase.trusted_certs ?? [];
  const anchors = pem.map(derOf);
  const trust: TrustStore = { name: 'suite', kind: 'file', anchors, pem, sha256: '' };
  const target: Target = {
    server: host,
    address: server.address,
    family: 4,
    port: server.port,
    sni: addressValue(host) === null ? host : null,
  };
  const settings = { ...defaultProbeSettings, secondLook: false, ehloName: 'client.example' };
  const evidence = await probe(target, settings, { tls: new TlsClient(trust) });
  const time = suiteCase.validation_time;
  return judgeAddress(evidence, null, {
    options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: true },
    at: (time ? new Date(time) : now).getTime(),
    isToday: !time,
    trusts: [{ name: 'suite', anchors: indexAnchors(anchors, 'judged'), policy: 'web-pki' }],
    referenceIdentifiers: [host],
    limits: { minDays: null, minLifetime: null },
    expect: null,
  });
}
