#!/bin/sh
# hosts.sh up | status | start HOST | stop HOST | reset HOST
#
# A lab's hosts and the bridges between them, one a network: lab0, lab1 ... Beside this file lie
#   lab.conf    GUESTS (how many of the hosts are such), WORK (where the hosts' disks are made), BASE (the root file system that
#               all start from), CGROUP, NETNS (the network namespace of the bridges), CONTROLLERS (this machine's address/prefix
#               on each), MEGABYTES (the memory of a guest) and PRELOAD (a library that guests need on this machine, or nothing)
#   hosts       one line a host: name, kind (namespace or guest), gateway (of its default route), and a CARD for each of its
#               network cards: PORT,BRIDGE,INTERFACE,MAC,IPV4/PREFIX,IPV6/PREFIX; PORT is the bridge's end of the cable
#   disk/HOST   the files in which a host differs from BASE
#   KIND.sh     what a host of this kind is made of:
#     make_disk HOST, remove_disk HOST
#     run HOST GATEWAY CARD...    runs until the host is off (any status) or wants to start again (status 129); the ports are its
#                                 to make
#
# Whatever the kind, a host is a control group of processes and a disk. When the last process is gone, so are its addresses, sysctls
# and IPVS table, as when a real machine loses power.
set -eu
here=$(cd "${0%/*}" && pwd)
# shellcheck source=/dev/null
. "$here/lab.conf"

# Sets name, kind, gateway and cards.
look_up() {
    while read -r name kind gateway cards; do
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

# Kills all processes of a host at one blow, its supervisor included: none of them gets to close a connection or to write a file.
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

# Of the host that was looked up last.
of_its_kind() {
    /bin/sh "$here/$kind.sh" "$@"
}

# Runs for as long as the host has power: starts it, and starts it again after a reboot.
supervise() {
    look_up "$1"
    mkdir -p "$CGROUP/$1/host"
    echo $$ >"$CGROUP/$1/cgroup.procs"
    while :; do
        : >"$WORK/$1/since"
        status=0
        # shellcheck disable=SC2086 # one word a card
        of_its_kind run "$1" "$gateway" $cards </dev/null >"$WORK/$1/console" 2>&1 || status=$?
        unplug
        [ $status -eq 129 ] || break # 128 + SIGHUP, see namespace.sh
        find "$CGROUP/$1/host" -mindepth 1 -depth -type d -exec rmdir {} + 2>/dev/null || :
        sleep 2 # a real machine's firmware takes longer
    done
    : >"$WORK/$1/since"
}

start() {
    look_up "$1"
    if is_populated "$CGROUP/$1"; then
        echo "$1 is on already" >&2
        return 1
    fi
    # In a session of its own, or Ctrl-C in a terminal would cut the host's power.
    setsid /bin/sh "$here/hosts.sh" supervise "$1" </dev/null >/dev/null 2>&1 &
}

# A power cut. The cable goes first: the kernel would else close the connections of a namespace's dying processes politely.
stop() {
    look_up "$1"
    for card in $cards; do
        ip -n "$NETNS" link set "${card%%,*}" down 2>/dev/null || :
    done
    kill_group "$CGROUP/$1"
    unplug
    : >"$WORK/$1/since"
}

# A veth ends with its namespace, but not at once; a tap device does not.
unplug() {
    for card in $cards; do
        ip -n "$NETNS" link delete "${card%%,*}" 2>/dev/null || :
    done
}

status() {
    # WORK/HOST/since is touched whenever a host goes on or off
    while read -r name _; do
        state=off
        if is_populated "$CGROUP/$name/host"; then state=on; fi
        echo "$name $state $(stat -c %Y "$WORK/$name/since")"
    done <"$here/hosts"
}

# The controller's address is not on the bridge device itself, which has a carrier only a second after its first port.
# No segmentation offload: a guest's card would cut frames that are longer than its MTU, and every one would be sent again.
make_bridges() {
    ip -n "$NETNS" link set lo up
    # A new namespace may inherit the opposite from this machine.
    nsenter --net="/run/netns/$NETNS" sh -c 'echo 0 >/proc/sys/net/ipv4/ip_forward'
    number=0
    for controller in $CONTROLLERS; do
        ip -n "$NETNS" -batch - <<BATCH
link add lab$number address 02:a1:00:00:01:0$number type bridge forward_delay 0 stp_state 0 mcast_snooping 0
link set lab$number up
link add controller$number type veth peer name port0.$number
link set port0.$number master lab$number up
address add $controller brd + dev controller$number
link set controller$number gso_max_segs 1 up
BATCH
        number=$((number + 1))
    done
}

up() {
    mkdir -p "$WORK" "$CGROUP"
    make_bridges
    while read -r name kind _; do
        of_its_kind make_disk "$name" </dev/null
        start "$name"
    done <"$here/hosts"
}

case ${1:-} in
up | status) "$1" ;;
start | stop | supervise) "$1" "$2" ;;
reset)
    stop "$2"
    of_its_kind remove_disk "$2"
    of_its_kind make_disk "$2"
    start "$2"
    ;;
*)
    sed -n 2p "$0" >&2
    exit 64
    ;;
esac
