// Servers that speak SMTP in ways that are broken, hostile or odd, and the evidence of each: a table to read as a manual.

import { describe, expect, test } from '@jest/globals';
import { startServer } from '../../src/demo/servers.ts';
import { defaultEhloName } from '../../src/probe/ehlo-name.ts';
import { probe } from '../../src/probe/probe.ts';
import {
  afterTls,
  answersStarttls,
  context,
  fixture,
  goOn,
  greetsWith,
  offers,
  prepare,
  type Row,
  run,
  says,
  seesChain,
  works,
} from '../support/hostile.ts';
import { causeOf, probeScript, shortSettings, targetOf } from '../support/probing.ts';
import { answerAfterTls, good, greet, greetToStarttls, type Script } from '../support/scripted-server.ts';

prepare();

describe('odd but usable', () => {
  test.each<Row>([
    {
      does: 'is good',
      script: (peer) => good(context)(peer),
      stage: 'done',
      cause: null,
      evidence: { ...works, liberties: [] },
      check: seesChain,
    },
    {
      does: 'sends bare LF',
      script: greetsWith('220 mx\n'),
      stage: 'done',
      cause: null,
      evidence: { liberties: ['bare-lf'] },
    },
    {
      does: 'sends 220 without text',
      script: greetsWith('220\r\n'),
      stage: 'done',
      cause: null,
      evidence: { liberties: ['missing-text'] },
    },
    {
      does: 'greets over several lines',
      script: greetsWith('220-one\r\n220-two\r\n220 three\r\n'),
      stage: 'done',
      cause: null,
      evidence: works,
    },
    {
      does: 'greets slowly, line by line',
      script: async (peer) => {
        peer.send('220-wait\r\n');
        await new Promise((resolve) => setTimeout(resolve, 150));
        peer.send('220 mx\r\n');
        await goOn(peer);
      },
      stage: 'done',
      cause: null,
      evidence: works,
    },
    {
      does: 'writes the keyword in lower case',
      script: offers('250-mx\r\n250-starttls\r\n250 SIZE\r\n'),
      stage: 'done',
      cause: null,
      evidence: { liberties: ['lower-case-keyword'] },
    },
    {
      does: 'offers it in the last line',
      script: offers('250-mx\r\n250 STARTTLS\r\n'),
      stage: 'done',
      cause: null,
      evidence: works,
    },
    {
      does: 'sends a line of 600 octets',
      script: offers(`250-mx\r\n250-${'A'.repeat(600)}\r\n250 STARTTLS\r\n`),
      stage: 'done',
      cause: null,
      evidence: { liberties: ['long-line'] },
    },
    {
      does: 'sends 1,000 EHLO lines',
      script: offers(`250-mx\r\n${'250-WORD\r\n'.repeat(1000)}250 STARTTLS\r\n`),
      stage: 'done',
      cause: null,
      evidence: { liberties: ['many-lines'] },
    },
    {
      does: 'sends octet after octet',
      script: async (peer) => {
        await peer.drip('220 mx\r\n', 20);
        await peer.line();
        await peer.drip('250-mx\r\n250 STARTTLS\r\n', 5);
        await peer.line();
        await peer.drip('220 go\r\n', 20);
        await peer.secure(context);
        await answerAfterTls(peer);
      },
      stage: 'done',
      cause: null,
      evidence: works,
    },
    {
      does: 'has control characters and bidi marks in its banner',
      script: greetsWith('220 \x1b[31mmx\x07\x00 \u202e\u009b bad\rforged\r\n'),
      stage: 'done',
      cause: null,
      evidence: { liberties: ['control-character', 'not-ascii'] },
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
      stage: 'done',
      cause: null,
      evidence: { liberties: ['early-data'] },
    },
    {
      does: 'ignores QUIT',
      script: afterTls(async (peer) => {
        await peer.line();
        peer.send('250 mx\r\n');
        await peer.gone;
      }),
      stage: 'done',
      cause: null,
      evidence: works,
    },
    {
      does: 'refuses the second EHLO',
      script: afterTls(async (peer) => {
        await peer.line();
        peer.send('550 5.7.1 no\r\n');
        await peer.gone;
      }),
      stage: 'done',
      cause: null,
      evidence: { tls: { afterHandshake: { kind: 'answered', reply: { code: 550 } } } },
    },
  ])('$does', run);
});

