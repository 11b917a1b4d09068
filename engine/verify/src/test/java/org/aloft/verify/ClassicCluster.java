package org.aloft.verify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.AgentSettings;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.OtherHosts;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.check.Findings;
import org.aloft.verify.check.RequestsSeen;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.IpvsTable;

/** The classic LVS-DR cluster, in good health; each test breaks one thing of it. */
public final class ClassicCluster {
    public static final InetAddress VIP = address("192.168.100.10");
    public static final Topology TOPOLOGY = topology(AgentKind.ALOFTD);
    public static final Map<String, String> SILENT =
            Map.of("net.ipv4.conf.all.arp_ignore", "1", "net.ipv4.conf.all.arp_announce", "2");

    private ClassicCluster() {}

    public static Map<String, HostSeen> hosts() {
        Map<String, HostSeen> hosts = new LinkedHashMap<>();
        hosts.put(
                "lvs1", director("lvs1", "64", List.of("192.168.100.100/24", "192.168.100.10/32"), "ACTIVE", table(1)));
        hosts.put("lvs2", director("lvs2", "6f", List.of("192.168.100.111/24"), "BACKUP", table(1)));
        hosts.put("web1", realServer("web1", "c8", "192.168.100.200/24", SILENT));
        hosts.put("web2", realServer("web2", "de", "192.168.100.222/24", SILENT));
        hosts.put("client", host("client", "14", List.of("192.168.100.20/24"), Map.of(), List.of()));
        return hosts;
    }

    public static Findings healthy() {
        return findings(hosts());
    }

    public static Findings findings(Map<String, HostSeen> hosts) {
        RequestsSeen requests = new RequestsSeen("client", 12, Map.of("web1", 6, "web2", 6), Map.of(), Map.of(), true);
        return new Findings(TOPOLOGY, new ClusterSeen(hosts), Map.of(VIP, arp("64")), Map.of("web", requests));
    }

    public static ArpAnswers arp(String... lastBytes) {
        List<String> macs = new ArrayList<>();
        for (String last : lastBytes) {
            macs.add("02:00:00:00:00:" + last);
        }
        return new ArpAnswers(new LinkedHashSet<>(macs), "arping, broadcast", Optional.empty());
    }

    public static HostSeen director(
            String name, String lastByte, List<String> addresses, String state, IpvsTable table) {
        return director(name, lastByte, addresses, state, table, Map.of());
    }

