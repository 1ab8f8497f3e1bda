# bash completion for routes (mail-routes), bash 3.2 or newer.
# Made by `npm run generate` from the command tree; not edited by hand.

__routes_command() {
  case $1 in
    ls) command=list ;;
    rm) command=remove ;;
    *) command=$1 ;;
  esac
}

__routes_commands() {
  offered=(
      add 'add a route; on a terminal asks for what is missing'
      list 'the routes: name, hosts, boxes, pending or set'
      show 'one route whole, with its warnings'
      edit 'change a route'
      remove 'remove routes'
      replace-host 'one host for another, in every route that has it'
      console 'what to type into the Google console; --done records it'
      test-tls 'test the servers of routes, or of --host, over real STARTTLS'
      rehearse 'what test-tls would say if the servers served this certificate file'
      report 'join the JSON reports of several runs, such as shards'
      check 'validate the whole store without the network'
      demo 'see it work: mail servers with good and bad certificates, here'
      log 'the audit log; --verify checks it'
      undo 'take the last change back'
      import 'add routes from JSON, YAML or CSV files'
      export 'write the routes as JSON, YAML or CSV'
      apply 'make the store equal to a file; --check for CI'
      init 'a store in this folder, to be kept in git'
      config 'the settings in force and where each came from; set, get, unset'
      schema 'print a JSON Schema'
      completion 'completion for bash, zsh, fish, PowerShell'
      help 'help for a command, or on a topic'
    )
}

