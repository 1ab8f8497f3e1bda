// Rows of DNS answers, each judged by the built program, which asks a DNS server on loopback (--resolver) and tests mail
// servers on 127.0.0.1 (good), 127.0.0.2 (its certificate has expired) and 127.0.0.3 (nobody listens).

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import { type RunningServer, startServer } from '../../src/demo/servers.ts';
import type { HostReport, Report } from '../../src/report/schema.ts';
import { a, type DnsServer, mx, startDns, type Zone } from './dns-server.ts';
import { type Place, reportOf, useFolder } from './program-table.ts';
import { type Ran, runProgram } from './session.ts';

export interface Row {
  readonly does: string;
  readonly zone: Zone;
  readonly host?: string;
  readonly flags?: readonly string[];
  /** `code/reason severity` of the host's first finding, or of its first address where the host has none; null: none but notes. */
  readonly cause: string | null;
  /** mx, tls, ca, hostname of the host. */
  readonly lines: string;
  /** verdict, delivery, exit code. */
  readonly ends: string;
  /** deliver, return, unknown, in per cent. */
  readonly share?: string;
  readonly check?: (host: HostReport, report: Report) => void;
}

export const day = 24 * 3600 * 1000;
export const good = '127.0.0.1';
export const expired = '127.0.0.2';
export const deaf = '127.0.0.3';
export const lookup = ['--lookup-mx'];
export const record = (name: string, address: string): Zone => ({
  [`A ${name}`]: { answers: [a(name, address)] },
  [`AAAA ${name}`]: { answers: [] },
});
export const mxOf = (...list: [preference: number, exchange: string][]): Zone => ({
  'MX example.com': {
    answers: list.map(([preference, exchange]) => mx('example.com', preference, exchange)),
  },
});
export const mx1 = record('mx1.example.com', good);
export const mx2 = record('mx2.example.com', expired);
export const mx3 = record('mx3.example.com', deaf);

export const works = { cause: null, ends: 'pass deliver 0', share: '100 0 0' };
export const noEvidence = 'inconclusive inconclusive inconclusive';
export const returned = { ends: 'fail return 1', share: '0 100 0' };
export const unknown = { ends: 'inconclusive unknown 3', share: '0 0 100' };

export interface DnsTable {
  readonly place: () => Place;
  /** Of the mail servers. */
  readonly port: () => number;
}

/** One test for each row; all rows are begun at once. */
export function dnsTable(rows: readonly Row[]): DnsTable {
  let root: Issued;
  let dns: DnsServer[];
  let servers: RunningServer[];
  let port: number;

  const place = useFolder(async () => {
    root = await issue({ subject: 'Test Root', ca: true });
    return root.pem;
  });
  let told: Promise<Ran & { milliseconds: number }>[];

  beforeAll(async () => {
    const names = ['example.com', '*.example.com'];
    const leaf = await issue({ subject: 'example.com', names, issuer: root });
    const old = await issue({
      subject: 'example.com',
      names,
      issuer: root,
      notBefore: new Date(Date.now() - 90 * day),
      notAfter: new Date(Date.now() - day),
    });
    const first = await startServer({ chain: [leaf], address: good });
    port = first.port;
    servers = [first, await startServer({ chain: [old], address: expired, port })];
    dns = await Promise.all(rows.map(({ zone }) => startDns(zone)));
    let running = 0;
    const waiting: (() => void)[] = [];
    told = rows.map(async ({ host = 'example.com', flags = [] }, index) => {
      // Silent name servers hold nobody else up.
      if (running >= 8) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      const argv = [
        'test-tls',
        '--json',
        '--host',
        `${host}:${port}`,
        '--resolver',
        `127.0.0.1:${dns[index]!.port}`,
        '--trust',
        place().trust,
        ...flags,
      ];
      const startedAt = performance.now();
      const ran = await runProgram(argv, place().folder);
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
      return { ...ran, milliseconds: performance.now() - startedAt };
    });
  }, 30_000);

  afterAll(async () => {
    await Promise.all([...dns, ...servers].map((server) => server.stop()));
  });

  test.each(rows.map((row, index) => ({ ...row, index })))(
    '$does',
    async ({ index, ...row }) => {
      const ran = await told[index]!;
      const report = reportOf(ran);
      const [route] = report.routes;
      const [host] = route!.hosts;
      const first = [...host!.findings, ...host!.addresses.flatMap(({ findings }) => findings)].find(
        ({ rootCause }) => rootCause,
      );
      const { deliver, return: back, unknown: rest } = route!.share.primary;
      expect({
        cause: first ? `${first.code}/${first.reason} ${first.severity}` : null,
        lines: Object.values(host!.lines).join(' '),
        ends: `${report.verdict} ${route!.delivery} ${ran.exitCode}`,
        share: `${deliver} ${back} ${rest}`,
      }).toEqual({ cause: row.cause, lines: row.lines, ends: row.ends, share: row.share });
      row.check?.(host!, report);
      // PRODUCT.md section 4: ten seconds in all for a name.
      expect(ran.milliseconds).toBeLessThan(12_000);
    },
    30_000,
  );

  return { place, port: () => port };
}