describe('the greeting', () => {
  test.each<Row>([
    ...[421, 450, 554, 250].map((code) => ({
      does: `is ${code}`,
      script: says(`${code} sorry\r\n`),
      stage: 'greeting' as const,
      cause: { kind: 'unexpected-reply', reply: { code, lines: ['sorry'] } },
    })),
    {
      does: 'is 421 and the connection ends',
      script: (peer) => {
        peer.send('421 too many connections\r\n');
        peer.end();
      },
      stage: 'greeting',
      cause: { kind: 'unexpected-reply', reply: { code: 421 } },
    },
    {
      does: 'has codes that disagree',
      script: says('220-mx\r\n250 yes\r\n'),
      stage: 'greeting',
      cause: { kind: 'bad-reply', problem: 'codes-disagree', sample: '250 yes\r\n' },
    },
    {
      does: 'refuses first and agrees then',
      script: says('554-mx\r\n220 yes\r\n'),
      stage: 'greeting',
      cause: { kind: 'bad-reply', problem: 'codes-disagree', sample: '220 yes\r\n' },
    },
    {
      does: 'is the teaser of postscreen, and then a refusal',
      script: says('220-mx ESMTP\r\n521 5.7.1 blocked\r\n'),
      stage: 'greeting',
      cause: { kind: 'unexpected-reply', reply: { code: 521, lines: ['mx ESMTP', '5.7.1 blocked'] } },
      evidence: { liberties: ['code-changed'] },
    },
    {
      does: 'has a bad separator',
      script: says('220_mx\r\n'),
      stage: 'greeting',
      cause: { kind: 'bad-reply', problem: 'bad-separator' },
    },
    {
      does: 'has a control character for a separator',
      script: says('220\x1bmx\r\n'),
      stage: 'greeting',
      cause: { kind: 'bad-reply', problem: 'bad-character' },
    },
    {
      does: 'never comes',
      script: () => {},
      stage: 'greeting',
      cause: { kind: 'timed-out', limit: 'stage', milliseconds: 400 },
      evidence: { secondLook: { why: 'silent-greeting', seen: { nothing: true } } },
    },
    {
      does: 'never ends',
      script: (peer) => peer.drip('220-mx\r\n'.repeat(100), 50, 8),
      stage: 'greeting',
      cause: { kind: 'timed-out' },
    },
    {
      does: 'is a line of an octet a second',
      script: (peer) => peer.drip('220 mx mx mx mx mx', 100),
      stage: 'greeting',
      cause: { kind: 'timed-out' },
    },
    {
      does: 'is the end of the connection',
      script: (peer) => peer.end(),
      stage: 'greeting',
      cause: { kind: 'closed', how: 'end' },
    },
    {
      does: 'is a reset',
      script: async (peer) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        peer.reset();
      },
      stage: 'greeting',
      cause: { kind: 'closed', how: 'reset' },
    },
    {
      does: 'is 64 MiB without a line end',
      script: (peer) => peer.flood('2'.repeat(65536), 64 << 20),
      stage: 'greeting',
      cause: { kind: 'reply-too-long', what: 'line' },
    },
    {
      does: 'is an endless reply',
      script: (peer) => peer.flood('220-mx\r\n'.repeat(8192), 64 << 20),
      stage: 'greeting',
      cause: { kind: 'reply-too-long', what: 'lines' },
    },
    {
      does: 'is an endless reply of long lines',
      script: (peer) => peer.flood(`220-${'x'.repeat(2000)}\r\n`.repeat(32), 64 << 20),
      stage: 'greeting',
      cause: { kind: 'reply-too-long', what: 'bytes' },
    },
    {
      does: 'is SSH',
      script: says('SSH-2.0-OpenSSH_9.2\r\n'),
      stage: 'greeting',
      cause: { kind: 'other-protocol', protocol: 'ssh' },
    },
    {
      does: 'is IMAP',
      script: says('* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n'),
      stage: 'greeting',
      cause: { kind: 'other-protocol', protocol: 'imap' },
    },
    {
      does: 'is POP3',
      script: says('+OK ready\r\n'),
      stage: 'greeting',
      cause: { kind: 'other-protocol', protocol: 'pop3' },
    },
    {
      does: 'is HTTP',
      script: says('HTTP/1.1 400 Bad Request\r\n\r\n'),
      stage: 'greeting',
      cause: { kind: 'other-protocol', protocol: 'http' },
    },
    {
      does: 'is FTP',
      script: async (peer) => {
        peer.send('220 (vsFTPd 3.0.3)\r\n');
        await peer.line();
        peer.send('530 Please login with USER and PASS.\r\n');
      },
      stage: 'ehlo',
      cause: { kind: 'other-protocol', protocol: 'ftp' },
    },
    {
      does: 'is a TLS alert',
      script: says(Buffer.from([21, 3, 3, 0, 2, 2, 40])),
      stage: 'greeting',
      cause: { kind: 'other-protocol', protocol: 'tls' },
      evidence: { secondLook: { why: 'not-smtp' } },
    },
    {
      does: 'begins as SMTP and goes on as SSH',
      script: says('220-mx\r\nSSH-2.0-x\r\n'),
      stage: 'greeting',
      cause: { kind: 'bad-reply', problem: 'no-code' },
    },
    {
      does: 'is nothing that we know',
      script: says('welcome to the machine\r\n'),
      stage: 'greeting',
      cause: { kind: 'other-protocol', protocol: 'unknown' },
    },
  ])('$does', run);
});

