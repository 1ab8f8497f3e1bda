// The conformance tool on a suite of four cases made here: what it counts, and what it skips.

import { describe, expect, test } from '@jest/globals';
import { pemOf } from '../../src/probe/pem.ts';
import { judgeOffline, type SuiteCase } from '../../tools/conformance-suite.ts';
import { at, ca, host, makeLeaf, root } from '../certs/chains.ts';

const sound: SuiteCase = {
  id: 'own::sound',
  validation_kind: 'SERVER',
  trusted_certs: [pemOf(root.der)],
  untrusted_intermediates: [pemOf(ca.der)],
  peer_certificate: pemOf(makeLeaf().der),
  expected_peer_name: { kind: 'DNS', value: host },
  validation_time: at.toISOString(),
  expected_result: 'SUCCESS',
};

describe('a case of the suite', () => {
  test.each<[string, Partial<SuiteCase>, string, string | null]>([
    ['passes when path and name do', {}, 'SUCCESS', null],
    ['fails by its path', { untrusted_intermediates: [] }, 'FAILURE', 'missing-intermediate (RFC 5280 6.1)'],
    [
      'fails by its name',
      { expected_peer_name: { kind: 'DNS', value: 'a.example' } },
      'FAILURE',
      'other-names (RFC 9525)',
    ],
    [
      'fails at another time',
      { validation_time: '2030-01-01T00:00:00Z' },
      'FAILURE',
      'leaf (RFC 5280 6.1.3 (a)(2))',
    ],
    ['is skipped for a client', { validation_kind: 'CLIENT' }, 'SKIPPED', 'a client certificate'],
    ['is skipped for revocation lists', { crls: ['x'] }, 'SKIPPED', 'revocation lists'],
    [
      'is skipped for an e-mail address',
      { expected_peer_name: { kind: 'RFC822', value: 'a@b' } },
      'SKIPPED',
      'a name that is no host',
    ],
    ['is skipped for a depth of its own', { max_chain_depth: 0 }, 'SKIPPED', 'a maximum depth'],
  ])('%s', (_title, change, actual, reason) => {
    expect(judgeOffline({ ...sound, ...change }, new Date(0))).toEqual({
      id: 'own::sound',
      expected: 'SUCCESS',
      actual,
      reason,
    });
  });
});
