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

reload() {
  ebegin "Reloading $RC_SVCNAME"
  supervise-daemon "$RC_SVCNAME" --signal HUP
  eend $?
}
