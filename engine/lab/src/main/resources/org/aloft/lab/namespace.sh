#!/bin/sh
# A host that is a set of namespaces on this machine's own kernel; hosts.sh says what each command is for.
#
# plug_in and boot are the two halves of run, called in the new network namespace and in the host's other namespaces. The network
# namespace has no name that would keep it.
set -eu
here=$(cd "${0%/*}" && pwd)
# shellcheck source=/dev/null
. "$here/lab.conf"

make_disk() {
    mkdir -p "$WORK/$1/root" "$WORK/$1/files" "$WORK/$1/overlay"
    cp -a "$here/disk/$1/." "$WORK/$1/files/"
    mount -t overlay "lab-$1" \
        -o "lowerdir=$BASE,upperdir=$WORK/$1/files,workdir=$WORK/$1/overlay,volatile" "$WORK/$1/root"
}

remove_disk() {
    if [ -e "$WORK/$1/root" ]; then umount -l "$WORK/$1/root" 2>/dev/null || :; fi
    rm -rf "${WORK:?}/$1"
}

run() {
    exec unshare --net -- /bin/sh "$here/namespace.sh" plug_in "$@"
}

# The MAC address stays the same over a reboot, as a network card's does: neighbours remember it. The kernel ends a PID namespace's
# first process with SIGHUP for a reboot and with SIGINT for a power-off (reboot(2)); `unshare` passes the signal on.
plug_in() {
    host=$1
    gateway=$2
    shift 2
    echo $$ >"$CGROUP/$host/host/cgroup.procs"
    default_sysctls
    ip link set lo up
    for card; do
        add_card "$card"
    done
    ip route add default via "$gateway"
    exec unshare --mount --pid --fork --kill-child --uts --ipc --cgroup -- /bin/sh "$here/namespace.sh" boot "$host"
}

add_card() {
    port=${1%%,*}
    card=${1#*,}
    bridge=${card%%,*}
    card=${card#*,}
    interface=${card%%,*}
    card=${card#*,}
    addresses=${card#*,}
    ip -batch - <<BATCH
link add name $interface address ${card%%,*} type veth peer name $port netns $NETNS
address add ${addresses%,*} brd + dev $interface
link set $interface up
BATCH
    # As with the controller's card, see hosts.sh.
    [ "$GUESTS" -eq 0 ] || ip link set "$interface" gso_max_segs 1
    # This machine's kernel may have been started without IPv6.
    [ ! -e /proc/sys/net/ipv6 ] || ip address add "${addresses#*,}" nodad dev "$interface"
    ip -n "$NETNS" link set "$port" master "$bridge" up
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
        [ ! -e /proc/sys/net/ipv6 ] || echo 0 >"/proc/sys/net/ipv6/conf/$scope/disable_ipv6"
    done
    cd /
}

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
