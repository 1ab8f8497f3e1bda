// Dovecot's submission server: one server on one port, with a certificate for each of its addresses.

import { type Case, everyday, type Suite } from './cases.ts';
import { host, keyAndChain } from './chains.ts';
import { freePorts, SideRoot } from './side-root.ts';

interface DovecotCase extends Case {
  /** Settings for this address. */
  readonly settings?: string;
}

const cases: readonly DovecotCase[] = [
  everyday.good,
  everyday.expired,
  everyday.selfSigned,
  everyday.missingIntermediate,
  everyday.wrongName,
  {
    title: 'a client certificate asked for',
    presents: 'good',
    settings: 'ssl_verify_client_cert = yes\nssl_ca = </etc/dovecot/tls/authority.pem',
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { clientCertificate: 'asked' },
  },
  { ...everyday.noStarttls, settings: 'ssl = no' },
];

export const dovecot: Suite = {
  name: 'Dovecot submission',
  isRequired: false,
  async start({ chains, root: anchor, issuing }) {
    const root = new SideRoot(
      ['dovecot-submissiond', 'dovecot-core'],
      [
        { name: 'dovecot', id: 601 },
        { name: 'dovenull', id: 602 },
      ],
    );
    const [port] = await freePorts(1);
    const placed = cases.map((one, index) => ({ ...one, port: port!, addresses: [`127.0.0.${index + 1}`] }));
    root.makeFolder('/run/dovecot');
    root.makeFolder('/var/lib/dovecot');
    root.makeFolder('/var/log');
    root.write('/etc/dovecot/tls/authority.pem', anchor.pem + issuing.pem);
    const locals = placed.map(({ addresses: [address], presents, settings = '' }) => {
      const file = `/etc/dovecot/tls/${address}.pem`;
      if (presents) root.write(file, keyAndChain(chains[presents]), 0o600);
      return `local ${address} {\n${presents ? `ssl_cert = <${file}\nssl_key = <${file}\n` : ''}${settings}\n}\n`;
    });
    root.write(
      '/etc/dovecot/dovecot.conf',
      `protocols = submission
listen = ${placed.map(({ addresses }) => addresses[0]).join(', ')}
hostname = ${host}
log_path = /var/log/dovecot.log
submission_relay_host = 127.0.0.1
service submission-login {
  inet_listener submission {
    port = ${port}
  }
}
passdb {
  driver = static
  args = password=never
}
userdb {
  driver = static
  args = uid=601 gid=601 home=/tmp
}
ssl = yes
${locals.join('')}`,
    );
    await root.start(['/usr/sbin/dovecot', '-F'], [port!]);
    return {
      version: root.version('dovecot-submissiond'),
      cases: placed,
      log: () => root.read('/var/log/dovecot.log') + root.output,
      stop: () => root.stop(),
    };
  },
};
