package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The IPv4 header of a VRRP packet (RFC 791 section 3.1; RFC 9568 section 5.1.1).
 *
 * <pre>{@code
 *  0               1               2               3
 * +-------+-------+---------------+-------------------------------+
 * |   4   |   5   | TOS 0xc0      | total length                  |  0
 * +-------+-------+---------------+-------------------------------+
 * | identification                | fragmentation                 |  4
 * +---------------+---------------+-------------------------------+
 * | TTL 255       | protocol 112  | checksum                      |  8
 * +---------------+---------------+-------------------------------+
 * | source                                                        | 12
 * +---------------------------------------------------------------+
 * | destination                                                   | 16
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>Total length, identification and checksum stay 0: the kernel fills them in ({@code man 7 raw}, IP_HDRINCL). Pure
 * functions.
 */
final class Ipv4Header {
    static final int LENGTH = 20;
    static final int DESTINATION = 16;
    static final int SOURCE = 12;
    /** Internetwork control, as keepalived sends it, so that switches with queues let it pass first. */
    static final int TYPE_OF_SERVICE = 0xc0;

    private static final int VERSION_AND_LENGTH = 0x45;
    static final int TTL = 8;

    private Ipv4Header() {}

    static void write(ByteBuffer into, int protocol, int hopLimit, InetAddress source, InetAddress destination) {
        into.put(0, (byte) VERSION_AND_LENGTH)
                .put(1, (byte) TYPE_OF_SERVICE)
                .put(TTL, (byte) hopLimit)
                .put(9, (byte) protocol)
                .put(SOURCE, source.getAddress())
                .put(DESTINATION, destination.getAddress());
    }

    static int headerLength(ByteBuffer packet) {
        return (packet.get(0) & 0xf) * 4;
    }

    static int ttl(ByteBuffer packet) {
        return Byte.toUnsignedInt(packet.get(TTL));
    }
}
