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
  control enable "$1" && to_disk /etc/systemd/system/
}

restart_unit() { # unit. Not "start": a package's scripts may have started it already, with the configuration of then.
  enable_unit "$1" && control restart "$1"
}

reload_unit() { # unit
  enable_unit "$1" && control reload-or-restart "$1"
}

replace_unit() { # unit, unit that must not run beside it
  limited 330 systemctl disable --now -- "$2" && restart_unit "$1"
}

remove_unit() { # unit
  limited 330 systemctl disable --now -- "$1" || ! systemctl cat -- "$1" >/dev/null 2>&1
}

set_unit() { # unit, whether it is enabled, whether it is active: yes or no
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
