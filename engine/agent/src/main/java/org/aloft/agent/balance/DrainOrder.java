package org.aloft.agent.balance;

import java.time.Duration;

/**
 * How real servers are drained.
 *
 * @param servers which
 * @param limit how long to wait for their connections; more than zero
 * @param all whether inactive and persistent connections count, too, beside the active ones
 */
public record DrainOrder(RealServerSelector servers, Duration limit, boolean all) {
    /** Checks the limit. */
    public DrainOrder {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a drain needs some time: " + limit);
        }
    }

    /** Whether a real server with these connections may go. */
    boolean isDone(ConnectionCount count) {
        return count.active() == 0 && (!all || (count.inactive() == 0 && count.persistent() == 0));
    }
}
