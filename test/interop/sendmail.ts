// Sendmail: one configuration made by m4 as its manual says, and a daemon a case, each with its certificate named on
// the command line. From that file it takes the leaf alone: what else it sends, it finds among the CAs it knows. It
// asks for a client certificate, as it does out of the box.

import { type Case, everyday, type Suite } from './cases.ts';
import { host, keyAndChain, pemOf } from './chains.ts';
import { freePorts, SideRoot } from './side-root.ts';

interface SendmailCase extends Case {
  /** -O options of this daemon. */
  readonly settings?: Readonly<Record<string, string>>;
}

const cases: readonly SendmailCase[] = [
  // It asks every client for a certificate.
  { ...everyday.good, tls: { ...everyday.good.tls, clientCertificate: 'asked' } },
  everyday.expired,
  everyday.selfSigned,
  everyday.missingIntermediate,
  {
    title: 'the root sent along, for it is among the CAs that the server knows',
    presents: 'anchorSent',
    verdict: 'pass',
    lines: 'pass pass pass',
    findings: ['chain-remark/anchor-sent'],
  },
  {
    title: 'the wrong name, and no client certificate asked for',
    presents: 'wrongName',
    settings: { TLSSrvOptions: 'V' },
    verdict: 'fail',
    lines: 'pass pass fail',
    findings: ['certificate-host-mismatch/other-names'],
    tls: { clientCertificate: 'not-asked' },
  },
  {
    title: 'TLS 1.2 only',
    presents: 'good',
    settings: { ServerSSLOptions: '+SSL_OP_NO_TLSv1_3' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.2' },
  },
  everyday.noStarttls,
];

export const sendmail: Suite = {
  name: 'Sendmail',
  isRequired: false,
  async start({ chains }) {
    const root = new SideRoot(
      ['sendmail-bin', 'm4'],
      [
        { name: 'smmta', id: 601 },
        { name: 'smmsp', id: 602 },
        { name: 'mail', id: 8 },
      ],
    );
    root.makeFolder('/var/spool/mqueue', 0, 0o700);
    root.write('/etc/mail/interop.mc', configuration);
    root.write('/etc/mail/local-host-names', '');
    root.write('/etc/mail/sendmail.cf', root.run(['/usr/bin/m4', '/etc/mail/interop.mc']));
    const ports = await freePorts(cases.length);
    const placed = cases.map((one, index) => ({ ...one, port: ports[index]! }));
    for (const { port, presents, settings } of placed) {
      const own: Record<string, string> = {
        DaemonPortOptions: `Name=MTA,Family=inet,Addr=127.0.0.1,Port=${port}`,
      };
      own.PidFile = `/run/sendmail-${port}.pid`;
      if (presents) {
        const [leaf, ...others] = chains[presents];
        const authorities = others.length > 0 ? others : [chains.untrustedAnchor[1]!];
        root.write(`/etc/mail/tls/${port}.pem`, keyAndChain([leaf!]), 0o600);
        root.write(`/etc/mail/tls/${port}-ca.pem`, pemOf(authorities));
        own.ServerCertFile = own.ServerKeyFile = `/etc/mail/tls/${port}.pem`;
        own.CACertFile = `/etc/mail/tls/${port}-ca.pem`;
      }
      const options = Object.entries({ ...own, ...settings }).flatMap(([name, value]) => [
        '-O',
        `${name}=${value}`,
      ]);
      await root.start(['/usr/libexec/sendmail/sendmail', '-bD', ...options], [port]);
    }
    return {
      version: root.version('sendmail-bin'),
      cases: placed,
      log: () => root.output,
      stop: () => root.stop(),
    };
  },
};

const configuration = `divert(-1)
include(\`/usr/share/sendmail/cf/m4/cf.m4')
divert(0)dnl
OSTYPE(\`linux')dnl
define(\`confDOMAIN_NAME', \`${host}')dnl
define(\`confTO_IDENT', \`0')dnl
define(\`confDONT_PROBE_INTERFACES', \`true')dnl
define(\`confCACERT_PATH', \`/etc/mail/tls')dnl
FEATURE(\`no_default_msa')dnl
FEATURE(\`nocanonify')dnl
MAILER(\`local')dnl
MAILER(\`smtp')dnl
`;
