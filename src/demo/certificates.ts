// Certificates made on the spot: for `routes demo`, and for every test that needs a good or a bad chain.
// Keys are P-256 unless asked otherwise. Nothing here is ever trusted outside a file that was named by hand.
// Extensions are made by @peculiar/x509; `extensions` takes any others as they are, also broken ones.

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

const day = 24 * 3600 * 1000;

/** A certificate with its key and the issuer that signed it. */
export interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
  readonly der: Uint8Array;
  readonly pem: string;
  readonly keyPem: string;
}

type CryptoKeyPair = webcrypto.CryptoKeyPair;
export type KeyKind = 'p256' | 'p384' | 'p521' | 'ed25519' | 'rsa1024' | 'rsa2048' | 'rsa3072' | 'rsa4096';

export interface CertificateWish {
  /** Common name, or a whole RFC 4514 subject when it has a `=`. */
  readonly subject: string;
  /** subjectAltName entries: `mx.example.com`, `IP:192.0.2.1`, `EMAIL:a@b`; none leaves the extension out. */
  readonly names?: readonly string[];
  /** Absent: self-signed. */
  readonly issuer?: Issued;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly key?: KeyKind;
  /** Re-use a key: cross-signing, renewing. */
  readonly keys?: CryptoKeyPair;
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Hex; random when absent. */
  readonly serialNumber?: string;
  /** Extended key usage OIDs; serverAuth for a leaf when absent, none when []. */
  readonly extendedKeyUsage?: readonly string[];
  readonly keyUsage?: number;
  /** Further extensions, as they are. */
  readonly extensions?: readonly x509.Extension[];
  /** Leave out basicConstraints, keyUsage, key identifiers and extendedKeyUsage. */
  readonly bare?: boolean;
}

function algorithm(kind: KeyKind, hash: string): Record<string, unknown> {
  if (kind === 'ed25519') return { name: 'Ed25519' };
  if (kind.startsWith('rsa')) {
    return {
      name: 'RSASSA-PKCS1-v1_5',
      hash,
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength: Number(kind.slice(3)),
    };
  }
  return { name: 'ECDSA', namedCurve: `P-${kind.slice(1)}` };
}

/** A fresh key pair. */
export async function makeKeys(kind: KeyKind = 'p256', hash = 'SHA-256'): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm(kind, hash) as never, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
}

function generalName(text: string): x509.JsonGeneralName {
  if (text.startsWith('IP:')) return { type: 'ip', value: text.slice(3) };
  if (text.startsWith('EMAIL:')) return { type: 'email', value: text.slice(6) };
  if (text.startsWith('URI:')) return { type: 'url', value: text.slice(4) };
  return { type: 'dns', value: text };
}

async function extensionsOf(wish: CertificateWish, keys: CryptoKeyPair): Promise<x509.Extension[]> {
  const names = wish.names?.length
    ? [new x509.SubjectAlternativeNameExtension(wish.names.map(generalName))]
    : [];
  if (wish.bare) return [...names, ...(wish.extensions ?? [])];
  const list: x509.Extension[] = [
    new x509.BasicConstraintsExtension(wish.ca ?? false, wish.pathLength, true),
    new x509.KeyUsagesExtension(
      wish.keyUsage ??
        (wish.ca
          ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
          : x509.KeyUsageFlags.digitalSignature),
      true,
    ),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as never),
    ...names,
  ];
  if (wish.issuer) {
    list.push(await x509.AuthorityKeyIdentifierExtension.create(wish.issuer.keys.publicKey as never));
  }
  const usages = wish.extendedKeyUsage ?? (wish.ca ? [] : [x509.ExtendedKeyUsage.serverAuth]);
  if (usages.length) list.push(new x509.ExtendedKeyUsageExtension([...usages]));
  return [...list, ...(wish.extensions ?? [])];
}

/** Makes one certificate as wished; valid from yesterday for 90 days (a CA: ten years) unless said otherwise. */
export async function issue(wish: CertificateWish): Promise<Issued> {
  const hash = wish.hash ?? 'SHA-256';
  const keys = wish.keys ?? (await makeKeys(wish.key, hash));
  const signer = wish.issuer?.keys ?? keys;
  const subject = wish.subject === '' || wish.subject.includes('=') ? wish.subject : `CN=${wish.subject}`;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber:
      wish.serialNumber ?? `4${Buffer.from(webcrypto.getRandomValues(new Uint8Array(9))).toString('hex')}1`,
    subject,
    issuer: wish.issuer ? wish.issuer.certificate.subjectName : subject,
    notBefore: wish.notBefore ?? new Date(Date.now() - day),
    notAfter: wish.notAfter ?? new Date(Date.now() + (wish.ca ? 3650 : 90) * day),
    publicKey: keys.publicKey as never,
    signingKey: signer.privateKey as never,
    signingAlgorithm: { ...signer.privateKey.algorithm, hash } as never,
    extensions: await extensionsOf(wish, keys),
  });
  return issued(certificate, keys);
}

async function issued(certificate: x509.X509Certificate, keys: CryptoKeyPair): Promise<Issued> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const base64 = pkcs8
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  return {
    certificate,
    keys,
    der: new Uint8Array(certificate.rawData),
    pem: `${certificate.toString('pem')}\n`,
    keyPem: `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`,
  };
}
