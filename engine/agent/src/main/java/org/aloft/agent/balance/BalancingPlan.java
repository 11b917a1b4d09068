package org.aloft.agent.balance;

import java.util.List;
import java.util.Set;

/**
 * What the configuration wants balanced.
 *
 * @param services no two with one key, nor with one entry
 * @param settings what holds for all of them
 */
public record BalancingPlan(List<VirtualService> services, LvsSettings settings) {
    /** Nothing. */
    public static final BalancingPlan EMPTY = new BalancingPlan(List.of(), LvsSettings.DEFAULT);

    /** Takes a copy of the list. */
    public BalancingPlan {
        services = List.copyOf(services);
    }

    /**
     * The same, but these real servers count as down until their first result.
     *
     * @param servers by {@code RealServerKey.toString}
     */
    public BalancingPlan downAtFirst(Set<String> servers) {
        return servers.isEmpty()
                ? this
                : new BalancingPlan(
                        services.stream()
                                .map(service -> service.downAtFirst(servers))
                                .toList(),
                        settings);
    }
}
