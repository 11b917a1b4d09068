# Undoing what nobody confirms. A function that changes the host first writes down, on the disk, the call that undoes
# it: a line a call, its words quoted, in the file "calls". They are run from the last to the first. Lines that begin
# with "then" are run after all others, from the first to the last: a service starts again with its old files.
#
#   step 1
#   put_back '/etc/nginx/nginx.conf' '/var/lib/aloft/undo/Xk2a9Q/was'
#   undo_unit 'nginx.service' 'yes' 'yes'
#   then start_again 'nginx.service' 'reload-or-restart'
#
# A line without its end was cut off by a power failure, and what it is about was never begun.

undo=''          # the folder of the journal, while one is kept
units_return=yes # no where an agent that stops must stay off, since others hold its VIPs
at_boot=no       # yes before the network is up: only what lies on the disk is undone

undo_by() { # function, words: the call that undoes what comes next
  [ -z "$undo" ] || write_down '' "$@"
}

undo_after_all() { # function, words: a call for when all else is undone
  [ -z "$undo" ] || write_down 'then ' "$@"
}

write_down() { # prefix, function, words
  undo_line=$1$2
  shift 2
  for undo_word; do
    in_quotes "$undo_word"
    undo_line="$undo_line $quoted"
  done
  printf '%s\n' "$undo_line" | cat >>"$undo/calls" && to_disk "$undo/calls"
}

in_quotes() { # word: sets quoted to what a shell reads as this word, on one line
  quoted='' unquoted=$1
  while :; do
    plain=${unquoted%%["'$newline"]*}
    quoted=$quoted$plain
    case ${unquoted#"$plain"} in
      '') break ;;
      "'"*) quoted="$quoted'\\''" ;;
      *) quoted="$quoted'\"\$newline\"'" ;;
    esac
    unquoted=${unquoted#"$plain"?}
  done
  quoted="'$quoted'"
}

units_return() { # whether a unit that stops now starts again when it is undone
  [ -n "$undo" ] && [ "$units_return" = yes ]
}

is_boot() {
  [ "$at_boot" = yes ]
}

# Files and folders.

remember_file() { # path of a file or a link, or of nothing: what is there now comes back
  [ -n "$undo" ] || return 0
  if [ ! -e "$1" ] && [ ! -h "$1" ]; then
    undo_by put_back "$1" ''
    return
  fi
  was=$(mktemp -d "$undo/XXXXXX")/was &&
    copy_as_it_is "$1" "$was" &&
    to_disk "${was%/*}/" "$undo/" &&
    undo_by put_back "$1" "$was"
}

put_back() { # path, its copy; empty when there was nothing
  if [ -z "$2" ]; then
    { [ ! -e "$1" ] && [ ! -h "$1" ]; } || { rm -f -- "$1" && to_disk "${1%/*}/"; }
    return
  fi
  mkdir -p -- "${1%/*}/" &&
    copy_as_it_is "$2" "$1.aloft-undo" &&
    mv -f -T -- "$1.aloft-undo" "$1" &&
    to_disk "${1%/*}/"
}

