package org.aloft.agent.vrrp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;

/**
 * Writes the adverts of one instance. The packet is laid out once; each advert changes the priority and the checksum in place, so
 * that sending allocates nothing. For one thread.
 *
 * <p>Version 2 (RFC 3768 §5.1; the authentication data are those of RFC 2338 §5.3.10, and part of the checksum):
 *
 * <pre>{@code
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+---------------+---------------+
 * |Vers  2|Type  1| Virtual Rtr ID|   Priority    | Count IP Addrs|   0
 * +-------+-------+---------------+---------------+---------------+
 * |   Auth Type   |   Adver Int s |          Checksum             |   4
 * +---------------+---------------+-------------------------------+
 * |                       IP Address (1..n)                       |   8
 * +---------------------------------------------------------------+
 * |                     Authentication Data 1                     |   8 + 4n
 * +---------------------------------------------------------------+
 * |                     Authentication Data 2                     |  12 + 4n
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>Version 3 (RFC 9568 §5.1; as keepalived does by default, the checksum covers an IPv4 pseudo-header as well):
 *
 * <pre>{@code
 * +-------+-------+---------------+---------------+---------------+
 * |Vers  3|Type  1| Virtual Rtr ID|   Priority    | IPvX Addr Cnt |   0
 * +-------+-------+---------------+---------------+---------------+
 * |Rsvd  0| Max Advertise Int cs  |          Checksum             |   4
 * +-------+-----------------------+-------------------------------+
 * |                       IP Address (1..n)                       |   8
 * +---------------------------------------------------------------+
 * }</pre>
 */
final class AdvertEncoder {
    static final int HEADER = 8;
    static final int AUTHENTICATION_DATA = Authentication.LONGEST_PASSWORD;
    static final int TYPE_ADVERTISEMENT = 1;
    static final int AUTHENTICATION_NONE = 0;
    static final int AUTHENTICATION_PASS = 1;
    static final int PRIORITY_AT = 2;
    static final int CHECKSUM_AT = 6;
    static final long CENTISECOND_NANOS = 10_000_000;
    static final long SECOND_NANOS = 1_000_000_000;

    private final ByteBuffer packet;
    private final int pseudoHeader;

    AdvertEncoder(VrrpInstanceBlock instance, Inet4Address source, Inet4Address destination) {
        int addresses = instance.holding().virtualAddresses().size();
        boolean version2 = instance.wire().version() == 2;
        int length = HEADER + 4 * addresses + (version2 ? AUTHENTICATION_DATA : 0);
        packet = ByteBuffer.allocate(length);
        packet.put((byte) (instance.wire().version() << 4 | TYPE_ADVERTISEMENT));
        packet.put((byte) instance.virtualRouterId());
        packet.put((byte) instance.election().priority());
        packet.put((byte) addresses);
        packet.putShort((short) intervalField(instance));
        packet.putShort((short) 0);
        for (VirtualAddress address : instance.holding().virtualAddresses()) {
            packet.put(address.address().getAddress());
        }
        instance.wire().authentication().ifPresent(authentication -> packet.put(authentication.data()));
        packet.clear();
        pseudoHeader = version2 ? 0 : InternetChecksum.pseudoHeader(source, destination, length);
    }

    /** Bytes 4 and 5. */
    private static int intervalField(VrrpInstanceBlock instance) {
        long nanos = instance.wire().advertInterval().toNanos();
        if (instance.wire().version() == 3) {
            return (int) (nanos / CENTISECOND_NANOS);
        }
        int type = instance.wire().authentication().isPresent() ? AUTHENTICATION_PASS : AUTHENTICATION_NONE;
        return type << 8 | (int) (nanos / SECOND_NANOS);
    }

    /** The packet with this priority, from position 0 to its limit; the same buffer at every call. */
    ByteBuffer encode(int priority) {
        packet.put(PRIORITY_AT, (byte) priority);
        packet.putShort(CHECKSUM_AT, (short) 0);
        packet.putShort(CHECKSUM_AT, (short) InternetChecksum.of(packet, packet.limit(), pseudoHeader));
        return packet;
    }
}
