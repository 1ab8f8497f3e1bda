// Rows of servers, each tested by the built program as a process of its own: what it says, how it ends, how long it takes.
// Rows run side by side, a few at a time; every row's report is held against the schema and against rules of its own.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type AddressReport, type Report, ReportSchema, reportJsonSchema } from '../../src/report/schema.ts';
import { type Script, startScripted } from './scripted-server.ts';
import { type Ran, runProgram } from './session.ts';

/** What else must be so of a row's address. */
export type Check = (address: AddressReport, report: Report) => void;

export interface Row {
  /** What the server does. */
  readonly does: string;
  /** Null: nobody listens. */
  readonly script: Script | null;
  /** `code/reason severity` of the root cause; null: nothing but notes. */
  readonly cause: string | null;
  /** tls, ca, hostname. */
  readonly lines: string;
  /** verdict, delivery, exit code. */
  readonly ends: string;
  /** `code/reason` of findings that are there too. */
  readonly also?: readonly string[];
  readonly flags?: readonly string[];
  /** Host as typed; mx.example.com when absent. */
  readonly host?: string;
  /** The command that the server must never have seen. */
  readonly never?: string;
  readonly check?: Check;
}

/** Milliseconds for one address, all in all, unless a row's flags say otherwise. */
export const deadline = 5000;
const limits = [
  '--connect-timeout=2s',
  '--greeting-timeout=3s',
  '--command-timeout=3s',
  '--tls-timeout=3s',
  `--deadline=${deadline}ms`,
];
/** For servers that are silent somewhere. */
export const impatient = ['--greeting-timeout=700ms', '--command-timeout=700ms', '--tls-timeout=700ms'];

const atOnce = 6;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export interface Place {
  readonly folder: string;
  /** PEM file of the trusted root. */
  readonly trust: string;
}

/** A folder for this file, with the trusted root in it. */
export function useFolder(root: () => Promise<string> | string): () => Place {
  let place: Place;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'routes-table-'));
    place = { folder, trust: join(folder, 'root.pem') };
    writeFileSync(place.trust, await root());
  });
  afterAll(() => rmSync(place.folder, { recursive: true, force: true }));
  return () => place;
}

interface Told extends Ran {
  readonly milliseconds: number;
  readonly commands: readonly string[];
}

async function tell(row: Row, { folder, trust }: Place): Promise<Told> {
  const server = await startScripted(row.script ?? (() => {}));
  if (row.script === null) await server.stop();
  const host = row.host ?? 'mx.example.com';
  const shown = host.includes(':') ? `[${host}]` : host;
  const byHand = /^[\d.:]+$/.test(host) ? [] : ['--resolve', `${host}=127.0.0.1`];
  const argv = ['test-tls', '--json', '--host', `${shown}:${server.port}`, ...byHand, '--trust', trust];
  try {
    return await inTurn(async () => {
      const startedAt = performance.now();
      const ran = await runProgram([...argv, ...limits, ...(row.flags ?? [])], folder);
      return { ...ran, milliseconds: performance.now() - startedAt, commands: server.commands };
    });
  } finally {
    if (row.script !== null) await server.stop();
  }
}

/** One test for each row; all rows are begun at once. */
export function programTable(rows: readonly Row[], place: () => Place): void {
  let told: Promise<Told>[];
  beforeAll(() => {
    told = rows.map((row) => tell(row, place()));
    for (const one of told) one.catch(() => {});
  });
  test.each(rows.map((row, index) => ({ ...row, index })))('$does', async ({ index, ...row }) => {
    const ran = await told[index]!;
    const report = reportOf(ran);
    const [address] = report.routes[0]!.hosts[0]!.addresses;
    expect(tableOf(address!, report, ran)).toEqual({ cause: row.cause, lines: row.lines, ends: row.ends });
    for (const one of row.also ?? []) expect(address!.findings.map(named)).toContain(one);
    row.check?.(address!, report);
    if (row.never) expect(ran.commands).not.toContain(row.never);
    const flag = row.flags?.find((one) => one.startsWith('--deadline='));
    const most = flag ? Number.parseInt(flag.slice('--deadline='.length), 10) : deadline;
    expect(ran.milliseconds).toBeLessThan(most + 1000);
  });
}

const named = ({ code, reason }: { code: string; reason: string | null }): string => `${code}/${reason}`;

function tableOf(
  address: AddressReport,
  report: Report,
  { exitCode }: Ran,
): Pick<Row, 'cause' | 'lines' | 'ends'> {
  const causes = address.findings.filter(({ rootCause }) => rootCause);
  const { tls, ca, hostname } = address.lines;
  return {
    cause: causes.length === 0 ? null : causes.map((one) => `${named(one)} ${one.severity}`).join(' and '),
    lines: `${tls} ${ca} ${hostname}`,
    ends: `${report.verdict} ${report.routes[0]!.delivery} ${exitCode}`,
  };
}

let validate: ValidateFunction | undefined;

/** The report on stdout, after what must hold for every report. */
export function reportOf({ stdout, stderr }: Ran): Report {
  expect(stderr).toBe('');
  expectClean(stdout);
  expect(stdout.endsWith('}\n')).toBe(true);
  const report = ReportSchema.parse(JSON.parse(stdout));
  validate ??= new Ajv2020({ strict: false }).compile(reportJsonSchema());
  validate(JSON.parse(stdout));
  expect(validate.errors).toBeNull();
  holdsTogether(report);
  return report;
}

/** Nothing that a terminal acts on, or that reorders what is read; line ends aside. */
export function expectClean(text: string): void {
  expect(text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe]/,
  );
}

// PRODUCT.md sections 4 and 8: what no report may break.
function holdsTogether(report: Report): void {
  for (const route of report.routes) {
    for (const share of [route.share.primary, route.share.secondary]) {
      if (share) expect(share.deliver + share.return + share.unknown).toBe(100);
    }
    const { primary } = route.share;
    expect(route.delivery).toBe(
      primary.deliver === 100 ? 'deliver' : primary.return > 0 ? 'return' : 'unknown',
    );
    for (const host of route.hosts) {
      for (const { findings, verdict } of [host, ...host.addresses]) {
        const causes = findings.filter(({ rootCause }) => rootCause);
        expect(causes.length).toBeLessThan(2);
        if (causes.length === 1) expect(findings[0]).toBe(causes[0]);
        for (const { message, remedy, severity } of findings) {
          expect(`${message} ${remedy}`).not.toMatch(/undefined|NaN|\[object|: null|null,/);
          if (verdict === 'pass') expect(severity).toBe('note');
        }
      }
      for (const address of host.addresses) {
        const {
          lines,
          observed,
          options = route.options,
        } = address as AddressReport & { options?: typeof route.options };
        for (const [name, box] of [
          ['tls', options.requireTls],
          ['ca', options.requireCa],
          ['hostname', options.verifyHostname],
        ] as const) {
          expect(lines[name]).toBe(box ? observed[name] : 'off');
          expect(observed[name]).not.toBe('off');
        }
        if (address.verdict === 'pass' || address.verdict === 'warn') {
          expect(Object.values(lines)).not.toContain('fail');
          expect(Object.values(lines)).not.toContain('inconclusive');
        }
        if (lines.ca === 'pass') expect(address.path?.verified).toBe(true);
      }
    }
  }
}
