package org.aloft.agent.config;

/**
 * {@code lvs_method NAT|DR|TUN [type {ipip|gue port NUM|gre} [nocsum|csum|remcsum]]}.
 *
 * @param forwarding how a packet gets to its real server
 * @param tunnel the wrapping, with TUN; {@link Tunnel#IPIP} else
 */
public record LvsMethodBlock(Forwarding forwarding, Tunnel tunnel) {
    /** What holds when the file does not say. */
    public static final LvsMethodBlock NAT = new LvsMethodBlock(Forwarding.NAT, Tunnel.IPIP);

    /** How a packet gets to its real server. */
    public enum Forwarding {
        /** Source or destination is rewritten, answers come back through the director. */
        NAT,
        /** Direct routing: the frame is re-addressed; the real server holds the VIP on lo. */
        DR,
        /** Wrapped into another packet. */
        TUN
    }

    /**
     * The wrapping.
     *
     * @param type what it is
     * @param port of gue, 1..65535; 0 else
     * @param checksum of the outer header
     */
    public record Tunnel(TunnelType type, int port, Checksum checksum) {
        /** IP in IP. */
        public static final Tunnel IPIP = new Tunnel(TunnelType.IPIP, 0, Checksum.NOCSUM);
    }

    /** Kinds of wrapping. */
    public enum TunnelType {
        /** IP in IP. */
        IPIP,
        /** Generic UDP encapsulation, since Linux 5.2. */
        GUE,
        /** Generic routing encapsulation, since Linux 5.3. */
        GRE
    }

    /** The outer header's checksum. */
    public enum Checksum {
        /** None. */
        NOCSUM,
        /** Over the whole. */
        CSUM,
        /** Remote checksum offload. */
        REMCSUM
    }

    @Override
    public String toString() {
        return forwarding.name();
    }
}
