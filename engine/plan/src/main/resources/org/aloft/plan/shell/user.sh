# Accounts. Those of a directory service are seen, and not changed: the tools refuse it.

ask_user() { # name
  line=$(account "$1")
  if [ -z "$line" ]; then
    echo ' state absent'
    return
  fi
  echo ' state present'
  printf ' shell %s\n' "${line##*:}"
  line=${line%:*}
  printf ' home %s\n' "${line##*:}"
  printf ' groups %s\n' "$(id -nG "$1")"
}

account() { # name: its line of passwd(5)
  if command -v getent >/dev/null 2>&1; then
    getent passwd "$1"
  else
    while IFS= read -r line; do
      case $line in "$1":*) printf '%s\n' "$line" ;; esac
    done </etc/passwd
  fi
}

add_user() { # name, whether it is of the system: yes or no, shell, home, groups with blanks between; each may be empty
  undo_by remove_user "$1" || return 1
  user=$1 system=$2 shell=$3 home=$4 groups=$(with_commas "$5")
  set -- -M
  if [ "$system" = yes ]; then set -- "$@" -r; fi
  if [ -n "$shell" ]; then set -- "$@" -s "$shell"; fi
  if [ -n "$home" ]; then set -- "$@" -d "$home"; fi
  if [ -n "$groups" ]; then set -- "$@" -G "$groups"; fi
  limited 60 useradd "$@" -- "$user" && to_disk /etc/
}

set_user() { # name, shell, home, groups that it joins with blanks between; what is empty stays as it is
  remember_user "$@" || return 1
  if [ -n "$2" ]; then limited 60 usermod -s "$2" -- "$1" || return 1; fi
  if [ -n "$3" ]; then limited 60 usermod -d "$3" -- "$1" || return 1; fi
  if [ -n "$4" ]; then limited 60 usermod -a -G "$(with_commas "$4")" -- "$1" || return 1; fi
  to_disk /etc/
}

restore_user() { # name, shell, home, groups that it leaves with blanks between; what is empty stays as it is
  [ -z "$4" ] || undo_by set_user "$1" '' '' "$4" || return 1
  set_user "$1" "$2" "$3" '' || return 1
  rest=$4
  while [ -n "$rest" ]; do
    limited 60 gpasswd -d "$1" "${rest%% *}" || return 1
    case $rest in *' '*) rest=${rest#* } ;; *) rest= ;; esac
  done
  to_disk /etc/
}

remember_user() { # name, shell, home, groups that it joins
  [ -n "$undo" ] || return 0
  line=$(account "$1")
  was_shell=${line##*:} line=${line%:*}
  was_home=${line##*:} has=" $(id -nG "$1") "
  joins=$(printf '%s' "$4" | tr ' ' '\n' | {
    while IFS= read -r group || [ -n "$group" ]; do
      case $has in *" $group "*) ;; *) printf '%s ' "$group" ;; esac
    done
  })
  undo_by restore_user "$1" "${2:+$was_shell}" "${3:+$was_home}" "${joins% }"
}

remove_user() { # name; not undone: nothing brings its password back
  limited 60 userdel -- "$1" && to_disk /etc/
}

with_commas() { # words with blanks between
  printf '%s' "$1" | tr ' ' ,
}
