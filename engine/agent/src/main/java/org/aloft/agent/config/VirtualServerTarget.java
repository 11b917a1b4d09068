package org.aloft.agent.config;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What a {@code virtual_server} balances: the words after the keyword. */
public sealed interface VirtualServerTarget {
    /**
     * {@code virtual_server IPADDR [PORT]}.
     *
     * @param port 0..65535; 0 is every port, with persistence only
     */
    record Address(InetAddress address, int port) implements VirtualServerTarget {
        @Override
        public String toString() {
            return address.getHostAddress() + " " + port;
        }

        /** Whether its addresses are IPv6. */
        public boolean ipv6() {
            return address instanceof Inet6Address;
        }
    }

    /**
     * {@code virtual_server fwmark INTEGER}.
     *
     * @param mark unsigned, not 0
     * @param ipv6 {@code ip_family}, or what the real servers are
     */
    record FirewallMark(int mark, boolean ipv6) implements VirtualServerTarget {
        @Override
        public String toString() {
            return "fwmark " + Integer.toUnsignedString(mark) + (ipv6 ? " inet6" : "");
        }
    }

    /**
     * {@code virtual_server group STRING}.
     *
     * @param name of the {@code virtual_server_group}
     * @param ipv6 what its firewall marks are that do not say
     */
    record Group(String name, boolean ipv6) implements VirtualServerTarget {
        @Override
        public String toString() {
            return "group " + name;
        }
    }
}
