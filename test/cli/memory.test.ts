// What one probe holds in memory while a server pours at it. Node alone takes some 45 MB; the limit is 150 MB.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { afterGo, context, useCertificates } from '../support/mail-scripts.ts';
import { greetToStarttls, type Script, startScripted } from '../support/scripted-server.ts';
import { runProgram } from '../support/session.ts';

const place = useCertificates();
const usage = join(import.meta.dirname, '../../tools/bench/usage.js');
const most = 512 << 20;
const lines = '250-mx.example.com\r\n'.repeat(4096);

/** Stops reading what is left of the script once the probe has gone away. */
const pours: [string, Script, string][] = [
  ['a greeting without an end', (peer) => peer.flood('220-mx\r\n'.repeat(8192), most), 'fail'],
  ['one line without an end', (peer) => peer.flood('220 '.padEnd(65_536, 'x'), most), 'fail'],
  [
    'a reply to EHLO without an end',
    async (peer) => {
      peer.send('220 mx.example.com ESMTP\r\n');
      await peer.line();
      await peer.flood(lines, most);
    },
    'fail',
  ],
  [
    'octets where a handshake belongs',
    afterGo((peer) => peer.flood(Buffer.alloc(65_536, 0x16), most)),
    'fail',
  ],
  [
    'a reply without an end after the handshake',
    async (peer) => {
      await greetToStarttls(peer);
      await peer.secure(context);
      await peer.line();
      await peer.flood(lines, most);
    },
    'inconclusive',
  ],
];

test.each(pours)('%s', async (_name, script, tls) => {
  const server = await startScripted(script);
  const { folder, trust } = place();
  const file = join(folder, 'usage.json');
  const { stdout } = await runProgram(
    [
      ...['test-tls', '--json', '--host', `mx.example.com:${server.port}`, '--trust', trust],
      ...['--resolve', 'mx.example.com=127.0.0.1', '--deadline', '5s'],
    ],
    folder,
    { NODE_OPTIONS: `--require ${usage}`, USAGE_FILE: file },
  );
  await server.stop();
  const [host] = JSON.parse(stdout).routes[0].hosts;
  expect(host.addresses[0].lines.tls).toBe(tls);
  // In kilobytes.
  const { maxRSS } = JSON.parse(readFileSync(file, 'utf8'));
  expect(maxRSS).toBeGreaterThan(20 * 1024);
  expect(maxRSS).toBeLessThan(150 * 1024);
});
