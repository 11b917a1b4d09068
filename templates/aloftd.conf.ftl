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
virtual_server ${server.vip} ${server.port} {
    delay_loop ${server.delay_loop}
    lb_algo ${server.scheduler}
    lb_kind ${server.forwarding}
<#if server.persistence_timeout??>
    persistence_timeout ${server.persistence_timeout}
</#if>
    protocol ${server.protocol}
<#list server.real_servers as real_server>

    real_server ${real_server.address} ${real_server.port} {
        weight ${real_server.weight}
<#if server.tcp_check??>
        TCP_CHECK {
            connect_timeout ${server.tcp_check.connect_timeout}
            retry ${server.tcp_check.retries}
            delay_before_retry ${server.tcp_check.delay_before_retry}
        }
</#if>
    }
</#list>
}
</#list>
