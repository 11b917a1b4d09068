package org.aloft.plan.rollout;

import java.util.List;

/**
 * What was found on one host, beside the steps that stand in the waves.
 *
 * @param host its name in the inventory
 * @param role what it is in the cluster
 * @param untouched what is left alone, and why
 * @param warnings what the user should know although nothing is done about it
 * @param manifest digest of the manifest that the plan was made from; {@code -} where there is none
 */
public record HostPlan(String host, HostRole role, List<Untouched> untouched, List<String> warnings, String manifest) {
    public HostPlan {
        untouched = List.copyOf(untouched);
        warnings = List.copyOf(warnings);
    }
}
