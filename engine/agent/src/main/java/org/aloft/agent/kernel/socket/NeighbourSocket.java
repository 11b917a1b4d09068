package org.aloft.agent.kernel.socket;

import java.net.Inet6Address;
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
 * Tells a network's hosts that an IPv6 address lives at an interface's MAC now: unsolicited neighbour advertisements,
 * IPv6's gratuitous ARP.
 *
 * <p>For one thread. Nothing blocks. Needs CAP_NET_RAW. Hears nothing.
 *
 * <p>What goes out (RFC 4861 sections 4.4 and 7.2.6; RFC 9568 section 8.2.2), in network byte order:
 *
 * <pre>{@code
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | Ethernet: to 33:33:00:00:00:01, from the interface's MAC, 0x86dd | 14 bytes
 * +---------------------------------------------------------------+
 * | IPv6: from the address itself, to ff02::1, hop limit 255      | 40 bytes
 * +---------------+---------------+-------------------------------+
 * | type 136      | code 0        | checksum                      |  0
 * +-+-+-+---------+---------------+-------------------------------+
 * |R|S|O| 0                                                       |  4
 * +-+-+-+---------------------------------------------------------+
 * | target: the address                                           |  8
 * +---------------+---------------+-------------------------------+
 * | option 2      | 1: 8 bytes    | target's MAC …                | 24
 * +---------------+---------------+-------------------------------+
 * | … target's MAC                                                | 28
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>R says that the sender is a router; S, solicited, is 0; O, override what is cached, is 1.
 */
public final class NeighbourSocket implements AutoCloseable {
    static final int FRAME = 14 + Ipv6Header.LENGTH + 32;

    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERNET = 14;
    private static final int ICMP = ETHERNET + Ipv6Header.LENGTH;
    private static final int ICMP_LENGTH = FRAME - ICMP;
    private static final int ICMPV6 = 58;
    private static final int QUESTION = ICMP + 24;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int ROUTER = 0x80;
    private static final int OVERRIDE = 0x20;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;
    private static final MacAddress ALL_NODES_MAC = new MacAddress(0x3333_0000_0001L);
    private static final Inet6Address ALL_NODES =
            (Inet6Address) new RecentAddresses().at(ByteBuffer.wrap(allNodes()), 0, RecentAddresses.IPV6);
    private static final Inet6Address NOBODY =
            (Inet6Address) new RecentAddresses().at(ByteBuffer.allocate(RecentAddresses.IPV6), 0, RecentAddresses.IPV6);

    private final FileDescriptor descriptor;
    private final NativeBuffer frame = NativeBuffer.allocate(FRAME);
    private final NativeBuffer destination = NativeBuffer.allocate(LinkLayerAddress.SIZE);

    private NeighbourSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    private static byte[] allNodes() {
        byte[] octets = new byte[RecentAddresses.IPV6];
        octets[0] = (byte) 0xff;
        octets[1] = 2;
        octets[15] = 1;
        return octets;
    }

    /**
     * Opens a socket for all interfaces of the calling thread's network namespace.
     *
     * @throws KernelException no right to packet sockets
     */
    public static NeighbourSocket open() {
        // Protocol 0: such a socket receives nothing, so nothing piles up in it.
        return new NeighbourSocket(FileDescriptor.socket(
                SystemCalls.AF_PACKET,
                SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK,
                0,
                "open a socket for neighbour advertisements"));
    }

    /**
     * Announces that {@code address} is at {@code on}, once. Does nothing on an interface without a MAC.
     *
     * @param router whether this host forwards IPv6 there: a host that heard otherwise stops using it as its router
     * @throws KernelException the interface is down or gone
     */
    public void announce(NetworkInterface on, Inet6Address address, boolean router) {
        if (on.mac().equals(MacAddress.NONE)) {
            return;
        }
        LinkLayerAddress.write(destination.bytes(), ETHERTYPE_IPV6, on, ALL_NODES_MAC);
        write(frame.bytes(), on.mac(), address, router);
        send(FRAME, on, address, "announce ");
    }

    /**
     * Asks who else has {@code address}, in nobody's name (RFC 4862 section 5.4.2). Whoever has it answers to all. Does
     * nothing on an interface without a MAC.
     *
     * @throws KernelException the interface is down or gone
     */
    public void ask(NetworkInterface on, Inet6Address address) {
        if (on.mac().equals(MacAddress.NONE)) {
            return;
        }
        writeQuestion(frame.bytes(), on.mac(), address);
        LinkLayerAddress.write(destination.bytes(), ETHERTYPE_IPV6, on, groupMac(address));
        send(QUESTION, on, address, "ask for other holders of ");
    }

    private void send(int length, NetworkInterface on, Inet6Address address, String tried) {
        long sent = descriptor.send(frame, length, destination);
        if (sent < 0 && SystemCalls.lastError() != Errno.EAGAIN) {
            throw SystemCalls.failure(
                    SystemCalls.lastError(),
                    "sendto",
                    tried + address.getHostAddress() + " by neighbour discovery on " + on.name());
        }
    }

    /**
     * A neighbour solicitation: as drawn above, but of type 135, from :: to the address's own group, without flags and
     * option.
     */
    static void writeQuestion(ByteBuffer into, MacAddress mac, Inet6Address address) {
        ByteBuffer frame = into.duplicate().order(ByteOrder.BIG_ENDIAN);
        groupMac(address).write(frame, 0);
        mac.write(frame, 6);
        frame.putShort(12, (short) ETHERTYPE_IPV6);
        Ipv6Header.write(frame, ETHERNET, ICMPV6, VrrpRoute.FULL_HOP_LIMIT, NOBODY, group(address));
        Ipv6Header.payloadLength(frame, ETHERNET, QUESTION - ICMP);
        frame.put(ICMP, (byte) SOLICITATION)
                .put(ICMP + 1, (byte) 0)
                .putShort(ICMP + 2, (short) 0)
                .putInt(ICMP + 4, 0)
                .put(ICMP + 8, address.getAddress());
        frame.putShort(ICMP + 2, checksum(frame, QUESTION));
    }

    /**
     * The solicited-node multicast group (RFC 4291 section 2.7.1): ff02::1:ff00:0/104 and the address's last three
     * octets.
     */
    private static Inet6Address group(Inet6Address address) {
        byte[] octets = allNodes();
        octets[11] = 1;
        octets[12] = (byte) 0xff;
        System.arraycopy(address.getAddress(), 13, octets, 13, 3);
        return (Inet6Address) new RecentAddresses().at(ByteBuffer.wrap(octets), 0, RecentAddresses.IPV6);
    }

    /** RFC 2464 section 7: 33:33 and the group's last four octets. */
    private static MacAddress groupMac(Inet6Address address) {
        byte[] octets = address.getAddress();
        int last = ByteBuffer.wrap(octets).getInt(12) & 0xff_ffff;
        return new MacAddress(0x3333_ff00_0000L | last);
    }

    static void write(ByteBuffer into, MacAddress mac, Inet6Address address, boolean router) {
        ByteBuffer frame = into.duplicate().order(ByteOrder.BIG_ENDIAN);
        ALL_NODES_MAC.write(frame, 0);
        mac.write(frame, 6);
        frame.putShort(12, (short) ETHERTYPE_IPV6);
        Ipv6Header.write(frame, ETHERNET, ICMPV6, VrrpRoute.FULL_HOP_LIMIT, address, ALL_NODES);
        Ipv6Header.payloadLength(frame, ETHERNET, ICMP_LENGTH);
        frame.put(ICMP, (byte) ADVERTISEMENT)
                .put(ICMP + 1, (byte) 0)
                .putShort(ICMP + 2, (short) 0)
                .putInt(ICMP + 4, (OVERRIDE | (router ? ROUTER : 0)) << 24)
                .put(ICMP + 8, address.getAddress())
                .put(ICMP + 24, (byte) TARGET_LINK_LAYER_ADDRESS)
                .put(ICMP + 25, (byte) 1);
        mac.write(frame, ICMP + 26);
        frame.putShort(ICMP + 2, checksum(frame, FRAME));
    }

    /** RFC 4443 section 2.3: over the message and the pseudo-header, whose addresses stand in the IPv6 header. */
    private static short checksum(ByteBuffer frame, int end) {
        return (short) InternetChecksum.of(frame, ETHERNET + Ipv6Header.SOURCE, end, end - ICMP + ICMPV6);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
