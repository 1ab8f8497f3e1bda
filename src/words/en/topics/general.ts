// English: the topics of `routes help` that are not about one finding. Plain text, 80 columns at most, by hand.

export const general = {
  'exit-codes': `Exit codes

  0    done; in a test: everything passes, or passes with warnings
       (--strict: warnings fail too)
  1    a test, check or comparison found a failure
  2    did not run: usage, configuration, a store that cannot be read or
       written, a route that is not valid, an unknown route name
  3    inconclusive: nothing failed, but something could not be told
  130  interrupted

A server that could not be reached never passes. Some hosts fail and some
cannot be told: 1. check: 1 when a route is not valid, 2 when the store cannot
be read. --test of add and edit: a fail is 1 and nothing is saved; with
--save-anyway it is saved and still 1; inconclusive is saved and 3.

\`routes <command> --help\` lists those of one command.
`,

  config: `Settings, and where they come from

The first that says something counts:

  1. flags                 --store mail/routes.json
  2. the environment       ROUTES_STORE, ROUTES_MIN_DAYS, ...
  3. the nearest config file, from this folder up to the root: package.json
     ("routes"), .routesrc, .routesrc.json, .routesrc.yaml, .config/routesrc
     and so on; or the one that --config or ROUTES_CONFIG names
  4. your own config file, in the folder of your settings (on Linux
     ~/.config/routes/config.json, or config.yaml)
  5. the defaults

A config file is data, JSON or YAML, never a program. Paths in it are relative
to it. A mistake is told with file, line and what is allowed.

  $ routes config                      every setting, its value, its source
  $ routes config set minDays 30       into your own config file
  $ routes config set trust mozilla,corporate.pem
  $ routes config get minDays          the value in force
  $ routes config unset minDays

  store           the store: a path
  color           auto, always, never
  lang            en, ja (default: the locale)
  actor           who you are in the audit log (default: user@host)
  lockWait        how long to wait for another writer: 10s, 1m
  trust           whose roots to trust: mozilla, system, PEM files, by commas
  resolver        the DNS server to ask: an address
  ehloName        the name to say in EHLO
  strict          true: warnings fail too
  minDays         warn when a certificate expires within so many days
  minLifetime     warn when less than so many per cent of a lifetime are left
  connectTimeout, greetingTimeout, commandTimeout, tlsTimeout, deadline
                  durations: 500ms, 2s, 1m
  concurrency     probes at once
  retries         how often an inconclusive address is tried again

\`routes schema config\` prints the JSON Schema of a config file,
\`routes config --help\` the form of the command.
`,

  json: `JSON

With --json every command prints exactly one JSON document on stdout, also when
it fails; the lines for people go to stderr, and the exit code is the same.

  $ routes list --json                 { "version": 1, "routes": [ ... ] }
  $ routes show inbound --json         { "version": 1, "route": { ... }, ... }
  $ routes test-tls --json             the report: verdicts, lines, findings,
                                       certificates, replies, times
  $ routes check --json                { "version": 1, "valid": true, ... }

An error is { "version": 1, "error": { "code", "message", "hint", "details" } }.
"code" is stable; "message" is for people and may change. So with findings:
build on "code" and "reason", not on "message".

  $ routes schema report               JSON Schema of the report of test-tls
  $ routes schema store                of the store file
  $ routes schema config               of a config file

"version" changes only when a field goes away or means something else; fields
may be added at any time. Times are ISO 8601 in UTC. Sentences are English.
`,

  hosts: `Hosts

A host is a DNS name (recommended) or an IP address, and a port: 25, 587, or
1024 to 65535. Port 465 is not supported: it speaks implicit TLS (SMTPS), which
is not STARTTLS.

  mx1.example.com          port 25, because none is named
  mx1.example.com:587
  192.0.2.10:2525
  [2001:db8::1]:25         an IPv6 address with a port stands in brackets

A route has a single host, or two tables: primary (at least one row) and
secondary. In each table the loads, whole per cents, add up to 100; where no
row names one it is shared out evenly.

  $ routes add inbound --host mx1.example.com
  $ routes add inbound --primary mx1.example.com=60 --primary mx2.example.com=40
  $ routes edit inbound --secondary backup.example.net:587

With MX lookup on, the host is a domain, and mail goes to the servers in its MX
record; with it off, the host is a server. A domain that has MX but no address
of its own needs the box, a server must not have it:

  $ routes add partner --host example.com --lookup-mx

A server that is not in the DNS yet is tested by its address; the name that is
sent and checked stays:

  $ routes test-tls --host new.example.com --resolve new.example.com=192.0.2.10

Private, loopback and link-local addresses can be tested from here, but Google
cannot reach them.
`,

  trust: `Trust: whose roots count

A certificate passes "ca" when a path leads from it to a trust anchor. Which
anchors those are is chosen by --trust, or by the setting trust:

  mozilla     Mozilla's list, exactly as this Node carries it (the default)
  system      the list of this machine
  file.pem    your own: every certificate in the file is an anchor

Assumption: Google does not publish which roots Gmail accepts for a route.
Mozilla's list stands in for them, and every report says so. What passes only
by a file of your own has a sound chain; that Gmail trusts it is not said.

Several lists can be named; the first decides, the others are told beside it:

  $ routes test-tls inbound --trust mozilla --trust system
  $ routes test-tls inbound --trust corporate.pem
  $ routes test-tls inbound --explain          the path drawn, what each says

Nothing is fetched: no missing intermediate, and no revocation list. What
NODE_EXTRA_CA_CERTS names is not counted; name the file with --trust.

See also: \`routes help certificate-not-trusted\`, docs/trust.md
`,

  files: `Files with routes: import, export, apply

JSON, YAML and CSV; export, then import is the same again, in each of them.

  $ routes export routes.csv           the format by the file's name
  $ routes import new.csv --dry-run    what would change; nothing does
  $ routes apply routes.yaml --check   exit 1 when the store is not the same

JSON and YAML have the shape of the store (\`routes schema store\`): { "version":
1, "routes": [ ... ] }, or the list alone. What is left out has its default.

CSV has one row a route; the first line names the columns, in any order:

  name                    one line of text
  host                    a single host: mx1.example.com:587
  primary, secondary      hosts of a table with blanks between:
                          mx1.example.com:25=60 mx2.example.com:25=40
  lookupMx, requireTls, requireCa, verifyHostname
                          true or false
  note                    text
  labels                  with commas between
  consoleSetAt, consoleBy when it was set in the console, and by whom
  createdAt, updatedAt    times: 2026-11-01T08:00:00Z

Only name, and host or primary, must be there. A text that a spreadsheet could
take for a formula has an apostrophe before it, which import takes away.
\`routes export --format csv\` shows all of it with your own routes.
`,

  verdicts: `Verdicts

Each address of each host has four lines:

  mx         what the MX record leads to (off unless MX lookup is on)
  tls        STARTTLS is offered, and the handshake is done
  ca         a path leads from the certificate to a trust anchor
  hostname   the certificate is for this host

  pass          as the box asks
  fail          not as the box asks
  off           the box is off; what would be, were it on, is told all the same
  inconclusive  nothing was seen that would tell: never a pass, never a fail

The verdict of an address is the worst of its lines and findings; that of a
host, a table and a route the worst below them:

  fail          with these boxes Gmail would return mail
  inconclusive  it cannot be told from here
  warn          it would deliver; something should be looked at
  pass          it would deliver

in this order: a fail outweighs what could not be told. Each finding has a code
and a reason, the root cause first; \`routes help <code>\` tells what it means and
how it is mended with Postfix, Exim and Exchange:

  $ routes help certificate-not-trusted
  $ routes help certificate-not-trusted/missing-intermediate

What a test from here cannot show: whether a firewall treats Google otherwise
than this machine, and whether the server takes mail for your addresses.
`,
};
