package org.aloft.verify.status;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.IpvsTable;
import org.aloft.verify.observe.ProxyTable;

/**
 * Who holds which VIP, the state of each director, and the real servers of each service. Pure: derived from the
 * topology and what the hosts showed.
 *
 * @param instances in the topology's order
 * @param announcements VIPs that no instance holds, and that directors announce
 * @param services in the topology's order
 * @param loads of the directors that balance by IPVS and say it
 * @param unreachable why a host could not be observed, by host
 */
public record StatusTable(
        List<InstanceRow> instances,
        List<AnnouncementRow> announcements,
        List<ServiceRow> services,
        List<LoadRow> loads,
        Map<String, String> unreachable) {
    private static final String UNREACHABLE = "UNREACHABLE";
    private static final String UNKNOWN = "UNKNOWN";
    private static final String ANNOUNCED = "ANNOUNCED";
    private static final String WITHDRAWN = "WITHDRAWN";

    /** Keeps copies. */
    public StatusTable {
        instances = List.copyOf(instances);
        announcements = List.copyOf(announcements);
        services = List.copyOf(services);
        loads = List.copyOf(loads);
        unreachable = Collections.unmodifiableMap(new LinkedHashMap<>(unreachable));
    }

    /**
     * A VRRP instance.
     *
     * @param name as in the topology
     * @param vips with their holders
     * @param directors its members
     */
    public record InstanceRow(String name, List<VipRow> vips, List<DirectorRow> directors) {
        /** Keeps copies. */
        public InstanceRow {
            vips = List.copyOf(vips);
            directors = List.copyOf(directors);
        }

        /** Whether all its directors answered; otherwise a VIP may be held by one that did not. */
        public boolean everyDirectorAnswered() {
            return directors.stream().noneMatch(director -> director.state().equals(UNREACHABLE));
        }
    }

    /**
     * A VIP.
     *
     * @param vip the address
     * @param holders directors that hold it; one when healthy
     * @param leftOnLoopback directors that still carry it on lo, as real servers do; none when healthy
     */
    public record VipRow(String vip, List<String> holders, List<String> leftOnLoopback) {
        /** Keeps copies. */
        public VipRow {
            holders = List.copyOf(holders);
            leftOnLoopback = List.copyOf(leftOnLoopback);
        }

        /** Whether exactly one director carries it. */
        public boolean healthy() {
            return holders.size() == 1 && leftOnLoopback.isEmpty();
        }
    }

    /**
     * A director in an instance.
     *
     * @param host its name
     * @param state ACTIVE, BACKUP, INITIALIZE, FAULT; or UNREACHABLE, UNKNOWN
     * @param since start of that state, ISO-8601; empty when unknown
     * @param priority 1..255; in use if known, else configured
     * @param reason why it is in that state; may be empty
     */
    public record DirectorRow(String host, String state, Optional<String> since, int priority, String reason) {}

    /**
     * A VIP that directors announce to routers, all at once.
     *
     * @param vip the address
     * @param directors each of them
     */
    public record AnnouncementRow(String vip, List<AnnouncerRow> directors) {
        /** Keeps a copy. */
        public AnnouncementRow {
            directors = List.copyOf(directors);
        }

        /** Whether each director announces it. */
        public boolean healthy() {
            return directors.stream().allMatch(director -> director.state().equals(ANNOUNCED));
        }
    }

    /**
     * A director that announces a VIP, or should.
     *
     * @param host its name
     * @param state ANNOUNCED, WITHDRAWN; or UNREACHABLE, UNKNOWN
     * @param sessions router → state of the BGP session with it
     */
    public record AnnouncerRow(String host, String state, Map<String, String> sessions) {
        /** Keeps a copy. */
        public AnnouncerRow {
            sessions = Collections.unmodifiableMap(new LinkedHashMap<>(sessions));
        }
    }

    /**
     * A virtual service.
     *
     * @param name as in the topology
     * @param address {@code 192.168.100.10:80}; a star for every port, {@code 192.168.100.10 mark 7} for a mark
     * @param scheduler rr, wrr, …, and who balances where that is not IPVS
     * @param director the holder, or the first one that balances without an instance, whose IPVS table is shown; empty
     *     without one
     * @param realServers in the topology's order
     */
    public record ServiceRow(
            String name, String address, String scheduler, Optional<String> director, List<RealServerRow> realServers) {
        /** Keeps a copy. */
        public ServiceRow {
            realServers = List.copyOf(realServers);
        }
    }

    /**
     * A real server.
     *
     * @param host its name; its address where Aloft does not manage it
     * @param address {@code 192.168.100.200:80}
     * @param up whether it is in the IPVS table with a weight
     * @param weight in the IPVS table; 0 when missing
     * @param activeConnections in the IPVS table
     */
    public record RealServerRow(String host, String address, boolean up, int weight, int activeConnections) {}

    /**
     * What comes in to a director for all of its services.
     *
     * @param host its name
     * @param load as its kernel estimates it
     */
    public record LoadRow(String host, IpvsTable.Load load) {}

    /** Derives the table. */
    public static StatusTable of(Topology topology, ClusterSeen cluster) {
        List<InstanceRow> instances = topology.instances().stream()
                .map(instance -> instance(topology, instance, cluster))
                .toList();
        List<AnnouncementRow> announcements = topology.announcedVips().stream()
                .map(vip -> new AnnouncementRow(
                        IpPrefix.inShort(vip),
                        topology.directors().stream()
                                .map(host -> announcer(topology, vip, cluster.host(host)))
                                .toList()))
                .toList();
        List<ServiceRow> services = topology.services().stream()
                .map(service -> service(topology, service, cluster))
                .toList();
        List<LoadRow> loads = topology.directors().stream()
                .map(cluster::host)
                .filter(host -> !host.ipvs().services().isEmpty())
                .flatMap(host -> host.ipvs().load().map(load -> new LoadRow(host.host(), load)).stream())
                .toList();
        Map<String, String> unreachable = new LinkedHashMap<>();
        cluster.hosts().values().forEach(host -> host.unobserved()
                .ifPresent(reason -> unreachable.put(host.host(), reason)));
        return new StatusTable(instances, announcements, services, loads, unreachable);
    }

    /** Whether all directors of all instances, and all that announce, answered. */
    public boolean everyDirectorAnswered() {
        return instances.stream().allMatch(InstanceRow::everyDirectorAnswered)
                && announcements.stream()
                        .flatMap(announcement -> announcement.directors().stream())
                        .noneMatch(director -> director.state().equals(UNREACHABLE));
    }

    /** Whether each VIP has one holder or is announced by all directors, all real servers with a weight are up, and all hosts answered. */
    public boolean healthy() {
        return unreachable.isEmpty()
                && instances.stream()
                        .flatMap(instance -> instance.vips().stream())
                        .allMatch(VipRow::healthy)
                && announcements.stream().allMatch(AnnouncementRow::healthy)
                && services.stream()
                        .flatMap(service -> service.realServers().stream())
                        .allMatch(RealServerRow::up);
    }

    private static InstanceRow instance(Topology topology, VrrpInstance instance, ClusterSeen cluster) {
        List<VipRow> vips = new ArrayList<>();
        for (IpPrefix vip : instance.vips()) {
            vips.add(new VipRow(
                    vip.host(),
                    cluster.holders(instance, vip.address()),
                    cluster.leftOnLoopback(topology, instance, vip.address())));
        }
        List<DirectorRow> directors = new ArrayList<>();
        instance.members()
                .forEach((host, priority) -> directors.add(director(instance, cluster.host(host), priority.value())));
        return new InstanceRow(instance.name(), vips, directors);
    }

    private static DirectorRow director(VrrpInstance instance, HostSeen host, int priority) {
        if (!host.observed()) {
            return new DirectorRow(
                    host.host(),
                    UNREACHABLE,
                    Optional.empty(),
                    priority,
                    host.unobserved().orElse(""));
        }
        Optional<AgentStatus.Instance> said = host.agent().flatMap(agent -> agent.instance(instance.name()));
        if (said.isPresent()) {
            AgentStatus.Instance state = said.get();
            return new DirectorRow(
                    host.host(), state.state(), Optional.of(state.since()), state.priority(), state.reason());
        }
        boolean holds = instance.vips().stream().anyMatch(vip -> host.holds(vip.address()));
        boolean runs = host.services().containsValue("active");
        String state = holds ? "ACTIVE" : runs ? "BACKUP" : UNKNOWN;
        return new DirectorRow(host.host(), state, Optional.empty(), priority, runs ? "" : "no agent is running");
    }

    private static AnnouncerRow announcer(Topology topology, InetAddress vip, HostSeen host) {
        if (!host.observed()) {
            return new AnnouncerRow(host.host(), UNREACHABLE, Map.of());
        }
        Map<String, String> sessions = new LinkedHashMap<>();
        topology.routers().keySet().stream()
                .filter(router -> router.getAddress().length == vip.getAddress().length)
                .forEach(router -> sessions.put(
                        IpPrefix.inShort(router),
                        host.bgp()
                                .map(bgp -> bgp.sessions().getOrDefault(router, UNKNOWN))
                                .orElse(UNKNOWN)));
        boolean told = host.bgp().stream()
                .anyMatch(bgp ->
                        bgp.offers(vip) && topology.routers().keySet().stream().anyMatch(bgp::isUp));
        return new AnnouncerRow(host.host(), host.bgp().isEmpty() ? UNKNOWN : told ? ANNOUNCED : WITHDRAWN, sessions);
    }

    private static ServiceRow service(Topology topology, VirtualService service, ClusterSeen cluster) {
        Optional<String> director = topology.instanceOf(service)
                .map(instance -> cluster.holders(instance, service.vip()).stream())
                .orElseGet(() -> topology.directors().stream()
                        .filter(host ->
                                cluster.host(host).ipvs().service(service).isPresent()))
                .findFirst();
        List<RealServerRow> servers = service.realServers().stream()
                .map(server -> realServer(service, server, director.map(cluster::host)))
                .toList();
        return new ServiceRow(service.name(), service.endpoint(), balancing(service), director, servers);
    }

    private static String balancing(VirtualService service) {
        return switch (service.forwarding()) {
            case DR, NAT, TUN -> service.scheduler();
            case PROXY -> service.scheduler() + ", by haproxy";
            case LOCAL -> "answered by the holder itself";
        };
    }

    private static RealServerRow realServer(
            VirtualService service, VirtualService.RealServer server, Optional<HostSeen> director) {
        return switch (service.forwarding()) {
            case DR, NAT, TUN, LOCAL ->
                realServer(server, director.flatMap(host -> host.ipvs().service(service)));
            case PROXY ->
                proxied(
                        server,
                        director.flatMap(HostSeen::proxy)
                                .flatMap(table -> table.server(service.name(), server.name())));
        };
    }

    private static RealServerRow proxied(VirtualService.RealServer server, Optional<ProxyTable.Server> found) {
        return new RealServerRow(
                server.name(),
                VirtualService.endpoint(server.address(), server.port()),
                found.filter(ProxyTable.Server::up).isPresent(),
                found.map(ProxyTable.Server::weight).orElse(0),
                found.map(ProxyTable.Server::sessions).orElse(0));
    }

    private static RealServerRow realServer(VirtualService.RealServer server, Optional<IpvsTable.Service> table) {
        Optional<IpvsTable.Destination> found = table.stream()
                .flatMap(service -> service.destinations().stream())
                .filter(destination ->
                        destination.address().equals(server.address()) && destination.port() == server.port())
                .findFirst();
        int weight = found.map(IpvsTable.Destination::weight).orElse(0);
        return new RealServerRow(
                server.name(),
                VirtualService.endpoint(server.address(), server.port()),
                found.isPresent() && (weight > 0 || server.weight() == 0),
                weight,
                found.map(IpvsTable.Destination::activeConnections).orElse(0));
    }
}
