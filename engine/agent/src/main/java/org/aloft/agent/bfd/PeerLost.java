package org.aloft.agent.bfd;

import java.net.InetAddress;
import java.util.Set;

/**
 * A peer that was heard is silent, and its word counts.
 *
 * @param link where it was heard
 * @param peer its address, which is that of its adverts
 * @param firstIn the virtual routers of which it was active and said that of all backups this host is the first
 * @param silence for how long it was not heard, in nanoseconds
 */
public record PeerLost(GroupMember.Link link, InetAddress peer, Set<Integer> firstIn, long silence) {
    /** Takes a copy of the set. */
    public PeerLost {
        firstIn = Set.copyOf(firstIn);
    }
}
