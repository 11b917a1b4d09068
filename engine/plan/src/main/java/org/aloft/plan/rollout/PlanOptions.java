package org.aloft.plan.rollout;

import java.util.Set;

/**
 * How a plan is made.
 *
 * @param limit the hosts that may be changed; empty for all. Others are asked and taken into account all the same
 * @param allowLastDirector whether the last director of an instance that works may be changed
 * @param forget hosts that left the topology and are gone for good: nobody looks for them any more
 */
public record PlanOptions(Set<String> limit, boolean allowLastDirector, Set<String> forget) {
    /** All hosts, and never the last director. */
    public static final PlanOptions DEFAULT = new PlanOptions(Set.of(), false, Set.of());

    public PlanOptions {
        limit = Set.copyOf(limit);
        forget = Set.copyOf(forget);
    }

    /** Nothing is forgotten. */
    public PlanOptions(Set<String> limit, boolean allowLastDirector) {
        this(limit, allowLastDirector, Set.of());
    }

    /** Whether a host may be changed. */
    public boolean allows(String host) {
        return limit.isEmpty() || limit.contains(host);
    }
}
