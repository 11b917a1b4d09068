#!/sbin/openrc-run
# Written by Aloft.

description='Aloft: VRRP, VIPs and IPVS of this director'
supervisor=supervise-daemon
command=${program}
command_args='-f ${config}'
pidfile=/run/aloftd.pid
output_log=/var/log/aloftd.log
error_log=/var/log/aloftd.log
# Never give up starting: a director without its agent is half of a cluster.
respawn_delay=1
respawn_max=0
retry=TERM/30/KILL/5
rc_ulimit='-l unlimited'
extra_started_commands=reload
healthcheck_timer=60

depend() {
  # Not needed: Debian has no service of the first name, others none of the second.
  use net networking
  after firewall sysctl
}

start_pre() {
  modprobe -q ip_vs 2>/dev/null
  # Else IPVS drops what a client sends from a port that it once used towards a real server that has left since.
  [ ! -e /proc/sys/net/ipv4/vs/expire_nodest_conn ] || echo 1 >/proc/sys/net/ipv4/vs/expire_nodest_conn
  mkdir -p /run/aloft
}

# aloftd ends itself when one of its threads no longer goes round. When it is stopped as a whole, its watchdog sleeps as well.
healthcheck() {
  aloftd=$(service_get_value child_pid)
  before=''
  { read -r before </run/aloft/wakings; } 2>/dev/null
  now=$(wakings "$aloftd") || return 0
  echo "$now" >/run/aloft/wakings
  # If all of this host was stopped, it may be that aloftd has not had its turn yet.
  [ "$now" != "$before" ] || { sleep 5 && [ "$(wakings "$aloftd")" != "$now" ]; }
}

wakings() { # number of aloftd: how often its watchdog has woken up, which is at least once a second
  for thread in "/proc/$1/task/"*; do
    if grep -q -x watchdog "$thread/comm"; then grep '^voluntary' "$thread/status"; fi
  done 2>/dev/null | grep .
}

reload() {
  ebegin "Reloading $RC_SVCNAME"
  supervise-daemon "$RC_SVCNAME" --signal HUP
  eend $?
}
