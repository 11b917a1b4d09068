# Written by Aloft: routes of this host, put back at every boot.
[Unit]
Description=Aloft: routes
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
<#list routes as route>
ExecStart=/sbin/ip route replace ${route.destination} via ${route.gateway} proto static
</#list>

[Install]
WantedBy=multi-user.target
