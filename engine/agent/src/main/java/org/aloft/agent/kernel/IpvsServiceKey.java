package org.aloft.agent.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What tells one virtual service from another. */
public sealed interface IpvsServiceKey {
    /** Whether the service is an IPv6 one. */
    boolean ipv6();

    /**
     * A service at an address.
     *
     * @param protocol what is balanced
     * @param address the VIP
     * @param port 0 to 65535; 0 is every port, for a persistent service
     */
    record Endpoint(IpvsProtocol protocol, InetAddress address, int port) implements IpvsServiceKey {
        /** Checks the port. */
        public Endpoint {
            checkPort(port);
        }

        @Override
        public boolean ipv6() {
            return address instanceof Inet6Address;
        }

        /** As {@code TCP 192.0.2.10:80}. */
        @Override
        public String toString() {
            return protocol + " " + text(address, port);
        }
    }

    /**
     * A service of all packets that the firewall marked.
     *
     * @param mark the mark, as an unsigned number; not 0
     * @param ipv6 whether it balances IPv6
     */
    record FirewallMark(int mark, boolean ipv6) implements IpvsServiceKey {
        /** Checks the mark. */
        public FirewallMark {
            if (mark == 0) {
                throw new IllegalArgumentException("a firewall mark must be 1..4294967295: 0");
            }
        }

        /** As {@code FWM 7}. */
        @Override
        public String toString() {
            return "FWM " + Integer.toUnsignedString(mark) + (ipv6 ? " IPv6" : "");
        }
    }

    /** As {@code 192.0.2.10:80} or {@code [2001:db8::10]:80}. */
    public static String text(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }

    private static void checkPort(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port must be 0..65535: " + port);
        }
    }
}
