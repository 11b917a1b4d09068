package org.aloft.agent.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of a {@code vrrp_instance} that say what the active router holds.
 *
 * @param virtualAddresses {@code virtual_ipaddress}: the VIPs that adverts name, all of one family; in version 3 at
 *     least one
 * @param excluded {@code virtual_ipaddress_excluded}: those that adverts do not name, of either family
 * @param routes {@code virtual_routes}
 * @param rules {@code virtual_rules}
 * @param virtualMacs {@code use_vmac} and {@code use_vmac_addr}: interfaces that are there whether the router is active
 *     or not
 * @param advertInterface which of them adverts are sent and heard on; empty for the instance's own interface
 * @param unaccepted with {@code no_accept}, the VIPs that packets are not delivered to
 * @param promoteSecondaries {@code promote_secondaries}
 */
public record HoldingBlock(
        List<VirtualAddress> virtualAddresses,
        List<VirtualAddress> excluded,
        List<VirtualRoute> routes,
        List<VirtualRule> rules,
        List<VirtualMac> virtualMacs,
        Optional<String> advertInterface,
        List<Unaccepted> unaccepted,
        boolean promoteSecondaries) {
    /** Takes copies of the lists. */
    public HoldingBlock {
        virtualAddresses = List.copyOf(virtualAddresses);
        excluded = List.copyOf(excluded);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
        virtualMacs = List.copyOf(virtualMacs);
        unaccepted = List.copyOf(unaccepted);
    }

    /** VIPs alone. */
    public HoldingBlock(List<VirtualAddress> virtualAddresses) {
        this(virtualAddresses, List.of(), List.of(), List.of(), List.of(), Optional.empty(), List.of(), false);
    }

    /** Every VIP, whether adverts name it or not. */
    public List<VirtualAddress> addresses() {
        return Stream.concat(virtualAddresses.stream(), excluded.stream()).toList();
    }

    /** Whether something is on this interface that goes with it. */
    public boolean uses(String device) {
        return virtualMacs.stream().anyMatch(mac -> mac.name().equals(device))
                || addresses().stream().anyMatch(address -> address.device().equals(device))
                || routes.stream()
                        .flatMap(route -> route.route().nextHops().stream())
                        .anyMatch(hop -> hop.device().equals(Optional.of(device)));
    }

    /**
     * The interfaces that VIPs and routes stand on, each once, except for those that are not tracked: what is held is
     * worth nothing while one of them is down.
     */
    public Set<String> trackedInterfaces() {
        return Stream.concat(
                        addresses().stream().filter(VirtualAddress::tracked).map(VirtualAddress::device),
                        routes.stream()
                                .filter(VirtualRoute::tracked)
                                .flatMap(route -> route.route().nextHops().stream())
                                .flatMap(hop -> hop.device().stream()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All that comes with the active state and goes with it, in the order in which it is put on the host. */
    public List<Holding> whileActive() {
        return Stream.of(unaccepted, virtualAddresses, excluded, routes, rules)
                .<Holding>flatMap(List::stream)
                .toList();
    }
}
