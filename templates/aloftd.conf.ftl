# Written by Aloft; what is changed here by hand, the next `aloft apply` puts back.
# keepalived.conf(5): aloftd and keepalived both read it.
<#list instances as instance>

vrrp_instance ${instance.name} {
    state BACKUP
    interface ${instance.interface}
<#if instance.version != 2>
    version ${instance.version}
</#if>
    virtual_router_id ${instance.virtual_router_id}
    priority ${instance.priority}
    advert_int ${instance.advert_int}
<#if !instance.preempt>
    nopreempt
</#if>
<#if instance.password??>
    authentication {
        auth_type PASS
        auth_pass ${instance.password}
    }
</#if>
    virtual_ipaddress {
<#list instance.vips as vip>
        ${vip}
</#list>
    }
}
</#list>
<#list virtual_servers as server>

# ${server.name}
virtual_server ${server.target} {
    delay_loop ${server.delay_loop}
    lb_algo ${server.scheduler}
<#list server.scheduler_flags as flag>
    ${flag}
</#list>
<#if server.one_packet>
    ops
</#if>
    lb_kind ${server.forwarding}
<#if server.persistence_timeout??>
    persistence_timeout ${server.persistence_timeout}
</#if>
<#if server.persistence_granularity??>
    persistence_granularity ${server.persistence_granularity}
</#if>
<#if server.protocol??>
    protocol ${server.protocol}
</#if>
<#if server.alpha>
    alpha
</#if>
<#if server.omega>
    omega
</#if>
<#if server.inhibit_on_failure>
    inhibit_on_failure
</#if>
<#if server.mail>
    smtp_alert
</#if>
<#if server.quorum != 1>
    quorum ${server.quorum}
</#if>
<#if server.hysteresis != 0>
    hysteresis ${server.hysteresis}
</#if>
<#if server.quorum_up??>
    quorum_up ${server.quorum_up}
</#if>
<#if server.quorum_down??>
    quorum_down ${server.quorum_down}
</#if>
<#if server.sorry_server??>
    sorry_server ${server.sorry_server}
<#if server.sorry_server_inhibit>
    sorry_server_inhibit
</#if>
</#if>
<#list server.real_servers as real_server>

    real_server ${real_server.endpoint} {
        weight ${real_server.weight}
<#if real_server.inhibit_on_failure>
        inhibit_on_failure
</#if>
<#if real_server.uthreshold != 0>
        uthreshold ${real_server.uthreshold}
</#if>
<#if real_server.lthreshold != 0>
        lthreshold ${real_server.lthreshold}
</#if>
<#if real_server.notify_up??>
        notify_up ${real_server.notify_up}
</#if>
<#if real_server.notify_down??>
        notify_down ${real_server.notify_down}
</#if>
<#list real_server.checks as check>
        ${check.keyword} {
<#list check.lines as line>
            ${line}
</#list>
        }
</#list>
    }
</#list>
}
</#list>
