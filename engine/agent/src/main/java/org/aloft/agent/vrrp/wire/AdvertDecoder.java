package org.aloft.agent.vrrp.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.kernel.socket.InternetChecksum;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.vrrp.machine.Advert;

/**
 * Reads and checks the adverts that one instance hears, by RFC 3768 §7.1 and RFC 9568 §7.1 with its errata. The layout
 * is drawn in {@link AdvertEncoder}. A packet that is the same as the one accepted last is that advert again: it is not
 * read anew, and nothing is allocated. For one thread.
 *
 * <p>The list of addresses is no reason to drop an advert, unless {@code strict_mode} is on: while a VIP is being
 * added to a group, its members disagree, and dropping would make both of them active, as it does in keepalived. In
 * version 2 it may be empty, where all VIPs are {@code virtual_ipaddress_excluded}; version 3 knows no such advert
 * (erratum 8299).
 */
public final class AdvertDecoder {
    private static final Received OTHER_GROUP = new Received.OtherGroup();

    private final VrrpInstanceBlock instance;
    private final WireBlock wire;
    private final InetAddress own;
    private final byte[] authenticationData;
    private final byte[] heardAuthenticationData = new byte[AdvertEncoder.AUTHENTICATION_DATA];
    private final Set<InetAddress> virtualAddresses;
    private final ByteBuffer last = ByteBuffer.allocate(ReceivedPacket.LONGEST).limit(0);
    private Received.Accepted lastAccepted;
    private InetAddress lastDestination;
    private int lastHopLimit;

    /** @param own where this router's adverts come from */
    public AdvertDecoder(VrrpInstanceBlock instance, InetAddress own) {
        this.instance = instance;
        this.wire = instance.wire();
        this.own = own;
        this.authenticationData = wire.authentication()
                .map(Authentication::data)
                .orElseGet(() -> new byte[AdvertEncoder.AUTHENTICATION_DATA]);
        this.virtualAddresses = Set.copyOf(AdvertEncoder.advertised(instance));
    }

    /**
     * Reads a VRRP packet.
     *
     * @param packet between position 0 and the limit
     * @param hopLimit its TTL or hop limit as it arrived
     */
    public Received decode(ByteBuffer packet, InetAddress source, InetAddress destination, int hopLimit) {
        if (isLast(packet, source, destination, hopLimit)) {
            return lastAccepted;
        }
        if (packet.limit() < AdvertEncoder.HEADER) {
            return Received.Dropped.of(DropReason.LENGTH);
        }
        if (octet(packet, 1) != instance.virtualRouterId()) {
            return OTHER_GROUP;
        }
        DropReason reason = firstFault(packet, source, destination, hopLimit);
        if (reason != null) {
            return Received.Dropped.of(reason);
        }
        Advert advert =
                new Advert(source, octet(packet, AdvertEncoder.PRIORITY_AT), intervalNanos(packet), addresses(packet));
        if (wire.strict() && misplaced(advert)) {
            return Received.Dropped.of(DropReason.ADDRESSES);
        }
        Checksum checksum = checksum(packet, source, destination).orElseThrow();
        return remember(packet, destination, hopLimit, new Received.Accepted(advert, checksum));
    }

    private boolean isLast(ByteBuffer packet, InetAddress source, InetAddress destination, int hopLimit) {
        return lastAccepted != null
                && hopLimit == lastHopLimit
                && destination.equals(lastDestination)
                && source.equals(lastAccepted.advert().source())
                && last.limit() == packet.limit()
                && last.mismatch(packet) < 0;
    }

    private Received remember(ByteBuffer packet, InetAddress destination, int hopLimit, Received.Accepted accepted) {
        last.clear().put(0, packet, 0, packet.limit()).limit(packet.limit());
        lastAccepted = accepted;
        lastDestination = destination;
        lastHopLimit = hopLimit;
        return accepted;
    }

    /** Null when there is none. */
    private DropReason firstFault(ByteBuffer packet, InetAddress source, InetAddress destination, int hopLimit) {
        if (source.equals(own)) {
            return DropReason.OWN;
        }
        DropReason onTheWay = faultOfTheWay(source, destination, hopLimit);
        if (onTheWay != null) {
            return onTheWay;
        }
        if (octet(packet, 0) >>> 4 != wire.version()) {
            return DropReason.VERSION;
        }
        if ((octet(packet, 0) & 0xf) != AdvertEncoder.TYPE_ADVERTISEMENT) {
            return DropReason.TYPE;
        }
        if (octet(packet, 3) == 0 && wire.version() == 3) {
            return DropReason.COUNT;
        }
        if (packet.limit() != expectedLength(packet)) {
            return DropReason.LENGTH;
        }
        if (checksum(packet, source, destination).isEmpty()) {
            return DropReason.CHECKSUM;
        }
        return wire.version() == 2 ? faultOfVersion2(packet) : faultOfVersion3(packet);
    }

