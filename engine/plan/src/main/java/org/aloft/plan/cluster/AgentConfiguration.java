package org.aloft.plan.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;

/**
 * The agent's configuration, in the language of keepalived.conf(5). That its words can stand there as they are is what
 * the reader of the topology has checked.
 */
final class AgentConfiguration {
    private AgentConfiguration() {}

    static MaskedText of(Topology topology, String host, Templates templates) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("host", host);
        values.putAll(new AgentDefinitions(topology, host).values());
        values.put(
                "instances",
                topology.instancesOf(host).stream()
                        .map(instance -> InstanceConfiguration.values(instance, host))
                        .toList());
        values.put("virtual_servers", VirtualServerConfiguration.of(topology, host));
        return templates.render("aloftd.conf.ftl", values);
    }
}
