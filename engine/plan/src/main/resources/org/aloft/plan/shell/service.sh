# Services: systemd's units, or init scripts; see manager.sh.

ask_service() { # unit; asked one by one, as systemctl stops at a name that it does not like
  service_manager
  if [ "$manager" != systemd ]; then
    ask_script "$1"
    return
  fi
  systemctl show -p LoadState -p UnitFileState -p ActiveState -- "$1" 2>/dev/null |
    while IFS='=' read -r key value; do
      case $key in
        LoadState) echo " load $value" ;;
        UnitFileState) echo " file $value" ;;
        ActiveState) echo " active $value" ;;
      esac
    done
}

ask_script() { # unit
  name=${1%.service}
  if [ -x "/etc/init.d/$name" ]; then echo ' load loaded'; else echo ' load not-found'; fi
  if starts_at_boot "$name"; then echo ' file enabled'; else echo ' file disabled'; fi
  if script_runs "$name"; then echo ' active active'; else echo ' active inactive'; fi
}

enable_unit() { # unit
  remember_unit "$1" '' && switch_on "$1"
}

switch_on() { # unit: it starts at boot
  service_manager
  case $manager in
    systemd) tell_service enable "$1" && to_disk /etc/systemd/system/ ;;
    openrc) at_boot_by_openrc "${1%.service}" ;;
    sysv) at_boot_by_init "${1%.service}" ;;
    *) at_boot_by_aloft "${1%.service}" ;;
  esac
}

at_boot_by_openrc() { # name
  starts_at_boot "$1" || { limited 60 rc-update add "$1" default && to_disk /etc/runlevels/default/; }
}

at_boot_by_init() { # name
  if starts_at_boot "$1"; then return 0; fi
  if command -v update-rc.d >/dev/null 2>&1; then
    limited 60 update-rc.d "$1" defaults && limited 60 update-rc.d "$1" enable
  elif command -v chkconfig >/dev/null 2>&1; then
    limited 60 chkconfig --add "$1" && limited 60 chkconfig "$1" on
  else
    echo "neither update-rc.d nor chkconfig is here, so nothing can start $1 at boot" >&2
    return 1
  fi && sync
}

at_boot_by_aloft() { # name
  if starts_at_boot "$1" && [ -x /var/lib/aloft/boot ]; then return 0; fi
  put_file /var/lib/aloft/services 0644 "$({
    grep -v -x -F -e "$1" /var/lib/aloft/services 2>/dev/null
    echo "$1"
  })$newline" && write_boot
}

switch_off() { # unit: it does not start at boot any more
  service_manager
  case $manager in
    systemd) tell_service disable "$1" ;;
    openrc) not_at_boot_by_openrc "${1%.service}" ;;
    sysv) not_at_boot_by_init "${1%.service}" ;;
    *) not_at_boot_by_aloft "${1%.service}" ;;
  esac
}

not_at_boot_by_openrc() { # name. From each runlevel by itself: with -a, rc-update fails where one of them has it not.
  for link in "/etc/runlevels/"*"/$1"; do
    [ -h "$link" ] || continue
    level=${link%/*}
    limited 60 rc-update -q del "$1" "${level##*/}" || return 1
  done
}

not_at_boot_by_init() { # name: a script of Aloft's own leaves no links behind
  if command -v update-rc.d >/dev/null 2>&1; then
    if is_of_aloft "/etc/init.d/$1"; then
      limited 60 update-rc.d -f "$1" remove
    else
      ! starts_at_boot "$1" || limited 60 update-rc.d "$1" disable
    fi
  elif is_of_aloft "/etc/init.d/$1"; then
    limited 60 chkconfig --del "$1"
  else
    ! starts_at_boot "$1" || limited 60 chkconfig "$1" off
  fi
}

not_at_boot_by_aloft() { # name
  starts_at_boot "$1" || return 0
  left=$(grep -v -x -F -e "$1" /var/lib/aloft/services)
  if [ -n "$left" ]; then
    put_file /var/lib/aloft/services 0644 "$left$newline"
  else
    # What is not confirmed still needs it: see undo_at_next_boot.
    remove_file /var/lib/aloft/services && { [ -n "$undo" ] || remove_file /var/lib/aloft/boot; }
  fi
}

write_boot() { # what starts a container without a service manager has to call
  put_file /var/lib/aloft/boot 0755 "$(boot_text)$newline"
}

