# Who starts and stops services on this host: systemd; OpenRC; init(8), which runs the init scripts of System V; or
# nobody, as in a container whose first process is something small. But for systemd's, services are scripts in
# /etc/init.d. Where nobody starts them at boot, /var/lib/aloft/boot does: whatever starts the container has to call it.

service_manager() { # sets manager to systemd, openrc, sysv or none
  if [ -d /run/systemd/system ]; then
    manager=systemd
  elif [ -d /run/openrc ] && command -v rc-service >/dev/null 2>&1; then
    manager=openrc
  elif init_runs_scripts; then
    manager=sysv
  else
    manager=none
  fi
}

# Whether the first process reads a table that says so, init's own or Upstart's (RHEL 6); a container's may be called init
# as well.
init_runs_scripts() {
  first=
  { read -r first </proc/1/comm; } 2>/dev/null || :
  [ "$first" = init ] &&
    grep -q -s -E '^[^#]*[:[:space:]]/etc/(init\.d|rc\.d)/rc([[:space:]]|$)' /etc/inittab /etc/init/rc.conf
}

limited() { # seconds, command, arguments: ends what takes longer, and says so. Daemons must not inherit the lock.
  limit=$1
  shift
  timeout -k 10 "$limit" "$@" 9>&-
  status=$?
  if [ "$status" -eq 124 ]; then echo "$1 took longer than $limit s" >&2; fi
  return "$status"
}

tell_service() { # a verb of systemctl, unit. What the unit said last is part of the message when it fails.
  service_manager
  if [ "$manager" != systemd ]; then
    tell_script "${2%.service}" "$1"
    return
  fi
  limited 330 systemctl "$1" -- "$2" && return 0
  journalctl -q -n 8 --no-pager -o cat -u "$2" >&2
  return 1
}

tell_script() { # name, verb
  if [ ! -x "/etc/init.d/$1" ]; then
    echo "there is neither systemd nor a script /etc/init.d/$1 that starts and stops $1" >&2
    return 1
  fi
  case $2 in
    reload-or-restart) { script_runs "$1" && call_script "$1" reload; } || call_script "$1" restart ;;
    *) call_script "$1" "$2" ;;
  esac
}

call_script() { # name, verb, seconds: as at boot, with nothing of the caller's in its environment
  case $manager in
    openrc) limited "${3:-330}" env -i PATH="$PATH" LANG=C.UTF-8 rc-service -- "$1" "$2" </dev/null ;;
    *) limited "${3:-330}" env -i PATH="$PATH" LANG=C.UTF-8 "/etc/init.d/$1" "$2" </dev/null ;;
  esac
}

script_runs() { # name. What knows no status may say all the same that it is well: Debian's script of keepalived does.
  [ -x "/etc/init.d/$1" ] || return 1
  if grep -q -E '^#!.*(openrc-run|init-d-script)|(^|[^a-z])status([^a-z]|$)' "/etc/init.d/$1"; then
    call_script "$1" status 30 >/dev/null 2>&1
  else
    number=
    { read -r number <"/run/$1.pid"; } 2>/dev/null
    [ -n "$number" ] && kill -0 "$number" 2>/dev/null
  fi
}

service_runs_now() { # unit
  service_manager
  if [ "$manager" = systemd ]; then systemctl is-active -q -- "$1"; else script_runs "${1%.service}"; fi
}

states_of_services() { # units: active, inactive or what systemd calls it, a line each
  service_manager
  if [ "$manager" = systemd ]; then
    systemctl is-active -- "$@" 2>/dev/null || :
    return
  fi
  for each; do
    if script_runs "${each%.service}"; then echo active; else echo inactive; fi
  done
}

# What is done by itself after a while, unless it is called off before. Not for systemd, which has timers.

start_later() { # unit, seconds, file that says so
  run_later "$3" "$2" env -i PATH="$PATH" LANG=C.UTF-8 "/etc/init.d/${1%.service}" start
}

run_later() { # file that says so, seconds, command, its words: only while the file is there, and is this one
  read -r uptime _ </proc/uptime
  printf '%s\n' "$uptime" >"$1" || return 1
  if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; else set -- nohup "$@"; fi
  later=$1
  shift
  # shellcheck disable=SC2016 # the words of the new shell
  "$later" sh -c '
    armed=$1 file=$2
    sleep "$3"
    [ -e "$file" ] && read -r now <"$file" && [ "$now" = "$armed" ] || exit 0
    rm -f -- "$file"
    shift 3
    exec "$@"
  ' later "$uptime" "$@" </dev/null >/dev/null 2>&1 9>&- &
}

# Whether a service starts at boot.

starts_at_boot() { # name, where systemd is not
  case $manager in
    openrc) set -- "/etc/runlevels/"*"/$1" ;;
    sysv) set -- "/etc/rc"[2-5S]".d/S"[0-9][0-9]"$1" "/etc/rc.d/rc"[2-5]".d/S"[0-9][0-9]"$1" ;;
    *)
      grep -q -s -x -F -e "$1" /var/lib/aloft/services
      return
      ;;
  esac
  for link; do
    if [ -h "$link" ]; then return 0; fi
  done
  return 1
}
