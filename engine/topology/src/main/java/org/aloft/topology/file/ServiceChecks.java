package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;

/** What a virtual service must not say about the instances, the hosts and the other services. */
final class ServiceChecks {
    private final List<ServiceBlock> services;
    private final Map<InetAddress, Set<String>> membersByVip = new LinkedHashMap<>();
    private final Map<String, Host> hosts;
    private final Problems problems;

    ServiceChecks(
            List<ServiceBlock> services, List<InstanceBlock> instances, Map<String, Host> hosts, Problems problems) {
        this.services = services;
        instances.forEach(instance -> instance.vips().forEach(vip -> membersByVip
                .computeIfAbsent(vip.value().address(), unused -> new LinkedHashSet<>())
                .addAll(instance.members().keySet())));
        this.hosts = hosts;
        this.problems = problems;
    }

    void run() {
        eachAddressAndPortOnce();
        for (ServiceBlock service : services) {
            service.vip().ifPresent(this::heldBySomeInstance);
            Map<InetAddress, String> addresses = new HashMap<>();
            for (Located<ServiceBlock.Backend> backend : service.backends()) {
                Optional.ofNullable(hosts.get(backend.value().host())).ifPresent(host -> {
                    address(service, backend, host, addresses);
                    notItsOwnDirector(service, backend);
                    samePort(service, backend);
                });
            }
        }
    }

    private void eachAddressAndPortOnce() {
        Map<String, ServiceBlock> known = new HashMap<>();
        for (ServiceBlock service : services) {
            if (service.vip().isEmpty() || service.port().isEmpty()) {
                continue;
            }
            String what = IpPrefix.inShort(service.vip().get().value()) + " "
                    + service.protocol().name().toLowerCase(java.util.Locale.ROOT) + " port "
                    + service.port().get().value();
            ServiceBlock other = known.putIfAbsent(what, service);
            if (other != null) {
                Located<Integer> port = service.port().get();
                problems.add(
                        port.at(),
                        port.key(),
                        "duplicate-service",
                        "two services must differ in vip, port or protocol: " + what + " is taken by "
                                + other.name().value() + " in "
                                + other.port().get().at().seenFrom(port.at()),
                        "Change the port, or make it one service.");
            }
        }
    }

    private void heldBySomeInstance(Located<InetAddress> vip) {
        String wanted = IpPrefix.inShort(vip.value());
        if (!membersByVip.isEmpty() && !membersByVip.containsKey(vip.value())) {
            List<String> held =
                    membersByVip.keySet().stream().map(IpPrefix::inShort).toList();
            problems.add(
                    vip.at(),
                    vip.key(),
                    "vip-not-held",
                    "a service's vip must be among some instance's vips: " + wanted,
                    Suggestion.fix(wanted, held, "Add it to an instance, or use one of"));
        }
    }

    private void address(
            ServiceBlock service,
            Located<ServiceBlock.Backend> backend,
            Host host,
            Map<InetAddress, String> addresses) {
        Optional<InetAddress> own = IpPrefix.address(host.address());
        if (own.isEmpty()) {
            problems.add(
                    backend.at(),
                    backend.key(),
                    "name-not-address",
                    "a real server must have an IP address, for the directors forward to it: " + host.name() + " has "
                            + host.address(),
                    "Set ansible_host=ADDRESS for " + host.name() + " in the inventory.");
            return;
        }
        InetAddress address = own.get();
        String other = addresses.putIfAbsent(address, host.name());
        if (other != null) {
            problems.add(
                    backend.at(),
                    backend.key(),
                    "duplicate-address",
                    "two real servers must differ in address: " + other + " and " + host.name() + " are both "
                            + IpPrefix.inShort(address),
                    "Correct ansible_host of one of them.");
        }
        boolean tunnel = service.forwarding() == VirtualService.Forwarding.TUN;
        service.vip()
                .map(Located::value)
                .filter(vip -> !tunnel && !sameFamily(vip, address))
                .ifPresent(vip -> problems.add(
                        backend.at(),
                        backend.key(),
                        "address-family",
                        "a real server must be of its VIP's address family: vip=" + IpPrefix.inShort(vip) + ", "
                                + host.name() + "=" + IpPrefix.inShort(address),
                        "Use an address of the same family, or `forward: tun`."));
    }

    private static boolean sameFamily(InetAddress left, InetAddress right) {
        return left.getAddress().length == right.getAddress().length;
    }

    /**
     * As a standby, such a director would hold the VIP on lo for its part as real server; as the active one, on its
     * interface. Both at once cannot be told apart by ARP, and a standby's own IPVS table would send packets on again.
     */
    private void notItsOwnDirector(ServiceBlock service, Located<ServiceBlock.Backend> backend) {
        String host = backend.value().host();
        boolean director = service.vip()
                .filter(vip -> membersByVip.getOrDefault(vip.value(), Set.of()).contains(host))
                .isPresent();
        if (director && service.forwarding() == VirtualService.Forwarding.DR) {
            problems.add(
                    backend.at(),
                    backend.key(),
                    "director-is-real-server",
                    "with `forward: dr` a director cannot be its own real server: " + host
                            + " would need the VIP on lo and on its interface at once",
                    "Use another host, or `forward: nat`.");
        }
    }

    /** Direct routing and tunnels leave the packet as it is, its port too (ipvsadm(8), -g and -i). */
    private void samePort(ServiceBlock service, Located<ServiceBlock.Backend> backend) {
        Optional<Integer> port = backend.value().port();
        boolean translated = service.forwarding() == VirtualService.Forwarding.NAT;
        service.port()
                .filter(wanted -> !translated && port.isPresent() && !port.get().equals(wanted.value()))
                .ifPresent(wanted -> problems.add(
                        backend.at(),
                        backend.key(),
                        "port-mismatch",
                        "with `forward: dr` or `tun` a real server's port must be the service's: port=" + wanted.value()
                                + ", real server port=" + port.get(),
                        "Remove the real server's port, or use `forward: nat`."));
    }
}
