# Addresses of interfaces.

ask_address() { # nothing more than what is asked of the host itself
  :
}

add_address() { # address, interface, label or nothing
  holds_address "$1" "$2" || undo_by remove_address "$1" "$2" || return 1
  if [ -n "$3" ]; then
    ip address replace "$1" dev "$2" label "$3"
  else
    ip address replace "$1" dev "$2"
  fi
}

remove_address() { # address, interface
  ! holds_address "$1" "$2" || {
    undo_by add_address "$1" "$2" "$(label_of "$1" "$2")" && ip address del "$1" dev "$2"
  }
}

holds_address() { # address, interface
  ip -o address show dev "$2" | grep -q -F " $1 "
}

label_of() { # address, interface: it is the last word that ip-address(8) shows before the address' lifetime
  ip -o address show dev "$2" | grep -F " $1 " | sed 's/\\.*//; s/.* //' | grep -F -e "$2:" || :
}
