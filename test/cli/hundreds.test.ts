// Hundreds of servers in one run, each on a loopback address of its own: quick ones, slow ones, dead ones, silent ones,
// and some that are alive only on the second try. Each gets its own verdict, in the order of the store.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { HostReport, Report } from '../../src/report/schema.ts';
import { goOn, pause, useCertificates } from '../support/mail-scripts.ts';
import { deadPort, type Script, startScripted } from '../support/scripted-server.ts';
import { runProgram } from '../support/session.ts';

const place = useCertificates();
const kinds = ['quick', 'slow', 'quick', 'second try', 'quick', 'dead', 'quick', 'silent'] as const;
const count = 400;
const addressOf = (index: number) => `127.0.${100 + Math.floor(index / 200)}.${1 + (index % 200)}`;
const kindAt = new Map(
  Array.from({ length: count }, (_, index) => [addressOf(index), kinds[index % kinds.length]!]),
);

/** What each kind is told as: verdict, tries, root cause. */
const told: Readonly<Record<(typeof kinds)[number], string>> = {
  quick: 'pass 1 none',
  slow: 'pass 1 none',
  'second try': 'pass 2 none',
  dead: 'inconclusive 2 connection-failure/refused',
  silent: 'inconclusive 2 smtp-failure/greeting-timed-out',
};

function everyKind(): Script {
  const seen = new Set<string>();
  return async (peer) => {
    const address = peer.socket.localAddress!;
    const isFirst = !seen.has(address);
    seen.add(address);
    const kind = kindAt.get(address);
    if (kind === 'silent') return peer.gone;
    if (kind === 'slow') await pause(400);
    if (kind === 'second try' && isFirst) {
      peer.send('421 mx.example.com busy, try again\r\n');
      return peer.end();
    }
    peer.send('220 mx.example.com ESMTP\r\n');
    await goOn(peer);
  };
}

function storeText(port: number, dead: number): string {
  const rows = [...kindAt].map(([host, kind]) => ({ host, port: kind === 'dead' ? dead : port, load: 1 }));
  const routes = Array.from({ length: count / 100 }, (_, index) => ({
    name: `route ${index}`,
    hosts: { type: 'multiple', primary: rows.slice(index * 100, index * 100 + 100), secondary: [] },
    options: { lookupMx: false, requireTls: true, requireCa: true, verifyHostname: false },
    console: null,
  }));
  return JSON.stringify({ version: 1, routes });
}

const summary = ({ verdict, addresses: [address] }: HostReport): string => {
  const cause = address!.findings.find(({ rootCause, severity }) => rootCause && severity !== 'note');
  return `${verdict} ${address!.attempts} ${cause ? `${cause.code}/${cause.reason}` : 'none'}`;
};

test('each of 400 servers gets its own verdict, in order', async () => {
  const server = await startScripted(everyKind(), 0, '0.0.0.0');
  const { folder, trust } = place();
  writeFileSync(join(folder, 'routes.json'), storeText(server.port, await deadPort()));
  const { stdout, stderr, exitCode } = await runProgram(
    [
      ...['test-tls', '--json', '--store', 'routes.json', '--trust', trust],
      ...['--retries', '1', '--greeting-timeout', '2500ms'],
    ],
    folder,
  );
  await server.stop();
  expect(stderr).toBe('');
  const report: Report = JSON.parse(stdout);
  const hosts = report.routes.flatMap((route) => route.hosts);
  expect(hosts.map(({ host }) => host)).toEqual([...kindAt.keys()]);
  const wrong = hosts.filter((host) => summary(host) !== told[kindAt.get(host.host)!]);
  expect(wrong.map((host) => `${host.host} ${kindAt.get(host.host)}: ${summary(host)}`)).toEqual([]);
  expect({ ...report.summary, exitCode }).toMatchObject({
    hosts: 400,
    pass: 300,
    inconclusive: 100,
    exitCode: 3,
  });
}, 60_000);
