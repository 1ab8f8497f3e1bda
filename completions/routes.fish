# fish completion for routes (mail-routes).
# Made by `npm run generate` from the command tree; not edited by hand.

# The words before the cursor, without their quotes. fish 4 knows -x, fish 3 knows -o.
function __routes_words
    commandline -xpc 2>/dev/null; or commandline -opc
end

# Prints the words of the line that are neither flags nor their values: the command and its operands.
function __routes_operands
    set -l takes_value 0
    set -l is_over 0
    set -l words (__routes_words)
    for word in $words[2..]
        if test $takes_value = 1
            set takes_value 0
        else if test $is_over = 0 -a "$word" = --
            set is_over 1
        else if test $is_over = 0; and string match -q -- '-?*' $word
            contains -- $word $__routes_flags_with_value; and set takes_value 1
        else
            printf '%s\n' $word
        end
    end
end

# Is the command still to come?
function __routes_needs_command
    set -l operands (__routes_operands)
    test (count $operands) -eq 0
end

# Is the command one of these?
function __routes_uses
    set -l operands (__routes_operands)
    contains -- "$operands[1]" $argv
end

# Is the operand at that place of one of these commands the next?
function __routes_next
    set -l place $argv[1]
    set -l operands (__routes_operands)
    test (count $operands) -eq $place; and contains -- "$operands[1]" $argv[2..]
end

# The routes of the store in use, a line each: name, hosts, boxes, console. The line says which store is meant.
function __routes_list
    set -l words (__routes_words)
    set -l store
    set -l takes ''
    for word in $words[2..]
        if test -n "$takes"
            set -a store $takes (string replace -r '^~/' "$HOME/" -- $word)
            set takes ''
        else if contains -- $word --store --config
            set takes $word
        else if string match -qr -- '^--(store|config)=' $word
            set -a store $word
        end
    end
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    command $program list $store 2>/dev/null </dev/null
end

# Route names, each with its hosts beside it; those that are on the line already are left out.
function __routes_names
    set -l operands (__routes_operands)
    for row in (__routes_list)
        set -l cells (string split \t -- $row)
        contains -- $cells[1] $operands[2..]; or printf '%s\t%s\n' $cells[1] "$cells[2]"
    end
end

# Hosts that the routes of the store in use have.
function __routes_hosts
    for row in (__routes_list)
        set -l cells (string split \t -- $row)
        string split ' ' -- $cells[2] | string match -v '|' | string replace -r '=\d+$' ''
    end | sort -u
end

set -g __routes_flags_with_value --store --config --lang --actor --lock-wait --host --primary --secondary --note --label --name --resolve --mx --resolver --trust --at --min-days --min-lifetime --expect --ehlo-name --client-cert --client-key --connect-timeout --greeting-timeout --command-timeout --tls-timeout --deadline --concurrency --retries --intermediates --shard --reason --cert --key --write --route --since --until --last --format --output

complete -c routes -f
complete -c routes -l store -r -F -d 'the store to use'
complete -c routes -l config -r -F -d 'the config file to use'
complete -c routes -l lang -r -f -a 'en ja' -d 'the language of what is said: en, ja (settings, then the locale)'
complete -c routes -l json -d 'exactly one JSON document on stdout'
complete -c routes -l color -d 'colour, also in a pipe; or --color=always, never, auto'
complete -c routes -l no-color -d 'no colour'
complete -c routes -s q -l quiet -d 'only the answer, no talk'
complete -c routes -s v -l verbose -d 'more: notes, times, replies, certificates'
complete -c routes -l no-input -d 'never ask'
complete -c routes -l no-pager -d 'show long answers without the pager'
complete -c routes -s h -l help -d 'this help'
complete -c routes -n '__routes_needs_command' -s V -l version -d 'the version'

