package org.aloft.agent.vrrp.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.kernel.socket.InternetChecksum;
import org.aloft.agent.kernel.socket.VrrpRoute;

/**
 * Writes the adverts of one instance. The packet is laid out once; each advert changes the priority and the checksum in
 * place, so that sending allocates nothing. Link-local VIPs come first, as RFC 9568 §5.2.9 wants it. For one thread.
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
 * <p>Version 3 (RFC 9568 §5.1; the checksum covers a pseudo-header as well, over IPv4 as {@link Checksum} says):
 *
 * <pre>{@code
 * +-------+-------+---------------+---------------+---------------+
 * |Vers  3|Type  1| Virtual Rtr ID|   Priority    | IPvX Addr Cnt |   0
 * +-------+-------+---------------+---------------+---------------+
 * |Rsvd  0| Max Advertise Int cs  |          Checksum             |   4
 * +-------+-----------------------+-------------------------------+
 * |                IPv4 or IPv6 Address (1..n)                    |   8
 * +---------------------------------------------------------------+
 * }</pre>
 */
public final class AdvertEncoder {
    /** Bytes before the first address. */
    public static final int HEADER = 8;

    /** Bytes after the last address, in version 2. */
    public static final int AUTHENTICATION_DATA = Authentication.LONGEST_PASSWORD;

    static final int TYPE_ADVERTISEMENT = 1;
    static final int AUTHENTICATION_NONE = 0;
    static final int AUTHENTICATION_PASS = 1;
    static final int PRIORITY_AT = 2;
    static final int CHECKSUM_AT = 6;
    static final long CENTISECOND_NANOS = 10_000_000;
    static final long SECOND_NANOS = 1_000_000_000;

    private final ByteBuffer packet;
    private final InetAddress source;
    private final List<InetAddress> destinations;
    private final InetAddress group;
    private final int[] pseudoHeaders;

    /** @param destinations where the adverts go; their order is that of {@link #encode}'s positions */
    public AdvertEncoder(VrrpInstanceBlock instance, InetAddress source, List<InetAddress> destinations) {
        this.packet = layOut(instance);
        this.source = source;
        this.destinations = List.copyOf(destinations);
        this.group = instance.wire().transport().group();
        this.pseudoHeaders = new int[destinations.size()];
        if (instance.wire().version() == 3) {
            sumAs(instance.wire().checksum());
        }
    }

    private static ByteBuffer layOut(VrrpInstanceBlock instance) {
        WireBlock wire = instance.wire();
        List<InetAddress> addresses = advertised(instance);
        boolean version2 = wire.version() == 2;
        int length = HEADER + wire.family().addressLength() * addresses.size();
        ByteBuffer packet = ByteBuffer.allocate(version2 ? length + AUTHENTICATION_DATA : length);
        packet.put((byte) (wire.version() << 4 | TYPE_ADVERTISEMENT));
        packet.put((byte) instance.virtualRouterId());
        packet.put((byte) instance.election().priority());
        packet.put((byte) addresses.size());
        packet.putShort((short) intervalField(wire));
        packet.putShort((short) 0);
        addresses.forEach(address -> packet.put(address.getAddress()));
        wire.authentication().ifPresent(authentication -> packet.put(authentication.data()));
        return packet.clear();
    }

    /** The VIPs that stand in adverts, in their order. */
    static List<InetAddress> advertised(VrrpInstanceBlock instance) {
        return instance.holding().virtualAddresses().stream()
                .map(VirtualAddress::address)
                .sorted(Comparator.comparing(address -> !address.isLinkLocalAddress()))
                .toList();
    }

    /** Bytes 4 and 5. */
    private static int intervalField(WireBlock wire) {
        long nanos = wire.advertInterval().toNanos();
        if (wire.version() == 3) {
            return (int) (nanos / CENTISECOND_NANOS);
        }
        int type = wire.authentication().isPresent() ? AUTHENTICATION_PASS : AUTHENTICATION_NONE;
        return type << 8 | (int) (nanos / SECOND_NANOS);
    }

    /**
     * Sums all further adverts of version 3 in this way; over IPv6 there is only one, with the packet's own addresses.
     */
    public void sumAs(Checksum checksum) {
        for (int index = 0; index < pseudoHeaders.length; index++) {
            InetAddress destination = destinations.get(index);
            boolean ipv6 = IpFamily.of(destination) == IpFamily.IPV6;
            pseudoHeaders[index] = switch (ipv6 ? Checksum.PSEUDO_HEADER : checksum) {
                case PSEUDO_HEADER ->
                    InternetChecksum.pseudoHeader(source, destination, VrrpRoute.PROTOCOL, packet.limit());
                case PSEUDO_HEADER_OF_GROUP ->
                    InternetChecksum.pseudoHeader(source, group, VrrpRoute.PROTOCOL, packet.limit());
                case MESSAGE -> 0;
            };
        }
    }

    /** How long the packet is, in bytes. */
    int length() {
        return packet.limit();
    }

    /**
     * The packet with this priority, from position 0 to its limit; the same buffer at every call.
     *
     * @param destination which of the destinations it will go to
     */
    public ByteBuffer encode(int priority, int destination) {
        packet.put(PRIORITY_AT, (byte) priority);
        packet.putShort(CHECKSUM_AT, (short) 0);
        packet.putShort(
                CHECKSUM_AT, (short) InternetChecksum.of(packet, 0, packet.limit(), pseudoHeaders[destination]));
        return packet;
    }
}
