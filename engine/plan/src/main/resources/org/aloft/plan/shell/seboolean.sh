# SELinux's booleans: what the kernel has now, and what the policy on the disk says of them (semanage-boolean(8)). What
# is asked of semanage is asked once a probe, for each call takes it a second.

ask_seboolean() { # name
  selinux_state
  if now=$(seboolean_now "$1"); then printf ' value %s\n' "$now"; fi
  command -v semanage >/dev/null 2>&1 || return 0
  if [ -z "${sebooleans:-}" ]; then sebooleans=$(semanage_list boolean); fi
  if [ -z "$sebooleans" ]; then
    echo ' tool fails'
    return
  fi
  kept=$(seboolean_kept "$sebooleans" "$1")
  [ -z "$kept" ] || printf ' kept %s\n' "$kept"
}

selinux_state() { # as the kernel says it: its tools may be there all the same, or be missing
  if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then
    echo ' selinux enabled'
  else
    echo ' selinux disabled'
  fi
  command -v semanage >/dev/null 2>&1 || echo ' tool missing'
}

semanage_list() { # boolean or port, more words of semanage
  what=$1
  shift
  limited 120 env LC_ALL=C semanage "$what" -l -n "$@" 2>/dev/null
}

seboolean_now() { # name: on or off. The kernel's file says what is in force and what is about to be: 1 1
  now=$(cat "/sys/fs/selinux/booleans/$1" 2>/dev/null || cat "/selinux/booleans/$1" 2>/dev/null) || return 1
  if [ "${now%% *}" = 1 ]; then echo on; else echo off; fi
}

seboolean_kept() { # list, name: on or off. A line: httpd_can_network_connect      (off  ,   on)  Allow httpd to ...
  printf '%s\n' "$1" | while read -r name states; do
    if [ "$name" = "$2" ]; then
      states=${states%%)*}
      echo "${states##*[, ]}"
      break
    fi
  done
}

need_semanage() {
  command -v semanage >/dev/null 2>&1 && return 0
  echo 'semanage is missing: install policycoreutils-python-utils (dnf, zypper, apt) or policycoreutils-python (yum)' >&2
  return 1
}

set_seboolean() { # name, value now, value after a reboot: on or off
  need_semanage || return 1
  kept=$(seboolean_kept "$(semanage_list boolean)" "$1")
  if [ -z "$kept" ]; then
    echo "SELinux's policy knows no boolean $1" >&2
    return 1
  fi
  undo_by set_seboolean "$1" "$(seboolean_now "$1" || echo "$kept")" "$kept" &&
    limited 330 semanage boolean -m "--$3" "$1" || return 1
  now=$(seboolean_now "$1") || return 0 # where SELinux is disabled, only the policy on the disk changes
  [ "$now" = "$2" ] || limited 60 setsebool "$1" "$2"
}