complete -c routes -n __routes_needs_command -f -a add -d 'add a route; on a terminal asks for what is missing'
complete -c routes -n __routes_needs_command -f -a list -d 'the routes: name, hosts, boxes, pending or set'
complete -c routes -n __routes_needs_command -f -a ls -d 'the routes: name, hosts, boxes, pending or set'
complete -c routes -n __routes_needs_command -f -a show -d 'one route whole, with its warnings'
complete -c routes -n __routes_needs_command -f -a edit -d 'change a route'
complete -c routes -n __routes_needs_command -f -a remove -d 'remove routes'
complete -c routes -n __routes_needs_command -f -a rm -d 'remove routes'
complete -c routes -n __routes_needs_command -f -a replace-host -d 'one host for another, in every route that has it'
complete -c routes -n __routes_needs_command -f -a console -d 'what to type into the Google console; --done records it'
complete -c routes -n __routes_needs_command -f -a test-tls -d 'test the servers of routes, or of --host, over real STARTTLS'
complete -c routes -n __routes_needs_command -f -a rehearse -d 'what test-tls would say if the servers served this certificate file'
complete -c routes -n __routes_needs_command -f -a report -d 'join the JSON reports of several runs, such as shards'
complete -c routes -n __routes_needs_command -f -a check -d 'validate the whole store without the network'
complete -c routes -n __routes_needs_command -f -a demo -d 'see it work: mail servers with good and bad certificates, here'
complete -c routes -n __routes_needs_command -f -a log -d 'the audit log; --verify checks it'
complete -c routes -n __routes_needs_command -f -a undo -d 'take the last change back'
complete -c routes -n __routes_needs_command -f -a import -d 'add routes from JSON, YAML or CSV files'
complete -c routes -n __routes_needs_command -f -a export -d 'write the routes as JSON, YAML or CSV'
complete -c routes -n __routes_needs_command -f -a apply -d 'make the store equal to a file; --check for CI'
complete -c routes -n __routes_needs_command -f -a init -d 'a store in this folder, to be kept in git'
complete -c routes -n __routes_needs_command -f -a config -d 'the settings in force and where each came from; set, get, unset'
complete -c routes -n __routes_needs_command -f -a schema -d 'print a JSON Schema'
complete -c routes -n __routes_needs_command -f -a completion -d 'completion for bash, zsh, fish, PowerShell'
complete -c routes -n __routes_needs_command -f -a help -d 'help for a command, or on a topic'

