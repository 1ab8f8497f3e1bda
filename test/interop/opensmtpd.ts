// OpenSMTPD as Debian 12 has it: it sends its certificate and then cannot finish the handshake. A server that fails
// in the middle, with its certificate on the table: that must be told as what it is, and the certificate judged.

import { type Case, everyday, type Suite } from './cases.ts';
import { host, keyAndChain } from './chains.ts';
import { freePorts, SideRoot } from './side-root.ts';

/** Later versions finish their handshakes: there is nothing to see. */
const breaks = /^6\./;

const handshakeCases: readonly Case[] = [
  {
    title: 'a good certificate, and then the handshake breaks',
    presents: 'good',
    verdict: 'fail',
    lines: 'fail pass pass',
    findings: ['validation-failure/tls-handshake'],
  },
  {
    title: 'an expired one, and then the handshake breaks: both are told',
    presents: 'expired',
    verdict: 'fail',
    lines: 'fail fail pass',
    findings: ['validation-failure/tls-handshake', 'certificate-expired/leaf'],
  },
];

const plainCases: readonly Case[] = [everyday.noStarttls];

export const opensmtpd: Suite = {
  name: 'OpenSMTPD',
  isRequired: false,
  async start({ chains }) {
    const root = new SideRoot(
      ['opensmtpd'],
      [
        { name: 'opensmtpd', id: 601 },
        { name: 'opensmtpq', id: 602 },
      ],
    );
    const version = root.version('opensmtpd');
    const cases = [...(breaks.test(version) ? handshakeCases : []), ...plainCases];
    const ports = await freePorts(cases.length);
    const placed = cases.map((one, index) => ({ ...one, port: ports[index]! }));
    root.makeFolder('/var/spool/smtpd', 0, 0o711);
    root.makeFolder('/var/lib/opensmtpd/empty');
    const lines = placed.map(({ port, presents }) => {
      if (!presents) return `listen on 127.0.0.1 port ${port} hostname ${host}\n`;
      const file = `/etc/smtpd/${port}.pem`;
      root.write(file, keyAndChain(chains[presents]), 0o600);
      const pki = `pki p${port} cert "${file}"\npki p${port} key "${file}"\n`;
      return `${pki}listen on 127.0.0.1 port ${port} hostname ${host} tls pki p${port}\n`;
    });
    root.write('/etc/smtpd.conf', `${lines.join('')}action "away" relay\nmatch from any for any reject\n`);
    await root.start(['/usr/sbin/smtpd', '-d', '-v'], ports);
    return {
      version,
      cases: placed,
      skipped: breaks.test(version)
        ? []
        : handshakeCases.map(({ title }) => ({
            title,
            reason: `version ${version} finishes its handshakes`,
          })),
      log: () => root.output,
      stop: () => root.stop(),
    };
  },
};
