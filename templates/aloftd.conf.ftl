# Written by Aloft; what is changed here by hand, the next `aloft apply` puts back.
# keepalived.conf(5): aloftd and keepalived both read it.
<#if global?has_content>

global_defs {
<#if global.script_user??>
    script_user ${global.script_user}
    enable_script_security
</#if>
<#if global.strict??>
    vrrp_strict
</#if>
<#if global.mail??>
    notification_email {
<#list global.mail.to as address>
        ${address}
</#list>
    }
<#if global.mail.from??>
    notification_email_from ${global.mail.from}
</#if>
    smtp_server ${global.mail.server} ${global.mail.port}
    smtp_connect_timeout ${global.mail.timeout}
</#if>
<#list global.webhooks![] as webhook>
    notify_webhook ${webhook}
</#list>
<#list instances as instance>
<#if instance.name == (global.sync_connections!"")>
    lvs_sync_daemon ${instance.interface} ${instance.name} id ${instance.virtual_router_id}
</#if>
</#list>
}
</#if>
<#if keepalived??>

${keepalived}
</#if>
<#list scripts as script>

vrrp_script ${script.name} {
    script "${script.run}"
    interval ${script.interval}
<#if script.timeout??>
    timeout ${script.timeout}
</#if>
    rise ${script.rise}
    fall ${script.fall}
    weight ${script.weight}
<#if script.user??>
    user ${script.user}
</#if>
}
</#list>
<#list processes as process>

vrrp_track_process ${process.name} {
    process ${process.process}
    quorum ${process.quorum}
<#if process.delay??>
    delay ${process.delay}
</#if>
    weight ${process.weight}
}
</#list>
<#list files as file>

track_file ${file.name} {
    file ${file.path}
    weight ${file.weight}
}
</#list>
<#macro watched block>
<#list block.track as keyword, lines>
    ${keyword} {
<#list lines as line>
        ${line}
</#list>
    }
</#list>
<#list block.notify as keyword, command>
    ${keyword} "${command}"
</#list>
<#if block.mail>
    smtp_alert
</#if>
<#list block.webhooks as webhook>
    notify_webhook ${webhook}
</#list>
</#macro>
<#list sync_groups as group>

vrrp_sync_group ${group.name} {
    group {
<#list group.instances as name>
        ${name}
</#list>
    }
<@watched group/>
}
</#list>
<#list instances as instance>

vrrp_instance ${instance.name} {
    state BACKUP
    interface ${instance.interface}
<#if instance.virtual_mac>
    use_vmac
<#if instance.unicast??>
    vmac_xmit_base
</#if>
</#if>
<#if instance.version != 2>
    version ${instance.version}
</#if>
    virtual_router_id ${instance.virtual_router_id}
    priority ${instance.priority}
    advert_int ${instance.advert_int}
<#if !instance.preempt>
    nopreempt
</#if>
<#if instance.preempt_delay??>
    preempt_delay ${instance.preempt_delay}
</#if>
<#if instance.fast_detection??>
    fast_detection ${instance.fast_detection}
</#if>
<#if instance.source_address??>
    mcast_src_ip ${instance.source_address}
</#if>
<#if instance.unicast??>
    unicast_src_ip ${instance.unicast.source}
    unicast_peer {
<#list instance.unicast.peers as peer>
        ${peer}
</#list>
    }
</#if>
<#if instance.password??>
    authentication {
        auth_type PASS
        auth_pass ${instance.password}
    }
</#if>
<#if instance.accept??>
    ${instance.accept?then("accept", "no_accept")}
</#if>
    virtual_ipaddress {
<#list instance.vips as vip>
        ${vip}
</#list>
    }
<#if instance.excluded_vips?has_content>
    virtual_ipaddress_excluded {
<#list instance.excluded_vips as vip>
        ${vip}
</#list>
    }
</#if>
<#if instance.routes?has_content>
    virtual_routes {
<#list instance.routes as route>
        ${route}
</#list>
    }
</#if>
<#if instance.rules?has_content>
    virtual_rules {
<#list instance.rules as rule>
        ${rule}
</#list>
    }
</#if>
<@watched instance/>
<#if instance.keepalived??>
${instance.keepalived}
</#if>
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
