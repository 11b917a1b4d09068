# What puts addresses on an interface when the host boots: its own network service, or a unit of Aloft's. To ask is to
# read files, and one call of systemctl.

ask_persistence() { # interface, addresses with blanks between, or - when they leave
  aloft_files "$1" | while IFS= read -r file; do
    digest=$(sha256sum <"$file")
    printf ' %s %s %s\n' "$file" "${digest%% *}" "$(stat -L -c %a -- "$file")"
  done
  if [ "$2" = - ]; then return; fi
  services=$(network_services)
  boot_means "$1"
  boot_addresses "$1" "$2" | sort -u | compare_addresses "$2"
}

aloft_files() { # interface: what Aloft wrote for it, by whichever means
  for file in "/etc/netplan/90-aloft-$1.yaml" "/etc/systemd/network/00-aloft-$1.network" \
    "/etc/NetworkManager/system-connections/aloft-$1.nmconnection" /etc/systemd/network/*.network.d/aloft.conf \
    "/etc/network/interfaces.d/aloft-$1" "/etc/network/interfaces.d/aloft-$1.cfg" \
    "/etc/sysconfig/network-scripts/ifcfg-$1:"* /etc/systemd/system/aloft-vips.service /etc/init.d/aloft-vips; do
    case $file in *' '* | *"$newline"*) continue ;; esac
    if [ -f "$file" ] && is_of_aloft "$file"; then echo "$file"; fi
  done
}

is_of_aloft() { # file
  first=
  { IFS= read -r first && case $first in '#!'*) IFS= read -r first ;; esac; } <"$1" 2>/dev/null || :
  case $first in '# Written by Aloft'*) ;; *) return 1 ;; esac
}

network_services() { # those that run and start at boot, a blank behind each
  service_manager
  if [ "$manager" = sysv ]; then
    for each in networking network; do
      if starts_at_boot "$each"; then printf '%s ' "$each"; fi
    done
  elif [ "$manager" = systemd ]; then
    systemctl show -p Id -p ActiveState -p UnitFileState -- systemd-networkd.service NetworkManager.service \
      networking.service network.service 2>/dev/null |
      while IFS='=' read -r key value; do
        case $key in
          Id) unit=$value ;;
          ActiveState) active=$value ;;
          UnitFileState)
            case "$active $value" in
              'active disabled' | 'active masked'*) ;;
              'active '*) printf '%s ' "${unit%.service}" ;;
            esac
            ;;
        esac
      done
  fi
}

service_runs() { # name; uses services
  case " $services" in *" $1 "*) ;; *) return 1 ;; esac
}

# Which means is the host's own: the first of these that has the interface.

boot_means() { # interface; uses services
  service_manager
  case $manager in
    systemd) [ -h /etc/systemd/system/multi-user.target.wants/aloft-vips.service ] ;;
    *) starts_at_boot aloft-vips ;;
  esac && echo ' enabled yes'
  if service_runs systemd-networkd; then
    networkd_means "$1" "$(netplan_files)"
  elif service_runs network && [ -f "/etc/sysconfig/network-scripts/ifcfg-$1" ]; then
    echo ' means network-scripts'
    taken_aliases "$1"
  elif service_runs networking && command -v ifup >/dev/null 2>&1 && path=$(interfaces_file "$1"); then
    printf ' means ifupdown\n path %s\n' "$path"
  elif service_runs NetworkManager; then
    networkmanager_means "$1"
  else
    echo ' means unit'
  fi
}

netplan_files() { # those of others; none where nothing reads them
  [ -x /usr/lib/systemd/system-generators/netplan ] || [ -x /lib/systemd/system-generators/netplan ] || return 0
  for file in /etc/netplan/*.yaml /run/netplan/*.yaml /usr/lib/netplan/*.yaml; do
    if [ -f "$file" ] && ! is_of_aloft "$file"; then echo "$file"; fi
  done
}

networkd_means() { # interface, files of netplan
  if [ -n "$2" ]; then
    file=$(echo "$2" | grep_each -E "^ +name: *[\"']?$1[\"']? *\$")
    if [ -n "$file" ] && [ -z "$(echo "$2" | grep_each -E "^ +[\"']?$1[\"']?:")" ]; then
      printf ' means unit\n why %s calls %s otherwise\n' "$file" "$1"
    else
      printf ' means netplan\n path /etc/netplan/90-aloft-%s.yaml\n' "$1"
    fi
    return
  fi
  file=$(networkd_file "$1")
  if [ -z "$file" ]; then
    printf ' means networkd\n path /etc/systemd/network/00-aloft-%s.network\n' "$1"
  elif grep -q -x -E "[[:space:]]*Name[[:space:]]*=[[:space:]]*$1[[:space:]]*" "$file"; then
    printf ' means networkd\n path /etc/systemd/network/%s.d/aloft.conf\n' "${file##*/}"
  else
    # What is added to that file would land on the others, too.
    printf ' means unit\n why %s is not for %s alone\n' "$file" "$1"
  fi
}

