package org.aloft.agent.kernel.socket;

import java.nio.ByteBuffer;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Sends VRRP packets for one virtual router on one interface: a raw socket that writes its own IP header. It hears
 * nothing: it is of protocol 255 (IPPROTO_RAW in raw(7)), so that the kernel has no reason to look at it when a VRRP
 * packet comes in.
 *
 * <p>For one thread. Nothing blocks, and sending allocates nothing. Needs CAP_NET_RAW.
 */
public abstract sealed class VrrpSender implements AutoCloseable permits Ipv4Sender, Ipv6Sender {
    /** The largest payload that {@link #send} takes, in bytes: 255 IPv6 addresses. */
    public static final int PAYLOAD_MAX = 8 + 255 * 16;

    private static final int IPPROTO_RAW = 255;
    private static final int SO_PRIORITY = 12;
    /** TC_PRIO_CONTROL: before all other traffic in the host's own queue. */
    private static final int PRIORITY_CONTROL = 7;

    final FileDescriptor descriptor;
    private final String triedToSend;

    VrrpSender(FileDescriptor descriptor, VrrpRoute route) {
        this.descriptor = descriptor;
        this.triedToSend = "send a VRRP advert on " + route.on().name();
    }

    /**
     * Opens the socket.
     *
     * @param route where adverts go and come from; its source need not be an address of this host
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    public static VrrpSender open(VrrpRoute route) {
        String tried = "open a VRRP socket on " + route.on().name();
        FileDescriptor descriptor = FileDescriptor.socket(
                SocketAddresses.family(route.source()),
                SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK,
                IPPROTO_RAW,
                tried);
        try {
            PacketFilter.nothing().attach(descriptor, tried); // else strangers could fill its queue
            SocketMarks.bindToInterface(descriptor, route.on().name(), tried);
            descriptor.option(SystemCalls.SOL_SOCKET, SO_PRIORITY, PRIORITY_CONTROL, "SO_PRIORITY", tried);
            return route.isIpv4()
                    ? Ipv4Sender.configure(descriptor, route, tried)
                    : Ipv6Sender.configure(descriptor, route, tried);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
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

    /** Frees the descriptor. */
    @Override
    public void close() {
        descriptor.close();
    }
}
