// A report without addresses and names: what is kept, what is replaced, and that one thing has one placeholder. Whole
// servers are redacted in test/cli/hostile-output.test.ts. Beside it the notes that concern a whole run.

import { describe, expect, test } from '@jest/globals';
import type { ProbeEvidence } from '../../src/probe/evidence.ts';
import { assembleReport } from '../../src/report/assemble.ts';
import { redactReport } from '../../src/report/redact.ts';
import { hostReport, type RunFacts } from '../../src/report/report.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { indexAnchors } from '../../src/verdict/path.ts';
import { judgeHost } from '../../src/verdict/roll-up.ts';
import { findings } from '../../src/words/en/findings.ts';
import { report as words } from '../../src/words/en/report.ts';
import { ca, makeLeaf, root } from '../certs/chains.ts';
import { type Forged, name } from '../certs/forge.ts';
import { allOn, evidenceOf, judge, resolvedTo, serverOf, stoppedAt } from '../support/evidence.ts';

const facts: RunFacts = {
  generatedAt: '2026-06-01T00:00:00.000Z',
  at: '2026-06-01T00:00:00.000Z',
  tool: 'mail-routes 0.1.0',
  node: 'v20.19.0',
  openssl: '3.0.15',
  trust: [],
  resolver: '10.0.0.53:53',
  ehloName: 'build-7',
  arguments: [
    'test-tls',
    'Acme inbound',
    '--expect',
    '/home/alice/acme.pem',
    '--deadline=10s',
    '--at',
    '2026-06-01',
  ],
  transcript: true,
  shard: null,
};

function reportOf(evidence: readonly ProbeEvidence[], trust = 'mozilla'): Report {
  const anchors = indexAnchors([root.der], 'vouched-for');
  const trusts = [{ name: trust, anchors, policy: 'web-pki' }] as const;
  const judged = evidence.map((one) => judge(one, { trusts, referenceIdentifiers: [one.target.server] }));
  const server = serverOf(
    'mx.example.com',
    evidence.map(({ target }) => target.address),
  );
  const row = { host: 'mx.example.com', port: evidence[0]!.target.port, load: 100 };
  const host = judgeHost('primary', row, allOn, resolvedTo([server]), judged);
  const hosts = [hostReport(host, [], { findings, report: words }, { transcript: true, explain: false })];
  const parts = [{ name: 'Acme inbound', options: allOn, warnings: [], hosts }];
  return assembleReport({ ...facts, trust: [{ name: trust, count: 1, sha256: '' }] }, parts, words);
}

const leaf = makeLeaf({ subject: name(['O', 'Acme GmbH'], ['CN', 'mx.example.com']) });
const served = (chain: readonly Forged[], lines: string[] = []): ProbeEvidence =>
  evidenceOf({
    chain,
    replies: [{ code: 220, lines }],
    dialogue: [{ at: 1, from: 'server', text: `220 ${lines[0]}` }],
  });

describe('redacted', () => {
  const redacted = redactReport(
    reportOf([served([leaf, ca], ['MX.Example.com at 192.0.2.1 (RFC 5280 4.2.1.9), build-7'])]),
  );
  const [address] = redacted.routes[0]!.hosts[0]!.addresses;

  test('it is a report still', () => expect(() => ReportSchema.parse(redacted)).not.toThrow());

  test('the same host is the same placeholder, in any case and in any place', () => {
    expect(address!.server).toBe('host-1');
    expect(address!.replies[0]!.lines[0]).toBe('host-1 at 192.0.2.1 (RFC 5280 4.2.1.9), host-2');
    expect(address!.dialogue![0]!.text).toBe(`220 ${address!.replies[0]!.lines[0]}`);
    expect(redacted.run.ehloName).toBe('host-2');
  });

  test('the leaf loses its names, a public CA keeps its own', () => {
    expect(address!.presentedChain[0]!.subject).toBe('CN=host-1,O=name-1');
    expect(address!.presentedChain[0]!.issuer).toBe('CN=CA');
    expect(address!.presentedChain[1]!.subject).toBe('CN=CA');
    expect(address!.path!.anchor).toBe('CN=Root');
    expect(address!.path!.certificates[0]).toBe('certificate-1');
    expect(address!.path!.certificates[1]).toMatch(/^[0-9A-F:]{95}$/);
  });

  test('a CA of one’s own loses its names', () => {
    const own = redactReport(reportOf([served([leaf, ca], [''])], '/home/alice/root.pem'));
    const [first] = own.routes[0]!.hosts[0]!.addresses;
    expect(first!.presentedChain[1]!.subject).toMatch(/^CN=name-\d$/);
    expect(JSON.stringify(own)).not.toMatch(/alice|Root"|CN=CA/);
  });

  test('what a person typed is gone, flags and times are not', () => {
    expect(redacted.run.arguments).toEqual([
      'test-tls',
      'route-1',
      '--expect',
      'file-1',
      '--deadline=10s',
      '--at',
      '2026-06-01',
    ]);
    expect(redacted.routes[0]!.name).toBe('route-1');
    expect(redacted.run.resolver).toBe('192.0.2.2:53');
  });

  test('a mailbox at a host of the report loses its name too', () => {
    const said = redactReport(
      reportOf([served([leaf, ca], ['boss@mx.example.com, postmaster@example.org'])]),
    );
    expect(said.routes[0]!.hosts[0]!.addresses[0]!.replies[0]!.lines[0]).toBe(
      'mailbox-1@host-1, mailbox-2@host-3',
    );
  });

  test('nothing else is changed', () => {
    const { tool, node, openssl } = redacted.run;
    expect({ tool, node, openssl }).toEqual({ tool: facts.tool, node: facts.node, openssl: facts.openssl });
    expect(redacted.routes[0]!.sentence).toBe(words.sentence('deliver', ['192.0.2.1']));
  });
});

describe('notes of a whole run', () => {
  const timedOut = (address: string, port: number): ProbeEvidence => {
    const stopped = stoppedAt('connect', { kind: 'timed-out', milliseconds: 10_000, limit: 'stage' });
    return { ...stopped, target: { ...stopped.target, address, port } };
  };

  test('every server on port 25 times out: that may be this network', () => {
    expect(reportOf([timedOut('192.0.2.1', 25), timedOut('192.0.2.2', 25)]).notes).toEqual([
      words.port25Blocked,
    ]);
  });

  test('not when it is one, when another answers, or on another port', () => {
    expect(reportOf([timedOut('192.0.2.1', 25)]).notes).toEqual([]);
    expect(reportOf([timedOut('192.0.2.1', 25), timedOut('192.0.2.2', 25), evidenceOf({})]).notes).toEqual(
      [],
    );
    expect(reportOf([timedOut('192.0.2.1', 587), timedOut('192.0.2.2', 587)]).notes).toEqual([]);
  });

  test('no route to a family is told once', () => {
    const far = (address: string): ProbeEvidence => {
      const stopped = stoppedAt('connect', { kind: 'unreachable', errno: 'ENETUNREACH' });
      return { ...stopped, target: { ...stopped.target, address, family: 6 } };
    };
    const report = reportOf([evidenceOf({}), far('2001:db8::1'), far('2001:db8::2')]);
    expect(report.notes).toEqual([words.noRouteToFamily(6)]);
    expect(report.verdict).toBe('pass');
  });
});
