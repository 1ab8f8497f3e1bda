// What a failed test leaves to do in the route itself (R15): a name that is on the certificate, or, last, a box less.
// Read from the report; pure.

import type { Report } from '../../report/schema.ts';
import { serverKey } from '../../route/host.ts';
import type { Answers, Server } from './answers.ts';

/** A name on the certificate that this server of the route could be called by. */
export interface NameToUse extends Server {
  readonly name: string;
}

/** The names that a person can choose from, once each. Under MX lookup none: the MX record names the hosts there. */
export function namesToUse(report: Report): NameToUse[] {
  const all = report.routes.flatMap((route) =>
    route.hosts.flatMap(({ host, port, addresses }) =>
      addresses.flatMap(({ findings }) =>
        findings.flatMap(({ code, severity, data }) => {
          if (code !== 'certificate-host-mismatch' || severity !== 'fail' || data.mx === true) return [];
          const names = Array.isArray(data.usableNames) ? data.usableNames.map(String) : [];
          return names.map((name) => ({ host, port, name }));
        }),
      ),
    ),
  );
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = `${serverKey(one)} ${one.name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

type Box = 'requireTls' | 'requireCa' | 'verifyHostname';
const lineOf = { requireTls: 'tls', requireCa: 'ca', verifyHostname: 'hostname' } as const;

/** The boxes that are on and fail at some server. Where TLS itself fails, the other two cannot help. */
export function failingBoxes(report: Report): Box[] {
  const hosts = report.routes.flatMap((route) => route.hosts);
  const failing = (['requireTls', 'requireCa', 'verifyHostname'] as const).filter((box) =>
    hosts.some(({ lines }) => lines[lineOf[box]] === 'fail'),
  );
  return failing.includes('requireTls') ? ['requireTls'] : failing;
}

/** The answers with that server under another name, wherever it stands. */
export function withHost(answers: Answers, { host, port, name }: NameToUse): Answers {
  const renamed = <S extends Server>(server: S): S =>
    serverKey(server) === serverKey({ host, port }) ? { ...server, host: name } : server;
  return {
    ...answers,
    single: answers.single && renamed(answers.single),
    primary: answers.primary.map(renamed),
    secondary: answers.secondary.map(renamed),
  };
}
