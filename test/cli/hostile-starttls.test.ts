// Servers that answer EHLO and STARTTLS in ways that are broken, hostile or odd, and what the built program says of each: code, reason and severity of the one cause; the lines tls, ca,
// hostname; verdict, delivery, exit code; and never later than the deadline and a second. FACTS.md section 6 and
// PRODUCT.md section 4, to be read as a manual.

import { describe, expect } from '@jest/globals';
import { answersEhlo, answersStarttls, context, says, useCertificates } from '../support/mail-scripts.ts';
import { impatient, programTable, type Row } from '../support/program-table.ts';
import { answerAfterTls, good, greet, greetToStarttls } from '../support/scripted-server.ts';
import { alert } from '../support/tls-bytes.ts';

const place = useCertificates();
const untold = { lines: 'inconclusive inconclusive inconclusive', ends: 'inconclusive unknown 3' };
const broken = { lines: 'fail inconclusive inconclusive', ends: 'fail return 1' };
const inClear = '--no-require-tls';

describe('EHLO and STARTTLS', () => {
  const never = 'STARTTLS';
  const rows: Row[] = [
    {
      does: 'EHLO is answered 421',
      script: answersEhlo('421 4.3.2 shutting down\r\n'),
      cause: 'smtp-failure/try-later inconclusive',
      ...untold,
      never,
    },
    {
      does: 'EHLO is answered 451',
      script: answersEhlo('451 4.7.1 greylisted\r\n'),
      cause: 'smtp-failure/try-later inconclusive',
      ...untold,
      never,
    },
    {
      does: 'EHLO is answered 550',
      script: answersEhlo('550 5.7.1 who are you\r\n'),
      cause: 'starttls-not-supported/refused fail',
      ...broken,
      never,
    },
    {
      does: 'EHLO is unknown (502)',
      script: answersEhlo('502 5.5.2 unknown command\r\n'),
      cause: 'starttls-not-supported/refused fail',
      ...broken,
      never,
    },
    {
      does: 'EHLO is not answered',
      script: answersEhlo(''),
      flags: impatient,
      cause: 'smtp-failure/timed-out inconclusive',
      ...untold,
      never,
    },
    {
      does: 'EHLO is answered by the end',
      script: async (peer) => {
        peer.send('220 mx\r\n');
        await peer.line();
        peer.end();
      },
      cause: 'connection-failure/closed inconclusive',
      ...untold,
      never,
    },
    {
      does: 'the list breaks off, and the end',
      script: async (peer) => {
        peer.send('220 mx\r\n');
        await peer.line();
        peer.send('250-mx\r\n250-STARTTLS\r\n');
        peer.end();
      },
      cause: 'connection-failure/closed inconclusive',
      ...untold,
      never,
    },
    {
      does: 'the list has no line that ends it',
      script: answersEhlo('250-mx\r\n250-STARTTLS\r\n'),
      flags: impatient,
      cause: 'smtp-failure/timed-out inconclusive',
      ...untold,
      never,
    },
    {
      does: 'the list has a wrong code in it',
      script: answersEhlo('250-mx\r\n200-STARTTLS\r\n250 SIZE\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
      never,
    },
    {
      does: 'STARTTLS is not offered',
      script: answersEhlo('250-mx\r\n250 SIZE\r\n'),
      cause: 'starttls-not-supported/not-offered fail',
      ...broken,
      never,
    },
    {
      does: 'only the words HELP STARTTLS are there',
      script: answersEhlo('250-mx\r\n250 HELP STARTTLS\r\n'),
      cause: 'starttls-not-supported/not-offered fail',
      ...broken,
      never,
    },
    {
      does: 'it is another word',
      script: answersEhlo('250-mx\r\n250-XSTARTTLS\r\n250 STARTTLSX\r\n'),
      cause: 'starttls-not-supported/not-offered fail',
      ...broken,
      never,
    },
    {
      does: 'it is spelt with a letter of another script',
      script: answersEhlo('250-mx\r\n250 SТARTTLS\r\n'),
      cause: 'starttls-not-supported/not-offered fail',
      ...broken,
      never,
    },
    {
      does: 'it is spelt with a long s, whose capital is an S',
      script: answersEhlo('250-mx\r\n250 ſTARTTLS\r\n'),
      cause: 'starttls-not-supported/not-offered fail',
      ...broken,
      never,
    },
    ...['--------', '........', '========', '****', 'XXXX'].map(
      (word): Row => ({
        does: `a line of ${word} stands in the list`,
        script: answersEhlo(`250-mx\r\n250-${word}\r\n250 SIZE\r\n`),
        cause: 'starttls-not-supported/not-offered fail',
        ...broken,
        never,
      }),
    ),
    ...['XXXXXXX', 'xxxxxxxx', '********', '########'].map(
      (word): Row => ({
        does: `${word} stands in its place`,
        script: answersEhlo(`250-mx\r\n250-${word}\r\n250 SIZE\r\n`),
        cause: 'starttls-not-supported/masked inconclusive',
        ...untold,
        never,
      }),
    ),
    {
      does: 'it is the name of the server only',
      script: answersEhlo('250 STARTTLS\r\n'),
      cause: 'starttls-not-supported/not-offered fail',
      ...broken,
      never,
    },
    {
      does: 'it is masked',
      script: answersEhlo('250-mx\r\n250-XXXXXXXA\r\n250 SIZE\r\n'),
      cause: 'starttls-not-supported/masked inconclusive',
      ...untold,
      never,
    },
    {
      does: 'it is overwritten on the way',
      script: answersStarttls('500 5.5.1 Command unrecognized: "XXXXXXXX"\r\n'),
      cause: 'starttls-not-supported/masked inconclusive',
      ...untold,
    },
    ...[502, 503, 354, 221, 250, 530, 200].map(
      (code): Row => ({
        does: `STARTTLS is answered ${code}`,
        script: answersStarttls(`${code} no\r\n`),
        cause: 'starttls-not-supported/refused fail',
        ...broken,
      }),
    ),
    ...[454, 421, 450].map(
      (code): Row => ({
        does: `STARTTLS is answered ${code}`,
        script: answersStarttls(`${code} 4.7.0 not now\r\n`),
        cause: 'smtp-failure/try-later inconclusive',
        ...untold,
      }),
    ),
    {
      does: 'STARTTLS is answered by the end',
      script: async (peer) => {
        await greet(peer);
        await peer.line();
        peer.end();
      },
      cause: 'connection-failure/closed inconclusive',
      ...untold,
    },
    {
      does: 'STARTTLS is not answered',
      script: answersStarttls(''),
      flags: impatient,
      cause: 'smtp-failure/timed-out inconclusive',
      ...untold,
    },
    {
      does: 'STARTTLS is answered with nonsense',
      script: answersStarttls('sure, go on\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
  ];
  programTable(rows, place);
});

describe('with TLS not required (R8 off)', () => {
  const off = 'off off off';
  const flags = [inClear];
  const rows: Row[] = [
    {
      does: 'no STARTTLS: delivered in clear, with a warning',
      script: answersEhlo('250-mx\r\n250 SIZE\r\n'),
      flags,
      cause: 'starttls-not-supported/not-offered warn',
      lines: off,
      ends: 'warn deliver 0',
    },
    {
      does: 'the same under --strict',
      script: answersEhlo('250-mx\r\n250 SIZE\r\n'),
      flags: [...flags, '--strict'],
      cause: 'starttls-not-supported/not-offered warn',
      lines: off,
      ends: 'warn deliver 1',
    },
    {
      does: 'STARTTLS refused: a sender may go on in clear',
      script: answersStarttls('502 no\r\n'),
      flags,
      cause: 'starttls-not-supported/refused inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'EHLO refused: a sender may say HELO',
      script: answersEhlo('502 no\r\n'),
      flags,
      cause: 'starttls-not-supported/refused inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'masked',
      script: answersEhlo('250-mx\r\n250 XXXXXXXA\r\n'),
      flags,
      cause: 'starttls-not-supported/masked inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'the handshake fails',
      script: async (peer) => {
        await greetToStarttls(peer);
        peer.end();
      },
      flags,
      cause: 'validation-failure/tls-handshake inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'the handshake fails once: what could not be told is asked again',
      script: async (peer) => {
        if (peer.connection > 1) return good(context)(peer);
        await greetToStarttls(peer);
        await peer.hello();
        // Of all alerts, one that wants no second look.
        return peer.send(alert(112));
      },
      flags: [...flags, '--retries=1'],
      cause: null,
      lines: off,
      ends: 'pass deliver 0',
      check: ({ attempts }) => expect(attempts).toBe(2),
    },
    {
      does: 'no SMTP at all: nothing is delivered there',
      script: says('SSH-2.0-x\r\n'),
      flags,
      cause: 'smtp-failure/bad-reply fail',
      lines: off,
      ends: 'fail return 1',
    },
    {
      does: 'nobody listens',
      script: null,
      flags,
      cause: 'connection-failure/refused inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: '421',
      script: says('421 later\r\n'),
      flags,
      cause: 'smtp-failure/try-later inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'bytes injected behind the 220: never a pass',
      script: async (peer) => {
        await greetToStarttls(peer, '220 go\r\n250 injected\r\n');
        await peer.secure(context);
        await answerAfterTls(peer);
      },
      flags,
      cause: 'validation-failure/injection inconclusive',
      lines: off,
      ends: 'inconclusive unknown 3',
    },
    {
      does: 'all is well: the lines are observed all the same',
      script: (peer) => good(context)(peer),
      flags,
      cause: null,
      lines: off,
      ends: 'pass deliver 0',
    },
  ];
  programTable(rows, place);
});
