// English: what is wrong with a route, or unwise in it. Hosts and names in `data` and `given` come escaped.

type Data = Readonly<Record<string, unknown>>;

interface Say {
  /** The sentence: lower case, no full stop. */
  message: (given: string, data: Data) => string;
  /** What would be accepted. */
  allowed: (data: Data) => string;
}

const hostForms = 'a DNS name such as mx1.example.com, or an IP address';
const portForms = '25, 587, or 1024 to 65535';
const boxNames: Record<string, string> = {
  lookupMx: 'perform MX lookup on host',
  requireTls: 'require secure transport (TLS)',
  requireCa: 'require CA-signed certificate',
  verifyHostname: 'validate certificate hostname',
};

const missing = (data: Data) => {
  const difference = data.difference as number;
  return difference > 0 ? `${difference} missing` : `${-difference} too much`;
};

const sayings = {
  'name-missing': {
    message: () => 'a route needs a name; without one it cannot be saved',
    allowed: () => 'any text with at least one visible character',
  },
  'name-taken': {
    message: (given) => `a route named ${given} exists already; names are compared without case`,
    allowed: () => 'a name that no other route has',
  },
  'name-bad-character': {
    message: (given) => `${given} has a line break or a control character in it, or nothing to see`,
    allowed: () => 'one line of text in any language',
  },
  'hosts-missing': {
    message: () => 'a route needs a host: a single one, or tables of several',
    allowed: () => '--host for a single host, or --primary (repeatable) for multiple hosts',
  },
  'hosts-both': {
    message: () => 'a route has either a single host or multiple hosts, not both',
    allowed: () => '--host alone, or --primary and --secondary',
  },
  'primary-missing': {
    message: () => 'multiple hosts need at least one row in the primary table',
    allowed: () => '1 to 100 rows',
  },
  'table-too-long': {
    message: (given, data) =>
      `the ${data.table} table has ${given} rows; more than ${data.most} cannot share 100% in whole numbers`,
    allowed: () => 'at most 100 rows in a table',
  },
  'load-not-allowed': {
    message: (given, data) =>
      `load ${given} in row ${data.row} of the ${data.table} table is no whole number from 1 to 100`,
    allowed: () => 'a whole number from 1 to 100',
  },
  'load-missing': {
    message: (_given, data) =>
      `row ${data.row} of the ${data.table} table names no load, but ${data.named} of its ${data.rows} rows do; name all or none`,
    allowed: () => 'a load on every row, or on none (then they share evenly)',
  },
  'loads-sum': {
    message: (_given, data) =>
      `loads of the ${data.table} table add up to ${data.sum}, not 100 (${missing(data)})`,
    allowed: (data) =>
      `loads that add up to exactly 100, such as ${(data.even as number[]).slice(0, 8).join('/')}${(data.even as number[]).length > 8 ? '/...' : ''}`,
  },
  'server-twice': {
    message: (given, data) => `${given} is twice in the ${data.table} table (first in row ${data.first})`,
    allowed: () => 'each host and port once in a table',
  },
  'mx-of-address': {
    message: (given) => `MX lookup is for a domain, and ${given} is an IP address`,
    allowed: () => 'a domain name with MX lookup on, or the address with it off',
  },
  'ca-needs-tls': {
    message: () => 'a CA-signed certificate cannot be required while TLS is not',
    allowed: () => 'require TLS too, or leave this box off',
  },
  'hostname-needs-tls': {
    message: () => 'the certificate hostname cannot be validated while TLS is not required',
    allowed: () => 'require TLS too, or leave this box off',
  },
  'wrong-type': {
    message: (given) => `${given} is of the wrong type`,
    allowed: (data) => String(data.expected ?? 'a value of another type'),
  },
  'field-missing': {
    message: () => 'this field is missing',
    allowed: (data) => String(data.expected ?? 'a value'),
  },
  'unknown-field': {
    message: (_given, data) => `unknown field ${data.field}`,
    allowed: () => 'only the fields that `routes schema store` lists',
  },
  'host-missing': { message: () => 'the host is empty', allowed: () => hostForms },
  'host-has-scheme': {
    message: (given) => `${given} is a URL; a host has no scheme`,
    allowed: () => hostForms,
  },
  'host-has-path': { message: (given) => `${given} has a path in it`, allowed: () => hostForms },
  'host-has-user': {
    message: (given) => `${given} has an @ in it; a route leads to a server, not to a mailbox`,
    allowed: () => hostForms,
  },
  'host-has-zone': {
    message: (given) => `${given} has an IPv6 zone, which means nothing outside this machine`,
    allowed: () => 'an IPv6 address without a zone',
  },
  'host-is-wildcard': { message: (given) => `${given} is a wildcard, not a host`, allowed: () => hostForms },
  'host-has-port': {
    message: (given) => `${given} has a port glued to it; the port has its own field`,
    allowed: () => hostForms,
  },
  'host-has-space': {
    message: (given) => `${given} has a space or a control character in it`,
    allowed: () => hostForms,
  },
  'host-needs-brackets': {
    message: (given) => `the IPv6 address ${given} needs brackets around it`,
    allowed: () => '[address] or [address]:port, such as [2001:db8::1]:25',
  },
  'host-has-brackets': {
    message: (given) => `${given} has brackets; here the address stands alone`,
    allowed: () => 'the address without brackets and port',
  },
  'host-brackets-open': {
    message: (given) => `the brackets of ${given} do not close around an address`,
    allowed: () => '[address] or [address]:port, such as [2001:db8::1]:25',
  },
  'host-not-in-brackets': {
    message: (given) => `${given} stands in brackets, and only an IPv6 address does`,
    allowed: () => hostForms,
  },
  'host-has-load': {
    message: (given) => `${given} names a load, and a single host has none`,
    allowed: () => 'the host alone, or --primary for hosts that share the load',
  },
  'host-bad-address': {
    message: (given) => `${given} looks like an IP address but is none`,
    allowed: () => 'four numbers from 0 to 255 with dots, or an IPv6 address',
  },
  'host-bad-name': {
    message: (given) => `${given} is no host name`,
    allowed: () => 'labels of letters, digits and hyphens with dots between them; letters of any language',
  },
  'host-too-long': {
    message: (given) => `${given} is too long for a host name`,
    allowed: () => 'labels of at most 63 characters, 253 in all',
  },
  'port-465': {
    message: () =>
      'port 465 is not supported: it speaks implicit TLS (SMTPS), which is not STARTTLS; use 25 or 587',
    allowed: () => portForms,
  },
  'port-not-allowed': {
    message: (given) => `port ${given} is not allowed; use ${portForms}`,
    allowed: () => portForms,
  },
} satisfies Record<string, Say>;

