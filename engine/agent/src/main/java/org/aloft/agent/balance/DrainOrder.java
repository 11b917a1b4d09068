package org.aloft.agent.balance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.check.RealServerKey;

/**
 * How real servers are drained.
 *
 * @param servers which; all at the same time
 * @param limit how long to wait for the connections of all of them together; more than zero
 * @param all whether inactive and persistent connections count, too, beside the active ones
 * @param backAfter when they are taken back whatever happens, counted from the order; more than zero. Empty: not until
 *     {@code undrain} or a reload
 */
public record DrainOrder(List<RealServerSelector> servers, Duration limit, boolean all, Optional<Duration> backAfter) {
    /** Takes a copy of the list, and checks the times. */
    public DrainOrder {
        servers = List.copyOf(servers);
        requireSomeTime(limit);
        backAfter.ifPresent(DrainOrder::requireSomeTime);
    }

    private static void requireSomeTime(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a drain needs some time: " + time);
        }
    }

    /** Those of them that mean none of these real servers. */
    List<RealServerSelector> unknownAmong(List<RealServerKey> configured) {
        return servers.stream()
                .filter(server -> configured.stream().noneMatch(server::matches))
                .toList();
    }

    /** Whether a real server is meant. */
    boolean means(RealServerKey configured) {
        return servers.stream().anyMatch(server -> server.matches(configured));
    }

    /** Whether a real server with these connections may go. */
    boolean isDone(ConnectionCount count) {
        return count.active() == 0 && (!all || (count.inactive() == 0 && count.persistent() == 0));
    }
}
