package org.aloft.agent.balance;

import java.util.List;

/**
 * How a drain ended.
 *
 * @param outcome in one word
 * @param last where each real server stood then
 * @param unknown which of those that were named are none of the configuration
 */
public record DrainResult(Outcome outcome, List<DrainProgress> last, List<RealServerSelector> unknown) {
    /** Takes a copy of the lists. */
    public DrainResult {
        last = List.copyOf(last);
        unknown = List.copyOf(unknown);
    }

    /** Of an order that was carried out, or begun. */
    static DrainResult of(Outcome outcome, List<DrainProgress> last) {
        return new DrainResult(outcome, last, List.of());
    }

    /** Whether all real servers that are meant here are drained. */
    public boolean isDrained(RealServerSelector servers) {
        return last.stream()
                .filter(stand -> servers.matches(stand.server()))
                .allMatch(stand -> stand.phase() == DrainPhase.DRAINED);
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
        /** Not all that are named are real servers of the configuration; so none was drained. */
        NO_SUCH_SERVER
    }
}