const kinds: Record<string, string> = {
  loopback: 'a loopback address',
  private: 'a private address',
  'link-local': 'a link-local address',
  documentation: 'an address reserved for documentation',
  special: 'a reserved address',
  'single-label': 'a single label',
  'special-use': 'a name outside the public DNS',
};

const warnings = {
  'address-not-name': (data: Data) => `${data.host} is an IP address; a host name is recommended`,
  'unreachable-address': (data: Data) =>
    `${data.host} is ${kinds[String(data.kind)]}; Google cannot reach it`,
  'unreachable-name': (data: Data) => `${data.host} is ${kinds[String(data.kind)]}; Google cannot find it`,
  'box-off': (data: Data) =>
    data.box === 'requireTls'
      ? 'TLS is not required: mail may travel in clear text, and no certificate is checked; leave this box on where possible'
      : `"${boxNames[String(data.box)]}" is off; leave it on where possible`,
  'server-in-both-tables': (data: Data) =>
    `${data.host} is in both tables; a secondary host helps when it is another server`,
  'no-mx': (data: Data) => `MX lookup is on, but ${data.host} has no MX record; the host itself is used`,
  'domain-not-server': (data: Data) =>
    `${data.host} has MX records but no address: it is a domain, so turn MX lookup on (--lookup-mx)`,
};

export const problems = {
  of: sayings as Record<keyof typeof sayings, Say>,
  warnings,
  boxNames,
  nothing: 'nothing',
};
