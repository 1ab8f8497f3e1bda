// English: the parts of which the words of findings are made: remedies, lists, times, names of protocols and stages.
// Texts in `data` come escaped for the place they are shown in.

export type Data = Readonly<Record<string, unknown>>;

/** The words for one finding: what it means, and what mends it, likeliest first. */
export interface Say {
  message: (data: Data) => string;
  remedies?: (data: Data) => (string | null)[];
}

export const text = (value: unknown) => String(value);
export const list = (value: unknown, most = 6): string => {
  const all = Array.isArray(value) ? value.map(String) : [];
  if (all.length === 0) return 'none';
  const shown = all.slice(0, most).map(entry).join(', ');
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
};
// In quotes where it could pass for several. CVE-2021-44532.
const entry = (value: string): string => (/[\s,"]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value);
export const seconds = (milliseconds: unknown) => {
  const value = Number(milliseconds);
  return value < 1000 ? `${value} ms` : `${Number((value / 1000).toFixed(1))} s`;
};
export const day = (time: unknown) => String(time).slice(0, 10);
export const days = (count: unknown) =>
  Number(count) === 0 ? 'less than a day' : `${count} ${Number(count) === 1 ? 'day' : 'days'}`;
export const says = (data: Data) => `${data.code}${data.text ? ` ${data.text}` : ''}`;
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

export const note = (message: string): Say => ({ message: () => message });
