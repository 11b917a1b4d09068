package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.Check;
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
    private final BackendChecks backendChecks;
    private final Set<String> directors;
    private final Problems problems;

    /** @param directors those that balance services whose VIPs no instance holds */
    ServiceChecks(
            List<ServiceBlock> services,
            List<InstanceBlock> instances,
            Map<String, Host> hosts,
            Set<String> directors,
            Problems problems) {
        this.services = services;
        this.directors = Set.copyOf(directors);
        instances.forEach(instance -> instance.vips().forEach(vip -> membersByVip
                .computeIfAbsent(vip.value().address(), unused -> new LinkedHashSet<>())
                .addAll(instance.members().keySet())));
        this.backendChecks = new BackendChecks(membersByVip.keySet(), instances, directors, hosts, problems);
        this.problems = problems;
    }

    void run() {
        eachAddressAndPortOnce();
        eachNameOnce();
        for (ServiceBlock service : services) {
            service.vip().ifPresent(this::heldBySomeInstance);
            warnOfChecks(service);
            quorumCanBeReached(service);
            new SchedulerChecks(service, problems).run();
            backendChecks.run(service);
        }
    }

    private void eachAddressAndPortOnce() {
        Map<String, ServiceBlock> known = new HashMap<>();
        for (ServiceBlock service : services) {
            if (service.vip().isEmpty() || service.target().isEmpty()) {
                continue;
            }
            Located<VirtualService.Target> target = service.target().get();
            String what = what(service.vip().get().value(), target.value());
            ServiceBlock other = known.putIfAbsent(what, service);
            if (other != null) {
                Lint.DUPLICATE_SERVICE.tell(
                        problems,
                        target,
                        "two services must differ in vip, port or protocol: " + what + " is taken by "
                                + other.name().value() + " in "
                                + other.target().orElseThrow().at().seenFrom(target.at()),
                        target.value()
                                .match(
                                        port -> "Change the port, or make it one service.",
                                        mark -> "Let the firewall set another mark, or make it one service."));
            }
        }
    }

    /** A mark is the kernel's key for a service by itself, once for each address family. */
    private static String what(InetAddress vip, VirtualService.Target target) {
        return target.match(
                port -> IpPrefix.inShort(vip) + " " + port.protocol().name().toLowerCase(Locale.ROOT) + " port "
                        + port.port(),
                mark -> (vip.getAddress().length == 4 ? "IPv4" : "IPv6") + " mark " + mark.mark());
    }

    private void eachNameOnce() {
        Map<String, ServiceBlock> known = new HashMap<>();
        for (ServiceBlock service : services) {
            Located<String> name = service.name();
            ServiceBlock other = known.putIfAbsent(name.value(), service);
            if (other != null && !other.name().at().equals(name.at())) {
                Lint.SAME_SERVICE_NAME.tell(
                        problems,
                        name,
                        "a service must have a name of its own: " + name.value() + " also follows from the one in "
                                + other.name().at().seenFrom(name.at()),
                        "Choose another name for one of them.");
            }
        }
    }

    private void warnOfChecks(ServiceBlock service) {
        Located<String> name = service.name();
        boolean unchecked = service.backends().isEmpty()
                ? service.checks().isEmpty()
                : service.backends().stream()
                        .anyMatch(backend -> service.checksOf(backend.value()).isEmpty());
        if (service.forwarding() == VirtualService.Forwarding.LOCAL) {
            // Nobody is checked: who answers holds the VIP.
            return;
        }
        if (unchecked) {
            Lint.NO_CHECK.tell(
                    problems,
                    name,
                    "without a check a real server that has died keeps getting requests",
                    "Add `check: {tcp: {connect_timeout: 3s}}`.");
        } else if (service.protocol().equals(Optional.of(VirtualService.Protocol.UDP))
                && service.checks().stream().anyMatch(check -> check.way() == Check.Way.TCP)) {
            Lint.CHECK_BY_TCP.tell(
                    problems,
                    name,
                    "the service is UDP, but its real servers are checked by a TCP connect",
                    "Leave it where they answer on both, as DNS does; else write `check: {udp: {require_reply: true}}`.");
        }
    }

    private void quorumCanBeReached(ServiceBlock service) {
        long all = service.backends().stream()
                .mapToLong(backend -> backend.value().weight())
                .sum();
        long most = Math.max(1, all);
        service.fallback()
                .quorum()
                .filter(quorum -> quorum.value() > most)
                .ifPresent(quorum -> Lint.QUORUM_TOO_HIGH.tell(
                        problems,
                        quorum,
                        "quorum must be at most what all real servers weigh: quorum=" + quorum.value() + ", weights="
                                + service.backends().stream()
                                        .map(backend ->
                                                String.valueOf(backend.value().weight()))
                                        .collect(Collectors.joining("+")),
                        "Write " + most + " or less."));
    }

    private void heldBySomeInstance(Located<InetAddress> vip) {
        String wanted = IpPrefix.inShort(vip.value());
        if (directors.isEmpty() && !membersByVip.isEmpty() && !membersByVip.containsKey(vip.value())) {
            List<String> held =
                    membersByVip.keySet().stream().map(IpPrefix::inShort).toList();
            Lint.VIP_NOT_HELD.tell(
                    problems,
                    vip,
                    "a service's vip must be among some instance's vips: " + wanted,
                    Suggestion.fix(wanted, held, "Add it to an instance, or use one of"));
        }
    }
}
