# Packages of the distribution.

ask_package() { # name
  if command -v dpkg-query >/dev/null 2>&1; then
    # By name: with several architectures, or as NAME:ARCH, dpkg-query prints a name that differs from the one asked for.
    if case " $(dpkg-query -W -f '${db:Status-Status} ' -- "$1" 2>/dev/null)" in
      *' installed '*) true ;;
      *) provided "$1" ;;
    esac; then
      echo ' state installed'
      return
    fi
  elif command -v rpm >/dev/null 2>&1; then
    if rpm -q --whatprovides -- "$1" >/dev/null 2>&1; then
      echo ' state installed'
      return
    fi
  elif command -v apk >/dev/null 2>&1; then
    if apk info -e -- "$1" >/dev/null 2>&1; then
      echo ' state installed'
      return
    fi
  fi
  echo ' state absent'
}

provided() { # name of a virtual package
  dpkg-query -W -f '${db:Status-Status}, ${Provides},\n' 2>/dev/null |
    sed -n 's/ ([^)]*)//g; s/^installed,/,/p' | grep -q -F ", $1,"
}

install_package() { # name; not undone: it stays, and the manifest says so
  if command -v apt-get >/dev/null 2>&1; then
    apt_install "$1" || { limited 600 apt-get -q update && apt_install "$1"; }
  elif command -v dnf >/dev/null 2>&1; then
    limited 900 dnf -y -q install -- "$1"
  elif command -v yum >/dev/null 2>&1; then
    limited 900 yum -y -q install -- "$1"
  elif command -v zypper >/dev/null 2>&1; then
    limited 900 zypper --non-interactive --quiet install -- "$1"
  elif command -v apk >/dev/null 2>&1; then
    limited 600 apk add -q -U -- "$1"
  else
    echo 'none of apt-get, dnf, yum, zypper and apk is here' >&2
    return 1
  fi
}

apt_install() { # name
  limited 900 env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install -- "$1"
}

remove_package() { # name: alone; where others need it, it stays, and the step says so. Not undone.
  if command -v apt-get >/dev/null 2>&1; then
    # Of all that apt would take along, each is a line: Remv NAME [VERSION]
    others=$(apt-get -s remove -- "$1" 2>/dev/null | sed -n 's/^Remv \([^ ]*\).*/\1/p' | grep -v -x -F "${1%%:*}") || :
    needed_by "$1" "$others" || return 1
    limited 600 env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 remove -- "$1"
  elif command -v rpm >/dev/null 2>&1; then
    limited 600 rpm -e -- "$1"
  elif command -v apk >/dev/null 2>&1; then
    # apk would keep the package, and say that all is well.
    needed_by "$1" "$(apk info -q -r -- "$1" 2>/dev/null | sed '/^$/d')" || return 1
    limited 600 apk del -q -- "$1"
  fi
}

needed_by() { # name, other packages, a line each: fails where there are any
  if [ -z "$2" ]; then return; fi
  printf '%s is needed by %s\n' "$1" "$(echo "$2" | tr '\n' ' ')" >&2
  echo "remove these first, or put $1 back into the topology" >&2
  return 1
}
