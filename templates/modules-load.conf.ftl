# Written by Aloft; see modules-load.d(5).
<#list modules as module>
${module}
</#list>
