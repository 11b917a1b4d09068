package org.aloft.agent.kernel.socket;

import java.util.List;
import java.util.Set;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Hears the VRRP packets of any number of virtual routers at one place: a raw socket of IP protocol 112 that is bound
 * to the interface, and is in the multicast group there if there is one. It never hears this host's own packets, nor
 * those of virtual routers that it was not told of: the kernel drops these before they cost this process anything,
 * however many there are.
 *
 * <p>For one thread. Nothing blocks; poll {@link #fd()} for reading. Receiving from addresses seen lately allocates
 * nothing. Needs CAP_NET_RAW.
 */
public abstract sealed class VrrpListener implements AutoCloseable permits Ipv4Listener, Ipv6Listener {
    /** Which octet of a packet is the virtual router id, from 0. What is heard is at least that long. */
    public static final int ROUTER_ID_AT = 1;

    private static final int SO_RCVBUFFORCE = 33;

    /**
     * For the adverts of 255 virtual routers that come while this thread is busy; each counts as some 800 bytes
     * (socket(7)). Without CAP_NET_ADMIN the queue is as long as the host has them.
     */
    private static final int QUEUE = 1 << 20;

    final FileDescriptor descriptor;
    private final ListeningPlace place;
    private final ArrivalStamp arrival;
    private final String triedToReceive;

    VrrpListener(FileDescriptor descriptor, ListeningPlace place) {
        this.descriptor = descriptor;
        this.place = place;
        this.arrival = new ArrivalStamp(descriptor);
        this.triedToReceive = "receive VRRP on " + place.on().name();
    }

    /**
     * Opens the socket, which hears nobody yet, and joins the group.
     *
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    public static VrrpListener open(ListeningPlace place) {
        String tried = "open a VRRP socket on " + place.on().name();
        FileDescriptor descriptor = FileDescriptor.socket(
                place.ipv4() ? SystemCalls.AF_INET : SystemCalls.AF_INET6,
                SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK,
                VrrpRoute.PROTOCOL,
                tried);
        try {
            bind(descriptor, place, tried);
            return place.ipv4()
                    ? Ipv4Listener.configure(descriptor, place, tried)
                    : Ipv6Listener.configure(descriptor, place, tried);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Until it is bound, a raw socket hears every interface: packets queued before that are discarded. */
    private static void bind(FileDescriptor socket, ListeningPlace place, String tried) {
        PacketFilter.nothing().attach(socket, tried);
        SocketMarks.bindToInterface(socket, place.on().name(), tried);
        socket.optionIfKnown(SystemCalls.SOL_SOCKET, SO_RCVBUFFORCE, QUEUE);
        NativeBuffer discarded = NativeBuffer.allocate(1);
        long length;
        do {
            length = socket.receive(discarded);
        } while (length >= 0);
    }

    /**
     * Hears these from now on, and nobody else. What is in its queue already, it hears. Where the kernel takes no
     * filter as long as that (BPF_MAXINSNS in linux/bpf_common.h), it hears all packets of these.
     *
     * @throws KernelException the kernel is short of memory
     */
    public void hear(List<HeardRouter> routers) {
        try {
            PacketFilter.virtualRouters(routers, place).attach(descriptor, triedToReceive);
        } catch (KernelException tooLong) {
            List<HeardRouter> all = routers.stream()
                    .map(router -> HeardRouter.all(router.virtualRouterId()))
                    .toList();
            PacketFilter.virtualRouters(all, place).attach(descriptor, triedToReceive);
        }
    }

    /**
     * Hears all virtual routers from now on but some. What is in its queue already, it hears.
     *
     * @param own virtual router ids that it does not hear
     * @param others routers that it does not hear
     */
    public void hearAllBut(Set<Integer> own, Set<OtherRouter> others) {
        PacketFilter.otherRouters(own, others, place.ipv4()).attach(descriptor, triedToReceive);
    }

    /** Hears nobody from now on. What is in its queue already, it hears. */
    public void hearNobody() {
        PacketFilter.nothing().attach(descriptor, triedToReceive);
    }

    /** Where it listens. */
    public ListeningPlace place() {
        return place;
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

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