grep_each() { # arguments of grep; reads names of files: the first in which it stands
  while IFS= read -r each; do
    if grep -q -s "$@" "$each"; then echo "$each" && return; fi
  done
}

networkd_file() { # interface: that of somebody else which names it, the first in networkd's order
  grep -l -s -E "^[[:space:]]*Name[[:space:]]*=(.*[[:space:]])?$1([[:space:]]|\$)" /etc/systemd/network/*.network \
    /run/systemd/network/*.network /usr/lib/systemd/network/*.network | while IFS= read -r found; do
    case $found in
      *' '*) ;;
      *) if ! is_of_aloft "$found"; then printf '%s %s\n' "${found##*/}" "$found"; fi ;;
    esac
  done | sort | sed -n '1s/^[^ ]* //p'
}

taken_aliases() { # interface: aliases that files of others have
  taken=$(alias_files "$1" | sed 's,.*/ifcfg-,,' | tr '\n' ' ')
  if [ -n "$taken" ]; then echo " taken ${taken% }"; fi
}

alias_files() { # interface: those of others that the scripts do not pass over
  for file in "/etc/sysconfig/network-scripts/ifcfg-$1:"*; do
    case $file in *'~' | *.bak | *.orig | *.rpmnew | *.rpmorig | *.rpmsave) continue ;; esac
    if [ -f "$file" ] && ! is_of_aloft "$file"; then echo "$file"; fi
  done
}

interfaces_file() { # interface: a name that /etc/network/interfaces reads
  line=$(awk '
    $1 ~ /^source(-directory)?$/ { sub(/^\/etc\/network\//, "", $2); if ($2 ~ /^interfaces\.d/) { print $1, $2; exit } }
  ' /etc/network/interfaces 2>/dev/null)
  case $line in
    'source interfaces.d/*' | 'source-directory interfaces.d' | 'source-directory interfaces.d/' | \
      'source-directory interfaces.d/*') echo "/etc/network/interfaces.d/aloft-$1" ;;
    'source interfaces.d/*.cfg') echo "/etc/network/interfaces.d/aloft-$1.cfg" ;;
    *) return 1 ;;
  esac
}

networkmanager_means() { # interface
  version=$(NetworkManager --version 2>/dev/null)
  minor=${version#*.}
  minor=${minor%%.*}
  case ${version%%.*}$minor in *[!0-9]* | '') version=0.0 minor=0 ;; esac
  if [ "${version%%.*}" -lt 1 ] || { [ "${version%%.*}" -eq 1 ] && [ "$minor" -lt 42 ]; }; then
    printf ' means unit\n why NetworkManager %s leaves %s alone\n' "$version" "$1"
    return
  fi
  file=$(networkmanager_files "$1" | sed -n 1p)
  if [ -n "$file" ]; then
    printf ' means unit\n why %s is a profile for %s already, and NetworkManager takes one\n' "$file" "$1"
  else
    printf ' means NetworkManager\n path /etc/NetworkManager/system-connections/aloft-%s.nmconnection\n' "$1"
  fi
}

