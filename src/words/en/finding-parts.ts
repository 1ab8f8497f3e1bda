// English: the parts of which the words of findings are made: remedies, lists, times, names of protocols and stages.

import { type Data, listing } from '../parts.ts';

export const list = listing('none', (shown, left) => `${shown} and ${left} more`);
export const seconds = (milliseconds: unknown) => {
  const value = Number(milliseconds);
  return value < 1000 ? `${value} ms` : `${Number((value / 1000).toFixed(1))} s`;
};
export const days = (count: unknown) =>
  Number(count) === 0 ? 'less than a day' : `${count} ${Number(count) === 1 ? 'day' : 'days'}`;
export const of = (data: Data) => (data.subject ? `the certificate "${data.subject}"` : 'a certificate');

export const boxes = {
  tls: 'turn off "require secure transport (TLS)" (--no-require-tls): mail may then travel in clear text; leave the box on where possible',
  ca: 'turn off "require CA-signed certificate" (--no-require-ca): anybody in between can then pose as the server; leave the box on where possible',
  hostname:
    'turn off "validate certificate hostname" (--no-verify-hostname): any certificate of a trusted CA then passes; leave the box on where possible',
};
export const provider = "if the server is a relay provider's, ask the provider about this certificate";
export const relay = "if the server is a relay provider's, ask the provider";
export const newCertificate = 'install a certificate from a trusted CA that names this host';
export const elsewhere = 'try again from another network before you change the route';
