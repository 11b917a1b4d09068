package org.aloft.topology.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the directors that balance without an instance tell routers of their VIPs: each by BGP sessions of its own, which
 * FRR holds, so that the routers send to all of them (ECMP).
 *
 * @param localAs the directors' AS number, 1..4294967295
 * @param neighbors the routers: address → AS number, in the file's order
 * @param holdTime after so long without a sign a router takes a director for gone, and the other way round; whole seconds
 * @param bfd what finds that out sooner; empty: none
 * @param password of the sessions' TCP (RFC 2385); empty: none
 * @param routerIds host → BGP identifier, where it is not the host's IPv4 address
 */
public record Announcement(
        long localAs,
        Map<InetAddress, Long> neighbors,
        Duration holdTime,
        Optional<Bfd> bfd,
        Optional<Secret> password,
        Map<String, InetAddress> routerIds) {
    public Announcement {
        neighbors = Collections.unmodifiableMap(new LinkedHashMap<>(neighbors));
        routerIds = Map.copyOf(routerIds);
    }

    /**
     * Bidirectional forwarding detection with the routers (RFC 5880).
     *
     * @param interval between two packets, either way; whole milliseconds
     * @param multiplier a neighbor is gone once so many packets are missing, 2..255
     */
    public record Bfd(Duration interval, int multiplier) {
        /** The longest silence of a neighbor that is not gone (RFC 5880 §6.8.4). */
        public Duration detection() {
            return interval.multipliedBy(multiplier);
        }
    }

    /** How long a router sends to a director that has fallen silent. */
    public Duration detection() {
        return bfd.map(Bfd::detection).orElse(holdTime);
    }

    /**
     * A host's BGP identifier; never left to FRR, which takes the highest address of lo: a VIP, and the same one on every
     * director.
     */
    public Optional<InetAddress> routerId(Host host) {
        return Optional.ofNullable(routerIds.get(host.name()))
                .or(() -> IpPrefix.address(host.address()).filter(address -> address.getAddress().length == 4));
    }
}
