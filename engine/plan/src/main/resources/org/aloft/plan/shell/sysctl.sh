# Kernel parameters.

ask_sysctl() { # key, path below /proc/sys, or - to work it out
  path=$2
  if [ "$path" = - ]; then path=$(sysctl_path "$1"); fi
  # read(1) would not do: it takes a byte at a time, and these files end after the first.
  if value=$(cat -- "$path" 2>/dev/null); then printf ' value %s\n' "$value"; fi
}

sysctl_path() { # key: when the first separator is a dot, dots and slashes trade places (sysctl.d(5))
  case ${1%%[./]*} in
    "$1") echo "/proc/sys/$1" ;;
    *)
      case ${1#"${1%%[./]*}"} in
        /*) echo "/proc/sys/$1" ;;
        *) echo "/proc/sys/$(printf '%s' "$1" | tr ./ /.)" ;;
      esac
      ;;
  esac
}

set_sysctl() { # path, value
  { [ ! -e "$1" ] || undo_by set_sysctl "$1" "$(cat -- "$1")"; } && printf '%s\n' "$2" >"$1"
}