complete -c routes -n '__routes_uses add' -l host -r -f -a '(__routes_hosts)' -d 'a single host: name or address, port 25 when none is named'
complete -c routes -n '__routes_uses add' -l primary -r -f -a '(__routes_hosts)' -d 'a host of the primary table, with its load in per cent; repeatable'
complete -c routes -n '__routes_uses add' -l secondary -r -f -a '(__routes_hosts)' -d 'a host of the secondary table; repeatable'
complete -c routes -n '__routes_uses add' -l lookup-mx -d 'perform MX lookup on host: for a domain, not for a server'
complete -c routes -n '__routes_uses add' -l no-lookup-mx -d 'no MX lookup (the default)'
complete -c routes -n '__routes_uses add' -l require-tls -d 'require secure transport (the default)'
complete -c routes -n '__routes_uses add' -l no-require-tls -d 'do not require TLS; turns the next two off as well'
complete -c routes -n '__routes_uses add' -l require-ca -d 'require a CA-signed certificate (the default)'
complete -c routes -n '__routes_uses add' -l no-require-ca -d 'do not require it'
complete -c routes -n '__routes_uses add' -l verify-hostname -d 'validate the certificate hostname (the default)'
complete -c routes -n '__routes_uses add' -l no-verify-hostname -d 'do not validate it'
complete -c routes -n '__routes_uses add' -l note -r -f -d 'a note, for people'
complete -c routes -n '__routes_uses add' -l label -r -f -d 'a label; repeatable'
complete -c routes -n '__routes_uses add' -l name -r -f -d 'the name of the route'
complete -c routes -n '__routes_uses add' -l test -d 'test before saving; a route that fails is not saved'
complete -c routes -n '__routes_uses add' -l save-anyway -d 'with --test: save it all the same'
complete -c routes -n '__routes_uses add' -l resolve -r -f -a '(__routes_hosts)' -d 'answer given by hand: dial these addresses for this host; repeatable'
complete -c routes -n '__routes_uses add' -l mx -r -f -d 'answer given by hand: the MX hosts of this domain; repeatable'
complete -c routes -n '__routes_uses add' -l resolver -r -f -d 'the DNS server to ask (default: the system\'s)'
complete -c routes -n '__routes_uses add' -l trust -r -F -a 'mozilla system' -d 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
complete -c routes -n '__routes_uses add' -l at -r -f -d 'judge validity on that day: 2026-11-01, a time, or +30d'
complete -c routes -n '__routes_uses add' -l min-days -r -f -d 'warn when a certificate expires within so many days (default: 14)'
complete -c routes -n '__routes_uses add' -l min-lifetime -r -f -d 'warn when less than so many per cent of a lifetime are left'
complete -c routes -n '__routes_uses add' -l expect -r -F -d 'is this the certificate that is served, everywhere?'
complete -c routes -n '__routes_uses add' -l strict -d 'warnings fail too'
complete -c routes -n '__routes_uses add' -l ehlo-name -r -f -d 'the name to say in EHLO (default: this host\'s)'
complete -c routes -n '__routes_uses add' -l ipv4 -d 'only IPv4 addresses'
complete -c routes -n '__routes_uses add' -l ipv6 -d 'only IPv6 addresses'
complete -c routes -n '__routes_uses add' -l client-cert -r -F -d 'a client certificate to show, PEM'
complete -c routes -n '__routes_uses add' -l client-key -r -F -d 'its key, PEM'
complete -c routes -n '__routes_uses add' -l connect-timeout -r -f -d 'for the connection (default: 10s)'
complete -c routes -n '__routes_uses add' -l greeting-timeout -r -f -d 'for the whole greeting (default: 40s)'
complete -c routes -n '__routes_uses add' -l command-timeout -r -f -d 'for the whole reply to a command (default: 30s)'
complete -c routes -n '__routes_uses add' -l tls-timeout -r -f -d 'for the TLS handshake (default: 15s)'
complete -c routes -n '__routes_uses add' -l deadline -r -f -d 'for one address, all in all (default: 90s)'
complete -c routes -n '__routes_uses add' -l concurrency -r -f -d 'probes at once (default: 64)'
complete -c routes -n '__routes_uses add' -l retries -r -f -d 'try an inconclusive address again so many times (default: 0)'
complete -c routes -n '__routes_uses add' -l intermediates -r -F -d 'certificates at hand, PEM: remedies name those that the chain lacks'
complete -c routes -n '__routes_uses add' -l explain -d 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
complete -c routes -n '__routes_uses add' -l shard -r -f -d 'test only part i of n of the hosts, for a matrix of jobs'
complete -c routes -n '__routes_uses add' -l transcript -d 'show the dialogue with times'
complete -c routes -n '__routes_uses add' -l redact -d 'placeholders for addresses and names, to show the report to strangers'
complete -c routes -n '__routes_uses add' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses add' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses add' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_uses list ls' -l host -r -f -a '(__routes_hosts)' -d 'only routes that use this host'
complete -c routes -n '__routes_uses list ls' -l label -r -f -d 'only routes with this label'
complete -c routes -n '__routes_uses list ls' -l pending -d 'only routes that are not yet set in the console'

complete -c routes -n '__routes_next 1 show' -f -a '(__routes_names)'

