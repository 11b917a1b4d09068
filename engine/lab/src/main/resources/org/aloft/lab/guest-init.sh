#!/bin/sh
# The first process of a guest (guest.sh): makes the host's root of BASE, which is the guest's root, read-only, and of its disk,
# which is mounted on /mnt; then becomes systemd. Of this machine's files the guest sees BASE and its kernel's modules. The kernel
# hands its parameters lab_* on as environment variables.
#
# To start a process takes a guest 30 ms, so there are few.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH

mount -t proc proc /proc
mount -t tmpfs tmpfs /run # where mount(8) keeps its notes
mount -t hostfs -o /usr/lib/uml/modules,ro modules /usr/lib/modules
modprobe -a overlay ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc
mount -t overlay -o lowerdir=/,upperdir=/mnt/files,workdir=/mnt/overlay root /mnt/root
# For each network card lab_card0, lab_card1 ... is INTERFACE,MAC,IPV4/PREFIX,IPV6/PREFIX.
cards=
number=0
while eval "card=\${lab_card$number:-}" && [ -n "$card" ]; do
    interface=${card%%,*}
    card=${card#*,}
    addresses=${card#*,}
    cards="$cards
link set vec$number address ${card%%,*} name $interface
address add ${addresses%,*} brd + dev $interface
address add ${addresses#*,} nodad dev $interface
link set $interface up"
    number=$((number + 1))
done
# shellcheck disable=SC2154 # from the kernel
ip -batch - <<BATCH
link set lo up$cards
route add default via $lab_gateway
BATCH
mount --move /usr/lib/modules /mnt/root/usr/lib/modules
mount --move /proc /mnt/root/proc
cd /mnt/root
pivot_root . .machine
exec chroot . /bin/sh -c 'umount -l /.machine; exec env -i LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /sbin/init'
