package org.aloft.agent.config.language;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as text, read without ever asking a name server. */
final class IpLiteral {
    private static final int GROUPS = 8;
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private IpLiteral() {}

    /** Either family. */
    static Optional<InetAddress> parse(String text) {
        return text.indexOf(':') >= 0
                ? ipv6(text).map(InetAddress.class::cast)
                : ipv4(text).map(InetAddress.class::cast);
    }

    /** Four numbers 0..255 with dots, no leading zeros. */
    static Optional<Inet4Address> ipv4(String text) {
        return ipv4Bytes(text).map(bytes -> {
            try {
                return (Inet4Address) InetAddress.getByAddress(bytes);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("four bytes are always an IPv4 address", impossible);
            }
        });
    }

    /** By hand: large configurations have thousands of addresses. */
    private static Optional<byte[]> ipv4Bytes(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int index = 0; index < 4; index++) {
            int end = index < 3 ? text.indexOf('.', at) : text.length();
            int value = end < 0 ? -1 : octet(text, at, end);
            if (value < 0) {
                return Optional.empty();
            }
            bytes[index] = (byte) value;
            at = end + 1;
        }
        return Optional.of(bytes);
    }

    /** 0..255 without a leading zero; -1 for anything else. */
    private static int octet(String text, int from, int to) {
        if (to - from < 1 || to - from > 3 || (text.charAt(from) == '0' && to - from > 1)) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value > 255 ? -1 : value;
    }

    /** RFC 4291 §2.2: groups of hexadecimal digits, one {@code ::}, perhaps an IPv4 address as the last two groups. */
    static Optional<Inet6Address> ipv6(String text) {
        int gap = text.indexOf("::");
        Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<List<Integer>> tail = gap < 0 ? Optional.of(List.of()) : groups(text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int given = head.get().size() + tail.get().size();
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * GROUPS);
        head.get().forEach(group -> bytes.putShort(group.shortValue()));
        bytes.position(2 * (GROUPS - tail.get().size()));
        tail.get().forEach(group -> bytes.putShort(group.shortValue()));
        return Optional.of(fromBytes(bytes.array()));
    }

    private static Optional<List<Integer>> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int index = 0; index < parts.length; index++) {
            if (GROUP.matcher(parts[index]).matches()) {
                groups.add(Integer.parseInt(parts[index], 16));
                continue;
            }
            Optional<byte[]> last = index == parts.length - 1 ? ipv4Bytes(parts[index]) : Optional.empty();
            if (last.isEmpty()) {
                return Optional.empty();
            }
            ByteBuffer four = ByteBuffer.wrap(last.get());
            groups.add(Short.toUnsignedInt(four.getShort()));
            groups.add(Short.toUnsignedInt(four.getShort()));
        }
        return Optional.of(groups);
    }

    private static Inet6Address fromBytes(byte[] bytes) {
        try {
            return Inet6Address.getByAddress(null, bytes, -1); // an IPv4-mapped address stays what was written
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("sixteen bytes are always an IPv6 address", impossible);
        }
    }
}
