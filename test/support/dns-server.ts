// A DNS server on loopback that answers by a table: UDP and TCP on one port, truncation, silence, error codes,
// packets that are none. The bytes are made by dns-packet.

import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import codec, { type Answer, type Packet } from 'dns-packet';

/** What is said to a question. Records are `TYPE name data` with a TTL of 300 unless a number stands behind. */
export interface Zone {
  /** By `TYPE name`, lower case, or by `name` for every type. */
  readonly [question: string]: DnsReply;
}

export interface DnsReply {
  readonly answers?: readonly Answer[];
  readonly rcode?: number;
  /** UDP answers are cut; TCP ones are whole. */
  readonly truncated?: boolean;
  readonly authenticated?: boolean;
  readonly silent?: boolean;
  /** These octets behind the id, instead of an answer. */
  readonly garbage?: Buffer;
  /** Sent before the answer: with another question, or another id. */
  readonly forged?: 'question' | 'id';
  /** No answer to questions with an OPT record but FORMERR. */
  readonly withoutEdns?: boolean;
  /** The upper bits of the code, said in OPT to questions that have one, with no answer: 1 is BADVERS. */
  readonly extendedCode?: number;
  readonly authorities?: readonly Answer[];
}

export interface DnsServer {
  readonly address: '127.0.0.1';
  readonly port: number;
  /** `TYPE name` of each question, with ` tcp` behind those over TCP. */
  readonly questions: readonly string[];
  stop(): Promise<void>;
}

export const a = (name: string, data: string, ttl = 300): Answer => ({ type: 'A', name, data, ttl });
export const aaaa = (name: string, data: string, ttl = 300): Answer => ({ type: 'AAAA', name, data, ttl });
export const cname = (name: string, data: string, ttl = 300): Answer => ({ type: 'CNAME', name, data, ttl });
export const ns = (name: string, data: string): Answer => ({ type: 'NS', name, data, ttl: 300 });
export const mx = (name: string, preference: number, exchange: string, ttl = 300): Answer => ({
  type: 'MX',
  name,
  ttl,
  data: { preference, exchange },
});

export async function startDns(zone: Zone): Promise<DnsServer> {
  const questions: string[] = [];
  const answer = (query: Buffer, tcp: boolean): Buffer[] => {
    const packet = codec.decode(query);
    const { type, name } = packet.questions![0]!;
    questions.push(`${type} ${name}${tcp ? ' tcp' : ''}`);
    const reply = zone[`${type} ${name.toLowerCase()}`] ?? zone[name.toLowerCase()] ?? { rcode: 3 };
    return packetsOf(reply, packet, tcp);
  };
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    for (const bytes of answer(query, false)) udp.send(bytes, from.port, from.address);
  });
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      for (const reply of answer(bytes.subarray(2), true)) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        // In two pieces: the length may come alone.
        socket.write(length);
        socket.write(reply);
      }
    });
  });
  const port = await new Promise<number>((resolve) => {
    tcp.listen(0, '127.0.0.1', () => {
      const { port: chosen } = tcp.address() as AddressInfo;
      udp.bind(chosen, '127.0.0.1', () => resolve(chosen));
    });
  });
  return {
    address: '127.0.0.1',
    port,
    questions,
    stop: async () => {
      await new Promise<void>((resolve) => udp.close(resolve));
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
    },
  };
}

function packetsOf(reply: DnsReply, query: Packet, tcp: boolean): Buffer[] {
  if (reply.silent) return [];
  if (reply.garbage) {
    const id = Buffer.alloc(2);
    id.writeUInt16BE(query.id!);
    return [Buffer.concat([id, reply.garbage])];
  }
  const hasOpt = query.additionals!.length > 0;
  const isRefused = reply.withoutEdns && hasOpt;
  const opt = hasOpt && reply.extendedCode ? { extendedRcode: reply.extendedCode } : null;
  const cut = reply.truncated === true && !tcp;
  const packet: Packet = {
    id: query.id!,
    type: 'response',
    flags:
      codec.RECURSION_DESIRED |
      (reply.authenticated ? codec.AUTHENTIC_DATA : 0) |
      (cut ? codec.TRUNCATED_RESPONSE : 0) |
      (isRefused ? 1 : (reply.rcode ?? 0)),
    questions: query.questions!,
    answers: cut || isRefused || opt ? [] : [...(reply.answers ?? [])],
    authorities: [...(reply.authorities ?? [])],
    additionals: opt ? [{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [], ...opt }] : [],
  };
  const bytes = codec.encode(packet);
  if (reply.forged === 'question') {
    const other = {
      ...packet,
      questions: [{ type: 'A', name: 'other.example' }],
      answers: [a('other.example', '192.0.2.66')],
    };
    return [codec.encode(other), bytes];
  }
  if (reply.forged === 'id') return [codec.encode({ ...packet, id: (query.id! + 1) % 65536 }), bytes];
  return [bytes];
}
