! Written by Aloft; what is changed here by hand, the next `aloft apply` puts back.
! The VIPs of this director go to its routers while they are on lo; nothing is taken from a router.
frr defaults traditional
log syslog informational
!
<#if bfd??>
bfd
 profile aloft
  detect-multiplier ${bfd.multiplier}
  receive-interval ${bfd.interval}
  transmit-interval ${bfd.interval}
 exit
 !
exit
!
</#if>
router bgp ${local_as}
 bgp router-id ${router_id}
 no bgp default ipv4-unicast
 timers bgp ${keepalive} ${hold_time}
<#list neighbors as neighbor>
 neighbor ${neighbor.address} remote-as ${neighbor.as}
<#if bfd??>
 neighbor ${neighbor.address} bfd
 neighbor ${neighbor.address} bfd profile aloft
</#if>
<#if password??>
 neighbor ${neighbor.address} password ${password}
</#if>
 neighbor ${neighbor.address} timers connect 5
</#list>
<#list families as family>
 !
 address-family ${family.name} unicast
  redistribute connected route-map ALOFT-${family.name?upper_case}
<#list family.neighbors as neighbor>
  neighbor ${neighbor} activate
  neighbor ${neighbor} route-map ALOFT-NOTHING in
  neighbor ${neighbor} route-map ALOFT-${family.name?upper_case} out
</#list>
 exit-address-family
</#list>
exit
!
<#list families as family>
<#list family.vips as vip>
${family.protocol} prefix-list ALOFT-${family.name?upper_case} seq ${(vip?counter * 5)?c} permit ${vip}
</#list>
!
</#list>
<#list families as family>
route-map ALOFT-${family.name?upper_case} permit 10
 match ${family.protocol} address prefix-list ALOFT-${family.name?upper_case}
exit
!
</#list>
route-map ALOFT-NOTHING deny 10
exit
!
