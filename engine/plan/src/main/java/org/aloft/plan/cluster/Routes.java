package org.aloft.plan.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.resource.RouteResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.IpPrefix;

/** The routes of a host, and the service that puts them back at every boot. */
final class Routes {
    private static final String UNIT = "aloft-routes.service";

    private Routes() {}

    static void addTo(WantedOfHost wanted, List<HostSettings.Route> routes, Templates templates) {
        if (routes.isEmpty()) {
            return;
        }
        Set<ResourceId> requires = new HashSet<>();
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
        OwnService own = OwnService.of(ServiceManager.scriptOf(UNIT), Map.of("routes", values), reason, templates);
        own.files().forEach(wanted::add);
        requires.addAll(own.ids());
        // Nothing restarts it: routes change at once, each by itself.
        wanted.add(new ServiceResource(UNIT, ServiceResource.Rival.NONE, reason, requires, Set.of(), Set.of()));
    }
}
