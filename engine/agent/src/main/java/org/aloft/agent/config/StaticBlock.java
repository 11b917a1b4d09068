package org.aloft.agent.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * {@code static_ipaddress}, {@code static_routes} and {@code static_rules}: what this host holds as long as aloftd
 * runs, whichever router is active.
 */
public record StaticBlock(List<VirtualAddress> addresses, List<VirtualRoute> routes, List<VirtualRule> rules) {
    /** Nothing. */
    public static final StaticBlock NONE = new StaticBlock(List.of(), List.of(), List.of());

    /** Takes copies. */
    public StaticBlock {
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    /** All of it, in the order in which it is put on the host. */
    public List<Holding> everything() {
        return Stream.of(addresses, routes, rules)
                .<Holding>flatMap(List::stream)
                .toList();
    }
}
