# Written by Aloft.
[Unit]
Description=Aloft: VIPs of this director on lo, from where FRR announces them
# Stopped before these, so that the routers send nothing here any more when the agent stops balancing.
After=${agent} frr.service
PartOf=${agent}

[Service]
Type=oneshot
RemainAfterExit=yes
# A connection that the routers move here is taken up in the middle: mh and sh choose the same real server as before.
ExecStartPre=-/bin/sh -c 'echo 1 >/proc/sys/net/ipv4/vs/sloppy_tcp'
ExecStart=${program} start
ExecReload=${program} reload
ExecStop=${program} stop

[Install]
WantedBy=${agent}
