// RFC 9525: which certificate is for which host.

import { describe, expect, test } from '@jest/globals';
import { matchIdentity, wildcardOfSuffix } from '../../src/verdict/identity.ts';
import { isPublicSuffix } from '../../src/verdict/public-suffix.ts';
import { makeLeaf } from '../certs/chains.ts';

const ipv6 = '20010db8000000000000000000000001';

function match(reference: string, names: readonly string[], subject = 'Mail'): string {
  const result = matchIdentity(makeLeaf({ names, subject }).certificate, reference);
  return result.matched ? result.entry : result.reason;
}

describe('a name matches', () => {
  test.each([
    ['the same name', 'mx.example.com', ['mx.example.com'], 'DNS:mx.example.com'],
    ['in any case', 'MX.example.com', ['mx.EXAMPLE.com'], 'DNS:mx.EXAMPLE.com'],
    ['without its trailing dot', 'mx.example.com.', ['mx.example.com'], 'DNS:mx.example.com'],
    ['the first entry that does', 'mx.example.com', ['a.example', '*.example.com'], 'DNS:*.example.com'],
    ['a wildcard, for one label', 'mx.example.com', ['*.example.com'], 'DNS:*.example.com'],
    [
      'as A-label when it is typed as U-label',
      'メール.example.com',
      ['xn--4dkua4c.example.com'],
      'DNS:xn--4dkua4c.example.com',
    ],
    ['an A-label below a wildcard', 'xn--4dkua4c.example.com', ['*.example.com'], 'DNS:*.example.com'],
    ['an IPv4 address by its value', '192.0.2.1', ['IP:c0000201'], 'IP:192.0.2.1'],
    ['an IPv6 address in any spelling', '2001:DB8:0:0::1', [`IP:${ipv6}`], 'IP:2001:db8::1'],
    ['an IPv6 address in brackets', '[2001:db8::1]', [`IP:${ipv6}`], 'IP:2001:db8::1'],
  ])('%s', (_title, reference, names, entry) => {
    expect(match(reference, names)).toBe(entry);
  });
});

describe('a name does not match', () => {
  test.each([
    ['another name', 'mx.example.com', ['mx.example.org']],
    ['the domain above', 'example.com', ['mx.example.com']],
    ['a name below', 'a.mx.example.com', ['mx.example.com']],
    ['a wildcard for no label', 'example.com', ['*.example.com']],
    ['a wildcard for two labels', 'a.b.example.com', ['*.example.com']],
    ['a wildcard that is part of a label', 'mx1.example.com', ['mx*.example.com']],
    ['a wildcard inside an A-label', 'xn--4dkua4c.example.com', ['xn--*.example.com']],
    ['a wildcard that is not the left-most label', 'a.mx.example.com', ['a.*.example.com']],
    ['two wildcards', 'a.b.example.com', ['*.*.example.com']],
    ['a wildcard alone', 'localhost', ['*']],
    ['a wildcard for a top-level domain', 'example.com', ['*.com']],
    ['a wildcard for a public suffix', 'example.co.uk', ['*.co.uk']],
    ['a U-label in the certificate', 'bücher.example', ['b\xfccher.example']],
    ['a name cut by NUL', 'mx.example.com', ['mx.example.com\0.evil.example']],
    ['a name with a comma', 'mx.example.com', ['mx.example.com, evil.example']],
    ['a name with a space', 'mx.example.com', ['mx.example.com ']],
    ['a name with a trailing dot', 'mx.example.com', ['mx.example.com.']],
    ['an address written as DNS name', '192.0.2.1', ['192.0.2.1']],
    ['an address against a wildcard', '192.0.2.1', ['*.0.2.1']],
    ['another address', '192.0.2.1', ['IP:c0000202']],
    ['an IPv4 address mapped into IPv6', '192.0.2.1', ['IP:00000000000000000000ffffc0000201']],
    ['a name whose letters are the octets of an address', 'abcd', ['IP:61626364']],
  ])('%s', (_title, reference, names) => {
    expect(match(reference, names)).toBe('other-names');
  });

  test.each([
    ['an e-mail address', ['EMAIL:postmaster@mx.example.com']],
    ['a URI', ['URI:https://mx.example.com/']],
    ['a directory name', ['DIRECTORY:mx.example.com']],
    ['nothing', []],
  ])('%s: there is no name of a host', (_title, names) => {
    expect(match('mx.example.com', names)).toBe('no-names');
  });

  test.each([
    ['there is no other name', 'mx.example.com', 'mx.example.com', []],
    ['other names are there', 'mx.example.com', 'mx.example.com', ['other.example.com']],
    ['it is a wildcard', 'mx.example.com', '*.example.com', []],
    ['it is an address', '192.0.2.1', '192.0.2.1', []],
  ])('the common name, where %s: that it would have matched is told', (_title, reference, subject, names) => {
    expect(match(reference, names, subject)).toBe('common-name-only');
  });
});

test.each([
  ['example.co.uk', ['*.co.uk'], 'DNS:*.co.uk'],
  ['mx.example.co.uk', ['*.co.uk', '*.example.org'], null],
  ['mx.example.com', ['*.example.com'], null],
])('%s and %j: the wildcard that is too wide is %s', (host, names, expected) => {
  expect(wildcardOfSuffix(makeLeaf({ names }).certificate, host)).toBe(expected);
});

test('a refusal lists every name', () => {
  const { certificate } = makeLeaf({
    names: ['a.example', 'IP:c0000201', 'EMAIL:x@y'],
    subject: 'b.example',
  });
  expect(matchIdentity(certificate, 'mx.example.com')).toEqual({
    matched: false,
    reason: 'other-names',
    reference: 'mx.example.com',
    names: ['DNS:a.example', 'IP:192.0.2.1', 'EMAIL:x@y'],
    commonNames: ['b.example'],
  });
});

test.each([
  ['com', true],
  ['nothing-known', true],
  ['co.uk', true],
  ['example.co.uk', false],
  ['foo.ck', true],
  ['www.ck', false],
  ['s3.amazonaws.com', false],
  ['example.com', false],
])('is %s a public suffix? %s', (suffix, expected) => {
  expect(isPublicSuffix(suffix)).toBe(expected);
});
