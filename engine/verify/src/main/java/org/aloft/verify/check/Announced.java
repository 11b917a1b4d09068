package org.aloft.verify.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.HostSeen;

/**
 * Each director that announces has its BGP sessions, and offers each VIP to its routers. One that has withdrawn a VIP
 * since a service lost its quorum does what it should, and is still no healthy one.
 */
public record Announced() implements Check {
    @Override
    public String id() {
        return "announced";
    }

    @Override
    public String title() {
        return "each director announces the VIP to its routers";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        Topology topology = findings.topology();
        return topology.directors().stream()
                .filter(topology::announces)
                .map(host -> judge(topology, findings.cluster().host(host)))
                .toList();
    }

    private CheckResult judge(Topology topology, HostSeen host) {
        String vips = topology.announcedVips().stream().map(IpPrefix::inShort).collect(Collectors.joining(", "));
        String routers =
                topology.routers().keySet().stream().map(IpPrefix::inShort).collect(Collectors.joining(", "));
        String expected = vips + " on lo and offered to " + routers + ", no answers to ARP";
        if (!host.observed()) {
            return failed(
                    host.host(),
                    "could not be observed: " + host.unobserved().orElse(""),
                    expected,
                    "make it reachable again; the routers send to the other directors");
        }
        List<String> wrong = new ArrayList<>();
        topology.announcedVips().forEach(vip -> wrong.addAll(wrong(topology, host, vip)));
        if (host.bgp().isEmpty()) {
            wrong.add("FRR does not answer");
        }
        host.bgp().ifPresent(bgp -> topology.routers().keySet().stream()
                .filter(router -> !bgp.isUp(router))
                .forEach(router -> wrong.add("the session with " + IpPrefix.inShort(router) + " is "
                        + bgp.sessions().getOrDefault(router, "not there"))));
        wrong.addAll(RealServersPrepared.answersArp(host, topology.announcedVips(), ownAddress(topology, host)));
        return wrong.isEmpty()
                ? passed(host.host(), vips + " to " + routers)
                : failed(
                        host.host(),
                        String.join("; ", wrong),
                        expected,
                        "vtysh -c 'show bgp summary' on " + host.host()
                                + " and on the router, or journalctl -u frr -u aloftd -u keepalived -n 50; else run"
                                + " `aloft apply`");
    }

    private static Optional<InetAddress> ownAddress(Topology topology, HostSeen host) {
        return IpPrefix.address(topology.hosts().get(host.host()).address());
    }

    private static List<String> wrong(Topology topology, HostSeen host, InetAddress vip) {
        String name = IpPrefix.inShort(vip);
        boolean onLo = host.interfacesOf(vip).contains("lo");
        boolean offered = host.bgp().filter(bgp -> bgp.offers(vip)).isPresent();
        List<String> lost = topology.services().stream()
                .filter(service -> service.vip().equals(vip) && lostQuorum(service, host))
                .map(VirtualService::name)
                .toList();
        List<String> wrong = new ArrayList<>();
        if (!lost.isEmpty()) {
            wrong.add(name + " is " + (onLo || offered ? "still announced" : "withdrawn") + ": "
                    + String.join(", ", lost) + " has lost its quorum");
        } else if (!onLo) {
            wrong.add(name + " is not on lo");
        } else if (host.bgp().isPresent() && !offered) {
            wrong.add(name + " is on lo and not offered");
        }
        host.interfacesOf(vip).stream()
                .filter(each -> !each.equals("lo"))
                .forEach(each -> wrong.add(name + " is on " + each + ", where it answers ARP"));
        return wrong;
    }

    /** By what the agent says of the real servers; not known of a service by mark, nor without an agent that answers. */
    private static boolean lostQuorum(VirtualService service, HostSeen host) {
        return host.agent().stream()
                .flatMap(agent -> agent.virtualServices().stream())
                .filter(said -> IpPrefix.address(said.address()).equals(Optional.of(service.vip()))
                        && service.target().match(port -> port.port() == said.port(), mark -> false))
                .findFirst()
                .filter(said -> said.realServers().stream()
                                .filter(AgentStatus.RealServer::up)
                                .mapToLong(AgentStatus.RealServer::weight)
                                .sum()
                        < (long) service.fallback().quorum().least()
                                - service.fallback().quorum().hysteresis())
                .isPresent();
    }
}
