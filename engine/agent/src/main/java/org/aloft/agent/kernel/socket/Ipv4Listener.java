package org.aloft.agent.kernel.socket;

import java.nio.ByteBuffer;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;

/** A {@link VrrpListener} for IPv4. */
final class Ipv4Listener extends VrrpListener {
    private static final int IPPROTO_IP = 0;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_MULTICAST_ALL = 49;

    private final NativeBuffer incoming = NativeBuffer.allocate(60 + ReceivedPacket.LONGEST);

    private Ipv4Listener(FileDescriptor descriptor, ListeningPlace place) {
        super(descriptor, place);
    }

    static VrrpListener configure(FileDescriptor socket, ListeningPlace place, String tried) {
        socket.option(IPPROTO_IP, IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL", tried);
        place.group()
                .ifPresent(group -> socket.option(
                        IPPROTO_IP,
                        IP_ADD_MEMBERSHIP,
                        SocketAddresses.membership(group, place.on().index()),
                        "IP_ADD_MEMBERSHIP",
                        tried));
        return new Ipv4Listener(socket, place);
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
