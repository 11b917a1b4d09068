# Written by Aloft; what is changed here by hand, the next `aloft apply` puts back.
global
    log /dev/log local0
    chroot /var/lib/haproxy
    user haproxy
    group haproxy
    # By which `aloft apply` drains a server that changes; root alone may connect.
    stats socket ${admin_socket} mode 600 level admin

defaults
    log global
    option dontlognull
    option redispatch
    retries 3
    timeout connect 5s
    timeout client 1m
    timeout server 1m

# For `aloft status` and `aloft verify`, which come by SSH.
frontend aloft_status
    bind 127.0.0.1:${status_port}
    mode http
    stats enable
    stats uri /
<#if stats??>

frontend stats
    bind :${stats.port}
    mode http
    stats enable
    stats uri /
    stats realm haproxy
    stats auth ${stats.user}:${stats.password}
</#if>
<#list services as service>

listen ${service.name}
    bind ${service.bind}
    mode tcp
    option tcplog
    balance ${service.balance}
<#if service.persistence??>
    stick-table type ${service.address_type} size 200k expire ${service.persistence}s
    stick on src
</#if>
<#if service.check??>
<#if service.check.http??>
    option httpchk
    http-check send meth GET uri ${service.check.http.path}<#if service.check.http.host??> ver HTTP/1.1 hdr Host ${service.check.http.host}</#if>
    http-check expect status ${service.check.http.status}
</#if>
    timeout check ${service.check.timeout}ms
    # So many good checks in a row bring a server back, so many failed ones take it out.
    default-server check inter ${service.check.inter}ms rise ${service.check.rise} fall ${service.check.fall}<#if (service.check.http.tls)!false> check-ssl verify none</#if>
</#if>
<#list service.servers as server>
    server ${server.name} ${server.endpoint} weight ${server.weight}
</#list>
</#list>
