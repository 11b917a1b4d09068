# Real servers that a director sends nothing new to for a while: aloftd has an order for that, haproxy an admin socket.
# Where these do not run, or do not know of it, clients notice the change; it is made all the same.

drained=/run/aloft.drained # a file for each, which says which run has drained it, and what takes it back
admin_socket=/run/aloft-haproxy.sock

mark_drained() { # function that takes it back, its word
  take_back_left_over
  mkdir -p "$drained" && printf '%s\n' "$run" "$1" "$2" >"$(mark_of "$2")"
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

drain_server() { # address:port, seconds: no new connections, and those that there are may end; the cut comes anyway
  /opt/aloft/current/bin/aloftd drain "$1" --limit "$2" --all 9>&- || :
}

drain_for_a_while() { # address:port, seconds for those that there are, seconds after which it is back whatever happens
  mark_drained undrain_server "$1"
  /opt/aloft/current/bin/aloftd drain "$1" --limit "$2" --back-after "$3" 9>&- || :
}

undrain_server() { # address:port
  /opt/aloft/current/bin/aloftd undrain "$1" 9>&- || :
  rm -f -- "$(mark_of "$1")"
}

# haproxy. "maint", since in "drain" a server still gets clients that persistence binds to it. Neither cuts connections.

drain_by_haproxy() { # section/server, seconds for those that there are, seconds after which it is back whatever happens
  mark_drained undrain_by_haproxy "$1"
  if ready_later "$1" "$3" && tell_haproxy "set server $1 state maint"; then await_no_sessions "$1" "$2"; fi
}

undrain_by_haproxy() { # section/server
  tell_haproxy "set server $1 state ready" && not_ready_later "$1"
  rm -f -- "$(mark_of "$1")"
}

tell_haproxy() { # command: what it answers
  printf '%s\n' "$1" | limited 10 socat -t 10 - "UNIX-CONNECT:$admin_socket"
}

await_no_sessions() { # section/server, seconds at the most
  read -r uptime _ </proc/uptime
  latest=$((${uptime%%.*} + $2))
  while read -r uptime _ </proc/uptime && [ "${uptime%%.*}" -lt "$latest" ]; do
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
