package org.aloft.plan.cluster;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.Resource;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.Topology;

/**
 * What a topology wants on every host: worked out once, asked by the probe and compared by the planner.
 *
 * @param byHost host → resources, each after what it requires; empty for a host that is only a client
 */
public record Wanted(Map<String, List<Resource>> byHost) {
    public Wanted {
        byHost = Collections.unmodifiableMap(new LinkedHashMap<>(byHost));
    }

    /**
     * What this topology wants.
     *
     * @throws PlanException when a template is broken, or two parts of the topology want different things
     */
    public static Wanted of(Topology topology, AgentBundle bundle, Templates templates) {
        Map<String, List<Resource>> byHost = new LinkedHashMap<>();
        for (String host : topology.hosts().keySet()) {
            byHost.put(host, ofHost(topology, host, bundle, templates));
        }
        return new Wanted(byHost);
    }

    /**
     * Whether a topology can be planned as far as no host needs to be asked for that: every template has all its
     * values, and nothing is wanted in two ways.
     *
     * @throws PlanException when it cannot
     */
    public static void check(Topology topology, Templates templates) {
        AgentBundle any = new AgentBundle("0".repeat(12), "0".repeat(64), 0, "any", Path.of("any"));
        of(topology, any, templates);
    }

    /** What is wanted on a host; nothing on one that the topology does not name. */
    public List<Resource> on(String host) {
        return byHost.getOrDefault(host, List.of());
    }

    /** The hosts on which something is wanted. */
    public Set<String> members() {
        return byHost.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Resource> ofHost(Topology topology, String host, AgentBundle bundle, Templates templates) {
        WantedOfHost wanted = new WantedOfHost(host);
        HostSettings settings = topology.hostSettings().get(host);
        if (settings != null) {
            new AskedFor(settings, passwords(topology), templates).addTo(wanted);
            Routes.addTo(wanted, settings.routes(), templates);
        }
        RealServer.addTo(wanted, topology, host, templates);
        if (topology.isDirector(host)) {
            Director.addTo(wanted, topology, host, bundle, templates);
        }
        return wanted.sorted(templates);
    }

    /** Those of all instances, and of BGP: a file of the user's own may repeat them. */
    private static List<String> passwords(Topology topology) {
        return Stream.concat(
                        topology.instances().stream().flatMap(instance -> instance.password().stream()),
                        topology.announcement().flatMap(Announcement::password).stream())
                .map(Secret::reveal)
                .toList();
    }
}
