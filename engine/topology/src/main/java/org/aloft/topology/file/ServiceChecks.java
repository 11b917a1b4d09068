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
    private final Map<String, InstanceBlock> instanceByMember = new HashMap<>();
    private final Map<String, Host> hosts;
    private final Problems problems;

    ServiceChecks(
            List<ServiceBlock> services, List<InstanceBlock> instances, Map<String, Host> hosts, Problems problems) {
        this.services = services;
        instances.forEach(instance -> instance.vips().forEach(vip -> membersByVip
                .computeIfAbsent(vip.value().address(), unused -> new LinkedHashSet<>())
                .addAll(instance.members().keySet())));
        instances.forEach(
                instance -> instance.members().keySet().forEach(host -> instanceByMember.putIfAbsent(host, instance)));
        this.hosts = hosts;
        this.problems = problems;
    }

    void run() {
        eachAddressAndPortOnce();
        for (ServiceBlock service : services) {
            service.vip().ifPresent(this::heldBySomeInstance);
            warnOfChecks(service);
            new SchedulerChecks(service, problems).run();
            Map<String, String> addresses = new HashMap<>();
            for (Located<ServiceBlock.Backend> backend : service.backends()) {
                Optional.ofNullable(hosts.get(backend.value().host())).ifPresent(host -> {
                    address(service, backend, host, addresses);
                    noDirector(service, backend);
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
                Lint.DUPLICATE_SERVICE.tell(
                        problems,
                        port,
                        "two services must differ in vip, port or protocol: " + what + " is taken by "
                                + other.name().value() + " in "
                                + other.port().get().at().seenFrom(port.at()),
                        "Change the port, or make it one service.");
            }
        }
    }

    private void warnOfChecks(ServiceBlock service) {
        Located<String> name = service.name();
        if (service.check().isEmpty()) {
            Lint.NO_CHECK.tell(
                    problems,
                    name,
                    "without a check a real server that has died keeps getting requests",
                    "Add `check: {tcp: {connect_timeout: 3s}}`.");
        } else if (service.protocol() == VirtualService.Protocol.UDP) {
            Lint.CHECK_BY_TCP.tell(
                    problems,
                    name,
                    "the service is UDP, but its real servers are checked by a TCP connect",
                    "Leave it where they answer on both, as DNS does; else remove `check`.");
        }
    }

    private void heldBySomeInstance(Located<InetAddress> vip) {
        String wanted = IpPrefix.inShort(vip.value());
        if (!membersByVip.isEmpty() && !membersByVip.containsKey(vip.value())) {
            List<String> held =
                    membersByVip.keySet().stream().map(IpPrefix::inShort).toList();
            Lint.VIP_NOT_HELD.tell(
                    problems,
                    vip,
                    "a service's vip must be among some instance's vips: " + wanted,
                    Suggestion.fix(wanted, held, "Add it to an instance, or use one of"));
        }
    }

    private void address(
            ServiceBlock service, Located<ServiceBlock.Backend> backend, Host host, Map<String, String> addresses) {
        Optional<InetAddress> own = backend.value()
                .address()
                .map(Located::value)
                .or(() -> IpPrefix.address(host.address()).filter(address -> !address.isLoopbackAddress()));
        if (own.isEmpty()) {
            Lint lint = IpPrefix.address(host.address()).isEmpty() ? Lint.NAME_NOT_ADDRESS : Lint.LOOPBACK;
            lint.tell(
                    problems,
                    backend,
                    "a real server must have an IP address that the directors reach: " + host.name() + " has "
                            + host.address(),
                    "Set ansible_host=ADDRESS in the inventory or, where it serves on another address than SSH uses,"
                            + " write " + host.name() + ": {weight: "
                            + backend.value().weight()
                            + ", address: 10.0.0.5}.");
            return;
        }
        InetAddress address = own.get();
        differs(service, backend, host, address, addresses);
        service.vip()
                .map(Located::value)
                .filter(vip -> !sameFamily(vip, address))
                .ifPresent(vip -> Lint.ADDRESS_FAMILY.tell(
                        problems,
                        backend,
                        "a real server must be of its VIP's address family: vip=" + IpPrefix.inShort(vip) + ", "
                                + host.name() + "=" + IpPrefix.inShort(address),
                        "Use an address of the same family."));
    }

    private void differs(
            ServiceBlock service,
            Located<ServiceBlock.Backend> backend,
            Host host,
            InetAddress address,
            Map<String, String> addresses) {
        String port = backend.value()
                .port()
                .or(() -> service.port().map(Located::value))
                .map(number -> " port " + number)
                .orElse("");
        String where = IpPrefix.inShort(address) + port;
        String other = addresses.putIfAbsent(where, host.name());
        if (other != null) {
            Lint.DUPLICATE_ADDRESS.tell(
                    problems,
                    backend,
                    "two real servers must differ in address: " + other + " and " + host.name() + " are both " + where,
                    "Correct ansible_host of one of them or, where they serve on other addresses than SSH uses, write "
                            + host.name() + ": {weight: " + backend.value().weight() + ", address: 10.0.0.5}.");
        }
        if (backend.value().address().isPresent() && membersByVip.containsKey(address)) {
            Lint.VIP_IS_REAL_SERVER.tell(
                    problems,
                    backend,
                    "a real server's address must not be a VIP: " + host.name() + " has " + IpPrefix.inShort(address),
                    "Use an address of the host's own.");
        }
    }

    private static boolean sameFamily(InetAddress left, InetAddress right) {
        return left.getAddress().length == right.getAddress().length;
    }

    /**
     * As a real server the host would hold the VIP on lo and not answer ARP; as a director it holds VIPs on an
     * interface and must answer. And a standby's own IPVS table would send on the packets that it was forwarded.
     */
    private void noDirector(ServiceBlock service, Located<ServiceBlock.Backend> backend) {
        String host = backend.value().host();
        InstanceBlock instance = instanceByMember.get(host);
        if (instance != null && service.forwarding() == VirtualService.Forwarding.DR) {
            Lint.DIRECTOR_IS_REAL_SERVER.tell(
                    problems,
                    backend,
                    "with `forward: dr` a real server must not be a director, for packets to the VIP would circle: "
                            + host + " is a member of " + instance.name().value() + " in "
                            + instance.members().get(host).at().seenFrom(backend.at()),
                    "Take " + host + " out of the real_servers, or use `forward: nat`.");
        }
    }

    /** Direct routing leaves the packet as it is, its port too (ipvsadm(8), -g). */
    private void samePort(ServiceBlock service, Located<ServiceBlock.Backend> backend) {
        Optional<Integer> port = backend.value().port();
        boolean translated = service.forwarding() == VirtualService.Forwarding.NAT;
        service.port()
                .filter(wanted -> !translated && port.isPresent() && !port.get().equals(wanted.value()))
                .ifPresent(wanted -> Lint.PORT_MISMATCH.tell(
                        problems,
                        backend,
                        "with `forward: dr` a real server's port must be the service's: port=" + wanted.value()
                                + ", real server port=" + port.get(),
                        "Remove the real server's port, or use `forward: nat`."));
    }
}
