package org.aloft.verify.observe;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.IpPrefix;

/**
 * What a host showed.
 *
 * @param host its name in the inventory
 * @param unobserved why it could not be observed; empty when it was
 * @param addresses all IP addresses, with interfaces
 * @param macs MAC address in lower case by interface
 * @param sysctls values by dotted key, of those relevant here
 * @param ipvs the kernel's IPVS table; without services where there are none, or no IPVS
 * @param services what {@code systemctl is-active} says, or an init script, by unit
 * @param agent the agent's own status; empty when none answers
 * @param proxy what haproxy says of its servers; empty when it is not wanted there, or does not answer
 * @param bgp what FRR says; empty when it is not there, or does not answer
 * @param unanswered why a program that was asked there gave no answer
 */
public record HostSeen(
        String host,
        Optional<String> unobserved,
        List<HeldAddress> addresses,
        Map<String, String> macs,
        Map<String, String> sysctls,
        IpvsTable ipvs,
        Map<String, String> services,
        Optional<AgentStatus> agent,
        Optional<ProxyTable> proxy,
        Optional<BgpTable> bgp,
        Map<StatusPage, String> unanswered) {

    /** Keeps copies. */
    public HostSeen {
        addresses = List.copyOf(addresses);
        macs = Map.copyOf(macs);
        sysctls = Map.copyOf(sysctls);
        services = Map.copyOf(services);
        unanswered = Map.copyOf(unanswered);
    }

    /**
     * An address on an interface.
     *
     * @param networkInterface the interface
     * @param prefix the address and its length
     */
    public record HeldAddress(String networkInterface, IpPrefix prefix) {}

    /** A host that could not be observed. */
    public static HostSeen unobserved(String host, String reason) {
        return new HostSeen(
                host,
                Optional.of(reason),
                List.of(),
                Map.of(),
                Map.of(),
                new IpvsTable(List.of()),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** A copy with the agent's status. */
    public HostSeen with(AgentStatus status) {
        return new HostSeen(
                host,
                unobserved,
                addresses,
                macs,
                sysctls,
                ipvs,
                services,
                Optional.of(status),
                proxy,
                bgp,
                unanswered);
    }

    /** A copy with what haproxy says. */
    public HostSeen with(ProxyTable table) {
        return new HostSeen(
                host, unobserved, addresses, macs, sysctls, ipvs, services, agent, Optional.of(table), bgp, unanswered);
    }

    /** A copy with other addresses. */
    public HostSeen with(List<HeldAddress> others) {
        return new HostSeen(host, unobserved, others, macs, sysctls, ipvs, services, agent, proxy, bgp, unanswered);
    }

    /** A copy with one program more that was asked in vain. */
    public HostSeen withoutAnswer(StatusPage program, String why) {
        Map<StatusPage, String> more = new HashMap<>(unanswered);
        more.put(program, why);
        return new HostSeen(host, unobserved, addresses, macs, sysctls, ipvs, services, agent, proxy, bgp, more);
    }

    /** That a program gave no answer, and why as far as it is known, for people. */
    public String silence(StatusPage program) {
        String why = unanswered.getOrDefault(program, "");
        return program + " does not answer" + (why.isEmpty() ? "" : ": " + why);
    }

    /** Whether it answered completely. */
    public boolean observed() {
        return unobserved.isEmpty();
    }

    /** Whether the address is on an interface other than lo, that is, held as a VIP. */
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
