# Versions of aloftd: they lie side by side, /opt/aloft/current points to the one that runs.

ask_bundle() { # always aloftd; the version that is wanted
  if [ -d "/opt/aloft/$2" ]; then printf ' unpacked %s\n' "$2"; fi
  if [ -h /opt/aloft/current ]; then
    current=$(readlink /opt/aloft/current)
    printf ' current %s\n' "${current##*/}"
  fi
}

unpack_bundle() { # id, digest
  tarball=/opt/aloft/incoming/$1.tar.gz
  remember_bundle || return 1
  trap 'rm -rf -- "/opt/aloft/$1.partial"' EXIT
  echo "$2  $tarball" | sha256sum -c >/dev/null 2>&1 || {
    echo "$tarball is missing, or not what was sent; run the command again" >&2
    return 1
  }
  rm -rf -- "/opt/aloft/$1.partial" "/opt/aloft/$1" &&
    mkdir -p -- "/opt/aloft/$1.partial" &&
    limited 300 tar -xzf "$tarball" --no-same-owner -C "/opt/aloft/$1.partial" &&
    mv -T -- "/opt/aloft/$1.partial" "/opt/aloft/$1" &&
    prepare_bundle "/opt/aloft/$1" &&
    { sync -f /opt/aloft 2>/dev/null || sync; } &&
    switch_bundle "$1" &&
    rm -f -- "$tarball"
}

prepare_bundle() { # folder; in its last place, as the archive holds the names of its jars
  limited 120 "$1/bin/aloftd" --make-archive </dev/null >/dev/null 2>&1 || :
  # Whatever came of it: without the archive aloftd starts more slowly, and that is all.
}

switch_bundle() { # id; the version before stays, older ones go
  remember_bundle || return 1
  previous=$(readlink /opt/aloft/current)
  previous=${previous##*/}
  ln -s -f -n -- "$1" /opt/aloft/current.new &&
    mv -f -T -- /opt/aloft/current.new /opt/aloft/current || return 1
  for version in /opt/aloft/*/bin/aloftd; do
    version=${version%/bin/aloftd}
    case ${version##*/} in
      "$1" | "$previous" | current | incoming) ;;
      *) rm -rf -- "$version" ;;
    esac
  done
  to_disk /opt/aloft/
}

remember_bundle() {
  [ -z "$undo" ] || undo_by put_back_bundle "$(readlink /opt/aloft/current)"
}

put_back_bundle() { # what was current; empty for nothing. What was unpacked stays beside it.
  if [ -z "$1" ]; then
    rm -rf -- /opt/aloft
    return
  fi
  ln -s -f -n -- "$1" /opt/aloft/current.new &&
    mv -f -T -- /opt/aloft/current.new /opt/aloft/current &&
    to_disk /opt/aloft/
}

remove_bundles() { # not undone
  rm -rf -- /opt/aloft
}
