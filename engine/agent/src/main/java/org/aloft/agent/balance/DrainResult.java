package org.aloft.agent.balance;

import java.util.List;

/**
 * How a drain ended.
 *
 * @param outcome in one word
 * @param last where each real server stood then
 */
public record DrainResult(Outcome outcome, List<DrainProgress> last) {
    /** Takes a copy of the list. */
    public DrainResult {
        last = List.copyOf(last);
    }

    /** How it ended. */
    public enum Outcome {
        /** All are out of the table, and stay so until {@code undrain} or a reload. */
        DRAINED,
        /**
         * The time is up. Those that are not done keep weight 0 and their connections until {@code undrain} or a
         * reload.
         */
        TIME_UP,
        /** {@code undrain}, a reload, or the daemon's end came before. */
        CALLED_OFF,
        /** No real server of the configuration is meant by it. */
        NO_SUCH_SERVER
    }
}
