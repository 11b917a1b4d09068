# What must not be there.

ask_absent() { # path
  if [ -h "$1" ]; then
    echo ' state link'
  elif [ -f "$1" ]; then
    echo ' state file'
  elif [ -e "$1" ]; then
    echo ' state other'
  else
    echo ' state absent'
  fi
  if [ -e "/var/lib/aloft/absent$1" ] || [ -h "/var/lib/aloft/absent$1" ]; then echo ' kept yes'; fi
}

take_away() { # path. The first that was there is kept, so that it comes back; a later one is kept as a backup.
  copy=/var/lib/aloft/absent$1
  if [ -e "$copy" ] || [ -h "$copy" ]; then
    copy=/var/lib/aloft/backup$1.$(date -u +%Y%m%dT%H%M%SZ)
  fi
  remember_file "$copy" &&
    remember_file "$1" &&
    (umask 077 && mkdir -p -- "${copy%/*}") &&
    copy_as_it_is "$1" "$copy.new" &&
    mv -f -T -- "$copy.new" "$copy" &&
    to_disk "${copy%/*}/" &&
    rm -f -- "$1" &&
    to_disk "${1%/*}/"
}

take_away_what_came() { # path: of a package that may bring it, and that was installed a moment ago
  if [ -h "$1" ] || [ -f "$1" ]; then take_away "$1"; fi
}

copy_as_it_is() { # from, to: a link as a link; the copy is on the disk before the file goes
  { cp -P --preserve=all -- "$1" "$2" 2>/dev/null || cp -P -p -- "$1" "$2"; } &&
    { [ -h "$2" ] || to_disk "$2"; }
}

give_back() { # path
  make_folder "${1%/*}/" && remember_file "$1" && remember_file "/var/lib/aloft/absent$1" || return 1
  copy_as_it_is "/var/lib/aloft/absent$1" "$1.aloft" &&
    mv -f -T -- "$1.aloft" "$1" &&
    to_disk "${1%/*}/" &&
    rm -f -- "/var/lib/aloft/absent$1"
}
