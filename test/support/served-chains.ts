// Chains that are served over real STARTTLS in the tables of hostile certificates: made octet by octet, valid today.

import { createSecureContext, type SecureContext } from 'node:tls';
import { expect } from '@jest/globals';
import { type Forged, forge, type Wish } from '../certs/forge.ts';
import type { Check } from './program-table.ts';
import { answerAfterTls, greetToStarttls, type Script } from './scripted-server.ts';

export const day = 24 * 3600 * 1000;
export const from = new Date(Date.now() - 30 * day);
export const until = new Date(Date.now() + 60 * day);
export const host = 'mx.example.com';
export const make = (wish: Wish): Forged => forge({ notBefore: from, notAfter: until, ...wish });
export const inYears = (years: number): Partial<Wish> => ({
  notBefore: new Date(Date.now() - 400 * day),
  notAfter: new Date(Date.now() + years * 365 * day),
});

export const root = make({ subject: 'Test Root', authority: true, ...inYears(10) });
export const ca = make({ subject: 'Test CA', authority: true, issuer: root, ...inYears(5) });
export const leaf = (wish: Partial<Wish> = {}): Forged =>
  make({ subject: host, names: [host], issuer: ca, ...wish });
export const caWith = (wish: Partial<Wish>): Forged =>
  make({ subject: 'Test CA', authority: true, issuer: root, ...inYears(5), ...wish });

export const pem = ({ der }: Forged): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END CERTIFICATE-----\n`;

/** Serves exactly this chain. */
export const serves =
  (...chain: Forged[]): Script =>
  async (peer) => {
    await greetToStarttls(peer);
    await peer.secure(contextOf(chain));
    await answerAfterTls(peer);
  };

function contextOf(chain: readonly Forged[]): SecureContext {
  return createSecureContext({
    ca: [],
    cert: chain.map(pem).join(''),
    key: chain[0]!.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
}

export const pass = { cause: null, lines: 'pass pass pass', ends: 'pass deliver 0' };
export const warned = { lines: 'pass pass pass', ends: 'warn deliver 0' };
export const badChain = { lines: 'pass fail pass', ends: 'fail return 1' };
export const badName = { lines: 'pass pass fail', ends: 'fail return 1' };
export const mismatch = { cause: 'certificate-host-mismatch/other-names fail', ...badName };

export const mentions =
  (...texts: string[]): Check =>
  ({ findings }) => {
    for (const text of texts) expect(`${findings[0]!.message}\n${findings[0]!.remedy}`).toContain(text);
  };
