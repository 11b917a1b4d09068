package org.aloft.topology.model;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One cluster as the user wants it: {@code topology.yml} with its inventory resolved. A value that exists has been
 * checked: every name resolves, every address parses, nothing clashes. Immutable; safe for use by several threads.
 *
 * <p>Roles are not declared, they follow: see {@link #isDirector} and {@link #virtualServicesWithRealServer}. Each
 * question is one look-up in a map that is built once, so that they may be asked of every one of 100,000 hosts.
 */
public final class Topology {
    private final Map<String, Host> hosts;
    private final OtherHosts otherHosts;
    private final InventoryNames inventoryNames;
    private final AgentKind agent;
    private final AgentSettings agentSettings;
    private final Optional<ProxyStats> proxyStats;
    private final List<VrrpInstance> instances;
    private final Set<String> directors;
    private final Optional<Announcement> announcement;
    private final List<VirtualService> services;
    private final Map<String, HostSettings> hostSettings;
    private final Verification verification;

    private final Map<String, List<VrrpInstance>> instancesByMember;
    private final Map<String, List<VirtualService>> servicesByRealServer;
    private final Map<InetAddress, VrrpInstance> instanceByVip;

    /**
     * A topology.
     *
     * @param hosts every host of the inventory that the topology touches, in the inventory's order, by name
     * @param otherHosts the inventory's other hosts, see {@link #otherHosts()}
     * @param inventoryNames every host and group of the inventory
     * @param agent which daemon runs on the directors
     * @param agentSettings what it is told beside instances and services
     * @param proxyStats haproxy's page, where it balances; empty: none
     * @param instances the VRRP instances, in the file's order
     * @param directors hosts that balance the services whose VIPs no instance holds
     * @param announcement how those tell routers of their VIPs; empty: they do not
     * @param services the virtual services, in the file's order
     * @param hostSettings packages, files, services, sysctls and routes wanted on single hosts, beside what their role
     *     asks for
     * @param verification how failover is proven
     */
    public Topology(
            Map<String, Host> hosts,
            OtherHosts otherHosts,
            InventoryNames inventoryNames,
            AgentKind agent,
            AgentSettings agentSettings,
            Optional<ProxyStats> proxyStats,
            List<VrrpInstance> instances,
            Set<String> directors,
            Optional<Announcement> announcement,
            List<VirtualService> services,
            Map<String, HostSettings> hostSettings,
            Verification verification) {
        this.hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        this.otherHosts = otherHosts;
        this.inventoryNames = inventoryNames;
        this.agent = agent;
        this.agentSettings = agentSettings;
        this.proxyStats = proxyStats;
        this.instances = List.copyOf(instances);
        this.directors = Collections.unmodifiableSet(new LinkedHashSet<>(directors));
        this.announcement = announcement;
        this.services = List.copyOf(services);
        this.hostSettings = Collections.unmodifiableMap(new LinkedHashMap<>(hostSettings));
        this.verification = verification;
        this.instancesByMember = byMember(this.instances);
        this.servicesByRealServer = byRealServer(this.services);
        this.instanceByVip = new HashMap<>();
        this.instances.forEach(
                instance -> instance.vips().forEach(vip -> instanceByVip.putIfAbsent(vip.address(), instance)));
    }

    /** A topology whose inventory has no other hosts, and whose agent is told nothing but instances and services. */
    public Topology(
            Map<String, Host> hosts,
            AgentKind agent,
            List<VrrpInstance> instances,
            List<VirtualService> services,
            Map<String, HostSettings> hostSettings,
            Verification verification) {
        this(
                hosts,
                OtherHosts.none(),
                InventoryNames.of(List.copyOf(hosts.keySet())),
                agent,
                AgentSettings.NONE,
                Optional.empty(),
                instances,
                Set.of(),
                Optional.empty(),
                services,
                hostSettings,
                verification);
    }

    private static Map<String, List<VrrpInstance>> byMember(List<VrrpInstance> instances) {
        Map<String, List<VrrpInstance>> byMember = new HashMap<>();
        instances.forEach(instance -> instance.members().keySet().forEach(host -> byMember.computeIfAbsent(
                        host, unused -> new ArrayList<>())
                .add(instance)));
        byMember.replaceAll((host, list) -> List.copyOf(list));
        return byMember;
    }

    /** A service stands once for a host, however often the host is among those that answer behind it. */
    private static Map<String, List<VirtualService>> byRealServer(List<VirtualService> services) {
        Map<String, List<VirtualService>> byRealServer = new HashMap<>();
        for (VirtualService service : services) {
            service.managedAddresses().keySet().forEach(host -> byRealServer
                    .computeIfAbsent(host, unused -> new ArrayList<>())
                    .add(service));
        }
        byRealServer.replaceAll((host, list) -> List.copyOf(list));
        return byRealServer;
    }

    /** Every host of the inventory that the topology touches, in the inventory's order, by name. */
    public Map<String, Host> hosts() {
        return hosts;
    }

    /**
     * The hosts of the inventory that the topology does not touch: where what an earlier topology left behind may be
     * found. Those whose connection settings cannot be read are not found, for the oddities of a host that nothing is
     * wanted of are no mistakes.
     */
    public OtherHosts otherHosts() {
        return otherHosts;
    }

    /** Every host and group of the inventory. */
    public InventoryNames inventoryNames() {
        return inventoryNames;
    }

    /** Which daemon runs on the directors. */
    public AgentKind agent() {
        return agent;
    }

    /** What the agent is told beside instances and services. */
    public AgentSettings agentSettings() {
        return agentSettings;
    }

    /** The VRRP instances, in the file's order. */
    public List<VrrpInstance> instances() {
        return instances;
    }

    /** The virtual services, in the file's order. */
    public List<VirtualService> services() {
        return services;
    }

    /** Packages, files, services, sysctls and routes wanted on single hosts, beside what their role asks for. */
    public Map<String, HostSettings> hostSettings() {
        return hostSettings;
    }

    /** How failover is proven. */
    public Verification verification() {
        return verification;
    }

    /** Whether this host runs the agent: it is a member of a VRRP instance, or balances without one. */
    public boolean isDirector(String host) {
        return instancesByMember.containsKey(host) || directors.contains(host);
    }

    /** The hosts that balance services whose VIPs no instance holds, in the file's order. */
    public Set<String> directors() {
        return directors;
    }

    /** How {@link #directors} tell routers of the VIPs that no instance holds; empty: they do not. */
    public Optional<Announcement> announcement() {
        return announcement;
    }

    /** The VIPs that each of the {@link #directors} announces, in the order of the services. */
    public List<InetAddress> announcedVips() {
        return announcement.isEmpty()
                ? List.of()
                : services.stream()
                        .filter(service -> instanceOf(service).isEmpty())
                        .map(VirtualService::vip)
                        .distinct()
                        .toList();
    }

    /** The routers that hear of VIPs: address → AS number. A neighbor of a family that no VIP is of hears of none. */
    public Map<InetAddress, Long> routers() {
        Map<InetAddress, Long> routers = new LinkedHashMap<>();
        announcement.ifPresent(each -> each.neighbors().forEach((router, as) -> {
            if (announcedVips().stream().anyMatch(vip -> vip.getAddress().length == router.getAddress().length)) {
                routers.put(router, as);
            }
        }));
        return routers;
    }

    /** Whether routers are told of this host for some VIP. */
    public boolean announces(String host) {
        return announcement.isPresent() && directors.contains(host);
    }

    /** The instances that this host is a member of. */
    public List<VrrpInstance> instancesOf(String host) {
        return instancesByMember.getOrDefault(host, List.of());
    }

    /** The virtual services that this host answers behind, as a real server or as the sorry server. */
    public List<VirtualService> virtualServicesWithRealServer(String host) {
        return servicesByRealServer.getOrDefault(host, List.of());
    }

    /** The page on which haproxy shows what it balances. */
    public Optional<ProxyStats> proxyStats() {
        return proxyStats;
    }

    /** The virtual services that this host may balance: those whose VIPs it may hold, or that nobody holds by VRRP. */
    public List<VirtualService> virtualServicesOfDirector(String host) {
        return services.stream()
                .filter(service -> instanceOf(service)
                        .map(instance -> instance.members().containsKey(host))
                        .orElseGet(() -> directors.contains(host)))
                .toList();
    }

    /**
     * Who may answer a request to this service: its real servers; with {@code forward: local} the members of the
     * instance, as far as their addresses are numbers.
     */
    public List<VirtualService.RealServer> answering(VirtualService service) {
        if (service.forwarding() != VirtualService.Forwarding.LOCAL) {
            return service.realServers();
        }
        List<VirtualService.RealServer> members = new ArrayList<>();
        instanceOf(service).ifPresent(instance -> instance.members().keySet().forEach(member -> IpPrefix.address(
                        hosts.get(member).address())
                .ifPresent(address -> members.add(new VirtualService.RealServer(
                        member, address, service.tcpPort().orElse(0), 1)))));
        return members;
    }

    /** The instance that holds this service's VIP. */
    public Optional<VrrpInstance> instanceOf(VirtualService service) {
        return Optional.ofNullable(instanceByVip.get(service.vip()));
    }

    /** The hosts that may balance this service: members of its instance; else those of {@link #directors}. */
    public Set<String> balancing(VirtualService service) {
        return instanceOf(service).map(instance -> instance.members().keySet()).orElse(directors);
    }

    /** The same inventory when nothing is wanted of any host: what a cluster is taken down by. It names no host. */
    public Topology emptied() {
        return new Topology(Map.of(), agent, List.of(), List.of(), Map.of(), verification);
    }

    /** Never a host's variables: they may hold secrets. */
    @Override
    public String toString() {
        return "Topology[hosts=" + hosts.keySet() + ", agent=" + agent + ", " + agentSettings + ", " + proxyStats
                + ", instances=" + instances + ", directors=" + directors + ", " + announcement + ", services="
                + services + "]";
    }
}
