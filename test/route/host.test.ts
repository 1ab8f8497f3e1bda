// Hosts and ports as people type them: what is read, what is refused and why, what counts as the same. R3, R4.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  asciiName,
  hostKey,
  hostProblem,
  portProblem,
  printHost,
  splitHostWords,
  unreachableAddress,
  unreachableName,
} from '../../src/route/host.ts';

describe('a host with its port', () => {
  test.each([
    ['mx1.example.com', 'mx1.example.com', 25],
    ['mx1.example.com:587', 'mx1.example.com', 587],
    ['mx1.example.com.:2525', 'mx1.example.com.', 2525],
    ['192.0.2.1', '192.0.2.1', 25],
    ['192.0.2.1:587', '192.0.2.1', 587],
    ['[2001:db8::1]', '2001:db8::1', 25],
    ['[2001:db8::1]:587', '2001:db8::1', 587],
    ['メール.例え.jp:1024', 'メール.例え.jp', 1024],
    ['☕.example', '☕.example', 25],
  ])('%s is read', (text, host, port) => {
    expect(splitHostWords(text, false)).toEqual({ host, port, load: undefined, problem: null });
  });

  test.each([
    ['mx1.example.com=60', 60],
    ['mx1.example.com:587=60', 60],
    ['[2001:db8::1]:587=1', 1],
    ['mx1.example.com=60%', 60],
    ['mx1.example.com=', ''],
    ['mx1.example.com=6.5', '6.5'],
    ['mx1.example.com=-1', '-1'],
  ])('%s names a load', (text, load) => {
    expect(splitHostWords(text, true).load).toBe(load);
  });
});

describe('what is no host', () => {
  test.each([
    ['', 'host-missing'],
    [' ', 'host-missing'],
    [':25', 'host-missing'],
    ['smtp://mx1.example.com', 'host-has-scheme'],
    ['HTTPS://mx1.example.com:25/', 'host-has-scheme'],
    ['mx1.example.com/path', 'host-has-path'],
    ['mx1.example.com\\x', 'host-has-path'],
    ['mx1.example.com?x', 'host-has-path'],
    ['user@mx1.example.com', 'host-has-user'],
    ['user:secret@mx1.example.com:25', 'host-has-user'],
    ['[fe80::1%eth0]', 'host-has-zone'],
    ['[fe80::1%eth0]:25', 'host-has-zone'],
    ['fe80::1%eth0', 'host-has-zone'],
    ['*.example.com', 'host-is-wildcard'],
    ['2001:db8::1', 'host-needs-brackets'],
    ['::1', 'host-needs-brackets'],
    ['2001:db8::1:25', 'host-needs-brackets'],
    ['[192.0.2.1]:25', 'host-not-in-brackets'],
    ['[mx1.example.com]:25', 'host-not-in-brackets'],
    ['[2001:db8::1', 'host-brackets-open'],
    ['[2001:db8::1]25', 'host-brackets-open'],
    ['mx1.example.com=50', 'host-has-load'],
    ['mx1.example.com%00', 'host-bad-name'],
    ['\u200bmx1.example.com', 'host-has-space'],
    ['mx1.example.com:25:587', 'host-has-port'],
    ['1:2:3', 'host-bad-address'],
    ['192.0.2.256', 'host-bad-address'],
    ['192.0.2', 'host-bad-address'],
    ['127.1', 'host-bad-address'],
    ['0x7f.1', 'host-bad-address'],
    ['1234', 'host-bad-address'],
    ['mx1.example.0x10', 'host-bad-address'],
    ['mx 1.example.com', 'host-has-space'],
    ['mx1.example.com\u0000', 'host-has-space'],
    ['mx1\n.example.com', 'host-has-space'],
    ['-mx.example.com', 'host-bad-name'],
    ['mx-.example.com', 'host-bad-name'],
    ['--help', 'host-bad-name'],
    ['mx_1.example.com', 'host-bad-name'],
    ['mx..example.com', 'host-bad-name'],
    ['.example.com', 'host-bad-name'],
    ['.', 'host-bad-name'],
    ['xn--a.example.com', 'host-bad-name'],
    ["mx'1.example.com", 'host-bad-name'],
    ['mx;1.example.com', 'host-bad-name'],
    [`${'a'.repeat(64)}.example.com`, 'host-too-long'],
    [`${'a.'.repeat(127)}com`, 'host-too-long'],
  ])('%j is %s', (text, problem) => {
    expect(splitHostWords(text, false).problem).toBe(problem);
  });

  test('in a document the port has its own field', () => {
    expect(hostProblem('mx1.example.com:25')).toBe('host-has-port');
    expect(hostProblem('[2001:db8::1]')).toBe('host-has-brackets');
    expect(hostProblem('2001:db8::1')).toBeNull();
  });
});

describe('ports', () => {
  test.each([25, 587, 1024, 2525, 65535])('%s is allowed', (port) => expect(portProblem(port)).toBeNull());
  test.each([0, 1, 24, 26, 464, 466, 586, 588, 1023, 65536, -25, 25.5, Number.NaN, '25', null, undefined])(
    '%j is not',
    (port) => expect(portProblem(port)).toBe('port-not-allowed'),
  );
  test('465 has a word of its own', () => expect(portProblem(465)).toBe('port-465'));
});

describe('the same host', () => {
  test.each([
    ['MX1.Example.COM.', 'mx1.example.com'],
    ['メール.例え.jp', 'xn--4dkua4c.xn--r8jz45g.jp'],
    ['faß.example', 'xn--fa-hia.example'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('%s is %s', (one, other) => expect(hostKey(one)).toBe(hostKey(other)));

  test('names keep apart what differs', () =>
    expect(hostKey('mx1.example.com')).not.toBe(hostKey('mx1.example.org')));
});

describe('what Google cannot reach', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:8.8.8.8', null],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd00::1', 'private'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1', 'link-local'],
    ['192.0.2.1', 'documentation'],
    ['2001:db8::1', 'documentation'],
    ['224.0.0.1', 'special'],
    ['8.8.8.8', null],
    ['172.32.0.1', null],
    ['2606:4700::1', null],
  ])('%s: %s', (address, kind) => expect(unreachableAddress(address)).toBe(kind));

  test.each([
    ['mailhost', 'single-label'],
    ['localhost', 'special-use'],
    ['mx.local', 'special-use'],
    ['mx.internal.', 'special-use'],
    ['mx.home.arpa', 'special-use'],
    ['mx1.example.com', null],
    ['mx.local.example.com', null],
  ])('%s: %s', (name, kind) => expect(unreachableName(name)).toBe(kind));
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'a1.-:[]%@/=*é例 \u0000') }),
);

describe('properties', () => {
  test('nothing throws, and what is read prints back to itself', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, withLoad) => {
        const words = splitHostWords(text, withLoad);
        if (words.problem !== null || typeof words.port !== 'number') return;
        const again = splitHostWords(printHost({ host: words.host, port: words.port }), false);
        expect(again).toEqual({ ...words, load: undefined });
      }),
      { numRuns: 3000 },
    );
  });

  test('an A-label is letters, digits and hyphens, and its own A-label', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.domain()), (text) => {
        const name = asciiName(text);
        if (name === null) return;
        expect(name).toMatch(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/);
        expect(asciiName(name)).toBe(name);
        expect(hostKey(text)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });
});