__routes_flags() {
  case $1 in
    add) offered=(
      --host 'a single host: name or address, port 25 when none is named'
      --primary 'a host of the primary table, with its load in per cent; repeatable'
      --secondary 'a host of the secondary table; repeatable'
      --lookup-mx 'perform MX lookup on host: for a domain, not for a server'
      --no-lookup-mx 'no MX lookup (the default)'
      --require-tls 'require secure transport (the default)'
      --no-require-tls 'do not require TLS; turns the next two off as well'
      --require-ca 'require a CA-signed certificate (the default)'
      --no-require-ca 'do not require it'
      --verify-hostname 'validate the certificate hostname (the default)'
      --no-verify-hostname 'do not validate it'
      --note 'a note, for people'
      --label 'a label; repeatable'
      --name 'the name of the route'
      --test 'test before saving; a route that fails is not saved'
      --save-anyway 'with --test: save it all the same'
      --resolve 'answer given by hand: dial these addresses for this host; repeatable'
      --mx 'answer given by hand: the MX hosts of this domain; repeatable'
      --resolver 'the DNS server to ask (default: the system'\''s)'
      --trust 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
      --at 'judge validity on that day: 2026-11-01, a time, or +30d'
      --min-days 'warn when a certificate expires within so many days (default: 14)'
      --min-lifetime 'warn when less than so many per cent of a lifetime are left'
      --expect 'is this the certificate that is served, everywhere?'
      --strict 'warnings fail too'
      --ehlo-name 'the name to say in EHLO (default: this host'\''s)'
      --ipv4 'only IPv4 addresses'
      --ipv6 'only IPv6 addresses'
      --client-cert 'a client certificate to show, PEM'
      --client-key 'its key, PEM'
      --connect-timeout 'for the connection (default: 10s)'
      --greeting-timeout 'for the whole greeting (default: 40s)'
      --command-timeout 'for the whole reply to a command (default: 30s)'
      --tls-timeout 'for the TLS handshake (default: 15s)'
      --deadline 'for one address, all in all (default: 90s)'
      --concurrency 'probes at once (default: 64)'
      --retries 'try an inconclusive address again so many times (default: 0)'
      --intermediates 'certificates at hand, PEM: remedies name those that the chain lacks'
      --explain 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
      --shard 'test only part i of n of the hosts, for a matrix of jobs'
      --transcript 'show the dialogue with times'
      --redact 'placeholders for addresses and names, to show the report to strangers'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    list) offered=(
      --host 'only routes that use this host'
      --label 'only routes with this label'
      --pending 'only routes that are not yet set in the console'
    ) ;;
    edit) offered=(
      --name 'a new name for the route'
      --host 'a single host: name or address, port 25 when none is named'
      --primary 'a host of the primary table, with its load in per cent; repeatable'
      --secondary 'a host of the secondary table; repeatable'
      --lookup-mx 'perform MX lookup on host: for a domain, not for a server'
      --no-lookup-mx 'no MX lookup (the default)'
      --require-tls 'require secure transport (the default)'
      --no-require-tls 'do not require TLS; turns the next two off as well'
      --require-ca 'require a CA-signed certificate (the default)'
      --no-require-ca 'do not require it'
      --verify-hostname 'validate the certificate hostname (the default)'
      --no-verify-hostname 'do not validate it'
      --no-secondary 'no secondary table'
      --note 'another note, for people; '\'''\'' takes it away'
      --label 'a label in place of all there are; repeatable'
      --no-label 'take all labels away'
      --test 'test before saving; a route that fails is not saved'
      --save-anyway 'with --test: save it all the same'
      --resolve 'answer given by hand: dial these addresses for this host; repeatable'
      --mx 'answer given by hand: the MX hosts of this domain; repeatable'
      --resolver 'the DNS server to ask (default: the system'\''s)'
      --trust 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
      --at 'judge validity on that day: 2026-11-01, a time, or +30d'
      --min-days 'warn when a certificate expires within so many days (default: 14)'
      --min-lifetime 'warn when less than so many per cent of a lifetime are left'
      --expect 'is this the certificate that is served, everywhere?'
      --strict 'warnings fail too'
      --ehlo-name 'the name to say in EHLO (default: this host'\''s)'
      --ipv4 'only IPv4 addresses'
      --ipv6 'only IPv6 addresses'
      --client-cert 'a client certificate to show, PEM'
      --client-key 'its key, PEM'
      --connect-timeout 'for the connection (default: 10s)'
      --greeting-timeout 'for the whole greeting (default: 40s)'
      --command-timeout 'for the whole reply to a command (default: 30s)'
      --tls-timeout 'for the TLS handshake (default: 15s)'
      --deadline 'for one address, all in all (default: 90s)'
      --concurrency 'probes at once (default: 64)'
      --retries 'try an inconclusive address again so many times (default: 0)'
      --intermediates 'certificates at hand, PEM: remedies name those that the chain lacks'
      --explain 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
      --shard 'test only part i of n of the hosts, for a matrix of jobs'
      --transcript 'show the dialogue with times'
      --redact 'placeholders for addresses and names, to show the report to strangers'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    remove) offered=(
      --yes 'go on without being asked'
      --dry-run 'show what would change, and change nothing'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    replace-host) offered=(
      --yes 'go on without being asked'
      --dry-run 'show what would change, and change nothing'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    console) offered=(
      --done 'record that the route is set in the console now, and by whom'
      --pending 'only routes that are not yet set in the console'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    test-tls) offered=(
      --host 'test this server, which is in no store'
      --primary 'a host of the primary table, with its load in per cent; repeatable'
      --secondary 'a host of the secondary table; repeatable'
      --lookup-mx 'perform MX lookup on host: for a domain, not for a server'
      --no-lookup-mx 'no MX lookup (the default)'
      --require-tls 'require secure transport (the default)'
      --no-require-tls 'do not require TLS; turns the next two off as well'
      --require-ca 'require a CA-signed certificate (the default)'
      --no-require-ca 'do not require it'
      --verify-hostname 'validate the certificate hostname (the default)'
      --no-verify-hostname 'do not validate it'
      --label 'test the routes with this label'
      --resolve 'answer given by hand: dial these addresses for this host; repeatable'
      --mx 'answer given by hand: the MX hosts of this domain; repeatable'
      --resolver 'the DNS server to ask (default: the system'\''s)'
      --trust 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
      --at 'judge validity on that day: 2026-11-01, a time, or +30d'
      --min-days 'warn when a certificate expires within so many days (default: 14)'
      --min-lifetime 'warn when less than so many per cent of a lifetime are left'
      --expect 'is this the certificate that is served, everywhere?'
      --strict 'warnings fail too'
      --ehlo-name 'the name to say in EHLO (default: this host'\''s)'
      --ipv4 'only IPv4 addresses'
      --ipv6 'only IPv6 addresses'
      --client-cert 'a client certificate to show, PEM'
      --client-key 'its key, PEM'
      --connect-timeout 'for the connection (default: 10s)'
      --greeting-timeout 'for the whole greeting (default: 40s)'
      --command-timeout 'for the whole reply to a command (default: 30s)'
      --tls-timeout 'for the TLS handshake (default: 15s)'
      --deadline 'for one address, all in all (default: 90s)'
      --concurrency 'probes at once (default: 64)'
      --retries 'try an inconclusive address again so many times (default: 0)'
      --intermediates 'certificates at hand, PEM: remedies name those that the chain lacks'
      --explain 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
      --shard 'test only part i of n of the hosts, for a matrix of jobs'
      --transcript 'show the dialogue with times'
      --redact 'placeholders for addresses and names, to show the report to strangers'
    ) ;;
    rehearse) offered=(
      --host 'rehearse for this server, which is in no store'
      --primary 'a host of the primary table, with its load in per cent; repeatable'
      --secondary 'a host of the secondary table; repeatable'
      --lookup-mx 'perform MX lookup on host: for a domain, not for a server'
      --no-lookup-mx 'no MX lookup (the default)'
      --require-tls 'require secure transport (the default)'
      --no-require-tls 'do not require TLS; turns the next two off as well'
      --require-ca 'require a CA-signed certificate (the default)'
      --no-require-ca 'do not require it'
      --verify-hostname 'validate the certificate hostname (the default)'
      --no-verify-hostname 'do not validate it'
      --cert 'the certificate file that the servers would serve, PEM'
      --key 'its key, PEM: must fit, and lets OpenSSL judge too; is not kept'
      --intermediates 'certificates at hand, PEM: remedies name those that the chain lacks'
      --write 'write the chain in the right order to this file, with what it lacks'
      --yes 'with --write: write over a file that exists'
      --explain 'draw the path: what is presented, what was tried and where it broke, what each trust store says'
      --trust 'whose roots to trust: mozilla, system, or a PEM file; repeatable, the first decides (default: mozilla)'
      --at 'judge validity on that day: 2026-11-01, a time, or +30d'
      --min-days 'warn when a certificate expires within so many days (default: 14)'
      --min-lifetime 'warn when less than so many per cent of a lifetime are left'
      --strict 'warnings fail too'
      --mx 'answer given by hand: the MX hosts of this domain; repeatable'
      --resolver 'the DNS server to ask (default: the system'\''s)'
    ) ;;
    report) offered=(
      --strict 'warnings fail too'
      --redact 'placeholders for addresses and names, to show the report to strangers'
    ) ;;
    check) offered=(
      --strict 'warnings fail too'
    ) ;;
    log) offered=(
      --route 'only changes of this route'
      --actor 'only changes by this person'
      --since 'only from this day or time on: 2026-11-01, a time, or 7d for seven days ago'
      --until 'only up to this day (the whole of it) or time'
      --last 'only the last n of them'
      --verify 'check the chain of the log; exit 1 when it is broken'
      --format 'text; json or jsonl with every hash; csv for a spreadsheet (default: text)'
      --output 'write to this file'
    ) ;;
    undo) offered=(
      --yes 'go on without being asked'
      --dry-run 'show what would change, and change nothing'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    import) offered=(
      --format 'the format (default: by the file'\''s name; `-` is json)'
      --update 'routes that exist are replaced by those of the file'
      --yes 'go on without being asked'
      --dry-run 'show what would change, and change nothing'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    export) offered=(
      --format 'the format (default: by the file'\''s name; `-` is json)'
      --label 'only routes with this label'
    ) ;;
    apply) offered=(
      --format 'the format (default: by the file'\''s name; `-` is json)'
      --check 'change nothing; exit 1 when the store is not what the file says'
      --yes 'go on without being asked'
      --dry-run 'show what would change, and change nothing'
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    init) offered=(
      --actor 'who is changing this, for the audit log (default: user@host)'
      --reason 'why, for the audit log'
      --lock-wait 'how long to wait for another writer (default: 15s)'
    ) ;;
    '') offered=(
      --version 'the version'
    ) ;;
  esac
  offered+=(
      --store 'the store to use'
      --config 'the config file to use'
      --lang 'the language of what is said: en, ja (settings, then the locale)'
      --json 'exactly one JSON document on stdout'
      --color 'colour, also in a pipe; or --color=always, never, auto'
      --no-color 'no colour'
      --quiet 'only the answer, no talk'
      --verbose 'more: notes, times, replies, certificates'
      --no-input 'never ask'
      --no-pager 'show long answers without the pager'
      --help 'this help'
    )
}

__routes_flag_value() {
  case "$1 $2" in
    *' --store' | *' --config' | *' --expect' | *' --client-cert' | *' --client-key' | *' --intermediates' | *' --cert' | *' --key' | *' --write' | *' --output') value='file' ;;
    *' --lang') value='words en ja' ;;
    *' --json' | *' --color' | *' --no-color' | *' --quiet' | *' -q' | *' --verbose' | *' -v' | *' --no-input' | *' --no-pager' | *' --help' | *' -h' | *' --version' | *' -V' | *' --lookup-mx' | *' --no-lookup-mx' | *' --require-tls' | *' --no-require-tls' | *' --require-ca' | *' --no-require-ca' | *' --verify-hostname' | *' --no-verify-hostname' | *' --test' | *' --save-anyway' | *' --strict' | *' --ipv4' | *' --ipv6' | *' --explain' | *' --transcript' | *' --redact' | *' --pending' | *' --no-secondary' | *' --no-label' | *' --yes' | *' -y' | *' --dry-run' | *' --done' | *' --verify' | *' --update' | *' --check') value='none' ;;
    *' --host' | *' --primary' | *' --secondary' | *' --resolve') value='host' ;;
    *' --note' | *' --label' | *' --name' | *' --mx' | *' --resolver' | *' --at' | *' --ehlo-name' | *' --connect-timeout' | *' --greeting-timeout' | *' --command-timeout' | *' --tls-timeout' | *' --deadline' | *' --shard' | *' --actor' | *' --reason' | *' --lock-wait' | *' --since' | *' --until') value='text' ;;
    *' --trust') value='words-or-file mozilla system' ;;
    *' --min-days' | *' --min-lifetime' | *' --concurrency' | *' --retries' | *' --last') value='number' ;;
    *' --route') value='route' ;;
    'log --format') value='words text json jsonl csv' ;;
    'import --format' | 'export --format' | 'apply --format') value='words json yaml csv' ;;
    *) value=none ;;
  esac
}

__routes_is_repeatable() {
  case "$1 $2" in
    *' --primary' | *' --secondary' | 'add --label' | 'edit --label' | *' --resolve' | *' --mx' | *' --trust') return 0 ;;
    *) return 1 ;;
  esac
}

__routes_operand_value() {
  case "$1 $2" in
    'add 0' | 'config 2') value='text' ;;
    'show 0' | 'edit 0' | 'remove '* | 'console 0' | 'test-tls '* | 'rehearse '*) value='route' ;;
    'replace-host 0' | 'replace-host 1') value='host' ;;
    'report 0') value='words merge' ;;
    'report '* | 'import '* | 'export 0' | 'apply 0') value='file' ;;
    'config 0') value='words get set unset' ;;
    'config 1') value='words store color lang actor lockWait trust resolver ehloName strict minDays minLifetime connectTimeout greetingTimeout commandTimeout tlsTimeout deadline concurrency retries' ;;
    'schema 0') value='words store report config' ;;
    'completion 0') value='words bash zsh fish powershell' ;;
    'help 0') value='words add list show edit remove replace-host console test-tls rehearse report check demo log undo import export apply init config schema completion exit-codes json hosts trust files verdicts starttls-not-supported smtp-failure smtp-remark weak-protocol certificate-host-mismatch certificate-expired certificate-not-trusted expires-soon expectation-mismatch chain-remark validation-failure judges-disagree one-judge dns-failure connection-failure mx-names' ;;
    *) value=none ;;
  esac
}

# Splits the line up to the cursor as the shell does: `words` before the cursor without their quotes, `current` the
# word at the cursor, `quote` the quote that is open, and `kept` that part of `current` which readline leaves alone.
__routes_split() {
  local line=${COMP_LINE:0:COMP_POINT} character has_begun='' before_quote='' index
  words=() current='' quote='' kept=''
  for ((index = 0; index < ${#line}; index++)); do
    character=${line:index:1}
    if [[ $quote == "'" ]]; then
      if [[ $character == "'" ]]; then quote=''; else current+=$character; fi
      continue
    fi
    if [[ $character == \\ ]]; then
      # Inside double quotes a backslash quotes only these four.
      if [[ -z $quote || ${line:index+1:1} == [\"\\\$\`] ]]; then
        index=$((index + 1))
        character=${line:index:1}
      fi
      current+=$character has_begun=1
      continue
    fi
    if [[ $quote == '"' ]]; then
      if [[ $character == '"' ]]; then quote=''; else current+=$character; fi
      continue
    fi
    case $character in
      [[:space:]])
        [[ -n $has_begun ]] && words+=("$current")
        current='' kept='' has_begun=''
        ;;
      \' | \")
        quote=$character before_quote=$current has_begun=1
        ;;
      *)
        current+=$character has_begun=1
        # Readline replaces only what comes after the last of these.
        [[ $COMP_WORDBREAKS == *"$character"* ]] && kept=$current
        ;;
    esac
  done
  [[ -n $quote ]] && kept=$before_quote
}

# Sets `quoted`: the text as it must be typed, after the quote that is open.
__routes_quote() {
  local text=$1 special character index
  case $quote in
    \') special="'" ;;
    \") special='"\$`' ;;
    *) special=$' \t\n!"#$&\'()*;<>?[\\]^`{|}~' ;;
  esac
  quoted=''
  for ((index = 0; index < ${#text}; index++)); do
    character=${text:index:1}
    if [[ $special != *"$character"* ]]; then
      quoted+=$character
    elif [[ $quote == "'" ]]; then
      quoted+="'\\''"
    else
      quoted+=\\$character
    fi
  done
}

# Offers a word, with what it means where the words are only listed (COMP_TYPE 63: the second tab).
__routes_offer() {
  local word=$1 meaning=${2-} width=${3-0} quoted
  [[ $word == "$current"* ]] || return 0
  if [[ $COMP_TYPE == 63 && -n $meaning ]]; then
    printf -v word '%-*s  %s' "$width" "$word" "$meaning"
    COMPREPLY+=("${word:0:${COLUMNS:-80}-2}")
  elif [[ $COMP_TYPE == 63 ]]; then
    COMPREPLY+=("$word")
  else
    __routes_quote "${word#"$kept"}"
    COMPREPLY+=("$quoted")
  fi
}

# Offers pairs of words and meanings, without the flags that are on the line already.
__routes_offer_pairs() {
  local -a pairs=("$@")
  local index width=0 count=0
  for ((index = 0; index < ${#pairs[@]}; index += 2)); do
    [[ ${pairs[index]} == "$current"* ]] || continue
    count=$((count + 1))
    ((${#pairs[index]} > width)) && width=${#pairs[index]}
  done
  for ((index = 0; index < ${#pairs[@]}; index += 2)); do
    [[ $'\n'$given == *$'\n'"${pairs[index]}"$'\n'* ]] && continue
    __routes_offer "${pairs[index]}" "${pairs[index + 1]}" "$width"
  done
}

# The routes of the store in use, a line each: name, hosts, boxes, console.
__routes_list() {
  "${words[0]/#\~\//$HOME/}" list ${store[@]+"${store[@]}"} </dev/null 2>/dev/null
}

# What may stand where a value belongs; `prefix` is the `--flag=` before it.
__routes_offer_value() {
  local kind=$1 prefix=${2-} name hosts rest host
  case $kind in
    file | folder)
      if type compopt &>/dev/null; then
        compopt -o default
        [[ $kind == folder ]] && compopt -o dirnames
      fi
      ;;
    route)
      while IFS=$'\t' read -r name rest; do
        [[ $'\n'$operands == *$'\n'"$name"$'\n'* ]] || __routes_offer "$prefix$name"
      done < <(__routes_list)
      ;;
    host)
      while IFS=$'\t' read -r name hosts rest; do
        # By hand: `for` would take the brackets of an IPv6 address for a pattern of file names.
        while [[ -n $hosts ]]; do
          host=${hosts%% *}
          hosts=${hosts:${#host}+1}
          [[ $host == '|' ]] || __routes_offer "$prefix${host%=*}"
        done
      done < <(__routes_list)
      ;;
    words*)
      for name in ${kind#* }; do __routes_offer "$prefix$name"; done
      if [[ $kind == words-or-file* ]]; then
        if ((${#COMPREPLY[@]} == 0)); then
          __routes_offer_value file
        elif type compopt &>/dev/null; then
          compopt -o filenames
          while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "${current#"$prefix"}")
        fi
      fi
      ;;
  esac
}

_routes() {
  local -a words=() store=() offered=()
  local current='' quote='' kept='' command='' value='' given=$'\n' operands=$'\n'
  local index word count=0 takes='' is_over='' redirection='^[0-9]*[<>]+&?'
  local IFS=$' \t\n'
  COMPREPLY=()
  __routes_split

  # What stands before the cursor: the command, its flags and operands, and which store is meant.
  for ((index = 1; index < ${#words[@]}; index++)); do
    word=${words[index]}
    if [[ -n $takes ]]; then
      [[ $takes == --store || $takes == --config ]] && store+=("$takes" "${word/#\~\//$HOME/}")
      takes=''
    elif [[ $word =~ $redirection ]]; then
      # The file may stand apart or right behind it.
      [[ -z ${word#"${BASH_REMATCH[0]}"} ]] && takes='>'
    elif [[ -z $is_over && $word == -- ]]; then
      is_over=1
    elif [[ -z $is_over && $word == -?* ]]; then
      [[ $word == --store=* || $word == --config=* ]] && store+=("$word")
      __routes_flag_value "$command" "${word%%=*}"
      [[ $value != none && $word != *=* ]] && takes=$word
      __routes_is_repeatable "$command" "${word%%=*}" || given+=${word%%=*}$'\n'
    elif [[ -z $command ]]; then
      __routes_command "$word"
    else
      operands+=$word$'\n' count=$((count + 1))
    fi
  done

  if [[ $takes == '>' ]]; then
    __routes_offer_value file
  elif [[ -n $takes ]]; then
    __routes_flag_value "$command" "$takes"
    __routes_offer_value "$value"
  elif [[ -z $is_over && $current == --*=* ]]; then
    __routes_flag_value "$command" "${current%%=*}"
    __routes_offer_value "$value" "${current%%=*}="
  elif [[ -z $is_over && $current == -* ]]; then
    __routes_flags "$command"
    __routes_offer_pairs "${offered[@]}"
  elif [[ -z $command ]]; then
    __routes_commands
    __routes_offer_pairs "${offered[@]}"
  else
    __routes_operand_value "$command" "$count"
    if [[ $value =~ ^(none|text|number)$ && -z $current && -z $is_over ]]; then
      # Nothing else can be offered: the flags.
      __routes_flags "$command"
      __routes_offer_pairs "${offered[@]}"
    else
      __routes_offer_value "$value"
    fi
  fi

  # Several hosts may be the same one.
  if [[ $value == host ]] && ((${#COMPREPLY[@]} > 1)); then
    word=$(printf '%s\n' "${COMPREPLY[@]}" | sort -u)
    COMPREPLY=()
    while IFS= read -r index; do COMPREPLY+=("$index"); done <<<"$word"
  fi
}

# Where a completion cannot ask for files by itself (bash 3.2), an empty one does.
if type compopt &>/dev/null; then
  complete -F _routes routes mail-routes
else
  complete -o default -F _routes routes mail-routes
fi
