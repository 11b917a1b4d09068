#!/bin/sh
# The first process of a host at its first boot, where its service manager is not systemd: takes systemd's place by the distribution's own
# packages, as an administrator would, and becomes the init that they bring. Later boots start that init directly.
set -eu
folder=/usr/local/lib/aloft-lab
{ read -r packages; } <"$folder/init-packages"
# Else the package of init would look for a control channel of this process for most of a minute; and nothing starts before its time.
mkdir -p /run/systemd/system
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
# shellcheck disable=SC2086 # names with blanks between
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends --allow-remove-essential -o APT::Sandbox::User=root \
    $packages
rm -f /usr/sbin/policy-rc.d
rmdir /run/systemd/system /run/systemd 2>/dev/null || :
# There is no terminal to log in from; and the host says when it stood still (beat.py).
sed -i -e /getty/d -e /powerfail/d /etc/inittab
echo "lb:2345:respawn:/usr/bin/python3 -I -S $folder/beat.py" >>/etc/inittab
exec /sbin/init
