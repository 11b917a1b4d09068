package org.aloft.plan.rollout;

import java.util.Set;

/**
 * How a plan is made.
 *
 * @param limit the hosts that may be changed; empty for all. Others are asked and taken into account all the same
 * @param allowLastDirector whether the last director of an instance that works may be changed
 */
public record PlanOptions(Set<String> limit, boolean allowLastDirector) {
    /** All hosts, and never the last director. */
    public static final PlanOptions DEFAULT = new PlanOptions(Set.of(), false);

    public PlanOptions {
        limit = Set.copyOf(limit);
    }

    /** Whether a host may be changed. */
    public boolean allows(String host) {
        return limit.isEmpty() || limit.contains(host);
    }
}