complete -c routes -n '__routes_next 1 edit' -f -a '(__routes_names)'
complete -c routes -n '__routes_uses edit' -l name -r -f -d 'a new name for the route'
complete -c routes -n '__routes_uses edit' -l host -r -f -a '(__routes_hosts)' -d 'a single host: name or address, port 25 when none is named'
complete -c routes -n '__routes_uses edit' -l primary -r -f -a '(__routes_hosts)' -d 'a host of the primary table, with its load in per cent; repeatable'
complete -c routes -n '__routes_uses edit' -l secondary -r -f -a '(__routes_hosts)' -d 'a host of the secondary table; repeatable'
complete -c routes -n '__routes_uses edit' -l lookup-mx -d 'perform MX lookup on host: for a domain, not for a server'
complete -c routes -n '__routes_uses edit' -l no-lookup-mx -d 'no MX lookup (the default)'
complete -c routes -n '__routes_uses edit' -l require-tls -d 'require secure transport (the default)'
complete -c routes -n '__routes_uses edit' -l no-require-tls -d 'do not require TLS; turns the next two off as well'
complete -c routes -n '__routes_uses edit' -l require-ca -d 'require a CA-signed certificate (the default)'
complete -c routes -n '__routes_uses edit' -l no-require-ca -d 'do not require it'
complete -c routes -n '__routes_uses edit' -l verify-hostname -d 'validate the certificate hostname (the default)'
complete -c routes -n '__routes_uses edit' -l no-verify-hostname -d 'do not validate it'
complete -c routes -n '__routes_uses edit' -l no-secondary -d 'no secondary table'
complete -c routes -n '__routes_uses edit' -l note -r -f -d 'another note, for people; \'\' takes it away'
complete -c routes -n '__routes_uses edit' -l label -r -f -d 'a label in place of all there are; repeatable'
complete -c routes -n '__routes_uses edit' -l no-label -d 'take all labels away'
complete -c routes -n '__routes_uses edit' -l test -d 'test before saving; a route that fails is not saved'
complete -c routes -n '__routes_uses edit' -l save-anyway -d 'with --test: save it all the same'
complete -c routes -n '__routes_uses edit' -l resolve -r -f -a '(__routes_hosts)' -d 'answer given by hand: dial these addresses for this host; repeatable'
complete -c routes -n '__routes_uses edit' -l mx -r -f -d 'answer given by hand: the MX hosts of this domain; repeatable'
complete -c routes -n '__routes_uses edit' -l resolver -r -f -d 'the DNS server to ask (default: the system\'s)'
complete -c routes -n '__routes_uses edit' -l trust -r -F -a 'mozilla system' -d 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
complete -c routes -n '__routes_uses edit' -l at -r -f -d 'judge validity on that day: 2026-11-01, a time, or +30d'
complete -c routes -n '__routes_uses edit' -l min-days -r -f -d 'warn when a certificate expires within so many days (default: 14)'
complete -c routes -n '__routes_uses edit' -l min-lifetime -r -f -d 'warn when less than so many per cent of a lifetime are left'
complete -c routes -n '__routes_uses edit' -l expect -r -F -d 'is this the certificate that is served, everywhere?'
complete -c routes -n '__routes_uses edit' -l strict -d 'warnings fail too'
complete -c routes -n '__routes_uses edit' -l ehlo-name -r -f -d 'the name to say in EHLO (default: this host\'s)'
complete -c routes -n '__routes_uses edit' -l ipv4 -d 'only IPv4 addresses'
complete -c routes -n '__routes_uses edit' -l ipv6 -d 'only IPv6 addresses'
complete -c routes -n '__routes_uses edit' -l client-cert -r -F -d 'a client certificate to show, PEM'
complete -c routes -n '__routes_uses edit' -l client-key -r -F -d 'its key, PEM'
complete -c routes -n '__routes_uses edit' -l connect-timeout -r -f -d 'for the connection (default: 10s)'
complete -c routes -n '__routes_uses edit' -l greeting-timeout -r -f -d 'for the whole greeting (default: 40s)'
complete -c routes -n '__routes_uses edit' -l command-timeout -r -f -d 'for the whole reply to a command (default: 30s)'
complete -c routes -n '__routes_uses edit' -l tls-timeout -r -f -d 'for the TLS handshake (default: 15s)'
complete -c routes -n '__routes_uses edit' -l deadline -r -f -d 'for one address, all in all (default: 90s)'
complete -c routes -n '__routes_uses edit' -l concurrency -r -f -d 'probes at once (default: 64)'
complete -c routes -n '__routes_uses edit' -l retries -r -f -d 'try an inconclusive address again so many times (default: 0)'
complete -c routes -n '__routes_uses edit' -l intermediates -r -F -d 'certificates at hand, PEM: remedies name those that the chain lacks'
complete -c routes -n '__routes_uses edit' -l explain -d 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
complete -c routes -n '__routes_uses edit' -l shard -r -f -d 'test only part i of n of the hosts, for a matrix of jobs'
complete -c routes -n '__routes_uses edit' -l transcript -d 'show the dialogue with times'
complete -c routes -n '__routes_uses edit' -l redact -d 'placeholders for addresses and names, to show the report to strangers'
complete -c routes -n '__routes_uses edit' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses edit' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses edit' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_uses remove rm' -f -a '(__routes_names)'
complete -c routes -n '__routes_uses remove rm' -s y -l yes -d 'go on without being asked'
complete -c routes -n '__routes_uses remove rm' -l dry-run -d 'show what would change, and change nothing'
complete -c routes -n '__routes_uses remove rm' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses remove rm' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses remove rm' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_next 1 replace-host' -f -a '(__routes_hosts)'
complete -c routes -n '__routes_next 2 replace-host' -f -a '(__routes_hosts)'
complete -c routes -n '__routes_uses replace-host' -s y -l yes -d 'go on without being asked'
complete -c routes -n '__routes_uses replace-host' -l dry-run -d 'show what would change, and change nothing'
complete -c routes -n '__routes_uses replace-host' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses replace-host' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses replace-host' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_next 1 console' -f -a '(__routes_names)'
complete -c routes -n '__routes_uses console' -l done -d 'record that the route is set in the console now, and by whom'
complete -c routes -n '__routes_uses console' -l pending -d 'only routes that are not yet set in the console'
complete -c routes -n '__routes_uses console' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses console' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses console' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_uses test-tls' -f -a '(__routes_names)'
complete -c routes -n '__routes_uses test-tls' -l host -r -f -a '(__routes_hosts)' -d 'test this server, which is in no store'
complete -c routes -n '__routes_uses test-tls' -l primary -r -f -a '(__routes_hosts)' -d 'a host of the primary table, with its load in per cent; repeatable'
complete -c routes -n '__routes_uses test-tls' -l secondary -r -f -a '(__routes_hosts)' -d 'a host of the secondary table; repeatable'
complete -c routes -n '__routes_uses test-tls' -l lookup-mx -d 'perform MX lookup on host: for a domain, not for a server'
complete -c routes -n '__routes_uses test-tls' -l no-lookup-mx -d 'no MX lookup (the default)'
complete -c routes -n '__routes_uses test-tls' -l require-tls -d 'require secure transport (the default)'
complete -c routes -n '__routes_uses test-tls' -l no-require-tls -d 'do not require TLS; turns the next two off as well'
complete -c routes -n '__routes_uses test-tls' -l require-ca -d 'require a CA-signed certificate (the default)'
complete -c routes -n '__routes_uses test-tls' -l no-require-ca -d 'do not require it'
complete -c routes -n '__routes_uses test-tls' -l verify-hostname -d 'validate the certificate hostname (the default)'
complete -c routes -n '__routes_uses test-tls' -l no-verify-hostname -d 'do not validate it'
complete -c routes -n '__routes_uses test-tls' -l label -r -f -d 'test the routes with this label'
complete -c routes -n '__routes_uses test-tls' -l resolve -r -f -a '(__routes_hosts)' -d 'answer given by hand: dial these addresses for this host; repeatable'
complete -c routes -n '__routes_uses test-tls' -l mx -r -f -d 'answer given by hand: the MX hosts of this domain; repeatable'
complete -c routes -n '__routes_uses test-tls' -l resolver -r -f -d 'the DNS server to ask (default: the system\'s)'
complete -c routes -n '__routes_uses test-tls' -l trust -r -F -a 'mozilla system' -d 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
complete -c routes -n '__routes_uses test-tls' -l at -r -f -d 'judge validity on that day: 2026-11-01, a time, or +30d'
complete -c routes -n '__routes_uses test-tls' -l min-days -r -f -d 'warn when a certificate expires within so many days (default: 14)'
complete -c routes -n '__routes_uses test-tls' -l min-lifetime -r -f -d 'warn when less than so many per cent of a lifetime are left'
complete -c routes -n '__routes_uses test-tls' -l expect -r -F -d 'is this the certificate that is served, everywhere?'
complete -c routes -n '__routes_uses test-tls' -l strict -d 'warnings fail too'
complete -c routes -n '__routes_uses test-tls' -l ehlo-name -r -f -d 'the name to say in EHLO (default: this host\'s)'
complete -c routes -n '__routes_uses test-tls' -l ipv4 -d 'only IPv4 addresses'
complete -c routes -n '__routes_uses test-tls' -l ipv6 -d 'only IPv6 addresses'
complete -c routes -n '__routes_uses test-tls' -l client-cert -r -F -d 'a client certificate to show, PEM'
complete -c routes -n '__routes_uses test-tls' -l client-key -r -F -d 'its key, PEM'
complete -c routes -n '__routes_uses test-tls' -l connect-timeout -r -f -d 'for the connection (default: 10s)'
complete -c routes -n '__routes_uses test-tls' -l greeting-timeout -r -f -d 'for the whole greeting (default: 40s)'
complete -c routes -n '__routes_uses test-tls' -l command-timeout -r -f -d 'for the whole reply to a command (default: 30s)'
complete -c routes -n '__routes_uses test-tls' -l tls-timeout -r -f -d 'for the TLS handshake (default: 15s)'
complete -c routes -n '__routes_uses test-tls' -l deadline -r -f -d 'for one address, all in all (default: 90s)'
complete -c routes -n '__routes_uses test-tls' -l concurrency -r -f -d 'probes at once (default: 64)'
complete -c routes -n '__routes_uses test-tls' -l retries -r -f -d 'try an inconclusive address again so many times (default: 0)'
complete -c routes -n '__routes_uses test-tls' -l intermediates -r -F -d 'certificates at hand, PEM: remedies name those that the chain lacks'
complete -c routes -n '__routes_uses test-tls' -l explain -d 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
complete -c routes -n '__routes_uses test-tls' -l shard -r -f -d 'test only part i of n of the hosts, for a matrix of jobs'
complete -c routes -n '__routes_uses test-tls' -l transcript -d 'show the dialogue with times'
complete -c routes -n '__routes_uses test-tls' -l redact -d 'placeholders for addresses and names, to show the report to strangers'

