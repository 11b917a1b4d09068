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
    default_sysctls
    ip -batch - <<BATCH
link set lo up
link add name $3 address $4 type veth peer name $5 netns $NETNS
address add $2 brd + dev $3
link set $3 up
route add default via $GATEWAY
BATCH
    ip -n "$NETNS" link set "$5" master lab up
    exec unshare --mount --pid --fork --kill-child --uts --ipc --cgroup -- /bin/sh "$here/host.sh" boot "$1"
}

# A new network namespace inherits some of these from this machine, where they may have been changed (Docker sets ip_forward).
# The card comes later, and inherits from "default".
default_sysctls() {
    cd /proc/sys/net/ipv4
    echo 0 >ip_forward
    for scope in all default lo; do
        for setting in arp_ignore:0 arp_announce:0 rp_filter:0 send_redirects:1 accept_redirects:1; do
            echo "${setting#*:}" >"conf/$scope/${setting%:*}"
        done
    done
    cd /
}

# One mount(8) for all: starting a process takes 30 ms on a guest, and this is half of what stands between power and systemd.
# kernel.*, vm.* and fs.* are the machine's and read-only, net.* is the host's own; SysRq would reboot the machine. /sys/fs/cgroup
# shows only this host's part of the tree, thanks to its cgroup namespace.
boot() {
    root=$WORK/$1/root
    sysrq="# this kernel has none"
    [ ! -e /proc/sysrq-trigger ] || sysrq="/dev/null $root/proc/sysrq-trigger none bind"
    echo "$1" >/proc/sys/kernel/hostname
    echo "
proc    $root/proc          proc    nosuid,nodev,noexec
sysfs   $root/sys           sysfs   nosuid,nodev,noexec,ro
cgroup2 $root/sys/fs/cgroup cgroup2 defaults
tmpfs   $root/run           tmpfs   mode=755,nosuid,nodev
tmpfs   $root/dev           tmpfs   mode=755,nosuid
devpts  $root/dev/pts       devpts  newinstance,ptmxmode=0666,mode=620,gid=5,X-mount.mkdir
tmpfs   $root/dev/shm       tmpfs   mode=1777,nosuid,nodev,X-mount.mkdir
$sysrq
$root/proc/sys/net  $root/proc/sys/net       none bind
$root/proc/sys      $root/proc/sys           none rbind,ro" >"$WORK/$1/mounts"
    mount --all --fstab "$WORK/$1/mounts"
    cp -a "$BASE/opt/lab-dev/." "$root/dev/"
    cd "$root"
    pivot_root . .machine
    exec chroot . /bin/sh -c 'umount -l /.machine; exec env -i container=lab LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /sbin/init'
}

"$@"
