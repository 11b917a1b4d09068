package org.aloft.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostFacts.HeldAddress;
import org.aloft.plan.facts.HostFacts.PackageManager;
import org.aloft.plan.facts.HostFacts.UnitFact;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.plan.resource.Templates;
import org.aloft.plan.resource.WantedResources;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/** The cluster of {@code inventories/lvs-dr}, and hosts in the states that tests need. */
public final class LvsDr {
    public static final String PASSWORD = "abc123";
    public static final Templates TEMPLATES = Templates.builtIn();

    private LvsDr() {}

    public static AgentBundle bundle(String id) {
        return new AgentBundle(id, id.substring(0, 4).repeat(16), 18L << 20, Path.of("aloftd.tar.gz"));
    }

    public static final AgentBundle BUNDLE = bundle("0123456789ab");

    public static Topology topology() {
        return topology(AgentKind.ALOFTD, PASSWORD, "nginx-light", "/var/www/html/index.html", "web page\n");
    }

    public static Topology topology(AgentKind agent, String password, String packageName, String path, String content) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        List.of("lvs1", "lvs2", "web1", "web2", "client").forEach(name -> hosts.put(name, host(name)));
        Map<String, Priority> members = new LinkedHashMap<>();
        members.put("lvs1", new Priority(100));
        members.put("lvs2", new Priority(90));
        VrrpInstance instance = new VrrpInstance(
                "VI_1",
                new VirtualRouterId(10),
                "ens33",
                members,
                List.of(new IpPrefix(address("192.168.100.10"), 32)),
                Duration.ofSeconds(1),
                2,
                true,
                Optional.of(new Secret(password)));
        Map<String, HostSettings> settings = new LinkedHashMap<>();
        for (String name : List.of("web1", "web2")) {
            settings.put(
                    name,
                    new HostSettings(
                            List.of(packageName),
                            Map.of(
                                    path,
                                    new HostSettings.FileContent(
                                            org.aloft.topology.model.MaskedText.plain(content), 0644)),
                            List.of("nginx"),
                            Map.of()));
        }
        return new Topology(
                hosts,
                agent,
                List.of(instance),
                List.of(web()),
                settings,
                new Verification(
                        Optional.of("client"),
                        Optional.of("/"),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(12)));
    }

    private static VirtualService web() {
        return new VirtualService(
                "web",
                address("192.168.100.10"),
                80,
                VirtualService.Protocol.TCP,
                "rr",
                VirtualService.Forwarding.DR,
                Optional.empty(),
                List.of(
                        new VirtualService.RealServer("web1", address("192.168.100.200"), 80, 1),
                        new VirtualService.RealServer("web2", address("192.168.100.222"), 80, 1)),
                Optional.of(new VirtualService.TcpCheck(
                        Duration.ofSeconds(3), 3, Duration.ofSeconds(1), Duration.ofSeconds(3))));
    }

    /** The same cluster without virtual services and without settings of single hosts. */
    public static Topology withoutServices() {
        Topology full = topology();
        return new Topology(full.hosts(), full.agent(), full.instances(), List.of(), Map.of(), full.verification());
    }

    private static Host host(String name) {
        ConnectionSettings connection = new ConnectionSettings(
                22,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ConnectionSettings.HostKeyChecking.STRICT);
        return new Host(name, name, connection, Map.of());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static List<Resource> wanted(Topology topology, String host) {
        return WantedResources.of(topology, host, BUNDLE, TEMPLATES);
    }

    /** A Debian machine that Aloft has never seen. */
    public static HostFacts fresh(Topology topology, String host) {
        Map<String, FileFact> files = new LinkedHashMap<>();
        Map<String, String> sysctls = new LinkedHashMap<>();
        Map<String, UnitFact> units = new LinkedHashMap<>();
        for (Resource resource : wanted(topology, host)) {
            if (resource instanceof org.aloft.plan.resource.FileResource file) {
                files.put(file.path(), new FileFact.Absent());
            } else if (resource instanceof SysctlResource sysctl) {
                sysctls.put(sysctl.key(), sysctl.key().contains("send_redirects") ? "1" : "0");
            } else if (resource instanceof ServiceResource service) {
                units.put(service.unit(), UnitFact.OFF);
            }
        }
        return new HostFacts(
                host,
                "6.1.0",
                "x86_64",
                "debian",
                "12",
                true,
                true,
                Optional.of(PackageManager.APT),
                false,
                Map.of("/", 1L << 33, "/opt", 1L << 33),
                Set.of("lo", "ens33"),
                new ArrayList<>(List.of(new HeldAddress("127.0.0.1/8", "lo"))),
                files,
                sysctls,
                Set.of(),
                units,
                Set.of(),
                Optional.empty(),
                Manifest.EMPTY,
                Optional.empty());
    }

    /** Every host as Aloft has never seen it. */
    public static Map<String, HostState> fresh(Topology topology) {
        Map<String, HostState> states = new LinkedHashMap<>();
        topology.hosts().keySet().forEach(host -> states.put(host, fresh(topology, host)));
        return states;
    }
}
