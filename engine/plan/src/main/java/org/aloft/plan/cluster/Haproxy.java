package org.aloft.plan.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/**
 * haproxy on a director: the distribution's package, with a configuration of all that it proxies, and socat, by which a
 * script talks to its admin socket: nothing that a host has for certain can.
 */
public final class Haproxy {
    /** On 127.0.0.1, where haproxy tells how its servers are; next to the agent's own port. */
    static final int STATUS_PORT = 9754;

    /** Where it takes orders, from root alone; {@code drain.sh} has it as well. */
    private static final String ADMIN_SOCKET = "/run/aloft-haproxy.sock";

    /** Good checks that bring a server back: haproxy's own default. */
    private static final int RISE = 2;

    private static final String PACKAGE = "haproxy";
    private static final String CLIENT = "socat";
    private static final String UNIT = "haproxy.service";
    private static final String CONFIGURATION = "/etc/haproxy/haproxy.cfg";

    private Haproxy() {}

    /** The service that runs it. */
    public static ResourceId service() {
        return ServiceResource.idOf(UNIT);
    }

    /** Its configuration. */
    public static ResourceId configuration() {
        return FileResource.idOf(CONFIGURATION);
    }

    /** The package without which nobody can tell it anything while it runs. */
    public static ResourceId client() {
        return PackageResource.idOf(CLIENT);
    }

    /** How orders name a real server: {@code SECTION/SERVER}. */
    public static String nameOf(VirtualService service, VirtualService.RealServer server) {
        return service.name() + "/" + server.name();
    }

    /** Adds it, and gives its service: that must run before the host becomes active for what it proxies. */
    static Set<ResourceId> addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        RoleSysctls.ofProxy(Balancer.HAPROXY.services(topology, host).stream()
                        .map(VirtualService::vip)
                        .toList())
                .forEach((key, value) -> wanted.add(new SysctlResource(
                        key, value, "haproxy listens on its VIPs also while another director holds them")));
        PackageResource program = new PackageResource(PACKAGE, "balances services with `forward: proxy`");
        FileResource configuration = new FileResource(
                CONFIGURATION,
                text(topology, host, templates),
                0600,
                "the services that haproxy balances on " + host,
                Set.of(program.id()));
        Set<ResourceId> before = Set.of(program.id(), configuration.id(), FileResource.idOf(SysctlResource.FILE));
        ServiceResource service = new ServiceResource(
                UNIT, ServiceResource.Rival.NONE, "balances", before, Set.of(), Set.of(configuration.id()));
        wanted.add(program);
        wanted.add(new PackageResource(CLIENT, "tells haproxy to send nothing to a real server that changes"));
        wanted.add(configuration);
        wanted.add(service);
        return Set.of(service.id());
    }

    /** Whether a resource is its program, its configuration or its service. */
    static boolean isOwn(ResourceId resource) {
        return List.of(PackageResource.idOf(PACKAGE), client(), configuration(), service())
                .contains(resource);
    }

    private static MaskedText text(Topology topology, String host, Templates templates) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("status_port", STATUS_PORT);
        values.put("admin_socket", ADMIN_SOCKET);
        topology.proxyStats()
                .ifPresent(stats -> values.put(
                        "stats", Map.of("port", stats.port(), "user", stats.user(), "password", stats.password())));
        values.put(
                "services",
                Balancer.HAPROXY.services(topology, host).stream()
                        .map(Haproxy::serviceValues)
                        .toList());
        return templates.render("haproxy.cfg.ftl", values);
    }

    private static Map<String, Object> serviceValues(VirtualService service) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", service.name());
        values.put(
                "bind", VirtualService.endpoint(service.vip(), service.tcpPort().orElseThrow()));
        values.put("balance", algorithm(service.scheduler()));
        values.put("address_type", service.vip().getAddress().length == 4 ? "ip" : "ipv6");
        service.persistence()
                .ifPresent(stays -> values.put("persistence", stays.time().toSeconds()));
        service.checks().stream().findFirst().ifPresent(check -> values.put("check", check.match(new CheckValues())));
        values.put(
                "servers",
                service.realServers().stream().map(Haproxy::serverValues).toList());
        return values;
    }

    private static Map<String, Object> serverValues(VirtualService.RealServer server) {
        return Map.of(
                "name", server.name(),
                "endpoint", VirtualService.endpoint(server.address(), server.port()),
                "weight", server.weight());
    }

    /** haproxy's word for the scheduler; others are refused where the topology is read. */
    private static String algorithm(String scheduler) {
        return switch (scheduler) {
            case "rr", "wrr" -> "roundrobin";
            case "lc", "wlc" -> "leastconn";
            case "sh" -> "source";
            default -> throw new IllegalArgumentException("haproxy has no scheduler " + scheduler);
        };
    }

    /** A check as the template is given it; kinds that haproxy does not have are refused where the topology is read. */
    private static final class CheckValues implements Check.Cases<Map<String, Object>> {
        @Override
        public Map<String, Object> tcp(Check.Tcp check) {
            return values(check.pace(), check.connect());
        }

        @Override
        public Map<String, Object> http(Check.Http check) {
            Check.Page page = check.pages().get(0);
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("path", page.path());
            page.host().or(check::host).ifPresent(host -> request.put("host", host));
            request.put("status", page.status().isEmpty() ? "200-299" : String.join(",", page.status()));
            request.put("tls", check.tls());
            Map<String, Object> values = values(check.pace(), check.connect());
            values.put("http", request);
            return values;
        }

        private static Map<String, Object> values(Check.Pace pace, Check.Connect connect) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("inter", pace.delay().toMillis());
            values.put("rise", pace.rise().orElse(RISE));
            values.put("fall", pace.retries() + 1);
            values.put("timeout", connect.timeout().toMillis());
            return values;
        }

        @Override
        public Map<String, Object> dns(Check.Dns check) {
            throw noneOfHaproxys();
        }

        @Override
        public Map<String, Object> udp(Check.Udp check) {
            throw noneOfHaproxys();
        }

        @Override
        public Map<String, Object> smtp(Check.Smtp check) {
            throw noneOfHaproxys();
        }

        @Override
        public Map<String, Object> ping(Check.Ping check) {
            throw noneOfHaproxys();
        }

        @Override
        public Map<String, Object> script(Check.Script check) {
            throw noneOfHaproxys();
        }

        private static IllegalArgumentException noneOfHaproxys() {
            return new IllegalArgumentException("haproxy checks by TCP and HTTP alone");
        }
    }
}
