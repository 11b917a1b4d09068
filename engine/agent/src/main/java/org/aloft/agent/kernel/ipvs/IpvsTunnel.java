package org.aloft.agent.kernel.ipvs;

import java.util.Arrays;

/**
 * How packets to a real server behind a tunnel are wrapped ({@code IP_VS_CONN_F_TUNNEL_TYPE_*} of {@code
 * linux/ip_vs.h}).
 *
 * @param kind the wrapping; other than IPIP since Linux 5.2 (GUE) and 5.3 (GRE)
 * @param port of the GUE listener, 1 to 65535; 0 for the other kinds
 * @param checksum of the outer header; IPIP has none, GRE no remote one
 */
public record IpvsTunnel(Kind kind, int port, Checksum checksum) {
    /** IP in IP, the kernel's default. */
    public static final IpvsTunnel IPIP = new IpvsTunnel(Kind.IPIP, 0, Checksum.NONE);

    /** The wrapping. */
    public enum Kind {
        /** IP in IP. */
        IPIP(0),
        /** Generic UDP encapsulation. */
        GUE(1),
        /** Generic routing encapsulation. */
        GRE(2);

        private final int value;

        Kind(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }

        static Kind of(int value) {
            return Arrays.stream(values())
                    .filter(kind -> kind.value == value)
                    .findFirst()
                    .orElse(IPIP);
        }
    }

    /** {@code IP_VS_TUNNEL_ENCAP_FLAG_*}. */
    public enum Checksum {
        /** None. */
        NONE(0),
        /** Over the whole. */
        FULL(1),
        /** Left to the receiver, by GUE's remote checksum offload. */
        REMOTE(2);

        private final int flags;

        Checksum(int flags) {
            this.flags = flags;
        }

        int flags() {
            return flags;
        }

        static Checksum of(int flags) {
            return Arrays.stream(values())
                    .filter(checksum -> checksum.flags == flags)
                    .findFirst()
                    .orElse(NONE);
        }
    }

    /** Checks what goes with what. */
    public IpvsTunnel {
        if ((kind == Kind.GUE) != (port != 0) || port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a gue tunnel has a port 1..65535, and no other has one: " + port);
        }
        boolean bare = kind == Kind.IPIP && checksum != Checksum.NONE;
        if (bare || (kind == Kind.GRE && checksum == Checksum.REMOTE)) {
            throw new IllegalArgumentException(kind + " has no such checksum: " + checksum);
        }
    }
}
