// Every file *.session here, run as it stands: commands with what they print and how they end.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CertificateFiles, writeCertificateFiles } from '../support/certificate-files.ts';
import { startTestServers, type TestServers } from '../support/servers.ts';
import { runSession } from '../support/session.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.session'));
let servers: TestServers;
let certificates: CertificateFiles;

beforeAll(async () => {
  servers = await startTestServers();
  certificates = await writeCertificateFiles(servers.root, servers.intermediate);
});

afterAll(() => {
  certificates.remove();
  return servers.stop();
});

test.each(files)(
  '%s',
  async (name) => {
    const file = join(import.meta.dirname, name);
    const text = readFileSync(file, 'utf8');
    const actual = await runSession(text, { ...servers.places, certs: certificates.folder });
    if (process.env.UPDATE_SESSIONS) writeFileSync(file, actual);
    else expect(actual).toBe(text);
  },
  60_000,
);
