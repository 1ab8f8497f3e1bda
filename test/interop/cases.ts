// What a case says, and how it is held against what the built program says of a real server: verdict, exit code, the
// four lines, the findings, and the chain exactly as the server was given it. The program runs as a user runs it.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type AddressReport, type HostReport, type Report, ReportSchema } from '../../src/report/schema.ts';
import { type Certificates, type ChainName, host } from './chains.ts';

const program = resolve(__dirname, '../../bin/routes.js');
const endsWithin = 60_000;

/** `routes help exit-codes`, without --strict. */
const exitCodes = { pass: 0, warn: 0, fail: 1, inconclusive: 3 };

/** One thing that a server does, and what the program must say of it. */
export interface Case {
  readonly title: string;
  /** What the server presents; null: it gets no chance to. */
  readonly presents: ChainName | null;
  readonly verdict: Report['verdict'];
  /** tls, ca, hostname; the mx line is `off` but where a case asks for an MX lookup. */
  readonly lines: string;
  /** Root cause first: `code/reason`, notes included. None when absent. */
  readonly findings?: readonly string[];
  /** What the handshake must have been, as far as it is named here. */
  readonly tls?: Partial<NonNullable<AddressReport['tls']>>;
  /** Loopback addresses the host resolves to, 127.0.0.1 when absent. With more than one, `check` looks at each. */
  readonly addresses?: readonly string[];
  /** Typed instead of the host, with MX lookup on; its MX is the host. */
  readonly domain?: string;
  /** Further flags. */
  readonly flags?: readonly string[];
  /** Whatever else must hold: says what does not. */
  readonly check?: (host: HostReport) => readonly string[];
}

/** What every server is put through that can be: the same certificates, and the same to be said of them. */
export const everyday = {
  good: {
    title: 'a good certificate',
    presents: 'good',
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.3', sni: host, clientCertificate: 'not-asked' },
  },
  expired: {
    title: 'expired',
    presents: 'expired',
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-expired/leaf'],
  },
  selfSigned: {
    title: 'self-signed',
    presents: 'selfSigned',
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-not-trusted/self-signed'],
  },
  untrustedAnchor: {
    title: 'a CA that nobody trusts',
    presents: 'untrustedAnchor',
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-not-trusted/untrusted-anchor'],
  },
  missingIntermediate: {
    title: 'the intermediate missing: the leaf is sent alone',
    presents: 'missingIntermediate',
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-not-trusted/missing-intermediate'],
  },
  wrongName: {
    title: 'the wrong name',
    presents: 'wrongName',
    verdict: 'fail',
    lines: 'pass pass fail',
    findings: ['certificate-host-mismatch/other-names'],
  },
  anchorSent: {
    title: 'the root sent along',
    presents: 'anchorSent',
    verdict: 'pass',
    lines: 'pass pass pass',
    findings: ['chain-remark/anchor-sent'],
  },
  noStarttls: {
    title: 'no STARTTLS',
    presents: null,
    verdict: 'fail',
    lines: 'fail inconclusive inconclusive',
    findings: ['starttls-not-supported/not-offered'],
  },
} satisfies Record<string, Case>;

/** A case with the port on which its server listens. */
export interface PlacedCase extends Case {
  readonly port: number;
}

/** One thing seen from the server's side: what it is, and what is wrong with it, or nothing. */
export interface Seen {
  readonly title: string;
  readonly wrong: readonly string[];
}

/** A mail server that runs, with its cases. */
export interface RunningSuite {
  readonly version: string;
  readonly cases: readonly PlacedCase[];
  /** Cases that this machine cannot run: title, and why. */
  readonly skipped?: readonly { readonly title: string; readonly reason: string }[];
  /** What is seen from the server's side once all cases have run. */
  afterwards?(): Promise<readonly Seen[]>;
  /** What the server logged, shown when a case fails. */
  log(): string;
  stop(): void;
}

