# fish completion for routes (mail-routes).
# @generated

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

# @data

complete -c mail-routes -w routes
