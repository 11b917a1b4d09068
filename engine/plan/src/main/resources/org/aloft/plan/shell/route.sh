# Routes in the main table. The kernel lists the route in force first.

ask_route() { # destination
  ip_route "$1" show exact "$1" 2>/dev/null | sed -n '1{s/ *$//; s/^/ line /p; }'
  case $1 in
    */0) if asker_is_behind "$1"; then echo ' reached here'; fi ;;
  esac
}

asker_is_behind() { # destination of a default route: whether the answer to who asks goes through its gateway
  asker=${SSH_CONNECTION:-}
  asker=${asker%% *}
  case $1,$asker in *, | *.*,*:* | *:*,*.*) return 1 ;; esac
  gateway=$(ip_route "$1" show exact "$1" 2>/dev/null | sed -n '1s/.* via \([^ ]*\) .*/\1/p')
  [ -n "$gateway" ] && case "$(ip_route "$1" get "$asker" 2>/dev/null) " in *" via $gateway "*) true ;; *) false ;; esac
}

ip_route() { # an address of the family, arguments of ip-route(8)
  family=-4
  case $1 in *:*) family=-6 ;; esac
  shift
  ip "$family" -o route "$@"
}

# A routing daemon leaves routes of protocol static alone.
set_route() { # destination, gateway
  remember_routes "$1" && ip_route "$1" replace "$1" via "$2" proto static
}

remove_route() { # destination, gateway
  case "$(ip_route "$1" show exact "$1")" in
    *" via $2 "*) remember_routes "$1" && ip_route "$1" del "$1" via "$2" ;;
  esac
}

restore_route() { # destination, what ip-route(8) showed of it
  restored=$1
  remember_routes "$1" || return 1
  shift
  ip_route "$restored" replace "$restored" "$@"
}

remember_routes() { # destination
  [ -z "$undo" ] || undo_by put_back_routes "$1" "$(routes_to "$1")"
}

routes_to() { # destination: a line each, without what ip-route(8) shows and does not take
  ip_route "$1" show exact "$1" | sed 's/$/ /; s/ linkdown / /; s/ dead / /; s/ offload / /; s/ trap / /; s/ *$//'
}

put_back_routes() { # destination, its routes: these come back first, then all others go
  printf '%s\n' "$2" | while IFS= read -r route; do
    [ -z "$route" ] || in_words "$1" replace "$route" || exit 1
  done || return 1
  routes_to "$1" | while IFS= read -r route; do
    case "$newline$2$newline" in
      *"$newline$route$newline"*) ;;
      *) in_words "$1" del "$route" || exit 1 ;;
    esac
  done
}

in_words() { # destination, verb, a route as ip-route(8) shows it: words of its own, none of them a pattern
  # shellcheck disable=SC2086
  ip_route "$1" "$2" $3 </dev/null
}