    private DropReason faultOfTheWay(InetAddress source, InetAddress destination, int hopLimit) {
        if (wire.transport() instanceof Transport.Unicast unicast) {
            return faultOfTheWay(unicast, source, destination, hopLimit);
        }
        if (!destination.isMulticastAddress()) {
            return DropReason.DESTINATION;
        }
        return hopLimit == VrrpRoute.FULL_HOP_LIMIT ? null : DropReason.TTL;
    }

    /**
     * As in keepalived, the TTL of unicast counts only where the line of the peer says so: the peer may live behind a
     * router.
     */
    private static DropReason faultOfTheWay(
            Transport.Unicast unicast, InetAddress source, InetAddress destination, int hopLimit) {
        if (destination.isMulticastAddress()) {
            return DropReason.DESTINATION;
        }
        for (int index = 0; index < unicast.peers().size(); index++) {
            UnicastPeer peer = unicast.peers().get(index);
            if (peer.address().equals(source)) {
                return peer.allows(hopLimit) ? null : DropReason.TTL;
            }
        }
        return unicast.checkSource() ? DropReason.SOURCE : null;
    }

    private DropReason faultOfVersion2(ByteBuffer packet) {
        int type = wire.authentication().isPresent()
                ? AdvertEncoder.AUTHENTICATION_PASS
                : AdvertEncoder.AUTHENTICATION_NONE;
        if (octet(packet, 4) != type) {
            return DropReason.AUTHENTICATION_TYPE;
        }
        packet.get(packet.limit() - heardAuthenticationData.length, heardAuthenticationData);
        if (type == AdvertEncoder.AUTHENTICATION_PASS
                && !MessageDigest.isEqual(heardAuthenticationData, authenticationData)) {
            return DropReason.AUTHENTICATION_DATA;
        }
        return intervalNanos(packet) == wire.advertInterval().toNanos() ? null : DropReason.INTERVAL;
    }

    /** Erratum 8301: with an interval of 0 every router would count as gone at once. */
    private DropReason faultOfVersion3(ByteBuffer packet) {
        return intervalNanos(packet) == 0 ? DropReason.INTERVAL_ZERO : null;
    }

    /**
     * What the RFCs let a router drop, but keepalived sends or takes: other VIPs in version 2 (RFC 3768 §7.1, unless
     * the owner says so), and in IPv6 a first VIP that is not link-local (RFC 9568 §5.2.9, erratum 8300).
     */
    private boolean misplaced(Advert advert) {
        if (wire.version() == 2) {
            return advert.priority() != Advert.OWNER && !virtualAddresses.equals(new HashSet<>(advert.addresses()));
        }
        return wire.family() == IpFamily.IPV6 && !advert.addresses().get(0).isLinkLocalAddress();
    }

    private int expectedLength(ByteBuffer packet) {
        int addresses = AdvertEncoder.HEADER + wire.family().addressLength() * octet(packet, 3);
        return wire.version() == 2 ? addresses + AdvertEncoder.AUTHENTICATION_DATA : addresses;
    }

    /**
     * In which way the sum is right; empty when it is in none. Version 3 over IPv4 is summed in three ways, all of them
     * right.
     */
    private Optional<Checksum> checksum(ByteBuffer packet, InetAddress source, InetAddress destination) {
        boolean ipv4 = wire.family() == IpFamily.IPV4;
        if (ipv4 && isRight(packet, 0)) {
            return Optional.of(Checksum.MESSAGE);
        }
        if (wire.version() == 2) {
            return Optional.empty();
        }
        if (isRight(packet, pseudoHeader(source, destination, packet))) {
            return Optional.of(Checksum.PSEUDO_HEADER);
        }
        boolean ofGroup = ipv4
                && !destination.isMulticastAddress()
                && isRight(packet, pseudoHeader(source, wire.transport().group(), packet));
        return ofGroup ? Optional.of(Checksum.PSEUDO_HEADER_OF_GROUP) : Optional.empty();
    }

    private static boolean isRight(ByteBuffer packet, int initial) {
        return InternetChecksum.of(packet, 0, packet.limit(), initial) == 0;
    }

    private static int pseudoHeader(InetAddress source, InetAddress destination, ByteBuffer packet) {
        return InternetChecksum.pseudoHeader(source, destination, VrrpRoute.PROTOCOL, packet.limit());
    }

    private long intervalNanos(ByteBuffer packet) {
        return wire.version() == 2
                ? octet(packet, 5) * AdvertEncoder.SECOND_NANOS
                : (packet.getShort(4) & 0xfff) * AdvertEncoder.CENTISECOND_NANOS;
    }

    private List<InetAddress> addresses(ByteBuffer packet) {
        List<InetAddress> addresses = new ArrayList<>();
        byte[] bytes = new byte[wire.family().addressLength()];
        for (int index = 0; index < octet(packet, 3); index++) {
            packet.get(AdvertEncoder.HEADER + bytes.length * index, bytes);
            addresses.add(address(bytes));
        }
        return addresses;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == IpFamily.IPV6.addressLength()
                    ? Inet6Address.getByAddress(null, bytes, -1)
                    : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are always an address", impossible);
        }
    }

    private static int octet(ByteBuffer packet, int index) {
        return packet.get(index) & 0xff;
    }
}
