package org.aloft.agent.vrrp.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The 16-bit one's complement sum of RFC 1071. Allocates nothing but for a pseudo-header. */
final class InternetChecksum {
    private static final int PROTOCOL = 112;

    private InternetChecksum() {}

    /** Over the buffer's first {@code length} bytes, on top of {@code initial}. Zero when a checksum inside them is right. */
    static int of(ByteBuffer bytes, int length, int initial) {
        int sum = initial;
        for (int index = 0; index + 1 < length; index += 2) {
            sum += ((bytes.get(index) & 0xff) << 8) | (bytes.get(index + 1) & 0xff);
        }
        if ((length & 1) != 0) {
            sum += (bytes.get(length - 1) & 0xff) << 8;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }

    /** The sum of the pseudo-header of IPv4 (RFC 768) or IPv6 (RFC 8200 §8.1): both addresses, the protocol and the length. */
    static int pseudoHeader(InetAddress source, InetAddress destination, int length) {
        return halves(source) + halves(destination) + PROTOCOL + length;
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
