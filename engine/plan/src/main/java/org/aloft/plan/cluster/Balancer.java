package org.aloft.plan.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.model.Topology;

/** Who balances on a director. */
enum Balancer {
    /** The kernel's IPVS, driven by the VRRP agent. */
    LVS,
    /** Nobody: the director's VIPs are its own services'. */
    NOBODY;

    static final String MODULES_FILE = "/etc/modules-load.d/aloft.conf";

    static Balancer of(Topology topology, String host) {
        boolean balances = topology.services().stream().anyMatch(service -> topology.instanceOf(service)
                .filter(instance -> instance.members().containsKey(host))
                .isPresent());
        return balances ? LVS : NOBODY;
    }

    void addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        switch (this) {
            case LVS -> addLvs(wanted, topology, host, templates);
            case NOBODY -> {}
        }
    }

    private static void addLvs(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        List<String> interfaces = topology.instancesOf(host).stream()
                .flatMap(instance -> instance.interfacesOf(host).stream())
                .distinct()
                .toList();
        RoleSysctls.ofDirector(interfaces)
                .forEach(
                        (key, value) -> wanted.add(
                                new SysctlResource(
                                        key,
                                        value,
                                        "a director forwards, and does not tell clients by ICMP to bypass it, straight to a real server")));
        wanted.add(new FileResource(
                MODULES_FILE,
                templates.render("modules-load.conf.ftl", Map.of("modules", List.of("ip_vs"))),
                0644,
                "loads IPVS at every boot",
                Set.of()));
    }
}
