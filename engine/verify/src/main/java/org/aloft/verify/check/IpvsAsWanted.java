package org.aloft.verify.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.IpvsTable;

/**
 * The IPVS table on the holder, or on each director that balances without an instance, matches the topology: scheduler, real servers, forwarding method and weights. Judges the
 * kernel's table; what the agent reports is given as a reason only.
 */
public record IpvsAsWanted() implements Check {
    private static final int MOST_NAMED = 12;

    @Override
    public String id() {
        return "ipvs";
    }

    @Override
    public String title() {
        return "the IPVS table matches the topology";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VirtualService service : findings.topology().services()) {
            if (!service.forwarding().isLvs()) {
                continue;
            }
            Optional<VrrpInstance> instance = findings.topology().instanceOf(service);
            List<String> holders = instance.map(value -> findings.cluster().holders(value, service.vip()))
                    .orElseGet(() -> List.copyOf(findings.topology().directors()));
            if (holders.isEmpty()) {
                results.add(failed(
                        service.name(),
                        "no director holds " + IpPrefix.inShort(service.vip()),
                        "a director that holds the VIP and has the service in its IPVS table",
                        "fix that first: see the check \"exactly one director holds the VIP\""));
            }
            holders.forEach(holder -> results.add(judge(service, holder, findings.cluster())));
        }
        return List.copyOf(results);
    }

    private CheckResult judge(VirtualService service, String holder, ClusterSeen cluster) {
        String subject = service.name() + " on " + holder;
        Optional<IpvsTable.Service> found = cluster.host(holder).ipvs().service(service);
        String expected = service.protocolName() + " " + service.endpoint() + " " + service.scheduler() + " with "
                + wanted(service);
        if (found.isEmpty()) {
            return failed(
                    subject,
                    "no such service in the kernel's IPVS table",
                    expected,
                    "on " + holder
                            + ": journalctl -u aloftd -u keepalived -n 50; is the module loaded? (modprobe ip_vs)");
        }
        List<String> differences =
                differences(service, found.get(), cluster.host(holder).agent());
        return differences.isEmpty()
                ? passed(subject, service.scheduler() + " with " + wanted(service))
                : failed(
                        subject,
                        String.join("; ", differences),
                        expected,
                        "a missing real server fails its health check: see why on that host; "
                                + "otherwise run `aloft apply`");
    }

    private static List<String> differences(
            VirtualService service, IpvsTable.Service found, Optional<AgentStatus> agent) {
        List<String> differences = new ArrayList<>();
        if (!found.scheduler().equals(service.scheduler())) {
            differences.add("scheduler is " + found.scheduler());
        }
        boolean ipv4 = service.vip().getAddress().length == 4;
        if (found.persistent() != service.persistence().isPresent()) {
            differences.add(found.persistent() ? "it is persistent" : "it is not persistent");
        } else if (ipv4 && found.persistent()) {
            // The kernel prints an IPv6 prefix as if it were a mask of IPv4.
            int bits = service.persistence()
                    .flatMap(VirtualService.Persistence::prefix)
                    .orElse(32);
            if (found.mask() != bits) {
                differences.add("it takes clients for one that agree in " + found.mask() + " bits");
            }
        }
        if (ipv4 && found.onePacket() != service.scheduling().onePacket()) {
            differences.add(
                    found.onePacket() ? "it schedules each packet by itself" : "it does not schedule each packet");
        }
        for (VirtualService.RealServer wanted : service.realServers()) {
            Optional<IpvsTable.Destination> destination = found.destinations().stream()
                    .filter(candidate -> matches(candidate, wanted))
                    .findFirst();
            if (destination.isEmpty()) {
                differences.add(wanted.name() + " is missing" + agentSays(service, wanted, agent));
            } else {
                differences.addAll(differences(service, wanted, destination.get()));
            }
        }
        found.destinations().stream()
                .filter(destination -> service.realServers().stream().noneMatch(wanted -> matches(destination, wanted)))
                .flatMap(extra -> unexpected(service, extra).stream())
                .forEach(differences::add);
        return differences;
    }

    /** What is wrong with a destination that is no real server; a sorry server may wait with weight 0. */
    private static Optional<String> unexpected(VirtualService service, IpvsTable.Destination extra) {
        String where = VirtualService.endpoint(extra.address(), extra.port());
        boolean sorry = service.fallback()
                .sorryServer()
                .filter(server -> server.address().equals(extra.address()) && server.port() == extra.port())
                .isPresent();
        if (!sorry) {
            return Optional.of(where + " is in the table but not in the topology");
        }
        return extra.weight() == 0
                ? Optional.empty()
                : Optional.of(
                        "the sorry server " + where + " serves: real servers of less weight than the quorum live");
    }

    private static List<String> differences(
            VirtualService service, VirtualService.RealServer wanted, IpvsTable.Destination found) {
        List<String> differences = new ArrayList<>();
        if (found.weight() != wanted.weight() && !setsWeight(service, wanted)) {
            differences.add(wanted.name() + " has weight " + found.weight());
        }
        // A destination on the director itself is always "Local".
        if (!found.method().equals(method(service.forwarding()))
                && !found.method().equals("Local")) {
            differences.add(wanted.name() + " has forwarding method " + found.method());
        }
        return differences;
    }

    private static boolean setsWeight(VirtualService service, VirtualService.RealServer server) {
        return service.checksOf(server).stream().anyMatch(check -> check.setsWeight());
    }

    private static String agentSays(
            VirtualService service, VirtualService.RealServer wanted, Optional<AgentStatus> agent) {
        return agent.stream()
                .flatMap(status -> status.virtualServices().stream())
                .filter(said -> isThat(said.address(), service.vip())
                        && service.target().match(port -> port.port() == said.port(), mark -> false))
                .flatMap(said -> said.realServers().stream())
                .filter(said -> isThat(said.address(), wanted.address()) && said.port() == wanted.port())
                .findFirst()
                .map(said -> said.up() ? " (the agent says it is up)" : " (the agent says it is down)")
                .orElse("");
    }

    /** An agent may write an IPv6 address in another way. */
    private static boolean isThat(String said, InetAddress address) {
        return IpPrefix.address(said).equals(Optional.of(address));
    }

    private static boolean matches(IpvsTable.Destination destination, VirtualService.RealServer wanted) {
        return destination.address().equals(wanted.address()) && destination.port() == wanted.port();
    }

    /** Each by its name; of many, those of one weight by their number. */
    private static String wanted(VirtualService service) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        service.realServers().forEach(server -> alike.computeIfAbsent(
                        " " + method(service.forwarding()) + " weight " + server.weight(), each -> new ArrayList<>())
                .add(server.name()));
        boolean many = service.realServers().size() > MOST_NAMED;
        List<String> parts = new ArrayList<>();
        alike.forEach((how, names) -> {
            if (many && names.size() > 1) {
                parts.add(names.size() + " real servers" + how);
            } else {
                names.forEach(name -> parts.add(name + how));
            }
        });
        return String.join(", ", parts);
    }

    private static String method(VirtualService.Forwarding forwarding) {
        return switch (forwarding) {
            case DR -> "Route";
            case NAT -> "Masq";
            case TUN -> "Tunnel";
            case PROXY, LOCAL -> "none";
        };
    }
}
