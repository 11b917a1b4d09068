package org.aloft.agent.kernel.socket;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * Tells a network where an address lives now: by gratuitous ARP with IPv4, by unsolicited neighbour advertisements with
 * IPv6. For one thread. Nothing blocks. Needs CAP_NET_RAW.
 */
public final class AddressAnnouncer implements AutoCloseable {
    private final ArpSocket arp;
    private final NeighbourSocket neighbours;

    private AddressAnnouncer(ArpSocket arp, NeighbourSocket neighbours) {
        this.arp = arp;
        this.neighbours = neighbours;
    }

    /**
     * Opens sockets for all interfaces of the calling thread's network namespace.
     *
     * @throws KernelException no right to packet sockets
     */
    public static AddressAnnouncer open() {
        ArpSocket arp = ArpSocket.open();
        try {
            return new AddressAnnouncer(arp, NeighbourSocket.open());
        } catch (RuntimeException failure) {
            arp.close();
            throw failure;
        }
    }

    /**
     * Announces that {@code address} is at {@code on}, once. Does nothing on an interface without a MAC.
     *
     * @throws KernelException the interface is down or gone
     */
    public void announce(NetworkInterface on, InetAddress address) {
        if (address instanceof Inet6Address ipv6) {
            neighbours.announce(on, ipv6, isRouter(on));
        } else {
            arp.announce(on, (Inet4Address) address);
        }
    }

    /** How many messages an announcement of this address is. */
    public static int parts(InetAddress address) {
        return address instanceof Inet6Address ? 1 : 2;
    }

    /**
     * Sends one message of {@link #announce}.
     *
     * @param part which one, counted from 0
     * @throws KernelException the interface is down or gone
     */
    public void announcePart(NetworkInterface on, InetAddress address, int part) {
        if (address instanceof Inet4Address ipv4) {
            arp.announcePart(on, ipv4, part);
        } else {
            announce(on, address);
        }
    }

    /**
     * Asks who else has {@code address} there; who does is heard by a {@link ClaimSocket}. Does nothing on an interface
     * without a MAC.
     *
     * @throws KernelException the interface is down or gone
     */
    public void ask(NetworkInterface on, InetAddress address) {
        if (address instanceof Inet6Address ipv6) {
            neighbours.ask(on, ipv6);
        } else {
            arp.ask(on, (Inet4Address) address);
        }
    }

    /** As the kernel itself answers a solicitation: a router only where it forwards. */
    private static boolean isRouter(NetworkInterface on) {
        try {
            Path forwarding = Path.of("/proc/sys/net/ipv6/conf", on.name(), "forwarding");
            return !Files.readString(forwarding).strip().equals("0");
        } catch (IOException gone) {
            return false; // with the interface
        }
    }

    @Override
    public void close() {
        arp.close();
        neighbours.close();
    }
}
