package org.aloft.verify.observe;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;

/**
 * What all hosts showed at about the same time.
 *
 * @param hosts by name, in the inventory's order
 */
public record ClusterSeen(Map<String, HostSeen> hosts) {
    /** Keeps a copy. */
    public ClusterSeen {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    /** What a host showed; unobserved when it was not asked. */
    public HostSeen host(String name) {
        return hosts.getOrDefault(name, HostSeen.unobserved(name, "not asked"));
    }

    /** The members of an instance that hold this VIP, in order. */
    public List<String> holders(VrrpInstance instance, InetAddress vip) {
        return instance.members().keySet().stream()
                .filter(member -> host(member).holds(vip))
                .toList();
    }

    /**
     * The members of an instance that carry this VIP on lo without being real servers behind it: left over from a time
     * when they were. Unlike a real server, a director answers ARP for it.
     */
    public List<String> leftOnLoopback(Topology topology, VrrpInstance instance, InetAddress vip) {
        return instance.members().keySet().stream()
                .filter(member -> host(member).interfacesOf(vip).contains("lo"))
                .filter(member -> topology.virtualServicesWithRealServer(member).stream()
                        .noneMatch(service -> service.vip().equals(vip)
                                && service.forwarding().needsVipOnRealServers()))
                .toList();
    }

    /** {@code lvs1's ens33} for a MAC address, or {@code a machine that is not in the inventory}. */
    public String ownerOf(String mac) {
        return hosts.values().stream()
                .flatMap(host -> host.macs().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(mac))
                        .map(entry -> host.host() + "'s " + entry.getKey()))
                .findFirst()
                .orElse("a machine that is not in the inventory");
    }
}
