// STARTTLS mail servers on loopback, for `routes demo` and the tests: real sockets, real TLS, and exactly the chain
// they were given. Small on purpose: EHLO, STARTTLS, QUIT, and a refusal of everything else. No mail is taken.

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import type { Issued } from './certificates.ts';

export interface ServerOptions {
  /** Sent in this order, nothing added: the leaf first, its key is used. None: STARTTLS is not offered. */
  readonly chain?: readonly Pick<Issued, 'pem' | 'keyPem'>[];
  /** 127.0.0.1 when absent. */
  readonly address?: string;
  /** A free one when absent or 0. */
  readonly port?: number;
  /** In the greeting and the EHLO reply. */
  readonly name?: string;
  /** Whatever else TLS may be told: versions, ciphers, curves, requestCert. */
  readonly tls?: SecureContextOptions & { requestCert?: boolean; rejectUnauthorized?: boolean };
}

export interface RunningServer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Connections taken so far. */
  readonly connections: number;
  /** Commands received so far, as typed. */
  readonly commands: readonly string[];
  /** Ends every connection and stops listening. */
  stop(): Promise<void>;
}

/** Starts one server; resolves when it listens. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const name = options.name ?? 'mx.example.com';
  const address = options.address ?? '127.0.0.1';
  const context = options.chain?.length ? contextOf(options.chain, options.tls) : null;
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, { name, context, tls: options.tls, commands });
  });
  const port = await listen(server, address, options.port ?? 0);
  return {
    name,
    address,
    port,
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

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}

/** A context that sends the chain as it is. */
function contextOf(
  chain: readonly Pick<Issued, 'pem' | 'keyPem'>[],
  tls: SecureContextOptions = {},
): ReturnType<typeof createSecureContext> {
  return createSecureContext({
    // Without a list of its own the context has the default store, and with NODE_EXTRA_CA_CERTS set OpenSSL takes
    // from there the issuers that the chain lacks, and sends them.
    ca: [],
    cert: chain.map((issued) => issued.pem).join(''),
    key: chain[0]!.keyPem,
    ...tls,
  });
}

interface Session {
  readonly name: string;
  readonly context: ReturnType<typeof createSecureContext> | null;
  readonly tls: ServerOptions['tls'];
  readonly commands: string[];
}

function serve(socket: Socket, session: Session): void {
  socket.on('error', () => {});
  socket.write(`220 ${session.name} ESMTP\r\n`);
  talk(socket, session, false);
}

function talk(stream: Socket, session: Session, isSecure: boolean): void {
  let pending = '';
  const listener = (chunk: Buffer): void => {
    pending += chunk.toString('latin1');
    for (let end = pending.indexOf('\n'); end !== -1; end = pending.indexOf('\n')) {
      const line = pending.slice(0, end).trim();
      pending = pending.slice(end + 1);
      session.commands.push(line);
      const verb = /^\S*/.exec(line)![0].toUpperCase();
      if (verb === 'STARTTLS' && session.context !== null && !isSecure) {
        stream.off('data', listener);
        stream.write('220 2.0.0 Ready to start TLS\r\n');
        secure(stream, session);
        return;
      }
      stream.write(answer(verb, session, isSecure));
      if (verb === 'QUIT') stream.end();
    }
  };
  stream.on('data', listener);
}

function answer(verb: string, session: Session, isSecure: boolean): string {
  switch (verb) {
    case 'EHLO': {
      const offers = session.context !== null && !isSecure ? '250-STARTTLS\r\n' : '';
      return `250-${session.name}\r\n250-SIZE 35882577\r\n${offers}250 8BITMIME\r\n`;
    }
    case 'HELO':
      return `250 ${session.name}\r\n`;
    case 'NOOP':
    case 'RSET':
      return '250 2.0.0 OK\r\n';
    case 'QUIT':
      return '221 2.0.0 Bye\r\n';
    default:
      return '502 5.5.1 Command not implemented\r\n';
  }
}

function secure(socket: Socket, session: Session): void {
  const encrypted = new TLSSocket(socket, {
    isServer: true,
    secureContext: session.context!,
    requestCert: session.tls?.requestCert ?? false,
    rejectUnauthorized: session.tls?.rejectUnauthorized ?? false,
  });
  encrypted.on('error', () => socket.destroy());
  talk(encrypted, session, true);
}
