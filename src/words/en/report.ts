// English: the report of test-tls as people read it. Names and texts come escaped.

import type { Share } from '../../verdict/share.ts';

const would: Record<string, string> = {
  deliver: 'with these boxes Gmail would deliver mail',
  return: 'with these boxes Gmail would return mail',
  unknown: 'with these boxes it cannot be told whether Gmail would deliver mail',
};

const parts = (share: Share): string =>
  [
    share.deliver > 0 && `${share.deliver}% would be delivered`,
    share.return > 0 && `${share.return}% returned`,
    share.unknown > 0 && `${share.unknown}% cannot be told`,
  ]
    .filter(Boolean)
    .join(', ');

export const report = {
  verdicts: { pass: 'pass', warn: 'warn', fail: 'fail', inconclusive: 'inconclusive' },
  lines: { mx: 'mx', tls: 'tls', ca: 'ca', hostname: 'hostname' },
  lineVerdicts: { pass: 'pass', fail: 'fail', off: 'off', inconclusive: 'cannot tell' },
  tables: { primary: 'primary', secondary: 'secondary' },
  severities: { fail: 'fail', warn: 'warning', note: 'note', inconclusive: 'cannot tell' },
  sentence: (delivery: string, unreachable: readonly string[]) => {
    if (unreachable.length === 0) return would[delivery]!;
    const shown = unreachable.slice(0, 4).join(', ') + (unreachable.length > 4 ? ', ...' : '');
    return `${would[delivery]}; but Google cannot reach ${shown}`;
  },
  emptyShard: ({ index, count }: { index: number; count: number }) =>
    `shard ${index} of ${count} is empty: there are fewer servers than shards`,
  load: (load: number) => `load ${load}%`,
  share: (table: string, share: Share) => `${table}: ${parts(share)}`,
  cause: 'cause',
  also: 'also',
  remedy: '→',
  until: (day: string) => `until ${day}`,
  noAddress: 'no address',
  under: (server: string) => `MX host ${server}`,
  attempts: (count: number) => `after ${count} tries`,
  strictest: 'strictest boxes that every server would pass',
  comma: ', ',
  strictestNone: 'none of the boxes',
  boxes: {
    requireTls: 'require TLS',
    requireCa: 'require CA-signed certificate',
    verifyHostname: 'validate hostname',
  },
  consistent: (count: number, total: number, served: string) =>
    `${count} of ${total} addresses serve ${served}`,
  noCertificate: 'no certificate that could be seen',
  certificate: (fingerprint: string) => `the certificate ${fingerprint}`,
  otherTrust: (trust: string, verified: boolean, reason: string | null) =>
    `by ${trust}: ${verified ? 'trusted' : `not trusted (${reason})`}`,
  trustMozilla: (count: number, node: string) =>
    `judged by Mozilla's ${count} roots as Node ${node} ships them (assumption: Google does not publish which roots Gmail accepts)`,
  trustSystem: (count: number) =>
    `judged by this system's ${count} roots (assumption: Google does not publish which roots Gmail accepts)`,
  trustFile: (name: string, count: number) =>
    `judged by ${name} (${count === 1 ? '1 anchor' : `${count} anchors`}), which is not what Gmail trusts unless a public CA is in it`,
  notRehearsed: 'off (not rehearsed)',
  rehearsedFor: (at: string) => `judged for ${at}`,
  judgedFor: (at: string) => `judged for ${at}; the servers were seen today`,
  /** Answers that came from elsewhere than the DNS are said without being asked for. */
  sources: {
    'hosts-file': (server: string) => `${server}: from this machine's hosts file`,
    'by-hand': (server: string) => `${server}: addresses given by hand`,
  },
  resolved: (server: string, ttl: number | null, authenticated: boolean | null) =>
    `${server}: from the DNS${ttl === null ? '' : `, for ${ttl} s`}${authenticated === null ? '' : authenticated ? ', authenticated (AD)' : ', not authenticated'}`,
  verbose: {
    presented: "presented chain, in the server's order",
    path: 'path to the trust anchor',
    noPath: 'no path to a trust anchor',
    nothingPresented: 'no certificate was seen',
    subject: 'subject',
    issuer: 'issuer',
    names: 'names',
    valid: 'valid',
    fingerprint: 'sha-256',
    reply: 'reply',
    timings: 'times',
    secondLook: 'second look (another connection)',
    clientCertificate: {
      'not-asked': '',
      asked: 'asks for a client certificate, takes none',
      required: 'demands a client certificate',
    },
    stapled: 'stapled OCSP response',
    notShown:
      'what this test cannot show: whether the server accepts mail for your addresses, and whether a firewall treats Google otherwise than this machine (docs/what-a-test-shows.md)',
  },
  transcript: {
    head: (server: string, place: string, time: string, tool: string) =>
      `transcript: ${server} (${place}), ${time}, ${tool}; > sent, < received`,
    lastOf: (attempts: number) => `the last of ${attempts} tries`,
    connected: 'connected',
    tls: (facts: string) => `TLS is up: ${facts}`,
    sni: (name: string) => `SNI ${name}`,
    noSni: 'no SNI',
    clientCertificate: {
      asked: 'a client certificate is asked for',
      required: 'a client certificate is demanded',
    },
    stapled: 'with a stapled OCSP response',
    certificates: (count: number, leaf: string | null, fingerprint: string | null) =>
      count === 0
        ? 'no certificate'
        : `${count === 1 ? '1 certificate' : `${count} certificates`}, the first ${leaf || 'without a subject'}, sha-256 ${fingerprint}`,
    leftOut: (count: number) => `${count} more lines of this reply are left out`,
    stopped: (cause: string) => `the dialogue ends here (${cause})`,
    secondLook: (why: string, seen: string) => `another connection, a second look (${why}): ${seen}`,
    verdicts: { pass: 'pass', warn: 'warn', fail: 'fail', inconclusive: 'inconclusive' },
  },
  summary: (counts: { hosts: number; pass: number; warn: number; fail: number; inconclusive: number }) =>
    [
      `${counts.hosts} ${counts.hosts === 1 ? 'host' : 'hosts'}`,
      counts.pass > 0 && `${counts.pass} pass`,
      counts.warn > 0 && `${counts.warn} with warnings`,
      counts.fail > 0 && `${counts.fail} fail`,
      counts.inconclusive > 0 && `${counts.inconclusive} cannot be told`,
    ]
      .filter(Boolean)
      .join(', '),
  noRouteToFamily: (family: number) =>
    `this machine has no IPv${family}, so IPv${family} addresses were not tested; verdicts rest on the others`,
  port25Blocked:
    'every server on port 25 timed out: this network probably blocks port 25 (many providers do); test from another one',
  progress: (done: number, total: number) => `tested ${done} of ${total}`,
  stages: { running: 'testing', retry: 'tries again in' },
  warning: 'warning',
  topic: (topic: string) => `what that means and how to mend it: routes help ${topic}`,
  more: '--verbose shows certificates, replies and times; --json says it all',
  interrupted: 'interrupted: what was not tested yet cannot be told',
};
