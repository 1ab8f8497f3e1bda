// The chains that the servers are given: good ones, and each bad one with a single fault. All leaves are for one
// name; the root that `--trust` names is the same everywhere. Made afresh in every run, so that none of them rots.

import { type CertificateWish, type Issued, issue } from '../../src/demo/certificates.ts';

/** The name that every case probes. */
export const host = 'mx.example.com';

const day = 24 * 3600 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * day);

/** One chain for each name, in the order in which the server is given it, and the CAs behind them. */
export async function makeChains() {
  const root = await issue({ subject: 'O=Interop,CN=Interop Root', ca: true });
  const issuing = await issue({
    subject: 'O=Interop,CN=Interop Issuing',
    ca: true,
    issuer: root,
    pathLength: 0,
  });
  const oldIssuing = await issue({
    subject: 'O=Interop,CN=Interop Old Issuing',
    ca: true,
    issuer: root,
    notBefore: inDays(-400),
    notAfter: inDays(-3),
  });
  const stranger = await issue({ subject: 'O=Stranger,CN=Stranger Root', ca: true });
  const leaf = (more: Partial<CertificateWish> = {}) =>
    issue({ subject: host, names: [host], issuer: issuing, ...more });
  const good = await leaf();
  return {
    root,
    /** Asks for client certificates, and has issued one. */
    client: await issue({
      subject: 'probe.example.net',
      issuer: issuing,
      extendedKeyUsage: [clientAuthentication],
    }),
    issuing,
    chains: {
      good: [good, issuing],
      rsa: [await leaf({ key: 'rsa2048', keyUsage: digitalSignatureAndKeyEncipherment }), issuing],
      wildcard: [await leaf({ subject: '*.example.com', names: ['*.example.com'] }), issuing],
      expired: [await leaf({ notBefore: inDays(-100), notAfter: inDays(-10) }), issuing],
      notYetValid: [await leaf({ notBefore: inDays(10), notAfter: inDays(100) }), issuing],
      expiresSoon: [await leaf({ notBefore: inDays(-80), notAfter: inDays(5) }), issuing],
      selfSigned: [await issue({ subject: host, names: [host] })],
      wrongName: [
        await leaf({ subject: 'other.example.com', names: ['other.example.com', 'mail.example.com'] }),
        issuing,
      ],
      commonNameOnly: [await leaf({ names: [] }), issuing],
      expiredForAnotherName: [
        await leaf({
          subject: 'other.example.com',
          names: ['other.example.com'],
          notBefore: inDays(-100),
          notAfter: inDays(-10),
        }),
        issuing,
      ],
      missingIntermediate: [await leaf()],
      untrustedAnchor: [await leaf({ issuer: stranger }), stranger],
      expiredIntermediate: [await leaf({ issuer: oldIssuing }), oldIssuing],
      anchorSent: [good, issuing, root],
      wrongOrder: [good, root, issuing],
      extraCertificate: [good, issuing, stranger],
    },
  };
}

export type Certificates = Awaited<ReturnType<typeof makeChains>>;
export type ChainName = keyof Certificates['chains'];

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const digitalSignatureAndKeyEncipherment = 1 | 4;

/** The certificates of a chain as one PEM text. */
export function pemOf(chain: readonly Issued[]): string {
  return chain.map(({ pem }) => pem).join('');
}

/** The leaf's key and then the chain, in one PEM text. */
export function keyAndChain(chain: readonly Issued[]): string {
  return chain[0]!.keyPem + pemOf(chain);
}
