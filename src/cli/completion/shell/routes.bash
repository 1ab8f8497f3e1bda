# bash completion for routes (mail-routes), bash 3.2 or newer.
# @generated

# @data

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
