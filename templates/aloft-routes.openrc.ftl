#!/sbin/openrc-run
# Written by Aloft: routes of this host, put back at every boot.

description='Aloft: routes'

depend() {
  use net networking
}

start() {
<#list routes as route>
  ip route replace ${route.destination} via ${route.gateway} proto static || return 1
</#list>
}
