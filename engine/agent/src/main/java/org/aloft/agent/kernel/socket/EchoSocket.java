package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Sends ICMP and ICMPv6 echo requests, and hears the replies to them (RFC 792; RFC 4443 section 4). A raw socket rather
 * than a "ping socket", which would need the sysctl {@code ping_group_range} changed: CAP_NET_RAW is there for VRRP
 * anyhow.
 *
 * <p>{@link #send} is for one thread, {@link #receive} for one, perhaps another; {@link #close} when both have ended.
 * Nothing blocks.
 *
 * <p>What goes out, and comes back with another type, in network byte order:
 *
 * <pre>{@code
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | type: request | code 0        | checksum                      |  0
 * +---------------+---------------+-------------------------------+
 * | identifier                    | sequence number               |  4
 * +-------------------------------+-------------------------------+
 * | token: which request it was                                   |  8
 * |                                                               | 12
 * +---------------------------------------------------------------+
 * }</pre>
 */
public final class EchoSocket implements AutoCloseable {
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    private static final int REQUEST = 8;
    private static final int REPLY = 0;
    private static final int REQUEST_V6 = 128;
    private static final int REPLY_V6 = 129;
    private static final int LENGTH = 16;
    private static final int TOKEN = 8;
    private static final int RECEIVE_SIZE = 2048;

    private final FileDescriptor descriptor;
    private final boolean ipv6;
    private final NativeBuffer outgoing = NativeBuffer.allocate(LENGTH);
    private final NativeBuffer incoming = NativeBuffer.allocate(RECEIVE_SIZE);

    private EchoSocket(FileDescriptor descriptor, boolean ipv6) {
        this.descriptor = descriptor;
        this.ipv6 = ipv6;
        outgoing.bytes().order(ByteOrder.BIG_ENDIAN);
    }

    /**
     * Opens a socket.
     *
     * @param ipv6 which family
     * @param from the address to send from, of that family; empty: the kernel picks
     * @param through the interface to send through; empty: the routing table says
     * @param mark the firewall mark; 0 for none
     * @throws KernelException no right to raw sockets, or no such address or interface
     */
    public static EchoSocket open(boolean ipv6, Optional<InetAddress> from, Optional<String> through, int mark) {
        String tried = "open a socket for " + (ipv6 ? "ICMPv6" : "ICMP") + " echo requests";
        FileDescriptor descriptor = FileDescriptor.socket(
                ipv6 ? SystemCalls.AF_INET6 : SystemCalls.AF_INET,
                SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK,
                ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP,
                tried);
        try {
            hearRepliesAlone(descriptor, ipv6, tried);
            if (mark != 0) {
                SocketMarks.mark(descriptor, mark, tried);
            }
            through.ifPresent(name -> SocketMarks.bindToInterface(descriptor, name, tried + " on " + name));
            from.ifPresent(address ->
                    descriptor.bind(SocketAddresses.of(address, 0), tried + " from " + address.getHostAddress()));
            return new EchoSocket(descriptor, ipv6);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** A raw socket would hear every ICMP message of this host. Both filters are masks of the types to block. */
    private static void hearRepliesAlone(FileDescriptor descriptor, boolean ipv6, String tried) {
        if (!ipv6) {
            descriptor.option(SOL_RAW, ICMP_FILTER, ~(1 << REPLY), "ICMP_FILTER", tried);
            return;
        }
        NativeBuffer filter = NativeBuffer.allocate(32);
        for (int word = 0; word < 8; word++) {
            filter.bytes().putInt(word * 4, word == REPLY_V6 / 32 ? ~(1 << REPLY_V6 % 32) : -1);
        }
        descriptor.option(IPPROTO_ICMPV6, ICMP_FILTER, filter, "ICMP6_FILTER", tried);
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Sends one request. When the interface's queue is full the request is lost, as on a wire.
     *
     * @param to of the socket's family
     * @param token tells one request from another; its upper half also becomes identifier and sequence number
     * @throws KernelException there is no way to that address
     */
    public void send(InetAddress to, long token) {
        ByteBuffer bytes = outgoing.bytes();
        bytes.put(0, (byte) (ipv6 ? REQUEST_V6 : REQUEST)).put(1, (byte) 0).putShort(2, (short) 0);
        bytes.putInt(4, (int) (token >>> 32)).putLong(TOKEN, token);
        if (!ipv6) { // in IPv6 the kernel writes it, for it covers the addresses, too
            bytes.putShort(2, (short) InternetChecksum.of(bytes, 0, LENGTH, 0));
        }
        long sent = descriptor.send(outgoing, LENGTH, SocketAddresses.of(to, 0));
        if (sent < 0 && SystemCalls.lastError() != Errno.EAGAIN) {
            throw SystemCalls.failure(
                    SystemCalls.lastError(), "sendto", "send an echo request to " + to.getHostAddress());
        }
    }

    /**
     * Takes one packet that has come in.
     *
     * @return the token of the request that it replies to, or 0 for a reply to somebody else's; empty when nothing is
     *     waiting
     * @throws KernelException the interface went away
     */
    public OptionalLong receive() {
        long length = descriptor.receive(incoming);
        if (length < 0) {
            int error = SystemCalls.lastError();
            if (error == Errno.EAGAIN) {
                return OptionalLong.empty();
            }
            throw SystemCalls.failure(error, "recvfrom", "hear echo replies");
        }
        ByteBuffer bytes = incoming.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
        int header = ipv6 ? 0 : Ipv4Header.headerLength(incoming.bytes());
        boolean tooShort = length < header + LENGTH;
        return OptionalLong.of(
                tooShort || bytes.get(header) != (byte) (ipv6 ? REPLY_V6 : REPLY) ? 0 : bytes.getLong(header + TOKEN));
    }

    /** Frees the descriptor. */
    @Override
    public void close() {
        descriptor.close();
    }
}
