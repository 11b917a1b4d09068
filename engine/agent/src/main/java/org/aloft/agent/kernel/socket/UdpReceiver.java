package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeMessage;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Hears UDP datagrams on one port of all addresses of one family, and how many hops each had left: what protocols of a
 * single hop judge a sender by (RFC 5082). For one thread; nothing blocks: poll {@link #fd()} for reading.
 */
public final class UdpReceiver implements AutoCloseable {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TTL = 2;
    private static final int IP_PKTINFO = 8;
    private static final int IP_RECVTTL = 12;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;
    /** In {@code struct in6_pktinfo}, after the address; in {@code struct in_pktinfo} it comes first. */
    private static final int IPV6_INDEX = 16;

    private static final int PAYLOAD_SIZE = 2048;

    private final FileDescriptor descriptor;
    private final String tried;
    private final NativeMessage message = new NativeMessage(SocketAddresses.LARGEST, PAYLOAD_SIZE);

    private UdpReceiver(FileDescriptor descriptor, String tried) {
        this.descriptor = descriptor;
        this.tried = tried;
    }

    /**
     * Begins to listen.
     *
     * @param wildcard 0.0.0.0 or ::, which says of which family
     * @throws KernelException another program listens there
     */
    public static UdpReceiver open(InetAddress wildcard, int port) {
        String tried = "listen on UDP port " + port;
        int family = SocketAddresses.family(wildcard);
        FileDescriptor descriptor =
                FileDescriptor.socket(family, SystemCalls.SOCK_DGRAM | SystemCalls.SOCK_NONBLOCK, 0, tried);
        try {
            if (family == SystemCalls.AF_INET) {
                descriptor.option(IPPROTO_IP, IP_RECVTTL, 1, "IP_RECVTTL", tried);
                descriptor.option(IPPROTO_IP, IP_PKTINFO, 1, "IP_PKTINFO", tried);
            } else {
                descriptor.option(IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY", tried);
                descriptor.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT", tried);
                descriptor.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO", tried);
            }
            descriptor.bind(SocketAddresses.of(wildcard, port), tried);
            return new UdpReceiver(descriptor, tried);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Takes one datagram.
     *
     * @return empty when none is waiting; the payload is valid until the next call
     * @throws KernelException the socket failed for good
     */
    public Optional<UdpDatagram> receive() {
        long length = descriptor.receive(message);
        if (length >= 0) {
            ByteBuffer bytes = message.data().slice(0, (int) length).asReadOnlyBuffer();
            return Optional.of(
                    new UdpDatagram(SocketAddresses.address(message.name()), interfaceIndex(), hops(), bytes));
        }
        int error = SystemCalls.lastError();
        if (error == Errno.EAGAIN) {
            return Optional.empty();
        }
        throw SystemCalls.failure(error, "recvmsg", tried);
    }

    /** 0 when the kernel did not say. */
    private int interfaceIndex() {
        int ipv4 = message.find(IPPROTO_IP, IP_PKTINFO);
        int ipv6 = ipv4 < 0 ? message.find(IPPROTO_IPV6, IPV6_PKTINFO) : -1;
        if (ipv4 < 0 && ipv6 < 0) {
            return 0;
        }
        return message.controlData().getInt(ipv4 < 0 ? ipv6 + IPV6_INDEX : ipv4);
    }

    /** -1 when the kernel did not say. */
    private int hops() {
        int ttl = message.find(IPPROTO_IP, IP_TTL);
        int at = ttl < 0 ? message.find(IPPROTO_IPV6, IPV6_HOPLIMIT) : ttl;
        return at < 0 ? -1 : message.controlData().getInt(at);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
