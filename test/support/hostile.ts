// What the tables of hostile servers share: a row, how it is run, and the usual parts of a script.

import type { SecureContext } from 'node:tls';
import { afterEach, beforeAll, expect } from '@jest/globals';
import type { ProbeEvidence } from '../../src/probe/evidence.ts';
import type { ProbeSettings } from '../../src/probe/probe.ts';
import { causeOf, type Fixture, makeFixture, probeScript, serverContext } from './probing.ts';
import { answerAfterTls, greetToStarttls, type Peer, type Script } from './scripted-server.ts';

export let fixture: Fixture;
/** Of a server that sends leaf and intermediate. */
export let context: SecureContext;

/** To be called once at the top of a test file. */
export function prepare(): void {
  beforeAll(async () => {
    fixture = await makeFixture();
    context = serverContext([fixture.leaf, fixture.intermediate]);
  });

  afterEach(() => {
    // Nothing of a probe that was told stays behind.
    const active = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap');
    expect(active.length).toBeLessThan(4);
  });
}

export interface Row {
  readonly does: string;
  readonly script: Script;
  readonly stage: ProbeEvidence['stage'];
  /** Of the cause; null: the probe is done. */
  readonly cause: object | null;
  readonly evidence?: object;
  readonly settings?: Partial<ProbeSettings>;
  /** The command that the server must never have seen. */
  readonly never?: string;
  readonly check?: (evidence: ProbeEvidence) => void;
}

/** A server that says this and stays silent. */
export const says =
  (text: string | Uint8Array): Script =>
  (peer) =>
    peer.send(text);

export const greetsWith =
  (text: string | Uint8Array): Script =>
  async (peer) => {
    peer.send(text);
    await goOn(peer);
  };

/** From EHLO to the end, as a good server. */
export async function goOn(peer: Peer): Promise<void> {
  await peer.line();
  peer.send('250-mx.example.com\r\n250 STARTTLS\r\n');
  await peer.line();
  peer.send('220 go\r\n');
  await peer.secure(context);
  await answerAfterTls(peer);
}

export const offers =
  (reply: string): Script =>
  async (peer) => {
    peer.send('220 mx.example.com ESMTP\r\n');
    await peer.line();
    peer.send(reply);
    await peer.line();
    peer.send('220 go\r\n');
    await peer.secure(context);
    await answerAfterTls(peer);
  };

export const answersStarttls =
  (reply: string | Uint8Array): Script =>
  async (peer) => {
    await greetToStarttls(peer, reply);
    await peer.gone;
  };

export const afterGo =
  (act: (peer: Peer) => Promise<void> | void): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    await act(peer);
  };

export const afterTls =
  (act: (peer: Peer) => Promise<void> | void): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    await peer.secure(context);
    await act(peer);
  };

export const seesChain = (evidence: ProbeEvidence): void => {
  const { presentedChain } = evidence.tls!;
  expect(presentedChain.whole).toBe(true);
  expect(presentedChain.certificates.map((der) => der.length)).toEqual([
    fixture.leaf.der.length,
    fixture.intermediate.der.length,
  ]);
};

export async function run(row: Row): Promise<void> {
  const seen = await probeScript(row.script, fixture.tls, row.settings);
  const { evidence } = seen;
  expect(evidence.stage).toBe(row.stage);
  if (row.cause === null) expect(causeOf(evidence)).toBeNull();
  else expect(causeOf(evidence)).toMatchObject(row.cause);
  if (row.evidence) expect(evidence).toMatchObject(row.evidence);
  if (row.never) expect(seen.commands).not.toContain(row.never);
  row.check?.(evidence);
  const deadline = row.settings?.deadline ?? 2000;
  expect(seen.milliseconds).toBeLessThan(deadline + 1000);
}

export const works = { outcome: { kind: 'done' }, tls: { established: true } };
