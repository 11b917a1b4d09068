package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.kernel.route.MacAddress;

/**
 * The virtual MAC interfaces of one instance, made up as its VIPs ask for them. Confined to the reading thread.
 *
 * <p>Names are keepalived's: {@code vrrp.VRID} for the first, {@code vrrp6.VRID} for the other family on the same
 * interface, {@code vrrp1.VRID} and so on for more.
 */
final class VirtualMacDraft {
    /** 00:00:5e:00:01:00, RFC 9568 section 7.3; with IPv6 the last octet but one is 2. */
    private static final long IPV4_PREFIX = 0x00005e000100L;

    private static final long IPV6_PREFIX = 0x00005e000200L;

    private record Place(String parent, boolean ipv6) {}

    private final Set<String> namesTaken;
    private final String instanceInterface;
    private final boolean instanceIsIpv6;
    private final int virtualRouterId;
    private final String prefix;
    private final String prefixElsewhere;
    private final Map<Place, VirtualMac> byPlace = new HashMap<>();
    private final List<VirtualMac> all = new ArrayList<>();
    private int number;

    /**
     * @param namesTaken by other instances; those of this one are added
     * @param prefix {@code vmac_prefix}: how names begin on the instance's own interface
     * @param prefixElsewhere {@code vmac_addr_prefix}: how they begin on others
     */
    VirtualMacDraft(
            Set<String> namesTaken,
            String instanceInterface,
            boolean instanceIsIpv6,
            int virtualRouterId,
            String prefix,
            String prefixElsewhere) {
        this.namesTaken = namesTaken;
        this.instanceInterface = instanceInterface;
        this.instanceIsIpv6 = instanceIsIpv6;
        this.virtualRouterId = virtualRouterId;
        this.prefix = prefix;
        this.prefixElsewhere = prefixElsewhere;
    }

    /** That of the instance itself. */
    VirtualMac own(Optional<String> name, Optional<MacAddress> mac) {
        Place place = new Place(instanceInterface, instanceIsIpv6);
        return add(place, name.orElseGet(() -> freeName(place)), mac.orElseGet(() -> usual(instanceIsIpv6)));
    }

    /** That of a VIP of this family on this interface. */
    VirtualMac on(String parent, boolean ipv6) {
        Place place = new Place(parent, ipv6);
        VirtualMac known = byPlace.get(place);
        return known == null ? add(place, freeName(place), usual(ipv6)) : known;
    }

    List<VirtualMac> all() {
        return List.copyOf(all);
    }

    private VirtualMac add(Place place, String name, MacAddress mac) {
        namesTaken.add(name);
        VirtualMac made = new VirtualMac(name, place.parent(), mac, place.ipv6());
        byPlace.put(place, made);
        all.add(made);
        return made;
    }

    private MacAddress usual(boolean ipv6) {
        return new MacAddress((ipv6 ? IPV6_PREFIX : IPV4_PREFIX) | virtualRouterId);
    }

    private String freeName(Place place) {
        boolean home = place.parent().equals(instanceInterface);
        String start = home ? prefix : prefixElsewhere;
        String first = start + "." + virtualRouterId;
        if (!namesTaken.contains(first)) {
            return first;
        }
        String otherFamily = start + "6." + virtualRouterId;
        if (place.ipv6() && home && !namesTaken.contains(otherFamily)) {
            return otherFamily;
        }
        String next = start + ++number + "." + virtualRouterId;
        while (namesTaken.contains(next)) {
            next = start + ++number + "." + virtualRouterId;
        }
        return next;
    }
}