describe('STARTTLS', () => {
  const never = 'STARTTLS';
  test.each<Row>([
    {
      does: 'is not offered',
      script: offers('250-mx\r\n250 SIZE\r\n'),
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: null },
      never,
    },
    {
      does: 'is masked',
      script: offers('250-mx\r\n250-XXXXXXXA\r\n250 SIZE\r\n'),
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: 'XXXXXXXA' },
      never,
    },
    {
      does: 'is masked with eight X',
      script: offers('250-mx\r\n250 XXXXXXXX\r\n'),
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: 'XXXXXXXX' },
      never,
    },
    {
      does: 'is part of another word',
      script: offers('250-mx\r\n250-XSTARTTLS\r\n250-STARTTLSX\r\n250-STARTTLS-NOT\r\n250 NOSTARTTLS\r\n'),
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: null },
      never,
    },
    {
      does: 'is the parameter of another keyword',
      script: offers('250-mx\r\n250 AUTH STARTTLS\r\n'),
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: null },
      never,
    },
    {
      does: 'is only in the line of the name',
      script: offers('250 STARTTLS\r\n'),
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: null },
      never,
    },
    {
      does: 'is hidden behind a masked banner',
      script: async (peer) => {
        peer.send(`220 ${'*'.repeat(20)}0*2*****\r\n`);
        await peer.line();
        peer.send('250-mx\r\n250 SIZE\r\n');
        await peer.gone;
      },
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: `${'*'.repeat(20)}0*2*****` },
      never,
    },
    {
      does: 'is missing behind lines that are long to match',
      script: async (peer) => {
        peer.send(`220 ${'*'.repeat(4000)}x\r\n`);
        await peer.line();
        const lines = ['x'.repeat(4000), '*'.repeat(4000), 'a XXXXXXX'.repeat(400)];
        peer.send(
          `250-mx\r\n${lines.map((line) => `250-${line}!\r\n`).join('')}250 ${'a'.repeat(4000)}b\r\n`,
        );
        await peer.gone;
      },
      stage: 'ehlo',
      cause: { kind: 'starttls-not-offered', masked: null },
      never,
    },
    {
      does: 'is overwritten on the way',
      script: answersStarttls('500 5.5.1 Command unrecognized: "XXXXXXXX"\r\n'),
      stage: 'starttls',
      cause: { kind: 'starttls-not-offered', masked: 'XXXXXXXX' },
    },
    ...[454, 502, 354, 221, 250, 421, 501].map((code) => ({
      does: `is answered ${code}`,
      script: answersStarttls(`${code} no\r\n`),
      stage: 'starttls' as const,
      cause: { kind: 'unexpected-reply', reply: { code } },
    })),
    {
      does: 'is answered by the end of the connection',
      script: async (peer) => {
        await greet(peer);
        await peer.line();
        peer.end();
      },
      stage: 'starttls',
      cause: { kind: 'closed', how: 'end' },
    },
    {
      does: 'is never answered',
      script: answersStarttls(''),
      stage: 'starttls',
      cause: { kind: 'timed-out', limit: 'stage' },
    },
    {
      does: 'comes after a refused EHLO',
      script: async (peer) => {
        peer.send('220 mx\r\n');
        await peer.line();
        peer.send('550 go away\r\n');
        await peer.gone;
      },
      stage: 'ehlo',
      cause: { kind: 'unexpected-reply', reply: { code: 550 } },
      never,
    },
    {
      does: 'comes after EHLO was not answered',
      script: async (peer) => {
        peer.send('220 mx\r\n');
        await peer.gone;
      },
      stage: 'ehlo',
      cause: { kind: 'timed-out' },
      never,
    },
  ])('$does', run);
});

