# Openings of the host's firewall, whichever runs: firewalld, ufw, or nftables' own service. It is never stopped.
# An opening is vrrp, PORT/PROTOCOL, or replies: what passes through in answer to what came in (see below).

ask_firewall() { # opening, interfaces with blanks between
  if [ -z "${firewall:-}" ]; then firewall=$(running_firewall); fi
  echo " firewall $firewall"
  case $firewall in
    firewalld)
      zones=$(closed_zones "$1" "$2")
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
    nft list ruleset 2>/dev/null | grep -q -E 'policy drop|[[:space:]](drop|reject)' &&
    [ -n "$(chains_at input)$(chains_at forward)" ]; then
    echo nftables
  else
    echo none
  fi
}

is_gone() { # program of a firewall in which something was opened: with it went what it kept
  ! command -v "$1" >/dev/null 2>&1
}

# firewalld: now, and in what it keeps; in the zone of each interface, and only where it is not open.

firewalld_word() { # opening
  case $1 in vrrp) echo protocol=vrrp ;; *) echo "port=$1" ;; esac
}

closed_zones() { # opening, interfaces: the zones of these that are not open, with blanks between
  if [ "$1" = replies ]; then
    is_ipvs_tracked || echo all
    return
  fi
  word=$(firewalld_word "$1")
  printf '%s\n' "$2" | tr ' ' '\n' | while IFS= read -r interface; do
    zone=$(firewall-cmd --get-zone-of-interface="$interface" 2>/dev/null </dev/null) ||
      zone=$(firewall-cmd --get-default-zone </dev/null)
    is_open_in_zone "$zone" "$word" || echo "$zone"
  done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

is_open_in_zone() { # zone, word
  firewall-cmd -q --zone="$1" "--query-$2" </dev/null && firewall-cmd -q --permanent --zone="$1" "--query-$2" </dev/null
}

in_zones() { # add or remove, word, zones with blanks between; only in what it keeps, where it does not run
  printf '%s\n' "$3" | tr ' ' '\n' | while IFS= read -r zone; do
    if firewall-cmd -q --state </dev/null 2>/dev/null; then
      firewall-cmd -q --zone="$zone" "--$1-$2" </dev/null &&
        firewall-cmd -q --permanent --zone="$zone" "--$1-$2" </dev/null || exit 1
    else
      firewall-offline-cmd -q --zone="$zone" "--$1-$2" </dev/null || exit 1
    fi
  done && to_disk /etc/firewalld/zones/
}

open_in_firewalld() { # opening, zones
  case $1 in
    replies) track_ipvs ;;
    *) undo_by close_in_firewalld "$1" "$2" && in_zones add "$(firewalld_word "$1")" "$2" ;;
  esac
}

close_in_firewalld() { # opening, zones
  case $1 in
    replies) untrack_ipvs ;;
    *)
      is_gone firewall-cmd ||
        { undo_by open_in_firewalld "$1" "$2" && in_zones remove "$(firewalld_word "$1")" "$2"; }
      ;;
  esac
}

# ufw: its rules are in force at once, and kept.

ufw_rule() { # opening: as ufw(8) shows it
  case $1 in vrrp) echo 'allow to any proto vrrp' ;; *) echo "allow $1" ;; esac
}

is_open_in_ufw() { # opening; without a protocol a port is open for both
  if [ "$1" = replies ]; then
    is_ipvs_tracked
    return
  fi
  ufw show added | sed "s/ comment '.*'\$//" | grep -q -x -F -e "ufw $(ufw_rule "$1")" -e "ufw allow ${1%/*}"
}

open_in_ufw() { # opening
  if [ "$1" = replies ]; then
    track_ipvs
    return
  fi
  undo_by close_in_ufw "$1" || return 1
  case $1 in
    vrrp) limited 60 ufw allow proto vrrp from any to any comment aloft ;;
    *) limited 60 ufw allow "$1" comment aloft ;;
  esac >/dev/null && to_disk /etc/ufw/
}

close_in_ufw() { # opening
  if [ "$1" = replies ]; then
    untrack_ipvs
    return
  fi
  ! is_gone ufw || return 0
  undo_by open_in_ufw "$1" || return 1
  case $1 in
    vrrp) limited 60 ufw delete allow proto vrrp from any to any ;;
    *) limited 60 ufw delete allow "$1" ;;
  esac >/dev/null && to_disk /etc/ufw/
}

