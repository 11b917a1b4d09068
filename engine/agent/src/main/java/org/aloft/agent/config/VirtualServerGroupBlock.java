package org.aloft.agent.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One {@code virtual_server_group}: many addresses that are balanced alike.
 *
 * <pre>
 * virtual_server_group web {
 *     192.0.2.10 80
 *     192.0.2.20-29 80
 *     192.0.2.250-192.0.3.10 443
 *     2001:db8::/120 80
 *     fwmark 7
 * }
 * </pre>
 *
 * @param name the word after the keyword
 * @param lines in the order of the file, at least one
 */
public record VirtualServerGroupBlock(String name, List<Line> lines) {
    /** Most addresses of all lines together: each becomes a service in the kernel. */
    public static final int MOST = 65_536;

    /** Takes a copy of the list. */
    public VirtualServerGroupBlock {
        lines = List.copyOf(lines);
    }

    /** One line. */
    public sealed interface Line {}

    /**
     * One address or several that follow each other, with one port.
     *
     * @param first the lowest
     * @param count 1..{@link #MOST}
     * @param port 0..65535
     */
    public record Range(InetAddress first, int count, int port) implements Line {
        /** Every address. */
        public List<InetAddress> addresses() {
            return IntStream.range(0, count).mapToObj(this::address).toList();
        }

        private InetAddress address(int number) {
            byte[] start = first.getAddress();
            byte[] sum =
                    new BigInteger(1, start).add(BigInteger.valueOf(number)).toByteArray();
            byte[] octets = new byte[start.length];
            int length = Math.min(sum.length, octets.length);
            System.arraycopy(sum, sum.length - length, octets, octets.length - length, length);
            try {
                return InetAddress.getByAddress(octets);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("an address has 4 or 16 bytes: " + Arrays.toString(octets), impossible);
            }
        }
    }

    /**
     * {@code fwmark INTEGER [inet|inet6]}.
     *
     * @param mark unsigned, not 0
     * @param ipv6 empty when the line does not say
     */
    public record Mark(int mark, Optional<Boolean> ipv6) implements Line {}
}
