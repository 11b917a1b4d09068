# Openings of the host's firewall, whichever runs: firewalld, ufw, or nftables' own service. It is never stopped.
# An opening is vrrp, or PORT/PROTOCOL.

ask_firewall() { # opening, interfaces with blanks between
  if [ -z "${firewall:-}" ]; then firewall=$(running_firewall); fi
  echo " firewall $firewall"
  case $firewall in
    firewalld)
      zones=$(closed_zones "$(firewalld_word "$1")" "$2")
      if [ -n "$zones" ]; then printf ' state closed\n zones %s\n' "$zones"; else echo ' state open'; fi
      ;;
    ufw) if is_open_in_ufw "$1"; then echo ' state open'; else echo ' state closed'; fi ;;
    nftables) if is_open_in_nftables "$1"; then echo ' state open'; else echo ' state closed'; fi ;;
  esac
}

running_firewall() {
  if command -v firewall-cmd >/dev/null 2>&1 && firewall-cmd -q --state 2>/dev/null; then
    echo firewalld
  elif command -v ufw >/dev/null 2>&1 && ufw status 2>/dev/null | grep -q '^Status: active'; then
    echo ufw
  elif command -v nft >/dev/null 2>&1 && systemctl is-active -q nftables.service 2>/dev/null &&
    nft list ruleset 2>/dev/null | grep -q -E 'policy drop|[[:space:]](drop|reject)' && [ -n "$(input_chains)" ]; then
    echo nftables
  else
    echo none
  fi
}

# firewalld: now, and in what it keeps; in the zone of each interface, and only where it is not open.

firewalld_word() { # opening
  case $1 in vrrp) echo protocol=vrrp ;; *) echo "port=$1" ;; esac
}

closed_zones() { # word, interfaces: the zones of these that are not open, with blanks between
  printf '%s\n' "$2" | tr ' ' '\n' | while IFS= read -r interface; do
    zone=$(firewall-cmd --get-zone-of-interface="$interface" 2>/dev/null </dev/null) ||
      zone=$(firewall-cmd --get-default-zone </dev/null)
    is_open_in_zone "$zone" "$1" || echo "$zone"
  done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

is_open_in_zone() { # zone, word
  firewall-cmd -q --zone="$1" "--query-$2" </dev/null && firewall-cmd -q --permanent --zone="$1" "--query-$2" </dev/null
}

in_zones() { # add or remove, word, zones with blanks between
  printf '%s\n' "$3" | tr ' ' '\n' | while IFS= read -r zone; do
    firewall-cmd -q --zone="$zone" "--$1-$2" </dev/null &&
      firewall-cmd -q --permanent --zone="$zone" "--$1-$2" </dev/null || exit 1
  done && to_disk /etc/firewalld/zones/
}

open_in_firewalld() { # opening, zones
  undo_by close_in_firewalld "$1" "$2" && in_zones add "$(firewalld_word "$1")" "$2"
}

close_in_firewalld() { # opening, zones
  undo_by open_in_firewalld "$1" "$2" && in_zones remove "$(firewalld_word "$1")" "$2"
}

# ufw: its rules are in force at once, and kept.

ufw_rule() { # opening: as ufw(8) shows it
  case $1 in vrrp) echo 'allow to any proto vrrp' ;; *) echo "allow $1" ;; esac
}

is_open_in_ufw() { # opening; without a protocol a port is open for both
  ufw show added | sed "s/ comment '.*'\$//" | grep -q -x -F -e "ufw $(ufw_rule "$1")" -e "ufw allow ${1%/*}"
}

open_in_ufw() { # opening
  undo_by close_in_ufw "$1" || return 1
  case $1 in
    vrrp) limited 60 ufw allow proto vrrp from any to any comment aloft ;;
    *) limited 60 ufw allow "$1" comment aloft ;;
  esac >/dev/null && to_disk /etc/ufw/
}

close_in_ufw() { # opening
  undo_by open_in_ufw "$1" || return 1
  case $1 in
    vrrp) limited 60 ufw delete allow proto vrrp from any to any ;;
    *) limited 60 ufw delete allow "$1" ;;
  esac >/dev/null && to_disk /etc/ufw/
}

# nftables: a rule in front of each chain that decides what comes in; its service puts it there again whenever it starts
# or reads its file anew. The file itself is the user's.

nftables_comment() { # opening: also the name of the file beside the service
  printf 'aloft-%s' "$1" | tr / -
}

nftables_match() { # opening
  case $1 in vrrp) echo 'meta l4proto 112' ;; *) echo "${1#*/} dport ${1%/*}" ;; esac
}

input_chains() { # family, table and name of each, a line each
  nft list chains | while read -r first second third fourth _; do
    case "$first $second $third $fourth" in
      table*) table="$second $third" ;;
      chain*) chain=$second ;;
      'type filter hook input') printf '%s %s\n' "$table" "$chain" ;;
    esac
  done
}

is_open_in_nftables() { # opening
  comment=$(nftables_comment "$1")
  [ -e "/etc/systemd/system/nftables.service.d/$comment.conf" ] &&
    nft list ruleset | grep -q -F "accept comment \"$comment\""
}

open_in_nftables() { # opening
  comment=$(nftables_comment "$1")
  match=$(nftables_match "$1")
  undo_by close_chains "$comment" && close_chains "$comment" || return 1
  file="[Service]"
  nft=$(command -v nft)
  chains=$(input_chains)
  while IFS= read -r chain; do
    rule="insert rule $chain $match accept comment $comment"
    nft "$rule" || return 1
    file="$file
ExecStartPost=-$nft $rule
ExecReload=-$nft $rule"
  done <<END_OF_CHAINS
$chains
END_OF_CHAINS
  put_file "/etc/systemd/system/nftables.service.d/$comment.conf" 0644 "$file
" && reload_units
}

close_in_nftables() { # opening
  comment=$(nftables_comment "$1")
  file=/etc/systemd/system/nftables.service.d/$comment.conf
  undo_by open_in_nftables "$1" && close_chains "$comment" && rm -f -- "$file" &&
    { rmdir -- "${file%/*}" 2>/dev/null || :; } && to_disk /etc/systemd/system/ && reload_units
}

close_chains() { # comment
  input_chains | while IFS= read -r chain; do
    nft -a list chain "$chain" </dev/null | sed -n "s/.* comment \"$1\" # handle \([0-9]*\)\$/\1/p" |
      while read -r handle; do
        nft "delete rule $chain handle $handle" </dev/null || exit 1
      done || exit 1
  done
}
