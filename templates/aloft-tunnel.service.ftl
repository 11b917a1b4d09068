# Written by Aloft: the end of the tunnels by which directors send packets for VIPs (ipvsadm -i).
[Unit]
Description=Aloft: tunnels from the directors
Before=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
<#list tunnels as tunnel>
ExecStart=/sbin/modprobe ${tunnel.module}
ExecStart=/sbin/ip link set ${tunnel.interface} up
<#if tunnel.family == "ipv4">
# Answers leave by another interface: the strict reverse path filter (1) would drop the requests.
ExecStart=/bin/sh -c 'echo 2 >/proc/sys/net/ipv4/conf/${tunnel.interface}/rp_filter'
</#if>
ExecStop=/sbin/ip link set ${tunnel.interface} down
</#list>

[Install]
WantedBy=multi-user.target
