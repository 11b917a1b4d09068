package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/** Sends UDP datagrams to one host with a chosen TTL or hop limit. For one thread; never blocks. */
public final class UdpSender implements AutoCloseable {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_TCLASS = 67;
    private static final int SO_PRIORITY = 12;
    /** Internetwork control, DSCP CS6: before all other traffic on the way (RFC 2474). */
    private static final int CONTROL_CLASS = 0xc0;
    /** TC_PRIO_CONTROL: before all other traffic in the host's own queue. */
    private static final int PRIORITY_CONTROL = 7;

    private static final int PAYLOAD_SIZE = 1472;

    private final FileDescriptor descriptor;
    private final NativeBuffer destination;
    private final NativeBuffer payload = NativeBuffer.allocate(PAYLOAD_SIZE);
    private final String tried;

    private UdpSender(FileDescriptor descriptor, NativeBuffer destination, String tried) {
        this.descriptor = descriptor;
        this.destination = destination;
        this.tried = tried;
    }

    /**
     * Opens a socket.
     *
     * @param source the own address, or the family's wildcard for one that the kernel picks
     * @param sourcePort 0 for one that the kernel picks
     * @param hops TTL or hop limit, 1..255
     * @throws KernelException the address is not this host's, or the port is taken
     */
    public static UdpSender open(InetAddress source, int sourcePort, InetAddress to, int port, int hops) {
        String tried = "send to " + to.getHostAddress() + " from " + source.getHostAddress() + " port " + sourcePort;
        int family = SocketAddresses.family(to);
        FileDescriptor descriptor =
                FileDescriptor.socket(family, SystemCalls.SOCK_DGRAM | SystemCalls.SOCK_NONBLOCK, 0, tried);
        try {
            if (family == SystemCalls.AF_INET) {
                descriptor.option(IPPROTO_IP, IP_TTL, hops, "IP_TTL", tried);
                descriptor.option(IPPROTO_IP, IP_TOS, CONTROL_CLASS, "IP_TOS", tried);
            } else {
                descriptor.option(IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops, "IPV6_UNICAST_HOPS", tried);
                descriptor.option(IPPROTO_IPV6, IPV6_TCLASS, CONTROL_CLASS, "IPV6_TCLASS", tried);
            }
            descriptor.option(SystemCalls.SOL_SOCKET, SO_PRIORITY, PRIORITY_CONTROL, "SO_PRIORITY", tried);
            descriptor.bind(SocketAddresses.of(source, sourcePort), tried);
            return new UdpSender(descriptor, SocketAddresses.of(to, port), tried);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /**
     * Sends what stands between position and limit, which both stay. When the queue is full it is lost, as on a wire.
     *
     * @throws KernelException no way there, or a broken socket
     */
    public void send(ByteBuffer datagram) {
        int length = datagram.remaining();
        payload.bytes().put(0, datagram, datagram.position(), length);
        long sent = descriptor.send(payload, length, destination);
        if (sent < 0 && SystemCalls.lastError() != Errno.EAGAIN) {
            throw SystemCalls.failure(SystemCalls.lastError(), "sendto", tried);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
