package org.aloft.agent.check;

/**
 * What a check found.
 *
 * @param server whose check it is
 * @param up whether the server counts as well now
 * @param weight what becomes of the server's weight while it is up; {@link WeightEffect#NONE} when {@code up} is false
 * @param reason the last result, as a sentence's part: {@code a connection to 192.0.2.21:80 was accepted}
 */
public record CheckNews(RealServerKey server, boolean up, WeightEffect weight, String reason) {
    /** News that leave the weight as configured. */
    public static CheckNews of(RealServerKey server, boolean up, String reason) {
        return new CheckNews(server, up, WeightEffect.NONE, reason);
    }
}