complete -c routes -n '__routes_uses rehearse' -f -a '(__routes_names)'
complete -c routes -n '__routes_uses rehearse' -l host -r -f -a '(__routes_hosts)' -d 'rehearse for this server, which is in no store'
complete -c routes -n '__routes_uses rehearse' -l primary -r -f -a '(__routes_hosts)' -d 'a host of the primary table, with its load in per cent; repeatable'
complete -c routes -n '__routes_uses rehearse' -l secondary -r -f -a '(__routes_hosts)' -d 'a host of the secondary table; repeatable'
complete -c routes -n '__routes_uses rehearse' -l lookup-mx -d 'perform MX lookup on host: for a domain, not for a server'
complete -c routes -n '__routes_uses rehearse' -l no-lookup-mx -d 'no MX lookup (the default)'
complete -c routes -n '__routes_uses rehearse' -l require-tls -d 'require secure transport (the default)'
complete -c routes -n '__routes_uses rehearse' -l no-require-tls -d 'do not require TLS; turns the next two off as well'
complete -c routes -n '__routes_uses rehearse' -l require-ca -d 'require a CA-signed certificate (the default)'
complete -c routes -n '__routes_uses rehearse' -l no-require-ca -d 'do not require it'
complete -c routes -n '__routes_uses rehearse' -l verify-hostname -d 'validate the certificate hostname (the default)'
complete -c routes -n '__routes_uses rehearse' -l no-verify-hostname -d 'do not validate it'
complete -c routes -n '__routes_uses rehearse' -l cert -r -F -d 'the certificate file that the servers would serve, PEM'
complete -c routes -n '__routes_uses rehearse' -l key -r -F -d 'its key, PEM: must fit, and lets OpenSSL judge too; is not kept'
complete -c routes -n '__routes_uses rehearse' -l intermediates -r -F -d 'certificates at hand, PEM: remedies name those that the chain lacks'
complete -c routes -n '__routes_uses rehearse' -l write -r -F -d 'write the chain in the right order to this file, with what it lacks'
complete -c routes -n '__routes_uses rehearse' -l yes -d 'with --write: write over a file that exists'
complete -c routes -n '__routes_uses rehearse' -l explain -d 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
complete -c routes -n '__routes_uses rehearse' -l trust -r -F -a 'mozilla system' -d 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
complete -c routes -n '__routes_uses rehearse' -l at -r -f -d 'judge validity on that day: 2026-11-01, a time, or +30d'
complete -c routes -n '__routes_uses rehearse' -l min-days -r -f -d 'warn when a certificate expires within so many days (default: 14)'
complete -c routes -n '__routes_uses rehearse' -l min-lifetime -r -f -d 'warn when less than so many per cent of a lifetime are left'
complete -c routes -n '__routes_uses rehearse' -l strict -d 'warnings fail too'
complete -c routes -n '__routes_uses rehearse' -l mx -r -f -d 'answer given by hand: the MX hosts of this domain; repeatable'
complete -c routes -n '__routes_uses rehearse' -l resolver -r -f -d 'the DNS server to ask (default: the system\'s)'

