package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;

/** A {@link VrrpSocket} that speaks IPv4. */
final class VrrpOverIpv4 extends VrrpSocket {
    private static final int IPPROTO_IP = 0;
    private static final int IP_HDRINCL = 3;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_MULTICAST_ALL = 49;

    private final NativeBuffer outgoing = NativeBuffer.allocate(Ipv4Header.LENGTH + PAYLOAD_MAX);
    private final NativeBuffer incoming = NativeBuffer.allocate(60 + ReceivedPacket.LONGEST);
    private final NativeBuffer address;
    private final byte[][] destinations;

    private VrrpOverIpv4(FileDescriptor descriptor, VrrpRoute route) {
        super(descriptor, route);
        destinations =
                route.destinations().stream().map(InetAddress::getAddress).toArray(byte[][]::new);
        Ipv4Header.write(outgoing.bytes(), PROTOCOL, route.hopLimit(), route.source(), route.source());
        address = SocketAddresses.of(route.source(), 0);
    }

    static VrrpSocket configure(FileDescriptor socket, VrrpRoute route, String tried) {
        socket.option(IPPROTO_IP, IP_HDRINCL, 1, "IP_HDRINCL", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_LOOP, 0, "IP_MULTICAST_LOOP", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL", tried);
        route.group().ifPresent(group -> {
            NativeBuffer membership = membership(route, group);
            socket.option(IPPROTO_IP, IP_MULTICAST_IF, membership, "IP_MULTICAST_IF", tried);
            socket.option(IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, "IP_ADD_MEMBERSHIP", tried);
        });
        return new VrrpOverIpv4(socket, route);
    }

    /** {@code struct ip_mreqn}: group, local address, interface index, four bytes each. */
    private static NativeBuffer membership(VrrpRoute route, InetAddress group) {
        NativeBuffer membership = NativeBuffer.allocate(12);
        membership
                .bytes()
                .put(0, group.getAddress())
                .put(4, route.source().getAddress())
                .putInt(8, route.on().index());
        return membership;
    }

    @Override
    long transmit(ByteBuffer packet, int destination) {
        int length = packet.remaining();
        outgoing.bytes()
                .put(Ipv4Header.LENGTH, packet, packet.position(), length)
                .put(Ipv4Header.DESTINATION, destinations[destination]);
        address.bytes().put(SocketAddresses.IPV4_ADDRESS, destinations[destination]);
        return descriptor.send(outgoing, Ipv4Header.LENGTH + length, address);
    }

    @Override
    long fetch(ReceivedPacket into) {
        long length = descriptor.receive(incoming);
        if (length >= 0) {
            ByteBuffer packet = incoming.bytes();
            int header = Ipv4Header.headerLength(packet);
            into.payload(packet, header, (int) length - header);
            into.header(
                    packet, Ipv4Header.SOURCE, Ipv4Header.DESTINATION, RecentAddresses.IPV4, Ipv4Header.ttl(packet));
        }
        return length;
    }
}
