package org.aloft.plan.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Resource;

/**
 * Puts resources behind what they require; else in the order given, so that a topology gives the same plan every time.
 */
final class ResourceOrder {
    private final Map<ResourceId, Resource> byId = new LinkedHashMap<>();
    private final Map<ResourceId, Integer> place = new LinkedHashMap<>();
    private final Set<ResourceId> waiting = new LinkedHashSet<>();
    private final Set<ResourceId> done = new LinkedHashSet<>();
    private final List<Resource> sorted = new ArrayList<>();

    private ResourceOrder(Collection<Resource> resources) {
        for (Resource resource : resources) {
            place.put(resource.id(), byId.size());
            byId.put(resource.id(), resource);
        }
    }

    /** @throws IllegalArgumentException when resources require each other */
    static List<Resource> sort(Collection<Resource> resources) {
        ResourceOrder order = new ResourceOrder(resources);
        order.byId.values().forEach(order::add);
        return order.sorted;
    }

    private void add(Resource resource) {
        if (done.contains(resource.id())) {
            return;
        }
        if (!waiting.add(resource.id())) {
            throw new IllegalArgumentException("these require each other: "
                    + waiting.stream().map(ResourceId::toString).collect(Collectors.joining(", ")));
        }
        resource.requires().stream()
                .filter(byId::containsKey)
                .sorted(java.util.Comparator.comparing(place::get))
                .forEach(required -> add(byId.get(required)));
        waiting.remove(resource.id());
        done.add(resource.id());
        sorted.add(resource);
    }
}