complete -c routes -n '__routes_next 1 report' -f -a 'merge'
complete -c routes -n '__routes_uses report' -F
complete -c routes -n '__routes_uses report' -l strict -d 'warnings fail too'
complete -c routes -n '__routes_uses report' -l redact -d 'placeholders for addresses and names, to show the report to strangers'

complete -c routes -n '__routes_uses check' -l strict -d 'warnings fail too'

complete -c routes -n '__routes_uses log' -l route -r -f -a '(__routes_names)' -d 'only changes of this route'
complete -c routes -n '__routes_uses log' -l actor -r -f -d 'only changes by this person'
complete -c routes -n '__routes_uses log' -l since -r -f -d 'only from this day or time on: 2026-11-01, a time, or 7d for seven days ago'
complete -c routes -n '__routes_uses log' -l until -r -f -d 'only up to this day (the whole of it) or time'
complete -c routes -n '__routes_uses log' -l last -r -f -d 'only the last n of them'
complete -c routes -n '__routes_uses log' -l verify -d 'check the chain of the log; exit 1 when it is broken'
complete -c routes -n '__routes_uses log' -l format -r -f -a 'text json jsonl csv' -d 'text; json or jsonl with every hash; csv for a spreadsheet (default: text)'
complete -c routes -n '__routes_uses log' -l output -r -F -d 'write to this file'

