#!/sbin/openrc-run
# Written by Aloft: the end of the tunnels by which directors send packets for VIPs (ipvsadm -i).

description='Aloft: tunnels from the directors'

depend() {
  use net networking
}

start() {
<#list tunnels as tunnel>
  modprobe ${tunnel.module} && ip link set ${tunnel.interface} up || return 1
<#if tunnel.vips?has_content>
  # Answers leave by another interface: the strict reverse path filter (1) would drop the requests, and any but 0 drops all that comes
  # in by an interface without an address.
  echo 2 >/proc/sys/net/ipv4/conf/${tunnel.interface}/rp_filter || return 1
<#list tunnel.vips as vip>
  ip address replace ${vip} dev ${tunnel.interface} || return 1
</#list>
</#if>
</#list>
}

stop() {
<#list tunnels as tunnel>
  ip address flush dev ${tunnel.interface}
  ip link set ${tunnel.interface} down
</#list>
}
