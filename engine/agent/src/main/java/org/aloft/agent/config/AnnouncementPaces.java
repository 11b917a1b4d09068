package org.aloft.agent.config;

import java.time.Duration;
import java.util.List;

/**
 * How much time lies between gratuitous ARP messages, or unsolicited neighbour advertisements, where a switch cannot
 * take them all at once.
 *
 * @param everywhere {@code vrrp_garp_interval} and {@code vrrp_gna_interval}: on each interface that is in no group, by
 *     itself
 * @param groups every {@code garp_group}, in the order of the file; no interface is in two of them
 */
public record AnnouncementPaces(Pace everywhere, List<Group> groups) {
    /** As long as nothing is said. */
    public static final AnnouncementPaces NONE = new AnnouncementPaces(Pace.NONE, List.of());

    /** Takes a copy. */
    public AnnouncementPaces {
        groups = List.copyOf(groups);
    }

    /**
     * Times between messages, 0..86,400 s; zero for none.
     *
     * @param arp with IPv4
     * @param neighbour with IPv6
     */
    public record Pace(Duration arp, Duration neighbour) {
        /** All at once. */
        public static final Pace NONE = new Pace(Duration.ZERO, Duration.ZERO);
    }

    /**
     * Interfaces that share one pace, such as those on the same switch.
     *
     * @param interfaces their names, one at the least
     * @param pace of all of them together
     */
    public record Group(List<String> interfaces, Pace pace) {
        /** Takes a copy. */
        public Group {
            interfaces = List.copyOf(interfaces);
        }
    }
}
