package org.aloft.agent.kernel.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkMessage;
import org.aloft.agent.kernel.netlink.NetlinkSocket;

/**
 * Hears of every change to links and addresses, whoever makes it. For one thread: poll {@link #fd()} for reading, then
 * {@link #drain}. Open it before reading the state from {@link Rtnetlink}, so that nothing falls between the two.
 */
public final class LinkMonitor implements AutoCloseable {
    private static final String TRIED = "watch links and addresses";
    /** RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR. */
    private static final int GROUPS = 0x1 | 0x10 | 0x100;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_DROP_MEMBERSHIP = 2;
    /** RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV6_RULE. */
    private static final List<Integer> ROUTING_GROUPS = List.of(7, 8, 11, 19);

    private static final int RECEIVE_SIZE = 64 * 1024;

    private final FileDescriptor descriptor;
    private final NativeBuffer receiveBuffer = NativeBuffer.allocate(RECEIVE_SIZE);
    private boolean watchesRouting;

    private LinkMonitor(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Begins to listen, in the network namespace of the calling thread.
     *
     * @throws KernelException no socket to be had
     */
    public static LinkMonitor open() {
        FileDescriptor descriptor = FileDescriptor.socket(
                SystemCalls.AF_NETLINK, SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK, NetlinkSocket.ROUTE, TRIED);
        try {
            descriptor.bind(NetlinkSocket.address(GROUPS), TRIED);
            return new LinkMonitor(descriptor);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /**
     * Hears of routes and rules too, or no longer. Off at first: a router with a full table has many changes that do
     * not matter here.
     */
    public void watchRouting(boolean wanted) {
        if (wanted != watchesRouting) {
            int option = wanted ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP;
            ROUTING_GROUPS.forEach(group -> descriptor.optionIfKnown(SOL_NETLINK, option, group));
            watchesRouting = wanted;
        }
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Hands over all that happened since the last call, in order, and returns when there is no more.
     *
     * @throws KernelException the socket failed for good
     */
    public void drain(Consumer<LinkEvent> listener) {
        while (true) {
            long length = descriptor.receive(receiveBuffer);
            if (length >= 0) {
                report((int) length, listener);
                continue;
            }
            switch (SystemCalls.lastError()) {
                case Errno.EAGAIN -> {
                    return;
                }
                case Errno.ENOBUFS -> listener.accept(new LinkEvent.Resync());
                default -> throw SystemCalls.failure(SystemCalls.lastError(), "recvfrom", TRIED);
            }
        }
    }

    private void report(int length, Consumer<LinkEvent> listener) {
        ByteBuffer datagram = receiveBuffer.bytes().slice(0, length).order(ByteOrder.nativeOrder());
        for (NetlinkMessage message : NetlinkMessage.parse(datagram)) {
            event(message).ifPresent(listener);
        }
    }

    static Optional<LinkEvent> event(NetlinkMessage message) {
        return switch (message.type()) {
            case RouteMessages.NEW_LINK ->
                Optional.of(new LinkEvent.LinkChanged(RouteMessages.link(message.payload()), true));
            case RouteMessages.DELETE_LINK ->
                Optional.of(new LinkEvent.LinkChanged(RouteMessages.link(message.payload()), false));
            case RouteMessages.NEW_ADDRESS ->
                RouteMessages.address(message.payload()).map(LinkEvent.AddressAdded::new);
            case RouteMessages.DELETE_ADDRESS ->
                RouteMessages.address(message.payload()).map(LinkEvent.AddressRemoved::new);
            case RouteTableMessages.DELETE_ROUTE ->
                Optional.of(new LinkEvent.RouteRemoved(RouteTableMessages.table(message.payload())));
            case RuleMessages.DELETE_RULE -> Optional.of(new LinkEvent.RuleRemoved());
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
