// Exim, Debian's build with GnuTLS: one daemon on many ports. What it presents is looked up by the port it was
// reached at, as its manual recommends for names; so is every other setting that differs between cases.

import { type Case, everyday, type PlacedCase, type Seen, type Suite } from './cases.ts';
import { type Certificates, host, keyAndChain } from './chains.ts';
import { freePorts, holds, SideRoot } from './side-root.ts';

const user = { name: 'Debian-exim', id: 601 };

interface EximCase extends Case {
  /** Main options that hold on this port; each is one that Exim expands for each connection. */
  readonly settings?: Readonly<Record<string, string>>;
}

const cases: readonly EximCase[] = [
  everyday.good,
  { title: 'an RSA key', presents: 'rsa', verdict: 'pass', lines: 'pass pass pass' },
  everyday.expired,
  everyday.selfSigned,
  everyday.untrustedAnchor,
  everyday.missingIntermediate,
  everyday.wrongName,
  everyday.anchorSent,
  {
    title: 'TLS 1.2 only',
    presents: 'good',
    settings: { tls_require_ciphers: 'NORMAL:-VERS-ALL:+VERS-TLS1.2' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.2' },
  },
  {
    title: 'TLS 1.2 only, expired, ChaCha20',
    presents: 'expired',
    settings: { tls_require_ciphers: 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+CHACHA20-POLY1305' },
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-expired/leaf'],
    tls: { protocol: 'TLSv1.2' },
  },
  {
    title: 'TLS 1.3 only, ChaCha20',
    presents: 'missingIntermediate',
    settings: { tls_require_ciphers: 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+CHACHA20-POLY1305' },
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-not-trusted/missing-intermediate'],
    tls: { protocol: 'TLSv1.3', cipher: 'TLS_CHACHA20_POLY1305_SHA256' },
  },
  {
    title: 'TLS 1.3 only, on a curve that takes a second hello',
    presents: 'good',
    settings: { tls_require_ciphers: 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP521R1' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.3' },
  },
  {
    title: 'TLS 1.1 only: below our own floor, and the certificate judged all the same',
    presents: 'rsa',
    settings: { tls_require_ciphers: 'LEGACY:-VERS-ALL:+VERS-TLS1.1' },
    verdict: 'fail',
    lines: 'fail pass pass',
    findings: ['weak-protocol/tls-1.1'],
  },
  {
    title: 'a client certificate asked for',
    presents: 'good',
    settings: { tls_try_verify_hosts: '*' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { clientCertificate: 'asked' },
  },
  {
    title: 'a client certificate required',
    presents: 'good',
    settings: { tls_verify_hosts: '*' },
    verdict: 'inconclusive',
    lines: 'inconclusive pass pass',
    findings: ['validation-failure/client-certificate-required'],
    tls: { clientCertificate: 'required' },
  },
  {
    title: 'a client certificate required, in TLS 1.2, by a server with an expired one',
    presents: 'expired',
    settings: { tls_verify_hosts: '*', tls_require_ciphers: 'NORMAL:-VERS-ALL:+VERS-TLS1.2' },
    verdict: 'fail',
    lines: 'inconclusive fail pass',
    findings: ['certificate-expired/leaf', 'validation-failure/client-certificate-required'],
    tls: { clientCertificate: 'required' },
  },
  {
    title: 'a client certificate required, and shown',
    presents: 'good',
    settings: { tls_verify_hosts: '*' },
    flags: ['--client-cert', 'client.pem', '--client-key', 'client.key'],
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { clientCertificate: 'asked' },
  },
  {
    title: 'a client certificate required, and shown, in TLS 1.2',
    presents: 'good',
    settings: { tls_verify_hosts: '*', tls_require_ciphers: 'NORMAL:-VERS-ALL:+VERS-TLS1.2' },
    flags: ['--client-cert', 'client.pem', '--client-key', 'client.key'],
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.2', clientCertificate: 'asked' },
  },
  { ...everyday.noStarttls, settings: { tls_advertise_hosts: '' } },
  {
    title: 'a certificate file that is not there',
    presents: null,
    settings: { tls_certificate: '/etc/exim4/no-such-file.pem' },
    verdict: 'inconclusive',
    lines: 'inconclusive inconclusive inconclusive',
    findings: ['smtp-failure/try-later'],
  },
  {
    title: 'this client refused in the greeting',
    presents: null,
    settings: { acl_smtp_connect: 'deny' },
    verdict: 'inconclusive',
    lines: 'inconclusive inconclusive inconclusive',
    findings: ['smtp-failure/greeting-rejected'],
  },
  {
    title: 'this client put off in the greeting',
    presents: null,
    settings: { acl_smtp_connect: 'defer' },
    verdict: 'inconclusive',
    lines: 'inconclusive inconclusive inconclusive',
    findings: ['smtp-failure/try-later'],
  },
  {
    title: 'a greeting two seconds late',
    presents: 'good',
    settings: { acl_smtp_connect: 'accept delay = 2s' },
    verdict: 'pass',
    lines: 'pass pass pass',
  },
];

/** What holds on every port that says nothing else. */
const defaults: Readonly<Record<string, string>> = {
  tls_advertise_hosts: '*',
  tls_require_ciphers: 'NORMAL',
  tls_try_verify_hosts: '',
  tls_verify_hosts: '',
  acl_smtp_connect: 'accept',
};

export const exim: Suite = {
  name: 'Exim',
  isRequired: true,
  async start(certificates) {
    const root = new SideRoot(['exim4-daemon-light'], [user]);
    const ports = await freePorts(cases.length);
    const placed = cases.map((one, index) => ({ ...one, port: ports[index]! }));
    configure(root, placed, certificates);
    await root.start(['/usr/sbin/exim4', '-C', '/etc/exim4/exim4.conf', '-bdf'], ports);
    return {
      version: root.version('exim4-daemon-light'),
      cases: placed,
      afterwards: () => readLog(root, placed),
      log: () => root.read('/var/log/exim4/mainlog') + root.read('/var/log/exim4/paniclog') + root.output,
      stop: () => root.stop(),
    };
  },
};

function configure(
  root: SideRoot,
  placed: readonly (EximCase & PlacedCase)[],
  { chains, root: anchor, issuing }: Certificates,
): void {
  root.makeFolder('/var/spool/exim4', user.id);
  root.makeFolder('/var/log/exim4', user.id);
  root.write('/etc/exim4/tls/authority.pem', anchor.pem + issuing.pem);
  const settings = placed.map((one) => {
    const own: Record<string, string> = { ...defaults, ...one.settings };
    if (one.presents) {
      own.tls_certificate = `/etc/exim4/tls/${one.port}.pem`;
      root.write(own.tls_certificate, keyAndChain(chains[one.presents]), 0o644);
    }
    return { port: one.port, own };
  });
  /** ${if eq {$received_port}{2525}{...}{${if ...}}} */
  const byPort = (name: string) =>
    settings.reduce(
      (otherwise, { port, own }) =>
        own[name] === undefined || own[name] === defaults[name]
          ? otherwise
          : `\${if eq {$received_port}{${port}}{${own[name]}}{${otherwise}}}`,
      defaults[name] ?? '',
    );
  root.write(
    '/etc/exim4/exim4.conf',
    `primary_hostname = ${host}
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${placed.map(({ port }) => port).join(' : ')}
log_selector = +smtp_connection +smtp_protocol_error +smtp_syntax_error +tls_sni +incoming_port
rfc1413_query_timeout = 0s
host_lookup =
smtp_accept_max = 0
tls_verify_certificates = /etc/exim4/tls/authority.pem
tls_certificate = ${byPort('tls_certificate')}
tls_advertise_hosts = ${byPort('tls_advertise_hosts')}
tls_require_ciphers = ${byPort('tls_require_ciphers')}
tls_try_verify_hosts = ${byPort('tls_try_verify_hosts')}
tls_verify_hosts = ${byPort('tls_verify_hosts')}
acl_smtp_connect = ${byPort('acl_smtp_connect')}
`,
  );
}

/** It names each connection's end, and whoever speaks before his turn. */
async function readLog(root: SideRoot, placed: readonly PlacedCase[]): Promise<readonly Seen[]> {
  const log = () => root.read('/var/log/exim4/mainlog');
  const quits = () => log().match(/ closed by QUIT$/gm)?.length ?? 0;
  const expected = placed.filter(
    ({ presents, lines }) => presents !== null && lines.startsWith('pass'),
  ).length;
  await holds(() => quits() >= expected);
  return [
    {
      title: 'each session ended with QUIT',
      wrong: quits() >= expected ? [] : [`${quits()} sessions, expected ${expected} at least`],
    },
    {
      title: 'it never talked out of turn',
      wrong: log().match(/^.*(synchronization|syntax) error.*$/gm) ?? [],
    },
  ];
}
