#!/bin/sh
# Written by Aloft: starts aloftd, and starts it again whenever it ends without being asked to.
### BEGIN INIT INFO
# Provides:          aloftd
# Required-Start:    $network $remote_fs
# Required-Stop:     $network $remote_fs
# Should-Start:      $syslog nginx haproxy
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: Aloft: VRRP, VIPs and IPVS of this director
### END INIT INFO
# chkconfig: 2345 90 10
# description: VRRP, VIPs and IPVS of this director

program=${program}
config=${config}
<#noparse>
script=/etc/init.d/aloftd
log=/var/log/aloftd.log
ready=/run/aloft/aloftd.sock
number_of_watcher=/run/aloftd.pid
number_of_aloftd=/run/aloft/aloftd.pid
PATH=/usr/sbin:/usr/bin:/sbin:/bin

# The watcher. It never gives up: a director without its agent is half of a cluster.

watch() {
  more='' child=''
  echo "$$" >"$number_of_watcher"
  trap 'more=no; tell' TERM INT
  trap : HUP # and aloftd gets it anew
  prepare
  while [ -z "$more" ]; do
    # What it has said before is kept once: nobody else looks after this file.
    [ ! -e "$log" ] || [ "$(stat -c %s "$log")" -lt 1048576 ] || mv -f "$log" "$log.1"
    "$program" -f "$config" </dev/null >>"$log" 2>&1 &
    child=$!
    echo "$child" >"$number_of_aloftd"
    guard "$child" >>"$log" 2>&1 &
    guard=$!
    # A signal ends wait(1), and not what is waited for.
    while kill -0 "$child" 2>/dev/null; do
      wait "$child"
      status=$?
    done
    kill "$guard" 2>/dev/null
    [ -n "$more" ] || { echo "aloftd has ended with status $status, and starts again" >>"$log" && sleep 1; }
  done
  rm -f "$number_of_watcher" "$number_of_aloftd"
}

# aloftd ends itself when one of its threads no longer goes round. When it is stopped as a whole, its watchdog sleeps as well.
guard() { # number of aloftd
  before='' pause=''
  trap 'kill "$pause" 2>/dev/null; exit' TERM INT
  while :; do
    sleep 60 &
    pause=$!
    wait "$pause"
    now=$(wakings "$1") || return 0
    # If all of this host was stopped, it may be that aloftd has not had its turn yet.
    if [ "$now" = "$before" ] && sleep 5 && [ "$(wakings "$1")" = "$now" ]; then
      echo "aloftd has done nothing for a minute, and is killed"
      kill -s KILL "$1"
    fi
    before=$now
  done
}

wakings() { # number of aloftd: how often its watchdog has woken up, which is at least once a second
  for thread in "/proc/$1/task/"*; do
    if grep -q -x watchdog "$thread/comm"; then grep '^voluntary' "$thread/status"; fi
  done 2>/dev/null | grep .
}

tell() {
  [ -z "$child" ] || kill -s TERM "$child" 2>/dev/null
}

prepare() {
  mkdir -p /run/aloft
  # May be built in, or loaded by a kernel outside of this host; the agent says so if IPVS is missing.
  modprobe -q ip_vs 2>/dev/null
  # Else IPVS drops what a client sends from a port that it once used towards a real server that has left since.
  vs=/proc/sys/net/ipv4/vs/expire_nodest_conn
  [ ! -e "$vs" ] || echo 1 >"$vs"
  { echo -900 >/proc/self/oom_score_adj; } 2>/dev/null
  # shellcheck disable=SC3045 # every sh of a Linux has it, and aloftd runs without
  ulimit -l unlimited 2>/dev/null
}

# Whoever starts and stops it.

runs() { # file with a number, text: sets number, which may be another process's after a container's restart
  number=
  { read -r number <"$1"; } 2>/dev/null
  [ -n "$number" ] && tr '\0' ' ' 2>/dev/null <"/proc/$number/cmdline" | grep -q -F -e "$2"
}

watcher_runs() {
  runs "$number_of_watcher" "$script watch"
}

aloftd_runs() {
  runs "$number_of_aloftd" org.aloft.agent.Aloftd
}

start() { # returns when aloftd answers; fails, and lets the watcher try on, when it ends before
  if watcher_runs; then return 0; fi
  stop
  rm -f "$ready" "$number_of_aloftd"
  mkdir -p /run/aloft
  setsid /bin/sh "$script" watch </dev/null >>"$log" 2>&1 &
  first='' tries=0
  while [ ! -S "$ready" ]; do
    tries=$((tries + 1))
    now=
    { read -r now <"$number_of_aloftd"; } 2>/dev/null
    [ -n "$first" ] || first=$now
    if [ "$now" != "$first" ] || [ "$tries" -gt 900 ]; then
      echo "aloftd does not start; $log says:" >&2
      tail -n 8 "$log" >&2
      return 1
    fi
    sleep 0.2
  done
}

stop() { # the watcher ends when aloftd has handed over; there may be an aloftd whose watcher somebody has killed
  if watcher_runs; then end watcher_runs; fi
  if aloftd_runs; then end aloftd_runs; fi
}

end() { # what tells whether it still runs; what hangs is killed
  kill -s TERM "$number"
  tries=0
  while "$1"; do
    tries=$((tries + 1))
    [ "$tries" -le 150 ] || kill -s KILL "$number"
    sleep 0.2
  done
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  restart | force-reload) stop && start ;;
  # Not by a signal: where whatever started the container ignored SIGHUP, so does all that it started.
  reload) watcher_runs && "$program" reload >/dev/null ;;
  status) if watcher_runs; then echo 'aloftd is running'; else echo 'aloftd is not running' && exit 3; fi ;;
  watch) watch ;;
  *) echo "usage: $0 start|stop|restart|reload|status" >&2 && exit 2 ;;
esac
</#noparse>