# nftables: a rule in front of each chain that decides what comes in, or passes through; its service puts it there again
# whenever it starts or reads its file anew. The file itself is the user's.

nftables_comment() { # opening: also the name of the file beside the service
  printf 'aloft-%s' "$1" | tr / -
}

nftables_match() { # opening
  case $1 in
    vrrp) echo 'meta l4proto 112' ;;
    replies) echo 'ct state established,related' ;;
    *) echo "${1#*/} dport ${1%/*}" ;;
  esac
}

nftables_hook() { # opening
  case $1 in replies) echo forward ;; *) echo input ;; esac
}

chains_at() { # hook: family, table and name of each, a line each
  nft list chains | while read -r first second third fourth _; do
    case "$first $second $third $fourth" in
      table*) table="$second $third" ;;
      chain*) chain=$second ;;
      "type filter hook $1") case $table in ip* | inet*) printf '%s %s\n' "$table" "$chain" ;; esac ;;
    esac
  done
}

is_open_in_nftables() { # opening; where no chain decides, everything passes
  [ -n "$(chains_at "$(nftables_hook "$1")")" ] || return 0
  [ "$1" != replies ] || is_ipvs_tracked || return 1
  comment=$(nftables_comment "$1")
  [ -e "/etc/systemd/system/nftables.service.d/$comment.conf" ] &&
    nft list ruleset | grep -q -F "accept comment \"$comment\""
}

open_in_nftables() { # opening
  comment=$(nftables_comment "$1")
  match=$(nftables_match "$1")
  hook=$(nftables_hook "$1")
  undo_by close_chains "$hook" "$comment" && close_chains "$hook" "$comment" || return 1
  if [ "$1" = replies ]; then track_ipvs || return 1; fi
  file="[Service]"
  nft=$(command -v nft)
  chains=$(chains_at "$hook")
  while IFS= read -r chain; do
    [ -n "$chain" ] || continue
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
  undo_by open_in_nftables "$1" && close_chains "$(nftables_hook "$1")" "$comment" && rm -f -- "$file" &&
    { rmdir -- "${file%/*}" 2>/dev/null || :; } && to_disk /etc/systemd/system/ && reload_units || return 1
  if [ "$1" = replies ]; then untrack_ipvs; fi
}

close_chains() { # hook, comment
  ! is_gone nft || return 0
  chains_at "$1" | while IFS= read -r chain; do
    nft -a list chain "$chain" </dev/null | sed -n "s/.* comment \"$2\" # handle \([0-9]*\)\$/\1/p" |
      while read -r handle; do
        nft "delete rule $chain handle $handle" </dev/null || exit 1
      done || exit 1
  done
}

# Replies of real servers that are masqueraded (forward: nat) pass through the director, and IPVS makes them the VIP's
# only behind the firewall's chains. To these they are invalid, unless IPVS tells connection tracking of its connections
# (ipvs-sysctl, conntrack): then they belong to what was let in, and firewalld and ufw let them pass.

tracking=/proc/sys/net/ipv4/vs/conntrack
tracking_file=/etc/sysctl.d/99-aloft-replies.conf

is_ipvs_tracked() { # now, and after a reboot
  [ -e "$tracking" ] && [ "$(cat "$tracking")" = 1 ] &&
    cat /etc/sysctl.conf /etc/sysctl.d/*.conf 2>/dev/null | grep -q '^ *net.ipv4.vs.conntrack *= *1'
}

track_ipvs() {
  ! is_ipvs_tracked || return 0
  [ -e "$tracking" ] || limited 60 modprobe -- ip_vs || return 1
  undo_by set_tracking "$(cat "$tracking")" &&
    put_file "$tracking_file" 0644 '# Written by Aloft: the firewall knows replies of real servers.
net.ipv4.vs.conntrack = 1
' && set_tracking 1
}

untrack_ipvs() { # unless somebody else wants it
  [ -e "$tracking_file" ] || return 0
  remember_file "$tracking_file" && rm -f -- "$tracking_file" && to_disk "${tracking_file%/*}/" || return 1
  [ ! -e "$tracking" ] || { undo_by set_tracking "$(cat "$tracking")" && set_tracking 0; }
}

set_tracking() { # value; where IPVS has gone there is none
  [ ! -e "$tracking" ] || echo "$1" >"$tracking"
}
