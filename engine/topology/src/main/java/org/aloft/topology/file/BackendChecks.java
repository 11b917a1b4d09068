package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** What the real servers and the sorry server of a service must be, beside what the inventory and the VIPs say. */
final class BackendChecks {
    private final Set<InetAddress> vips;
    private final Map<String, InstanceBlock> instanceByMember = new HashMap<>();
    private final Set<String> directors;
    private final Map<String, Host> hosts;
    private final Problems problems;

    /** @param directors those that balance without an instance */
    BackendChecks(
            Set<InetAddress> vips,
            List<InstanceBlock> instances,
            Set<String> directors,
            Map<String, Host> hosts,
            Problems problems) {
        this.vips = vips;
        this.directors = directors;
        instances.forEach(
                instance -> instance.members().keySet().forEach(host -> instanceByMember.putIfAbsent(host, instance)));
        this.hosts = hosts;
        this.problems = problems;
    }

    void run(ServiceBlock service) {
        Map<String, String> addresses = new HashMap<>();
        for (Located<ServiceBlock.Backend> backend : service.backends()) {
            if (backend.value().managed() && !hosts.containsKey(backend.value().name())) {
                continue; // its host could not be read, and that has been told
            }
            address(service, backend, addresses);
            backend.value()
                    .host()
                    .ifPresent(host -> noDirector(service, backend, host, "Take " + host + " out of the real_servers"));
            samePort(service, backend, backend.value().port(), "a real server's port", "real server port");
            portOfChecks(service, backend);
        }
        service.fallback().sorryServer().ifPresent(sorry -> sorryServer(service, sorry, addresses));
    }

    private void address(ServiceBlock service, Located<ServiceBlock.Backend> backend, Map<String, String> addresses) {
        ServiceBlock.Backend wanted = backend.value();
        Optional<InetAddress> own = wanted.address().map(Located::value).or(() -> reachable(wanted.name()));
        if (own.isEmpty()) {
            Host host = hosts.get(wanted.name());
            Lint lint = IpPrefix.address(host.address()).isEmpty() ? Lint.NAME_NOT_ADDRESS : Lint.LOOPBACK;
            lint.tell(
                    problems,
                    backend,
                    "a real server must have an IP address that the directors reach: " + host.name() + " has "
                            + host.address(),
                    "Set ansible_host=ADDRESS in the inventory or, where it serves on another address than SSH uses,"
                            + " write " + host.name() + ": {weight: " + wanted.weight() + ", address: 10.0.0.5}.");
            return;
        }
        if (!wanted.managed()) {
            warnOfHost(backend, own.get());
        }
        differs(service, backend, own.get(), addresses);
        sameFamily(service, backend, wanted.name(), own.get(), "a real server");
    }

    private void warnOfHost(Located<ServiceBlock.Backend> backend, InetAddress address) {
        hosts.values().stream()
                .filter(host -> IpPrefix.address(host.address()).equals(Optional.of(address)))
                .findFirst()
                .ifPresent(host -> Lint.ADDRESS_OF_HOST.tell(
                        problems,
                        backend,
                        "what is named by its address is not managed, but " + IpPrefix.inShort(address) + " is "
                                + host.name(),
                        "Write " + host.name() + ": " + backend.value().weight() + "."));
    }

    private Optional<InetAddress> reachable(String host) {
        return IpPrefix.address(hosts.get(host).address()).filter(address -> !address.isLoopbackAddress());
    }

    private void sameFamily(ServiceBlock service, Located<?> written, String name, InetAddress address, String what) {
        service.vip()
                .map(Located::value)
                .filter(vip -> vip.getAddress().length != address.getAddress().length)
                .ifPresent(vip -> Lint.ADDRESS_FAMILY.tell(
                        problems,
                        written,
                        what + " must be of its VIP's address family: vip=" + IpPrefix.inShort(vip) + ", " + name + "="
                                + IpPrefix.inShort(address),
                        "Use an address of the same family."));
    }

    private static String place(InetAddress address, Optional<Integer> port) {
        return IpPrefix.inShort(address) + port.map(number -> " port " + number).orElse("");
    }

