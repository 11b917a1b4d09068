package org.aloft.agent.kernel.socket;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * Where the adverts of one virtual router go: to a multicast group, or to each peer by itself.
 *
 * @param on the interface to speak and listen on
 * @param source the address adverts come from
 * @param destinations one multicast group, or any number of unicast addresses; all of the source's family
 * @param hopLimit the TTL or hop limit they start with, 0..255
 */
public record VrrpRoute(NetworkInterface on, InetAddress source, List<InetAddress> destinations, int hopLimit) {
    /** VRRP's number among the IP protocols. */
    public static final int PROTOCOL = 112;

    /** VRRP's TTL and hop limit: a packet that arrives with it came through no router (RFC 9568 §5.1.1.3, §5.1.2.3). */
    public static final int FULL_HOP_LIMIT = 255;

    /** Takes a copy of the list and checks it. */
    public VrrpRoute {
        destinations = List.copyOf(destinations);
        int length = source.getAddress().length;
        if (destinations.stream().anyMatch(address -> address.getAddress().length != length)) {
            throw new IllegalArgumentException("source and destinations must be of one family: "
                    + source.getHostAddress() + " and " + destinations);
        }
        if (destinations.size() > 1 && destinations.stream().anyMatch(InetAddress::isMulticastAddress)) {
            throw new IllegalArgumentException("a multicast group must be the only destination: " + destinations);
        }
        if (hopLimit < 0 || hopLimit > FULL_HOP_LIMIT) {
            throw new IllegalArgumentException("hop limit must be 0..255: " + hopLimit);
        }
    }

    /** To a group on this link. */
    public static VrrpRoute multicast(NetworkInterface on, InetAddress source, InetAddress group) {
        return new VrrpRoute(on, source, List.of(group), FULL_HOP_LIMIT);
    }

    /** Whether it is IPv4; else it is IPv6. */
    public boolean isIpv4() {
        return source instanceof Inet4Address;
    }

    /** The multicast group, if it is one. */
    public Optional<InetAddress> group() {
        return destinations.stream().filter(InetAddress::isMulticastAddress).findFirst();
    }
}
