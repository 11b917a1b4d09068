package org.aloft.agent.balance;

import java.util.Optional;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;

/**
 * What {@code global_defs} says of IPVS as a whole.
 *
 * @param flushAtStart {@code lvs_flush}: whether the table is emptied first, services of others included
 * @param atStop {@code lvs_flush_on_stop}
 * @param timeouts {@code lvs_timeouts}
 * @param syncDaemon {@code lvs_sync_daemon}
 */
public record LvsSettings(
        boolean flushAtStart, AtStop atStop, IpvsTimeouts timeouts, Optional<SyncDaemonSettings> syncDaemon) {
    /** As without any of those lines. */
    public static final LvsSettings DEFAULT =
            new LvsSettings(false, AtStop.REMOVE_OWN, IpvsTimeouts.UNCHANGED, Optional.empty());

    /** Whether nothing is said of IPVS. */
    public boolean isDefault() {
        return !flushAtStart && atStop == AtStop.REMOVE_OWN && timeouts.isUnchanged() && syncDaemon.isEmpty();
    }

    /** What becomes of the table when the daemon stops. */
    public enum AtStop {
        /** The daemon's own services go, each in one step with its real servers; those of others stay. */
        REMOVE_OWN,
        /** The table is emptied, services of others included. */
        FLUSH
    }
}
