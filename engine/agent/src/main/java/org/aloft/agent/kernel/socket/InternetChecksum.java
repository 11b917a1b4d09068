package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The 16-bit one's complement sum of RFC 1071, of network byte order. Stateless; allocates nothing but for a
 * pseudo-header.
 */
public final class InternetChecksum {
    private InternetChecksum() {}

    /**
     * The checksum of some bytes; zero when a checksum among them is right.
     *
     * @param from the offset of the first byte
     * @param to the offset behind the last byte
     * @param initial what is added, such as {@link #pseudoHeader}
     */
    public static int of(ByteBuffer bytes, int from, int to, int initial) {
        int sum = initial;
        for (int index = from; index + 1 < to; index += 2) {
            sum += ((bytes.get(index) & 0xff) << 8) | (bytes.get(index + 1) & 0xff);
        }
        if (((to - from) & 1) != 0) {
            sum += (bytes.get(to - 1) & 0xff) << 8;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }

    /**
     * The sum of the pseudo-header of IPv4 (RFC 768) or IPv6 (RFC 8200 §8.1): both addresses, the protocol and the
     * length.
     */
    public static int pseudoHeader(InetAddress source, InetAddress destination, int protocol, int length) {
        return halves(source) + halves(destination) + protocol + length;
    }

    private static int halves(InetAddress address) {
        byte[] bytes = address.getAddress();
        int sum = 0;
        for (int index = 0; index < bytes.length; index += 2) {
            sum += ((bytes[index] & 0xff) << 8) | (bytes[index + 1] & 0xff);
        }
        return sum;
    }
}
