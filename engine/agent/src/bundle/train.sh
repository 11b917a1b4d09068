#!/bin/sh
# Writes aloftd.classes, the list of classes that "aloftd --make-archive" puts into the archive: those that a backup loads that hears
# another router, takes over from it, checks, is reloaded and tells its status. To be run by hand (as root, on the bundle's root folder,
# where the kernel has IPVS) when aloftd or its libraries have changed much; a list that is somewhat old costs a little time at start and
# nothing else.
#
#   train.sh BUNDLE_ROOT
set -eu
home=$(readlink -f -- "$1")
here=$(cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
space=train$$
other=other$$
first=
trap '[ -z "$first" ] || kill -9 "$first"; ip netns del "$space"; ip netns del "$other"; rm -rf "$work"' EXIT INT TERM

configuration() { # priority, weight of a real server, another VIP
  cat << CONFIGURATION
global_defs {
    router_id train
    script_user root
    enable_script_security
    vrrp_garp_master_delay 1
    vrrp_garp_master_refresh 60
}
vrrp_script check {
    script /bin/true
    interval 1
    weight 5
}
vrrp_instance VI_1 {
    state BACKUP
    interface train0
    virtual_router_id 10
    priority $1
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass train
    }
    virtual_ipaddress {
        192.0.2.10/24 dev train0
        ${3:-}
    }
    track_script {
        check
    }
    notify /bin/true
}
virtual_server 192.0.2.10 80 {
    delay_loop 1
    lb_algo rr
    lb_kind DR
    protocol TCP
    real_server 192.0.2.1 80 {
        weight $2
        TCP_CHECK {
            connect_timeout 1
        }
    }
}
CONFIGURATION
}
more() {
  cat << CONFIGURATION
virtual_server 192.0.2.11 80 {
    lb_algo wrr
    lb_kind DR
    protocol TCP
    real_server 192.0.2.1 80 {
        weight 1
    }
}
CONFIGURATION
}
configuration 100 1 > "$work/aloftd.conf"
configuration 200 1 > "$work/first.conf"

ip netns add "$space"
ip netns add "$other"
ip -n "$space" link add train0 type veth peer name train0 netns "$other"
for each in "$space 1" "$other 2"; do
  ip -n "${each% *}" link set lo up
  ip -n "${each% *}" link set train0 up
  ip -n "${each% *}" address add "192.0.2.${each#* }/24" dev train0
done
mkdir "$work/run" "$work/first"

await() { # word, log, process
  until grep -qs "$1" "$2"; do
    kill -0 "$3" || { cat "$2" >&2; exit 1; }
    sleep 0.2
  done
}

# Becomes aloftd: to be called in a shell of its own.
run() { # list, arguments
  list=$1
  shift
  exec ip netns exec "$space" "$home/runtime/bin/java" "@$home/lib/jvm.options" -Xshare:off "-XX:DumpLoadedClassList=$list" \
    "-Djffi.boot.library.path=$home/lib/native" -cp "$home/lib/*" org.aloft.agent.Aloftd "$@"
}

ip netns exec "$other" "$home/bin/aloftd" -f "$work/first.conf" --http off --run-directory "$work/first" > "$work/log.first" 2>&1 &
first=$!
await ACTIVE "$work/log.first" "$first"
run "$work/daemon" -f "$work/aloftd.conf" --run-directory "$work/run" > "$work/log" 2>&1 &
daemon=$!
await BACKUP "$work/log" "$daemon"
sleep 5 # adverts, and the rehearsal
kill -9 "$first"
first=
await ACTIVE "$work/log" "$daemon"
(run "$work/status" status --run-directory "$work/run") > "$work/status.json"
{ configuration 100 2 192.0.2.11/32; more; } > "$work/aloftd.conf" # something changes, something is added, something goes
kill -HUP "$daemon"
sleep 5
configuration 100 1 > "$work/aloftd.conf"
kill -HUP "$daemon"
sleep 5
kill "$daemon"
wait "$daemon"

# Generated classes and hidden ones cannot be archived by name; Java names their makers in the lines with @. Such a line stands there
# once for each place that makes one: as often as the run that had most of them.
count() { grep -v '^#' "$1" | grep -Ev 'Proxy[0-9]|GeneratedMethodAccessor' | LC_ALL=C sort | uniq -c; }
{ count "$work/daemon"; count "$work/status"; } | LC_ALL=C sort -k2 -k1,1nr | awk '
  { times = $1; sub(/^ *[0-9]+ /, "") }
  $0 != last { for (last = $0; times > 0; times--) print }' > "$here/aloftd.classes"
wc -l "$here/aloftd.classes"
