#!/bin/sh
# The first process of a host without a service manager, as a container often has one: it starts what Aloft wants running,
# then sshd, and reaps. The hosts of a lab that have systemd never see it.
mkdir -p /run/sshd /run/lock
[ ! -x /var/lib/aloft/boot ] || /var/lib/aloft/boot
/usr/sbin/sshd
/usr/bin/python3 -I -S /usr/local/lib/aloft-lab/beat.py &
# To wait for one's own child is to reap all others that end meanwhile.
while :; do
    sleep 86400 &
    wait "$!"
done
