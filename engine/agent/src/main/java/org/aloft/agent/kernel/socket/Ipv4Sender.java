package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;

/** A {@link VrrpSender} over IPv4. */
final class Ipv4Sender extends VrrpSender {
    private static final int IPPROTO_IP = 0;
    private static final int IP_HDRINCL = 3;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_MULTICAST_LOOP = 34;

    private final NativeBuffer outgoing = NativeBuffer.allocate(Ipv4Header.LENGTH + PAYLOAD_MAX);
    private final NativeBuffer address;
    private final byte[][] destinations;

    private Ipv4Sender(FileDescriptor descriptor, VrrpRoute route) {
        super(descriptor, route);
        destinations =
                route.destinations().stream().map(InetAddress::getAddress).toArray(byte[][]::new);
        Ipv4Header.write(outgoing.bytes(), VrrpRoute.PROTOCOL, route.hopLimit(), route.source(), route.source());
        address = SocketAddresses.of(route.source(), 0);
    }

    static VrrpSender configure(FileDescriptor socket, VrrpRoute route, String tried) {
        socket.option(IPPROTO_IP, IP_HDRINCL, 1, "IP_HDRINCL", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_LOOP, 0, "IP_MULTICAST_LOOP", tried);
        route.group()
                .ifPresent(group -> socket.option(
                        IPPROTO_IP,
                        IP_MULTICAST_IF,
                        SocketAddresses.membership(group, route.on().index()),
                        "IP_MULTICAST_IF",
                        tried));
        return new Ipv4Sender(socket, route);
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
}
