# Kernel modules.

ask_module() { # name
  if is_loaded "$1"; then
    echo ' state loaded'
  else
    echo ' state absent'
  fi
}

is_loaded() { # name
  [ -d "/sys/module/$(printf '%s' "$1" | tr - _)" ] || built_in "$1"
}

built_in() { # name; in the kernel's list either of - and _ may stand
  grep -q "/$(printf '%s' "$1" | sed 's/[-_]/[-_]/g')\\.ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null
}

load_module() { # name
  { is_loaded "$1" || undo_by unload_module "$1"; } && limited 60 modprobe -- "$1"
}

unload_module() { # name; one that something uses stays until the next boot
  ! is_loaded "$1" || undo_by load_module "$1" || return 1
  limited 60 modprobe -q -r -- "$1" 2>/dev/null || :
}
