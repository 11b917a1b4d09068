# Files.

ask_file() { # path, digest that is wanted
  if [ ! -e "$1" ]; then
    if [ -h "$1" ]; then echo ' state dangling'; else echo ' state absent'; fi
    return
  fi
  if [ ! -f "$1" ]; then
    echo ' state other'
    return
  fi
  digest=$(sha256sum <"$1")
  digest=${digest%% *}
  echo ' state file'
  echo " sha256 $digest"
  # The mode, the owner and the size of what a link leads to.
  stat -L -c ' mode %a
 owner %U:%G
 size %s' -- "$1"
  if [ -h "$1" ]; then echo " link_base64 $(readlink -n -f -- "$1" | in_base64)"; fi
  if [ -e "/var/lib/aloft/before$1" ]; then echo ' before yes'; fi
  if [ "$digest" != "$2" ] && [ "$(stat -L -c %s -- "$1")" -le 1048576 ]; then
    echo " content_base64 $(in_base64 <"$1")"
  fi
}

put_file() { # path, mode, content, owner if not root. The old file stays until the new one is complete, on the disk.
  folder=${1%/*}/
  make_folder "$folder" && remember_file "$1" || return 1
  temporary=$(mktemp "$folder.aloft.XXXXXX") || return 1
  trap 'rm -f -- "$temporary"' EXIT
  # Through cat(1), which says why it cannot write; the shell's own printf does not.
  printf '%s' "$3" | cat >"$temporary" &&
    attributes_of "$1" "$temporary" &&
    chown -- "${4:-root:root}" "$temporary" &&
    chmod -- "$2" "$temporary" &&
    to_disk "$temporary" &&
    replace_file "$temporary" "$1"
}

make_folder() { # path that ends in a slash; a new folder's name must be on the disk as well
  [ -d "$1" ] || { remember_missing "${1%/}" && note_folders "${1%/}" && mkdir -p -- "$1" && to_disk "${1%/*/}/"; }
}

# Folders that are made for a file are written down, and go when they are empty again.

note_folders() { # path of one that is missing
  case $1 in /var/lib/aloft | /var/lib/aloft/* | *"$newline"*) return 0 ;; esac
  mkdir -p /var/lib/aloft && remember_file /var/lib/aloft/folders || return 1
  missing=$1
  until [ -d "$missing/" ]; do
    printf '%s\n' "$missing" >>/var/lib/aloft/folders || return 1
    missing=${missing%/*}
  done
}

remove_folders() { # path; and those above it
  case $1 in *"$newline"*) return 0 ;; esac
  empty=$1
  while grep -q -x -F -e "$empty" /var/lib/aloft/folders 2>/dev/null && remember_folder "$empty" &&
    remember_file /var/lib/aloft/folders && rmdir -- "$empty" 2>/dev/null; do
    grep -v -x -F -e "$empty" /var/lib/aloft/folders >/var/lib/aloft/folders.new
    mv -f -T -- /var/lib/aloft/folders.new /var/lib/aloft/folders
    [ -s /var/lib/aloft/folders ] || rm -f -- /var/lib/aloft/folders
    empty=${empty%/*}
  done
}

attributes_of() { # file that may be there, new file: ACL, extended attributes and SELinux label; chown would clear setuid
  [ ! -f "$1" ] || cp --attributes-only --preserve=all -- "$1" "$2" 2>/dev/null || :
}

replace_file() { # complete new file, path
  if [ -e "$2" ]; then known=yes; else known=no; fi
  mv -f -T -- "$1" "$2" || return 1
  trap - EXIT
  # A file that was there has kept its label; a new one has that of a temporary file.
  if [ "$known" = no ] && command -v restorecon >/dev/null 2>&1; then restorecon -- "$2" 2>/dev/null || :; fi
  to_disk "${2%/*}/"
}

to_disk() { # paths: what is said to be done must outlive a power cut
  sync -- "$@" 2>/dev/null || sync
}

keep_file() { # path, digest that Aloft wrote, or - when none of it is Aloft's: anything else is copied away first
  [ -f "$1" ] || return 0
  digest=$(sha256sum <"$1") || return 1
  [ "${digest%% *}" != "$2" ] || return 0
  copy=/var/lib/aloft/before$1
  if [ "$2" != - ] || [ -e "$copy" ]; then
    copy=/var/lib/aloft/backup$1.$(date -u +%Y%m%dT%H%M%SZ)
  fi
  remember_file "$copy" &&
    (umask 077 && mkdir -p -- "${copy%/*}") &&
    copy_file "$1" "$copy.new" &&
    to_disk "$copy.new" &&
    mv -f -T -- "$copy.new" "$copy" &&
    to_disk "${copy%/*}/"
}

copy_file() { # from, to: with mode, owner, times, and attributes where there are any
  cp -L --preserve=all -- "$1" "$2" 2>/dev/null || cp -L -p -- "$1" "$2"
}

restore_file() { # path: what was there before Aloft
  before=/var/lib/aloft/before$1
  target=$(readlink -f -- "$1") || target=$1
  remember_file "$target" && remember_file "$before" || return 1
  temporary=$(mktemp "${target%/*}/.aloft.XXXXXX") || return 1
  trap 'rm -f -- "$temporary"' EXIT
  copy_file "$before" "$temporary" &&
    to_disk "$temporary" &&
    replace_file "$temporary" "$target" &&
    rm -f -- "$before"
}

remove_file() { # path
  remember_file "$1" && rm -f -- "$1" && to_disk "${1%/*}/" && remove_folders "${1%/*}"
}

reload_units() {
  service_manager
  [ "$manager" != systemd ] || { undo_after_all reload_units && limited 60 systemctl daemon-reload; }
}
