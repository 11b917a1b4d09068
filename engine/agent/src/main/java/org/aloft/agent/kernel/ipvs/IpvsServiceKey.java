package org.aloft.agent.kernel.ipvs;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /**
     * Reads what {@code toString} wrote.
     *
     * @return empty for any other text
     */
    static Optional<IpvsServiceKey> parse(String text) {
        Matcher mark = Text.MARK.matcher(text);
        if (mark.matches()) {
            return Optional.of(new FirewallMark((int) Long.parseLong(mark.group(1)), mark.group(2) != null));
        }
        Matcher endpoint = Text.ENDPOINT.matcher(text);
        if (!endpoint.matches()) {
            return Optional.empty();
        }
        try {
            // Digits, dots and colons only: no name server is asked.
            InetAddress address = InetAddress.getByName(endpoint.group(2));
            int port = Integer.parseInt(endpoint.group(3));
            return Optional.of(new Endpoint(IpvsProtocol.valueOf(endpoint.group(1)), address, port));
        } catch (UnknownHostException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** How keys look as text. */
    final class Text {
        private static final Pattern MARK = Pattern.compile("FWM ([1-9][0-9]{0,9})( IPv6)?");
        private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
        private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
        private static final Pattern ENDPOINT =
                Pattern.compile("(TCP|UDP|SCTP) \\[?(" + IPV4 + "|[0-9a-f:.]*:[0-9a-f:.]*)\\]?:([0-9]{1,5})");

        private Text() {}
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
