# What the probe asks of the host itself. Sourced into the probe script behind the kinds' own files.

LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL PATH

in_base64() {
  base64 | tr -d '\n'
}

# Values are base64-encoded where a host or a user could have put anything into them, on the workstation where possible:
# forks are expensive on small hosts.

machine() {
  echo "machine uname $(uname -rm)"
  echo "machine user $(id -u)"
  service_manager
  echo "machine init $manager"
  for loader in /lib/ld-musl-*; do
    if [ -e "$loader" ]; then echo 'machine musl yes'; fi
  done
  if [ -r /etc/os-release ]; then
    while IFS= read -r line; do
      case $line in ID=* | VERSION_ID=*) printf 'machine os %s\n' "$line" ;; esac
    done </etc/os-release
  fi
  for manager in apt-get dnf yum zypper apk; do
    if command -v "$manager" >/dev/null 2>&1; then
      echo "machine packages $manager"
      break
    fi
  done
  stat -f -c 'machine space %n %a %S' / /opt /var 2>/dev/null
  for interface in /proc/sys/net/ipv4/conf/*; do
    case ${interface##*/} in
      all | default) ;;
      *) printf 'machine interface %s\n' "${interface##*/}" ;;
    esac
  done
  ip -o address show | sed 's/^/machine address /'
  # State 0A is LISTEN (include/net/tcp_states.h of Linux).
  sed -n 's/^ *[0-9]*: \([0-9A-F]*:[0-9A-F]*\) [0-9A-F:]* 0A .*/machine listening \1/p' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
  if [ -r /etc/sysctl.conf ]; then
    sed -n 's/^[[:space:]]*\([^#;[:space:]].*\)/machine sysctl-conf \1/p' /etc/sysctl.conf
  fi
}

ask() { # kind, name as the answer calls it, name, hint
  case "$asked" in
    *"
$1 $2
"*) return ;;
  esac
  asked="$asked$1 $2
"
  printf '? %s %s\n' "$1" "$2"
  "ask_$1" "$3" "$4" </dev/null
}

unescaped() { # text of the manifest
  case $1 in
    *%*) printf '%s' "$1" | sed "s/%0D/$carriage_return/g; s/%0A/\\$newline/g; s/%09/$tab/g; s/%25/%/g" ;;
    *) printf '%s' "$1" ;;
  esac
}

remembered() { # kinds that this version knows, with a blank around each: what the manifest names is asked for as well
  [ -s /var/lib/aloft/manifest ] || return 0
  echo "manifest $(in_base64 </var/lib/aloft/manifest)"
  while IFS=$tab read -r kind name _; do
    case $1 in
      *" $kind "*) ask "$kind" "$name" "$(unescaped "$name")" - ;;
    esac
  done </var/lib/aloft/manifest
}

lease() {
  if [ -e /var/lib/aloft/undo ]; then echo unconfirmed; fi
  if [ -s /run/aloft.lease ]; then
    read -r now _ </proc/uptime
    { read -r run && read -r until && read -r who && read -r since; } </run/aloft.lease &&
      [ "$until" -gt "${now%%.*}" ] &&
      echo "lease $(printf '%s\n%s\n%s' "$run" "$who" "$since" | in_base64)"
  fi
}

tab='	'
newline='
'
carriage_return=$(printf '\r')
asked=$newline
