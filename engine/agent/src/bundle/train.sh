#!/bin/sh
# Writes aloftd.classes, the list of classes that "aloftd --make-archive" puts into the archive: those that a run with VRRP, checks
# and status loads. To be run by hand (as root, on the bundle's root folder) when aloftd or its libraries have changed much; a list
# that is somewhat old costs a little time at start and nothing else.
#
#   train.sh BUNDLE_ROOT
set -eu
home=$(readlink -f -- "$1")
here=$(cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
space=train$$
trap 'ip netns del "$space" 2> /dev/null; rm -rf "$work"' EXIT INT TERM

cat > "$work/aloftd.conf" << 'CONFIGURATION'
vrrp_instance VI_1 {
    interface train0
    virtual_router_id 10
    priority 100
    advert_int 1
    virtual_ipaddress {
        192.0.2.10
    }
}
virtual_server 192.0.2.10 80 {
    delay_loop 1
    lb_algo rr
    lb_kind DR
    protocol TCP
    real_server 192.0.2.1 80 {
        TCP_CHECK {
            connect_timeout 1
        }
    }
}
CONFIGURATION

ip netns add "$space"
ip -n "$space" link set lo up
ip -n "$space" link add train0 type veth peer name train1
ip -n "$space" link set train0 up
ip -n "$space" link set train1 up
ip -n "$space" address add 192.0.2.1/24 dev train0
mkdir "$work/run"

# Becomes aloftd: to be called in a shell of its own.
run() { # list, arguments
  list=$1
  shift
  exec ip netns exec "$space" "$home/runtime/bin/java" "@$home/lib/jvm.options" -Xshare:off "-XX:DumpLoadedClassList=$list" \
    "-Djffi.boot.library.path=$home/lib/native" -cp "$home/lib/*" org.aloft.agent.Aloftd "$@"
}

run "$work/daemon" -f "$work/aloftd.conf" --run-directory "$work/run" > "$work/log" 2>&1 &
daemon=$!
until grep -q ACTIVE "$work/log"; do
  kill -0 "$daemon" || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done
(run "$work/status" status --run-directory "$work/run") > "$work/status.json"
kill -HUP "$daemon"
sleep 2
kill "$daemon"
wait "$daemon"

# Generated classes and hidden ones cannot be archived by name; Java names their makers in the lines with @.
cat "$work/daemon" "$work/status" | grep -v '^#' | grep -Ev 'Proxy[0-9]|GeneratedMethodAccessor' | LC_ALL=C sort -u > "$here/aloftd.classes"
wc -l "$here/aloftd.classes"
