package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * Hears other hosts on an interface claim addresses of one family: the sender's address in ARP, request or reply (RFC
 * 826, drawn in {@link ArpSocket}), or the target of a neighbour advertisement (RFC 4861 section 4.4, drawn in {@link
 * NeighbourSocket}). The kernel drops all other packets, and those with the interface's own MAC, so that ordinary
 * traffic wakes nobody.
 *
 * <p>For one thread. Nothing blocks; poll {@link #fd()} for reading. Needs CAP_NET_RAW.
 */
public final class ClaimSocket implements AutoCloseable {
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int PROTOCOL_AT = 16;
    private static final int ARP_MAC = 22;
    private static final int ARP_ADDRESS = 28;
    private static final int ETHERNET_SOURCE = 6;
    private static final int HOP_LIMIT = 21;
    private static final int TARGET = 62;
    private static final int FRAME = 128;

    private final FileDescriptor descriptor;
    private final NetworkInterface on;
    private final boolean ipv4;
    private final NativeBuffer frame = NativeBuffer.allocate(FRAME);
    private final ByteBuffer bytes = frame.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
    private final RecentAddresses recent = new RecentAddresses();
    private Set<InetAddress> addresses = Set.of();

    private ClaimSocket(FileDescriptor descriptor, NetworkInterface on, boolean ipv4) {
        this.descriptor = descriptor;
        this.on = on;
        this.ipv4 = ipv4;
    }

    /**
     * Opens the socket in the network namespace of the calling thread.
     *
     * @param on an interface with a MAC
     * @param addresses to hear of, all of one family, at least one
     * @throws KernelException no right to packet sockets, or the interface is gone
     */
    public static ClaimSocket open(NetworkInterface on, Set<InetAddress> addresses) {
        boolean ipv4 = addresses.iterator().next().getAddress().length == RecentAddresses.IPV4;
        String tried = "listen for other holders of VIPs on " + on.name();
        // Protocol 0: it hears nothing until it is bound, and by then it has its filter.
        FileDescriptor descriptor = FileDescriptor.socket(
                SystemCalls.AF_PACKET, SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK, 0, tried);
        try {
            ClaimSocket socket = new ClaimSocket(descriptor, on, ipv4);
            socket.watch(addresses);
            NativeBuffer address = NativeBuffer.allocate(LinkLayerAddress.SIZE);
            LinkLayerAddress.write(address.bytes(), ipv4 ? ETHERTYPE_ARP : ETHERTYPE_IPV6, on, MacAddress.NONE);
            descriptor.bind(address, tried);
            return socket;
        } catch (RuntimeException failure) {
            descriptor.close();
            throw failure;
        }
    }

    /**
     * Hears of these addresses from now on, and of no others.
     *
     * @param others of the same family; none: it hears nothing
     * @throws KernelException the kernel takes no filter
     */
    public void watch(Set<InetAddress> others) {
        if (!others.equals(addresses)) {
            ClaimFilter.of(others, ipv4, on.mac())
                    .attach(descriptor, "listen for other holders of VIPs on " + on.name());
            addresses = Set.copyOf(others);
        }
    }

    /** Where it listens. */
    public NetworkInterface on() {
        return on;
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Whether a packet waits, or a failure: call {@link #claim} then. That the interface went down is told by others.
     */
    public boolean receive() {
        return descriptor.receive(frame) >= 0;
    }

    /** What the packet received last says; empty when it is none of those that are listened for. */
    public Optional<AddressClaim> claim() {
        boolean whole = ipv4
                ? bytes.getShort(PROTOCOL_AT) == ETHERTYPE_IPV4
                : Byte.toUnsignedInt(bytes.get(HOP_LIMIT)) == VrrpRoute.FULL_HOP_LIMIT;
        InetAddress address = ipv4
                ? recent.at(bytes, ARP_ADDRESS, RecentAddresses.IPV4)
                : recent.at(bytes, TARGET, RecentAddresses.IPV6);
        MacAddress mac = MacAddress.of(bytes.slice(ipv4 ? ARP_MAC : ETHERNET_SOURCE, MacAddress.LENGTH));
        boolean foreign = !mac.equals(on.mac()) && !mac.equals(MacAddress.NONE);
        return whole && foreign && addresses.contains(address)
                ? Optional.of(new AddressClaim(address, mac))
                : Optional.empty();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
