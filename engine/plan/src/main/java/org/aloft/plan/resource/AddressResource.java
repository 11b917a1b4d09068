package org.aloft.plan.resource;

import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.IpPrefix;

/**
 * An address on an interface, now. That it comes back after a reboot is the business of {@code aloft-vips.service}.
 *
 * @param address with its prefix length
 * @param networkInterface the interface that carries it
 * @param label such as {@code lo:0}; IPv4 only
 * @param reason why it is wanted
 * @param requires ids of what must be in force first: for a VIP on {@code lo}, the arp parameters
 */
public record AddressResource(
        IpPrefix address, String networkInterface, Optional<String> label, String reason, Set<String> requires)
        implements Resource {
    public AddressResource {
        requires = Set.copyOf(requires);
    }

    /** The id of this address on this interface. */
    public static String idOf(IpPrefix address, String networkInterface) {
        return "address:" + address + "@" + networkInterface;
    }

    @Override
    public String id() {
        return idOf(address, networkInterface);
    }
}
