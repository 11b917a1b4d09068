package org.aloft.topology;

import java.net.InetAddress;

/**
 * An IP address with a prefix length, such as {@code 192.168.100.10/24}. A VIP without one is a /32 (or /128), as in
 * keepalived.conf(5).
 *
 * @param address never a host name
 * @param length 0..32, or 0..128 for IPv6
 */
public record IpPrefix(InetAddress address, int length) {
    /** @throws IllegalArgumentException when the length does not fit the address family */
    public IpPrefix {
        int most = address.getAddress().length * 8;
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("prefix length must be 0.." + most + ": " + length);
        }
    }

    /** The address alone, in its shortest form. */
    public String host() {
        return Values.inShort(address);
    }

    @Override
    public String toString() {
        return host() + "/" + length;
    }
}
