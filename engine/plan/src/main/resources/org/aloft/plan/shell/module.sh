# Kernel modules.

ask_module() { # name
  if [ -d "/sys/module/$(printf '%s' "$1" | tr - _)" ] || built_in "$1"; then
    echo ' state loaded'
  else
    echo ' state absent'
  fi
}

built_in() { # name; in the kernel's list either of - and _ may stand
  grep -q "/$(printf '%s' "$1" | sed 's/[-_]/[-_]/g')\\.ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null
}

load_module() { # name
  limited 60 modprobe -- "$1"
}

unload_module() { # name; one that something uses stays until the next boot
  limited 60 modprobe -q -r -- "$1" 2>/dev/null || :
}
