// Hostile text made harmless: nothing that a terminal acts on is left, nothing readable is lost, JSON stays the same value.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeData, forJson, forTerminal } from '../../src/report/escape.ts';

const unsafe =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

describe('one line for a terminal', () => {
  test.each([
    ['colour', '\u001b[31mred', '\\x1b[31mred'],
    ['title', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
    ['C1', '\u009b31m', '\\x9b31m'],
    ['line ends', 'a\r\nb\u2028c\u0085d', 'a\\r\\nb\\u2028c\\x85d'],
    ['NUL, tab, DEL', '\u0000\t\u007f', '\\0\\t\\x7f'],
    ['bidi', '\u202egnp.exe\u2066', '\\u202egnp.exe\\u2066'],
    ['what nobody sees', 'a\u200b\u00ad\u3164b', 'a\\u200b\\xad\\u3164b'],
    ['tags', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a character', '\ud83d', '\\ud83d'],
    ['other scripts stay', 'Почта 転送 bücher ✓ 😀', 'Почта 転送 bücher ✓ 😀'],
  ])('%s', (_, text, expected) => expect(forTerminal(text)).toBe(expected));

  test('is cut, and says so', () => {
    expect(forTerminal('x'.repeat(10_000))).toBe(`${'x'.repeat(400)}... (10000 characters)`);
    expect(forTerminal(`${'x'.repeat(399)}😀`, 400)).not.toMatch(unsafe);
  });

  test('has nothing unsafe, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(forTerminal(text)).not.toMatch(unsafe);
      }),
    );
  });
});

test('JSON parses back to the same value, without a raw control character', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = forJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/,
      );
    }),
  );
});

test('data is escaped in all its depth', () => {
  expect(escapeData({ a: '\n', b: ['\u001b', { c: '\r' }], d: 1, e: null })).toEqual({
    a: '\\n',
    b: ['\\x1b', { c: '\\r' }],
    d: 1,
    e: null,
  });
});
