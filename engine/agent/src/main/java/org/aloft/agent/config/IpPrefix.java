package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * {@code address/length}; the bits after the length are kept, so that it can also say which address an interface has.
 *
 * @param address of either family
 * @param length 0..32 with IPv4, 0..128 with IPv6
 */
public record IpPrefix(InetAddress address, int length) {
    /** The length of a prefix that holds this address alone: 32 or 128. */
    public static int longest(InetAddress address) {
        return address instanceof Inet4Address ? 32 : 128;
    }

    /** Whether the other address has the same first bits. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
