package org.aloft.plan.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;
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
        return templates.render(
                "aloftd.conf.ftl",
                Map.of(
                        "host",
                        host,
                        "instances",
                        instances,
                        "virtual_servers",
                        VirtualServerConfiguration.of(topology, host)));
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
}
