package org.aloft.plan.cluster;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Topology;

/**
 * What a topology wants on every host: worked out once, asked by the probe and compared by the planner.
 *
 * @param byHost host → resources, each after what it requires; empty for a host that is only a client
 */
public record Wanted(Map<String, List<Resource>> byHost) {
    /** The reason of what the user asked for beside the roles. */
    static final String ASKED_FOR = "asked for in the topology's hosts block";

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
            addSettings(settings, wanted);
            Routes.addTo(wanted, settings.routes(), templates);
        }
        RealServer.addTo(wanted, topology, host, templates);
        if (topology.isDirector(host)) {
            Director.addTo(wanted, topology, host, bundle, templates);
        }
        return wanted.sorted(templates);
    }

    private static void addSettings(HostSettings settings, WantedOfHost wanted) {
        Set<ResourceId> packages =
                settings.packages().stream().map(PackageResource::idOf).collect(Collectors.toSet());
        settings.packages().forEach(name -> wanted.add(new PackageResource(name, ASKED_FOR)));
        // Configuration waits for its package, whose own version would otherwise come on top.
        settings.files()
                .forEach((path, file) ->
                        wanted.add(new FileResource(path, file.content(), file.mode(), ASKED_FOR, packages)));
        settings.services().forEach(name -> wanted.add(service(name, settings, packages)));
        settings.sysctls().forEach((key, value) -> wanted.add(new SysctlResource(key, value, ASKED_FOR)));
    }

    private static ServiceResource service(String name, HostSettings settings, Set<ResourceId> packages) {
        String unit = ServiceResource.unitOf(name);
        Set<ResourceId> requires = new LinkedHashSet<>(packages);
        requires.addAll(below(settings, ""));
        return new ServiceResource(
                unit,
                ServiceResource.Rival.NONE,
                ASKED_FOR,
                requires,
                below(settings, "/etc/systemd/system/" + unit),
                below(settings, "/etc/" + unit.substring(0, unit.lastIndexOf('.')) + "/"));
    }

    private static Set<ResourceId> below(HostSettings settings, String prefix) {
        return settings.files().keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(FileResource::idOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
