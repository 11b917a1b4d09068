package org.aloft.plan.rollout;

import java.util.OptionalInt;
import java.util.Set;

/**
 * How a plan is made.
 *
 * @param limit the hosts that may be changed; empty for all. Others are asked and taken into account all the same
 * @param allowLastDirector whether the last director of an instance that works may be changed
 * @param forget hosts that left the topology and are gone for good: nobody looks for them any more
 * @param serial how many real servers of a service change at the same time, 1 or more; empty for as many as is safe
 * @param maxFailures how many hosts may fail until the rollout stops, 1 or more; when empty, a wave is carried out on all
 *     of its hosts, and it is the last one if one of them fails
 */
public record PlanOptions(
        Set<String> limit, boolean allowLastDirector, Set<String> forget, OptionalInt serial, OptionalInt maxFailures) {
    /** All hosts, and never the last director. */
    public static final PlanOptions DEFAULT = new PlanOptions(Set.of(), false, Set.of());

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one of them is below 1
     */
    public PlanOptions {
        limit = Set.copyOf(limit);
        forget = Set.copyOf(forget);
        if (serial.orElse(1) < 1 || maxFailures.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "serial and maxFailures must be 1 or more: serial=" + serial + ", maxFailures=" + maxFailures);
        }
    }

    /** At the usual pace. */
    public PlanOptions(Set<String> limit, boolean allowLastDirector, Set<String> forget) {
        this(limit, allowLastDirector, forget, OptionalInt.empty(), OptionalInt.empty());
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