describe('limits', () => {
  test('nobody listens', async () => {
    const { evidence } = await probeScript(() => {}, fixture.tls, {}, { port: 1 });
    expect(evidence).toMatchObject({ stage: 'connect', outcome: { cause: { kind: 'refused' } } });
  });

  test('the deadline holds over all stages', async () => {
    const slow: Script = async (peer) => {
      await peer.drip('220 mx\r\n', 35);
      await peer.line();
      await peer.drip('250-mx\r\n250 STARTTLS\r\n', 15);
      await peer.line();
      await peer.drip('220 go\r\n', 35);
    };
    const { evidence, milliseconds } = await probeScript(slow, fixture.tls, {
      deadline: 700,
      greetingTimeout: 5000,
      commandTimeout: 5000,
    });
    expect(causeOf(evidence)).toEqual({ kind: 'timed-out', milliseconds: 700, limit: 'deadline' });
    expect(milliseconds).toBeLessThan(1300);
  });

  test.each([0, 30])('cancelled after %i ms', async (wait) => {
    const controller = new AbortController();
    if (wait === 0) controller.abort();
    else setTimeout(() => controller.abort(), wait);
    const { evidence, milliseconds } = await probeScript(() => {}, fixture.tls, {}, {}, controller.signal);
    expect(causeOf(evidence)).toEqual({ kind: 'cancelled' });
    expect(evidence.secondLook).toBeNull();
    expect(milliseconds).toBeLessThan(300);
  });

  test('SNI is the name, and none for an address', async () => {
    const names: (string | false | undefined)[] = [];
    const script: Script = async (peer) => {
      await greetToStarttls(peer);
      const encrypted = await peer.secure(context);
      names.push((encrypted as { servername?: string | false }).servername);
      await answerAfterTls(peer);
    };
    for (const sni of ['mx.example.com', null]) await probeScript(script, fixture.tls, {}, { sni });
    expect(names).toEqual(['mx.example.com', false]);
  });

  test('over IPv6, with the address literal for a name', async () => {
    const server = await startServer({ chain: [fixture.leaf, fixture.intermediate], address: '::1' });
    try {
      const target = { ...targetOf(server.port), address: '::1', family: 6 } as const;
      const evidence = await probe(target, { ...shortSettings, ehloName: null }, { tls: fixture.tls });
      expect(evidence.outcome).toEqual({ kind: 'done' });
      expect(server.commands[0]).toBe(`EHLO ${defaultEhloName('::1')}`);
    } finally {
      await server.stop();
    }
  });

  test('an EHLO name that could end the line is refused', async () => {
    const settings = { ...shortSettings, ehloName: 'a\r\nMAIL FROM:<>' };
    await expect(probe(targetOf(1), settings, { tls: fixture.tls })).rejects.toThrow(TypeError);
  });
});
