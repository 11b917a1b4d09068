package org.aloft.agent.hold;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.InterfaceSetting;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.log.Log;

/**
 * Makes and removes interfaces with a virtual MAC ({@code use_vmac}: macvlans on the instance's interface). For one
 * thread.
 */
final class VirtualMacInterfaces {
    private static final Logger LOG = Log.of(VirtualMacInterfaces.class);

    /** As keepalived sets them; what came with {@code default} is not for an interface whose peers speak to another. */
    private static final Map<String, String> SETTINGS =
            Map.of("accept_local", "1", "arp_ignore", "1", "promote_secondaries", "1", "rp_filter", "0");

    private final Rtnetlink kernel;
    private final KnownInterfaces interfaces;

    VirtualMacInterfaces(Rtnetlink kernel, KnownInterfaces interfaces) {
        this.kernel = kernel;
        this.interfaces = interfaces;
    }

    /**
     * Makes it, and puts it up.
     *
     * @return whether it was missing and is there now
     * @throws KernelException the parent is gone, or the kernel refused
     */
    boolean add(VirtualMac mac) {
        Optional<NetworkInterface> there = kernel.interfaceByName(mac.name());
        if (there.isPresent()) {
            if (!there.get().mac().equals(mac.mac())) {
                LOG.log(Level.ERROR, "cannot make {0}: {1} is another interface; rename one of them", mac, mac.name());
            }
            return false;
        }
        NetworkInterface parent = interfaces.require(mac.parent(), mac);
        kernel.addMacvlan(mac.name(), parent.index(), mac.mac());
        kernel.interfaceByName(mac.name()).ifPresent(made -> settle(mac, made, parent));
        return true;
    }

    /** What an interface with a virtual MAC needs before it goes up. */
    private void settle(VirtualMac mac, NetworkInterface made, NetworkInterface parent) {
        if (mac.ipv6()) {
            kernel.addresses(parent.index()).stream()
                    .filter(address -> address.address() instanceof Inet6Address)
                    .filter(address -> address.address().isLinkLocalAddress())
                    .findFirst()
                    .ifPresent(own -> kernel.addAddress(own.on(made.index())));
            // Else it answers ARP requests for the IPv4 addresses of this host, with the MAC of the IPv6 group.
            new InterfaceSetting("ipv4", mac.name(), "arp_ignore").write("1");
        } else {
            SETTINGS.forEach((key, value) -> new InterfaceSetting("ipv4", mac.name(), key).write(value));
        }
        kernel.setUp(made.index());
    }

    /**
     * Removes it; an interface of the same name with another MAC address is not ours.
     *
     * @return whether it was there
     * @throws KernelException the kernel refused
     */
    boolean remove(VirtualMac mac) {
        Optional<NetworkInterface> ours =
                kernel.interfaceByName(mac.name()).filter(found -> found.mac().equals(mac.mac()));
        ours.ifPresent(found -> kernel.removeInterface(found.index()));
        interfaces.forget();
        return ours.isPresent();
    }
}
