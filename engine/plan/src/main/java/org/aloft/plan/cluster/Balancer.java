package org.aloft.plan.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.SysctlResource;
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
        wanted.add(new SysctlResource("net.ipv4.ip_forward", "1", host + " forwards packets to real servers"));
        Set<String> interfaces = new LinkedHashSet<>(List.of("all", "default"));
        topology.instancesOf(host).stream()
                .map(instance -> instance.networkInterface(host))
                .forEach(interfaces::add);
        for (String name : interfaces) {
            wanted.add(new SysctlResource(
                    SysctlResource.ofInterface(name, "send_redirects"),
                    "0",
                    "else " + host + " tells clients by ICMP to bypass it, straight to a real server"));
        }
        wanted.add(new FileResource(
                MODULES_FILE,
                templates.render("modules-load.conf.ftl", Map.of("modules", List.of("ip_vs"))),
                0644,
                "loads IPVS at every boot",
                Set.of()));
    }
}
