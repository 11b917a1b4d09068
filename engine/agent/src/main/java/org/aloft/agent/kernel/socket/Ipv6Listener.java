package org.aloft.agent.kernel.socket;

import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeMessage;

/**
 * A {@link VrrpListener} for IPv6. The kernel hands out no IPv6 header; destination and hop limit come as control
 * messages (RFC 3542 section 6).
 */
final class Ipv6Listener extends VrrpListener {
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_MULTICAST_ALL = 29;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;

    private final NativeMessage incoming = new NativeMessage(SocketAddresses.LARGEST, ReceivedPacket.LONGEST);

    private Ipv6Listener(FileDescriptor descriptor, ListeningPlace place) {
        super(descriptor, place);
    }

    static VrrpListener configure(FileDescriptor socket, ListeningPlace place, String tried) {
        socket.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO", tried);
        socket.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT", tried);
        socket.optionIfKnown(IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0); // since Linux 4.20; harmless without
        place.group()
                .ifPresent(group -> socket.option(
                        IPPROTO_IPV6,
                        IPV6_JOIN_GROUP,
                        SocketAddresses.membership(group, place.on().index()),
                        "IPV6_JOIN_GROUP",
                        tried));
        return new Ipv6Listener(socket, place);
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
