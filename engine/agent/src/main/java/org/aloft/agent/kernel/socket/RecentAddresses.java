package org.aloft.agent.kernel.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * The addresses that were read last, so that the same bytes give the same object and a steady exchange allocates
 * nothing. Keeps a fixed number of them: a flood from ever new addresses costs time, not memory. For one thread.
 */
final class RecentAddresses {
    static final int IPV4 = 4;
    static final int IPV6 = 16;
    private static final int KEPT = 16;

    private final byte[][] bytes = new byte[KEPT][0];
    private final InetAddress[] addresses = new InetAddress[KEPT];
    private int oldest;

    /** The address of {@code length} bytes, 4 or 16, at an offset. */
    InetAddress at(ByteBuffer packet, int offset, int length) {
        for (int index = 0; index < KEPT; index++) {
            if (same(bytes[index], packet, offset, length)) {
                return addresses[index];
            }
        }
        byte[] read = new byte[length];
        packet.get(offset, read);
        InetAddress address = address(read);
        bytes[oldest] = read;
        addresses[oldest] = address;
        oldest = (oldest + 1) % KEPT;
        return address;
    }

    private static boolean same(byte[] known, ByteBuffer packet, int offset, int length) {
        if (known.length != length) {
            return false;
        }
        for (int index = 0; index < length; index++) {
            if (known[index] != packet.get(offset + index)) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress address(byte[] octets) {
        try {
            // Not by InetAddress: that would turn an IPv4-mapped IPv6 address into another family.
            return octets.length == IPV6
                    ? Inet6Address.getByAddress(null, octets, -1)
                    : InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 octets are always an address", impossible);
        }
    }
}
