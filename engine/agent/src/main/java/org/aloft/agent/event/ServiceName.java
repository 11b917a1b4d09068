package org.aloft.agent.event;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A virtual service or a real server as keepalived's FIFOs and messages name it: {@code [192.0.2.10]:tcp:80}, or
 * {@code FWM 7} for a firewall mark.
 *
 * @param text the name
 */
public record ServiceName(String text) {
    /**
     * The name of what is at an address.
     *
     * @param protocol such as {@code TCP}; in the name it stands in lower case
     * @param endpoint address and port, resolved
     */
    public static ServiceName of(String protocol, InetSocketAddress endpoint) {
        return of(protocol, endpoint.getAddress(), endpoint.getPort());
    }

    /**
     * The name of what is at an address.
     *
     * @param protocol such as {@code TCP}; in the name it stands in lower case
     * @param port 0..65535
     */
    public static ServiceName of(String protocol, InetAddress address, int port) {
        return new ServiceName("[" + text(address) + "]:" + protocol.toLowerCase(Locale.ROOT) + ":" + port);
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address ipv6 ? shortest(ipv6) : address.getHostAddress();
    }

    /**
     * RFC 5952 §4, which is also what keepalived writes: the longest run of zero groups, of two or more, is left out.
     */
    private static String shortest(Inet6Address address) {
        CharBuffer groups = ByteBuffer.wrap(address.getAddress()).asCharBuffer();
        int longest = 1;
        int gap = -1;
        int run = 0;
        for (int index = 0; index < groups.length(); index++) {
            run = groups.get(index) == 0 ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                gap = index + 1 - run;
            }
        }
        if (gap < 0) {
            return joined(groups, 0, groups.length());
        }
        return joined(groups, 0, gap) + "::" + joined(groups, gap + longest, groups.length());
    }

    private static String joined(CharBuffer groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(index -> Integer.toHexString(groups.get(index)))
                .collect(Collectors.joining(":"));
    }

    /**
     * The name of a service of marked packets.
     *
     * @param mark the firewall mark, unsigned
     */
    public static ServiceName ofFirewallMark(int mark) {
        return new ServiceName("FWM " + Integer.toUnsignedString(mark));
    }

    @Override
    public String toString() {
        return text;
    }
}
