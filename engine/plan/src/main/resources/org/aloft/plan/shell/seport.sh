# The types by which SELinux's policy knows ports (semanage-port(8)): those of the host's own come before the policy's.
# The list has a line a type and protocol:
#
#   http_port_t                    tcp      8008, 8009, 80, 8000-8003

ask_seport() { # port or first-last, a slash, protocol
  selinux_state
  command -v semanage >/dev/null 2>&1 || return 0
  if [ -z "${seports:-}" ]; then
    seports=$(semanage_list port)
    own_seports=$(semanage_list port -C)
  fi
  if [ -z "$seports" ]; then
    echo ' tool fails'
    return
  fi
  own=$(seport_exactly "$own_seports" "$1")
  [ -z "$own" ] || printf ' own %s\n' "$own"
  type=$(seport_around "$own_seports" "$1")
  [ -n "$type" ] || type=$(seport_around "$seports" "$1")
  [ -z "$type" ] || printf ' type %s\n' "$type"
}

seports_of() { # list, protocol: a line a port or range, first, last and type
  printf '%s\n' "$1" | while read -r type protocol ports; do
    [ "$protocol" = "$2" ] || continue
    while [ -n "$ports" ]; do
      each=${ports%%,*}
      echo "${each%-*} ${each#*-} $type"
      case $ports in *,*) ports=${ports#*, } ;; *) ports='' ;; esac
    done
  done
}

seport_exactly() { # list, port: the type that the list has for these ports and no others
  numbers=${2%/*}
  seports_of "$1" "${2#*/}" | while read -r first last type; do
    if [ "$first $last" = "${numbers%-*} ${numbers#*-}" ]; then
      echo "$type"
      break
    fi
  done
}

seport_around() { # list, port: the type of the narrowest range in which all of it lies, as the kernel takes it
  numbers=${2%/*}
  seports_of "$1" "${2#*/}" | {
    width=65536 found=''
    while read -r first last type; do
      if [ "$first" -le "${numbers%-*}" ] && [ "$last" -ge "${numbers#*-}" ] && [ $((last - first)) -lt "$width" ]; then
        width=$((last - first)) found=$type
      fi
    done
    [ -z "$found" ] || echo "$found"
  }
}

set_seport() { # port, type
  need_semanage || return 1
  own=$(seport_exactly "$(semanage_list port -C)" "$1")
  if [ -n "$own" ]; then undo_by set_seport "$1" "$own"; else undo_by remove_seport "$1"; fi || return 1
  # semanage refuses to add what is there, and to change what is not.
  if [ -n "$own" ] || [ -n "$(seport_exactly "$(semanage_list port)" "$1")" ]; then
    limited 330 semanage port -m -t "$2" -p "${1#*/}" "${1%/*}"
  else
    limited 330 semanage port -a -t "$2" -p "${1#*/}" "${1%/*}"
  fi
}

remove_seport() { # port: the policy's own type, if it has one, is in force again
  need_semanage || return 1
  own=$(seport_exactly "$(semanage_list port -C)" "$1")
  [ -n "$own" ] || return 0
  undo_by set_seport "$1" "$own" && limited 330 semanage port -d -p "${1#*/}" "${1%/*}"
}
