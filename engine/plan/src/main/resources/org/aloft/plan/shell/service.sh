# systemd units.

ask_service() { # unit; asked one by one, as systemctl stops at a name that it does not like
  [ -d /run/systemd/system ] || return 0
  systemctl show -p LoadState -p UnitFileState -p ActiveState -- "$1" 2>/dev/null |
    while IFS='=' read -r key value; do
      case $key in
        LoadState) echo " load $value" ;;
        UnitFileState) echo " file $value" ;;
        ActiveState) echo " active $value" ;;
      esac
    done
}

control() { # verb of systemctl, unit: what the unit said last is part of the message when it fails
  limited 330 systemctl "$1" -- "$2" && return 0
  journalctl -q -n 8 --no-pager -o cat -u "$2" >&2
  return 1
}

enable_unit() { # unit
  remember_unit "$1" '' && switch_on "$1"
}

switch_on() { # unit: it starts at boot
  control enable "$1" && to_disk /etc/systemd/system/
}

restart_unit() { # unit. Not "start": a package's scripts may have started it already, with the configuration of then.
  remember_unit "$1" restart && switch_on "$1" && control restart "$1"
}

reload_unit() { # unit
  remember_unit "$1" reload-or-restart && switch_on "$1" && control reload-or-restart "$1"
}

replace_unit() { # unit, unit that must not run beside it
  remember_unit "$2" start && limited 330 systemctl disable --now -- "$2" && restart_unit "$1"
}

remove_unit() { # unit
  remember_unit "$1" start || return 1
  limited 330 systemctl disable --now -- "$1" || ! systemctl cat -- "$1" >/dev/null 2>&1
}

set_unit() { # unit, whether it is enabled, whether it is active: yes or no
  remember_unit "$1" start || return 1
  if [ "$2" = yes ]; then control enable "$1"; else control disable "$1"; fi || return 1
  if [ "$3" = yes ]; then control start "$1"; else control stop "$1"; fi
}

pause_unit() { # unit, seconds after which it starts again by itself, should nobody come back
  limited 60 systemd-run -q --collect --on-active="$2" --unit="aloft-resume-${1%.service}" systemctl start -- "$1" &&
    control stop "$1"
}

resume_unit() { # unit: what follows starts it
  systemctl stop -- "aloft-resume-${1%.service}.timer" 2>/dev/null || :
}

# Undoing: what did not run stops while it still has its new files; what ran starts again when it has its old ones.

remember_unit() { # unit, verb of systemctl by which it starts again where it runs now; empty where it runs on
  units_return || return 0
  enabled=no active=no
  if is_enabled "$1"; then enabled=yes; fi
  if systemctl is-active -q -- "$1"; then active=yes; fi
  undo_by undo_unit "$1" "$enabled" "$active" || return 1
  [ "$active" = no ] || [ -z "$2" ] || undo_after_all start_again "$1" "$2"
}

is_enabled() { # unit
  systemctl is-enabled -q -- "$1" 2>/dev/null
}

undo_unit() { # unit, whether it was enabled, whether it was active: yes or no
  if [ "$3" = no ] && ! is_boot; then
    limited 330 systemctl stop -- "$1" || ! systemctl cat -- "$1" >/dev/null 2>&1 || return 1
  fi
  if [ "$2" = yes ]; then
    is_enabled "$1" || control enable "$1"
  else
    ! is_enabled "$1" || control disable "$1"
  fi
}

start_again() { # unit, verb of systemctl; a boot starts it by itself
  is_boot || control "$2" "$1"
}
