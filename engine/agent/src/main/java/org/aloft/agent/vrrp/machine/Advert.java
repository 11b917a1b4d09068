package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.util.List;

/**
 * A VRRP advertisement that has passed the checks of its group.
 *
 * @param source who sent it
 * @param priority 0..255; 0 means that the sender is stopping
 * @param intervalNanos the sender's advert interval
 * @param addresses the VIPs it claims
 */
public record Advert(InetAddress source, int priority, long intervalNanos, List<InetAddress> addresses) {
    /** The priority by which a router says that it is stopping (RFC 3768 §5.3.4). */
    public static final int STOPPING = 0;

    /** The priority of the router that owns the addresses (RFC 3768 §5.3.4). */
    public static final int OWNER = 255;

    /** Takes a copy of the list. */
    public Advert {
        addresses = List.copyOf(addresses);
    }

    /** Who sent it, for people: {@code 10.0.0.1 with priority 100}. */
    String describe() {
        return source.getHostAddress() + " with priority " + priority;
    }
}
