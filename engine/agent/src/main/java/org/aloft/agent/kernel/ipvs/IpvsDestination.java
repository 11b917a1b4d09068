package org.aloft.agent.kernel.ipvs;

import java.net.InetAddress;

/**
 * A real server of a virtual service.
 *
 * @param address its address
 * @param port 0 to 65535
 * @param forwarding how packets get to it
 * @param weight 0 to 2147483647; 0: no new connections, those that are go on
 * @param upperThreshold no new connections from this many on; 0: no limit
 * @param lowerThreshold after the upper one, new connections again below this many; 0: three quarters of the upper one
 * @param tunnel how packets are wrapped, with {@code TUNNEL}; {@link IpvsTunnel#IPIP} else
 */
public record IpvsDestination(
        InetAddress address,
        int port,
        Forwarding forwarding,
        int weight,
        int upperThreshold,
        int lowerThreshold,
        IpvsTunnel tunnel) {
    /** How a packet gets to its real server; {@code IP_VS_CONN_F_*} of {@code linux/ip_vs.h}. */
    public enum Forwarding {
        /** NAT: the address is rewritten and answers come back through the director. */
        MASQUERADE(0),
        /** What the kernel makes of any forwarding to an address of the director itself; not to be asked for. */
        LOCAL_NODE(1),
        /** IP in IP. */
        TUNNEL(2),
        /** The frame is re-addressed; the real server holds the VIP on lo. */
        DIRECT_ROUTE(3);

        private static final int MASK = 0x7;

        private final int value;

        Forwarding(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }

        static Forwarding of(int connectionFlags) {
            for (Forwarding forwarding : values()) {
                if (forwarding.value == (connectionFlags & MASK)) {
                    return forwarding;
                }
            }
            throw new IllegalArgumentException("unknown forwarding method " + (connectionFlags & MASK));
        }
    }

    /** Checks the ranges. */
    public IpvsDestination {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port must be 0..65535: " + port);
        }
        if (weight < 0 || upperThreshold < 0 || lowerThreshold < 0) {
            throw new IllegalArgumentException("weight and thresholds must be 0 or more: weight=" + weight
                    + ", upper threshold=" + upperThreshold + ", lower threshold=" + lowerThreshold);
        }
    }

    /** A real server in no tunnel, or in an IP-in-IP one. */
    public IpvsDestination(
            InetAddress address, int port, Forwarding forwarding, int weight, int upperThreshold, int lowerThreshold) {
        this(address, port, forwarding, weight, upperThreshold, lowerThreshold, IpvsTunnel.IPIP);
    }

    /** A real server without thresholds. */
    public static IpvsDestination of(InetAddress address, int port, Forwarding forwarding, int weight) {
        return new IpvsDestination(address, port, forwarding, weight, 0, 0);
    }

    /** Whether both are the same entry to the kernel, which tells them apart by address and port. */
    public boolean sameAs(IpvsDestination other) {
        return address.equals(other.address) && port == other.port;
    }

    /** As {@code 192.0.2.21:80}. */
    public String endpoint() {
        return IpvsServiceKey.text(address, port);
    }
}
