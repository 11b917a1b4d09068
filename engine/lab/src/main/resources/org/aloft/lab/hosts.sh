#!/bin/sh
# hosts.sh up | status | start HOST | stop HOST | reset HOST
#
# A lab's hosts and the bridge between them: on this machine, or in the guest whose kernel has IPVS. Beside this file lie
#   lab.conf   WORK (where the hosts' disks are made), BASE (the root all start from), CGROUP, NETNS (the bridge's network
#              namespace, by name) and GATEWAY (the hosts' default route)
#   hosts      one line a host: name, address/prefix, interface, MAC address
#   disk/HOST  the files in which a host differs from BASE
#
# A host is a set of processes with their own namespaces and nothing else: its network namespace has no name that would keep it.
# When the last process is gone, so are its addresses, sysctls and IPVS table, as when a real machine loses power.
set -eu
here=$(cd "${0%/*}" && pwd)
# shellcheck source=/dev/null
. "$here/lab.conf"

# Sets name, address, interface, mac and port (the bridge's end of the host's cable).
look_up() {
    number=0
    while read -r name address interface mac; do
        number=$((number + 1))
        port=port$number
        [ "$name" != "$1" ] || return 0
    done <"$here/hosts"
    echo "no host $1 in this lab" >&2
    return 1
}

is_populated() {
    [ -e "$1/cgroup.events" ] || return 1
    while read -r key value; do
        [ "$key" != populated ] || [ "$value" != 1 ] || return 0
    done <"$1/cgroup.events"
    return 1
}

# Kills all of a host, its supervisor included, at one blow: nothing in it gets to say good-bye.
kill_group() {
    [ -e "$1" ] || return 0
    tries=0
    while is_populated "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 500 ] || { echo "processes in $1 do not end" >&2; return 1; }
        if [ -e "$1/cgroup.kill" ]; then
            echo 1 >"$1/cgroup.kill"
        else # before Linux 5.14
            # shellcheck disable=SC2046 # a list of process ids
            kill -KILL $(find "$1" -name cgroup.procs -exec cat {} +) 2>/dev/null || :
        fi
        sleep 0.02
    done
}

make_disk() {
    mkdir -p "$WORK/$1/root" "$WORK/$1/files" "$WORK/$1/overlay"
    cp -a "$here/disk/$1/." "$WORK/$1/files/"
    mount -t overlay "lab-$1" \
        -o "lowerdir=$BASE,upperdir=$WORK/$1/files,workdir=$WORK/$1/overlay,volatile" "$WORK/$1/root"
}

wipe_disk() {
    if [ -e "$WORK/$1/root" ]; then umount -l "$WORK/$1/root" 2>/dev/null || :; fi
    rm -rf "${WORK:?}/$1"
}

# Runs as long as the host is plugged in. The kernel ends a PID namespace's first process with SIGHUP for a reboot and with SIGINT
# for a power-off (reboot(2)); `unshare` passes the signal on.
supervise() {
    look_up "$1"
    mkdir -p "$CGROUP/$1/host"
    echo $$ >"$CGROUP/$1/cgroup.procs"
    while :; do
        : >"$WORK/$1/since"
        status=0
        unshare --net -- /bin/sh "$here/host.sh" plug_in "$1" "$address" "$interface" "$mac" "$port" \
            </dev/null >"$WORK/$1/console" 2>&1 || status=$?
        ip -n "$NETNS" link delete "$port" 2>/dev/null || : # the kernel would do so too, but not at once
        [ $status -eq 129 ] || break                        # 128 + SIGHUP
        find "$CGROUP/$1/host" -mindepth 1 -depth -type d -exec rmdir {} + 2>/dev/null || :
        sleep 2 # a real machine's firmware takes longer, but some rest must be seen
    done
    : >"$WORK/$1/since"
}

start() {
    look_up "$1"
    if is_populated "$CGROUP/$1"; then
        echo "$1 is on already" >&2
        return 1
    fi
    setsid /bin/sh "$here/hosts.sh" supervise "$1" </dev/null >/dev/null 2>&1 &
}

# A power cut. The cable goes first: dying processes' connections would else be closed politely.
stop() {
    look_up "$1"
    ip -n "$NETNS" link set "$port" down 2>/dev/null || :
    kill_group "$CGROUP/$1"
    ip -n "$NETNS" link delete "$port" 2>/dev/null || :
    : >"$WORK/$1/since"
}

status() {
    # WORK/HOST/since is touched whenever a host goes on or off
    while read -r name _; do
        state=off
        if is_populated "$CGROUP/$name/host"; then state=on; fi
        echo "$name $state $(stat -c %Y "$WORK/$name/since")"
    done <"$here/hosts"
}

# With an address of its own: without one it takes the lowest of its ports', and changes it when that host loses power; those
# who knew the old one then wait for a guest that seems dead.
make_bridge() {
    ip -n "$NETNS" -batch - <<BATCH
link set lo up
link add lab address 02:a1:00:00:00:02 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
link set lab up
BATCH
}

up() {
    mkdir -p "$WORK" "$CGROUP"
    make_bridge
    while read -r name _; do
        make_disk "$name" </dev/null
        start "$name"
    done <"$here/hosts"
}

case ${1:-} in
up | status) "$1" ;;
start | stop | supervise) "$1" "$2" ;;
reset)
    stop "$2"
    wipe_disk "$2"
    make_disk "$2"
    start "$2"
    ;;
*)
    sed -n 2p "$0" >&2
    exit 64
    ;;
esac
