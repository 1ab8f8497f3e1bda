# PowerShell completion for routes (mail-routes), PowerShell 5.1 or newer.
# Made by `npm run generate` from the command tree; not edited by hand.

Register-ArgumentCompleter -Native -CommandName 'routes', 'mail-routes' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $flagsWithValue = @('--store', '--config', '--lang', '--actor', '--lock-wait', '--host', '--primary', '--secondary', '--note', '--label', '--name', '--resolve', '--mx', '--resolver', '--trust', '--at', '--min-days', '--min-lifetime', '--expect', '--ehlo-name', '--client-cert', '--client-key', '--connect-timeout', '--greeting-timeout', '--command-timeout', '--tls-timeout', '--deadline', '--concurrency', '--retries', '--intermediates', '--shard', '--reason', '--cert', '--key', '--write', '--route', '--since', '--until', '--last', '--format', '--output')
    $aliases = @{
        'ls' = 'list'
        'rm' = 'remove'
    }
    $globalFlags = [ordered]@{
        '--store' = @('the store to use', 'file')
        '--config' = @('the config file to use', 'file')
        '--lang' = @('the language of what is said: en, ja (settings, then the locale)', 'words en ja')
        '--json' = @('exactly one JSON document on stdout', 'none')
        '--color' = @('colour, also in a pipe; or --color=always, never, auto', 'none')
        '--no-color' = @('no colour', 'none')
        '--quiet' = @('only the answer, no talk', 'none')
        '--verbose' = @('more: notes, times, replies, certificates', 'none')
        '--no-input' = @('never ask', 'none')
        '--no-pager' = @('show long answers without the pager', 'none')
        '--help' = @('this help', 'none')
        '--version' = @('the version', 'none')
    }
    $commands = [ordered]@{
        'add' = @{
            Summary = 'add a route; on a terminal asks for what is missing'
            Operands = @('text')
            IsVariadic = $false
            Flags = [ordered]@{
                '--host' = @('a single host: name or address, port 25 when none is named', 'host')
                '--primary' = @('a host of the primary table, with its load in per cent; repeatable', 'host')
                '--secondary' = @('a host of the secondary table; repeatable', 'host')
                '--lookup-mx' = @('perform MX lookup on host: for a domain, not for a server', 'none')
                '--no-lookup-mx' = @('no MX lookup (the default)', 'none')
                '--require-tls' = @('require secure transport (the default)', 'none')
                '--no-require-tls' = @('do not require TLS; turns the next two off as well', 'none')
                '--require-ca' = @('require a CA-signed certificate (the default)', 'none')
                '--no-require-ca' = @('do not require it', 'none')
                '--verify-hostname' = @('validate the certificate hostname (the default)', 'none')
                '--no-verify-hostname' = @('do not validate it', 'none')
                '--note' = @('a note, for people', 'text')
                '--label' = @('a label; repeatable', 'text')
                '--name' = @('the name of the route', 'text')
                '--test' = @('test before saving; a route that fails is not saved', 'none')
                '--save-anyway' = @('with --test: save it all the same', 'none')
                '--resolve' = @('answer given by hand: dial these addresses for this host; repeatable', 'host')
                '--mx' = @('answer given by hand: the MX hosts of this domain; repeatable', 'text')
                '--resolver' = @('the DNS server to ask (default: the system''s)', 'text')
                '--trust' = @('whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)', 'words-or-file mozilla system')
                '--at' = @('judge validity on that day: 2026-11-01, a time, or +30d', 'text')
                '--min-days' = @('warn when a certificate expires within so many days (default: 14)', 'number')
                '--min-lifetime' = @('warn when less than so many per cent of a lifetime are left', 'number')
                '--expect' = @('is this the certificate that is served, everywhere?', 'file')
                '--strict' = @('warnings fail too', 'none')
                '--ehlo-name' = @('the name to say in EHLO (default: this host''s)', 'text')
                '--ipv4' = @('only IPv4 addresses', 'none')
                '--ipv6' = @('only IPv6 addresses', 'none')
                '--client-cert' = @('a client certificate to show, PEM', 'file')
                '--client-key' = @('its key, PEM', 'file')
                '--connect-timeout' = @('for the connection (default: 10s)', 'text')
                '--greeting-timeout' = @('for the whole greeting (default: 40s)', 'text')
                '--command-timeout' = @('for the whole reply to a command (default: 30s)', 'text')
                '--tls-timeout' = @('for the TLS handshake (default: 15s)', 'text')
                '--deadline' = @('for one address, all in all (default: 90s)', 'text')
                '--concurrency' = @('probes at once (default: 64)', 'number')
                '--retries' = @('try an inconclusive address again so many times (default: 0)', 'number')
                '--intermediates' = @('certificates at hand, PEM: remedies name those that the chain lacks', 'file')
                '--explain' = @('draw the path: what is presented, what was tried and where it broke, what each trust store says', 'none')
                '--shard' = @('test only part i of n of the hosts, for a matrix of jobs', 'text')
                '--transcript' = @('show the dialogue with times', 'none')
                '--redact' = @('placeholders for addresses and names, to show the report to strangers', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'list' = @{
            Summary = 'the routes: name, hosts, boxes, pending or set'
            Operands = @()
            IsVariadic = $false
            Flags = [ordered]@{
                '--host' = @('only routes that use this host', 'host')
                '--label' = @('only routes with this label', 'text')
                '--pending' = @('only routes that are not yet set in the console', 'none')
            }
        }
        'show' = @{
            Summary = 'one route whole, with its warnings'
            Operands = @('route')
            IsVariadic = $false
        }
        'edit' = @{
            Summary = 'change a route'
            Operands = @('route')
            IsVariadic = $false
            Flags = [ordered]@{
                '--name' = @('a new name for the route', 'text')
                '--host' = @('a single host: name or address, port 25 when none is named', 'host')
                '--primary' = @('a host of the primary table, with its load in per cent; repeatable', 'host')
                '--secondary' = @('a host of the secondary table; repeatable', 'host')
                '--lookup-mx' = @('perform MX lookup on host: for a domain, not for a server', 'none')
                '--no-lookup-mx' = @('no MX lookup (the default)', 'none')
                '--require-tls' = @('require secure transport (the default)', 'none')
                '--no-require-tls' = @('do not require TLS; turns the next two off as well', 'none')
                '--require-ca' = @('require a CA-signed certificate (the default)', 'none')
                '--no-require-ca' = @('do not require it', 'none')
                '--verify-hostname' = @('validate the certificate hostname (the default)', 'none')
                '--no-verify-hostname' = @('do not validate it', 'none')
                '--no-secondary' = @('no secondary table', 'none')
                '--note' = @('another note, for people; '''' takes it away', 'text')
                '--label' = @('a label in place of all there are; repeatable', 'text')
                '--no-label' = @('take all labels away', 'none')
                '--test' = @('test before saving; a route that fails is not saved', 'none')
                '--save-anyway' = @('with --test: save it all the same', 'none')
                '--resolve' = @('answer given by hand: dial these addresses for this host; repeatable', 'host')
                '--mx' = @('answer given by hand: the MX hosts of this domain; repeatable', 'text')
                '--resolver' = @('the DNS server to ask (default: the system''s)', 'text')
                '--trust' = @('whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)', 'words-or-file mozilla system')
                '--at' = @('judge validity on that day: 2026-11-01, a time, or +30d', 'text')
                '--min-days' = @('warn when a certificate expires within so many days (default: 14)', 'number')
                '--min-lifetime' = @('warn when less than so many per cent of a lifetime are left', 'number')
                '--expect' = @('is this the certificate that is served, everywhere?', 'file')
                '--strict' = @('warnings fail too', 'none')
                '--ehlo-name' = @('the name to say in EHLO (default: this host''s)', 'text')
                '--ipv4' = @('only IPv4 addresses', 'none')
                '--ipv6' = @('only IPv6 addresses', 'none')
                '--client-cert' = @('a client certificate to show, PEM', 'file')
                '--client-key' = @('its key, PEM', 'file')
                '--connect-timeout' = @('for the connection (default: 10s)', 'text')
                '--greeting-timeout' = @('for the whole greeting (default: 40s)', 'text')
                '--command-timeout' = @('for the whole reply to a command (default: 30s)', 'text')
                '--tls-timeout' = @('for the TLS handshake (default: 15s)', 'text')
                '--deadline' = @('for one address, all in all (default: 90s)', 'text')
                '--concurrency' = @('probes at once (default: 64)', 'number')
                '--retries' = @('try an inconclusive address again so many times (default: 0)', 'number')
                '--intermediates' = @('certificates at hand, PEM: remedies name those that the chain lacks', 'file')
                '--explain' = @('draw the path: what is presented, what was tried and where it broke, what each trust store says', 'none')
                '--shard' = @('test only part i of n of the hosts, for a matrix of jobs', 'text')
                '--transcript' = @('show the dialogue with times', 'none')
                '--redact' = @('placeholders for addresses and names, to show the report to strangers', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'remove' = @{
            Summary = 'remove routes'
            Operands = @('route')
            IsVariadic = $true
            Flags = [ordered]@{
                '--yes' = @('go on without being asked', 'none')
                '--dry-run' = @('show what would change, and change nothing', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'replace-host' = @{
            Summary = 'one host for another, in every route that has it'
            Operands = @('host', 'host')
            IsVariadic = $false
            Flags = [ordered]@{
                '--yes' = @('go on without being asked', 'none')
                '--dry-run' = @('show what would change, and change nothing', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'console' = @{
            Summary = 'what to type into the Google console; --done records it'
            Operands = @('route')
            IsVariadic = $false
            Flags = [ordered]@{
                '--done' = @('record that the route is set in the console now, and by whom', 'none')
                '--pending' = @('only routes that are not yet set in the console', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'test-tls' = @{
            Summary = 'test the servers of routes, or of --host, over real STARTTLS'
            Operands = @('route')
            IsVariadic = $true
            Flags = [ordered]@{
                '--host' = @('test this server, which is in no store', 'host')
                '--primary' = @('a host of the primary table, with its load in per cent; repeatable', 'host')
                '--secondary' = @('a host of the secondary table; repeatable', 'host')
                '--lookup-mx' = @('perform MX lookup on host: for a domain, not for a server', 'none')
                '--no-lookup-mx' = @('no MX lookup (the default)', 'none')
                '--require-tls' = @('require secure transport (the default)', 'none')
                '--no-require-tls' = @('do not require TLS; turns the next two off as well', 'none')
                '--require-ca' = @('require a CA-signed certificate (the default)', 'none')
                '--no-require-ca' = @('do not require it', 'none')
                '--verify-hostname' = @('validate the certificate hostname (the default)', 'none')
                '--no-verify-hostname' = @('do not validate it', 'none')
                '--label' = @('test the routes with this label', 'text')
                '--resolve' = @('answer given by hand: dial these addresses for this host; repeatable', 'host')
                '--mx' = @('answer given by hand: the MX hosts of this domain; repeatable', 'text')
                '--resolver' = @('the DNS server to ask (default: the system''s)', 'text')
                '--trust' = @('whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)', 'words-or-file mozilla system')
                '--at' = @('judge validity on that day: 2026-11-01, a time, or +30d', 'text')
                '--min-days' = @('warn when a certificate expires within so many days (default: 14)', 'number')
                '--min-lifetime' = @('warn when less than so many per cent of a lifetime are left', 'number')
                '--expect' = @('is this the certificate that is served, everywhere?', 'file')
                '--strict' = @('warnings fail too', 'none')
                '--ehlo-name' = @('the name to say in EHLO (default: this host''s)', 'text')
                '--ipv4' = @('only IPv4 addresses', 'none')
                '--ipv6' = @('only IPv6 addresses', 'none')
                '--client-cert' = @('a client certificate to show, PEM', 'file')
                '--client-key' = @('its key, PEM', 'file')
                '--connect-timeout' = @('for the connection (default: 10s)', 'text')
                '--greeting-timeout' = @('for the whole greeting (default: 40s)', 'text')
                '--command-timeout' = @('for the whole reply to a command (default: 30s)', 'text')
                '--tls-timeout' = @('for the TLS handshake (default: 15s)', 'text')
                '--deadline' = @('for one address, all in all (default: 90s)', 'text')
                '--concurrency' = @('probes at once (default: 64)', 'number')
                '--retries' = @('try an inconclusive address again so many times (default: 0)', 'number')
                '--intermediates' = @('certificates at hand, PEM: remedies name those that the chain lacks', 'file')
                '--explain' = @('draw the path: what is presented, what was tried and where it broke, what each trust store says', 'none')
                '--shard' = @('test only part i of n of the hosts, for a matrix of jobs', 'text')
                '--transcript' = @('show the dialogue with times', 'none')
                '--redact' = @('placeholders for addresses and names, to show the report to strangers', 'none')
            }
        }
        'rehearse' = @{
            Summary = 'what test-tls would say if the servers served this certificate file'
            Operands = @('route')
            IsVariadic = $true
            Flags = [ordered]@{
                '--host' = @('rehearse for this server, which is in no store', 'host')
                '--primary' = @('a host of the primary table, with its load in per cent; repeatable', 'host')
                '--secondary' = @('a host of the secondary table; repeatable', 'host')
                '--lookup-mx' = @('perform MX lookup on host: for a domain, not for a server', 'none')
                '--no-lookup-mx' = @('no MX lookup (the default)', 'none')
                '--require-tls' = @('require secure transport (the default)', 'none')
                '--no-require-tls' = @('do not require TLS; turns the next two off as well', 'none')
                '--require-ca' = @('require a CA-signed certificate (the default)', 'none')
                '--no-require-ca' = @('do not require it', 'none')
                '--verify-hostname' = @('validate the certificate hostname (the default)', 'none')
                '--no-verify-hostname' = @('do not validate it', 'none')
                '--cert' = @('the certificate file that the servers would serve, PEM', 'file')
                '--key' = @('its key, PEM: must fit, and lets OpenSSL judge too; is not kept', 'file')
                '--intermediates' = @('certificates at hand, PEM: remedies name those that the chain lacks', 'file')
                '--write' = @('write the chain in the right order to this file, with what it lacks', 'file')
                '--yes' = @('with --write: write over a file that exists', 'none')
                '--explain' = @('draw the path: what is presented, what was tried and where it broke, what each trust store says', 'none')
                '--trust' = @('whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)', 'words-or-file mozilla system')
                '--at' = @('judge validity on that day: 2026-11-01, a time, or +30d', 'text')
                '--min-days' = @('warn when a certificate expires within so many days (default: 14)', 'number')
                '--min-lifetime' = @('warn when less than so many per cent of a lifetime are left', 'number')
                '--strict' = @('warnings fail too', 'none')
                '--mx' = @('answer given by hand: the MX hosts of this domain; repeatable', 'text')
                '--resolver' = @('the DNS server to ask (default: the system''s)', 'text')
            }
        }
        'report' = @{
            Summary = 'join the JSON reports of several runs, such as shards'
            Operands = @('words merge', 'file')
            IsVariadic = $true
            Flags = [ordered]@{
                '--strict' = @('warnings fail too', 'none')
                '--redact' = @('placeholders for addresses and names, to show the report to strangers', 'none')
            }
        }
        'check' = @{
            Summary = 'validate the whole store without the network'
            Operands = @()
            IsVariadic = $false
            Flags = [ordered]@{
                '--strict' = @('warnings fail too', 'none')
            }
        }
        'demo' = @{
            Summary = 'see it work: mail servers with good and bad certificates, here'
            Operands = @()
            IsVariadic = $false
        }
        'log' = @{
            Summary = 'the audit log; --verify checks it'
            Operands = @()
            IsVariadic = $false
            Flags = [ordered]@{
                '--route' = @('only changes of this route', 'route')
                '--actor' = @('only changes by this person', 'text')
                '--since' = @('only from this day or time on: 2026-11-01, a time, or 7d for seven days ago', 'text')
                '--until' = @('only up to this day (the whole of it) or time', 'text')
                '--last' = @('only the last n of them', 'number')
                '--verify' = @('check the chain of the log; exit 1 when it is broken', 'none')
                '--format' = @('text; json or jsonl with every hash; csv for a spreadsheet (default: text)', 'words text json jsonl csv')
                '--output' = @('write to this file', 'file')
            }
        }
        'undo' = @{
            Summary = 'take the last change back'
            Operands = @()
            IsVariadic = $false
            Flags = [ordered]@{
                '--yes' = @('go on without being asked', 'none')
                '--dry-run' = @('show what would change, and change nothing', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'import' = @{
            Summary = 'add routes from JSON, YAML or CSV files'
            Operands = @('file')
            IsVariadic = $true
            Flags = [ordered]@{
                '--format' = @('the format (default: by the file''s name; `-` is json)', 'words json yaml csv')
                '--update' = @('routes that exist are replaced by those of the file', 'none')
                '--yes' = @('go on without being asked', 'none')
                '--dry-run' = @('show what would change, and change nothing', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'export' = @{
            Summary = 'write the routes as JSON, YAML or CSV'
            Operands = @('file')
            IsVariadic = $false
            Flags = [ordered]@{
                '--format' = @('the format (default: by the file''s name; `-` is json)', 'words json yaml csv')
                '--label' = @('only routes with this label', 'text')
            }
        }
        'apply' = @{
            Summary = 'make the store equal to a file; --check for CI'
            Operands = @('file')
            IsVariadic = $false
            Flags = [ordered]@{
                '--format' = @('the format (default: by the file''s name; `-` is json)', 'words json yaml csv')
                '--check' = @('change nothing; exit 1 when the store is not what the file says', 'none')
                '--yes' = @('go on without being asked', 'none')
                '--dry-run' = @('show what would change, and change nothing', 'none')
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'init' = @{
            Summary = 'a store in this folder, to be kept in git'
            Operands = @()
            IsVariadic = $false
            Flags = [ordered]@{
                '--actor' = @('who is changing this, for the audit log (default: user@host)', 'text')
                '--reason' = @('why, for the audit log', 'text')
                '--lock-wait' = @('how long to wait for another writer (default: 15s)', 'text')
            }
        }
        'config' = @{
            Summary = 'the settings in force and where each came from; set, get, unset'
            Operands = @('words get set unset', 'words store color lang actor lockWait trust resolver ehloName strict minDays minLifetime connectTimeout greetingTimeout commandTimeout tlsTimeout deadline concurrency retries', 'text')
            IsVariadic = $false
        }
        'schema' = @{
            Summary = 'print a JSON Schema'
            Operands = @('words store report config')
            IsVariadic = $false
        }
        'completion' = @{
            Summary = 'completion for bash, zsh, fish, PowerShell'
            Operands = @('words bash zsh fish powershell')
            IsVariadic = $false
        }
        'help' = @{
            Summary = 'help for a command, or on a topic'
            Operands = @('words add list show edit remove replace-host console test-tls rehearse report check demo log undo import export apply init config schema completion exit-codes json hosts trust files verdicts starttls-not-supported smtp-failure smtp-remark weak-protocol certificate-host-mismatch certificate-expired certificate-not-trusted expires-soon expectation-mismatch chain-remark validation-failure judges-disagree one-judge dns-failure connection-failure mx-names')
            IsVariadic = $false
        }
    }

    # The words before the cursor, without their quotes.
    $words = @(foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            if ($element.PSObject.Properties['Value']) { [string]$element.Value } else { $element.Extent.Text }
        }
    })
    $current = $wordToComplete -replace '^["'']', ''

    # The command, its operands, the flag whose value comes next, and which store is meant.
    $command = $null
    $operands = @()
    $store = @()
    $takes = $null
    $isOver = $false
    foreach ($word in @($words | Select-Object -Skip 1)) {
        if ($null -ne $takes) {
            if ($takes -in '--store', '--config') { $store += $takes, ($word -replace '^~(?=[\\/])', $HOME) }
            $takes = $null
        } elseif (-not $isOver -and $word -eq '--') {
            $isOver = $true
        } elseif (-not $isOver -and $word -match '^-.') {
            if ($word -match '^--(store|config)=') { $store += $word }
            if ($flagsWithValue -ccontains $word) { $takes = $word }
        } elseif ($null -eq $command) {
            $command = if ($aliases.ContainsKey($word)) { $aliases[$word] } else { $word }
        } else {
            $operands += $word
        }
    }
    $known = $commands[[string]$command]

    function Complete-Word($word, $meaning) {
        if (-not $word.StartsWith($current, [StringComparison]::OrdinalIgnoreCase)) { return }
        $typed = if ($word -match '^[\p{L}\p{N}_./:=+-]+$') { $word } else {
            # PowerShell takes the curly quotes for quotes too.
            "'" + ($word -replace "(['\u2018\u2019\u201a\u201b])", '$1$1') + "'"
        }
        if (-not $meaning) { $meaning = $word }
        [System.Management.Automation.CompletionResult]::new($typed, $word, 'ParameterValue', $meaning)
    }

    # The routes of the store in use: name, hosts, boxes, console.
    function Get-RouteRow {
        $before = [Console]::OutputEncoding
        try {
            [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
            & $words[0] list @store 2>$null | ForEach-Object { , ($_ -split "`t") }
        } finally {
            [Console]::OutputEncoding = $before
        }
    }

    function Complete-Value($value, $prefix) {
        switch -Regex ($value) {
            '^route$' {
                Get-RouteRow | Where-Object { -not ($operands -ccontains $_[0]) } |
                    ForEach-Object { Complete-Word ($prefix + $_[0]) $_[1] }
            }
            '^host$' {
                Get-RouteRow | ForEach-Object { $_[1] -split ' ' } | Where-Object { $_ -ne '|' } |
                    ForEach-Object { $_ -replace '=\d+$', '' } | Sort-Object -Unique |
                    ForEach-Object { Complete-Word ($prefix + $_) '' }
            }
            '^words' { $value -split ' ' | Select-Object -Skip 1 | ForEach-Object { Complete-Word ($prefix + $_) '' } }
            '^(file|folder|words-or-file)' {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($current.Substring($prefix.Length))
            }
        }
    }

    function Get-FlagValue($flag) {
        foreach ($flags in @($known.Flags, $globalFlags)) {
            if ($null -ne $flags -and $flags.Contains($flag)) { return $flags[$flag][1] }
        }
    }

    if ($null -ne $takes) {
        Complete-Value (Get-FlagValue $takes) ''
    } elseif (-not $isOver -and $current -match '^(--[^=]+)=') {
        Complete-Value (Get-FlagValue $Matches[1]) ($Matches[1] + '=')
    } elseif (-not $isOver -and $current.StartsWith('-')) {
        foreach ($flags in @($known.Flags, $globalFlags)) {
            if ($null -eq $flags) { continue }
            foreach ($flag in $flags.Keys) {
                if ($flag.StartsWith('--')) { Complete-Word $flag $flags[$flag][0] }
            }
        }
    } elseif ($null -eq $command) {
        foreach ($name in $commands.Keys) { Complete-Word $name $commands[$name].Summary }
    } elseif ($null -ne $known -and $known.Operands.Count -gt 0) {
        $place = [Math]::Min($operands.Count, $known.Operands.Count - 1)
        if ($operands.Count -eq $place -or $known.IsVariadic) { Complete-Value $known.Operands[$place] '' }
    }
}
