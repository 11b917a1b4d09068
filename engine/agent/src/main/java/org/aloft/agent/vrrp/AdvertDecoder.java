package org.aloft.agent.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.VrrpInstanceBlock;

/**
 * Reads and checks the adverts that one instance hears, by RFC 3768 §7.1 and RFC 9568 §7.1. The layout is drawn in {@link
 * AdvertEncoder}. Immutable.
 *
 * <p>The list of addresses is not a reason to drop an advert: while a VIP is being added to a group, its members disagree, and
 * dropping would make both of them active.
 */
final class AdvertDecoder {
    private static final Received OTHER_GROUP = new Received.OtherGroup();

    private final VrrpInstanceBlock instance;
    private final Inet4Address own;
    private final byte[] authenticationData;

    AdvertDecoder(VrrpInstanceBlock instance, Inet4Address own) {
        this.instance = instance;
        this.own = own;
        this.authenticationData = instance.wire()
                .authentication()
                .map(Authentication::data)
                .orElseGet(() -> new byte[AdvertEncoder.AUTHENTICATION_DATA]);
    }

    /** Reads a VRRP packet between position 0 and the limit of {@code packet}. */
    Received decode(ByteBuffer packet, Inet4Address source, Inet4Address destination, int ttl) {
        if (packet.limit() < AdvertEncoder.HEADER) {
            return new Received.Dropped(DropReason.LENGTH);
        }
        if (octet(packet, 1) != instance.virtualRouterId()) {
            return OTHER_GROUP;
        }
        DropReason reason = firstFault(packet, source, destination, ttl);
        if (reason != null) {
            return new Received.Dropped(reason);
        }
        return new Received.Accepted(
                new Advert(source, octet(packet, AdvertEncoder.PRIORITY_AT), intervalNanos(packet), addresses(packet)));
    }

    /** Null when there is none. */
    private DropReason firstFault(ByteBuffer packet, Inet4Address source, Inet4Address destination, int ttl) {
        if (source.equals(own)) {
            return DropReason.OWN;
        }
        if (ttl != 255) {
            return DropReason.TTL;
        }
        if (octet(packet, 0) >>> 4 != instance.wire().version()) {
            return DropReason.VERSION;
        }
        if ((octet(packet, 0) & 0xf) != AdvertEncoder.TYPE_ADVERTISEMENT) {
            return DropReason.TYPE;
        }
        if (octet(packet, 3) == 0) {
            return DropReason.COUNT;
        }
        if (packet.limit() != expectedLength(packet)) {
            return DropReason.LENGTH;
        }
        if (!checksumHolds(packet, source, destination)) {
            return DropReason.CHECKSUM;
        }
        return instance.wire().version() == 2 ? firstFaultOfVersion2(packet) : null;
    }

    private DropReason firstFaultOfVersion2(ByteBuffer packet) {
        int type = instance.wire().authentication().isPresent()
                ? AdvertEncoder.AUTHENTICATION_PASS
                : AdvertEncoder.AUTHENTICATION_NONE;
        if (octet(packet, 4) != type) {
            return DropReason.AUTHENTICATION_TYPE;
        }
        byte[] data = new byte[AdvertEncoder.AUTHENTICATION_DATA];
        packet.get(packet.limit() - data.length, data);
        if (type == AdvertEncoder.AUTHENTICATION_PASS && !MessageDigest.isEqual(data, authenticationData)) {
            return DropReason.AUTHENTICATION_DATA;
        }
        boolean sameInterval =
                intervalNanos(packet) == instance.wire().advertInterval().toNanos();
        return sameInterval ? null : DropReason.INTERVAL;
    }

    private int expectedLength(ByteBuffer packet) {
        int addresses = AdvertEncoder.HEADER + 4 * octet(packet, 3);
        return instance.wire().version() == 2 ? addresses + AdvertEncoder.AUTHENTICATION_DATA : addresses;
    }

    /** Version 3 over IPv4 is summed with a pseudo-header by keepalived and without by RFC 9568 §5.2.8: both are right. */
    private boolean checksumHolds(ByteBuffer packet, Inet4Address source, Inet4Address destination) {
        int length = packet.limit();
        if (InternetChecksum.of(packet, length, 0) == 0) {
            return true;
        }
        int pseudoHeader = InternetChecksum.pseudoHeader(source, destination, length);
        return instance.wire().version() == 3 && InternetChecksum.of(packet, length, pseudoHeader) == 0;
    }

    private long intervalNanos(ByteBuffer packet) {
        return instance.wire().version() == 2
                ? octet(packet, 5) * AdvertEncoder.SECOND_NANOS
                : (packet.getShort(4) & 0xfff) * AdvertEncoder.CENTISECOND_NANOS;
    }

    private static List<InetAddress> addresses(ByteBuffer packet) {
        List<InetAddress> addresses = new ArrayList<>();
        byte[] bytes = new byte[4];
        for (int index = 0; index < octet(packet, 3); index++) {
            packet.get(AdvertEncoder.HEADER + 4 * index, bytes);
            addresses.add(address(bytes));
        }
        return addresses;
    }

    private static Inet4Address address(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are always an IPv4 address", impossible);
        }
    }

    private static int octet(ByteBuffer packet, int index) {
        return packet.get(index) & 0xff;
    }
}
