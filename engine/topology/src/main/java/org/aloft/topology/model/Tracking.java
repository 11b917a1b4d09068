package org.aloft.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one instance or sync group tracks: name → its weight there; where it is empty, that of the definition holds.
 *
 * @param scripts names of {@link Trackers.TrackedScript}
 * @param processes names of {@link Trackers.TrackedProcess}
 * @param files names of {@link Trackers.TrackedFile}
 * @param interfaces network interfaces, each up while its link is
 * @param ports TCP ports of the host, each up while something listens there
 */
public record Tracking(
        Map<String, Optional<Integer>> scripts,
        Map<String, Optional<Integer>> processes,
        Map<String, Optional<Integer>> files,
        List<TrackedInterface> interfaces,
        Map<String, Optional<Integer>> ports) {
    /** Nothing but the instance's own interface. */
    public static final Tracking NONE = new Tracking(Map.of(), Map.of(), Map.of(), List.of(), Map.of());

    public Tracking {
        scripts = Collections.unmodifiableMap(new LinkedHashMap<>(scripts));
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        interfaces = List.copyOf(interfaces);
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }

    /**
     * One network interface, which members may call by names of their own.
     *
     * @param names member → what it is called there
     * @param weight empty: 0, the VIPs are given up
     */
    public record TrackedInterface(Map<String, String> names, Optional<Integer> weight) {
        /** Takes a copy of the map. */
        public TrackedInterface {
            names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        }
    }

    /** Name → weight of the interfaces that a member tracks; of one that is named twice the first counts. */
    public Map<String, Optional<Integer>> interfacesOf(String member) {
        Map<String, Optional<Integer>> weights = new LinkedHashMap<>();
        interfaces.forEach(each -> Optional.ofNullable(each.names().get(member))
                .ifPresent(name -> weights.putIfAbsent(name, each.weight())));
        return weights;
    }
}
