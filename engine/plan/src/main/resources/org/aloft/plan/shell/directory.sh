# Directories.

ask_directory() { # path
  if [ -d "$1" ]; then
    echo ' state directory'
    stat -L -c ' mode %a
 owner %U:%G' -- "$1"
  elif [ -e "$1" ] || [ -h "$1" ]; then
    echo ' state other'
  else
    echo ' state absent'
  fi
}

make_directory() { # path, mode, owner
  make_folder "$1/" && set_directory "$@"
}

set_directory() { # path, mode, owner; chown may clear setgid, and chmod by number leaves that of a directory
  remember_folder "$1" && chown -- "$3" "$1" && chmod -- ug-s "$1" && chmod -- "$2" "$1" && to_disk "$1"
}

remove_directory() { # path; what somebody else put into it keeps it
  [ ! -d "$1" ] || [ -n "$(ls -A -- "$1")" ] || { remember_folder "$1" && rmdir -- "$1" && to_disk "${1%/*}/"; }
}
