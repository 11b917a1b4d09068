package org.aloft.topology.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the active member has beside its VIPs, and how it has them.
 *
 * @param routes routes that move with the VIPs
 * @param rules rules of routing that move with the VIPs
 * @param virtualMac whether the VIPs stand on an interface of their own, with VRRP's MAC address
 * @param accept whether packets to the VIPs are delivered; empty: as the agent does unless told otherwise
 */
public record Holding(
        List<VirtualRoute> routes, List<VirtualRule> rules, boolean virtualMac, Optional<Boolean> accept) {
    /** Nothing but the VIPs. */
    public static final Holding VIPS_ALONE = new Holding(List.of(), List.of(), false, Optional.empty());

    public Holding {
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    /**
     * A route, as ip-route(8) has it.
     *
     * @param to a network; empty: the default route
     * @param networkInterface empty: the one of the instance
     */
    public record VirtualRoute(
            Optional<IpPrefix> to,
            Optional<InetAddress> via,
            Optional<String> networkInterface,
            Optional<InetAddress> source,
            Optional<Integer> table,
            Optional<Integer> metric) {}

    /** A rule, as ip-rule(8) has it. What is empty matches everything. */
    public record VirtualRule(
            Optional<IpPrefix> from,
            Optional<IpPrefix> to,
            Optional<String> networkInterface,
            Optional<Integer> mark,
            int table,
            int priority) {}
}
