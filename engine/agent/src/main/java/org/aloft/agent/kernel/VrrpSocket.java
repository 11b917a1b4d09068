package org.aloft.agent.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * VRRP over IPv4 on one interface: a raw socket of IP protocol 112 that is bound to the interface, is in the group 224.0.0.18
 * there, and writes its own IP header (source as given, TTL 255, TOS 0xc0). It never hears its own packets.
 *
 * <p>For one thread. Nothing blocks; poll {@link #fd()} for reading. Sending allocates nothing. Needs CAP_NET_RAW.
 */
public final class VrrpSocket implements AutoCloseable {
    /** VRRP's number among the IP protocols. */
    public static final int PROTOCOL = 112;

    /** The largest payload that {@link #send} takes, in bytes. */
    public static final int PAYLOAD_MAX = 1480;

    private static final byte[] GROUP = {(byte) 224, 0, 0, 18};
    private static final int RECEIVE_SIZE = 65_536;
    private static final int IPPROTO_IP = 0;
    private static final int IP_HDRINCL = 3;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_MULTICAST_TTL = 33;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_MULTICAST_ALL = 49;
    private static final int SO_PRIORITY = 12;
    private static final int SO_BINDTODEVICE = 25;
    /** TC_PRIO_CONTROL: before all other traffic in the host's own queue. */
    private static final int PRIORITY_CONTROL = 7;

    private final FileDescriptor descriptor;
    private final Inet4Address group;
    private final NativeBuffer outgoing = NativeBuffer.allocate(Ipv4Header.LENGTH + PAYLOAD_MAX);
    private final NativeBuffer incoming = NativeBuffer.allocate(RECEIVE_SIZE);
    private final NativeBuffer destination = NativeBuffer.allocate(16);
    private final String triedToSend;
    private final String triedToReceive;

    private VrrpSocket(FileDescriptor descriptor, NetworkInterface on, Inet4Address source) {
        this.descriptor = descriptor;
        this.group = group();
        this.triedToSend = "send a VRRP advert on " + on.name();
        this.triedToReceive = "receive VRRP on " + on.name();
        Ipv4Header.write(outgoing.bytes(), PROTOCOL, source, group);
        destination.bytes().putShort(0, (short) SystemCalls.AF_INET).put(4, GROUP);
    }

    /**
     * Opens the socket and joins the group.
     *
     * @param on the interface to speak and listen on
     * @param source the address adverts come from; for it to be answered it should be the interface's own
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    public static VrrpSocket openIpv4(NetworkInterface on, Inet4Address source) {
        String tried = "open a VRRP socket on " + on.name();
        FileDescriptor descriptor = FileDescriptor.socket(
                SystemCalls.AF_INET, SystemCalls.SOCK_RAW | SystemCalls.SOCK_NONBLOCK, PROTOCOL, tried);
        try {
            configure(descriptor, on, source, tried);
            return new VrrpSocket(descriptor, on, source);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    private static void configure(FileDescriptor socket, NetworkInterface on, Inet4Address source, String tried) {
        byte[] name = on.name().getBytes(StandardCharsets.UTF_8);
        NativeBuffer device = NativeBuffer.of(Arrays.copyOf(name, name.length + 1));
        socket.option(SystemCalls.SOL_SOCKET, SO_BINDTODEVICE, device, "SO_BINDTODEVICE", tried);
        socket.option(SystemCalls.SOL_SOCKET, SO_PRIORITY, PRIORITY_CONTROL, "SO_PRIORITY", tried);
        socket.option(IPPROTO_IP, IP_HDRINCL, 1, "IP_HDRINCL", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_TTL, Ipv4Header.TIME_TO_LIVE, "IP_MULTICAST_TTL", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_LOOP, 0, "IP_MULTICAST_LOOP", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL", tried);
        socket.option(IPPROTO_IP, IP_MULTICAST_IF, membership(on, source), "IP_MULTICAST_IF", tried);
        socket.option(IPPROTO_IP, IP_ADD_MEMBERSHIP, membership(on, source), "IP_ADD_MEMBERSHIP", tried);
    }

    /** {@code struct ip_mreqn}: group, local address, interface index, four bytes each. */
    private static NativeBuffer membership(NetworkInterface on, Inet4Address source) {
        NativeBuffer membership = NativeBuffer.allocate(12);
        membership.bytes().put(0, GROUP).put(4, source.getAddress()).putInt(8, on.index());
        return membership;
    }

    private static Inet4Address group() {
        try {
            return (Inet4Address) InetAddress.getByAddress(GROUP);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are always an IPv4 address", e);
        }
    }

    /** The multicast group, 224.0.0.18. */
    public Inet4Address destination() {
        return group;
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Sends one VRRP packet to the group. Does not wait: when the interface's queue is full the packet is lost, as on a wire.
     *
     * @param packet the VRRP packet without IP header, between position and limit, which both stay; at most {@link #PAYLOAD_MAX}
     *     bytes
     * @throws KernelException the interface is down or gone, or the kernel is short of memory
     */
    public void send(ByteBuffer packet) {
        int length = packet.remaining();
        outgoing.bytes().put(Ipv4Header.LENGTH, packet, packet.position(), length);
        long sent = descriptor.send(outgoing, Ipv4Header.LENGTH + length, destination);
        if (sent < 0 && SystemCalls.lastError() != Errno.EAGAIN) {
            throw SystemCalls.failure(SystemCalls.lastError(), "sendto", triedToSend);
        }
    }

    /**
     * Takes one packet that has come in, multicast or addressed to this host.
     *
     * @param into filled from its beginning with the payload; what does not fit is cut off
     * @return the packet, or empty when none is waiting
     * @throws KernelException the interface went down or away
     */
    public Optional<ReceivedPacket> receive(ByteBuffer into) {
        long length = descriptor.receive(incoming);
        if (length < 0) {
            int error = SystemCalls.lastError();
            if (error == Errno.EAGAIN) {
                return Optional.empty();
            }
            throw SystemCalls.failure(error, "recvfrom", triedToReceive);
        }
        return Optional.of(packet((int) length, into));
    }

    private ReceivedPacket packet(int length, ByteBuffer into) {
        ByteBuffer packet = incoming.bytes();
        int header = Ipv4Header.headerLength(packet);
        int payload = Math.min(length - header, into.capacity());
        into.clear();
        into.put(0, packet, header, payload).limit(payload);
        return new ReceivedPacket(
                Ipv4Header.source(packet), Ipv4Header.destination(packet), Ipv4Header.ttl(packet), into);
    }

    /** Leaves the group and frees the descriptor. */
    @Override
    public void close() {
        descriptor.close();
    }
}
