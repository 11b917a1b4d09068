package org.aloft.agent.config;

import java.util.Set;

/**
 * How a virtual service picks a real server.
 *
 * @param scheduler {@code lvs_sched} or {@code lb_algo}; wlc when not said
 * @param flags what modifies it
 */
public record SchedulingBlock(String scheduler, Set<Flag> flags) {
    /** Takes a copy. */
    public SchedulingBlock {
        flags = Set.copyOf(flags);
    }

    /** What modifies a scheduler. */
    public enum Flag {
        /** {@code flag-1}; {@code sh-fallback} and {@code mh-fallback}: another server for one of weight 0. */
        FLAG_1,
        /** {@code flag-2}; {@code sh-port} and {@code mh-port}: the source port counts, too. */
        FLAG_2,
        /** {@code flag-3}. */
        FLAG_3,
        /** {@code ops}: each datagram is scheduled anew; UDP only. */
        ONE_PACKET
    }
}
