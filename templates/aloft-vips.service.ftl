# Written by Aloft: the VIPs that this real server answers for, put back at every boot.
[Unit]
Description=Aloft: VIPs on lo, silent to ARP
After=systemd-sysctl.service

[Service]
Type=oneshot
RemainAfterExit=yes
# Were a VIP on lo before these are in force, this host would answer ARP for it and take the director's traffic.
<#list sysctls as sysctl>
ExecStartPre=/bin/sh -ec 'echo ${sysctl.value} >${sysctl.path}'
</#list>
<#list vips as vip>
ExecStart=/sbin/ip address replace ${vip.address} dev lo<#if vip.label??> label ${vip.label}</#if>
</#list>
<#list vips as vip>
ExecStop=-/sbin/ip address del ${vip.address} dev lo
</#list>

[Install]
WantedBy=multi-user.target
