package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.NativeMessage;

/**
 * A {@link VrrpSocket} that speaks IPv6. The kernel hands out no IPv6 header; destination and hop limit come as control
 * messages (RFC 3542 section 6).
 */
final class VrrpOverIpv6 extends VrrpSocket {
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MULTICAST_IF = 17;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_MULTICAST_ALL = 29;
    private static final int IPV6_HDRINCL = 36;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;

    private final NativeBuffer outgoing = NativeBuffer.allocate(Ipv6Header.LENGTH + PAYLOAD_MAX);
    private final NativeBuffer address;
    private final NativeMessage incoming = new NativeMessage(SocketAddresses.LARGEST, ReceivedPacket.LONGEST);
    private final byte[][] destinations;

    private VrrpOverIpv6(FileDescriptor descriptor, VrrpRoute route) {
        super(descriptor, route);
        destinations =
                route.destinations().stream().map(InetAddress::getAddress).toArray(byte[][]::new);
        Ipv6Header.write(outgoing.bytes(), 0, PROTOCOL, route.hopLimit(), route.source(), route.source());
        address = SocketAddresses.of(route.source(), 0);
        // Only link-local destinations need a scope; other destinations ignore it.
        address.bytes().putInt(SocketAddresses.IPV6_SCOPE, route.on().index());
    }

    static VrrpSocket configure(FileDescriptor socket, VrrpRoute route, String tried) {
        socket.option(IPPROTO_IPV6, IPV6_HDRINCL, 1, "IPV6_HDRINCL", tried);
        socket.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO", tried);
        socket.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT", tried);
        socket.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0, "IPV6_MULTICAST_LOOP", tried);
        socket.optionIfKnown(IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0); // since Linux 4.20; harmless without
        route.group().ifPresent(group -> {
            socket.option(IPPROTO_IPV6, IPV6_MULTICAST_IF, route.on().index(), "IPV6_MULTICAST_IF", tried);
            socket.option(IPPROTO_IPV6, IPV6_JOIN_GROUP, membership(route, group), "IPV6_JOIN_GROUP", tried);
        });
        return new VrrpOverIpv6(socket, route);
    }

    /** {@code struct ipv6_mreq}: group (16 bytes), interface index (4). */
    private static NativeBuffer membership(VrrpRoute route, InetAddress group) {
        NativeBuffer membership = NativeBuffer.allocate(20);
        membership.bytes().put(0, group.getAddress()).putInt(16, route.on().index());
        return membership;
    }

    @Override
    long transmit(ByteBuffer packet, int destination) {
        int length = packet.remaining();
        ByteBuffer bytes = outgoing.bytes();
        bytes.put(Ipv6Header.LENGTH, packet, packet.position(), length)
                .put(Ipv6Header.DESTINATION, destinations[destination]);
        Ipv6Header.payloadLength(bytes, 0, length);
        address.bytes().put(SocketAddresses.IPV6_ADDRESS, destinations[destination]);
        return descriptor.send(outgoing, Ipv6Header.LENGTH + length, address);
    }

    @Override
    long fetch(ReceivedPacket into) {
        long length = descriptor.receive(incoming);
        if (length >= 0) {
            into.payload(incoming.data(), 0, (int) length);
            int arrival = incoming.control(IPPROTO_IPV6, IPV6_PKTINFO);
            int hopLimit = incoming.control(IPPROTO_IPV6, IPV6_HOPLIMIT);
            into.header(
                    incoming.name(),
                    SocketAddresses.IPV6_ADDRESS,
                    incoming.controlData(),
                    arrival,
                    incoming.controlData().getInt(hopLimit));
        }
        return length;
    }
}