    /**
     * A director whose agent drops adverts.
     *
     * @param dropped how many, by reason
     */
    public static HostSeen director(
            String name,
            String lastByte,
            List<String> addresses,
            String state,
            IpvsTable table,
            Map<String, Long> dropped) {
        AgentStatus status = new AgentStatus(
                "aloftd 0.1.0",
                List.of(new AgentStatus.Instance(
                        "VI_1",
                        state,
                        "2026-03-14T09:12:01Z",
                        "as by priority",
                        100,
                        1,
                        new AgentStatus.AdvertsHeard(900, dropped))),
                List.of(new AgentStatus.Service(
                        "192.168.100.10",
                        80,
                        List.of(
                                new AgentStatus.RealServer("192.168.100.200", 80, 1, false, Optional.empty()),
                                new AgentStatus.RealServer("192.168.100.222", 80, 1, true, Optional.of(2))))));
        HostSeen seen = host(name, lastByte, addresses, Map.of("net.ipv4.ip_forward", "1"), List.of());
        return new HostSeen(
                name,
                Optional.empty(),
                seen.addresses(),
                seen.macs(),
                seen.sysctls(),
                table,
                Map.of("aloftd", "active", "keepalived", "inactive"),
                Optional.of(status),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    public static HostSeen realServer(String name, String lastByte, String address, Map<String, String> sysctls) {
        return host(name, lastByte, List.of(address), sysctls, List.of("192.168.100.10/32"));
    }

    public static HostSeen host(
            String name,
            String lastByte,
            List<String> addresses,
            Map<String, String> sysctls,
            List<String> onLoopback) {
        List<HostSeen.HeldAddress> held = new ArrayList<>();
        onLoopback.forEach(text -> held.add(new HostSeen.HeldAddress("lo", prefix(text))));
        addresses.forEach(text -> held.add(new HostSeen.HeldAddress("ens33", prefix(text))));
        return new HostSeen(
                name,
                Optional.empty(),
                held,
                Map.of("ens33", "02:00:00:00:00:" + lastByte),
                new HashMap<>(sysctls),
                new IpvsTable(List.of()),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** The table that is wanted, web1 with this weight. */
    public static IpvsTable table(int weightOfWeb1) {
        return table(
                "rr",
                List.of(
                        new IpvsTable.Destination(address("192.168.100.200"), 80, "Route", weightOfWeb1, 3, 0),
                        new IpvsTable.Destination(address("192.168.100.222"), 80, "Route", 1, 2, 0)));
    }

    public static IpvsTable table(String scheduler, List<IpvsTable.Destination> destinations) {
        return new IpvsTable(List.of(new IpvsTable.Service(
                Optional.of(VIP),
                new VirtualService.Port(VirtualService.Protocol.TCP, 80),
                scheduler,
                false,
                false,
                0,
                destinations)));
    }

    /** The cluster with one of its directors as a third real server. */
    public static Topology withRealServer(String host) {
        VirtualService web = TOPOLOGY.services().get(0);
        List<VirtualService.RealServer> servers = new ArrayList<>(web.realServers());
        servers.add(new VirtualService.RealServer(host, address("192.168.100.111"), 80, 1));
        return withService(web.withRealServers(servers));
    }

    /** The cluster with another service in place of its own. */
    public static Topology withService(VirtualService service) {
        return new Topology(
                TOPOLOGY.hosts(),
                TOPOLOGY.agent(),
                TOPOLOGY.instances(),
                List.of(service),
                TOPOLOGY.hostSettings(),
                TOPOLOGY.verification());
    }

    /** The cluster whose two directors are both active, and announce the VIP to a router. */
    public static Topology announcing() {
        return announcing(List.of("lvs1", "lvs2"), TOPOLOGY.services().get(0), "client");
    }

    /** The same with these directors, this service, and requests from this host. */
    public static Topology announcing(List<String> directors, VirtualService service, String from) {
        Verification verification = TOPOLOGY.verification();
        return new Topology(
                TOPOLOGY.hosts(),
                OtherHosts.none(),
                InventoryNames.of(List.copyOf(TOPOLOGY.hosts().keySet())),
                TOPOLOGY.agent(),
                AgentSettings.NONE,
                Optional.empty(),
                List.of(),
                new LinkedHashSet<>(directors),
                Optional.of(new Announcement(
                        65001,
                        Map.of(address("192.168.100.2"), 65000L),
                        Duration.ofSeconds(9),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of())),
                List.of(service),
                TOPOLOGY.hostSettings(),
                new Verification(
                        Optional.of(from),
                        verification.httpPath(),
                        verification.failover(),
                        verification.handover(),
                        verification.ejection()));
    }

    public static Topology topology(AgentKind agent) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (String name : List.of("lvs1", "lvs2", "web1", "web2", "client")) {
            hosts.put(name, new Host(name, name, settings(), Map.of()));
        }
        Map<String, Priority> members = new LinkedHashMap<>();
        members.put("lvs1", new Priority(100));
        members.put("lvs2", new Priority(90));
        VrrpInstance instance = new VrrpInstance(
                "VI_1",
                new VirtualRouterId(10),
                "ens33",
                members,
                List.of(new IpPrefix(VIP, 32)),
                Duration.ofSeconds(1),
                2,
                true,
                Optional.empty());
        VirtualService web = new VirtualService(
                "web",
                VIP,
                new VirtualService.Port(VirtualService.Protocol.TCP, 80),
                VirtualService.Scheduling.by("rr"),
                VirtualService.Forwarding.DR,
                Optional.empty(),
                VirtualService.Fallback.NONE,
                List.of(
                        new VirtualService.RealServer("web1", address("192.168.100.200"), 80, 1),
                        new VirtualService.RealServer("web2", address("192.168.100.222"), 80, 1)),
                List.of(new Check.Tcp(
                        new Check.Connect(Duration.ofSeconds(3), Optional.empty(), Optional.empty()),
                        new Check.Pace(3, Duration.ofSeconds(1), Duration.ofSeconds(3), Optional.empty()))));
        HostSettings nginx = new HostSettings(List.of(), Map.of(), List.of("nginx"), Map.of(), List.of());
        return new Topology(
                hosts,
                agent,
                List.of(instance),
                List.of(web),
                Map.of("web1", nginx, "web2", nginx),
                new Verification(
                        Optional.of("client"),
                        Optional.of("/"),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(12)));
    }

    private static ConnectionSettings settings() {
        return new ConnectionSettings(
                22,
                Optional.empty(),
                Optional.<Path>empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ConnectionSettings.HostKeyChecking.STRICT);
    }

    public static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static IpPrefix prefix(String text) {
        int slash = text.indexOf('/');
        return new IpPrefix(address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }
}
