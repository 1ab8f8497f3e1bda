// Servers whose greeting is broken, hostile or odd, and what the built program says of each: code, reason and severity of the one cause; the lines tls, ca,
// hostname; verdict, delivery, exit code; and never later than the deadline and a second. FACTS.md section 6 and
// PRODUCT.md section 4, to be read as a manual.

import { describe } from '@jest/globals';
import {
  context,
  goOn,
  greets,
  isNamed,
  offers,
  pause,
  says,
  useCertificates,
} from '../support/mail-scripts.ts';
import { impatient, programTable, type Row } from '../support/program-table.ts';
import { answerAfterTls, good, greetToStarttls } from '../support/scripted-server.ts';

const place = useCertificates();
const works = { cause: null, lines: 'pass pass pass', ends: 'pass deliver 0' };
const untold = { lines: 'inconclusive inconclusive inconclusive', ends: 'inconclusive unknown 3' };
const broken = { lines: 'fail inconclusive inconclusive', ends: 'fail return 1' };

describe('odd but usable', () => {
  const rows: Row[] = [
    { does: 'is good', script: (peer) => good(context)(peer), ...works },
    {
      does: 'writes the keyword in lower case',
      script: offers('250-mx\r\n250-starttls\r\n250 SIZE\r\n'),
      ...works,
      also: ['smtp-remark/lower-case-keyword'],
    },
    {
      does: 'greets with a bare 220',
      script: greets('220\r\n'),
      ...works,
      also: ['smtp-remark/missing-text'],
    },
    { does: 'ends lines with LF alone', script: greets('220 mx\n'), ...works, also: ['smtp-remark/bare-lf'] },
    {
      does: 'sends a line of 600 octets',
      script: offers(`250-mx\r\n250-${'A'.repeat(590)}\r\n250 STARTTLS\r\n`),
      ...works,
      also: ['smtp-remark/long-line'],
    },
    {
      does: 'answers EHLO in 1,000 lines',
      script: offers(`250-mx\r\n${'250-WORD\r\n'.repeat(1000)}250 STARTTLS\r\n`),
      ...works,
      also: ['smtp-remark/many-lines'],
    },
    {
      does: 'sends octets 20 ms apart',
      script: async (peer) => {
        await peer.drip('220 mx\r\n', 20);
        await peer.line();
        await peer.drip('250-mx\r\n250 STARTTLS\r\n', 20);
        await peer.line();
        await peer.drip('220 go\r\n', 20);
        await peer.secure(context);
        await answerAfterTls(peer);
      },
      ...works,
    },
    {
      does: 'lets the second line of its greeting wait, as postscreen does',
      script: async (peer) => {
        peer.send('220-mx.example.com wait\r\n');
        await pause(600);
        peer.send('220 mx.example.com ESMTP\r\n');
        await goOn(peer);
      },
      ...works,
    },
    {
      does: 'ignores QUIT',
      script: async (peer) => {
        await greetToStarttls(peer);
        await peer.secure(context);
        await peer.line();
        peer.send('250 mx\r\n');
        await peer.gone;
      },
      ...works,
    },
    {
      does: 'answers EHLO before it is asked',
      script: async (peer) => {
        peer.send('220 mx\r\n250-mx\r\n250 STARTTLS\r\n');
        await peer.line();
        await peer.line();
        peer.send('220 go\r\n');
        await peer.secure(context);
        await answerAfterTls(peer);
      },
      ...works,
      also: ['smtp-remark/early-data'],
    },
    {
      does: 'names STARTTLS twice, once with a parameter',
      script: offers('250-mx\r\n250-STARTTLS REQUIRED\r\n250-STARTTLS\r\n250 HELP\r\n'),
      ...works,
    },
    {
      does: 'answers EHLO as 250 and says in words that it is busy',
      script: offers('250-mx 421 4.3.2 too busy\r\n250 STARTTLS\r\n'),
      ...works,
    },
    {
      does: 'says 220 to STARTTLS over three lines',
      script: async (peer) => {
        peer.send('220 mx\r\n');
        await goOn(peer, '250-mx\r\n250 STARTTLS\r\n', '220-one\r\n220-two\r\n220 three\r\n');
      },
      ...works,
    },
    {
      does: 'offers STARTTLS once more on the encrypted channel',
      script: async (peer) => {
        await greetToStarttls(peer);
        await peer.secure(context);
        await answerAfterTls(peer, '250-mx\r\n250 STARTTLS\r\n');
      },
      ...works,
    },
    {
      does: 'pads every line with tabs and spaces',
      script: offers('250-mx \t \r\n250-STARTTLS\t \r\n250 SIZE \t\r\n'),
      ...works,
    },
    {
      does: 'half-closes after its answer to QUIT only',
      script: async (peer) => {
        await greetToStarttls(peer);
        const encrypted = await peer.secure(context);
        await peer.line();
        peer.send('250 mx\r\n');
        await peer.line();
        encrypted.end('221 bye\r\n');
      },
      ...works,
    },
  ];
  programTable(rows, place);
});

