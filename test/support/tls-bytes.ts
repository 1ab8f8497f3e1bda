// TLS written by hand: what no library would send. Records, handshake messages, hellos, Certificate messages;
// and the first flight of a real server, to be cut, mixed and mended.

import { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';

const number = (value: number, octets: number): Buffer => {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(value, 0, octets);
  return bytes;
};

/** Octets behind their own length. */
export const vector = (octets: number, content: Uint8Array): Buffer =>
  Buffer.concat([number(content.length, octets), content]);

export const record = (type: number, payload: Uint8Array, version = 0x0303): Buffer =>
  Buffer.concat([number(type, 1), number(version, 2), vector(2, payload)]);

export const handshake = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([number(type, 1), vector(3, body)]);

export const alert = (description: number): Buffer => record(21, Buffer.from([2, description]));

export const serverHello = (suite: number, version = 0x0303): Buffer =>
  handshake(
    2,
    Buffer.concat([
      number(version, 2),
      Buffer.alloc(32, 7),
      Buffer.from([0]),
      number(suite, 2),
      Buffer.from([0]),
    ]),
  );

export const certificates = (list: readonly Uint8Array[]): Buffer =>
  handshake(11, vector(3, Buffer.concat(list.map((der) => vector(3, der)))));

/** What a server with this context answers a ClientHello at first, in one piece. */
export async function firstFlight(context: SecureContext, clientHello: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const duplex = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, callback) => {
      chunks.push(chunk);
      callback();
    },
  });
  const server = new TLSSocket(duplex as never, { isServer: true, secureContext: context });
  server.on('error', () => {});
  duplex.push(clientHello);
  while (chunks.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  server.destroy();
  return Buffer.concat(chunks);
}
