// A mail server that does what a script says, over real sockets: the hostile, the broken and the odd.
// A script is a function that plays one connection; helpers below play the usual parts of it.

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket, type Server as TlsServer } from 'node:tls';

/** The other end of one connection. */
export interface Peer {
  readonly socket: Socket;
  /** 1 for the first connection to this server. */
  readonly connection: number;
  /** Text or bytes, as they are; in clear, or under TLS after `secure`. */
  send(data: string | Uint8Array): void;
  /** The next command line, without its end; '' when the client is gone. */
  line(): Promise<string>;
  /** Waits for the record of a ClientHello and takes it. */
  hello(): Promise<Buffer>;
  /** Bytes in one piece each, with a pause between them; ends early when the client is gone. */
  drip(data: string | Uint8Array, milliseconds: number, size?: number): Promise<void>;
  /** The same bytes again and again, until so many or the client is gone. */
  flood(data: string | Uint8Array, octets: number): Promise<void>;
  /** The server's side of a handshake; resolves when it is finished or broken. */
  secure(context: SecureContext, options?: SecureOptions): Promise<TLSSocket>;
  end(): void;
  reset(): void;
  /** Resolves when the client is gone. */
  readonly gone: Promise<void>;
}

export interface SecureOptions {
  readonly requestCert?: boolean;
  readonly rejectUnauthorized?: boolean;
  /** Answers OCSPRequest: a staple. */
  readonly server?: TlsServer;
  /** The server's octets leave in pieces of this size. */
  readonly pieces?: number;
}

export type Script = (peer: Peer) => Promise<void> | void;

export interface ScriptedServer {
  readonly port: number;
  readonly connections: number;
  /** Every line that any client sent, in clear or under TLS. */
  readonly commands: readonly string[];
  stop(): Promise<void>;
}

/** A port on which nobody listens, on any address of this machine. */
export async function deadPort(): Promise<number> {
  const server = await startScripted(() => {}, 0, '0.0.0.0');
  await server.stop();
  return server.port;
}

/** Starts a server that plays `script` on each connection. */
export async function startScripted(
  script: Script,
  port = 0,
  address = '127.0.0.1',
): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  let connections = 0;
  const server: Server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    void Promise.resolve(script(new ScriptedPeer(socket, connections, commands))).catch((error) => {
      socket.destroy();
      throw error;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    commands,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

class ScriptedPeer implements Peer {
  readonly socket: Socket;
  readonly connection: number;
  readonly gone: Promise<void>;
  readonly #commands: string[];
  #stream: Socket;
  #received = '';
  #isGone = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket, connection: number, commands: string[]) {
    this.socket = socket;
    this.connection = connection;
    this.#commands = commands;
    this.#stream = socket;
    this.gone = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isGone = true;
        this.#wake?.();
        resolve();
      });
    });
    socket.on('data', this.#listen);
  }

  readonly #listen = (chunk: Buffer): void => {
    this.#received += chunk.toString('latin1');
    this.#wake?.();
  };

  send(data: string | Uint8Array): void {
    if (this.#stream.writable) this.#stream.write(data);
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\n');
      if (end !== -1) {
        const line = this.#received.slice(0, end).trim();
        this.#received = this.#received.slice(end + 1);
        this.#commands.push(line);
        return line;
      }
      if (this.#isGone) return '';
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async hello(): Promise<Buffer> {
    const whole = (): boolean => {
      const bytes = Buffer.from(this.#received.slice(0, 5), 'latin1');
      return bytes.length === 5 && this.#received.length >= 5 + bytes.readUInt16BE(3);
    };
    while (!whole() && !this.#isGone) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = Buffer.from(this.#received, 'latin1');
    this.#received = '';
    return bytes;
  }

  async drip(data: string | Uint8Array, milliseconds: number, size = 1): Promise<void> {
    const bytes = Buffer.from(data as string);
    for (let offset = 0; offset < bytes.length && !this.#isGone; offset += size) {
      this.send(bytes.subarray(offset, offset + size));
      await Promise.race([this.gone, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
    }
  }

  async flood(data: string | Uint8Array, octets: number): Promise<void> {
    const bytes = Buffer.from(data as string);
    for (let sent = 0; sent < octets && !this.#isGone && this.#stream.writable; sent += bytes.length) {
      if (!this.#stream.write(bytes)) {
        await Promise.race([this.gone, new Promise((resolve) => this.#stream.once('drain', resolve))]);
      }
    }
  }

  async secure(context: SecureContext, options: SecureOptions = {}): Promise<TLSSocket> {
    this.socket.off('data', this.#listen);
    this.socket.pause();
    // A quick client's hello may be here already.
    if (this.#received !== '') this.socket.unshift(Buffer.from(this.#received, 'latin1'));
    this.#received = '';
    const below = options.pieces === undefined ? this.socket : inPieces(this.socket, options.pieces);
    const encrypted = new TLSSocket(below as Socket, {
      isServer: true,
      ...(options.server && { server: options.server as never }),
      secureContext: context,
      requestCert: options.requestCert ?? false,
      rejectUnauthorized: options.rejectUnauthorized ?? false,
    });
    this.#stream = encrypted;
    encrypted.on('data', this.#listen);
    await new Promise<void>((resolve) => {
      encrypted.once('secure', resolve);
      encrypted.on('error', () => resolve());
      encrypted.on('close', () => resolve());
    });
    return encrypted;
  }

  end(): void {
    this.#stream.end();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }
}

/** The socket, writing so many octets at a time, each in a turn of its own. */
function inPieces(socket: Socket, size: number): Duplex {
  const duplex = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, callback) => {
      const next = (offset: number): void => {
        if (offset >= chunk.length || socket.destroyed) callback();
        else socket.write(chunk.subarray(offset, offset + size), () => setImmediate(next, offset + size));
      };
      next(0);
    },
    final: (callback) => {
      socket.end();
      callback();
    },
  });
  socket.on('data', (chunk) => duplex.push(chunk));
  socket.on('close', () => duplex.destroy());
  return duplex;
}

/** Greeting, EHLO reply: what comes before STARTTLS on a server that works. */
export async function greet(peer: Peer, offer = '250-STARTTLS\r\n'): Promise<void> {
  peer.send('220 mx.example.com ESMTP\r\n');
  await peer.line();
  peer.send(`250-mx.example.com\r\n${offer}250 8BITMIME\r\n`);
}

/** Up to and with the 220 to STARTTLS; `go` instead of it when given. */
export async function greetToStarttls(
  peer: Peer,
  go: string | Uint8Array = '220 go ahead\r\n',
): Promise<void> {
  await greet(peer);
  await peer.line();
  peer.send(go);
}

/** The second EHLO and QUIT, under TLS. */
export async function answerAfterTls(
  peer: Peer,
  reply = '250-mx.example.com\r\n250 8BITMIME\r\n',
): Promise<void> {
  await peer.line();
  peer.send(reply);
  await peer.line();
  peer.send('221 bye\r\n');
  peer.end();
}

/** A server that works, with this context. */
export function good(context: SecureContext): Script {
  return async (peer) => {
    await greetToStarttls(peer);
    await peer.secure(context);
    await answerAfterTls(peer);
  };
}
