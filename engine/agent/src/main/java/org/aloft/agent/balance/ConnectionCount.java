package org.aloft.agent.balance;

/**
 * The connections of a real server, by IPVS.
 *
 * @param active established
 * @param inactive known but not established, such as those in TIME_WAIT
 * @param persistent clients that stay with it
 */
public record ConnectionCount(int active, int inactive, int persistent) {
    /** None at all. */
    public static final ConnectionCount NONE = new ConnectionCount(0, 0, 0);

    ConnectionCount plus(ConnectionCount other) {
        return new ConnectionCount(active + other.active, inactive + other.inactive, persistent + other.persistent);
    }

    /** As {@code 3 active, 5 inactive, 0 persistent}. */
    @Override
    public String toString() {
        return active + " active, " + inactive + " inactive, " + persistent + " persistent";
    }
}
