package org.aloft.plan.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.plan.resource.FirewallResource;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/**
 * What a director's firewall must let in, should one run there: the adverts, routers' BGP and BFD, the clients of its services, and who looks at
 * haproxy's statistics.
 */
final class Openings {
    private Openings() {}

    static List<FirewallResource> of(Topology topology, String host) {
        String interfaces = topology.instancesOf(host).stream()
                .map(instance -> instance.networkInterface(host))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        Map<String, String> reasons = new LinkedHashMap<>();
        if (!interfaces.isEmpty()) {
            reasons.put(
                    FirewallResource.VRRP,
                    "a director that hears no adverts takes the VIPs, and there are two holders");
        }
        if (topology.announces(host)) {
            reasons.put("179/tcp", "the routers' BGP comes in here, without which no VIP is announced");
            topology.announcement()
                    .flatMap(Announcement::bfd)
                    .ifPresent(bfd -> reasons.put("3784/udp", "the routers' BFD comes in here"));
        }
        for (VirtualService service : topology.virtualServicesOfDirector(host)) {
            entrance(service)
                    .ifPresent(entrance ->
                            reasons.putIfAbsent(entrance, "clients of " + service.name() + " come in here"));
        }
        if (Balancer.on(topology, host).contains(Balancer.HAPROXY)) {
            topology.proxyStats()
                    .ifPresent(
                            stats -> reasons.putIfAbsent(stats.port() + "/tcp", "haproxy shows its statistics there"));
        }
        return reasons.entrySet().stream()
                .map(entry -> new FirewallResource(entry.getKey(), interfaces, entry.getValue()))
                .toList();
    }

    /** Of a service of every port, or of what the firewall itself marks, the user's own rules say what comes in. */
    private static Optional<String> entrance(VirtualService service) {
        return service.target()
                .match(
                        port -> port.port() == 0
                                ? Optional.empty()
                                : Optional.of(port.port() + "/"
                                        + port.protocol().name().toLowerCase(Locale.ROOT)),
                        mark -> Optional.empty());
    }
}
