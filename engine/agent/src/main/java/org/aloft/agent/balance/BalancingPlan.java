package org.aloft.agent.balance;

import java.util.List;

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
}
