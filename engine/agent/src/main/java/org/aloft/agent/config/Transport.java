package org.aloft.agent.config;

import java.net.InetAddress;
import java.util.List;

/** How an instance's adverts reach the other routers of its group. */
public sealed interface Transport {
    /** The multicast group of the family; with unicast nothing is sent there. */
    InetAddress group();

    /**
     * Through a multicast group on the link.
     *
     * @param group {@code mcast_dst_ip}; 224.0.0.18 or ff02::12 when nothing is said
     */
    record Multicast(InetAddress group) implements Transport {}

    /**
     * To each router by itself: {@code unicast_peer}.
     *
     * @param group unused but for the checksums of {@link Checksum#PSEUDO_HEADER_OF_GROUP}
     * @param peers of the instance's family; none, with {@code unicast_fault_no_peer}, means that the instance cannot
     *     take part
     * @param hopLimit {@code unicast_ttl}, of adverts sent; 255 when not said
     * @param checkSource {@code check_unicast_src}: adverts from others than the peers are dropped
     */
    record Unicast(InetAddress group, List<UnicastPeer> peers, int hopLimit, boolean checkSource) implements Transport {
        /** Takes a copy of the list. */
        public Unicast {
            peers = List.copyOf(peers);
        }
    }
}
