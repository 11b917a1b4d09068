package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Dotted IPv4 addresses, read without ever asking a name server. */
final class Ipv4Literal {
    private Ipv4Literal() {}

    static Optional<Inet4Address> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int index = 0; index < 4; index++) {
            if (!parts[index].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[index]) > 255) {
                return Optional.empty();
            }
            bytes[index] = (byte) Integer.parseInt(parts[index]);
        }
        return Optional.of(fromBytes(bytes));
    }

    private static Inet4Address fromBytes(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are always an IPv4 address", impossible);
        }
    }
}
