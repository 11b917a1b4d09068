package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order that resources' requirements ask for. */
public final class ResourceOrder {
    private ResourceOrder() {}

    /**
     * Each resource after those it requires; where nothing is required, the order stays as it was. A requirement that is
     * not among the resources is taken as met.
     *
     * @throws IllegalArgumentException when two resources require each other
     */
    public static List<Resource> sort(List<Resource> resources) {
        Map<String, Resource> byId = new LinkedHashMap<>();
        resources.forEach(resource -> byId.put(resource.id(), resource));
        Map<String, Resource> sorted = new LinkedHashMap<>();
        resources.forEach(resource -> place(resource.id(), byId, sorted, new LinkedHashSet<>()));
        return new ArrayList<>(sorted.values());
    }

    private static void place(
            String id, Map<String, Resource> byId, Map<String, Resource> sorted, Set<String> waiting) {
        Resource resource = byId.get(id);
        if (resource == null || sorted.containsKey(id)) {
            return;
        }
        if (!waiting.add(id)) {
            throw new IllegalArgumentException("these require each other: " + String.join(", ", waiting));
        }
        // In the order of the list and not of the set, so that the same topology gives the same plan every time.
        byId.keySet().stream()
                .filter(resource.requires()::contains)
                .forEach(required -> place(required, byId, sorted, waiting));
        waiting.remove(id);
        sorted.put(id, resource);
    }
}
