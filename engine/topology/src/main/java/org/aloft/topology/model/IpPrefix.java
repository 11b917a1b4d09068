package org.aloft.topology.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address with a prefix length, such as {@code 192.168.100.10/24}. A VIP without one is a /32 (or /128), as in
 * keepalived.conf(5).
 *
 * @param address never a host name
 * @param length 0..32, or 0..128 for IPv6
 */
public record IpPrefix(InetAddress address, int length) {
    private static final Pattern IPV4 = Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    /** @throws IllegalArgumentException when the length does not fit the address family */
    public IpPrefix {
        int most = address.getAddress().length * 8;
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("prefix length must be 0.." + most + ": " + length);
        }
    }

    /** The address that stands in the text in numbers; empty for anything else. A name is never looked up. */
    public static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text)); // numbers only, checked above: asks no name server
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The destination of a default route in the family of this address: 0.0.0.0/0, or ::/0. */
    public static IpPrefix everyAddress(InetAddress family) {
        try {
            return new IpPrefix(InetAddress.getByAddress(new byte[family.getAddress().length]), 0);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
        }
    }

    /** The address alone, in its shortest form. */
    public String host() {
        return inShort(address);
    }

    /** IPv4 in numbers; IPv6 as RFC 5952 writes it: the longest run of zeros as {@code ::}. */
    public static String inShort(InetAddress address) {
        String full = address.getHostAddress();
        if (!full.contains(":")) {
            return full;
        }
        Matcher zeros = ZEROS.matcher(full);
        int start = -1;
        int end = -1;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > end - start) {
                start = zeros.start();
                end = zeros.end();
            }
        }
        return start < 0 ? full : full.substring(0, start) + "::" + full.substring(end);
    }

    @Override
    public String toString() {
        return host() + "/" + length;
    }
}
