package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.util.Optional;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * Where VRRP packets come in: all virtual routers of one interface, family and group can hear on one socket.
 *
 * @param on the interface
 * @param ipv4 or IPv6
 * @param group the multicast group; empty among peers that speak to one another by unicast
 */
public record ListeningPlace(NetworkInterface on, boolean ipv4, Optional<InetAddress> group) {
    /** Where the answers to what is sent there come in. */
    public static ListeningPlace of(VrrpRoute route) {
        return new ListeningPlace(route.on(), route.isIpv4(), route.group());
    }

    /** Whether it is the same place, whatever name and state the interface had when that was asked. */
    public boolean isSame(ListeningPlace other) {
        return on.index() == other.on.index() && ipv4 == other.ipv4 && group.equals(other.group);
    }
}
