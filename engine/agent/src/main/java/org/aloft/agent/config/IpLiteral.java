package org.aloft.agent.config;

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
    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");
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

    private static Optional<byte[]> ipv4Bytes(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int index = 0; index < 4; index++) {
            if (!BYTE.matcher(parts[index]).matches() || Integer.parseInt(parts[index]) > 255) {
                return Optional.empty();
            }
            bytes[index] = (byte) Integer.parseInt(parts[index]);
        }
        return Optional.of(bytes);
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
