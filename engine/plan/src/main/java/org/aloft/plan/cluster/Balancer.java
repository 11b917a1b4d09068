package org.aloft.plan.cluster;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/** Who balances on a director. There may be both, each for services of its own. */
enum Balancer {
    /** The kernel's IPVS, driven by the VRRP agent. */
    LVS {
        @Override
        Set<ResourceId> addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
            List<String> interfaces = topology.instancesOf(host).stream()
                    .flatMap(instance -> instance.interfacesOf(host).stream())
                    .distinct()
                    .toList();
            RoleSysctls.ofDirector(interfaces)
                    .forEach((key, value) -> wanted.add(new SysctlResource(key, value, FORWARDS)));
            FileResource modules = new FileResource(
                    MODULES_FILE,
                    templates.render("modules-load.conf.ftl", Map.of("modules", List.of("ip_vs"))),
                    0644,
                    "loads IPVS at every boot",
                    Set.of());
            wanted.add(modules);
            return Set.of(modules.id(), FileResource.idOf(SysctlResource.FILE));
        }

        @Override
        boolean balances(VirtualService service) {
            return service.forwarding().isLvs();
        }
    },
    /** A proxy in user space. */
    HAPROXY {
        @Override
        Set<ResourceId> addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
            return Haproxy.addTo(wanted, topology, host, templates);
        }

        @Override
        boolean balances(VirtualService service) {
            return service.forwarding() == VirtualService.Forwarding.PROXY;
        }
    };

    private static final String MODULES_FILE = "/etc/modules-load.d/aloft.conf";
    private static final String FORWARDS =
            "a director forwards, and does not tell clients by ICMP to bypass it, straight to a real server";

    /**
     * What it needs on this host.
     *
     * @return what must be in force before the VRRP agent starts
     */
    abstract Set<ResourceId> addTo(WantedOfHost wanted, Topology topology, String host, Templates templates);

    abstract boolean balances(VirtualService service);

    /** The services of a director that this one balances. */
    List<VirtualService> services(Topology topology, String host) {
        return topology.virtualServicesOfDirector(host).stream()
                .filter(this::balances)
                .toList();
    }

    /** Those that a director needs; none where it answers for its VIPs itself. */
    static Set<Balancer> on(Topology topology, String host) {
        Set<Balancer> needed = EnumSet.noneOf(Balancer.class);
        for (Balancer balancer : values()) {
            if (!balancer.services(topology, host).isEmpty()) {
                needed.add(balancer);
            }
        }
        return needed;
    }

    /** Whether a resource is there for one of them alone. */
    static boolean isOwn(ResourceId resource) {
        return resource.equals(FileResource.idOf(MODULES_FILE)) || Haproxy.isOwn(resource);
    }

    /** As {@link #addTo}, of each one that the director needs. */
    static Set<ResourceId> addAll(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        Set<ResourceId> before = new LinkedHashSet<>();
        on(topology, host).forEach(balancer -> before.addAll(balancer.addTo(wanted, topology, host, templates)));
        return before;
    }
}
