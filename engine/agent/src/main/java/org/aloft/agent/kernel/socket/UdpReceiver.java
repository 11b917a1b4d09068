package org.aloft.agent.kernel.socket;

import java.lang.ref.Reference;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Hears UDP datagrams on one port of all addresses of one family, and how many hops each had left: what protocols of a single hop judge a
 * sender by (RFC 5082). For one thread; nothing blocks: poll {@link #fd()} for reading.
 */
public final class UdpReceiver implements AutoCloseable {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TTL = 2;
    private static final int IP_RECVTTL = 12;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int PAYLOAD_SIZE = 2048;
    private static final int CONTROL_SIZE = 128;
    private static final int CONTROL_HEADER = 16;

    private final FileDescriptor descriptor;
    private final String tried;
    private final NativeBuffer payload = NativeBuffer.allocate(PAYLOAD_SIZE);
    private final NativeBuffer name = NativeBuffer.allocate(SocketAddresses.LARGEST);
    private final NativeBuffer control = NativeBuffer.allocate(CONTROL_SIZE);
    private final NativeBuffer vector = NativeBuffer.allocate(16);
    private final NativeBuffer message = NativeBuffer.allocate(56);

    private UdpReceiver(FileDescriptor descriptor, String tried) {
        this.descriptor = descriptor;
        this.tried = tried;
        vector.bytes().putLong(0, payload.pointer().address()).putLong(8, PAYLOAD_SIZE);
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
            } else {
                descriptor.option(IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY", tried);
                descriptor.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT", tried);
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
        while (true) {
            prepare();
            long length = receiveMessage();
            if (length >= 0) {
                ByteBuffer bytes = payload.bytes().slice(0, (int) length).asReadOnlyBuffer();
                return Optional.of(new UdpDatagram(SocketAddresses.address(name), hops(), bytes));
            }
            switch (SystemCalls.lastError()) {
                case Errno.EAGAIN -> {
                    return Optional.empty();
                }
                case Errno.EINTR -> {}
                default -> throw SystemCalls.failure(SystemCalls.lastError(), "recvmsg", tried);
            }
        }
    }

    /** {@code struct msghdr}: name, its size, vector, its count, control data, its size, flags. */
    private void prepare() {
        message.bytes()
                .putLong(0, name.pointer().address())
                .putInt(8, SocketAddresses.LARGEST)
                .putLong(16, vector.pointer().address())
                .putLong(24, 1)
                .putLong(32, control.pointer().address())
                .putLong(40, CONTROL_SIZE)
                .putInt(48, 0);
    }

    private long receiveMessage() {
        try {
            return DatagramCalls.LIBC.recvmsg(descriptor.number(), message.pointer(), 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@code struct cmsghdr}: size with this header (8 bytes), level, type; then the number. -1 when the kernel did not say. */
    private int hops() {
        long size = message.bytes().getLong(40);
        ByteBuffer data = control.bytes();
        int at = 0;
        while (at + CONTROL_HEADER + Integer.BYTES <= size) {
            int level = data.getInt(at + 8);
            int type = data.getInt(at + 12);
            if ((level == IPPROTO_IP && type == IP_TTL) || (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT)) {
                return data.getInt(at + CONTROL_HEADER);
            }
            at += (int) Math.max(CONTROL_HEADER, (data.getLong(at) + 7) & ~7L);
        }
        return -1;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
