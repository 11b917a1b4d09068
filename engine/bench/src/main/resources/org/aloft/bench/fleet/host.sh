# The same by hand, all in one shell: nothing that brings it about over SSH can take much less.
set -eu
vip=192.168.100.10
changed=0
put() { # put FILE MODE: standard input becomes its content; whether it was another
  cat >/tmp/fleet.new
  if cmp -s /tmp/fleet.new "$1"; then return 1; fi
  install -m "$2" /tmp/fleet.new "$1"
  changed=$((changed + 1))
}
for package in iproute2 procps; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
    { DEBIAN_FRONTEND=noninteractive apt-get install -y "$package"; changed=$((changed + 1)); }
done
if put /etc/sysctl.d/60-lvs.conf 644 <<END
net.ipv4.conf.all.arp_ignore = 1
net.ipv4.conf.all.arp_announce = 2
net.ipv4.conf.lo.arp_ignore = 1
net.ipv4.conf.lo.arp_announce = 2
END
then sysctl -q -p /etc/sysctl.d/60-lvs.conf; fi
if put /etc/sysctl.d/61-app.conf 644 <<END
net.ipv4.tcp_fin_timeout = 30
END
then sysctl -q -p /etc/sysctl.d/61-app.conf; fi
if put /etc/systemd/system/lvs-vip.service 644 <<END
[Unit]
Description=VIP
After=network.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/ip address replace $vip/32 dev lo label lo:0
ExecStop=/usr/sbin/ip address delete $vip/32 dev lo
[Install]
WantedBy=multi-user.target
END
then systemctl daemon-reload; systemctl enable -q lvs-vip; systemctl restart lvs-vip; fi
systemctl is-enabled -q lvs-vip ssh || systemctl enable -q lvs-vip ssh
systemctl is-active -q lvs-vip ssh || systemctl start lvs-vip ssh
[ "$(stat -c %a /srv/app 2>/dev/null)" = 750 ] || { install -d -m 750 /srv/app; changed=$((changed + 1)); }
put /srv/app/health 644 <<END || :
ok
END
put /etc/default/app 644 <<END || :
PORT=80
WORKERS=4
END
[ "$(sysctl -n net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce net.ipv4.tcp_fin_timeout | tr '\n' ' ')" = '1 2 30 ' ]
ip -4 -o address show dev lo to "$vip" | grep -q "$vip/32"
echo "changed=$changed"
