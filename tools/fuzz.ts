// Random harm to what a server may send: SMTP replies split and changed, TLS flights cut, mixed and mended,
// DNS answers of noise; and whole servers that lie. `tsx tools/fuzz.ts [--seed n] [--seconds n]`: nothing may crash, hang, run past
// its bounds, or be called a pass. The same seed gives the same run, but for the time at which it ends.

import { createSocket } from 'node:dgram';
import { createSecureContext, type SecureContext } from 'node:tls';
import { parseArgs } from 'node:util';
import { type Issued, issue } from '../src/demo/certificates.ts';
import { TlsClient } from '../src/probe/handshake.ts';
import { readServerFlight } from '../src/probe/presented-chain.ts';
import { defaultProbeSettings, probe } from '../src/probe/probe.ts';
import { createResolver } from '../src/probe/resolver.ts';
import { type Parsed, ReplyParser } from '../src/probe/smtp.ts';
import { isRecordStart } from '../src/probe/tls-records.ts';
import { answerAfterTls, greetToStarttls, startScripted } from '../test/support/scripted-server.ts';
import { certificates, firstFlight, record, serverHello } from '../test/support/tls-bytes.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = this.#state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  octets(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** The same octets with some of them changed, left out, doubled or cut off. */
  harm(bytes: Buffer): Buffer {
    let harmed = Buffer.from(bytes);
    for (let times = 1 + this.below(3); times > 0 && harmed.length > 0; times -= 1) {
      const at = this.below(harmed.length);
      const to = Math.min(harmed.length, at + 1 + this.below(16));
      switch (this.below(6)) {
        case 0:
          harmed[at] = this.below(256);
          break;
        case 1:
          harmed = Buffer.concat([harmed.subarray(0, at), harmed.subarray(to)]);
          break;
        case 2:
          harmed = Buffer.concat([harmed.subarray(0, to), harmed.subarray(at)]);
          break;
        case 3:
          harmed = harmed.subarray(0, at);
          break;
        case 4:
          harmed = Buffer.concat([harmed.subarray(0, at), this.octets(this.below(8)), harmed.subarray(at)]);
          break;
        default:
          harmed[at] = this.pick([0, 0xff, 0x7f, 0x80, 10, 13, 0x2d, 0x20]);
      }
    }
    return harmed;
  }
}

export class FuzzFailure extends Error {}

function hold(fact: boolean, what: string, ...witnesses: Buffer[]): void {
  if (!fact)
    throw new FuzzFailure(`${what}: ${witnesses.map((bytes) => bytes.toString('base64')).join(' ')}`);
}

const replies = [
  '220 mx.example.com ESMTP\r\n',
  '250-mx\r\n250-SIZE 1000\r\n250 STARTTLS\r\n',
  '220\r\n',
  '554 5.7.1 no\n',
  '250-one\n250-two\r\n250 three\r\n421 bye\r\n',
];

function parseInPieces(bytes: Buffer, sizes: () => number): Parsed[] {
  const parser = new ReplyParser();
  const told: Parsed[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const end = Math.min(bytes.length, offset + sizes());
    parser.push(bytes.subarray(offset, end));
    offset = end;
    for (let next = parser.next(); next !== null; next = parser.next()) {
      told.push(next);
      if (next.kind === 'problem') return told;
    }
  }
  return told;
}

/** However the octets are split, the replies before any problem are the same, and so is whether there is one. */
function fuzzReplies(dice: Dice): void {
  const bytes = dice.harm(Buffer.from(dice.pick(replies) + dice.pick(replies)));
  const summary = (told: Parsed[]): string =>
    JSON.stringify(
      told.map((parsed) =>
        parsed.kind === 'reply'
          ? parsed
          : parsed.cause.kind === 'bad-reply'
            ? parsed.cause.problem
            : parsed.cause,
      ),
    );
  const whole = summary(parseInPieces(bytes, () => bytes.length));
  const pieces = summary(parseInPieces(bytes, () => 1 + dice.below(7)));
  hold(whole === pieces, `a reply depends on how it is split: ${whole} ${pieces}`, bytes);
}

interface Stage {
  readonly context: SecureContext;
  readonly chain: readonly Issued[];
  readonly tls: TlsClient;
  readonly plainFlight: Buffer;
}

/** What is read is what is there: never a certificate that is not among the octets, never a throw. */
function fuzzFlight(dice: Dice, stage: Stage): void {
  const bytes = dice.below(8) === 0 ? dice.octets(dice.below(200)) : dice.harm(stage.plainFlight);
  const flight = readServerFlight(bytes, dice.below(2) ? dice.octets(dice.pick([0, 32, 48])) : null);
  for (const der of flight.presentedChain.certificates) {
    hold(der.length <= bytes.length, 'a certificate is longer than its flight', bytes);
  }
  hold(!(flight.presentedChain.whole && flight.protocol === null), 'a chain without a hello', bytes);
  isRecordStart(bytes);
}

