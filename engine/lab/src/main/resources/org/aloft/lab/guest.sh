#!/bin/sh
# A host that is a User-Mode Linux of its own: a kernel with IPVS that runs as processes of this machine. hosts.sh says what each
# command is for; guest-init.sh is the guest's first process.
#
# A guest has one processor, this machine's kernel shares its own among the guests, and a power cut kills a guest with all that it
# had in memory: what it wrote to its disk and did not sync is lost.
set -eu
here=$(cd "${0%/*}" && pwd)
# shellcheck source=/dev/null
. "$here/lab.conf"

# The disk holds what differs from BASE, beside guest-init.sh, which must be found before there is a root file system to find it in.
# A file of 2 GB with holes: it takes on this machine what the host writes.
make_disk() {
    making=$WORK/$1/making
    mkdir -p "$making/files" "$making/overlay" "$making/root" "$WORK/$1/memory"
    cp -a "$here/disk/$1/." "$making/files/"
    cp "$here/guest-init.sh" "$making/"
    mkfs.ext4 -q -m 0 -N 32768 -J size=16 -E lazy_itable_init=0,lazy_journal_init=1 -d "$making" "$WORK/$1/disk" 2G >/dev/null
    rm -rf "$making"
}

remove_disk() {
    rm -rf "${WORK:?}/$1"
}

run() {
    echo $$ >"$CGROUP/$1/host/cgroup.procs"
    come_first
    make_ports "$@" | ip -n "$NETNS" -batch -
    # In a mount namespace of its own, so that the memory is gone when the guest is, however it ended.
    exec unshare --mount -- /bin/sh "$here/guest.sh" boot "$@"
}

make_ports() {
    shift 2
    for card; do
        port=${card%%,*}
        bridge=${card#*,}
        bridge=${bridge%%,*}
        printf '%s\n' "tuntap add $port mode tap" "link set $port master $bridge up"
    done
}

# Before all else that this machine does, or its load would be measured as the cluster's. Guests are equal among themselves. Where each
# session is scheduled as one (autogroup), what counts is the session's own.
come_first() {
    renice -n -10 -p $$ >/dev/null
    [ ! -e /proc/self/autogroup ] || echo -10 >/proc/self/autogroup
}

# The guest's memory is a file in TMPDIR. That must be a tmpfs: on a disk, each page that the guest changes would be written out.
#
# No cpu controller in the guest: with it, only processes in the root group may be real-time (RT_GROUP_SCHED), and aloftd is not.
# With "noreboot" the kernel ends where it would start itself again, in the same way as at a power-off; its last words tell the two
# apart.
boot() {
    host=$1
    gateway=$2
    shift 2
    number=0
    for card; do # turned, one after the other, into the kernel's parameters
        shift
        set -- "$@" "vec$number:transport=tap,ifname=${card%%,*},depth=64" "lab_card$number=${card#*,*,}"
        number=$((number + 1))
    done
    mount -t tmpfs -o "mode=700,size=$((MEGABYTES + 16))M" tmpfs "$WORK/$host/memory"
    cd /
    TMPDIR=$WORK/$host/memory LD_PRELOAD=$PRELOAD nsenter --net="/run/netns/$NETNS" linux.uml "mem=${MEGABYTES}M" \
        "umid=$host" "uml_dir=$WORK/$host/memory/" "ubd0=$WORK/$host/disk" \
        rootfstype=hostfs "rootflags=$BASE" ro init=/sbin/lab-init "lab_gateway=$gateway" "$@" \
        con=null con0=null,fd:1 cgroup_disable=cpu lsm=none audit=0 quiet panic=1 noreboot || :
    if tail -n 5 "$WORK/$host/console" | grep -qE 'reboot: Restarting system|sysrq: Resetting'; then
        exit 129
    fi
}

"$@"
