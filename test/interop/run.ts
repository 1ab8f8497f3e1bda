// npm run test:interop: the built program against real mail servers from Debian's packages, with good and bad
// certificates. One server after the other is started, tested and stopped; README.md says what is needed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, runCase, type Suite } from './cases.ts';
import { makeChains } from './chains.ts';
import { dovecot } from './dovecot.ts';
import { exim } from './exim.ts';
import { opensmtpd } from './opensmtpd.ts';
import { Unavailable, whyUnavailable } from './packages.ts';
import { postfix } from './postfix.ts';
import { sendmail } from './sendmail.ts';
import { parentOf, stopAll } from './side-root.ts';
import { smtpServer } from './smtp-server.ts';

const suites: readonly Suite[] = [postfix, exim, sendmail, dovecot, opensmtpd, smtpServer];
const count = { passed: 0, failed: 0, skipped: 0 };

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'routes-interop-'));
  process.on('exit', () => {
    stopAll();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
  endWithNpm();
  const certificates = await makeChains();
  writeFileSync(join(folder, 'root.pem'), certificates.root.pem);
  writeFileSync(join(folder, 'client.pem'), certificates.client.pem);
  writeFileSync(join(folder, 'client.key'), certificates.client.keyPem, { mode: 0o600 });
  for (const suite of suites) await runSuite(suite, { certificates, folder });
  console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

/** npm, when it is ended, ends its shell and not what runs in it: when those who started us are gone, we go too. */
function endWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return;
  const ancestors = () => [process.ppid, parentOf(process.ppid)].join();
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) process.exit(130);
  }, 500).unref();
}

async function runSuite(suite: Suite, bench: Bench): Promise<void> {
  const reason = suite.isInProcess ? null : whyUnavailable();
  if (reason !== null) {
    skip(suite, reason);
    return;
  }
  try {
    const running = await suite.start(bench.certificates);
    console.log(`\n${suite.name} ${running.version}`);
    for (const one of running.cases) {
      const before = running.log().length;
      const wrong = await runCase(one, bench);
      tell(one.title, wrong);
      if (wrong.length > 0) console.log(running.log().slice(before).replace(/^/gm, '        | '));
    }
    for (const { title, reason: lacks } of running.skipped ?? []) skipOne(title, lacks);
    for (const { title, wrong } of (await running.afterwards?.()) ?? []) tell(title, wrong);
    running.stop();
  } catch (error) {
    if (error instanceof Unavailable) {
      skip(suite, error.message);
    } else {
      console.log(`\n${suite.name}`);
      tell('starts', [(error as Error).message]);
    }
  } finally {
    stopAll();
  }
}

function tell(title: string, wrong: readonly string[]): void {
  count[wrong.length === 0 ? 'passed' : 'failed'] += 1;
  console.log(`  ${wrong.length === 0 ? 'pass' : 'FAIL'}  ${title}`);
  for (const line of wrong) console.log(`        ${line}`);
}

function skip(suite: Suite, reason: string): void {
  console.log(`\n${suite.name}`);
  // Where nobody looks, what did not run would pass for what passed.
  if (suite.isRequired && process.env.CI === 'true') tell('runs here', [reason]);
  else skipOne('all cases', reason);
}

function skipOne(title: string, reason: string): void {
  count.skipped += 1;
  console.log(`  skip  ${title}: ${reason}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
