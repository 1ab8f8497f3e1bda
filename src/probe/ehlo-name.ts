// How this side names itself in EHLO when nobody said (RFC 5321 4.1.4): this host's full name where it has one,
// else the literal of the address it speaks from.

import { hostname } from 'node:os';

let fullName: string | null | undefined;

/** RFC 5321 4.1.4: this host's full name where it has one, else the literal of its address. */
export function defaultEhloName(localAddress: string | null): string {
  if (fullName === undefined) {
    const name = hostname();
    fullName = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/i.test(name) ? name : null;
  }
  if (fullName !== null) return fullName;
  const address = (localAddress ?? '127.0.0.1').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  // RFC 5321 4.1.3.
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
}
