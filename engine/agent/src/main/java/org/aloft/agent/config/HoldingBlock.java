package org.aloft.agent.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lines of a {@code vrrp_instance} that say what the active router holds.
 *
 * @param virtualAddresses {@code virtual_ipaddress}: the VIPs that adverts name, at least one, all of one family
 * @param excluded {@code virtual_ipaddress_excluded}: those that adverts do not name, of either family
 * @param routes {@code virtual_routes}
 * @param rules {@code virtual_rules}
 * @param virtualMac {@code use_vmac}
 * @param adverts where {@code use_vmac} speaks from
 * @param accepts false with {@code no_accept}: packets to the VIPs are dropped unless this router owns them
 * @param promoteSecondaries {@code promote_secondaries}
 */
public record HoldingBlock(
        List<VirtualAddress> virtualAddresses,
        List<VirtualAddress> excluded,
        List<VirtualRoute> routes,
        List<VirtualRule> rules,
        Optional<VirtualMac> virtualMac,
        AdvertInterface adverts,
        boolean accepts,
        boolean promoteSecondaries) {
    /** Which interface adverts are sent and heard on. */
    public enum AdvertInterface {
        /** The virtual MAC's where there is one. */
        VIRTUAL,
        /** The instance's own ({@code vmac_xmit_base}). */
        BASE
    }

    /** Takes copies of the lists. */
    public HoldingBlock {
        virtualAddresses = List.copyOf(virtualAddresses);
        excluded = List.copyOf(excluded);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    /** VIPs alone. */
    public HoldingBlock(List<VirtualAddress> virtualAddresses) {
        this(virtualAddresses, List.of(), List.of(), List.of(), Optional.empty(), AdvertInterface.VIRTUAL, true, false);
    }

    /** Every VIP, whether adverts name it or not. */
    public List<VirtualAddress> addresses() {
        return Stream.concat(virtualAddresses.stream(), excluded.stream()).toList();
    }

    /** All that comes with the active state and goes with it, in the order in which it is put on the host. */
    public List<Holding> whileActive() {
        return Stream.of(virtualAddresses, excluded, routes, rules)
                .<Holding>flatMap(List::stream)
                .toList();
    }
}
