// English: the questions of `routes add` and `routes edit`, in the console's order and words. Names and hosts come
// escaped.

export const interview = {
  intro:
    'The fields of "Add Route" in the Google Admin console, one by one. Esc goes back, Ctrl-C leaves without saving.',
  introLines:
    'The fields of "Add Route" in the Google Admin console, one by one. "<" goes back, Ctrl-C leaves without saving.',

  prompts: {
    yes: 'yes',
    no: 'no',
    none: 'none',
    keys: {
      choice: '↑↓ move, enter choose, Esc back',
      boxes: '↑↓ move, space tick or untick, enter go on, Esc back',
      lineText: (today: string) => `[${today}]`,
      lineChoice: 'Number',
      lineBoxes: 'Number to tick or untick, or enter to go on',
      lineNumber: (most: number) => `a number from 1 to ${most}, please`,
      lineYesNo: 'yes or no, please',
    },
  },

  // The fields of the form.
  name: 'Name',
  kind: 'Host options',
  single: 'Single host',
  singleHint: 'one mail server, or one domain whose MX record names the servers',
  multiple: 'Multiple hosts',
  multipleHint: 'for load balancing, and secondary hosts for when the primary ones fail',
  host: 'Host name (recommended) or IP address',
  hostOf: (table: string, row: number) => `${table} host ${row}: name (recommended) or IP address`,
  port: 'Port (25, 587, or 1024 to 65535)',
  serverTwice: (server: string) => `${server} is in this table already`,

  // A domain where a server belongs.
  domain: (host: string) => `${host} has MX records but no address: it is a domain, not a server`,
  domainTick: 'Perform MX lookup on host',
  domainTickHint: 'mail goes to the servers in the MX record of the domain',
  domainAgain: 'Type another host',
  domainKeep: 'Keep it without MX lookup',

  // The two tables.
  tables: { primary: 'Primary', secondary: 'Secondary' },
  wantSecondary: 'Secondary hosts, for when the primary ones fail?',
  table: (table: string, sum: number) => `${table} hosts: ${sums(sum)}`,
  tableTitle: (table: string) => `${table} hosts`,
  sum: (sum: number) => sums(sum),
  rowHint: 'enter changes its load, changes its host and port, or removes it',
  addRow: 'Add a host',
  shareEvenly: (loads: string) =>
    `Share the load evenly (${loads.length > 24 ? `${loads.slice(0, 20)}...` : loads})`,
  tableDone: 'Done with this table',
  rowLoad: 'Change its load',
  rowServer: 'Change its host and port',
  rowRemove: 'Remove it',
  load: (host: string) => `Load of ${host} in per cent`,

  boxes: 'Options',
  boxHints: {
    lookupMx:
      'deliver to the servers in the MX record: tick it for a domain, leave it off for a mail server (off by default)',
    requireTls: 'mail between the two servers is encrypted, or is not sent (recommended, on by default)',
    requireCa:
      'the server must show a certificate signed by an authority that Google trusts (recommended, on by default)',
    verifyHostname: "the host's name must be on that certificate (recommended, on by default)",
  },

  // The end.
  next: (name: string) => `What now with "${name}"?`,
  testNow: 'Test TLS connection',
  testAgain: 'Test TLS connection again',
  testAgainHint: 'after a new certificate is installed, or the relay provider has answered',
  save: 'Save',
  saveAnyway: (delivery: string): string =>
    delivery === 'return'
      ? 'Save anyway: mail sent over it would be returned'
      : 'Save anyway: mail that goes to a server that failed would be returned',
  change: 'Change something',
  leave: 'Leave without saving',
  useName: 'Use a host name that is on the certificate',
  useNameWhich: 'Which name?',
  nameFor: (name: string, server: string) => `${name}, instead of ${server}`,
  untick: 'Turn a box off',
  untickHint:
    'the last resort: these boxes should stay on where possible, so that the connection is verified',
  untickWhich: 'Which box? They should stay on where possible',
  untickHints: {
    requireTls: 'mail may then travel in clear text, and no certificate is checked',
    requireCa: 'anybody in between can then pose as the server',
    verifyHostname: 'any certificate of a trusted CA then passes',
  },
  changeWhich: 'Which answer?',
  changeOf: (field: string, today: string) => `${field}: ${today}`,
  answers: {
    name: 'Name',
    kind: 'Host options',
    host: 'Host',
    port: 'Port',
    primary: 'Primary hosts',
    secondary: 'Secondary hosts',
    boxes: 'Options',
  },
  none: 'none',
  meanwhile:
    'somebody else has changed this route since you began; saving now puts your answers in place of:',
  later: 'your answers, to try again later',
  sameByFlags: 'the same from flags',
};

function sums(sum: number): string {
  if (sum === 100) return 'the loads add up to 100%';
  return `the loads add up to ${sum}%, ${sum < 100 ? `${100 - sum}% missing` : `${sum - 100}% too much`}`;
}