boot_text() {
  cat <<'END_OF_BOOT'
#!/bin/sh
# Written by Aloft. Nobody starts services at boot here, so this does: whatever starts the container has to call it.

main() {
  PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
  export PATH
  if [ -e /var/lib/aloft/undo/functions ]; then (. /var/lib/aloft/undo/functions && undo_after_boot); fi
  failed=0
  if [ -e /etc/sysctl.d/99-zz-aloft.conf ]; then set_sysctls; fi
  [ -e /var/lib/aloft/services ] || return "$failed"
  while read -r name; do
    "/etc/init.d/$name" start </dev/null || failed=1
  done </var/lib/aloft/services
  return "$failed"
}

set_sysctls() { # sysctl(8) need not be there
  while IFS='= ' read -r key value; do
    case $key in
      '' | '#'*) continue ;;
      */*) file=/proc/sys/$key ;;
      *) file=/proc/sys/$(echo "$key" | tr . /) ;;
    esac
    echo "$value" >"$file" || failed=1
  done </etc/sysctl.d/99-zz-aloft.conf
}

main
exit
END_OF_BOOT
}

restart_unit() { # unit. Not "start": a package's scripts may have started it already, with the configuration of then.
  remember_unit "$1" restart && switch_on "$1" && end_in_place "$1" && tell_service restart "$1"
}

end_in_place() { # unit. An agent that knows the order leaves VIPs and IPVS to the next one, any other hands them over.
  [ "$1" != aloftd.service ] || /opt/aloft/current/bin/aloftd end --in-place >/dev/null 2>&1 9>&- || :
}

reload_unit() { # unit
  remember_unit "$1" reload-or-restart && switch_on "$1" && tell_service reload-or-restart "$1"
}

replace_unit() { # unit, unit that must not run beside it
  remember_unit "$2" start && put_out "$2" && restart_unit "$1"
}

remove_unit() { # unit
  remember_unit "$1" start || return 1
  put_out "$1" || ! is_known "$1" || return 1
  if [ "$manager" != systemd ] && is_of_aloft "/etc/init.d/${1%.service}"; then
    rm -f -- "/var/log/${1%.service}.log" "/var/log/${1%.service}.log.1"
  fi
}

put_out() { # unit: it stops, and does not start at boot any more
  service_manager
  if [ "$manager" = systemd ]; then
    limited 330 systemctl disable --now -- "$1"
  else
    stop_script "${1%.service}" && switch_off "$1"
  fi
}

stop_script() { # name. Not every script says that it is well when there was nothing to stop.
  [ ! -x "/etc/init.d/$1" ] || tell_script "$1" stop || ! script_runs "$1"
}

is_known() { # unit
  service_manager
  if [ "$manager" = systemd ]; then systemctl cat -- "$1" >/dev/null 2>&1; else [ -x "/etc/init.d/${1%.service}" ]; fi
}

set_unit() { # unit, whether it is enabled, whether it is active: yes or no
  remember_unit "$1" start || return 1
  if [ "$2" = yes ]; then switch_on "$1"; else switch_off "$1"; fi || return 1
  if [ "$3" = yes ]; then tell_service start "$1"; else tell_service stop "$1"; fi
}

pause_unit() { # unit, seconds after which it starts again by itself, should nobody come back
  service_manager
  if [ "$manager" = systemd ]; then
    limited 60 systemd-run -q --collect --on-active="$2" --unit="aloft-resume-${1%.service}" systemctl start -- "$1"
  else
    start_later "$1" "$2" "/run/aloft-resume-${1%.service}"
  fi && tell_service stop "$1"
}

resume_unit() { # unit: what follows starts it
  service_manager
  if [ "$manager" = systemd ]; then
    systemctl stop -- "aloft-resume-${1%.service}.timer" 2>/dev/null || :
  else
    rm -f -- "/run/aloft-resume-${1%.service}"
  fi
}

# Undoing: what did not run stops while it still has its new files; what ran starts again when it has its old ones.

remember_unit() { # unit, verb by which it starts again where it runs now; empty where it runs on
  units_return || return 0
  enabled=no active=no
  if is_enabled "$1"; then enabled=yes; fi
  if service_runs_now "$1"; then active=yes; fi
  undo_by undo_unit "$1" "$enabled" "$active" || return 1
  [ "$active" = no ] || [ -z "$2" ] || undo_after_all start_again "$1" "$2"
}

is_enabled() { # unit
  service_manager
  if [ "$manager" = systemd ]; then
    systemctl is-enabled -q -- "$1" 2>/dev/null
  else
    starts_at_boot "${1%.service}"
  fi
}

undo_unit() { # unit, whether it was enabled, whether it was active: yes or no
  if [ "$3" = no ] && ! is_boot; then
    stop_unit "$1" || ! is_known "$1" || return 1
  fi
  if [ "$2" = yes ]; then
    is_enabled "$1" || switch_on "$1"
  else
    ! is_enabled "$1" || switch_off "$1"
  fi
}

stop_unit() { # unit
  service_manager
  if [ "$manager" = systemd ]; then limited 330 systemctl stop -- "$1"; else stop_script "${1%.service}"; fi
}

start_again() { # unit, verb; a boot starts it by itself
  is_boot || tell_service "$2" "$1"
}
