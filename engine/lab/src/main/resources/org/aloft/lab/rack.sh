#!/bin/sh
# rack.sh DIRECTORY CGROUP NETNS BASE MEMORY: becomes the guest (a User-Mode Linux), its console on stdout.
#
# Called in a mount namespace of its own, so that the tmpfs behind the guest's memory is gone when the guest is, however it ended.
# It must be a tmpfs: on a disk, each page that the guest changes would be written out.
set -eu
directory=$1 cgroup=$2 netns=$3 base=$4 memory=$5
mkdir -p "$cgroup"
echo $$ >"$cgroup/cgroup.procs"
mount -t tmpfs -o mode=700,size=110% tmpfs "$directory/memory"
export TMPDIR="$directory/memory"
cd /
exec nsenter --net="/run/netns/$netns" linux.uml mem="$memory" umid=rack uml_dir="$directory/memory/" \
    rootfstype=hostfs rootflags="$base" ro init=/sbin/lab-init lab="$directory/rack" \
    vec0:transport=tap,ifname=tap0,depth=64 con=null con0=null,fd:1 selinux=0 apparmor=0 audit=0 quiet panic=1 noreboot