complete -c routes -n '__routes_uses undo' -s y -l yes -d 'go on without being asked'
complete -c routes -n '__routes_uses undo' -l dry-run -d 'show what would change, and change nothing'
complete -c routes -n '__routes_uses undo' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses undo' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses undo' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_uses import' -F
complete -c routes -n '__routes_uses import' -l format -r -f -a 'json yaml csv' -d 'the format (default: by the file\'s name; `-` is json)'
complete -c routes -n '__routes_uses import' -l update -d 'routes that exist are replaced by those of the file'
complete -c routes -n '__routes_uses import' -s y -l yes -d 'go on without being asked'
complete -c routes -n '__routes_uses import' -l dry-run -d 'show what would change, and change nothing'
complete -c routes -n '__routes_uses import' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses import' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses import' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_next 1 export' -F
complete -c routes -n '__routes_uses export' -l format -r -f -a 'json yaml csv' -d 'the format (default: by the file\'s name; `-` is json)'
complete -c routes -n '__routes_uses export' -l label -r -f -d 'only routes with this label'

complete -c routes -n '__routes_next 1 apply' -F
complete -c routes -n '__routes_uses apply' -l format -r -f -a 'json yaml csv' -d 'the format (default: by the file\'s name; `-` is json)'
complete -c routes -n '__routes_uses apply' -l check -d 'change nothing; exit 1 when the store is not what the file says'
complete -c routes -n '__routes_uses apply' -s y -l yes -d 'go on without being asked'
complete -c routes -n '__routes_uses apply' -l dry-run -d 'show what would change, and change nothing'
complete -c routes -n '__routes_uses apply' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses apply' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses apply' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_uses init' -l actor -r -f -d 'who is changing this, for the audit log (default: user@host)'
complete -c routes -n '__routes_uses init' -l reason -r -f -d 'why, for the audit log'
complete -c routes -n '__routes_uses init' -l lock-wait -r -f -d 'how long to wait for another writer (default: 15s)'

complete -c routes -n '__routes_next 1 config' -f -a 'get set unset'
complete -c routes -n '__routes_next 2 config' -f -a 'store color lang actor lockWait trust resolver ehloName strict minDays minLifetime connectTimeout greetingTimeout commandTimeout tlsTimeout deadline concurrency retries'

complete -c routes -n '__routes_next 1 schema' -f -a 'store report config'

complete -c routes -n '__routes_next 1 completion' -f -a 'bash zsh fish powershell'

complete -c routes -n '__routes_next 1 help' -f -a 'add list show edit remove replace-host console test-tls rehearse report check demo log undo import export apply init config schema completion exit-codes json hosts trust files verdicts starttls-not-supported smtp-failure smtp-remark weak-protocol certificate-host-mismatch certificate-expired certificate-not-trusted expires-soon expectation-mismatch chain-remark validation-failure judges-disagree one-judge dns-failure connection-failure mx-names'

complete -c mail-routes -w routes
