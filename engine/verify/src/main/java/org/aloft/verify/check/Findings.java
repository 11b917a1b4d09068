package org.aloft.verify.check;

import java.net.InetAddress;
import java.util.Map;
import org.aloft.topology.model.Topology;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.ClusterSeen;

/**
 * What the checks judge.
 *
 * @param topology the wanted state
 * @param cluster the observed state
 * @param arp who answered ARP, by VIP
 * @param requests who answered requests, by service name
 */
public record Findings(
        Topology topology, ClusterSeen cluster, Map<InetAddress, ArpAnswers> arp, Map<String, RequestsSeen> requests) {
    /** Keeps copies. */
    public Findings {
        arp = Map.copyOf(arp);
        requests = Map.copyOf(requests);
    }

    /** The hosts' state only, for the checks of {@link Check#ofHealth}. */
    public static Findings of(Topology topology, ClusterSeen cluster) {
        return new Findings(topology, cluster, Map.of(), Map.of());
    }
}
