package org.aloft.plan.cluster;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/** haproxy on a director: the distribution's package, with a configuration of all that it proxies. */
final class Haproxy {
    /** On 127.0.0.1, where haproxy tells how its servers are; next to the agent's own port. */
    static final int STATUS_PORT = 9754;

    private static final String PACKAGE = "haproxy";
    private static final String UNIT = "haproxy.service";
    private static final String CONFIGURATION = "/etc/haproxy/haproxy.cfg";

    private Haproxy() {}

    /** @return its service: it must run before the host becomes active for what it proxies */
    static Set<ResourceId> addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        RoleSysctls.ofProxy()
                .forEach((key, value) -> wanted.add(new SysctlResource(
                        key, value, "haproxy listens on its VIPs also while another director holds them")));
        PackageResource program = new PackageResource(PACKAGE, "balances services with `forward: proxy`");
        FileResource configuration = new FileResource(
                CONFIGURATION,
                text(topology, host, templates),
                0600,
                "the services that haproxy balances on " + host,
                Set.of(program.id()));
        Set<ResourceId> before =
                Set.of(program.id(), configuration.id(), FileResource.idOf(SysctlResource.FILE));
        ServiceResource service = new ServiceResource(
                UNIT, ServiceResource.Rival.NONE, "balances", before, Set.of(), Set.of(configuration.id()));
        wanted.add(program);
        wanted.add(configuration);
        wanted.add(service);
        return Set.of(service.id());
    }

    private static MaskedText text(Topology topology, String host, Templates templates) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("status_port", STATUS_PORT);
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
        values.put("bind", endpoint(service.vip(), service.port()));
        values.put("balance", algorithm(service.scheduler()));
        values.put("address_type", service.vip().getAddress().length == 4 ? "ip" : "ipv6");
        service.persistence().ifPresent(time -> values.put("persistence", time.toSeconds()));
        values.put("servers", service.realServers().stream().map(Haproxy::serverValues).toList());
        return values;
    }

    private static Map<String, Object> serverValues(VirtualService.RealServer server) {
        return Map.of(
                "name", server.host(),
                "endpoint", endpoint(server.address(), server.port()),
                "weight", server.weight());
    }

    private static String endpoint(InetAddress address, int port) {
        String text = address.getHostAddress();
        return (address.getAddress().length == 4 ? text : "[" + text + "]") + ":" + port;
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
}
