package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The IPv6 header of packets that this agent writes whole (RFC 8200 section 3; RFC 9568 section 5.1.2).
 *
 * <pre>{@code
 *  0               1               2               3
 * +-------+-------+-------+-------+-------------------------------+
 * |   6   | class 0xc0    |  flow label 0                         |  0
 * +-------+---------------+-------+---------------+---------------+
 * | payload length                | next header   | hop limit     |  4
 * +-------------------------------+---------------+---------------+
 * | source                                                        |  8
 * +---------------------------------------------------------------+
 * | destination                                                   | 24
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>Pure functions.
 */
final class Ipv6Header {
    static final int LENGTH = 40;
    static final int DESTINATION = 24;

    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    static final int SOURCE = 8;

    private Ipv6Header() {}

    /** Writes it at {@code offset}, with a payload length of 0. */
    static void write(
            ByteBuffer into, int offset, int nextHeader, int hopLimit, InetAddress source, InetAddress destination) {
        // Version 6, then the traffic class: internetwork control, as in IPv4.
        into.put(offset, (byte) (0x60 | Ipv4Header.TYPE_OF_SERVICE >>> 4))
                .put(offset + 1, (byte) (Ipv4Header.TYPE_OF_SERVICE << 4))
                .putShort(offset + 2, (short) 0)
                .putShort(offset + PAYLOAD_LENGTH, (short) 0)
                .put(offset + NEXT_HEADER, (byte) nextHeader)
                .put(offset + HOP_LIMIT, (byte) hopLimit)
                .put(offset + SOURCE, source.getAddress())
                .put(offset + DESTINATION, destination.getAddress());
    }

    /** Writes the payload length into a header at {@code offset}, whatever the buffer's byte order. */
    static void payloadLength(ByteBuffer into, int offset, int length) {
        short value = (short) length;
        boolean network = into.order() == ByteOrder.BIG_ENDIAN;
        into.putShort(offset + PAYLOAD_LENGTH, network ? value : Short.reverseBytes(value));
    }
}
