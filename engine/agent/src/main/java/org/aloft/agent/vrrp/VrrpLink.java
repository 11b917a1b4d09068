package org.aloft.agent.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.InterfaceAddress;
import org.aloft.agent.kernel.NetworkInterface;
import org.aloft.agent.kernel.Rtnetlink;

/** What the kernel says about the interface of an instance: whether VRRP can run there, and from which address. */
sealed interface VrrpLink {
    /**
     * It can.
     *
     * @param networkInterface where
     * @param source from which address
     */
    record Ready(NetworkInterface networkInterface, Inet4Address source) implements VrrpLink {
        /** Whether a socket for the other link serves this one. */
        boolean sameSocket(Ready other) {
            return networkInterface.index() == other.networkInterface.index() && source.equals(other.source);
        }
    }

    /**
     * It cannot.
     *
     * @param reason why, and what to do
     */
    record Broken(String reason) implements VrrpLink {}

    /** Asks the kernel. */
    static VrrpLink of(VrrpInstanceBlock instance, Rtnetlink kernel) {
        String name = instance.networkInterface();
        Optional<NetworkInterface> found = kernel.interfaceByName(name);
        if (found.isEmpty()) {
            return new Broken("there is no interface " + name + "; create it, or correct the line interface");
        }
        if (!found.get().up()) {
            return new Broken("interface " + name + " is down; run: ip link set " + name + " up");
        }
        if (!found.get().running()) {
            return new Broken("interface " + name + " has no carrier; look at its cable or its switch port");
        }
        return instance.wire()
                .sourceAddress()
                .map(Inet4Address.class::cast)
                .or(() -> ownAddress(instance, kernel.addresses(found.get().index())))
                .<VrrpLink>map(source -> new Ready(found.get(), source))
                .orElseGet(() -> new Broken("interface " + name
                        + " has no IPv4 address of its own; give it one, or write mcast_src_ip ADDRESS"));
    }

    /** The first that is not a VIP. */
    private static Optional<Inet4Address> ownAddress(VrrpInstanceBlock instance, List<InterfaceAddress> present) {
        List<InetAddress> vips = instance.holding().virtualAddresses().stream()
                .map(VirtualAddress::address)
                .toList();
        boolean owner = instance.election().priority() == Advert.OWNER;
        return present.stream()
                .map(InterfaceAddress::address)
                .filter(Inet4Address.class::isInstance)
                .map(Inet4Address.class::cast)
                .filter(address -> owner || !isVip(address, vips))
                .findFirst();
    }

    private static boolean isVip(InetAddress address, List<InetAddress> vips) {
        return vips.stream().anyMatch(vip -> vip.equals(address));
    }
}
