package org.aloft.plan.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * The agent's configuration, in the language of keepalived.conf(5). That its words can stand there as they are is what
 * the reader of the topology has checked.
 */
final class AgentConfiguration {
    private AgentConfiguration() {}

    static MaskedText of(Topology topology, String host, Templates templates) {
        List<Map<String, Object>> instances = topology.instancesOf(host).stream()
                .map(instance -> instanceValues(instance, host))
                .toList();
        List<Map<String, Object>> servers = Balancer.LVS.services(topology, host).stream()
                .map(AgentConfiguration::serverValues)
                .toList();
        return templates.render(
                "aloftd.conf.ftl", Map.of("host", host, "instances", instances, "virtual_servers", servers));
    }

    private static Map<String, Object> instanceValues(VrrpInstance instance, String host) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", instance.name());
        values.put("interface", instance.networkInterface(host));
        values.put("version", instance.version());
        values.put("virtual_router_id", instance.virtualRouterId().value());
        values.put("priority", instance.members().get(host).value());
        values.put("advert_int", DirectorText.seconds(instance.advertInterval()));
        values.put("preempt", instance.preempt());
        values.put("vips", instance.vips().stream().map(Object::toString).toList());
        instance.password().ifPresent(secret -> values.put("password", secret));
        return values;
    }

    private static Map<String, Object> serverValues(VirtualService service) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", service.name());
        values.put("vip", service.vip().getHostAddress());
        values.put("port", service.port());
        values.put("scheduler", service.scheduler());
        values.put("forwarding", service.forwarding().name());
        values.put("protocol", service.protocol().name());
        values.put(
                "delay_loop",
                DirectorText.seconds(
                        service.check().map(VirtualService.TcpCheck::delay).orElse(Duration.ofMinutes(1))));
        service.persistence().ifPresent(time -> values.put("persistence_timeout", DirectorText.seconds(time)));
        service.check()
                .ifPresent(check -> values.put(
                        "tcp_check",
                        Map.of(
                                "connect_timeout", DirectorText.seconds(check.connectTimeout()),
                                "retries", check.retries(),
                                "delay_before_retry", DirectorText.seconds(check.delayBeforeRetry()))));
        values.put(
                "real_servers",
                service.realServers().stream()
                        .map(server -> Map.of(
                                "host", server.host(),
                                "address", server.address().getHostAddress(),
                                "port", server.port(),
                                "weight", server.weight()))
                        .toList());
        return values;
    }
}
