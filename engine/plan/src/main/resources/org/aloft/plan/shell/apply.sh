# What every apply script begins with: the lock, the lease, and how a step is run. Holds no value of a user's.

LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL PATH

say() { # word, fields
  echo "@aloft $*"
}

in_base64() {
  base64 | tr -d '\n'
}

prepare() { # takes the lock; a step inherits it, so that it is free only when the step has ended, too
  trap '' HUP PIPE
  umask 022
  if ! command -v flock >/dev/null 2>&1; then
    say failed 0 "$(echo 'flock is missing: install the package util-linux' | in_base64)"
    return 1
  fi
  exec 9>>/run/aloft.lock || return 1
  if ! flock -x -w 3 9; then
    lease_says locked
    return 75
  fi
  take_lease || return 75
  # One name, so that what a killed script left is found by the next one.
  work=/run/aloft.apply
  rm -rf -- "$work" && mkdir -m 700 -- "$work" || return 1
  trap 'rm -rf -- "$work"' EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
}

# The lease is one run's word that it is changing this host, from before its first script until after its last. It is told
# in seconds since the boot: a clock that is set changes nothing, and a reboot ends it.

take_lease() { # uses run, who, since, seconds; status 75 when another run holds it
  read -r now _ </proc/uptime
  now=${now%%.*}
  if [ -s /run/aloft.lease ]; then
    holder='' until=0
    { read -r holder && read -r until; } </run/aloft.lease
    if [ "$holder" != "$run" ] && [ "$until" -gt "$now" ]; then
      lease_says locked
      return 75
    fi
  fi
  # By a file of this process: the run may renew its lease just when a script of it begins.
  if ! { printf '%s\n' "$run" "$((now + seconds))" "$who" "$since" >"/run/aloft.lease.$$" &&
    mv -f -- "/run/aloft.lease.$$" /run/aloft.lease; }; then
    rm -f -- "/run/aloft.lease.$$"
    return 1
  fi
}

end_lease() {
  holder=
  if [ -s /run/aloft.lease ]; then read -r holder </run/aloft.lease; fi
  if [ "$holder" = "$run" ]; then rm -f -- /run/aloft.lease; fi
}

lease_says() { # word
  holder='another run' held_since='an unknown time'
  if [ -s /run/aloft.lease ]; then
    { read -r _ && read -r _ && read -r holder && read -r held_since; } </run/aloft.lease
  fi
  say "$1" "$(echo "$holder" | in_base64)" "$(echo "$held_since" | in_base64)"
}

check_manifest() { # digest that the plan was made from; - for none
  found=-
  if [ -s /var/lib/aloft/manifest ]; then
    found=$(sha256sum </var/lib/aloft/manifest) || return 1
    found=${found%% *}
  fi
  [ "$found" = "$1" ]
}

attempt() { # number, command, arguments
  number=$1
  shift
  ("$@") >/dev/null 2>"$work/errors" && return 0
  # Of a command that says a great deal, its last words.
  say failed "$number" "$(tail -c 4096 "$work/errors" | tail -n 12 | in_base64)"
  return 1
}

limited() { # seconds, command, arguments: ends what takes longer, and says so. Daemons must not inherit the lock.
  limit=$1
  shift
  timeout -k 10 "$limit" "$@" 9>&-
  status=$?
  if [ "$status" -eq 124 ]; then echo "$1 took longer than $limit s" >&2; fi
  return "$status"
}

write_manifest() { # text; none for a host on which nothing is Aloft's any more
  if [ -n "$1" ]; then
    put_file /var/lib/aloft/manifest 0600 "$1"
  else
    rm -f -- /var/lib/aloft/manifest
  fi
}