networkmanager_files() { # interface: profiles of others for it
  for file in /etc/NetworkManager/system-connections/*.nmconnection; do
    if [ -f "$file" ] && ! is_of_aloft "$file" && grep -q -x "interface-name=$1" "$file"; then echo "$file"; fi
  done
}

# What somebody else puts on the interface at boot: a line each, the address, with its prefix length where that can be
# seen, and the file.

boot_addresses() { # interface, addresses with blanks between; uses services
  if service_runs systemd-networkd; then networkd_addresses "$1" && netplan_addresses "$1"; fi
  if service_runs networking; then interfaces_addresses "$1"; fi
  if service_runs network; then alias_addresses "$1"; fi
  if service_runs NetworkManager; then
    networkmanager_files "$1" | while IFS= read -r file; do
      sed -n 's/^address[0-9]*=\([^,;]*\).*/\1/p' "$file" | name_file "$file"
    done
  fi
  script_addresses "$1" "$2"
}

name_file() { # file: puts it behind each line
  while IFS= read -r address; do printf '%s %s\n' "$address" "$1"; done
}

networkd_addresses() { # interface
  file=$(networkd_file "$1")
  # What is generated under /run says nothing that its source does not say.
  case $file in '' | /run/*) return 0 ;; esac
  for file in "$file" /etc/systemd/network/"${file##*/}".d/*.conf; do
    if [ -f "$file" ] && ! is_of_aloft "$file"; then
      sed -n 's/^[[:space:]]*Address[[:space:]]*=[[:space:]]*\([^[:space:]]*\).*/\1/p' "$file" | name_file "$file"
    fi
  done
}

netplan_addresses() { # interface: what stands below its key, by how far it is indented
  netplan_files | while IFS= read -r file; do
    awk -v key="$1:" '
      /^ *(#|$)/ { next }
      { match($0, /^ */); indent = RLENGTH; gsub(/["\047,{}]|\[|\]/, " ") }
      inside && indent <= depth { inside = 0 }
      !inside && $1 == key { inside = 1; depth = indent }
      inside { for (i = 1; i <= NF; i++) { sub(/:$/, "", $i); if ($i ~ /^[0-9a-fA-F.:]+\/[0-9]+$/) print $i } }
    ' "$file" | name_file "$file"
  done
}

interfaces_addresses() { # interface: stanzas of it and of its aliases, where they come up by themselves
  set -- "$1" /etc/network/interfaces
  for file in /etc/network/interfaces.d/*; do
    if interfaces_file "$1" >/dev/null && [ -f "$file" ] && ! is_of_aloft "$file"; then set -- "$@" "$file"; fi
  done
  name=$1
  shift
  awk -v name="$name" '
    function done_with() {
      if (address != "") { found[++n] = address length_of; at[n] = file; of[n] = stanza }
      address = ""; length_of = ""
    }
    $1 == "auto" || $1 ~ /^allow-/ { for (i = 2; i <= NF; i++) auto[$i] = 1 }
    $1 ~ /^(auto|allow-.*|iface|mapping|source|source-directory)$/ { done_with(); stanza = "" }
    $1 == "iface" { base = $2; sub(/:.*/, "", base); if (base == name) { stanza = $2; file = FILENAME } }
    stanza != "" && $1 == "address" { done_with(); address = $2 }
    stanza != "" && $1 == "netmask" { length_of = ($2 == "255.255.255.255") ? "/32" : "/" $2 }
    stanza != "" && $1 ~ /^(pre-up|up|post-up)$/ && /ifconfig|ip .*add/ {
      for (i = 2; i <= NF; i++) if ($i ~ /^[0-9a-fA-F]*[.:][0-9a-fA-F.:]*(\/[0-9]+)?$/) {
        found[++n] = $i; at[n] = FILENAME; of[n] = stanza
      }
    }
    END { done_with(); for (i = 1; i <= n; i++) if (auto[of[i]]) print found[i], at[i] }
  ' "$@"
}

alias_addresses() { # interface
  alias_files "$1" | while IFS= read -r file; do alias_address "$file" | name_file "$file"; done
}

alias_address() { # file; the scripts prefer PREFIX to NETMASK
  tr -d "\"'" <"$1" | sed 's/[[:space:]]*#.*//' | {
    address='' prefix='' mask='' on=yes
    while IFS='=' read -r key value; do
      case $key in
        IPADDR) address=$value ;;
        PREFIX) prefix=$value ;;
        NETMASK) mask=$value ;;
        ONPARENT) on=$value ;;
      esac
    done
    case $on in [nN][oO]) ;; *) printf '%s/%s\n' "$address" "${prefix:-$mask}" | sed 's,/255.255.255.255$,/32,' ;; esac
  }
}

