package org.aloft.verify.observe;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.IpPrefix;

/**
 * What one host showed.
 *
 * @param host its name in the inventory
 * @param unobserved why nothing is known of it; empty when it was observed
 * @param addresses all IP addresses
 * @param macs interface → MAC address in lower case
 * @param sysctls dotted key → value, of those that matter here
 * @param ipvs the kernel's table; empty of services where the kernel has none or no IPVS
 * @param services systemd unit → what {@code systemctl is-active} says
 * @param agent the agent's own status; empty where none runs
 */
public record HostSeen(
        String host,
        Optional<String> unobserved,
        List<HeldAddress> addresses,
        Map<String, String> macs,
        Map<String, String> sysctls,
        IpvsTable ipvs,
        Map<String, String> services,
        Optional<AgentStatus> agent) {

    /** Keeps copies. */
    public HostSeen {
        addresses = List.copyOf(addresses);
        macs = Map.copyOf(macs);
        sysctls = Map.copyOf(sysctls);
        services = Map.copyOf(services);
    }

    /**
     * An address on an interface.
     *
     * @param networkInterface the interface
     * @param prefix the address and its length
     */
    public record HeldAddress(String networkInterface, IpPrefix prefix) {}

    /** A host of which nothing is known. */
    public static HostSeen unobserved(String host, String reason) {
        return new HostSeen(
                host,
                Optional.of(reason),
                List.of(),
                Map.of(),
                Map.of(),
                new IpvsTable(List.of()),
                Map.of(),
                Optional.empty());
    }

    /** This, with what the agent said. */
    public HostSeen with(AgentStatus status) {
        return new HostSeen(host, unobserved, addresses, macs, sysctls, ipvs, services, Optional.of(status));
    }

    /** This, with other addresses. */
    public HostSeen with(List<HeldAddress> others) {
        return new HostSeen(host, unobserved, others, macs, sysctls, ipvs, services, agent);
    }

    /** Whether it answered, and completely. */
    public boolean observed() {
        return unobserved.isEmpty();
    }

    /** Whether the address is on one of its interfaces other than lo, so that it serves as a VIP there. */
    public boolean holds(InetAddress address) {
        return addresses.stream()
                .anyMatch(held -> held.prefix().address().equals(address)
                        && !held.networkInterface().equals("lo"));
    }

    /** The interface that an address is on; the first where there are several. */
    public Optional<String> interfaceOf(InetAddress address) {
        return interfacesOf(address).stream().findFirst();
    }

    /** All interfaces that an address is on, lo among them, in the kernel's order. */
    public List<String> interfacesOf(InetAddress address) {
        return addresses.stream()
                .filter(held -> held.prefix().address().equals(address))
                .map(HeldAddress::networkInterface)
                .distinct()
                .toList();
    }
}
