package org.aloft.agent.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * One line of {@code unicast_peer}: {@code <ADDRESS> [min_ttl <0..255>] [max_ttl <0..255>]}.
 *
 * @param address of the instance's family
 * @param leastHopLimit {@code min_ttl}: adverts of this peer that arrive with less are dropped
 * @param mostHopLimit {@code max_ttl}: adverts of this peer that arrive with more are dropped
 */
public record UnicastPeer(InetAddress address, Optional<Integer> leastHopLimit, Optional<Integer> mostHopLimit) {
    /** A peer whose adverts may arrive with any TTL. */
    public static UnicastPeer of(InetAddress address) {
        return new UnicastPeer(address, Optional.empty(), Optional.empty());
    }

    /** Whether an advert of this peer may arrive with this TTL or hop limit. */
    public boolean allows(int hopLimit) {
        return leastHopLimit.filter(least -> hopLimit < least).isEmpty()
                && mostHopLimit.filter(most -> hopLimit > most).isEmpty();
    }

    /** Whether the line restricts the TTL at all. */
    public boolean restricts() {
        return leastHopLimit.isPresent() || mostHopLimit.isPresent();
    }
}
