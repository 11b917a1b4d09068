# Real servers that a director sends nothing new to for a while: aloftd has an order for that, haproxy an admin socket.
# Where these do not run, or do not know of it, clients notice the change; it is made all the same. What one step drains
# is drained at the same time: the seconds are for all of them together.

drained=/run/aloft.drained # a file for each, which says which run has drained it, and what takes it back
admin_socket=/run/aloft-haproxy.sock

mark_drained() { # function that takes one back, their words
  take_back_left_over
  takes_back=$1
  shift
  mkdir -p "$drained"
  for drained_word; do
    printf '%s\n' "$run" "$takes_back" "$drained_word" >"$(mark_of "$drained_word")"
  done
}

unmark() { # words
  for drained_word; do
    rm -f -- "$(mark_of "$drained_word")"
  done
}

mark_of() { # word
  printf '%s/%s' "$drained" "$(echo "$1" | tr / _)"
}

# A run that broke off may have left one drained; with what is drained next, that may be all that there is.

take_back_left_over() {
  for mark in "$drained"/*; do
    left_by='' back='' server=''
    if [ -e "$mark" ]; then { read -r left_by && read -r back && read -r server; } <"$mark"; fi
    [ -z "$server" ] || [ "$left_by" = "$run" ] || "$back" "$server"
  done
}

# aloftd.

tell_aloftd() { # order, its options, each address:port: one order for all, where the aloftd that runs takes several and knows them
  aloftd_order=$1 aloftd_options=$2
  shift 2
  if [ $# -gt 1 ]; then
    # shellcheck disable=SC2086
    aloftd_says=$(/opt/aloft/current/bin/aloftd "$aloftd_order" "$@" $aloftd_options 2>&1 9>&-) || :
    printf '%s\n' "$aloftd_says"
    case $aloftd_says in
      # One that runs since before there were orders for several; or it knows only some, and then has drained none.
      *'not understood'* | *'no real server is meant by'*) ;;
      *) return 0 ;;
    esac
  fi
  for each_server; do
    # shellcheck disable=SC2086
    /opt/aloft/current/bin/aloftd "$aloftd_order" "$each_server" $aloftd_options 9>&- || :
  done
}

drain_servers() { # seconds, each address:port: no new connections, and those that there are may end; the cut comes anyway
  leaving_options="--limit $1 --all"
  shift
  undo_by undrain_server "$@" && tell_aloftd drain "$leaving_options" "$@"
}

drain_for_a_while() { # seconds for those that there are, seconds after which they are back whatever happens, each address:port
  while_options="--limit $1 --back-after $2"
  shift 2
  mark_drained undrain_server "$@"
  tell_aloftd drain "$while_options" "$@"
}

undrain_server() { # each address:port
  is_boot || tell_aloftd undrain '' "$@" # at boot none runs yet, and none that starts has drained anything
  unmark "$@"
}

# haproxy. "maint", since in "drain" a server still gets clients that persistence binds to it. Neither cuts connections.

drain_by_haproxy() { # seconds for those that there are, seconds after which they are back whatever happens, each section/server
  proxied_limit=$1 back_after=$2 told=''
  shift 2
  mark_drained undrain_by_haproxy "$@"
  for proxied; do
    if ready_later "$proxied" "$back_after" && tell_haproxy "set server $proxied state maint"; then told="$told $proxied"; fi
  done
  read -r uptime _ </proc/uptime
  latest=$((${uptime%%.*} + proxied_limit))
  for proxied in $told; do await_no_sessions "$proxied" "$latest"; done
}

undrain_by_haproxy() { # each section/server
  for proxied; do
    if tell_haproxy "set server $proxied state ready"; then not_ready_later "$proxied"; fi
  done
  unmark "$@"
}

tell_haproxy() { # command: what it answers
  printf '%s\n' "$1" | limited 10 socat -t 10 - "UNIX-CONNECT:$admin_socket"
}

await_no_sessions() { # section/server, second of the uptime at the latest
  while read -r uptime _ </proc/uptime && [ "${uptime%%.*}" -lt "$2" ]; do
    case $(sessions_of "$1") in
      '' | 0) return ;;
    esac
    sleep 0.2 2>/dev/null || sleep 1
  done
}

sessions_of() { # section/server: how many there are; nothing when haproxy does not know it
  tell_haproxy 'show stat' | while IFS=, read -r section server _ _ sessions _; do
    [ "$section/$server" != "$1" ] || echo "$sessions"
  done
}

# A reload of haproxy makes its servers ready as well.

ready_later() { # section/server, seconds
  not_ready_later "$1"
  in_quotes "set server $1 state ready"
  ready="echo $quoted | socat -t 10 - UNIX-CONNECT:$admin_socket"
  timer=$(ready_timer "$1")
  if [ "$manager" = systemd ]; then
    limited 60 systemd-run -q --collect --on-active="$2" --unit="$timer" sh -c "$ready"
  else
    run_later "/run/$timer" "$2" sh -c "$ready"
  fi
}

not_ready_later() { # section/server
  service_manager
  if [ "$manager" = systemd ]; then
    systemctl stop -- "$(ready_timer "$1").timer" 2>/dev/null || :
  else
    rm -f -- "/run/$(ready_timer "$1")"
  fi
}

ready_timer() { # section/server
  printf 'aloft-ready-%s' "$(echo "$1" | tr / _)"
}
