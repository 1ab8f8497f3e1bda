// Postfix: one master, a listener a case, each with its own smtpd settings as one would write them in master.cf.
// Afterwards its log is read: it counts the commands of each session and names whoever talks out of turn.

import { type Case, everyday, type PlacedCase, type Seen, type Suite } from './cases.ts';
import { type Certificates, type ChainName, host, keyAndChain } from './chains.ts';
import { freePorts, hasIpv6, holds, SideRoot } from './side-root.ts';

const owner = { name: 'postfix', id: 601 };
const dropGroup = { name: 'postdrop', id: 602 };

const clientAuthority = '/etc/postfix/tls/authority.pem';

interface PostfixCase extends Case {
  /** The chain that it is given, where it does not come to present it. */
  readonly serves?: ChainName;
  /** Further addresses of the host on the same port, and the chain that each presents. */
  readonly others?: Readonly<Record<string, ChainName>>;
  /** -o settings of this listener. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly service?: 'smtpd' | 'postscreen';
}

/** Most certificates are shown by TLS alone; a listener that offers it and nothing else. */
const cases: readonly PostfixCase[] = [
  everyday.good,
  { title: 'an RSA key', presents: 'rsa', verdict: 'pass', lines: 'pass pass pass' },
  { title: 'a wildcard', presents: 'wildcard', verdict: 'pass', lines: 'pass pass pass' },
  {
    title: 'a domain typed, with MX lookup',
    presents: 'good',
    domain: 'example.com',
    verdict: 'pass',
    lines: 'pass pass pass',
  },

  // Certificates that no sender should take
  everyday.expired,
  {
    title: 'not yet valid',
    presents: 'notYetValid',
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-expired/not-yet-valid'],
  },
  {
    title: 'an intermediate that has expired',
    presents: 'expiredIntermediate',
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-expired/intermediate'],
  },
  everyday.selfSigned,
  everyday.untrustedAnchor,
  everyday.missingIntermediate,
  everyday.wrongName,
  {
    title: 'the name in the common name only',
    presents: 'commonNameOnly',
    verdict: 'fail',
    lines: 'pass pass fail',
    findings: ['certificate-host-mismatch/common-name-only'],
  },
  {
    title: 'expired, and for another name: both are told',
    presents: 'expiredForAnotherName',
    verdict: 'fail',
    lines: 'pass fail fail',
    findings: ['certificate-expired/leaf', 'certificate-host-mismatch/other-names'],
  },
  {
    title: 'the wrong name, with the box off',
    presents: 'wrongName',
    flags: ['--no-verify-hostname'],
    verdict: 'pass',
    lines: 'pass pass off',
    findings: ['certificate-host-mismatch/other-names'],
  },

  // Certificates that pass, with a word
  {
    title: 'expires in five days',
    presents: 'expiresSoon',
    verdict: 'warn',
    lines: 'pass pass pass',
    findings: ['expires-soon/leaf'],
  },
  everyday.anchorSent,
  {
    title: 'the chain in the wrong order',
    presents: 'wrongOrder',
    verdict: 'warn',
    lines: 'pass pass pass',
    findings: ['chain-remark/wrong-order', 'chain-remark/anchor-sent'],
  },
  {
    title: 'a certificate that belongs to no path',
    presents: 'extraCertificate',
    verdict: 'pass',
    lines: 'pass pass pass',
    findings: ['chain-remark/extra-certificate'],
  },

  // TLS
  {
    title: 'TLS 1.2 only',
    presents: 'good',
    settings: { smtpd_tls_protocols: 'TLSv1.2' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.2' },
  },
  {
    title: 'TLS 1.2 only, the intermediate missing',
    presents: 'missingIntermediate',
    settings: { smtpd_tls_protocols: 'TLSv1.2' },
    verdict: 'fail',
    lines: 'pass fail pass',
    findings: ['certificate-not-trusted/missing-intermediate'],
    tls: { protocol: 'TLSv1.2' },
  },
  {
    title: 'TLS 1.3 only, on a curve that takes a second hello',
    presents: 'good',
    settings: { smtpd_tls_protocols: '>=TLSv1.3', tls_eecdh_auto_curves: 'secp521r1' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { protocol: 'TLSv1.3' },
  },
  {
    title: 'TLS 1.0 only: below our own floor, seen by a second look',
    presents: null,
    serves: 'rsa',
    settings: {
      smtpd_tls_protocols: 'TLSv1',
      smtpd_tls_ciphers: 'medium',
      tls_medium_cipherlist: 'ALL:@SECLEVEL=0',
    },
    verdict: 'fail',
    lines: 'fail inconclusive inconclusive',
    findings: ['weak-protocol/tls-1.0'],
  },
  {
    title: 'a client certificate asked for',
    presents: 'good',
    settings: { smtpd_tls_ask_ccert: 'yes' },
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { clientCertificate: 'asked' },
  },
  {
    title: 'a client certificate required',
    presents: 'good',
    settings: { smtpd_tls_security_level: 'encrypt', smtpd_tls_req_ccert: 'yes' },
    verdict: 'inconclusive',
    lines: 'inconclusive pass pass',
    findings: ['validation-failure/client-certificate-required'],
    tls: { clientCertificate: 'required' },
  },
  {
    title: 'a client certificate required, in TLS 1.2',
    presents: 'expired',
    settings: {
      smtpd_tls_security_level: 'encrypt',
      smtpd_tls_req_ccert: 'yes',
      smtpd_tls_protocols: 'TLSv1.2',
    },
    verdict: 'fail',
    lines: 'inconclusive fail pass',
    findings: ['certificate-expired/leaf', 'validation-failure/client-certificate-required'],
    tls: { clientCertificate: 'required' },
  },
  {
    title: 'a client certificate required, and shown',
    presents: 'good',
    settings: {
      smtpd_tls_security_level: 'encrypt',
      smtpd_tls_req_ccert: 'yes',
      smtpd_tls_CAfile: clientAuthority,
    },
    flags: ['--client-cert', 'client.pem', '--client-key', 'client.key'],
    verdict: 'pass',
    lines: 'pass pass pass',
    tls: { clientCertificate: 'asked' },
  },
  {
    title: 'TLS at once, on a port where STARTTLS is expected',
    presents: null,
    serves: 'good',
    settings: { smtpd_tls_wrappermode: 'yes' },
    flags: ['--greeting-timeout', '1s'],
    verdict: 'fail',
    lines: 'fail inconclusive inconclusive',
    findings: ['smtp-failure/implicit-tls'],
  },

  // SMTP
  everyday.noStarttls,
  {
    title: 'no STARTTLS, and no box that asks for it',
    presents: null,
    flags: ['--no-require-tls'],
    verdict: 'warn',
    lines: 'off off off',
    findings: ['starttls-not-supported/not-offered'],
  },
  {
    title: 'a certificate file that is not there: anonymous suites are all that is left',
    presents: null,
    settings: { smtpd_tls_security_level: 'may', smtpd_tls_chain_files: '/etc/postfix/no-such-file.pem' },
    verdict: 'fail',
    lines: 'fail inconclusive inconclusive',
    findings: ['weak-protocol/anonymous'],
  },
  {
    title: 'TLS that does not work for now',
    presents: null,
    serves: 'good',
    settings: { smtpd_tls_CAfile: '/etc/postfix/no-such-file.pem' },
    verdict: 'inconclusive',
    lines: 'inconclusive inconclusive inconclusive',
    findings: ['smtp-failure/try-later'],
  },
  {
    title: 'this client refused in the greeting',
    presents: null,
    settings: { smtpd_delay_reject: 'no', smtpd_client_restrictions: 'reject' },
    verdict: 'inconclusive',
    lines: 'inconclusive inconclusive inconclusive',
    findings: ['smtp-failure/greeting-rejected'],
  },
  {
    title: 'this client put off in the greeting',
    presents: null,
    settings: { smtpd_delay_reject: 'no', smtpd_client_restrictions: 'defer' },
    verdict: 'inconclusive',
    lines: 'inconclusive inconclusive inconclusive',
    findings: ['smtp-failure/try-later'],
  },
  {
    title: 'EHLO refused',
    presents: null,
    settings: { smtpd_delay_reject: 'no', smtpd_helo_restrictions: 'reject' },
    verdict: 'fail',
    lines: 'fail inconclusive inconclusive',
    findings: ['starttls-not-supported/refused'],
  },
  {
    title: "postscreen's greeting, whose last line comes two seconds late",
    presents: 'good',
    service: 'postscreen',
    verdict: 'pass',
    lines: 'pass pass pass',
  },

  // Two addresses
  {
    title: 'two addresses, of which one still has the old certificate',
    presents: 'good',
    others: { '127.0.0.2': 'expired' },
    verdict: 'fail',
    lines: 'pass fail pass',
    check: ({ addresses, consistency }) => {
      const verdicts = addresses.map(({ address, verdict }) => `${address} ${verdict}`).join(', ');
      return [
        ...(verdicts === '127.0.0.1 pass, 127.0.0.2 fail' ? [] : [`addresses: ${verdicts}`]),
        ...(consistency.length === 2 ? [] : [`${consistency.length} certificates told apart, not 2`]),
      ];
    },
  },
  {
    title: 'an IPv4 and an IPv6 address',
    presents: 'good',
    others: { '::1': 'good' },
    verdict: 'pass',
    lines: 'pass pass pass',
    check: ({ consistency }) => (consistency.length === 1 ? [] : ['one certificate told apart from itself']),
  },
];

export const postfix: Suite = {
  name: 'Postfix',
  isRequired: true,
  async start(certificates) {
    const root = new SideRoot(['postfix'], [owner, dropGroup]);
    const isPossible = (await hasIpv6()) ? () => true : ({ others = {} }: PostfixCase) => !('::1' in others);
    const possible = cases.filter(isPossible);
    const ports = await freePorts(possible.length);
    const placed = possible.map((one, index) => ({
      ...one,
      port: ports[index]!,
      addresses: ['127.0.0.1', ...Object.keys(one.others ?? {})],
    }));
    configure(root, placed, certificates);
    await root.start(['/usr/lib/postfix/sbin/master', '-d', '-c', '/etc/postfix'], ports);
    return {
      version: root.version('postfix'),
      cases: placed,
      skipped: cases
        .filter((one) => !possible.includes(one))
        .map(({ title }) => ({ title, reason: 'no IPv6 loopback address' })),
      afterwards: () => readLog(root, placed),
      log: () => root.read('/var/log/mail.log') + root.output,
      stop: () => root.stop(),
    };
  },
};

function configure(
  root: SideRoot,
  placed: readonly (PostfixCase & PlacedCase)[],
  certificates: Certificates,
): void {
  root.write(
    '/etc/postfix/main.cf',
    `compatibility_level = 3.6
myhostname = ${host}
inet_interfaces = all
inet_protocols = all
maillog_file = /var/log/mail.log
smtpd_peername_lookup = no
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = reject
# Loopback is tested like everybody else
postscreen_access_list =
postscreen_cache_map =
postscreen_greet_wait = 2s
`,
  );
  root.write(clientAuthority, certificates.root.pem + certificates.issuing.pem);
  const listeners = placed.flatMap((one) => [
    listener(root, one, '127.0.0.1', one.serves ?? one.presents, certificates),
    ...Object.entries(one.others ?? {}).map(([address, chain]) =>
      listener(root, one, address, chain, certificates),
    ),
  ]);
  root.write(
    '/etc/postfix/master.cf',
    `${listeners.join('')}
smtpd pass - - n - - smtpd -o smtpd_tls_security_level=may -o smtpd_tls_chain_files=/etc/postfix/tls/postscreen.pem
tlsproxy unix - - n - 0 tlsproxy -o smtpd_tls_security_level=may -o smtpd_tls_chain_files=/etc/postfix/tls/postscreen.pem
dnsblog unix - - n - 0 dnsblog
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`,
  );
  root.makeFolder('/var/lib/postfix', owner.id, 0o700);
  root.makeFolder('/var/log');
  for (const folder of [
    'pid',
    'private',
    'public',
    'active',
    'bounce',
    'corrupt',
    'defer',
    'deferred',
    'flush',
    'hold',
    'incoming',
    'saved',
    'trace',
    'maildrop',
  ]) {
    root.makeFolder(`/var/spool/postfix/${folder}`, folder === 'pid' ? 0 : owner.id);
  }
}

function listener(
  root: SideRoot,
  { port, service = 'smtpd', settings = {} }: PostfixCase & PlacedCase,
  address: string,
  presents: ChainName | null,
  { chains }: Certificates,
): string {
  const all: Record<string, string> = {};
  if (presents) {
    const file =
      service === 'postscreen'
        ? '/etc/postfix/tls/postscreen.pem'
        : `/etc/postfix/tls/${port}-${address}.pem`;
    root.write(file, keyAndChain(chains[presents]), 0o600);
    Object.assign(all, { smtpd_tls_security_level: 'may', smtpd_tls_chain_files: file });
  }
  const options = Object.entries({ ...all, ...settings }).map(
    ([name, value]) => `  -o { ${name} = ${value} }\n`,
  );
  return `${address.includes(':') ? `[${address}]` : address}:${port} inet n - n - ${service === 'postscreen' ? 1 : '-'} ${service}\n${options.join('')}`;
}

/** One line a session: how often each command came. And whoever spoke before his turn is named. */
async function readLog(root: SideRoot, placed: readonly PlacedCase[]): Promise<readonly Seen[]> {
  const log = () => root.read('/var/log/mail.log');
  const whole = () => log().match(/ ehlo=2 starttls=1 quit=1 commands=4$/gm)?.length ?? 0;
  const expected = placed
    .filter(({ presents, lines }) => presents !== null && lines.startsWith('pass'))
    .reduce((sum, { addresses }) => sum + (addresses?.length ?? 1), 0);
  await holds(() => whole() >= expected);
  return [
    {
      title: 'each session was EHLO, STARTTLS, EHLO, QUIT',
      wrong: whole() === expected ? [] : [`${whole()} sessions, expected ${expected}`],
    },
    { title: 'no mail was begun', wrong: log().match(/^.* (mail|rcpt|data)=.*$/gm) ?? [] },
    {
      title: 'it never talked first',
      wrong: log().match(/^.*(PREGREET|improper command pipelining).*$/gm) ?? [],
    },
  ];
}
