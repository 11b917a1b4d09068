package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;

/** A {@link VrrpSender} over IPv6. */
final class Ipv6Sender extends VrrpSender {
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MULTICAST_IF = 17;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_HDRINCL = 36;

    private final NativeBuffer outgoing = NativeBuffer.allocate(Ipv6Header.LENGTH + PAYLOAD_MAX);
    private final NativeBuffer address;
    private final byte[][] destinations;

    private Ipv6Sender(FileDescriptor descriptor, VrrpRoute route) {
        super(descriptor, route);
        destinations =
                route.destinations().stream().map(InetAddress::getAddress).toArray(byte[][]::new);
        Ipv6Header.write(outgoing.bytes(), 0, VrrpRoute.PROTOCOL, route.hopLimit(), route.source(), route.source());
        address = SocketAddresses.of(route.source(), 0);
        // Only link-local destinations need a scope; other destinations ignore it.
        address.bytes().putInt(SocketAddresses.IPV6_SCOPE, route.on().index());
    }

    static VrrpSender configure(FileDescriptor socket, VrrpRoute route, String tried) {
        socket.option(IPPROTO_IPV6, IPV6_HDRINCL, 1, "IPV6_HDRINCL", tried);
        socket.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0, "IPV6_MULTICAST_LOOP", tried);
        if (route.group().isPresent()) {
            socket.option(IPPROTO_IPV6, IPV6_MULTICAST_IF, route.on().index(), "IPV6_MULTICAST_IF", tried);
        }
        return new Ipv6Sender(socket, route);
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
}
