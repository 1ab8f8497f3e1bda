// What the tables of hostile servers share: certificates made once for a file, and the usual parts of a script.

import type { SecureContext } from 'node:tls';
import { beforeAll } from '@jest/globals';
import { type Fixture, makeFixture, serverContext } from './probing.ts';
import { type Check, type Place, useFolder } from './program-table.ts';
import { answerAfterTls, greetToStarttls, type Peer, type Script } from './scripted-server.ts';

/** Of a server that sends leaf and intermediate, for mx.example.com. */
export let context: SecureContext;
export let fixture: Fixture;

/** To be called once at the top of a file: the certificates, and a folder with their root in it. */
export function useCertificates(): () => Place {
  beforeAll(async () => {
    fixture = await makeFixture();
    context = serverContext([fixture.leaf, fixture.intermediate]);
  });
  return useFolder(() => fixture.root.pem);
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export const says =
  (text: string | Uint8Array): Script =>
  async (peer) => {
    peer.send(text);
    await peer.gone;
  };

/** From EHLO on as a good server. */
export async function goOn(
  peer: Peer,
  ehlo = '250-mx.example.com\r\n250 STARTTLS\r\n',
  go = '220 go\r\n',
): Promise<void> {
  await peer.line();
  peer.send(ehlo);
  await peer.line();
  peer.send(go);
  await peer.secure(context);
  await answerAfterTls(peer);
}

export const greets =
  (text: string | Uint8Array): Script =>
  async (peer) => {
    peer.send(text);
    await goOn(peer);
  };

export const offers =
  (ehlo: string): Script =>
  async (peer) => {
    peer.send('220 mx.example.com ESMTP\r\n');
    await goOn(peer, ehlo);
  };

export const answersEhlo =
  (text: string): Script =>
  async (peer) => {
    peer.send('220 mx.example.com ESMTP\r\n');
    await peer.line();
    peer.send(text);
    await peer.gone;
  };

export const answersStarttls =
  (text: string): Script =>
  async (peer) => {
    await greetToStarttls(peer, text);
    await peer.gone;
  };

/** From the 220 to STARTTLS on. */
export const afterGo =
  (act: (peer: Peer) => Promise<void> | void): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    await act(peer);
  };

/** Says which protocol is spoken there. */
export function isNamed(protocol: string): Check {
  return ({ findings }) => {
    if (!findings[0]!.message.includes(protocol)) throw new Error(`not named: ${findings[0]!.message}`);
  };
}
