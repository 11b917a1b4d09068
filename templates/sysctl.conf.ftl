# Written by Aloft; see sysctl.d(5).
<#list sysctls as sysctl>
${sysctl.key} = ${sysctl.value}
</#list>