/** A mail server that can be started. */
export interface Suite {
  readonly name: string;
  /** Where CI runs, its absence is a failure. */
  readonly isRequired: boolean;
  /** It runs in this process and needs nothing of the machine. */
  readonly isInProcess?: boolean;
  start(certificates: Certificates): Promise<RunningSuite>;
}

/** What a case is tested with. */
export interface Bench {
  readonly certificates: Certificates;
  /** A folder with root.pem, client.pem and client.key, and nothing else. */
  readonly folder: string;
}

/** Runs one case; returns what is not as it must be, in words. */
export async function runCase(wanted: PlacedCase, bench: Bench): Promise<readonly string[]> {
  const addresses = wanted.addresses ?? ['127.0.0.1'];
  const { exit, stdout, stderr } = await runProgram(
    [
      'test-tls',
      '--json',
      ...(wanted.domain
        ? ['--host', `${wanted.domain}:${wanted.port}`, '--lookup-mx', '--mx', `${wanted.domain}=${host}`]
        : ['--host', `${host}:${wanted.port}`]),
      ...['--resolve', `${host}=${addresses.join(',')}`],
      ...['--trust', 'root.pem'],
      ...['--ehlo-name', 'probe.example.net'],
      ...(wanted.flags ?? []),
    ],
    bench.folder,
  );
  let report: Report;
  try {
    report = ReportSchema.parse(JSON.parse(stdout));
  } catch (error) {
    return [`no report (${(error as Error).message}), exit ${exit}: ${stderr.trim()}`];
  }
  const found = report.routes[0]!.hosts[0]!;
  const wrong: string[] = [];
  const compare = (what: string, is: unknown, expected: unknown) => {
    if (JSON.stringify(is) === JSON.stringify(expected)) return;
    wrong.push(`${what}: is ${JSON.stringify(is)}, expected ${JSON.stringify(expected)}`);
  };
  compare('exit code', exit, exitCodes[wanted.verdict]);
  compare('verdict', report.verdict, wanted.verdict);
  compare('lines', linesOf(found), `${wanted.domain ? 'pass' : 'off'} ${wanted.lines}`);
  compare(
    'addresses',
    found.addresses.map(({ address }) => address),
    addresses,
  );
  if (found.addresses.length === 1) {
    const address = found.addresses[0]!;
    compare('findings', findingsOf(address), wanted.findings ?? []);
    compare('presented chain', presentedBy(address), fingerprintsOf(wanted.presents, bench.certificates));
    for (const [field, expected] of Object.entries(wanted.tls ?? {})) {
      compare(`tls.${field}`, address.tls?.[field as keyof AddressReport['tls']], expected);
    }
  }
  return [...wrong, ...(wanted.check?.(found) ?? [])];
}

/** The four lines in one text. */
function linesOf({ lines }: HostReport | AddressReport): string {
  return [lines.mx, lines.tls, lines.ca, lines.hostname].join(' ');
}

/** The findings of an address, root cause first: `code/reason`; but for who judged, which follows from the handshake. */
function findingsOf({ findings }: AddressReport): string[] {
  return findings
    .filter(({ code }) => code !== 'one-judge')
    .map(({ code, reason }) => (reason === null ? code : `${code}/${reason}`));
}

function presentedBy(address: AddressReport): string[] {
  return address.presentedChain.map(({ fingerprint256 }) => fingerprint256);
}

function fingerprintsOf(name: ChainName | null, { chains }: Certificates): string[] {
  return (name === null ? [] : chains[name]).map(({ der }) =>
    createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g)!.join(':'),
  );
}

/** Runs the built program to its end, as from a shell with nothing set. */
function runProgram(
  args: readonly string[],
  folder: string,
): Promise<{ exit: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        XDG_DATA_HOME: folder,
        TZ: 'UTC',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: endsWithin,
    });
    // It does not outlive us.
    const stop = () => child.kill();
    process.once('exit', stop);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (exit) => {
      process.off('exit', stop);
      resolve({ exit, stdout, stderr });
    });
  });
}
