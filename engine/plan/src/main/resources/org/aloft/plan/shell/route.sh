# Routes in the main table. The kernel lists the route in force first.

ask_route() { # destination
  ip_route "$1" show exact "$1" 2>/dev/null | sed -n '1{s/ *$//; s/^/ line /p; }'
}

ip_route() { # an address of the family, arguments of ip-route(8)
  family=-4
  case $1 in *:*) family=-6 ;; esac
  shift
  ip "$family" -o route "$@"
}

# A routing daemon leaves routes of protocol static alone.
set_route() { # destination, gateway
  ip_route "$1" replace "$1" via "$2" proto static
}

remove_route() { # destination, gateway
  case "$(ip_route "$1" show exact "$1")" in
    *" via $2 "*) ip_route "$1" del "$1" via "$2" ;;
  esac
}

restore_route() { # destination, what ip-route(8) showed of it
  restored=$1
  shift
  ip_route "$restored" replace "$restored" "$@"
}
