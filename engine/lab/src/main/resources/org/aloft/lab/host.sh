#!/bin/sh
# host.sh plug_in NAME ADDRESS INTERFACE MAC PORT: becomes a host. hosts.sh calls it in a new network namespace.
# host.sh boot NAME: the second half, called by the first in the host's other namespaces; becomes its PID 1.
set -eu
here=$(cd "${0%/*}" && pwd)
# shellcheck source=/dev/null
. "$here/lab.conf"

# The MAC address stays the same over a reboot, as a network card's does: neighbours remember it.
plug_in() {
    echo $$ >"$CGROUP/$1/host/cgroup.procs"
    ip -batch - <<BATCH
link set lo up
link add name $3 address $4 type veth peer name $5 netns $NETNS
BATCH
    ip -n "$NETNS" link set "$5" master lab up
    default_sysctls "$3"
    ip -batch - <<BATCH
address add $2 brd + dev $3
link set $3 up
route add default via $GATEWAY
BATCH
    exec unshare --mount --pid --fork --kill-child --uts --ipc --cgroup -- /bin/sh "$here/host.sh" boot "$1"
}

# A new network namespace inherits some of these from this machine, where they may have been changed (Docker sets ip_forward).
default_sysctls() {
    cd /proc/sys/net/ipv4
    echo 0 >ip_forward
    for scope in all default lo "$1"; do
        for setting in arp_ignore:0 arp_announce:0 rp_filter:0 send_redirects:1 accept_redirects:1; do
            echo "${setting#*:}" >"conf/$scope/${setting%:*}"
        done
    done
    cd /
}

boot() {
    root=$WORK/$1/root
    echo "$1" >/proc/sys/kernel/hostname
    mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
    mount -t sysfs -o nosuid,nodev,noexec,ro sysfs "$root/sys"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup" # only this host's part of the tree, thanks to its cgroup namespace
    mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root/run"
    devices "$root/dev"
    # kernel.*, vm.* and fs.* are the machine's and stay read-only; net.* is the host's own. SysRq would reboot the machine.
    mount --bind "$root/proc/sys" "$root/proc/sys"
    mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
    mount -o remount,bind,ro "$root/proc/sys"
    [ ! -e "$root/proc/sysrq-trigger" ] || mount --bind /dev/null "$root/proc/sysrq-trigger"
    mkdir -p "$root/.machine"
    cd "$root"
    pivot_root . .machine
    exec chroot . /bin/sh -c 'umount -l /.machine; exec env -i container=lab LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /sbin/init'
}

devices() {
    mount -t tmpfs -o mode=755,nosuid tmpfs "$1"
    mkdir "$1/pts" "$1/shm"
    for device in null zero full random urandom tty; do
        : >"$1/$device"
        mount --bind "/dev/$device" "$1/$device"
    done
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$1/pts"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$1/shm"
    ln -s pts/ptmx "$1/ptmx"
    ln -s /proc/self/fd "$1/fd"
    ln -s /proc/self/fd/0 "$1/stdin"
    ln -s /proc/self/fd/1 "$1/stdout"
    ln -s /proc/self/fd/2 "$1/stderr"
}

"$@"