    private void differs(
            ServiceBlock service,
            Located<ServiceBlock.Backend> backend,
            InetAddress address,
            Map<String, String> addresses) {
        ServiceBlock.Backend wanted = backend.value();
        String name = wanted.name();
        String where = place(address, wanted.port().or(service::port));
        String other = addresses.putIfAbsent(where, name);
        if (other != null) {
            Lint.DUPLICATE_ADDRESS.tell(
                    problems,
                    backend,
                    "two real servers must differ in address: " + other + " and " + name + " are both " + where,
                    wanted.managed()
                            ? "Correct ansible_host of one of them or, where they serve on other addresses than SSH"
                                    + " uses, write " + name + ": {weight: " + wanted.weight() + ", address: 10.0.0.5}."
                            : "Remove one of them.");
        }
        if (wanted.address().isPresent() && vips.contains(address)) {
            Lint.VIP_IS_REAL_SERVER.tell(
                    problems,
                    backend,
                    "a real server's address must not be a VIP: " + name + " has " + IpPrefix.inShort(address),
                    "Use an address of the host's own.");
        }
    }

    /**
     * As a real server the host would hold the VIP on lo and not answer ARP; as a director it holds VIPs on an
     * interface and must answer. And a standby's own IPVS table would send on the packets that it was forwarded.
     */
    private void noDirector(ServiceBlock service, Located<?> written, String host, String wayOut) {
        InstanceBlock instance = instanceByMember.get(host);
        boolean director = instance != null || directors.contains(host);
        if (director && service.forwarding().needsVipOnRealServers()) {
            String which = instance == null
                    ? " stands in `directors`"
                    : " is a member of " + instance.name().value() + " in "
                            + instance.members().get(host).at().seenFrom(written.at());
            Lint.DIRECTOR_IS_REAL_SERVER.tell(
                    problems,
                    written,
                    "with `forward: " + service.forwarding().word()
                            + "` a real server must not be a director, for packets to the VIP would circle: " + host
                            + which,
                    wayOut + ", or use `forward: nat`.");
        }
    }

    /** Direct routing and a tunnel leave the packet as it is, its port too (ipvsadm(8), -g and -i). */
    private void samePort(ServiceBlock service, Located<?> written, Optional<Integer> port, String what, String brief) {
        boolean translated = !service.forwarding().needsVipOnRealServers();
        service.port()
                .filter(number -> !translated && port.isPresent() && !port.get().equals(number))
                .ifPresent(number -> Lint.PORT_MISMATCH.tell(
                        problems,
                        written,
                        "with `forward: " + service.forwarding().word() + "` " + what + " must be the service's: port="
                                + number + ", " + brief + "=" + port.orElseThrow(),
                        "Remove the " + (brief.startsWith("real") ? "real server's port" : "port")
                                + ", or use `forward: nat`."));
    }

    private void portOfChecks(ServiceBlock service, Located<ServiceBlock.Backend> backend) {
        boolean anyPort = service.target().isPresent() && service.port().orElse(0) == 0;
        boolean unsaid = backend.value().port().isEmpty()
                && service.checksOf(backend.value()).stream().anyMatch(check -> check.needsPortOfRealServer());
        if (anyPort && unsaid) {
            Lint.CHECK_WITHOUT_PORT.tell(
                    problems,
                    backend,
                    "a check must say its port where the service has every port, or goes by a firewall mark",
                    "Write `port: 80` in the check, or check by `ping`.");
        }
    }

    private void sorryServer(
            ServiceBlock service, Located<FallbackBlock.Sorry> written, Map<String, String> realServers) {
        FallbackBlock.Sorry sorry = written.value();
        if (sorry.managed() && !hosts.containsKey(sorry.host())) {
            return; // its host could not be read, and that has been told
        }
        Optional<InetAddress> own = sorry.address().or(() -> reachable(sorry.host()));
        if (own.isEmpty()) {
            Host host = hosts.get(sorry.host());
            Lint lint = IpPrefix.address(host.address()).isEmpty() ? Lint.NAME_NOT_ADDRESS : Lint.LOOPBACK;
            lint.tell(
                    problems,
                    written,
                    "a sorry server must have an IP address that the directors reach: " + host.name() + " has "
                            + host.address(),
                    "Set ansible_host=ADDRESS in the inventory, or write the address here.");
            return;
        }
        sameFamily(service, written, sorry.host(), own.get(), "a sorry server");
        if (sorry.managed()) {
            noDirector(service, written, sorry.host(), "Name another sorry server");
        }
        samePort(service, written, sorry.port(), "a sorry server's port", "sorry server port");
        String twin = realServers.get(place(own.get(), sorry.port().or(service::port)));
        if (twin != null) {
            Lint.SORRY_IS_REAL_SERVER.tell(
                    problems,
                    written,
                    "a sorry server serves when real servers fail, and this one is a real server itself: " + twin,
                    "Name another host.");
        }
    }
}
