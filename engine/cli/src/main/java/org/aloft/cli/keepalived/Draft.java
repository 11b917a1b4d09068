package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A topology while it is put together. For one thread. */
final class Draft {
    private final List<Source> sources;
    private final Set<String> refused;

    /** Dotted name of what the topology says → the statements it was made of; those that were turned down are not here. */
    private final Map<String, List<Statement>> origins = new LinkedHashMap<>();

    /** Host → blocks that go over as they are. */
    private final Map<String, List<Statement>> raw = new LinkedHashMap<>();

    /** Host → what an instance is called there → its name in the topology. */
    private final Map<String, Map<String, String>> instanceNames = new LinkedHashMap<>();

    private final Map<String, Set<String>> holders = new LinkedHashMap<>();
    private final Set<String> members = new LinkedHashSet<>();
    private final Set<String> usedTrackers = new LinkedHashSet<>();
    private final Map<String, Integer> trackers = new LinkedHashMap<>();

    final List<Finding> findings = new ArrayList<>();

    /** @param refused dotted names of what the reader of the topology has turned down: these go over as lines */
    Draft(List<Source> sources, Set<String> refused) {
        this.sources = sources;
        this.refused = refused;
        sources.forEach(source -> raw.put(source.host(), new ArrayList<>()));
    }

    List<Source> sources() {
        return sources;
    }

    /** Whether a word may be used for these statements. */
    boolean offer(String path, List<Statement> statements) {
        if (refused.contains(path)) {
            return false;
        }
        origins.put(path, List.copyOf(statements));
        return true;
    }

    /** What the topology says, and the statements that it was made of. */
    Map<String, List<Statement>> origins() {
        return origins;
    }

    /** A block goes over as it is. */
    void keep(String host, Statement block) {
        raw.get(host).add(block);
    }

    Map<String, List<Statement>> raw() {
        return raw;
    }

    /** Blocks of a keyword that have the same name, host by host; of two on one host the last one counts. */
    Map<String, Map<String, Statement>> named(String keyword) {
        Map<String, Map<String, Statement>> named = new LinkedHashMap<>();
        for (Source source : sources) {
            for (Statement each : source.statements()) {
                if (each.keyword().equals(keyword)) {
                    named.computeIfAbsent(String.join(" ", each.words()), unused -> new LinkedHashMap<>())
                            .put(source.host(), each);
                }
            }
        }
        return named;
    }

    /** An instance of a host is this one of the topology. */
    void isInstance(String host, String before, String name, Set<String> vips) {
        instanceNames.computeIfAbsent(host, unused -> new LinkedHashMap<>()).put(before, name);
        members.add(host);
        vips.forEach(vip ->
                holders.computeIfAbsent(vip, unused -> new LinkedHashSet<>()).add(host));
    }

    /** What an instance of a host is called in the topology; empty where it went over as it is. */
    Optional<String> instanceName(String host, String before) {
        return Optional.ofNullable(instanceNames.getOrDefault(host, Map.of()).get(before));
    }

    /** Host → what each of its instances is called there → its name in the topology. */
    Map<String, Map<String, String>> instanceNames() {
        return instanceNames;
    }

    /** The hosts that may hold a VIP by an instance of the topology. */
    Set<String> holders(String vip) {
        return holders.getOrDefault(vip, Set.of());
    }

    /** The hosts that are members of an instance of the topology. */
    Set<String> members() {
        return members;
    }

    /** A script, process or file that the topology can define, and its weight where nobody says another one. */
    void canTrack(String tracker, int weight) {
        trackers.put(tracker, weight);
    }

    /** The weight of what the topology can define; empty where it cannot. */
    Optional<Integer> weightOf(String tracker) {
        return Optional.ofNullable(trackers.get(tracker));
    }

    /** An instance or a sync group names it by a word of the topology; then it is defined. */
    void track(String tracker) {
        usedTrackers.add(tracker);
    }

    boolean isTracked(String tracker) {
        return usedTrackers.contains(tracker);
    }
}
