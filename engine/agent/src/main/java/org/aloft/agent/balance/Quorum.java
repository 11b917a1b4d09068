package org.aloft.agent.balance;

/**
 * When a virtual service has enough real servers ({@code man 5 keepalived.conf}: {@code quorum}, {@code hysteresis}).
 * Pure.
 *
 * <pre>{@code
 *  sum of the weights of those that are up
 *     ^
 *     |            quorum is gained here, and above
 *     |  ........  quorum + hysteresis
 *     |            it stays what it was
 *     |  ........  quorum - hysteresis
 *     |            quorum is lost below
 * }</pre>
 *
 * @param least 1 or more, by default 1
 * @param hysteresis 0 or more and less than {@code least}, so that without any weight it is always lost
 */
public record Quorum(int least, int hysteresis) {
    /** What holds when the file does not say. */
    public static final Quorum DEFAULT = new Quorum(1, 0);

    /** Checks the ranges. */
    public Quorum {
        if (least < 1 || hysteresis < 0 || hysteresis >= least) {
            throw new IllegalArgumentException("quorum must be 1 or more and hysteresis 0.." + (least - 1) + ": quorum="
                    + least + ", hysteresis=" + hysteresis);
        }
    }

    /** Whether a service that begins has it: gain and loss, and so the hysteresis, come after. */
    public boolean isMetAtFirst(long weight) {
        return weight >= least;
    }

    /**
     * Whether a service has it now.
     *
     * @param before whether it had it
     * @param weight the sum of the weights of its real servers that are up
     */
    public boolean isMet(boolean before, long weight) {
        return before ? weight >= (long) least - hysteresis : weight >= (long) least + hysteresis;
    }
}
