package org.aloft.verify.observe;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * What all hosts showed at about the same moment.
 *
 * @param hosts by name, in the inventory's order
 */
public record ClusterSeen(Map<String, HostSeen> hosts) {
    /** Keeps a copy. */
    public ClusterSeen {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    /** One host; one that was not asked counts as not observed. */
    public HostSeen host(String name) {
        return hosts.getOrDefault(name, HostSeen.unobserved(name, "it was not asked"));
    }

    /** The members of an instance that hold this VIP, in the members' order. */
    public List<String> holders(VrrpInstance instance, InetAddress vip) {
        return instance.members().keySet().stream()
                .filter(member -> host(member).holds(vip))
                .toList();
    }

    /**
     * The members of an instance that carry this VIP on lo though they are no real servers behind it: left over from a
     * time when they were. Unlike a real server, a director answers ARP for it.
     */
    public List<String> leftOnLoopback(Topology topology, VrrpInstance instance, InetAddress vip) {
        return instance.members().keySet().stream()
                .filter(member -> host(member).interfacesOf(vip).contains("lo"))
                .filter(member -> topology.virtualServicesWithRealServer(member).stream()
                        .noneMatch(service ->
                                service.vip().equals(vip) && service.forwarding() == VirtualService.Forwarding.DR))
                .toList();
    }

    /** {@code lvs1's ens33} for a MAC address, or {@code an unknown machine}. */
    public String ownerOf(String mac) {
        return hosts.values().stream()
                .flatMap(host -> host.macs().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(mac))
                        .map(entry -> host.host() + "'s " + entry.getKey()))
                .findFirst()
                .orElse("a machine that is not in the inventory");
    }
}
