# Written by Aloft.
[Unit]
Description=Aloft: VRRP, VIPs and IPVS of this director
After=network-online.target systemd-sysctl.service
Wants=network-online.target
# Two of them would speak for the same virtual router.
Conflicts=keepalived.service
# Never give up starting: a director without its agent is half of a cluster.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
# May be built in, or loaded by a kernel outside of this host; the agent says so if IPVS is missing.
ExecStartPre=-+/sbin/modprobe ip_vs
# Else IPVS drops what a client sends from a port that it once used towards a real server that has left since, for as long
# as it remembers that connection (kernel documentation, ipvs-sysctl): two minutes after its end.
ExecStartPre=-+/bin/sh -c 'echo 1 >/proc/sys/net/ipv4/vs/expire_nodest_conn'
ExecStart=${program} -f ${config}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=1
TimeoutStartSec=180
TimeoutStopSec=30
WatchdogSec=60
RuntimeDirectory=aloft
# The journal of VIPs in it outlives a crash, so that the next start can clean up.
RuntimeDirectoryPreserve=yes
OOMScoreAdjust=-900
LimitMEMLOCK=infinity
LimitRTPRIO=99
# No CapabilityBoundingSet, NoNewPrivileges, ProtectSystem, ProtectHome or PrivateTmp: they would bind the scripts of keepalived.conf
# too, which write to /etc, /home or /tmp, bind low ports, mount and chown. These run as they do under keepalived; aloftd's own
# threads give up what they do not need by themselves.

[Install]
WantedBy=multi-user.target
