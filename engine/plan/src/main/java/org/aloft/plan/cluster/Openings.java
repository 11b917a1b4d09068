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
import org.aloft.topology.model.VrrpInstance;

/**
 * What a director's firewall must let in, should one run there: the adverts, routers' BGP and BFD, the clients of its
 * services, and who looks at haproxy's statistics; what the directors tell one another beside; and what it must let
 * through: replies of real servers that are masqueraded.
 */
final class Openings {
    /** RFC 4271, 4. */
    private static final String BGP = "179/tcp";

    /** Single-hop BFD (RFC 5881, 4). */
    private static final String BFD = "3784/udp";

    /** What IPVS copies its connections by (ipvsadm(8), {@code --start-daemon}). */
    private static final String IPVS_SYNC = "8848/udp";

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
        if (topology.instancesOf(host).stream()
                .anyMatch(instance -> instance.detect().isPresent())) {
            reasons.put(BFD, "the directors watch one another by BFD, for they detect a crash by it");
        }
        if (topology.instancesOf(host).stream().anyMatch(VrrpInstance::syncConnections)) {
            reasons.put(IPVS_SYNC, "the active director copies its connections to the others");
        }
        if (topology.announces(host)) {
            reasons.put(BGP, "the routers' BGP comes in here, without which no VIP is announced");
            topology.announcement()
                    .flatMap(Announcement::bfd)
                    .ifPresent(bfd -> reasons.putIfAbsent(BFD, "the routers' BFD comes in here"));
        }
        for (VirtualService service : topology.virtualServicesOfDirector(host)) {
            entrance(service)
                    .ifPresent(entrance ->
                            reasons.putIfAbsent(entrance, "clients of " + service.name() + " come in here"));
        }
        if (topology.virtualServicesOfDirector(host).stream()
                .anyMatch(service -> service.forwarding() == VirtualService.Forwarding.NAT)) {
            reasons.put(
                    FirewallResource.REPLIES,
                    "with forward: nat real servers reply through the director; a firewall that does not know the"
                            + " connection drops that");
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
