package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * VRRP for one virtual router on one interface: a raw socket of IP protocol 112 that is bound to the interface, is in
 * the multicast group there if adverts go to one, and writes its own IP header. It never hears its own packets, nor
 * those of another virtual router id: the kernel drops these before they cost this process anything, however many there
 * are.
 *
 * <p>For one thread. Nothing blocks; poll {@link #fd()} for reading. Sending allocates nothing, and neither does
 * receiving from addresses seen lately. Needs CAP_NET_RAW.
 */
public abstract sealed class VrrpSocket implements AutoCloseable permits VrrpOverIpv4, VrrpOverIpv6 {
    /** VRRP's number among the IP protocols. */
    public static final int PROTOCOL = 112;

    /** The largest payload that {@link #send} takes, in bytes: 255 IPv6 addresses. */
    public static final int PAYLOAD_MAX = 8 + 255 * 16;

    /** Which octet of a packet is the virtual router id, from 0. What is heard is at least that long. */
    public static final int ROUTER_ID_AT = 1;

    private static final int SO_PRIORITY = 12;
    /** TC_PRIO_CONTROL: before all other traffic in the host's own queue. */
    private static final int PRIORITY_CONTROL = 7;

    final FileDescriptor descriptor;
    final VrrpRoute route;
    private final ArrivalStamp arrival;
    private final String triedToSend;
    private final String triedToReceive;

    VrrpSocket(FileDescriptor descriptor, VrrpRoute route) {
        this.descriptor = descriptor;
        this.route = route;
        this.arrival = new ArrivalStamp(descriptor);
        this.triedToSend = "send a VRRP advert on " + route.on().name();
        this.triedToReceive = "receive VRRP on " + route.on().name();
    }

    /**
     * Opens the socket and joins the group.
     *
     * @param route where adverts go and come from; its source need not be an address of this host, but is not answered
     *     then
     * @param virtualRouterId whose adverts to hear, 1..255
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    public static VrrpSocket open(VrrpRoute route, int virtualRouterId) {
        return open(route, PacketFilter.virtualRouter(virtualRouterId, isIpv4(route)));
    }

    /**
     * Opens a socket that only listens there, and to all other virtual routers.
     *
     * @param own virtual router ids that it does not hear
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    public static VrrpSocket overhear(VrrpRoute route, Set<Integer> own) {
        return open(route, PacketFilter.otherRouters(own, Set.of(), isIpv4(route)));
    }

    /**
     * For one that {@link #overhear}s: hears no more of these. What is in its queue already, it hears.
     *
     * @param all whether it hears nothing at all
     */
    public void leaveOut(Set<Integer> own, Set<OtherRouter> others, boolean all) {
        PacketFilter filter = all ? PacketFilter.nothing() : PacketFilter.otherRouters(own, others, isIpv4(route));
        filter.attach(descriptor, triedToReceive);
    }

    /** Hears all packets of this virtual router. */
    public void hearAll(int virtualRouterId) {
        PacketFilter.virtualRouter(virtualRouterId, isIpv4(route)).attach(descriptor, triedToReceive);
    }

    /**
     * Has the kernel drop what cannot be valid. What is in the queue already is heard.
     *
     * @param sources from where alone adverts come; from anywhere if there are none
     */
    public void hearGenuine(int virtualRouterId, int version, List<InetAddress> sources) {
        PacketFilter.genuine(route, virtualRouterId, version, sources).attach(descriptor, triedToReceive);
    }

    private static boolean isIpv4(VrrpRoute route) {
        return route.source().getAddress().length == RecentAddresses.IPV4;
    }

    private static VrrpSocket open(VrrpRoute route, PacketFilter filter) {
        boolean ipv4 = isIpv4(route);
        String tried = "open a VRRP socket on " + route.on().name();
        FileDescriptor descriptor = FileDescriptor.socket(
                ipv4 ? SystemCalls.AF_INET : SystemCalls.AF_INET6,
                SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK,
                PROTOCOL,
                tried);
        try {
            bind(descriptor, route.on(), tried);
            filter.attach(descriptor, tried);
            return ipv4
                    ? VrrpOverIpv4.configure(descriptor, route, tried)
                    : VrrpOverIpv6.configure(descriptor, route, tried);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Until it is bound, a raw socket hears every interface: packets queued before that are discarded. */
    private static void bind(FileDescriptor socket, NetworkInterface on, String tried) {
        PacketFilter.nothing().attach(socket, tried);
        SocketMarks.bindToInterface(socket, on.name(), tried);
        socket.option(SystemCalls.SOL_SOCKET, SO_PRIORITY, PRIORITY_CONTROL, "SO_PRIORITY", tried);
        NativeBuffer discarded = NativeBuffer.allocate(1);
        long length;
        do {
            length = socket.receive(discarded);
        } while (length >= 0);
    }

    /** Where it speaks. */
    public VrrpRoute route() {
        return route;
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Sends one VRRP packet. Does not wait: when the interface's queue is full the packet is lost, as on a wire.
     *
     * @param packet the VRRP packet without IP header, between position and limit, which both stay; at most {@link
     *     #PAYLOAD_MAX} bytes
     * @param destination which of the route's destinations it goes to, by position
     * @throws KernelException the interface is down or gone, or the kernel is short of memory
     */
    public void send(ByteBuffer packet, int destination) {
        if (transmit(packet, destination) < 0 && SystemCalls.lastError() != Errno.EAGAIN) {
            throw SystemCalls.failure(SystemCalls.lastError(), "sendto", triedToSend);
        }
    }

    abstract long transmit(ByteBuffer packet, int destination);

    /**
     * Takes one packet that has come in, multicast or addressed to this host.
     *
     * @param into filled with it
     * @return whether one was waiting
     * @throws KernelException the interface went down or away
     */
    public boolean receive(ReceivedPacket into) {
        if (fetch(into) >= 0) {
            into.waited(arrival.waited());
            return true;
        }
        int error = SystemCalls.lastError();
        if (error == Errno.EAGAIN) {
            return false;
        }
        throw SystemCalls.failure(error, "recvfrom", triedToReceive);
    }

    abstract long fetch(ReceivedPacket into);

    /** Leaves the group and frees the descriptor. */
    @Override
    public void close() {
        descriptor.close();
    }
}
