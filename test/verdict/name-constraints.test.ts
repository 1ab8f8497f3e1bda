// Name constraints, by chains that keep and break them.

import { describe, expect, test } from '@jest/globals';
import {
  ask,
  type Chain,
  ca,
  caWith,
  host,
  limitedTo,
  makeCa,
  makeLeaf,
  rootWith,
  told,
} from '../certs/chains.ts';
import { element, extensionOids as ext, name, nameConstraints, sequence, text } from '../certs/forge.ts';
import { table } from '../certs/table.ts';

describe('names must lie where the authorities allow (RFC 5280 4.2.1.10)', () => {
  const rule = 'RFC 5280 4.2.1.10';
  // The name itself breaks a rule that binds its issuer alone.
  const underscore = 'web-pki-policy (RFC 5280 4.2.1.6)';
  const limits = (permitted: string[], excluded: string[], names: string[]): Chain =>
    caWith(limitedTo(nameConstraints(permitted, excluded)), {
      subject: sequence(),
      names,
      extensions: {
        [ext.names]: {
          critical: true,
          value: sequence(
            ...names.map((one) =>
              one.startsWith('IP:') ? element(0x87, Buffer.from(one.slice(3), 'hex')) : text(0x82, one),
            ),
          ),
        },
      },
    });
  table([
    ['a name below the permitted one', () => limits(['example.com'], [], [host]), 'verified'],
    ['a name beside it', () => limits(['example.org'], [], [host]), `name-constraint (${rule})`],
    ['a longer label is not below', () => limits(['x.example.com'], [], [host]), `name-constraint (${rule})`],
    [
      'an underscore below the permitted name',
      () => limits(['example.com'], [], ['a_b.example.com']),
      underscore,
      'verified',
    ],
    [
      'an underscore beside an excluded one',
      () => limits([], ['example.org'], ['_x.example.com']),
      underscore,
      'verified',
    ],
    [
      'an underscore below it',
      () => limits([], ['example.com'], ['_x.example.com']),
      `name-constraint (${rule})`,
    ],
    ['an excluded name', () => limits([], ['example.com'], [host]), `name-constraint (${rule})`],
    [
      'excluded wins over permitted',
      () => limits(['example.com'], ['example.com'], [host]),
      `name-constraint (${rule})`,
    ],
    [
      'the second name counts as the first',
      () => limits([], ['b.example.com'], [host, 'b.example.com']),
      `name-constraint (${rule})`,
    ],
    ['a wildcard below the permitted name', () => limits(['example.com'], [], ['*.example.com']), 'verified'],
    [
      'a wildcard above it',
      () => limits(['mx.example.com'], [], ['*.example.com']),
      `name-constraint (${rule})`,
    ],
    [
      'a wildcard that stands for an excluded name',
      () => limits([], ['mx.example.com'], ['*.example.com']),
      `name-constraint (${rule})`,
    ],
    ['an address in its network', () => limits(['IP:c0000200ffffff00'], [], ['IP:c0000201']), 'verified'],
    [
      'an address outside',
      () => limits(['IP:c0000200ffffff00'], [], ['IP:c0000301']),
      `name-constraint (${rule})`,
    ],
    [
      'IPv6 where only IPv4 is allowed',
      () => limits(['IP:c0000200ffffff00'], [], ['IP:20010db8000000000000000000000001']),
      `name-constraint (${rule})`,
    ],
    ['another kind of name is not touched', () => limits(['IP:c0000200ffffff00'], [], [host]), 'verified'],
    [
      'a subject outside the permitted directory',
      () => caWith(limitedTo(nameConstraints(['DIRECTORY:somebody else']))),
      `name-constraint (${rule})`,
    ],
    [
      'a subject that is excluded',
      () => caWith(limitedTo(nameConstraints([], [`DIRECTORY:${host}`]))),
      `name-constraint (${rule})`,
    ],
    [
      'an unknown kind that nobody uses',
      () => caWith(limitedTo(nameConstraints([], ['OTHER:x']))),
      'verified',
    ],
    [
      'an unknown kind that is used',
      () => caWith(limitedTo(nameConstraints([], ['OTHER:x'])), { names: [host, 'OTHER:y'] }),
      `name-constraint (${rule})`,
    ],
    [
      'a quoted mailbox at the permitted host',
      () =>
        caWith(limitedTo(nameConstraints(['EMAIL:example.com'])), {
          names: [host, 'EMAIL:"a b"@example.com'],
        }),
      'verified',
    ],
    [
      'a mailbox at an address, beside an excluded host',
      () =>
        caWith(limitedTo(nameConstraints([], ['EMAIL:example.com'])), {
          names: [host, 'EMAIL:a@[10.1.1.1]'],
        }),
      'verified',
    ],
    [
      'an excluded organization in other letters of the same word',
      () => {
        const excluded = element(0xa4, name(['O', 'εταιρεια αβγσ']));
        const value = sequence(element(0xa1, sequence(excluded)));
        return caWith(limitedTo(value), { subject: name(['O', 'ΕΤΑΙΡΕΙΑ ΑΒΓΣ'], ['CN', host]) });
      },
      `name-constraint (${rule})`,
    ],
    [
      'an e-mail address of the permitted domain',
      () =>
        caWith(limitedTo(nameConstraints(['EMAIL:example.com'])), { names: [host, 'EMAIL:a@example.com'] }),
      'verified',
    ],
    [
      'an e-mail address of another',
      () =>
        caWith(limitedTo(nameConstraints(['EMAIL:example.com'])), {
          names: [host, 'EMAIL:a@sub.example.com'],
        }),
      `name-constraint (${rule})`,
    ],
    [
      'an asterisk in a mailbox is a letter',
      () =>
        caWith(limitedTo(nameConstraints(['EMAIL:*@example.com'])), { names: [host, 'EMAIL:a@example.com'] }),
      `name-constraint (${rule})`,
    ],
    [
      'a URI on a permitted host',
      () =>
        caWith(limitedTo(nameConstraints(['URI:.example.com'])), {
          names: [host, 'URI:https://a.example.com/x'],
        }),
      'verified',
    ],
    [
      'a URI on another',
      () =>
        caWith(limitedTo(nameConstraints(['URI:.example.com'])), {
          names: [host, 'URI:https://example.com/x'],
        }),
      `name-constraint (${rule})`,
    ],
    [
      'a name with a leading period is below nothing',
      () => limits(['example.com'], [], ['.example.com']),
      `name-constraint (${rule})`,
    ],
    ['a constraint with a leading period', () => limits(['.example.com'], [], [host]), `malformed (${rule})`],
    ['a constraint with a wildcard', () => limits(['*.example.com'], [], [host]), `malformed (${rule})`],
    [
      'an address constraint without mask',
      () => limits(['IP:c0000200'], [], ['IP:c0000200']),
      `malformed (${rule})`,
    ],
    [
      'an address constraint with holes',
      () => limits(['IP:c0000200ff00ff00'], [], ['IP:c0000200']),
      `malformed (${rule})`,
    ],
    ['constraints that constrain nothing', () => caWith(limitedTo(sequence())), `malformed (${rule})`],
    [
      'two empty lists',
      () => caWith(limitedTo(sequence(element(0xa0), element(0xa1)))),
      `malformed (${rule})`,
    ],
    [
      'constraints that are not critical',
      () => caWith({ extensions: { [ext.nameConstraints]: { value: nameConstraints(['example.com']) } } }),
      `malformed (${rule})`,
      'verified',
    ],
    [
      'constraints of the root',
      () => rootWith(limitedTo(nameConstraints(['example.org']))),
      `name-constraint (${rule})`,
    ],
    [
      'permitted names narrow on the way down and never widen',
      () => {
        const first = makeCa({ subject: 'First', ...limitedTo(nameConstraints(['example.org'])) });
        const second = makeCa({
          subject: 'Second',
          issuer: first,
          ...limitedTo(nameConstraints(['example.org', 'example.com'])),
        });
        return { presented: [makeLeaf({ issuer: second }), second, first] };
      },
      `name-constraint (${rule})`,
    ],
    [
      'an intermediate with a name outside',
      () => {
        const first = makeCa({ subject: 'First', ...limitedTo(nameConstraints(['example.com'])) });
        const second = makeCa({ subject: 'Second', issuer: first, names: ['example.org'] });
        return { presented: [makeLeaf({ issuer: second }), second, first] };
      },
      `name-constraint (${rule})`,
    ],
    [
      'a self-issued intermediate is exempt',
      () => {
        const first = makeCa({ subject: 'First', ...limitedTo(nameConstraints(['example.com'])) });
        const again = makeCa({ subject: 'First', issuer: first, names: ['example.org'] });
        return { presented: [makeLeaf({ issuer: again }), again, first] };
      },
      'verified',
    ],
    [
      'the way without the constraint is taken where there is one',
      () => {
        const strict = makeCa({ subject: 'Strict', ...limitedTo(nameConstraints(['example.org'])) });
        const cross = makeCa({ issuer: strict, keys: ca.keys });
        return { presented: [makeLeaf(), cross, strict, ca] };
      },
      'verified',
    ],
  ]);
  test('two thousand names against two thousand constraints are too complex', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `n${index}.example.com`);
    const chain = caWith(
      limitedTo(
        nameConstraints(
          [],
          many.map((one) => `x${one}`),
        ),
      ),
      { names: many, subject: 'n0.example.com' },
    );
    expect(told(ask(chain))).toBe(`too-complex (${rule})`);
  });
});