/** A whole server that harms one of its answers: the probe ends in time and, if it says done, proved the path. */
async function fuzzServer(dice: Dice, stage: Stage): Promise<void> {
  const harmed = dice.below(5);
  const harmMaybe = (turn: number, text: string | Buffer): Buffer =>
    turn === harmed ? dice.harm(Buffer.from(text as string)) : Buffer.from(text as string);
  const server = await startScripted(async (peer) => {
    if (harmed < 3) {
      peer.send(harmMaybe(0, '220 mx ESMTP\r\n'));
      await peer.line();
      peer.send(harmMaybe(1, '250-mx\r\n250-STARTTLS\r\n250 SIZE\r\n'));
      await peer.line();
      peer.send(harmMaybe(2, '220 go\r\n'));
      await peer.secure(stage.context);
      await answerAfterTls(peer);
    } else {
      await greetToStarttls(peer);
      const flight = await firstFlight(stage.context, await peer.hello());
      peer.send(dice.harm(flight));
      if (harmed === 3) peer.end();
      await peer.gone;
    }
  });
  try {
    const settings = {
      ...defaultProbeSettings,
      connectTimeout: 200,
      greetingTimeout: 100,
      commandTimeout: 100,
      tlsTimeout: 100,
      deadline: 400,
      ehloName: 'fuzz.example',
    };
    const target = {
      server: 'mx.example.com',
      address: '127.0.0.1',
      family: 4,
      port: server.port,
      sni: null,
    } as const;
    const startedAt = performance.now();
    const evidence = await probe(target, settings, { tls: stage.tls });
    hold(performance.now() - startedAt < 400 + 1000, 'a probe ran past its deadline');
    if (evidence.outcome.kind === 'done') {
      const { certificates: shown } = evidence.tls!.presentedChain;
      hold(
        shown.length === 2 && stage.chain[0]!.der.every((octet, index) => shown[0]![index] === octet),
        'another chain',
      );
      hold(harmed < 3, 'a handshake of harmed octets was finished');
    }
    JSON.stringify(evidence);
  } finally {
    await server.stop();
  }
}

/** A DNS server that answers noise behind the right id: an answer, a failure or silence, never a throw. */
async function fuzzDns(dice: Dice): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const answer = Buffer.from(query);
    answer[2] = 0x81;
    answer[7] = dice.below(3);
    const harmed = Buffer.concat([
      query.subarray(0, 2),
      dice.harm(answer).subarray(2),
      dice.octets(dice.below(40)),
    ]);
    socket.send(harmed, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const server = { address: '127.0.0.1', port: socket.address().port };
  await createResolver({ server, timeout: 40 }).addresses('a.example');
  await createResolver({ server, timeout: 40 }).mx('a.example');
  await new Promise<void>((resolve) => socket.close(resolve));
}

/** Runs until the time is up; resolves to how often each part ran, rejects with the first that did not hold. */
export async function fuzz(seed: number, seconds: number): Promise<Record<string, number>> {
  const dice = new Dice(seed);
  const root = await issue({ subject: 'Fuzz Root', ca: true });
  const leaf = await issue({ subject: 'mx.example.com', names: ['mx.example.com'], issuer: root });
  const chain = [leaf, root];
  const context = createSecureContext({ ca: [], cert: leaf.pem + root.pem, key: leaf.keyPem });
  const trust = { name: 'fuzz', kind: 'file', anchors: [root.der], pem: [root.pem], sha256: '' } as const;
  const plainFlight = Buffer.concat([
    record(22, serverHello(0xc02b)),
    record(22, certificates([leaf.der, root.der])),
    record(22, Buffer.from('0e000000', 'hex')),
  ]);
  const stage: Stage = { context, chain, tls: new TlsClient(trust), plainFlight };
  const counts = { replies: 0, flights: 0, servers: 0, dns: 0 };
  const endsAt = performance.now() + seconds * 1000;
  while (performance.now() < endsAt) {
    for (let times = 0; times < 200; times += 1) fuzzReplies(dice);
    for (let times = 0; times < 200; times += 1) fuzzFlight(dice, stage);
    await Promise.all(Array.from({ length: 8 }, () => fuzzServer(dice, stage)));
    await Promise.all(Array.from({ length: 4 }, () => fuzzDns(dice)));
    counts.replies += 200;
    counts.flights += 200;
    counts.servers += 8;
    counts.dns += 4;
  }
  return counts;
}

if (process.argv[1]?.endsWith('fuzz.ts')) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, seconds: { type: 'string' } } });
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  fuzz(seed, Number(values.seconds ?? 60)).then(
    (counts) => console.log(`fuzz: seed ${seed}: ${JSON.stringify(counts)}`),
    (error) => {
      console.error(`fuzz: seed ${seed}:`, error);
      process.exitCode = 1;
    },
  );
}
