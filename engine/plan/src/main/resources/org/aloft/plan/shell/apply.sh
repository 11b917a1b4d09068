# What every apply script begins with: the lock, the lease, and how a step is run. Holds no value of a user's.

LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL PATH

tab='	'
newline='
'

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

take_lease() { # uses run, who, since, seconds; status 75 when another run holds it, or somebody has broken it
  if lease_was_broken; then return 75; fi
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

lease_was_broken() { # then it says by whom and when; a run whose lease was broken gets none any more
  [ -s /run/aloft.broken ] || return 1
  while IFS=$tab read -r broken breaker broken_at; do
    if [ "$broken" = "$run" ]; then
      say broken "$(echo "$breaker" | in_base64)" "$(echo "$broken_at" | in_base64)"
      return 0
    fi
  done </run/aloft.broken
  return 1
}

show_lease() { # who holds it, since when, for how many seconds more, and whether a script of a run is at work
  read -r now _ </proc/uptime
  busy=no
  exec 9>>/run/aloft.lock && { flock -n -x 9 || busy=yes; }
  exec 9>&-
  if [ -s /run/aloft.lease ]; then
    { read -r holder && read -r until && read -r held_by && read -r held_since; } </run/aloft.lease &&
      [ "$until" -gt "${now%%.*}" ] &&
      say held "$(echo "$holder" | in_base64)" "$(echo "$held_by" | in_base64)" "$(echo "$held_since" | in_base64)" \
        "$((until - ${now%%.*}))" "$busy" && return
  fi
  say free 0
}

break_lease() { # run that is to lose it; that of any other run stays
  holder=
  if [ -s /run/aloft.lease ]; then read -r holder </run/aloft.lease; fi
  if [ "$holder" != "$1" ]; then
    show_lease
    return
  fi
  printf '%s\t%s\t%s\n' "$1" "$who" "$since" >>/run/aloft.broken && rm -f -- /run/aloft.lease && say unlocked 0
  journal "unlocked by $who: the lease of run $1 is broken"
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
  (begin_step "$number" && "$@") >/dev/null 2>"$work/errors" && return 0
  # Of a command that says a great deal, its last words.
  say failed "$number" "$(tail -c 4096 "$work/errors" | tail -n 12 | in_base64)"
  return 1
}

begin_step() { # number; 0 for what is not a step
  [ -z "$undo" ] || [ "$1" -eq 0 ] || printf 'step %s\n' "$1" | cat >>"$undo/calls"
}

journal() { # text
  if command -v logger >/dev/null 2>&1; then logger -t aloft -- "$1" 2>/dev/null || :; fi
}

# The host's own record: one line a run, the last 200. The fields, none of them empty, are separated by tabs: time, run, who,
# command, digest of the topology, how many things were created, changed and removed, and how it ended.

begin_record() { # uses run; a run that was here before goes on counting where it was
  created=0 changed=0 removed=0 records=
  if [ -s /var/lib/aloft/history ]; then
    records=$(tail -n 200 /var/lib/aloft/history)
    last=${records##*"$newline"}
    IFS=$tab read -r _ recorded _ _ _ was_created was_changed was_removed _ <<LAST
$last
LAST
    if [ "$recorded" = "$run" ]; then
      created=$was_created changed=$was_changed removed=$was_removed
      records=${records%"$last"}
      records=${records%"$newline"}
    fi
    records=$(printf '%s\n' "$records" | tail -n 199)
  fi
  attempt 0 put_record begun
}

put_record() { # how it ended
  mkdir -p /var/lib/aloft || return 1
  (
    umask 077
    {
      if [ -n "$records" ]; then printf '%s\n' "$records"; fi
      printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$run" "$who" "$command" \
        "$topology" "$created" "$changed" "$removed" "$1"
    } >/var/lib/aloft/history.new
  ) &&
    to_disk /var/lib/aloft/history.new &&
    mv -f -T -- /var/lib/aloft/history.new /var/lib/aloft/history
}

end_record() { # how it ended
  # A host on which nothing is Aloft's any more keeps no record but the journal's.
  if [ -e /var/lib/aloft/manifest ]; then attempt 0 put_record "$1" || return 1; else forget_host; fi
  # Without the topology's digest: others than root read the journal, and could try passwords with it.
  journal "$command by $who: $created created, $changed changed, $removed removed; $1 (run $run)"
}

give_up() { # number of the step that failed
  if [ "$1" -eq 0 ]; then how='failed'; else how="failed at step $1"; fi
  put_record "$how" 2>/dev/null || :
  journal "$command by $who: $created created, $changed changed, $removed removed; $how (run $run)"
  exit 1
}

forget_host() { # what somebody changed by hand, and Aloft copied away, stays
  remember_file /var/lib/aloft/history && remember_file /var/lib/aloft/folders || return 1
  rm -f -- /var/lib/aloft/history /var/lib/aloft/folders
  find /var/lib/aloft -depth -type d -exec rmdir -- '{}' ';' 2>/dev/null || :
  if [ -d /etc/aloft ]; then
    remember_folder /etc/aloft && { rmdir -- /etc/aloft 2>/dev/null || :; }
  fi
  to_disk /var/lib/ /etc/
}

write_manifest() { # text; none for a host on which nothing is Aloft's any more
  if [ -n "$1" ]; then
    put_file /var/lib/aloft/manifest 0600 "$1"
  else
    remember_file /var/lib/aloft/manifest && rm -f -- /var/lib/aloft/manifest
  fi
}
