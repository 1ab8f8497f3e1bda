// What a server's certificate must be, by one that breaks a single rule.

import { describe } from '@jest/globals';
import { critical, host, leafExtension, leafWith, usages } from '../certs/chains.ts';
import { extensionOids as ext, nameConstraints, oid, sequence, text, truth } from '../certs/forge.ts';
import { table } from '../certs/table.ts';

describe('a server certificate', () => {
  table([
    [
      'is for servers, if it says what it is for',
      () => leafExtension(ext.extendedKeyUsage, usages('1.3.6.1.5.5.7.3.2')),
      'not-a-server-certificate (RFC 5280 4.2.1.12)',
    ],
    [
      'says what it is for',
      () => leafExtension(ext.extendedKeyUsage, null),
      'web-pki-policy (BR 7.1.2.7.6)',
      'verified',
    ],
    [
      'is not for anything',
      () => leafExtension(ext.extendedKeyUsage, usages('1.3.6.1.5.5.7.3.1', '2.5.29.37.0')),
      'web-pki-policy (BR 7.1.2.7.10)',
      'verified',
    ],
    [
      'does not mark that critical',
      () => leafExtension(ext.extendedKeyUsage, critical(sequence(oid('1.3.6.1.5.5.7.3.1')))),
      'web-pki-policy (BR 7.1.2.7.6)',
      'verified',
    ],
    [
      'does not leave the list empty',
      () => leafExtension(ext.extendedKeyUsage, usages()),
      'malformed (RFC 5280 4.2.1.12)',
    ],
    ['needs no keyUsage', () => leafExtension(ext.keyUsage, null), 'verified'],
    [
      'has a keyUsage that TLS can use',
      () => leafExtension(ext.keyUsage, critical(Uint8Array.of(3, 2, 6, 0x40))),
      'not-a-server-certificate (RFC 5280 4.2.1.3)',
    ],
    [
      'has a keyUsage that its key can serve: one of an elliptic curve signs',
      () => leafExtension(ext.keyUsage, critical(Uint8Array.of(3, 2, 3, 0x08))),
      'not-a-server-certificate (RFC 5280 4.2.1.3)',
    ],
    [
      'and does not encipher',
      () => leafExtension(ext.keyUsage, critical(Uint8Array.of(3, 2, 5, 0x20))),
      'not-a-server-certificate (RFC 5280 4.2.1.3)',
    ],
    [
      'an RSA key may (that the handshake is signed is judged with the handshake)',
      () =>
        leafWith({
          key: 2048,
          extensions: { [ext.keyUsage]: critical(Uint8Array.of(3, 2, 5, 0x20)) },
        }),
      'verified',
    ],
    [
      'allows more than to sign certificates, also where it is an authority',
      () =>
        leafWith({
          extensions: {
            [ext.basicConstraints]: critical(sequence(truth)),
            [ext.keyUsage]: critical(Uint8Array.of(3, 2, 1, 0x06)),
          },
        }),
      'not-a-server-certificate (RFC 5280 4.2.1.3)',
    ],
    [
      'does not claim to sign certificates',
      () => leafExtension(ext.keyUsage, critical(Uint8Array.of(3, 2, 2, 0x84))),
      'malformed (RFC 5280 4.2.1.9)',
      'verified',
    ],
    ['needs no basicConstraints', () => leafExtension(ext.basicConstraints, null), 'verified'],
    [
      'is no authority',
      () => leafExtension(ext.basicConstraints, critical(sequence(truth))),
      'web-pki-policy (BR 7.1.2.7.8)',
      'verified',
    ],
    [
      'constrains no names',
      () => leafExtension(ext.nameConstraints, critical(nameConstraints(['example.com']))),
      'malformed (RFC 5280 4.2.1.10)',
    ],
    [
      'names its issuer’s key',
      () => leafExtension(ext.aki, null),
      'malformed (RFC 5280 4.2.1.1)',
      'verified',
    ],
    [
      'marks subjectAltName critical when the subject is empty',
      () => leafWith({ subject: sequence() }),
      'malformed (RFC 5280 4.2.1.6)',
      'verified',
    ],
    [
      'and not otherwise',
      () => leafExtension(ext.names, critical(sequence(text(0x82, host)))),
      'web-pki-policy (BR 7.1.2.7.12)',
      'verified',
    ],
    [
      'has a common name that is one of its names',
      () => leafWith({ subject: 'other.example.com' }),
      'web-pki-policy (BR 7.1.4.3)',
      'verified',
    ],
    [
      'to the letter',
      () => leafWith({ subject: 'MX.example.com' }),
      'web-pki-policy (BR 7.1.4.3)',
      'verified',
    ],
    [
      'and addresses in their one spelling',
      () => leafWith({ subject: '192.168.001.001', names: ['IP:c0a80101'] }),
      'web-pki-policy (BR 7.1.4.3)',
      'verified',
    ],
    ['or no host at all', () => leafWith({ subject: 'Mail server one' }), 'verified'],
    [
      'has no underscore in a name',
      () => leafWith({ names: [host, 'a_b.example.com'] }),
      'web-pki-policy (RFC 5280 4.2.1.6)',
      'verified',
    ],
    [
      'has no address as DNS name',
      () => leafWith({ names: [host, '192.0.2.1'] }),
      'web-pki-policy (RFC 5280 4.2.1.6)',
      'verified',
    ],
    [
      'has a wildcard only as the whole left-most label',
      () => leafWith({ names: [host, 'm*.example.com'] }),
      'web-pki-policy (BR 1.6.1)',
      'verified',
    ],
    [
      'has no name that is not ASCII',
      () => leafWith({ names: [host, 'm\xfc.example.com'] }),
      'malformed (RFC 5280 7.2)',
    ],
    [
      'has no NUL in a name',
      () => leafWith({ names: [host, 'a\0.example.com'] }),
      'malformed (RFC 5280 4.2.1.6)',
    ],
    [
      'has addresses of 4 or 16 octets',
      () => leafWith({ names: [host, 'IP:c0000200ffffff00'] }),
      'malformed (RFC 5280 4.2.1.6)',
    ],
  ]);
});
