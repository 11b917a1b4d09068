package org.aloft.agent.kernel.socket;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * Tells a network's hosts and switches that an IPv4 address lives at an interface's MAC now (gratuitous ARP).
 *
 * <p>For one thread. Nothing blocks. Needs CAP_NET_RAW. Hears nothing.
 *
 * <p>What goes out (RFC 826; RFC 5227 section 3), in network byte order:
 *
 * <pre>{@code
 *  0               1               2               3               4               5
 * +---------------+---------------+---------------+---------------+---------------+---------------+
 * | Ethernet destination ff:ff:ff:ff:ff:ff                                                        |  0
 * +-----------------------------------------------------------------------------------------------+
 * | Ethernet source: the interface's MAC                                                          |  6
 * +-------------------------------+-------------------------------+-------------------------------+
 * | 0x0806: ARP                   | 1: hardware is Ethernet       | 0x0800: protocol is IPv4      | 12
 * +---------------+---------------+-------------------------------+-------------------------------+
 * | 6: MAC length | 4: IP length  | 1 request or 2 reply          | sender's MAC …                | 18
 * +---------------+---------------+-------------------------------+-------------------------------+
 * | … sender's MAC                                                | sender's IP: the address …    | 24
 * +-------------------------------+-------------------------------+-------------------------------+
 * | … sender's IP                 | target's MAC: 0 in a request, the broadcast MAC …             | 30
 * +-------------------------------+---------------------------------------------------------------+
 * | … in a reply                  | target's IP: the address again                                | 36
 * +-------------------------------+---------------------------------------------------------------+
 * }</pre>
 */
public final class ArpSocket implements AutoCloseable {
    static final int FRAME = 42;
    static final int REQUEST = 1;
    static final int REPLY = 2;

    private static final int SENDER_ADDRESS = 28;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private final FileDescriptor descriptor;
    private final NativeBuffer frame = NativeBuffer.allocate(FRAME);
    private final NativeBuffer destination = NativeBuffer.allocate(LinkLayerAddress.SIZE);

    private ArpSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a socket for all interfaces of the calling thread's network namespace.
     *
     * @throws KernelException no right to packet sockets
     */
    public static ArpSocket open() {
        // Protocol 0: such a socket receives nothing, so nothing piles up in it.
        return new ArpSocket(FileDescriptor.socket(
                SystemCalls.AF_PACKET, SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK, 0, "open an ARP socket"));
    }

    /**
     * Announces that {@code address} is at {@code on}: once as a request and once as a reply, since some hosts believe
     * only the one and some only the other. Does nothing on an interface without a MAC.
     *
     * @throws KernelException the interface is down or gone
     */
    public void announce(NetworkInterface on, Inet4Address address) {
        if (on.mac().equals(MacAddress.NONE)) {
            return;
        }
        LinkLayerAddress.write(destination.bytes(), ETHERTYPE_ARP, on, BROADCAST);
        send(REQUEST, on, address);
        send(REPLY, on, address);
    }

    /** One of the two messages of that: the request, which is 0, or the reply. */
    void announcePart(NetworkInterface on, Inet4Address address, int part) {
        if (!on.mac().equals(MacAddress.NONE)) {
            LinkLayerAddress.write(destination.bytes(), ETHERTYPE_ARP, on, BROADCAST);
            send(part == 0 ? REQUEST : REPLY, on, address);
        }
    }

    /**
     * Asks who else has {@code address}, in nobody's name, so that no host learns anything from it (RFC 5227 section
     * 2.1.1). Whoever has it answers this host. Does nothing on an interface without a MAC.
     *
     * @throws KernelException the interface is down or gone
     */
    public void ask(NetworkInterface on, Inet4Address address) {
        if (on.mac().equals(MacAddress.NONE)) {
            return;
        }
        LinkLayerAddress.write(destination.bytes(), ETHERTYPE_ARP, on, BROADCAST);
        write(frame.bytes(), REQUEST, on.mac(), address);
        frame.bytes().putInt(SENDER_ADDRESS, 0);
        send(on, address);
    }

    private void send(int operation, NetworkInterface on, Inet4Address address) {
        write(frame.bytes(), operation, on.mac(), address);
        send(on, address);
    }

    private void send(NetworkInterface on, Inet4Address address) {
        long sent = descriptor.send(frame, FRAME, destination);
        if (sent < 0 && SystemCalls.lastError() != Errno.EAGAIN) {
            throw SystemCalls.failure(
                    SystemCalls.lastError(),
                    "sendto",
                    "announce " + address.getHostAddress() + " by ARP on " + on.name());
        }
    }

    static void write(ByteBuffer into, int operation, MacAddress mac, Inet4Address address) {
        ByteBuffer frame = into.duplicate().order(ByteOrder.BIG_ENDIAN);
        byte[] octets = address.getAddress();
        BROADCAST.write(frame, 0);
        mac.write(frame, 6);
        frame.putShort(12, (short) ETHERTYPE_ARP).putShort(14, (short) 1).putShort(16, (short) ETHERTYPE_IPV4);
        frame.put(18, (byte) MacAddress.LENGTH).put(19, (byte) octets.length).putShort(20, (short) operation);
        mac.write(frame, 22);
        frame.put(SENDER_ADDRESS, octets);
        (operation == REQUEST ? MacAddress.NONE : BROADCAST).write(frame, 32);
        frame.put(38, octets);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
