# Written by Aloft. FRR reads this file behind /etc/frr/daemons, and says at each start that it would rather have these lines
# there; but that file is the user's.
bgpd=yes
<#if bfd>
bfdd=yes
</#if>
