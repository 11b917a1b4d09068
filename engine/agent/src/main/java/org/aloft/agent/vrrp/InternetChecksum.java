package org.aloft.agent.vrrp;

import java.net.Inet4Address;
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

    /** The sum of the IPv4 pseudo-header (RFC 768): both addresses, the protocol and the length. */
    static int pseudoHeader(Inet4Address source, Inet4Address destination, int length) {
        return halves(source) + halves(destination) + PROTOCOL + length;
    }

    private static int halves(Inet4Address address) {
        byte[] bytes = address.getAddress();
        return (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) + (((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff));
    }
}
