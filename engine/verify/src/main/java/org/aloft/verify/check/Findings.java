package org.aloft.verify.check;

import java.net.InetAddress;
import java.util.Map;
import org.aloft.topology.model.Topology;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.ClusterSeen;

/**
 * All that the checks judge.
 *
 * @param topology what is wanted
 * @param cluster what the hosts showed
 * @param arp VIP → who answered ARP for it
 * @param requests service's name → who answered requests to it
 */
public record Findings(
        Topology topology, ClusterSeen cluster, Map<InetAddress, ArpAnswers> arp, Map<String, RequestsSeen> requests) {
    /** Keeps copies. */
    public Findings {
        arp = Map.copyOf(arp);
        requests = Map.copyOf(requests);
    }

    /** Only what the hosts showed, for the checks of {@link Check#ofHealth}. */
    public static Findings of(Topology topology, ClusterSeen cluster) {
        return new Findings(topology, cluster, Map.of(), Map.of());
    }
}
