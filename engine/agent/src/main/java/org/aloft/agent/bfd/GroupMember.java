package org.aloft.agent.bfd;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.FastDetection;

/**
 * A VRRP instance with {@code fast_detection}, as it stands: a virtual router's member on this host. Immutable.
 *
 * @param link where it speaks
 * @param virtualRouterId 1..255
 * @param priority the effective one, 1..255
 * @param active whether it holds the VIPs
 * @param follows the active router that it heard last; empty when it is that itself
 * @param unicastPeers the only hosts that may be members; empty where any host of the link may
 * @param pace how soon it wants to notice that a member is gone
 */
public record GroupMember(
        Link link,
        int virtualRouterId,
        int priority,
        boolean active,
        Optional<InetAddress> follows,
        List<InetAddress> unicastPeers,
        FastDetection pace) {
    /**
     * A link, and this host's address there, which says of which family.
     *
     * @param index the kernel's number of the interface, above 0
     * @param own from where adverts are sent
     */
    public record Link(int index, InetAddress own) {}

    /** Takes a copy of the list. */
    public GroupMember {
        unicastPeers = List.copyOf(unicastPeers);
    }

    boolean admits(InetAddress peer) {
        return unicastPeers.isEmpty() || unicastPeers.contains(peer);
    }
}
