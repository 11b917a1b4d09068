package org.aloft.plan.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.SysctlResource;

/** Gathers what is wanted on one host; the same thing may be wanted twice, but not in two ways. For one thread. */
final class WantedOfHost {
    private final String host;
    private final Map<ResourceId, Resource> resources = new LinkedHashMap<>();
    private final Map<String, SysctlResource> sysctls = new LinkedHashMap<>();

    WantedOfHost(String host) {
        this.host = host;
    }

    /** @throws PlanException when the same resource is wanted in another way already */
    void add(Resource resource) {
        Resource before = resources.putIfAbsent(resource.id(), resource);
        if (before != null && !before.equals(resource)) {
            throw new PlanException(
                    host + ": " + resource.id() + " is wanted twice, in two ways: " + before.reason() + "; and "
                            + resource.reason(),
                    "take one of the two out of the topology");
        }
    }

    /** As {@link #add(Resource)}; where the user and a role want the same value, both are content. */
    void add(SysctlResource sysctl) {
        SysctlResource before = sysctls.putIfAbsent(sysctl.name(), sysctl);
        if (before != null && !SysctlResource.normal(before.value()).equals(SysctlResource.normal(sysctl.value()))) {
            throw new PlanException(
                    host + ": " + sysctl.key() + " is wanted as " + before.value() + " (" + before.reason()
                            + ") and as " + sysctl.value() + " (" + sysctl.reason() + ")",
                    "take " + sysctl.key() + " out of the topology's hosts block");
        }
        if (before == null) {
            add((Resource) sysctl);
        }
    }

    /** The ids of the kernel parameters so far. */
    Set<ResourceId> sysctlIds() {
        return sysctls.values().stream().map(SysctlResource::id).collect(Collectors.toSet());
    }

    /** All of it, each after what it requires. */
    List<Resource> sorted(Templates templates) {
        if (!sysctls.isEmpty()) {
            List<Map<String, String>> lines = sysctls.values().stream()
                    .map(sysctl -> Map.of("key", sysctl.key(), "value", sysctl.value()))
                    .toList();
            add(new FileResource(
                    SysctlResource.FILE,
                    templates.render("sysctl.conf.ftl", Map.of("sysctls", lines)),
                    0644,
                    "keeps the kernel parameters across a reboot",
                    sysctlIds()));
        }
        return ResourceOrder.sort(resources.values());
    }
}