remember_missing() { # path of a folder that is about to be made, with those above it
  [ -n "$undo" ] || return 0
  above=$1
  until [ -d "$above/" ]; do above=${above%/*}; done
  undo_by remove_made "$1" "$above"
}

remove_made() { # folder, the one above it that was there before: what lies between them, unless somebody uses it
  made=$1
  while [ "$made" != "$2" ]; do
    [ ! -d "$made" ] || rmdir -- "$made" 2>/dev/null || return 0
    made=${made%/*}
  done
}

remember_folder() { # path
  [ -z "$undo" ] || undo_by make_again "$1" "$(stat -L -c %a -- "$1")" "$(stat -L -c %u:%g -- "$1")"
}

make_again() { # path, mode, owner
  mkdir -p -- "$1" && set_directory "$@"
}

# The journal: complete before it has its name.

begin_undo() { # for how many seconds after the last step a change waits to be confirmed; the text of all functions
  patience=$1
  if [ -e /var/lib/aloft/undo ]; then
    echo 'an earlier change of this host is neither confirmed nor undone; run the command again' >&2
    return 1
  fi
  read -r token _ </proc/uptime
  token=$run-$token
  new=/var/lib/aloft/undo.new
  rm -rf -- "$new" /var/lib/aloft/undo.gone &&
    mkdir -p /var/lib/aloft && mkdir -m 700 -- "$new" || return 1
  (
    umask 077
    echo "$token" >"$new/token" && : >"$new/calls" && undoing_functions "$2" >"$new/functions"
  ) &&
    to_disk "$new/token" "$new/calls" "$new/functions" "$new/" &&
    mv -T -- "$new" /var/lib/aloft/undo &&
    to_disk /var/lib/aloft/ &&
    undo_at_next_boot &&
    start_guard
}

undoing_functions() { # the functions' text; with who it was, a script that only defines
  for undo_word in "run=$run" "who=$who" "since=$since" "command=$command" "topology=$topology" "seconds=$seconds" \
    "token=$token" "patience=$patience"; do
    in_quotes "${undo_word#*=}"
    printf '%s=%s\n' "${undo_word%%=*}" "$quoted"
  done
  printf '%s\n' "$1"
}

start_guard() { # outlives the session, which may be all that systemd would end with it
  guard='. /var/lib/aloft/undo/functions && guard'
  service_manager
  if [ "$manager" = systemd ] &&
    systemd-run -q --collect --unit="aloft-undo-$token" sh -c "$guard" 9>&- 2>/dev/null; then
    return 0
  fi
  if command -v setsid >/dev/null 2>&1; then set -- setsid; else set -- nohup; fi
  "$@" sh -c "$guard" </dev/null >/dev/null 2>&1 9>&- &
}

guard() { # waits until the script has ended, in whatever way, and then for as long as its run is heard of
  flock /run/aloft.lock true
  read -r ended _ </proc/uptime
  ended=${ended%%.*}
  while is_open "$token"; do
    heard=$ended holder='' until=0
    if [ -s /run/aloft.lease ]; then { read -r holder && read -r until; } </run/aloft.lease; fi
    # The lease was renewed that long before its end.
    if [ "$holder" = "$run" ] && [ $((until - seconds)) -gt "$heard" ]; then heard=$((until - seconds)); fi
    read -r now _ </proc/uptime
    if [ "${now%%.*}" -ge $((heard + patience)) ]; then
      exec 9>>/run/aloft.lock && flock -x 9 || return 1
      if is_open "$token"; then undo_all && end_lease; fi
      return
    fi
    sleep 1
  done
}

is_open() { # token: whether that change is neither confirmed nor undone
  [ -s /var/lib/aloft/undo/token ] && read -r open </var/lib/aloft/undo/token && [ "$open" = "$1" ]
}

# After a reboot there is no guard, and perhaps no network to be asked through. The unit is only a file with a link: it
# need not be known before the next boot.

boot_unit=/etc/systemd/system/aloft-undo.service
boot_link=/etc/systemd/system/sysinit.target.wants/aloft-undo.service
boot_script=/etc/init.d/aloft-undo

undo_at_next_boot() {
  service_manager
  case $manager in
    systemd) undo_by_systemd ;;
    openrc) openrc_script >"$boot_script" && undo_by_script && limited 60 rc-update -q add aloft-undo "$(early_runlevel)" ;;
    sysv) init_script >"$boot_script" && undo_by_script && at_boot_by_init aloft-undo ;;
    *) [ -x /var/lib/aloft/boot ] || write_boot ;;
  esac
}

undo_by_script() {
  chmod 755 "$boot_script" && to_disk "$boot_script" "${boot_script%/*}/"
}

early_runlevel() { # in which OpenRC mounts file systems and sets parameters: Debian's OpenRC does so in the first one of all
  if [ -e /etc/init.d/localmount ]; then echo boot; else echo sysinit; fi
}

openrc_script() {
  cat <<'END_OF_SCRIPT'
#!/sbin/openrc-run
# Written by Aloft.

description='Undo a change of Aloft that nobody confirmed'

depend() {
  if [ -e /etc/init.d/localmount ]; then need localmount; else use mountall; fi
  before net networking firewall sysctl procps
}

start() {
  [ ! -e /var/lib/aloft/undo/functions ] || /bin/sh -c '. /var/lib/aloft/undo/functions && undo_after_boot'
}
END_OF_SCRIPT
}

init_script() {
  cat <<'END_OF_SCRIPT'
#!/bin/sh
# Written by Aloft.
### BEGIN INIT INFO
# Provides:          aloft-undo
# Required-Start:    $local_fs
# Required-Stop:
# X-Start-Before:    networking procps
# Default-Start:     S
# Default-Stop:
# Short-Description: Undo a change of Aloft that nobody confirmed
### END INIT INFO
# chkconfig: 2345 05 95
# description: undo a change of Aloft that nobody confirmed

case $1 in
  start)
    if [ -e /var/lib/aloft/undo/functions ]; then (. /var/lib/aloft/undo/functions && undo_after_boot); fi
    ;;
esac
END_OF_SCRIPT
}

undo_by_systemd() {
  mkdir -p -- "${boot_link%/*}" && cat >"$boot_unit" <<'END_OF_UNIT' &&
[Unit]
Description=Undo a change of Aloft that nobody confirmed
DefaultDependencies=no
RequiresMountsFor=/var/lib/aloft
After=local-fs.target
Before=systemd-sysctl.service network-pre.target sysinit.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target
ConditionPathExists=/var/lib/aloft/undo/functions

[Service]
Type=oneshot
ExecStart=/bin/sh -c '. /var/lib/aloft/undo/functions && undo_after_boot'
END_OF_UNIT
    ln -s -f -- "$boot_unit" "$boot_link" && to_disk "$boot_unit" "${boot_unit%/*}/" "${boot_link%/*}/"
}

undo_after_boot() {
  at_boot=yes
  exec 9>>/run/aloft.lock && flock -x 9 && undo_all
}

end_undo() { # the journal goes at once, by its name
  rm -rf -- /var/lib/aloft/undo.gone &&
    mv -T -- /var/lib/aloft/undo /var/lib/aloft/undo.gone &&
    to_disk /var/lib/aloft/ &&
    rm -rf -- /var/lib/aloft/undo.gone &&
    not_at_next_boot || return 1
  [ -e /var/lib/aloft/manifest ] || forget_host
}

not_at_next_boot() {
  service_manager
  case $manager in
    systemd) rm -f -- "$boot_link" "$boot_unit" && { rmdir -- "${boot_link%/*}" 2>/dev/null || :; } ;;
    openrc) not_at_boot_by_openrc aloft-undo && rm -f -- "$boot_script" ;;
    sysv) switch_off aloft-undo.service && rm -f -- "$boot_script" ;;
    *) [ -s /var/lib/aloft/services ] || [ ! -e /var/lib/aloft/boot ] || (undo='' && remove_file /var/lib/aloft/boot) ;;
  esac
}

# Undoing. Whoever calls these holds the lock.

undo_all() { # what cannot be undone is told, and the rest goes on; it may be begun again where it broke off
  undo='' backwards='' forwards=''
  while IFS= read -r undo_line; do
    case $undo_line in
      'then '*) forwards="$forwards${undo_line#then }$newline" ;;
      *) backwards="$undo_line$newline$backwards" ;;
    esac
  done </var/lib/aloft/undo/calls
  work=/run/aloft.undo
  rm -rf -- "$work" && mkdir -m 700 -- "$work" || return 1
  found=$(cat /var/lib/aloft/manifest 2>/dev/null)
  {
    printf '%s\n' "$run"
    run_calls "$backwards"
    run_calls "$forwards"
    keep_packages "$found" 2>/dev/null || :
    say reverted 0
  } >"$work/undone"
  find /var/lib/aloft/before /var/lib/aloft/backup /var/lib/aloft/absent -depth -type d -exec rmdir -- '{}' ';' \
    2>/dev/null || :
  if [ -e /var/lib/aloft/manifest ]; then
    begin_record || :
    put_record 'not confirmed, and undone' || :
  fi
  journal "$command by $who: nobody confirmed it, and it is undone (run $run)"
  mv -f -- "$work/undone" /run/aloft.undone
  rm -rf -- "$work"
  end_undo
}

run_calls() { # lines
  acted=no
  while IFS= read -r undo_line; do
    case $undo_line in
      '') ;;
      'step '*)
        if [ "$acted" = yes ]; then say undone "${undo_line#step }"; else say stays "${undo_line#step }"; fi
        acted=no
        ;;
      *)
        acted=yes
        (eval "$undo_line") </dev/null >/dev/null 2>"$work/errors" || say not-undone "$({
          printf '%s: ' "$undo_line"
          tail -n 3 "$work/errors"
        } | in_base64)"
        ;;
    esac
  done <<END_OF_CALLS
$1
END_OF_CALLS
}

keep_packages() { # the manifest as it was found: packages that Aloft installed stay, and so does its word on them
  kept=$(printf '%s\n' "$1" | sed -n "s/^package$tab\(.*\)${tab}was=absent\$/\1/p" | while IFS= read -r name; do
    grep -q "^package$tab$name$tab" /var/lib/aloft/manifest 2>/dev/null ||
      { ask_package "$name" </dev/null | grep -q installed && printf 'package\t%s\twas=absent\n' "$name"; } || :
  done)
  [ -n "$kept" ] || return 0
  if [ -s /var/lib/aloft/manifest ]; then
    head=$(cat /var/lib/aloft/manifest)
  else
    head=$(printf '%s\n' "$1" | grep -e '^aloft-manifest ' -e "^member$tab")
  fi
  write_manifest "$head$newline$kept$newline"
}

# What a workstation asks for.

lock_to_settle() {
  exec 9>>/run/aloft.lock || exit 1
  if ! flock -x -w 5 9; then
    lease_says locked
    exit 75
  fi
}

is_of_this_run() {
  [ -s /var/lib/aloft/undo/token ] && read -r open </var/lib/aloft/undo/token && [ "${open%-*}" = "$run" ]
}

tell_undone() { # of this run; status 1 when nothing of it was undone
  [ -s /run/aloft.undone ] && read -r open </run/aloft.undone && [ "$open" = "$run" ] && tail -n +2 /run/aloft.undone
}

confirm_change() {
  lock_to_settle
  if is_of_this_run; then
    end_undo && say confirmed 0
  else
    tell_undone || say confirmed 0
  fi
}

undo_change() {
  lock_to_settle
  if is_of_this_run; then undo_all; fi
  tell_undone || :
}

undo_left_over() { # of any run but one that still holds its lease; by the functions that it left
  lock_to_settle
  [ -e /var/lib/aloft/undo ] || return 0
  read -r now _ </proc/uptime
  holder='' until=0
  if [ -s /run/aloft.lease ]; then { read -r holder && read -r until; } </run/aloft.lease; fi
  if [ -n "$holder" ] && [ "$until" -gt "${now%%.*}" ]; then
    lease_says locked
    return 75
  fi
  # shellcheck disable=SC1091
  (. /var/lib/aloft/undo/functions && undo_all && tell_undone)
}
