// The npm package smtp-server, in this process: one server a case, what many programs of people's own are built on.

import { SMTPServer } from 'smtp-server';
import { type Case, everyday, type Suite } from './cases.ts';
import type { Certificates, ChainName } from './chains.ts';

const cases: readonly (Case & { readonly isBare?: boolean })[] = [
  everyday.good,
  everyday.expired,
  everyday.selfSigned,
  everyday.wrongName,
  everyday.noStarttls,
];

export const smtpServer: Suite = {
  name: 'smtp-server',
  isRequired: true,
  isInProcess: true,
  async start(certificates) {
    const servers: SMTPServer[] = [];
    const said: string[] = [];
    const placed = await Promise.all(
      cases.map(async (one) => {
        const server = new SMTPServer({
          disabledCommands: one.presents === null ? ['STARTTLS', 'AUTH'] : ['AUTH'],
          logger: false,
          ...tlsOf(one.presents, certificates),
        });
        server.on('error', (error) => void said.push(String(error)));
        servers.push(server);
        const port = await new Promise<number>((resolve) => {
          const listening = server.listen(0, '127.0.0.1', () =>
            resolve((listening.address() as { port: number }).port),
          );
        });
        return { ...one, port };
      }),
    );
    return {
      version: '3.21.6',
      cases: placed,
      log: () => said.join('\n'),
      stop: () => {
        for (const server of servers) server.close();
      },
    };
  },
};

function tlsOf(presents: ChainName | null, { chains }: Certificates) {
  if (presents === null) return {};
  const chain = chains[presents];
  // An explicit list: with NODE_EXTRA_CA_CERTS set Node would add issuers to what is sent.
  return { key: chain[0]!.keyPem, cert: chain.map(({ pem }) => pem).join(''), ca: [] };
}
