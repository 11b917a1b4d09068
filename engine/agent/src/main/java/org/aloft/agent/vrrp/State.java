package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a virtual router stands (RFC 3768 §6.4). Moments are nanoseconds of the monotonic clock whose readings the machine is given.
 */
public sealed interface State {
    /** As a deadline: nothing is due. */
    long NEVER = Long.MAX_VALUE;

    /** Why the router is in this state, for people. */
    String reason();

    /** When {@link Event.TimerExpired} is due, or {@link #NEVER}. */
    long deadline();

    /** Whether a deadline has come. */
    static boolean isDue(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }

    /**
     * Takes no part in the group.
     *
     * @param reason why
     */
    record Initialize(String reason) implements State {
        @Override
        public long deadline() {
            return NEVER;
        }
    }

    /**
     * Would take part, but cannot.
     *
     * @param reason what is broken
     */
    record Fault(String reason) implements State {
        @Override
        public long deadline() {
            return NEVER;
        }
    }

    /**
     * Watches the active router.
     *
     * @param reason why
     * @param activeDownAt when the active router counts as gone
     * @param activeIntervalNanos the active router's advert interval: its own word in version 3, ours in version 2
     * @param active who that is; empty until heard
     * @param activePriority the priority it said last; -1 until heard
     * @param notBefore the earliest moment at which this router may become active: after a sleep it listens first, and what was
     *     queued meanwhile must not shorten that
     * @param preemptAt until when a lower active router is left in place; {@link #NEVER} when that does not run
     */
    record Backup(
            String reason,
            long activeDownAt,
            long activeIntervalNanos,
            Optional<InetAddress> active,
            int activePriority,
            long notBefore,
            long preemptAt)
            implements State {
        @Override
        public long deadline() {
            return activeDownAt;
        }
    }

    /**
     * Holds the VIPs.
     *
     * @param reason why
     * @param advertAt when the next advert is due
     * @param arpAt when the VIPs are announced again, or {@link #NEVER}
     * @param arpIsRefresh whether that is the regular refresh rather than the second round after a takeover
     */
    record Active(String reason, long advertAt, long arpAt, boolean arpIsRefresh) implements State {
        @Override
        public long deadline() {
            return Math.min(advertAt, arpAt);
        }
    }
}
