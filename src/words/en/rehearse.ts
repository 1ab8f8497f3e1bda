// English: a rehearsal, the path drawn by --explain, chains repaired, and certificate files that are something else.
// Names and texts come escaped; `shell` is a file's name as a person would type it.

import { chainToSend, type Data, type FileSaying, fileSayings, type Places, placeIn } from '../parts.ts';

const says = (is: string, hint: string): FileSaying => ({ is, hint });
const convert = (command: string): string => `this makes PEM of it: ${command}`;

/** What a file is that was to hold certificates in PEM, and the way to what is needed. */
const certificateFiles = {
  empty: () => says('it is empty', 'name a file with PEM certificates'),
  'no-certificate': () => says('no certificate is in it', 'name a file with PEM certificates'),
  'private-key': () =>
    says(
      'it is a private key alone',
      'name the file with the certificate that was issued for this key; the key goes with --key',
    ),
  'public-key': () => says('it is a public key alone', 'name the file with the certificate for this key'),
  request: ({ shell }) =>
    says(
      'it is a certificate signing request (CSR)',
      `send it to your CA; the certificate is what comes back (openssl req -in ${shell} -noout -text shows the request)`,
    ),
  'request-der': ({ shell }) =>
    says(
      'it is a certificate signing request (CSR) in DER',
      `send it to your CA; the certificate is what comes back (openssl req -inform der -in ${shell} -noout -text shows the request)`,
    ),
  'revocation-list': () =>
    says('it is a revocation list (CRL)', 'name the file with the certificate of the server'),
  der: ({ shell }) =>
    says('it is a certificate in DER', convert(`openssl x509 -inform der -in ${shell} -out certificate.pem`)),
  pkcs7: ({ shell }) =>
    says('it is a PKCS#7 bundle', convert(`openssl pkcs7 -print_certs -in ${shell} -out chain.pem`)),
  'pkcs7-der': ({ shell }) =>
    says(
      'it is a PKCS#7 bundle in DER',
      convert(`openssl pkcs7 -inform der -print_certs -in ${shell} -out chain.pem`),
    ),
  pkcs12: ({ shell }) =>
    says(
      'it is a PKCS#12 bundle (.p12, .pfx)',
      convert(
        `openssl pkcs12 -in ${shell} -nokeys -out chain.pem (add -legacy for one that old software made)`,
      ),
    ),
  'java-keystore': ({ shell }) =>
    says(
      'it is a Java keystore',
      `keytool -importkeystore -srckeystore ${shell} -destkeystore store.p12 -deststoretype pkcs12, then: openssl pkcs12 -in store.p12 -nokeys -out chain.pem`,
    ),
  'utf-16': ({ shell }) =>
    says('it is text in UTF-16', `no server reads that: iconv -f utf-16 -t utf-8 ${shell} > chain.pem`),
  base64: ({ shell }) =>
    says(
      'it is a certificate in Base64 without the lines around it',
      convert(`openssl base64 -d -in ${shell} | openssl x509 -inform der -out certificate.pem`),
    ),
  'broken-certificate': ({ number }) =>
    says(
      number === undefined
        ? 'its certificate is cut off'
        : `certificate ${number} in it is cut off or damaged`,
      'copy the file again, from "-----BEGIN" to "-----END" with these lines',
    ),
} satisfies Record<string, (data: Data) => FileSaying>;
export type CertificateFileProblem = keyof typeof certificateFiles;

/** The same for a file that was to hold a private key. */
const keyFiles = {
  'no-key': () => says('no private key is in it', 'name the file with the key, PEM'),
  certificate: () =>
    says('it has certificates and no key', 'certificates go with --cert, the key with --key'),
  'encrypted-key': ({ shell }) =>
    says('the key is encrypted', `openssl pkey -in ${shell} -out key.pem asks for its pass phrase`),
  'der-key': ({ shell }) =>
    says('it is a key in DER', convert(`openssl pkey -inform der -in ${shell} -out key.pem`)),
  'openssh-key': ({ shell }) =>
    says('it is a key in the format of OpenSSH', `ssh-keygen -p -m pem -f ${shell} rewrites it in PEM`),
  'broken-key': () => says('the key is cut off or damaged', 'copy the file again'),
} satisfies Record<string, (data: Data) => FileSaying>;
export type KeyFileProblem = keyof typeof keyFiles;

/** What is wrong with a certificate or key file. */
export const fileSaying = fileSayings({ ...keyFiles, ...certificateFiles });

const places: Places = {
  file: (where) => `in ${where}`,
  address: (where) => `sent by ${where}`,
  trust: (where) => `in the trust store ${where}`,
};

/** Where a certificate is that a chain lacks. */
const place = (source: string, where: string | null): string => placeIn(places, source, where);

/** The remedy that names the chain to send, where what it lacks is at hand; null where nothing is. */
export function repairRemedy(data: Data): string | null {
  const chain = chainToSend(data, places, (where) => ` (${where})`);
  if (chain === null) return null;
  return `send this chain, in this order: ${chain}; \`routes rehearse --write\` makes a file of it`;
}

const explain = {
  title: (places: readonly string[]) => {
    const shown = places.slice(0, 4).join(', ');
    return `the path: ${shown}${places.length > 4 ? ` and ${places.length - 4} more` : ''}`;
  },
  at: (host: string, address: string) => `${host} at ${address}`,
  nothing: 'no certificate was seen, so there is no path to draw',
  presented: "presented, in the server's order",
  inFile: 'presented, the leaf first, then in the order of the file',
  by: (issuer: string) => `by ${issuer}`,
  bySelf: 'by itself',
  until: (day: string) => `until ${day}`,
  notOnPath: 'not on the path',
  chosen: (trust: string) => `path by ${trust}`,
  nearest: (trust: string) => `no valid path by ${trust}; this one comes nearest`,
  none: (trust: string) => `no path by ${trust}; this is how far signatures lead`,
  signedBy: 'signed by',
  sentAs: (position: number) => `(${position})`,
  anchor: 'trust anchor',
  tried: 'tried before, and where it broke',
  more: (count: number) => `and ${count} more; --json has them all`,
  trusts: 'what each says',
  trusted: (trust: string, anchor: string) => `${trust}: trusted, by ${anchor}`,
  notTrusted: (trust: string, why: string | null) => `${trust}: not trusted${why === null ? '' : `: ${why}`}`,
  openSslAccepts: (trust: string) => `OpenSSL, by ${trust}: accepts`,
  openSslRefuses: (trust: string, error: string) => `OpenSSL, by ${trust}: refuses (${error})`,
  repair: 'the chain to send',
  place,
};

export const rehearse = {
  explain,
  /** Before the sentence on what Gmail would do. */
  sentence: (file: string, sentence: string) => `if every server served ${file}, ${sentence}`,
  note: (file: string) =>
    `this is a rehearsal: every server is taken to serve ${file}; none was contacted, and whether it speaks TLS is not part of it`,
  overwriteQuestion: (file: string) => `${file} exists already. Write over it?`,
  written: (file: string, count: number) =>
    `wrote ${file}: ${count === 1 ? '1 certificate' : `${count} certificates`}, in the right order`,
  /** `cause`: the finding that stands against the chain, where no certificate of it is missing. */
  notWritten: (file: string, cause: string | null) =>
    cause === null
      ? `${file} was not written: no chain leads to a trust anchor, even with what is at hand; give what is missing with --intermediates`
      : `${file} was not written, for no chain would be valid: ${cause}`,
  /** What is added for a certificate that is not valid yet. */
  laterDay: '; --at judges a later day',
  declined: (file: string) => `${file} was left as it is`,
};