describe('the greeting', () => {
  const rows: Row[] = [
    {
      does: '421',
      script: says('421 4.7.0 too many connections\r\n'),
      cause: 'smtp-failure/try-later inconclusive',
      ...untold,
    },
    {
      does: '450',
      script: says('450 4.3.2 later\r\n'),
      cause: 'smtp-failure/try-later inconclusive',
      ...untold,
    },
    {
      does: '421 over two lines, and the end',
      script: (peer) => {
        peer.send('421-too many\r\n421 connections\r\n');
        peer.end();
      },
      cause: 'smtp-failure/try-later inconclusive',
      ...untold,
    },
    {
      does: '554',
      script: says('554 5.7.1 you are on a list\r\n'),
      cause: 'smtp-failure/greeting-rejected inconclusive',
      ...untold,
    },
    {
      does: '521',
      script: says('521 no mail here\r\n'),
      cause: 'smtp-failure/greeting-rejected inconclusive',
      ...untold,
    },
    { does: '250', script: says('250 mx\r\n'), cause: 'smtp-failure/bad-reply fail', ...broken },
    { does: '354', script: says('354 go on\r\n'), cause: 'smtp-failure/bad-reply fail', ...broken },
    {
      does: 'codes that disagree',
      script: says('220-mx\r\n250 yes\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
    {
      does: 'the teaser of postscreen, and then a refusal',
      script: says('220-mx ESMTP\r\n521 5.7.1 blocked using a list\r\n'),
      cause: 'smtp-failure/greeting-rejected inconclusive',
      ...untold,
    },
    {
      does: 'the same, but only for now',
      script: says('220-mx ESMTP\r\n421 4.3.2 all ports are busy\r\n'),
      cause: 'smtp-failure/try-later inconclusive',
      ...untold,
    },
    {
      does: 'a code of four digits',
      script: says('2200 mx\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
    {
      does: 'a code that no reply has',
      script: says('199 mx\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
    {
      does: 'SSH',
      script: says('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
      check: isNamed('SSH'),
    },
    {
      does: 'IMAP',
      script: says('* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
      check: isNamed('IMAP'),
    },
    {
      does: 'POP3',
      script: says('+OK POP3 ready\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
      check: isNamed('POP3'),
    },
    {
      does: 'FTP',
      script: async (peer) => {
        peer.send('220 (vsFTPd 3.0.3)\r\n');
        await peer.line();
        peer.send('530 Please login with USER and PASS.\r\n');
        await peer.gone;
      },
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
      check: isNamed('FTP'),
    },
    {
      does: 'HTTP that speaks first',
      script: says('HTTP/1.1 400 Bad Request\r\n\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
      check: isNamed('HTTP'),
    },
    {
      does: 'MySQL',
      script: says(Buffer.from('4a0000000a352e372e3432', 'hex')),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
    {
      does: 'a telnet negotiation',
      script: says(Buffer.from('fffd18fffd20fffd23fffd27', 'hex')),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
    {
      does: 'HTML',
      script: says('<html><body>blocked by your administrator</body></html>\r\n'),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
    {
      does: 'none, for HTTP waits to be asked',
      script: async (peer) => {
        await peer.hello();
        peer.send('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
        peer.end();
      },
      flags: impatient,
      cause: 'smtp-failure/greeting-timed-out inconclusive',
      ...untold,
      check: isNamed('HTTP'),
    },
    {
      does: 'none, for TLS comes first (SMTPS)',
      script: async (peer) => {
        await peer.secure(context);
        peer.send('220 mx ESMTP\r\n');
        await peer.gone;
      },
      flags: impatient,
      cause: 'smtp-failure/implicit-tls fail',
      ...broken,
    },
    {
      does: 'none but a TLS alert',
      script: async (peer) => {
        if (peer.connection === 1) peer.send(Buffer.from([21, 3, 1, 0, 2, 2, 10]));
        else await peer.secure(context);
        await peer.gone;
      },
      flags: impatient,
      cause: 'smtp-failure/implicit-tls fail',
      ...broken,
    },
    {
      does: 'none',
      script: (peer) => peer.gone,
      flags: impatient,
      cause: 'smtp-failure/greeting-timed-out inconclusive',
      ...untold,
    },
    {
      does: 'the end of the connection',
      script: (peer) => peer.end(),
      cause: 'connection-failure/closed inconclusive',
      ...untold,
    },
    {
      does: 'a reset',
      script: async (peer) => {
        await pause(30);
        peer.reset();
      },
      cause: 'connection-failure/closed inconclusive',
      ...untold,
    },
    {
      does: 'half a line, and the end',
      script: (peer) => {
        peer.send('220 mx.exam');
        peer.end();
      },
      cause: 'connection-failure/closed inconclusive',
      ...untold,
    },
    { does: 'nobody listens', script: null, cause: 'connection-failure/refused inconclusive', ...untold },
    {
      does: 'an octet at a time for ever',
      script: (peer) => peer.drip(`220 ${'m'.repeat(400)}`, 100),
      flags: ['--greeting-timeout=1s'],
      cause: 'smtp-failure/greeting-timed-out inconclusive',
      ...untold,
    },
    {
      does: 'a line every so often for ever',
      script: (peer) => peer.drip('220-mx\r\n'.repeat(100), 100, 8),
      flags: ['--greeting-timeout=1s'],
      cause: 'smtp-failure/greeting-timed-out inconclusive',
      ...untold,
    },
    {
      does: 'a tarpit past the deadline, whatever the other limits',
      script: async (peer) => {
        await peer.drip('220 mx\r\n', 90);
        await peer.line();
        await peer.drip('250-mx\r\n250 STARTTLS\r\n', 90);
      },
      flags: ['--deadline=1500ms'],
      cause: 'smtp-failure/timed-out inconclusive',
      ...untold,
    },
    {
      does: 'an endless reply',
      script: (peer) => peer.flood('220-mx\r\n'.repeat(8192), 64 << 20),
      cause: 'smtp-failure/reply-too-long fail',
      ...broken,
    },
    {
      does: '64 MiB without a line end',
      script: (peer) => peer.flood('220 '.padEnd(65536, 'x'), 64 << 20),
      cause: 'smtp-failure/reply-too-long fail',
      ...broken,
    },
    {
      does: 'zeros for ever',
      script: (peer) => peer.flood(Buffer.alloc(65536), 64 << 20),
      cause: 'smtp-failure/bad-reply fail',
      ...broken,
    },
  ];
  programTable(rows, place);
});
