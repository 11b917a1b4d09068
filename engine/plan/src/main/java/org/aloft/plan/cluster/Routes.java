package org.aloft.plan.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.RouteResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.MaskedText;

/** The routes of a host, and the unit that puts them back at every boot. */
final class Routes {
    private static final String UNIT = "aloft-routes.service";
    private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;

    private Routes() {}

    static void addTo(WantedOfHost wanted, List<HostSettings.Route> routes, Templates templates) {
        if (routes.isEmpty()) {
            return;
        }
        Set<ResourceId> requires = new HashSet<>(Set.of(FileResource.idOf(UNIT_FILE)));
        for (HostSettings.Route route : routes) {
            RouteResource resource =
                    new RouteResource(route.destination(), IpPrefix.inShort(route.gateway()), AskedFor.REASON);
            wanted.add(resource);
            requires.add(resource.id());
        }
        List<Map<String, String>> values = routes.stream()
                .map(route -> Map.of(
                        "destination", route.destination().toString(), "gateway", IpPrefix.inShort(route.gateway())))
                .toList();
        String reason = "puts the routes back at every boot";
        MaskedText unit = templates.render("aloft-routes.service.ftl", Map.of("routes", values));
        wanted.add(new FileResource(UNIT_FILE, unit, 0644, reason, Set.of()));
        // Nothing restarts it: routes change at once, each by itself.
        wanted.add(new ServiceResource(UNIT, ServiceResource.Rival.NONE, reason, requires, Set.of(), Set.of()));
    }
}
