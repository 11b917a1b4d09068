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
<#if tunnel.vips?has_content>
# Answers leave by another interface: the strict reverse path filter (1) would drop the requests, and any but 0 drops all that comes in
# by an interface without an address.
ExecStart=/bin/sh -c 'echo 2 >/proc/sys/net/ipv4/conf/${tunnel.interface}/rp_filter'
<#list tunnel.vips as vip>
ExecStart=/sbin/ip address replace ${vip} dev ${tunnel.interface}
</#list>
ExecStop=/sbin/ip address flush dev ${tunnel.interface}
</#if>
ExecStop=/sbin/ip link set ${tunnel.interface} down
</#list>

[Install]
WantedBy=multi-user.target
