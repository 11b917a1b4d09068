#!/bin/sh
# Written by Aloft: routes of this host, put back at every boot.
### BEGIN INIT INFO
# Provides:          aloft-routes
# Required-Start:    $network
# Required-Stop:
# Default-Start:     2 3 4 5
# Default-Stop:
# Short-Description: Aloft: routes
### END INIT INFO
# chkconfig: 2345 11 89
# description: routes of this host

mark=/run/aloft-routes.started

start() {
<#list routes as route>
  ip route replace ${route.destination} via ${route.gateway} proto static || return 1
</#list>
  : >"$mark"
}

case <#noparse>${1:-}</#noparse> in
  start | restart | force-reload) start ;;
  status) [ -e "$mark" ] ;;
  stop) rm -f "$mark" ;;
  *) exit 2 ;;
esac
