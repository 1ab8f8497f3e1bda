// Every file *.session here, run as it stands: commands with what they print and how they end.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestServers, type TestServers } from '../support/servers.ts';
import { runSession } from '../support/session.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.session'));
let servers: TestServers;

beforeAll(async () => {
  servers = await startTestServers();
});

afterAll(() => servers.stop());

test.each(files)(
  '%s',
  async (name) => {
    const file = join(import.meta.dirname, name);
    const text = readFileSync(file, 'utf8');
    const actual = await runSession(text, servers.places);
    if (process.env.UPDATE_SESSIONS) writeFileSync(file, actual);
    else expect(actual).toBe(text);
  },
  60_000,
);
