package org.aloft.plan.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.aloft.plan.resource.FirewallResource;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/** What a director's firewall must let in, should one run there: the adverts, and the clients of its services. */
final class Openings {
    private Openings() {}

    static List<FirewallResource> of(Topology topology, String host) {
        String interfaces = topology.instancesOf(host).stream()
                .map(instance -> instance.networkInterface(host))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(
                FirewallResource.VRRP, "a director that hears no adverts takes the VIPs, and there are two holders");
        for (VirtualService service : topology.services()) {
            boolean held = topology.instanceOf(service)
                    .filter(instance -> instance.members().containsKey(host))
                    .isPresent();
            if (held) {
                reasons.putIfAbsent(
                        service.port() + "/" + service.protocol().name().toLowerCase(Locale.ROOT),
                        "clients of " + service.name() + " come in here");
            }
        }
        return reasons.entrySet().stream()
                .map(entry -> new FirewallResource(entry.getKey(), interfaces, entry.getValue()))
                .toList();
    }
}
