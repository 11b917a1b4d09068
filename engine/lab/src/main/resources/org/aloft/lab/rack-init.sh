#!/bin/sh
# The first process of the guest whose kernel has IPVS: mounts what a Linux needs, starts the hosts, and an sshd through which
# hosts.sh can be called. The guest's root is the hosts' own base root, read-only; the lab's directory is mounted on /mnt. Of this
# machine's files it sees these two and the guest kernel's modules.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs -o mode=755,size=90% tmpfs /run # the hosts' disks
mount -t tmpfs -o mode=1777 tmpfs /tmp
mountpoint -q /dev || mount -t devtmpfs -o mode=755 devtmpfs /dev
mkdir -p /dev/pts /run/netns /run/sshd
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
mount -t hostfs -o /usr/lib/uml/modules,ro modules /usr/lib/modules
echo rack >/proc/sys/kernel/hostname
echo 4096 >/proc/sys/fs/inotify/max_user_instances # a systemd takes five, and the default is 128 for all of them
modprobe -a overlay bridge veth ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc

# shellcheck source=/dev/null
. /mnt/lab.conf
ip netns attach "$NETNS" $$
/bin/sh /mnt/hosts.sh up
ip -batch - <<BATCH
link set vec0 master lab up
address add $RACK dev lab
BATCH
/usr/sbin/sshd -f /mnt/sshd_config -E /dev/null -D &
echo "rack is up"
wait $! # and so collects the orphans of all hosts
poweroff -f
