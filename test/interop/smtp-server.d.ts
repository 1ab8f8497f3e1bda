// What of the package smtp-server is used here; it brings no types.

declare module 'smtp-server' {
  import type { EventEmitter } from 'node:events';
  import type { Server } from 'node:net';

  export class SMTPServer extends EventEmitter {
    constructor(options: Readonly<Record<string, unknown>>);
    listen(port: number, host: string, listening: () => void): Server;
    close(): void;
  }
}
