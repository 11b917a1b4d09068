package org.aloft.agent.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One {@code bfd_instance}: a session with one neighbour (RFC 5880, 5881).
 *
 * <pre>
 * bfd_instance to_router {
 *     neighbor_ip 192.0.2.1
 *     source_ip 192.0.2.10
 *     min_rx 100
 *     min_tx 100
 * }
 * </pre>
 *
 * @param name the word after the keyword, at most 31 characters
 * @param neighbor the other end
 * @param source the own end, of the same family; the kernel picks one when empty
 * @param pace how often packets go and come
 * @param passive whether it waits for the neighbour's first packet
 * @param reach how far away the neighbour may be
 * @param weight the default for those who track it; 0 when not said
 */
public record BfdInstanceBlock(
        String name,
        InetAddress neighbor,
        Optional<InetAddress> source,
        Pace pace,
        boolean passive,
        Reach reach,
        TrackWeight weight) {
    /**
     * How often packets go and come.
     *
     * @param minimumReceive {@code min_rx}: the shortest interval between packets that this end can take; 10 ms when
     *     not said
     * @param minimumTransmit {@code min_tx}: the shortest interval at which it wants to send; 10 ms when not said
     * @param idleTransmit {@code idle_tx}: the same while the session is not up, at least 1 s; 1 s when not said
     * @param multiplier how many packets may be missed, 1..255; 5 when not said
     */
    public record Pace(Duration minimumReceive, Duration minimumTransmit, Duration idleTransmit, int multiplier) {}

    /**
     * How far away the neighbour may be.
     *
     * @param hops the TTL or hop limit of what is sent, 1..255; 255 for IPv4 and 64 for IPv6 when not said
     * @param mostHops {@code max_hops}: how far below {@code hops} that of a received packet may be; 255: do not look
     */
    public record Reach(int hops, int mostHops) {}
}
