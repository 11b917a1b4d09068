#!/sbin/openrc-run
# Written by Aloft: the end of the tunnels by which directors send packets for VIPs (ipvsadm -i).

description='Aloft: tunnels from the directors'

depend() {
  need net
}

start() {
<#list tunnels as tunnel>
  modprobe ${tunnel.module} && ip link set ${tunnel.interface} up || return 1
<#if tunnel.family == "ipv4">
  # Answers leave by another interface: the strict reverse path filter (1) would drop the requests.
  echo 2 >/proc/sys/net/ipv4/conf/${tunnel.interface}/rp_filter || return 1
</#if>
</#list>
}

stop() {
<#list tunnels as tunnel>
  ip link set ${tunnel.interface} down
</#list>
}
