package org.aloft.agent.balance;

import java.time.Duration;
import java.util.Optional;

/**
 * How real servers are drained.
 *
 * @param servers which
 * @param limit how long to wait for their connections; more than zero
 * @param all whether inactive and persistent connections count, too, beside the active ones
 * @param backAfter when they are taken back whatever happens, counted from the order; more than zero. Empty: not until
 *     {@code undrain} or a reload
 */
public record DrainOrder(RealServerSelector servers, Duration limit, boolean all, Optional<Duration> backAfter) {
    /** Checks the times. */
    public DrainOrder {
        requireSomeTime(limit);
        backAfter.ifPresent(DrainOrder::requireSomeTime);
    }

    private static void requireSomeTime(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a drain needs some time: " + time);
        }
    }

    /** Whether a real server with these connections may go. */
    boolean isDone(ConnectionCount count) {
        return count.active() == 0 && (!all || (count.inactive() == 0 && count.persistent() == 0));
    }
}