# Scripts that the host runs when it boots: rc.local, those of the System V boot, enabled units and what they start. One
# counts when it names an address and puts something on the interface; no length is read from it.

script_addresses() { # interface, addresses with blanks between
  # shellcheck disable=SC2086 # a word each
  set -- "$1" $2
  name=$1
  shift
  hosts=
  for address; do hosts="$hosts${hosts:+$newline}${address%%/*}"; done
  boot_scripts | sort -u | files_with "$hosts" | while IFS= read -r file; do
    if puts_addresses "$file" "$name" && ! is_of_aloft "$file"; then
      for address; do
        if grep -q -w -F -e "${address%%/*}" "$file"; then printf '%s %s\n' "${address%%/*}" "$file"; fi
      done
    fi
  done
}

files_with() { # words, one a line; reads paths, a line each, and prints those of files that hold one of the words
  words=$1
  set --
  while IFS= read -r file; do
    if [ -f "$file" ]; then set -- "$@" "$file"; fi
  done
  [ $# -eq 0 ] || grep -l -s -w -F -e "$words" -- "$@"
}

boot_scripts() {
  set --
  for file in /etc/rc.local /etc/rc.d/rc.local /etc/rc[2-5S].d/S* /etc/rc.d/rc[2-5].d/S*; do
    if [ -x "$file" ]; then set -- "$@" "$file"; fi
  done
  # All at once, where readlink takes more than one; BusyBox's may not. What is printed twice counts once.
  [ $# -eq 0 ] || readlink -f -- "$@" 2>/dev/null || for file; do readlink -f -- "$file"; done
  grep -h -s -E '^Exec(StartPre|Start|StartPost)=' /etc/systemd/system/*.wants/*.service |
    sed 's/^[^=]*=//' | tr ' ' '\n' | sed -n 's/^[-@!+:]*\(\/\(etc\|usr\/local\|opt\|root\|srv\|home\)\/.*\)/\1/p'
  grep -l -s -w -E '^Exec.*(ip|ifconfig)' /etc/systemd/system/*.wants/*.service
}

puts_addresses() { # file, interface
  adds='(ifconfig|ip[[:space:]].*a[a-z]*[[:space:]]+(add|replace))'
  grep -q -E "^[^#]*${adds}[[:space:]]+(.*[[:space:]])?$2([^a-z0-9]|\$)" "$1"
}

compare_addresses() { # addresses with blanks between; reads the lines of boot_addresses
  found=$(cat)
  # shellcheck disable=SC2086 # a word each
  for address in $1; do
    there=$(printf '%s\n' "$found" | sed -n "s,^${address%%/*}\\(/${address##*/}\\)\\{0\\,1\\} ,,p" | sed -n 1p)
    other=$(printf '%s\n' "$found" | sed -n "s,^\\(${address%%/*}/[^ ]*\\) \\(.*\\),\\2 puts \\1,p" | sed -n 1p)
    if [ -n "$there" ]; then
      printf ' kept-%s %s\n' "${address%%/*}" "$there"
    elif [ -n "$other" ]; then
      printf ' differs-%s %s\n' "${address%%/*}" "$other"
    fi
  done
}
