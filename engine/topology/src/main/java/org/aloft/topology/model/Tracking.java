package org.aloft.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one instance or sync group tracks: name → its weight there; where it is empty, that of the definition holds.
 *
 * @param scripts names of {@link Trackers.TrackedScript}
 * @param processes names of {@link Trackers.TrackedProcess}
 * @param files names of {@link Trackers.TrackedFile}
 * @param interfaces names of network interfaces, each up while its link is
 * @param ports TCP ports of the host, each up while something listens there
 */
public record Tracking(
        Map<String, Optional<Integer>> scripts,
        Map<String, Optional<Integer>> processes,
        Map<String, Optional<Integer>> files,
        Map<String, Optional<Integer>> interfaces,
        Map<String, Optional<Integer>> ports) {
    /** Nothing but the instance's own interface. */
    public static final Tracking NONE = new Tracking(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    public Tracking {
        scripts = Collections.unmodifiableMap(new LinkedHashMap<>(scripts));
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        interfaces = Collections.unmodifiableMap(new LinkedHashMap<>(interfaces));
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }
}
