package org.aloft.verify.status;

import java.util.ArrayList;
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

/**
 * Who holds which VIP, in what state each director is, and what stands behind each service. Pure: made of the topology and
 * of what the hosts showed.
 *
 * @param instances in the topology's order
 * @param services in the topology's order
 * @param unreachable host → why it could not be asked
 */
public record StatusTable(List<InstanceRow> instances, List<ServiceRow> services, Map<String, String> unreachable) {
    private static final String UNREACHABLE = "UNREACHABLE";

    /** Keeps copies. */
    public StatusTable {
        instances = List.copyOf(instances);
        services = List.copyOf(services);
        unreachable = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(unreachable));
    }

    /**
     * A VRRP instance.
     *
     * @param name as in the topology
     * @param vips each with who holds it
     * @param directors its members
     */
    public record InstanceRow(String name, List<VipRow> vips, List<DirectorRow> directors) {
        /** Keeps copies. */
        public InstanceRow {
            vips = List.copyOf(vips);
            directors = List.copyOf(directors);
        }

        /** Whether each of its directors could be asked: else a VIP that no one was seen with may be held all the same. */
        public boolean everyDirectorAnswered() {
            return directors.stream().noneMatch(director -> director.state().equals(UNREACHABLE));
        }
    }

    /**
     * A VIP.
     *
     * @param vip the address
     * @param holders who was seen with it: one, when all is well
     * @param leftOnLoopback which directors still carry it on lo, as if they were real servers: none, when all is well
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
     * @param since when it came into that state, ISO-8601; empty when not known
     * @param priority 1..255: the one in use, or the configured one when that is not known
     * @param reason why it is in that state; may be empty
     */
    public record DirectorRow(String host, String state, Optional<String> since, int priority, String reason) {}

    /**
     * A virtual service.
     *
     * @param name as in the topology
     * @param address {@code 192.168.100.10:80}
     * @param scheduler rr, wrr, …
     * @param director whose table is shown; empty when nobody was seen with the VIP
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
     * @param host its name
     * @param address {@code 192.168.100.200:80}
     * @param up whether it is in the kernel's table with a weight
     * @param weight in the kernel's table; 0 when it is not there
     * @param activeConnections in the kernel's table
     */
    public record RealServerRow(String host, String address, boolean up, int weight, int activeConnections) {}

    /** Makes the table. */
    public static StatusTable of(Topology topology, ClusterSeen cluster) {
        List<InstanceRow> instances = topology.instances().stream()
                .map(instance -> instance(topology, instance, cluster))
                .toList();
        List<ServiceRow> services = topology.services().stream()
                .map(service -> service(topology, service, cluster))
                .toList();
        Map<String, String> unreachable = new java.util.LinkedHashMap<>();
        cluster.hosts().values().forEach(host -> host.unobserved()
                .ifPresent(reason -> unreachable.put(host.host(), reason)));
        return new StatusTable(instances, services, unreachable);
    }

    /** Whether every director of every instance could be asked. */
    public boolean everyDirectorAnswered() {
        return instances.stream().allMatch(InstanceRow::everyDirectorAnswered);
    }

    /** Whether each VIP has one holder, all real servers with a weight are up, and every host answered. */
    public boolean healthy() {
        return unreachable.isEmpty()
                && instances.stream()
                        .flatMap(instance -> instance.vips().stream())
                        .allMatch(VipRow::healthy)
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
        String state = holds ? "ACTIVE" : runs ? "BACKUP" : "UNKNOWN";
        return new DirectorRow(host.host(), state, Optional.empty(), priority, runs ? "" : "no agent is running on it");
    }

    private static ServiceRow service(Topology topology, VirtualService service, ClusterSeen cluster) {
        Optional<String> director = topology.instanceOf(service)
                .flatMap(instance ->
                        cluster.holders(instance, service.vip()).stream().findFirst());
        Optional<IpvsTable.Service> table = director.flatMap(
                host -> cluster.host(host).ipvs().service(service.protocol().name(), service.vip(), service.port()));
        List<RealServerRow> servers = service.realServers().stream()
                .map(server -> realServer(server, table))
                .toList();
        return new ServiceRow(
                service.name(),
                endpoint(service.vip().getHostAddress(), service.port()),
                service.scheduler(),
                director,
                servers);
    }

    private static RealServerRow realServer(VirtualService.RealServer server, Optional<IpvsTable.Service> table) {
        Optional<IpvsTable.Destination> found = table.stream()
                .flatMap(service -> service.destinations().stream())
                .filter(destination ->
                        destination.address().equals(server.address()) && destination.port() == server.port())
                .findFirst();
        int weight = found.map(IpvsTable.Destination::weight).orElse(0);
        return new RealServerRow(
                server.host(),
                endpoint(server.address().getHostAddress(), server.port()),
                found.isPresent() && (weight > 0 || server.weight() == 0),
                weight,
                found.map(IpvsTable.Destination::activeConnections).orElse(0));
    }

    private static String endpoint(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
