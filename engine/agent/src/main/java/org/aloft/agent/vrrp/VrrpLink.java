package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.wire.AdvertEncoder;

/** What the kernel says about the interface of an instance: whether VRRP can run there, and from which address. */
sealed interface VrrpLink {
    /**
     * It can.
     *
     * @param route where, from which address, and to whom
     * @param interfaceOfSource the interface that has that address: not where it speaks if it has a virtual MAC
     */
    record Ready(VrrpRoute route, NetworkInterface interfaceOfSource) implements VrrpLink {
        /** Whether a socket for the other link serves this one. */
        boolean sameSocket(Ready other) {
            return route.on().index() == other.route.on().index()
                    && route.source().equals(other.route.source())
                    && route.destinations().equals(other.route.destinations())
                    && route.hopLimit() == other.route.hopLimit();
        }

        NetworkInterface networkInterface() {
            return route.on();
        }

        InetAddress source() {
            return route.source();
        }
    }

    /**
     * It cannot.
     *
     * @param reason why, and what to do
     * @param canSpeak whether adverts leave this host all the same
     */
    record Broken(String reason, boolean canSpeak) implements VrrpLink {
        Broken(String reason) {
            this(reason, false);
        }
    }

    /**
     * Asks the kernel.
     *
     * @param present gives every address of this host
     */
    static VrrpLink of(VrrpInstanceBlock instance, Rtnetlink kernel, Supplier<List<InterfaceAddress>> present) {
        String name = instance.networkInterface();
        Optional<NetworkInterface> found = kernel.interfaceByName(name);
        if (found.isEmpty()) {
            return new Broken("there is no interface " + name + "; create it, or correct the line interface");
        }
        Optional<String> trouble = instance.tracking().ownInterface() ? trouble(found.get()) : Optional.empty();
        if (trouble.isPresent()) {
            return new Broken(trouble.get());
        }
        VrrpLink spoken = of(instance, found.get(), present.get());
        VrrpLink link = instance.holding()
                .advertInterface()
                .map(virtual -> spoken.through(virtual, kernel))
                .orElse(spoken);
        return link instanceof Ready ? heldBroken(instance, kernel).orElse(link) : link;
    }

    private static Optional<String> trouble(NetworkInterface device) {
        String name = device.name();
        if (!device.up()) {
            return Optional.of("interface " + name + " is down; run: ip link set " + name + " up");
        }
        return device.running()
                ? Optional.empty()
                : Optional.of("interface " + name + " has no carrier; look at its cable or its switch port");
    }

    /** An interface that VIPs or routes stand on is as needed as the one that adverts go through. */
    private static Optional<VrrpLink> heldBroken(VrrpInstanceBlock instance, Rtnetlink kernel) {
        for (String name : instance.holding().trackedInterfaces()) {
            if (name.equals(instance.networkInterface())) {
                continue;
            }
            Optional<NetworkInterface> found = kernel.interfaceByName(name);
            Optional<String> trouble = found.isEmpty()
                    ? Optional.of("there is no interface " + name + "; create it, or correct the line with dev " + name)
                    : trouble(found.get());
            if (trouble.isPresent()) {
                return Optional.of(new Broken(trouble.get() + " (VIPs or routes stand on it)", true));
            }
        }
        return Optional.empty();
    }

    /** With a virtual MAC of its own an instance speaks from that, but with the address of the interface below. */
    private VrrpLink through(String virtual, Rtnetlink kernel) {
        if (!(this instanceof Ready ready)) {
            return this;
        }
        VrrpRoute route = ready.route();
        return kernel.interfaceByName(virtual)
                .<VrrpLink>map(on -> new Ready(
                        new VrrpRoute(on, route.source(), route.destinations(), route.hopLimit()),
                        ready.interfaceOfSource()))
                .orElseGet(() -> new Broken("there is no interface " + virtual
                        + ", which use_vmac asks for; see the log for why it could not be made"));
    }

    /**
     * Decides where an instance speaks.
     *
     * @param on a usable interface
     * @param present every address of this host
     */
    static VrrpLink of(VrrpInstanceBlock instance, NetworkInterface on, List<InterfaceAddress> present) {
        WireBlock wire = instance.wire();
        Optional<InetAddress> written = wire.source().address();
        boolean unicast = wire.transport() instanceof Transport.Unicast;
        boolean missing = written.isPresent()
                && (unicast || wire.source().tracked())
                && present.stream().noneMatch(address -> written.get().equals(address.address()));
        if (missing) {
            return new Broken((unicast ? "unicast_src_ip" : "track_src_ip is on, and mcast_src_ip") + " names "
                    + written.get().getHostAddress()
                    + ", which this host does not have; add the address, or correct the line");
        }
        List<InetAddress> destinations = destinations(wire.transport());
        if (destinations.isEmpty()) {
            return new Broken("unicast_fault_no_peer is on, and there is no peer; add unicast_peer { ADDRESS }");
        }
        int length = advertLength(instance);
        if (length > on.mtu()) {
            return new Broken("an advert of its VIPs has " + length + " bytes, and interface " + on.name() + " carries "
                    + on.mtu() + " at most; move VIPs to virtual_ipaddress_excluded");
        }
        return written.or(() -> ownAddress(instance, on, destinations, present))
                .<VrrpLink>map(
                        source -> new Ready(new VrrpRoute(on, source, destinations, hopLimit(wire.transport())), on))
                .orElseGet(() -> new Broken("interface " + on.name() + " has no " + wire.family()
                        + " address of its own; give it one, or write mcast_src_ip ADDRESS"));
    }

    /** With its IP header; it must not be fragmented. */
    private static int advertLength(VrrpInstanceBlock instance) {
        WireBlock wire = instance.wire();
        int header = wire.family() == IpFamily.IPV4 ? 20 : 40;
        int authentication = wire.version() == 2 ? AdvertEncoder.AUTHENTICATION_DATA : 0;
        int vips = instance.holding().virtualAddresses().size();
        return header + AdvertEncoder.HEADER + vips * wire.family().addressLength() + authentication;
    }

    private static List<InetAddress> destinations(Transport transport) {
        if (transport instanceof Transport.Unicast unicast) {
            return unicast.peers().stream().map(UnicastPeer::address).toList();
        }
        return List.of(((Transport.Multicast) transport).group());
    }

    private static int hopLimit(Transport transport) {
        return transport instanceof Transport.Unicast unicast ? unicast.hopLimit() : VrrpRoute.FULL_HOP_LIMIT;
    }

    /**
     * The interface's first address that is not a VIP. Over IPv6 a link-local one (RFC 9568 §5.1.2.1), but for peers
     * beyond the link one that they can answer to.
     */
    private static Optional<InetAddress> ownAddress(
            VrrpInstanceBlock instance,
            NetworkInterface on,
            List<InetAddress> destinations,
            List<InterfaceAddress> present) {
        IpFamily family = instance.wire().family();
        boolean onLink =
                destinations.stream().allMatch(address -> address.isMulticastAddress() || address.isLinkLocalAddress());
        List<InetAddress> vips = instance.holding().virtualAddresses().stream()
                .map(VirtualAddress::address)
                .toList();
        boolean owner = instance.election().priority() == Advert.OWNER;
        Predicate<InetAddress> reaches = address -> family == IpFamily.IPV4 || address.isLinkLocalAddress() == onLink;
        return present.stream()
                .filter(address -> address.interfaceIndex() == on.index())
                .map(InterfaceAddress::address)
                .filter(family::has)
                .filter(reaches)
                .filter(address -> owner || !vips.contains(address))
                .findFirst();
    }
}
